/* pen.h - shapes, lines, letters and pictures over a frame, gathered and drawn at once.
 *
 * Coordinates are pixels of the target, x right, y down, 0 at the left and upper edge. Edges are
 * antialiased. What is drawn later lies above. Letters come from one font by SDL2_ttf, emoji from
 * Noto Color Emoji; a font that is missing is an error of pen_open, a missing emoji font leaves
 * emoji out. */
#ifndef MIEN_VIEWER_RENDER_PEN_H
#define MIEN_VIEWER_RENDER_PEN_H

#include "viewer/render/gl.h"
#include "viewer/render/theme.h"

struct pen;

/* Needs a current context. Errors: no font (with the Debian package), a shader that does not
 * compile, out of memory. */
int pen_open(struct pen **p, struct mien_error *e);
void pen_close(struct pen *p); /* accepts NULL; the context is current */

/* Between these two everything is gathered; the second draws it on the current framebuffer. */
void pen_begin(struct pen *p, int32_t width, int32_t height);
void pen_end(struct pen *p);

struct pen_box {
    float x, y, width, height;
};

void pen_rectangle(struct pen *p, struct pen_box b, float radius, struct tint fill);
void pen_outline(struct pen *p, struct pen_box b, float radius, float line, struct tint color);
void pen_disc(struct pen *p, float x, float y, float radius, struct tint fill);

/* points [count, 2], round joins and ends; `closed`: the last is joined to the first. edge: a wider
 * line of that colour below, a == 0: none. */
void pen_line(struct pen *p, const float (*points)[2], int32_t count, bool closed, float line,
              struct tint color, struct tint edge);

/* Separate segments: points [2 * count, 2]. */
void pen_segments(struct pen *p, const float (*points)[2], int32_t count, float line,
                  struct tint color);

/* A polygon below a curve or between two: a strip of points, above and below in turn. */
void pen_strip(struct pen *p, const float (*points)[2], int32_t count, struct tint fill);

enum pen_anchor { PEN_LEFT, PEN_CENTRE, PEN_RIGHT };

/* UTF-8 text of `size` pixels (of the font's height), its top at y. Returns its width. */
float pen_text(struct pen *p, float x, float y, float size, enum pen_anchor anchor,
               struct tint color, const char *text);
float pen_text_width(struct pen *p, float size, const char *text);

/* Text cut with an ellipsis where it is wider than `width`. */
float pen_text_in(struct pen *p, float x, float y, float size, float width, struct tint color,
                  const char *text);

/* An emoji (one UTF-8 character) with its centre at x, y, turned clockwise by `angle` radians.
 * false: there is none. */
bool pen_emoji(struct pen *p, const char *emoji, float x, float y, float size, float angle);

#endif
