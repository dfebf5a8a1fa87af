/* term.h - what a plain command may do on a terminal: colour, width, a progress line.
 *
 * Progress goes to stderr: a bar redrawn in place on a terminal, otherwise plain lines at the
 * start, at tenths (a second apart or more) and at the end. Colour follows NO_COLOR, TERM=dumb and
 * whether the stream is a terminal. Unicode is used where the locale's character set is UTF-8
 * (`setlocale` is called by main). */
#ifndef MIEN_HOST_TERM_H
#define MIEN_HOST_TERM_H

#include <stdbool.h>
#include <stdio.h>

bool term_live(FILE *stream); /* a terminal on which lines can be redrawn in place */
bool term_color(FILE *stream);
bool term_true_color(void); /* 24-bit colour, by COLORTERM; else 256 colours */
bool term_unicode(void);
int term_width(FILE *stream); /* columns; 80 where unknown */

/* A bar for work of known length: "label  [#####     ]  52%  16,900/32,298  3,850/s  0:04 left". */
struct progress {
    const char *label;
    double total, started, drawn;
    int tenth;
    bool live;
};

void progress_start(struct progress *p, const char *label, double total);
void progress_update(struct progress *p,
                     double done);        /* cheap: redraws at most 10 times a second */
void progress_finish(struct progress *p); /* erases the bar on a terminal; twice is fine */

double clock_seconds(void); /* monotonic */

#endif
