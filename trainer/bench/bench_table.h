/* bench_table.h - what the benches of networks print alike, and the kernels they are asked for. */
#ifndef MIEN_TRAINER_BENCH_BENCH_TABLE_H
#define MIEN_TRAINER_BENCH_BENCH_TABLE_H

#include "trainer/bench/timing.h"
#include "runtime/host/table.h"

/* The kernels called `name`; NULL for the best of this machine. Error (usage): this machine cannot
 * run them. */
int bench_kernels(const char *name, const struct mien_kernels **kernels, struct mien_error *e);

/* A table of operators: begin, some networks' rows, and print. Errors: out of memory; a stream that
 * fails. */
void bench_layers_begin(struct table *t);
int bench_layers_add(struct table *t, const char *network, const struct timing_stand *s, int rounds,
                     struct mien_error *e);

#endif
