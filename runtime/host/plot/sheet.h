/* sheet.h - what a figure is drawn on: one set of calls, an SVG or a PNG behind it.
 *
 * Lengths are units, an SVG's pixels; a PNG has two pixels a unit. x runs right, y down. Colours
 * are named by what they are for (ink.h), so that a figure is drawn once and read on light and on
 * dark. */
#ifndef MIEN_HOST_PLOT_SHEET_H
#define MIEN_HOST_PLOT_SHEET_H

#include <stdbool.h>

#include "runtime/host/error.h"
#include "runtime/host/plot/ink.h"
#include "runtime/host/plot/marker.h"

enum sheet_dash { DASH_NONE, DASH_LINES, DASH_DOTS };

enum sheet_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct sheet_stroke {
    enum sheet_ink ink;
    float width;
    enum sheet_dash dash;
};

struct sheet_text {
    float size; /* of the font: a capital is 0.72 of it */
    enum sheet_anchor anchor;
    enum sheet_ink ink;
    bool bold;
};

struct sheet {
    const struct sheet_type *type;
    float width, height;
};

/* Drawing never fails in the caller's face: save reports memory that ran out. */
struct sheet_type {
    void (*rectangle)(struct sheet *s, float x, float y, float width, float height,
                      enum sheet_ink ink);
    void (*line)(struct sheet *s, const struct sheet_point *p, int count,
                 const struct sheet_stroke *stroke);
    /* A filled shape with a rim of the ground's colour; `hollow`: a rim of its own. */
    void (*marker)(struct sheet *s, float x, float y, float size, enum sheet_marker marker,
                   enum sheet_ink ink, bool hollow);
    void (*text)(struct sheet *s, float x, float y, const struct sheet_text *style,
                 const char *text); /* y: the baseline */
    /* What is drawn until `end` belongs together and is told in words: shown under the pointer. */
    void (*begin)(struct sheet *s, const char *told);
    void (*end)(struct sheet *s);
    int (*save)(struct sheet *s, const char *path, struct mien_error *e); /* whole or not at all */
    void (*close)(struct sheet *s);
};

/* A sheet of the ground's colour; `title` is what it is called by programs that read it aloud. NULL
 * with an error: too large, out of memory. */
struct sheet *sheet_svg(float width, float height, enum sheet_theme theme, const char *title,
                        struct mien_error *e);
struct sheet *sheet_png(float width, float height, enum sheet_theme theme, const char *title,
                        struct mien_error *e);

/* The maker for a file name that ends in .svg or .png; NULL for another. */
typedef struct sheet *sheet_maker(float width, float height, enum sheet_theme theme,
                                  const char *title, struct mien_error *e);
sheet_maker *sheet_maker_of(const char *path);

/* Units that a text takes at most in the usual fonts without serifs. */
float sheet_text_width(float size, const char *text);

#endif
