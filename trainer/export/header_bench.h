/* header_bench.h - how long an exported header takes, compiled for this machine.
 *
 * The header is written, compiled and run in a workshop (workshop.h) as a program of its own, so
 * that the time is what a user's program sees. */
#ifndef MIEN_TRAINER_EXPORT_HEADER_BENCH_H
#define MIEN_TRAINER_EXPORT_HEADER_BENCH_H

#include "runtime/host/model.h"

struct header_timing {
    double median_ms, p95_ms; /* of one row, on one thread */
    double compile_s;
    size_t bytes; /* of the standalone header */
};

/* Export the finished model `m`, compile it by `compiler` (found on the PATH) with -O3
 * -march=native and time `runs` runs (at least 1) of one generated row, after a few that are not
 * counted. Errors: those of export_header, a compiler that cannot be run or does not take it, a
 * program that fails, no room for the files. */
int header_time(const struct model *m, const char *compiler, int runs, struct header_timing *t,
                struct mien_error *e);

#endif
