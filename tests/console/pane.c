/* pane.c - see pane.h. */
#include "tests/console/pane.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { POLLS = 500, POLL_MICROSECONDS = 20000, ARGUMENTS = 24 };

/* Run tmux with arguments (the last NULL), its output into p->text. Returns its exit status. */
static int tmux(struct pane *p, ...)
{
    char *argv[ARGUMENTS] = {"tmux", "-S", p->socket, "-f", "/dev/null"};
    va_list list;
    va_start(list, p);
    for (int k = 5; k < ARGUMENTS - 1 && (argv[k] = va_arg(list, char *)); k++)
        ;
    va_end(list);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        execvp(argv[0], argv);
        _exit(127);
    }
    close(ends[1]);
    size_t n = 0;
    for (ssize_t got; n < sizeof p->text - 1; n += (size_t)got)
        if ((got = read(ends[0], p->text + n, sizeof p->text - 1 - n)) <= 0)
            break;
    p->text[n] = '\0';
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *number(char out[12], int value)
{
    snprintf(out, 12, "%d", value);
    return out;
}

bool pane_open(struct pane *p, int width, int height)
{
    char x[12], y[12];
    char folder[] = "/tmp/mien-pane-XXXXXX";
    if (tmux(p, "-V", NULL) == 127)
        return false;
    assert_non_null(mkdtemp(folder));
    snprintf(p->socket, sizeof p->socket, "%s/socket", folder);
    const int status =
        tmux(p, "new-session", "-d", "-x", number(x, width), "-y", number(y, height),
             "env -u COLORFGBG -u NO_COLOR LC_ALL=C.UTF-8 PS1='$ ' bash --norc --noprofile", NULL);
    if (status != 0)
        fail_msg("tmux does not start: %s", p->text);
    pane_await(p, "$");
    return true;
}

void pane_close(struct pane *p)
{
    if (!p->socket[0])
        return;
    tmux(p, "kill-server", NULL);
    unlink(p->socket);
    *strrchr(p->socket, '/') = '\0';
    rmdir(p->socket);
    p->socket[0] = '\0';
}

void pane_key(struct pane *p, const char *key)
{
    assert_int_equal(tmux(p, "send-keys", key, NULL), 0);
}

void pane_bytes(struct pane *p, const char *bytes)
{
    assert_int_equal(tmux(p, "send-keys", "-l", bytes, NULL), 0);
}

void pane_run(struct pane *p, const char *command)
{
    pane_bytes(p, command);
    pane_key(p, "Enter");
}

void pane_resize(struct pane *p, int width, int height)
{
    char x[12], y[12];
    assert_int_equal(
        tmux(p, "resize-window", "-x", number(x, width), "-y", number(y, height), NULL), 0);
}

const char *pane_screen(struct pane *p, bool colours)
{
    assert_int_equal(tmux(p, "capture-pane", "-p", colours ? "-e" : NULL, NULL), 0);
    return p->text;
}

const char *pane_state(struct pane *p, const char *format)
{
    assert_int_equal(tmux(p, "display-message", "-p", format, NULL), 0);
    p->text[strcspn(p->text, "\n")] = '\0';
    return p->text;
}

void pane_await(struct pane *p, const char *text)
{
    for (int k = 0; k < POLLS; k++) {
        if (strstr(pane_screen(p, false), text))
            return;
        usleep(POLL_MICROSECONDS);
    }
    fail_msg("'%s' does not appear:\n%s", text, p->text);
}

void pane_await_state(struct pane *p, const char *format, const char *value)
{
    for (int k = 0; k < POLLS; k++) {
        if (strcmp(pane_state(p, format), value) == 0)
            return;
        usleep(POLL_MICROSECONDS);
    }
    fail_msg("%s stays '%s', not '%s'", format, p->text, value);
}
