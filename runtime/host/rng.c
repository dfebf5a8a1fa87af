/* rng.c - see rng.h. */
#include "runtime/host/rng.h"

#include <math.h>

static uint64_t splitmix64(uint64_t *x)
{
    uint64_t z = *x += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

struct rng rng_seed(uint64_t seed)
{
    struct rng r;
    for (int i = 0; i < 4; i++)
        r.s[i] = splitmix64(&seed);
    return r;
}

struct rng rng_stream(uint64_t seed, uint64_t stream)
{
    uint64_t a = seed, b = stream ^ 0x6a09e667f3bcc909u;
    return rng_seed(splitmix64(&a) ^ splitmix64(&b));
}

uint64_t rng_next(struct rng *r)
{
    uint64_t *s = r->s, result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

/* Lemire's multiply-and-reject: "Fast random integer generation in an interval" (2019). */
uint32_t rng_below(struct rng *r, uint32_t bound)
{
    uint64_t m = (rng_next(r) >> 32) * bound;
    if ((uint32_t)m < bound)
        for (uint32_t limit = -bound % bound; (uint32_t)m < limit;)
            m = (rng_next(r) >> 32) * bound;
    return (uint32_t)(m >> 32);
}

float rng_float(struct rng *r)
{
    return (float)(rng_next(r) >> 40) * 0x1p-24f;
}

/* Box-Muller, one of the pair: no state beyond the generator's own. */
float rng_normal(struct rng *r)
{
    float u = 1.0f - rng_float(r), v = rng_float(r);
    return sqrtf(-2.0f * logf(u)) * cosf(6.2831853071795865f * v);
}

void rng_shuffle(struct rng *r, uint32_t *items, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = rng_below(r, i), t = items[j];
        items[j] = items[i - 1];
        items[i - 1] = t;
    }
}
