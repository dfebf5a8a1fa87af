/* canvas.h - a picture to draw on: rectangles, strokes, letters and pictures, antialiased, saved as
 * PNG.
 *
 * Lengths are in units; `scale` pixels make one, so that a figure is laid out once and drawn at any
 * resolution. x runs right, y down. What lies outside the canvas is not drawn. Opacity is 0..1. */
#ifndef MIEN_HOST_DRAW_CANVAS_H
#define MIEN_HOST_DRAW_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"

struct color {
    uint8_t r, g, b;
};

enum canvas_anchor { CANVAS_LEFT, CANVAS_CENTRE, CANVAS_RIGHT };

struct canvas {
    int width, height; /* pixels */
    float scale;
    uint8_t *pixels; /* [height, width, 3] */
    uint8_t *cover;  /* [height, width]: what a shape covers while it is drawn, else 0 */
};

struct canvas_segment {
    float x0, y0, x1, y1;
};

struct canvas_stroke {
    float width;
    struct color color;
    float opacity;
};

struct canvas_text {
    float size;   /* height of a capital */
    float weight; /* width of a stroke, as a part of the size: 0.1 light, 0.16 bold */
    enum canvas_anchor anchor;
    bool upright; /* turned to read from below, along the y axis */
    struct color color;
};

/* A canvas of width x height units filled with `background`. Errors: too large, out of memory. */
int canvas_init(struct canvas *c, float width, float height, float scale, struct color background,
                struct mien_error *e);
void canvas_free(struct canvas *c); /* accepts a zeroed struct */

void canvas_rectangle(struct canvas *c, float x, float y, float width, float height,
                      struct color color);

/* A rectangle with round corners that lets what is below it shine through. */
void canvas_panel(struct canvas *c, float x, float y, float width, float height, float radius,
                  struct color color, float opacity);

/* All segments as one shape with round ends: where they cross or meet it is no denser. A segment of
 * no length is a dot. Segments with a coordinate that is not finite, or more than a million pixels
 * away, are left out. */
void canvas_lines(struct canvas *c, const struct canvas_segment *segments, int count,
                  const struct canvas_stroke *stroke);

/* Copy a picture [height, width, channels], channels 1 (grey) or 3, pixel by pixel; (x, y) is its
 * top left corner, in pixels too. */
void canvas_picture(struct canvas *c, int x, int y, const uint8_t *picture, int width, int height,
                    int channels);

/* Write ASCII `text` with its baseline at (x, y); other characters become question marks. */
void canvas_write(struct canvas *c, float x, float y, const struct canvas_text *style,
                  const char *text);

/* Units that the text takes along its baseline. */
float canvas_text_width(const struct canvas_text *style, const char *text);

/* Write a PNG file, whole or not at all. */
int canvas_save(const struct canvas *c, const char *path, struct mien_error *e);

#endif
