/* console_bench.h - mien-console measured as a user has it: the whole program, on a terminal.
 *
 * It runs on a pseudo-terminal of 120 x 40, and what it writes there is read as a terminal would
 * (vt.h); so "ready" and "on the screen" are what a person in front of it would say. */
#ifndef MIEN_TRAINER_BENCH_CONSOLE_BENCH_H
#define MIEN_TRAINER_BENCH_CONSOLE_BENCH_H

#include "trainer/bench/made_runs.h"

/* A start on files that were just written, so that the system has them in memory. Ready is when
 * the overview says of every run whether it is at work or finished, which is known by the last
 * line of its file, and no longer says that it reads. */
struct console_start {
    double ready_s, cpu_s;
    double peak_mb;            /* of memory held, 10^6 bytes */
    double peer_s, peer_cpu_s; /* python3, json.loads on every line; NaN: there is none */
};

/* Medians over `rounds`, in which both take turns. Errors: the program does not start or ends, is
 * not ready within two minutes; a signal that asks to stop (runtime/host/stop.h). */
int console_bench_start(struct console_start *out, const char *program, struct made_runs *runs,
                        int rounds, struct mien_error *e);

/* Milliseconds from before the write(2) of a record to its valid_loss on the screen, or to that of
 * a later record; and in the output of the peer. */
struct console_delay {
    double median, p95, worst;
};

struct console_follow {
    double share; /* of one core's time */
    struct console_delay delay;
    double peer_share; /* tail -F on the same files; NaN: there is none */
    struct console_delay peer_delay;
};

enum { CONSOLE_BENCH_RATE = 10 }; /* records a second that each run at work adds */

struct console_following {
    struct console_follow alone;    /* one record at a time, in the overview */
    struct console_follow overview; /* all runs at work add records */
    struct console_follow curves;   /* the same, their curves on the screen */
};

/* Follow runs that grow: `samples` records one at a time, then `seconds` in either view. Errors as
 * above; a record that is not on the screen within five seconds. */
int console_bench_follow(struct console_following *out, const char *program, struct made_runs *runs,
                         int samples, double seconds, struct mien_error *e);

#endif
