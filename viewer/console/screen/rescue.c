/* rescue.c - see rescue.h. Everything a handler calls is async-signal-safe (POSIX.1-2017, 2.4.3).
 */
#include "viewer/console/screen/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { STACK_BYTES = 64 << 10 };

static const int deadly[] = {
    SIGHUP,  SIGINT,  SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,    SIGFPE,  SIGUSR1, SIGSEGV,
    SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGSYS,
};

static const int telling[RESCUE_NOTICES] = {
    [RESCUE_RESIZED] = SIGWINCH,
    [RESCUE_SUSPEND] = SIGTSTP,
    [RESCUE_CONTINUED] = SIGCONT,
};

enum { DEADLY = sizeof deadly / sizeof *deadly };

/* All that the handlers reach. A child that was forked inherits them until it executes a program;
 * it is not the owner, and leaves the terminal alone. */
static struct {
    volatile sig_atomic_t armed, told[RESCUE_NOTICES];
    pid_t owner;
    int pipe[2];
    struct termios settings;
    char bytes[RESCUE_BYTES];
    size_t size;
    struct sigaction before_deadly[DEADLY], before_telling[RESCUE_NOTICES];
    stack_t stack_before;
} held;

/* A stack for handlers: the fault may be that the common one is full. */
static char stack[STACK_BYTES];

/* A process in the background has given the terminal back, and would be stopped for touching it. */
static void restore(void)
{
    if (!held.armed || held.owner != getpid() || tcgetpgrp(STDIN_FILENO) != getpgrp())
        return;
    for (size_t n = 0; n < held.size;) {
        const ssize_t wrote = write(STDOUT_FILENO, held.bytes + n, held.size - n);
        if (wrote <= 0 && errno != EINTR)
            break;
        n += wrote > 0 ? (size_t)wrote : 0;
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &held.settings);
}

/* Restore, then let the signal do what it did before. A fault of the processor's happens again when
 * the handler returns, with its address; others are raised. */
static void die(int number, siginfo_t *info, void *context)
{
    (void)context;
    restore();
    for (int k = 0; k < DEADLY; k++)
        if (deadly[k] == number)
            sigaction(number, &held.before_deadly[k], NULL);
    const bool fault =
        number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL;
    if (!fault || info->si_code <= 0)
        raise(number);
}

static void tell(int number)
{
    const int before = errno;
    for (int k = 0; k < RESCUE_NOTICES; k++)
        if (telling[k] == number && held.owner == getpid()) {
            held.told[k] = 1;
            if (write(held.pipe[1], "", 1) < 0)
                break; /* full: it wakes the reader all the same */
        }
    errno = before;
}

/* A signal that was ignored stays so: nohup, a pipe that may break. */
static void take_signals(void)
{
    struct sigaction action = {.sa_sigaction = die, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (int k = 0; k < DEADLY; k++) {
        sigaction(deadly[k], NULL, &held.before_deadly[k]);
        if (held.before_deadly[k].sa_handler != SIG_IGN)
            sigaction(deadly[k], &action, NULL);
    }
    action = (struct sigaction){.sa_handler = tell, .sa_flags = SA_RESTART};
    for (int k = 0; k < RESCUE_NOTICES; k++)
        sigaction(telling[k], &action, &held.before_telling[k]);
}

int rescue_arm(const char *bytes, size_t size)
{
    static bool registered;
    if (size > sizeof held.bytes) {
        errno = EOVERFLOW;
        return -1;
    }
    if (tcgetattr(STDIN_FILENO, &held.settings) != 0 ||
        pipe2(held.pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return -1;
    if (!registered && atexit(restore) != 0) {
        close(held.pipe[0]);
        close(held.pipe[1]);
        return -1;
    }
    registered = true;
    memcpy(held.bytes, bytes, size);
    held.size = size;
    held.owner = getpid();
    const stack_t handlers = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&handlers, &held.stack_before);
    held.armed = 1;
    take_signals();
    return held.pipe[0];
}

void rescue_disarm(void)
{
    if (!held.armed)
        return;
    for (int k = 0; k < DEADLY; k++)
        sigaction(deadly[k], &held.before_deadly[k], NULL);
    for (int k = 0; k < RESCUE_NOTICES; k++) {
        sigaction(telling[k], &held.before_telling[k], NULL);
        held.told[k] = 0;
    }
    sigaltstack(&held.stack_before, NULL);
    held.armed = 0;
    close(held.pipe[0]);
    close(held.pipe[1]);
}

/* The pipe first: what comes in between leaves its byte there, and is met at the next wait. */
unsigned rescue_take(void)
{
    char bytes[64];
    unsigned told = 0;
    while (read(held.pipe[0], bytes, sizeof bytes) > 0)
        ;
    for (int k = 0; k < RESCUE_NOTICES; k++)
        if (held.told[k]) {
            held.told[k] = 0;
            told |= 1u << k;
        }
    return told;
}

void rescue_stop(void)
{
    const struct sigaction stopping = {.sa_handler = SIG_DFL};
    struct sigaction telling_again;
    sigaction(SIGTSTP, &stopping, &telling_again);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &telling_again, NULL);
    held.told[RESCUE_SUSPEND] = held.told[RESCUE_CONTINUED] = 0;
}
