/* header_bench.h - how long an exported header takes, compiled for this machine.
 *
 * The header is written, compiled and run in a workshop (workshop.h) as a program of its own, so
 * that the time is what a user's program sees. */
#ifndef MIEN_TRAINER_EXPORT_HEADER_BENCH_H
#define MIEN_TRAINER_EXPORT_HEADER_BENCH_H

#include "runtime/host/model.h"
#include "trainer/export/workshop.h"

struct header_bench {
    struct workshop shop;
    const char *compiler; /* the caller's */
    double compile_s;
    size_t bytes; /* of the standalone header */
    size_t arena; /* bytes */
};

/* Export the finished model `m` and compile it by `compiler` (found on the PATH) with -O3
 * -march=native. Errors: those of export_header, a compiler that cannot be run or does not take it,
 * no room for the files. `close` accepts a zeroed struct. */
int header_bench_open(struct header_bench *b, const struct model *m, const char *compiler,
                      struct mien_error *e);
void header_bench_close(struct header_bench *b);

/* The milliseconds of `runs` runs (at least 1) of one generated row on one thread, in order, after
 * a few that are not counted: ms [runs]. Error: a program that fails. */
int header_bench_run(const struct header_bench *b, int runs, double *ms, struct mien_error *e);

#endif
