/* desk.h - a screen that is drawn into memory (Xvfb), the studio in a window on it, and hands on
 * its mouse and keys (xdotool).
 *
 * What the screen shows is read from the file that the server draws into, so nothing between takes
 * a part in it. */
#ifndef MIEN_TESTS_STUDIO_DESK_H
#define MIEN_TESTS_STUDIO_DESK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The screen's size, and how far from its left and top files are dropped; pixels. */
enum { DESK_WIDTH = 960, DESK_HEIGHT = 640, DESK_DROP = 100 };

struct desk {
    pid_t server, program; /* 0: none */
    char folder[64];       /* the server's */
    char display[16];      /* ":99" */
};

/* false: Xvfb or xdotool is not there, or the server does not start. */
bool desk_open(struct desk *d);
void desk_close(struct desk *d); /* accepts a zeroed struct */

/* Give its keyboard a key with this letter (a keysym), before a program starts that would have to
 * learn of it while it is typed. */
void desk_keyboard(const struct desk *d, unsigned long letter);

/* Start a program on it in `folder`, argv[0] its path. It is ended by desk_close. */
void desk_start(struct desk *d, const char *folder, const char *const argv[]);
/* Wait until the program has ended: its exit status, -1 after a minute or by a signal. */
int desk_ended(struct desk *d);

/* Let xdotool do something: "mousemove 10 20". */
void desk_do(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Read the left top of the screen: out [width, height, 4], RGB and 255. */
bool desk_read(const struct desk *d, uint8_t *out, int width, int height);

/* What a window manager does: ask the only window to close; drop a file on it. `drop` waits until
 * the window has taken it. */
void desk_ask_to_close(const struct desk *d);
void desk_drop(const struct desk *d, const char *path);

#endif
