/* screen.c - see screen.h. The server takes a number that is free and says which (Xserver(1),
 * -displayfd). */
#include "trainer/bench/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"

static const double start_limit = 20; /* seconds */

/* The server's number, once it takes clients. -1: it has ended. */
static int await_number(struct screen *s, int *number)
{
    const struct program *const all[] = {&s->server};
    const double until = clock_seconds() + start_limit;
    char said[64] = "";
    size_t count = 0;
    while (!strchr(said, '\n') && clock_seconds() < until) {
        program_await(all, 1, clock_seconds() + 1);
        const ssize_t got = program_read(&s->server, said + count, sizeof said - 1 - count);
        if (got < 0)
            return -1;
        count += (size_t)got;
    }
    return sscanf(said, "%d", number) == 1 ? 0 : -1;
}

static int use_display(struct screen *s, struct mien_error *e)
{
    const char *display = getenv("DISPLAY");
    if (!display || !*display)
        return error_set(e, "Xvfb", 0,
                         "no screen to open a window on; install the Debian package xvfb, or start "
                         "it in a desktop session");
    snprintf(s->display, sizeof s->display, "DISPLAY=%s", display);
    return 0;
}

int screen_open(struct screen *s, int width, int height, struct mien_error *e)
{
    char size[32];
    const char *const argv[] = {"Xvfb", "-displayfd", "1",   "-screen",  "0",
                                size,   "-nolisten",  "tcp", "-noreset", NULL};
    const char *const environment[] = {NULL};
    int number;
    *s = (struct screen){.display = ""};
    snprintf(size, sizeof size, "%dx%dx24", width, height);
    if (program_start(&s->server, argv, environment, false, e) != 0)
        return -1;
    if (await_number(s, &number) != 0) {
        program_stop(&s->server);
        return use_display(s, e);
    }
    snprintf(s->display, sizeof s->display, "DISPLAY=:%d", number);
    return 0;
}

void screen_close(struct screen *s)
{
    program_end(&s->server, 2, NULL, 0);
    *s = (struct screen){.display = ""};
}
