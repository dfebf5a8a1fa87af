/* stop.c - see stop.h. A signal handler can reach nothing but a file's own variable. */
#include "runtime/host/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t asked;

static const int signals[] = {SIGINT, SIGTERM};
enum { SIGNALS = sizeof signals / sizeof *signals };

static void note(int signal_number)
{
    (void)signal_number;
    asked = 1;
}

static void set_action(void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &action, NULL);
}

void stop_watch(void)
{
    asked = 0;
    set_action(note, SA_RESETHAND | SA_RESTART);
}

bool stop_asked(void)
{
    return asked != 0;
}

void stop_unwatch(void)
{
    set_action(SIG_DFL, 0);
}
