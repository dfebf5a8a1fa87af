/* screen.h - a screen for programs with windows that nobody needs to look at: an X server that
 * draws into memory (Xvfb), or the screen that is there already. */
#ifndef MIEN_TRAINER_BENCH_SCREEN_H
#define MIEN_TRAINER_BENCH_SCREEN_H

#include "trainer/bench/program.h"

struct screen {
    struct program server; /* none where the screen was there */
    char display[96];      /* "DISPLAY=:42", for a program's environment */
};

/* A server of one's own of width x height where Xvfb is installed, otherwise that of DISPLAY.
 * Errors: neither; the server does not start. `close` accepts a zeroed struct. */
int screen_open(struct screen *s, int width, int height, struct mien_error *e);
void screen_close(struct screen *s);

#endif
