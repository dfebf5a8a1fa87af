/* stand.h - the built console in tmux, on runs with fixed numbers, in a folder of the test's own.
 */
#ifndef MIEN_TESTS_CONSOLE_STAND_H
#define MIEN_TESTS_CONSOLE_STAND_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/console/fixture.h"
#include "tests/console/pane.h"

struct stand {
    char folder[32]; /* the current one: runs/ is in it, and the user's settings */
    struct pane pane;
    bool no_tmux;
};

/* A cmocka set-up: fixture_runs, and a pane of 80x24 with a shell, `mien` on its PATH. */
static inline int stand_open(void **state)
{
    struct stand *s = calloc(1, sizeof *s);
    char path[4096];
    *state = s;
    if (!s)
        return -1;
    strcpy(s->folder, "/tmp/mien-stand-XXXXXX");
    if (!mkdtemp(s->folder) || chdir(s->folder) != 0)
        return -1;
    fixture_runs(".");
    snprintf(path, sizeof path, "%s:%s", MIEN_BUILT, getenv("PATH"));
    setenv("PATH", path, 1);
    setenv("XDG_CONFIG_HOME", s->folder, 1);
    unsetenv("MIEN_HOME");
    unsetenv("COLUMNS");
    s->no_tmux = !pane_open(&s->pane, 80, 24);
    return 0;
}

static inline int stand_close(void **state)
{
    struct stand *s = *state;
    pane_close(&s->pane);
    if (chdir("/") == 0)
        fixture_remove(s->folder);
    free(s);
    return 0;
}

/* The pane of the test; without tmux the test is skipped. */
static inline struct pane *stand_pane(void **state)
{
    struct stand *s = *state;
    if (s->no_tmux)
        skip();
    return &s->pane;
}

static inline void stand_shows(const struct pane *p, const char *what)
{
    if (!strstr(p->text, what))
        fail_msg("'%s' is not shown in:\n%s", what, p->text);
}

static inline void stand_hides(const struct pane *p, const char *what)
{
    if (strstr(p->text, what))
        fail_msg("'%s' is shown in:\n%s", what, p->text);
}

/* Wait until the screen no longer contains `text`. */
static inline void stand_await_gone(struct pane *p, const char *text)
{
    for (int i = 0; i < 500 && strstr(pane_screen(p, false), text); i++)
        usleep(20000);
    stand_hides(p, text);
}

#endif
