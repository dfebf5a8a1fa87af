/* network_bench.h - how fast a network trains: what `mien bench mlp` measures. */
#ifndef MIEN_NETWORK_BENCH_H
#define MIEN_NETWORK_BENCH_H

#include "runtime/host/config/cfg.h"
#include "trainer/fit.h"

struct network_bench {
    double samples_per_second; /* median over the epochs of cfg */
    double accuracy;           /* on `valid`, after the last epoch */
};

/* Train the network of `c` on `train` as it is. Errors: those of network_init and network_fit. */
int network_bench(struct cfg *c, const struct samples *train, const struct samples *valid,
                  int threads, struct network_bench *out, struct mien_error *e);

#endif
