/* inference.h - how long models take from one raw row to their outputs, on one thread: interpreted,
 * and as exported headers, which compilers make programs of.
 *
 * All take turns, round after round, with a peer among them where there is one, so that a slow
 * minute of the machine falls on all of them. */
#ifndef MIEN_TRAINER_BENCH_INFERENCE_H
#define MIEN_TRAINER_BENCH_INFERENCE_H

#include <cjson/cJSON.h>

#include "trainer/bench/timing.h"
#include "trainer/export/header_bench.h"

enum { INFERENCE_COMPILERS_MAX = 4 };

/* One model in one form. */
struct contestant {
    const struct model *model;
    const char *name; /* the model's */
    struct timing_stand stand;
    struct header_bench header; /* of a form that was compiled */
    bool compiled;
    double *ms; /* [rounds * runs], then sorted */
    struct timing timing;
};

struct inference {
    struct contestant *contestants; /* the models in order, interpreted and by each compiler */
    int count, rounds, runs;
    cJSON *peer; /* what it printed in each round: arrays; NULL without a peer */
};

struct inference_options {
    const char *compilers[INFERENCE_COMPILERS_MAX];
    int compiler_count;
    const char *peer; /* a command, or NULL */
    int rounds, runs; /* runs of each round; both at least 1 */
};

/* Export and compile what is to be compiled. The models and names are the caller's, and outlive
 * this. Errors: those of header_bench_open; out of memory. `close` accepts a zeroed struct. */
int inference_open(struct inference *b, const struct model *const *models, const char *const *names,
                   int count, const struct inference_options *o, struct mien_error *e);
void inference_close(struct inference *b);

/* All rounds: fills `timing` of each, and `peer`. Errors: a program or peer that fails. */
int inference_run(struct inference *b, const struct inference_options *o, struct mien_error *e);

/* The peer's median over its rounds for the model called `name`: of the objects whose "peer" or
 * "model" ends with a word that is part of the name. NaN where it says nothing of it. */
double inference_peer_ms(const struct inference *b, const char *name);

#endif
