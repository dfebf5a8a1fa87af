/* rng.h - the random state, always an argument.
 *
 * xoshiro256++ seeded through splitmix64 (D. Blackman, S. Vigna, "Scrambled linear
 * pseudorandom number generators", ACM TOMS 47 (2021)). `rng_stream` derives an independent
 * generator from a seed and a stream number, so that work item k draws the same numbers
 * whichever thread does it. The struct is plain data: copy it to checkpoint it. */
#ifndef MIEN_HOST_RNG_H
#define MIEN_HOST_RNG_H

#include <stdint.h>

struct rng {
    uint64_t s[4];
};

struct rng rng_seed(uint64_t seed);
struct rng rng_stream(uint64_t seed, uint64_t stream);

uint64_t rng_next(struct rng *r);
uint32_t rng_below(struct rng *r, uint32_t bound); /* uniform in [0, bound), without bias; bound > 0 */
float rng_float(struct rng *r);                    /* uniform in [0, 1), 24 bits */
float rng_normal(struct rng *r);                   /* mean 0, standard deviation 1 */
void rng_shuffle(struct rng *r, uint32_t *items, uint32_t count); /* Fisher-Yates */

#endif
