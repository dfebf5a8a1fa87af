/* timing.h - how long something takes, from many runs on a machine that others use too.
 *
 * The median is what to quote, the least what the machine can do when it is left alone. */
#ifndef MIEN_TRAINER_BENCH_TIMING_H
#define MIEN_TRAINER_BENCH_TIMING_H

#include "runtime/host/model.h"

struct timing {
    double least_ms, median_ms, p95_ms;
};

/* A clock that only moves forward. */
double timing_now_ms(void);

/* Sorts ms [count]. All NaN where count is 0. */
struct timing timing_of(double *ms, int count);

/* A finished model and the memory that it runs in, on one thread. */
struct timing_stand {
    const struct model *model;
    float *memory, *x, *y[MIEN_OUTPUTS_MAX], *arena; /* one block; x [input_width] */
};

/* The input is zeros until the caller fills it. Error: out of memory. `close` accepts a zeroed
 * struct. */
int timing_stand_open(struct timing_stand *s, const struct model *m, struct mien_error *e);
void timing_stand_close(struct timing_stand *s);

/* Milliseconds of one run from raw row to outputs. */
double timing_run(const struct timing_stand *s);

/* The time of each operator over `rounds` runs, after a few that are not counted: layers
 * [node_count]. Error: out of memory. */
int timing_layers(const struct timing_stand *s, int rounds, struct timing *layers,
                  struct mien_error *e);

#endif
