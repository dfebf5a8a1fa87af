/* overlay.h - what can be drawn over a face or a frame: entries of a table, each in its own file.
 *
 * An overlay reads the moment and the look and draws with the pen. The table's order is the order
 * of drawing. Private to the room. */
#ifndef MIEN_VIEWER_RENDER_OVERLAY_H
#define MIEN_VIEWER_RENDER_OVERLAY_H

#include "viewer/live/moment.h"
#include "viewer/render/look.h"
#include "viewer/render/news.h"
#include "viewer/render/pen.h"
#include "viewer/render/video.h"

/* One point of the strip's history: scores of the first face at one moment. */
struct past {
    double seconds;
    bool scored;
    float scores[LIVE_CLASSES_MAX];
};
enum { PAST_MAX = 1800 }; /* a minute at 30 frames a second */
#define PAST_SECONDS 20.0 /* that the strip shows */

struct scene {
    struct pen *pen;
    const struct moment *moment;
    const struct look *look;
    const struct stage_news *news;
    struct video_place place;
    const struct past *past; /* a ring of PAST_MAX */
    int past_first, past_count;
    bool masked; /* a mask is seen */
    float unit;  /* pixels a unit of letters and lines: look->scale */
};

struct overlay {
    bool (*wanted)(const struct scene *s);
    void (*draw)(const struct scene *s);
};

/* overlay_mesh.c, overlay_box.c, overlay_axes.c, overlay_emoji.c, overlay_bars.c, overlay_strip.c,
 * overlay_times.c, overlay_mark.c (of swapped pictures), overlay_badge.c (analysis, recording) */
#define OVERLAYS(X) X(mesh) X(box) X(axes) X(emoji) X(bars) X(strip) X(times) X(mark) X(badge)
#define X(name) extern const struct overlay overlay_##name;
OVERLAYS(X)
#undef X

/* The box around a face on the target, a little wider than its landmarks; and its colour. */
struct pen_box scene_box(const struct scene *s, const struct live_face *f);
struct tint scene_color(const struct scene *s, const struct live_face *f);

/* The emoji that stands for a class of this name, or for uncertainty where it is NULL; NULL for a
 * name that has none. */
const char *emoji_of(const char *class_name);

#endif
