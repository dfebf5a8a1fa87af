/* overlay_mark.c - the mark on pictures in which a face is not the person's own: in the picture's
 * corner, always, in the window as in every file; beside a page that hides that corner. */
#include <math.h>

#include "viewer/render/overlay.h"

static bool wanted(const struct scene *s)
{
    return s->masked;
}

static void draw(const struct scene *s)
{
    static const char text[] = "FACE REPLACED \u00b7 mien";
    const float u = s->unit, size = 13 * u, pad = 7 * u;
    const float width = pen_text_width(s->pen, size, text) + 2 * pad;
    const float right = fminf(s->place.x + s->place.scale * (float)s->place.width,
                              (float)s->place.target_width - s->news->covered);
    const struct pen_box box = {fmaxf(right - width - 12 * u, 0), s->place.y + 12 * u, width,
                                26 * u};
    pen_rectangle(s->pen, box, 5 * u, (struct tint){0, 0, 0, 170});
    pen_outline(s->pen, box, 5 * u, 1.2f * u, (struct tint){240, 228, 66, 230});
    pen_text(s->pen, box.x + pad, box.y + 5 * u, size, PEN_LEFT, (struct tint){255, 255, 255, 255},
             text);
}

const struct overlay overlay_mark = {wanted, draw};
