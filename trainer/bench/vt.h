/* vt.h - what stands on a terminal's screen: of a terminal what a program that draws by ncurses
 * needs of an xterm, so that a bench can tell when a text can be read there.
 *
 * Bytes that the program wrote go in; the screen is asked for texts. Colours, keys and modes are
 * read over. Characters are one column wide; beyond ASCII a cell holds '?'.
 *
 * The sequences are those of ECMA-48 (5th edition, 1991) and of xterm's control sequences. */
#ifndef MIEN_TRAINER_BENCH_VT_H
#define MIEN_TRAINER_BENCH_VT_H

#include <stdbool.h>
#include <stddef.h>

enum { VT_WIDTH = 120, VT_HEIGHT = 40, VT_PARAMETERS = 8 };

struct vt {
    char row[VT_HEIGHT][VT_WIDTH + 1]; /* each ends with a NUL */
    int x, y;
    bool wraps; /* the cursor stands behind the last column */
    char last;  /* character, for the sequence that repeats it */
    int saved_x, saved_y;
    enum { VT_TEXT, VT_ESCAPE, VT_CHARSET, VT_CONTROL, VT_STRING } state;
    bool private; /* the sequence is not ECMA-48's: "\033[?25l" */
    int parameter[VT_PARAMETERS], parameters;
};

/* A blank screen. */
void vt_init(struct vt *v);

/* What the program wrote: bytes [size], cut wherever they were read. */
void vt_feed(struct vt *v, const char *bytes, size_t size);

/* Whether a text of ASCII can be read in one of its rows. */
bool vt_shows(const struct vt *v, const char *text);

#endif
