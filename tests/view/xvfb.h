/* xvfb.h - an X server that draws into memory, for tests of windows. */
#ifndef MIEN_TESTS_VIEW_XVFB_H
#define MIEN_TESTS_VIEW_XVFB_H

#include <stdbool.h>
#include <sys/types.h>

struct xvfb {
    pid_t server;
};

/* A server of 800 x 600 on a number that is free, which DISPLAY names from now on until it is
 * closed; false: Xvfb or xdotool, which presses keys, is not installed here. */
bool xvfb_open(struct xvfb *x);
void xvfb_close(struct xvfb *x);

#endif
