/* pane.h - a terminal for tests: a tmux server of its own with one window, in which a shell runs.
 *
 * What the program under test draws is read back as text, as it would be seen; keys are sent as
 * tmux names them, and bytes as they are. Waiting is for what is expected to appear, up to a limit
 * that a loaded machine keeps; no test asks how fast. */
#ifndef MIEN_TESTS_CONSOLE_PANE_H
#define MIEN_TESTS_CONSOLE_PANE_H

#include <stdbool.h>

enum { PANE_BYTES = 1 << 16 };

struct pane {
    char socket[64];       /* the server's, in a folder of its own; "" when closed */
    char text[PANE_BYTES]; /* what was last read */
};

/* Start a shell on a terminal of a size (p zeroed), in a UTF-8 locale and the test's environment.
 * Returns false where tmux is missing. Fails the test where it does not start. */
bool pane_open(struct pane *p, int width, int height);
void pane_close(struct pane *p); /* twice is fine */

/* Type a line of the shell and Enter. */
void pane_run(struct pane *p, const char *command);

/* Send a key by tmux's name ("Up", "C-z", "F5"); and bytes as they are. */
void pane_key(struct pane *p, const char *key);
void pane_bytes(struct pane *p, const char *bytes);

void pane_resize(struct pane *p, int width, int height);

/* The screen, a line each row, blanks at the ends left out; with `colours` as escape sequences. It
 * stays in p->text until the next call. */
const char *pane_screen(struct pane *p, bool colours);

/* What tmux says of the terminal, such as "#{alternate_on}"; stays in p->text. */
const char *pane_state(struct pane *p, const char *format);

/* Wait until the screen contains `text`; fails the test, with the screen, after ten seconds. */
void pane_await(struct pane *p, const char *text);

/* The same for what tmux says. */
void pane_await_state(struct pane *p, const char *format, const char *value);

#endif
