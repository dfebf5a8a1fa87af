/* mouse.h - reports of the mouse as terminals send them, as events.
 *
 * The reports are xterm's SGR ones ("XTerm Control Sequences", mode 1006): behind ESC [ < stand
 * button, column and row in decimal, then 'M' for a press or a motion and 'm' for a release. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_MOUSE_H
#define MIEN_VIEWER_CONSOLE_SCREEN_MOUSE_H

#include "viewer/console/screen/input.h"

#define MOUSE_ON "\033[?1000h\033[?1002h\033[?1006h" /* buttons, drags, in decimal */
#define MOUSE_OFF "\033[?1006l\033[?1002l\033[?1000l"

struct mouse {
    double pressed; /* when, in seconds */
    int x, y;       /* where */
    bool once;      /* that was a single press, which a second makes double */
};

/* What stands behind ESC [ <, "0;12;5M", at a time in seconds. Presses within 0.4 s on one cell are
 * a double. INPUT_NONE: another button than the left one, or no report. */
struct input mouse_read(struct mouse *m, const char *report, double now);

#endif
