/* process.h - what Linux tells of a process and of the machine, read from /proc.
 *
 * Counters are read as they stand; a share is the difference of two readings over the time between
 * them. Parsing and reading are apart, so that recorded texts are tests.
 *
 * Format: proc(5), proc_pid_stat(5), proc_stat(5) of the Linux man-pages. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_PROCESS_H
#define MIEN_VIEWER_CONSOLE_VIEWS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    PROCESS_NAME_MAX = 64,
    MACHINE_CORES_MAX = 256 /* shown; all of them are in `all` */
};

struct process {
    pid_t pid;
    char name[PROCESS_NAME_MAX]; /* of the program, as the kernel has it: at most 15 bytes */
    char state;                  /* R, S, D, Z, T, ... */
    uint64_t cpu_ticks;          /* user and system time of all its threads */
    uint64_t started_ticks;      /* since the machine started: tells a process from one that has
                                    inherited its number */
    long threads, nice;
    uint64_t resident, peak; /* bytes; 0: unknown */
};

/* One CPU, or all of them: ticks since the machine started. */
struct machine_core {
    int number; /* -1: all of them */
    uint64_t busy, total;
};

struct machine {
    struct machine_core all, core[MACHINE_CORES_MAX];
    int cores;
    uint64_t memory, available; /* bytes; 0: unknown */
    double load[3];             /* mean count of runnable processes: 1, 5, 15 minutes */
    double uptime;              /* seconds */
};

/* Texts of /proc/PID/stat and status; /proc/stat, meminfo, loadavg and uptime, NUL-terminated.
 * False where the text is none of that; nothing is then changed. A name may hold blanks,
 * parentheses and line ends. */
bool process_parse_stat(struct process *p, const char *text);
bool process_parse_status(struct process *p, const char *text);
bool machine_parse_stat(struct machine *m, const char *text);
bool machine_parse_memory(struct machine *m, const char *text);
bool machine_parse_load(struct machine *m, const char *text);
bool machine_parse_uptime(struct machine *m, const char *text);

/* Read them. False: there is no such process, or no /proc; the struct is then zeroed. */
bool process_read(struct process *p, pid_t pid);
bool machine_read(struct machine *m);

/* Share of one core's time that the process had in the seconds between two readings (2 where it
 * kept two cores busy). NaN: not the same process, or no time between. */
double process_share(const struct process *before, const struct process *after, double seconds);

/* The same over all its life of `age` seconds; NaN: unknown. */
double process_mean_share(const struct process *p, double age);

/* Share 0..1 of the time between two readings in which the core was busy; NaN: no time between. */
double machine_share(const struct machine_core *before, const struct machine_core *after);

/* Seconds since it was started; NaN: unknown. */
double process_age(const struct process *p, const struct machine *m);

/* "running", "sleeping", "waiting for disk", ... */
const char *process_state_name(char state);

#endif
