/* program.c - see program.h. */
#include "trainer/bench/program.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runtime/host/term.h"
#include "trainer/bench/vt.h"

extern char **environ;

enum { NOT_STARTED = 127 };

/* Whether two "NAME=VALUE" have one name. */
static bool same_name(const char *a, const char *b)
{
    const size_t length = strcspn(a, "=") + 1;
    return strncmp(a, b, length) == 0;
}

/* This program's environment with `over` in it: pointers, for the caller to free. */
static const char **join(const char *const *over)
{
    size_t own = 0, more = 0, count = 0;
    while (environ[own])
        own++;
    while (over[more])
        more++;
    const char **all = calloc(own + more + 1, sizeof *all);
    for (size_t i = 0; all && i < own; i++) {
        bool kept = true;
        for (size_t k = 0; k < more; k++)
            kept &= !same_name(over[k], environ[i]);
        if (kept)
            all[count++] = environ[i];
    }
    for (size_t k = 0; all && k < more; k++)
        all[count++] = over[k];
    return all;
}

/* As forkpty(3), with a pipe for standard output and no input. */
static pid_t fork_piped(int *fd)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    const pid_t pid = fork();
    if (pid == 0) {
        const int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, STDIN_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
    } else {
        close(ends[1]);
        if (pid < 0)
            close(ends[0]);
    }
    *fd = ends[0];
    return pid;
}

int program_start(struct program *p, const char *const *argv, const char *const *environment,
                  bool terminal, struct mien_error *e)
{
    const struct winsize size = {.ws_row = VT_HEIGHT, .ws_col = VT_WIDTH};
    const char **all = join(environment);
    *p = (struct program){.fd = -1};
    if (!all)
        return error_memory(e, argv[0], 0);
    p->started = clock_seconds();
    p->pid = terminal ? forkpty(&p->fd, NULL, NULL, &size) : fork_piped(&p->fd);
    if (p->pid == 0) { /* exec promises not to change its arguments */
        execvpe(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)all);
        _exit(NOT_STARTED);
    }
    free(all);
    if (p->pid > 0) {
        fcntl(p->fd, F_SETFD, FD_CLOEXEC);
        return 0;
    }
    *p = (struct program){.fd = -1};
    return error_system(e, argv[0], "run");
}

void program_stop(struct program *p)
{
    if (p->pid > 0) {
        kill(p->pid, SIGKILL);
        program_wait(p, NULL);
    }
}

int program_end(struct program *p, double seconds, char *said, size_t size)
{
    const struct program *const all[] = {p};
    const double until = clock_seconds() + seconds;
    char rest[256];
    size_t count = 0;
    ssize_t got = 0;
    if (p->pid <= 0)
        return 0;
    kill(p->pid, SIGTERM);
    while (got >= 0 && clock_seconds() < until) {
        const bool room = said && count + 1 < size;
        got = program_read(p, room ? said + count : rest, room ? size - 1 - count : sizeof rest);
        if (got == 0)
            program_await(all, 1, until);
        else if (got > 0 && room)
            count += (size_t)got;
    }
    if (said && size > 0)
        said[count] = '\0';
    if (got >= 0)
        kill(p->pid, SIGKILL);
    return program_wait(p, NULL);
}

void program_await(const struct program *const *programs, int count, double deadline)
{
    struct pollfd polled[PROGRAMS_MAX];
    const double left = ceil(1e3 * (deadline - clock_seconds()));
    for (int k = 0; k < count; k++)
        polled[k] = (struct pollfd){.fd = programs[k]->fd, .events = POLLIN};
    poll(polled, (nfds_t)count, left > 0 ? (int)fmin(left, INT_MAX) : 0);
}

ssize_t program_read(const struct program *p, char *bytes, size_t size)
{
    struct pollfd polled = {.fd = p->fd, .events = POLLIN};
    if (poll(&polled, 1, 0) <= 0)
        return 0;
    const ssize_t got = read(p->fd, bytes, size);
    return got > 0 ? got : got < 0 && errno == EINTR ? 0 : -1;
}

void program_type(const struct program *p, const char *keys)
{
    const ssize_t wrote = write(p->fd, keys, strlen(keys));
    (void)wrote; /* a program that is gone is met by the next reading */
}

bool program_ended(const struct program *p)
{
    siginfo_t told = {0};
    return waitid(P_PID, (id_t)p->pid, &told, WEXITED | WNOHANG | WNOWAIT) != 0 || told.si_pid != 0;
}

double program_cpu_s(const struct program *p)
{
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid(p->pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
        return NAN;
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Of a thread, by its /proc/PID/task/ID/stat, where its name stands in brackets and, eleven fields
 * behind the state, user and system time (proc(5)). Below 0: it is gone. */
static double thread_cpu_s(const char *stat, char name[64])
{
    char line[1024] = "";
    unsigned long user, kernel;
    FILE *f = fopen(stat, "re");
    if (f && !fgets(line, sizeof line, f))
        *line = '\0';
    if (f)
        fclose(f);
    const char *open = strchr(line, '('), *shut = strrchr(line, ')');
    if (!open || !shut ||
        sscanf(shut + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) !=
            2)
        return -1;
    snprintf(name, 64, "%.*s", (int)(shut - open - 1), open + 1);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

double program_threads_cpu_s(const struct program *p, bool (*counts)(const char *name))
{
    char path[512], name[64];
    double sum = 0;
    snprintf(path, sizeof path, "/proc/%ld/task", (long)p->pid);
    DIR *threads = opendir(path);
    const struct dirent *thread;
    if (!threads)
        return NAN;
    while ((thread = readdir(threads))) {
        if (thread->d_name[0] == '.')
            continue; /* ".." has the whole program's */
        snprintf(path, sizeof path, "/proc/%ld/task/%s/stat", (long)p->pid, thread->d_name);
        const double cpu = thread_cpu_s(path, name);
        if (cpu > 0 && counts(name))
            sum += cpu;
    }
    closedir(threads);
    return sum;
}

double program_peak_mb(const struct program *p)
{
    char line[256];
    double kib = NAN;
    snprintf(line, sizeof line, "/proc/%ld/status", (long)p->pid);
    FILE *status = fopen(line, "re");
    while (status && isnan(kib) && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %lf kB", &kib) == 1)
            break;
    if (status)
        fclose(status);
    return kib * 1024 / 1e6;
}

int program_wait(struct program *p, double *cpu_s)
{
    struct rusage used = {0};
    int status = 0;
    while (wait4(p->pid, &status, 0, &used) < 0 && errno == EINTR)
        continue;
    if (cpu_s)
        *cpu_s = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                 1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    close(p->fd);
    *p = (struct program){.fd = -1};
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
