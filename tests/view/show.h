/* show.h - what tests of the viewer share: the whole program off screen, in an empty folder of its
 * own, driven by made-up inputs.
 *
 * The folder is the current one from show_set_up to show_tear_down, and what the program remembers
 * of a person lies inside it too, so that everything written is seen. Tests are skipped where there
 * is no OpenGL. */
#ifndef MIEN_TESTS_VIEW_SHOW_H
#define MIEN_TESTS_VIEW_SHOW_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/render/offscreen.h"
#include "viewer/view/app.h"

/* Of the window that is drawn on; the frames of the puppet are as large. */
enum { SHOW_WIDTH = 480, SHOW_HEIGHT = 360 };

/* Longer than anything takes on a busy machine; nothing waits for it in vain. */
#define SHOW_PATIENCE 120.0

struct show {
    char folder[64], home[512]; /* the tests' own; the project's */
    struct offscreen *context;  /* NULL: no OpenGL */
    struct gl_target screen;
    struct app app;
    int width, height; /* of the window */
};

/* For cmocka's group, and after each test. */
int show_set_up(void **state);
int show_tear_down(void **state);
int show_end(void **state);

/* What most tests start with: the puppet, a model, nothing written, nobody asked. */
struct app_options show_options(const struct show *s);

/* Open the program. Skips the test where there is no OpenGL. */
struct app *show_start(void **state, const struct app_options *o);

/* Made-up inputs; each is followed by a drawing, as in a window. */
void show_key(struct show *s, uint32_t key);
void show_mouse(struct show *s, enum view_input_kind kind, float x, float y);
void show_drop(struct show *s, const char *path);

/* Draw until `count` more moments were drawn; until `done` says so. Fail after SHOW_PATIENCE. */
void show_frames(struct show *s, int count);
void show_until(struct show *s, bool (*done)(const struct app *a));

/* Draw once, whatever there is. */
void show_draw(struct show *s);

/* "HOME/NAME", in one of a few buffers that are used in turn. */
const char *show_home(const struct show *s, const char *name);

/* Files below the tests' folder, one a line, sorted: in a buffer of its own. Empties the folder
 * where `remove`. */
const char *show_files(const struct show *s, bool remove);

/* A file's text, for the caller to free; fails the test where there is none. */
char *show_text(const char *path);

/* How often `word` is in `text`. */
int show_count(const char *text, const char *word);

#endif
