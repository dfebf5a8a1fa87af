/* gl.h - the little of OpenGL 3.3 core that drawing here needs: programs, textures, targets.
 *
 * Whoever calls has made a context current (a window's, or offscreen.h's); functions of one context
 * are called from its thread only. Names are OpenGL's, found by libepoxy.
 * Specification: The OpenGL Graphics System, Version 3.3 (Core Profile), 2010. */
#ifndef MIEN_VIEWER_RENDER_GL_H
#define MIEN_VIEWER_RENDER_GL_H

#include <epoxy/gl.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"

/* The current context is good enough. Error: older than 3.3, with what it calls itself. In builds
 * with a sanitizer and in those for a debugger (MIEN_GL_WATCH), a wrong call of OpenGL from now on
 * is told in the driver's words, and aborts the program. */
int gl_check(struct mien_error *e);

/* A program of these two shaders, without their #version line; 0: the compiler's message in `e`. */
GLuint gl_program(const char *name, const char *vertex, const char *fragment, struct mien_error *e);

/* What went wrong since the last call, or NULL: for tests and one check a frame. */
const char *gl_complaint(void);

/* A picture on the GPU. */
struct gl_texture {
    GLuint name; /* 0: none yet */
    int32_t width, height;
};

/* Fill it with pixels [height, width, channels], channels 1 or 4, first row on top; its memory is
 * kept while the size stays. `smooth`: with mipmaps, for pictures that are drawn smaller. */
void gl_texture_fill(struct gl_texture *t, const uint8_t *pixels, int32_t width, int32_t height,
                     int channels, bool smooth);
void gl_texture_free(struct gl_texture *t); /* accepts a zeroed struct */

/* Something to draw on that is no window. */
struct gl_target {
    struct gl_texture color;
    GLuint framebuffer; /* 0: none yet */
};

/* Make it this size and draw on it from now on; what it shows is kept while the size stays. */
int gl_target_use(struct gl_target *t, int32_t width, int32_t height, struct mien_error *e);
void gl_target_free(struct gl_target *t);

/* Read what was drawn on the current framebuffer: pixels [height, width, 4], first row on top. */
void gl_read(uint8_t *pixels, int32_t width, int32_t height);

#endif
