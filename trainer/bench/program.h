/* program.h - another program, run to be measured: on a terminal or into a pipe.
 *
 * What it takes is asked of the system: processor time by its clock, memory by /proc. */
#ifndef MIEN_TRAINER_BENCH_PROGRAM_H
#define MIEN_TRAINER_BENCH_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "runtime/host/error.h"

enum { PROGRAMS_MAX = 4 }; /* that are awaited together */

struct program {
    pid_t pid;      /* 0: none */
    int fd;         /* its terminal's other side, or what it writes to its standard output */
    double started; /* seconds, clock_seconds() */
};

/* Start argv[0] (found on the PATH) in this program's environment with "NAME=VALUE" of
 * `environment` (NULL at its end) over it: on a terminal of VT_WIDTH x VT_HEIGHT, or without input
 * and with its standard output in a pipe. Error: it cannot be started. */
int program_start(struct program *p, const char *const *argv, const char *const *environment,
                  bool terminal, struct mien_error *e);

/* End it, whatever it does. Accepts a zeroed struct and one that has ended. */
void program_stop(struct program *p);

/* Ask it to end (SIGTERM), and end it where it has not after `seconds`. What it writes meanwhile
 * goes to said [size], with a NUL behind it; NULL: nowhere. Returns its exit status as program_wait
 * does. Accepts what program_stop does. */
int program_end(struct program *p, double seconds, char *said, size_t size);

/* Wait until one of programs [count] has written something or has ended, until `deadline` of
 * clock_seconds() at the longest. */
void program_await(const struct program *const *programs, int count, double deadline);

/* What it has written, up to `size` bytes, without waiting. 0: nothing yet; -1: it has ended. */
ssize_t program_read(const struct program *p, char *bytes, size_t size);

/* Type keys into its terminal. */
void program_type(const struct program *p, const char *keys);

/* Whether it has ended, and is only to be waited for. */
bool program_ended(const struct program *p);

/* Seconds of processor time so far, of all its threads; NaN where it has ended. */
double program_cpu_s(const struct program *p);

/* Of it, that of the threads at work whose names `counts` holds for, in the system's hundredths of
 * a second; NaN where it has ended. */
double program_threads_cpu_s(const struct program *p, bool (*counts)(const char *name));

/* The most memory that it ever held, in 10^6 bytes; NaN where the system does not tell. */
double program_peak_mb(const struct program *p);

/* Wait until it has ended. Returns its exit status, 128 + the signal where one ended it; its
 * processor time is in *cpu_s. */
int program_wait(struct program *p, double *cpu_s);

#endif
