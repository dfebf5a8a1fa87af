/* portrait_draw.c - where everything goes; what it looks like is in face_marks.c and
 * emotion_panel.c. See portrait_draw.h. */
#include "trainer/portrait/portrait_draw.h"

#include <math.h>
#include <stdlib.h>

#include "trainer/portrait/emotion_panel.h"
#include "trainer/portrait/palette.h"

enum { SIDE_LEAST = 1280, SIDE_MOST = 4096 };

/* The longer side of the picture is 1,000 units. */
#define LONGER_SIDE 1000.0f
#define GAP 10.0f

static const struct color ground = {38, 43, 50}; /* of what is not picture */

struct layout {
    int picture_width, picture_height; /* pixels, as drawn */
    float scale;                       /* pixels a unit of the canvas */
    float unit;                        /* units a pixel of the picture as it was */
    float width, height;               /* of the picture, in units */
    float strip;                       /* width of the strip beside it */
    float tall;                        /* height of the canvas */
    struct face_sign *signs;           /* [count] */
    struct mien_rect *panels;          /* [count] */
    struct panel_style style;
};

static bool apart(const struct mien_rect *a, const struct mien_rect *b)
{
    return a->x >= b->x + b->width || b->x >= a->x + a->width || a->y >= b->y + b->height ||
           b->y >= a->y + a->height;
}

/* Whether the panel of face `index` could stand at `a`: in the picture, on no face, no sign and
 * none of the panels before it. */
static bool is_free(const struct layout *l, const struct portrait *p, int32_t index,
                    const struct mien_rect *a)
{
    if (a->x < GAP || a->y < GAP || a->x + a->width > l->width - GAP ||
        a->y + a->height > l->height - GAP)
        return false;
    for (int32_t k = 0; k < p->count; k++) {
        const struct mien_rect face = face_area(&p->faces[k], l->unit);
        if (!apart(a, &face) || !apart(a, &l->signs[k].area) ||
            (k < index && !apart(a, &l->panels[k])))
            return false;
    }
    return true;
}

static bool place_beside(struct layout *l, const struct portrait *p, int32_t index)
{
    const struct mien_rect f = face_area(&p->faces[index], l->unit);
    const float width = l->style.width, height = l->style.height;
    const float right = f.x + f.width + GAP, left = f.x - GAP - width;
    const float middle_x = f.x + (f.width - width) / 2.0f;
    const float middle_y = f.y + (f.height - height) / 2.0f;
    const float places[][2] = {{right, f.y},
                               {left, f.y},
                               {right, middle_y},
                               {left, middle_y},
                               {right, f.y + f.height - height},
                               {left, f.y + f.height - height},
                               {middle_x, f.y + f.height + GAP},
                               {f.x, f.y + f.height + GAP},
                               {middle_x, f.y - 3.0f * GAP - height}};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        const struct mien_rect a = {places[k][0], places[k][1], width, height};
        if (is_free(l, p, index, &a)) {
            l->panels[index] = a;
            return true;
        }
    }
    return false;
}

/* How many panels of this height stand above each other. */
static int32_t panels_a_column(const struct layout *l, float height)
{
    const int32_t fit = (int32_t)((l->height - GAP) / (height + GAP));
    return fit > 1 ? fit : 1;
}

/* The fullest panels that need no more columns than these. */
static const struct {
    uint32_t rows;
    int32_t columns;
} strips[] = {{UINT32_MAX, 2}, {3, 3}, {1, INT32_MAX}};

static void place_in_strip(struct layout *l, const struct portrait *p)
{
    int32_t a_column = 1;
    for (size_t k = 0; k < sizeof strips / sizeof *strips; k++) {
        l->style = panel_style_make(p, strips[k].rows);
        a_column = panels_a_column(l, l->style.height);
        if ((p->count - 1) / a_column < strips[k].columns)
            break;
    }
    const int32_t columns = (p->count + a_column - 1) / a_column;
    const float step_x = l->style.width + GAP, step_y = l->style.height + GAP;
    for (int32_t k = 0; k < p->count; k++)
        l->panels[k] = (struct mien_rect){l->width + GAP + (float)(k / a_column) * step_x,
                                          GAP + (float)(k % a_column) * step_y, l->style.width,
                                          l->style.height};
    l->strip = (float)columns * step_x + GAP;
    l->tall = fmaxf(l->tall, step_y + GAP);
}

static void place_panels(struct layout *l, const struct portrait *p)
{
    l->style = panel_style_make(p, UINT32_MAX);
    for (int32_t k = 0; k < p->count; k++)
        if (!place_beside(l, p, k)) {
            place_in_strip(l, p);
            return;
        }
}

static int lay_out(struct layout *l, const struct portrait *p, struct mien_error *e)
{
    const float width = (float)p->image.width, height = (float)p->image.height;
    const float longer = fmaxf(width, height);
    const float side = fminf(SIDE_MOST, fmaxf(SIDE_LEAST, longer)), zoom = side / longer;
    l->picture_width = (int)fmaxf(1.0f, roundf(width * zoom));
    l->picture_height = (int)fmaxf(1.0f, roundf(height * zoom));
    l->scale = side / LONGER_SIDE;
    l->unit = LONGER_SIDE / longer;
    l->width = (float)l->picture_width / l->scale;
    l->height = l->tall = (float)l->picture_height / l->scale;
    l->signs = calloc((size_t)p->count + 1, sizeof *l->signs);
    l->panels = calloc((size_t)p->count + 1, sizeof *l->panels);
    if (!l->signs || !l->panels)
        return error_memory(e, "a drawing", (size_t)p->count * sizeof *l->signs);
    for (int32_t k = 0; k < p->count; k++)
        l->signs[k] = face_sign_make(p, k, l->unit, l->width, l->height);
    if (p->classes > 0)
        place_panels(l, p);
    return 0;
}

static int draw_picture(struct canvas *c, const struct layout *l, const struct image *m,
                        struct mien_error *e)
{
    const size_t size = (size_t)l->picture_width * (size_t)l->picture_height * m->channels;
    uint8_t *pixels = malloc(size);
    int result = pixels ? 0 : error_memory(e, "a picture", size);
    if (result == 0)
        result =
            image_resize(m, (uint32_t)l->picture_width, (uint32_t)l->picture_height, pixels, e);
    if (result == 0)
        canvas_picture(c, 0, 0, pixels, l->picture_width, l->picture_height, (int)m->channels);
    free(pixels);
    return result;
}

static void draw_no_face(struct canvas *c, const struct layout *l)
{
    const struct canvas_text text = {.size = 12.0f, .weight = 0.14f, .color = palette_white};
    const float width = canvas_text_width(&text, "no face found") + 2.0f * GAP;
    canvas_panel(c, GAP, l->height - GAP - 26.0f, width, 26.0f, 5.0f, palette_ink, 0.82f);
    canvas_write(c, 2.0f * GAP, l->height - GAP - 7.0f, &text, "no face found");
}

/* The least sure faces first, so that what is surest lies on top; signs and panels over all. What
 * of a face lies outside the picture is cut off. */
static void draw_faces(struct canvas *c, const struct layout *l, const struct portrait *p)
{
    for (int32_t k = p->count; k-- > 0;)
        face_marks_draw(c, p, k, l->unit);
    canvas_rectangle(c, l->width, 0.0f, l->strip + GAP, l->tall + GAP, ground);
    canvas_rectangle(c, 0.0f, l->height, l->width, l->tall - l->height + GAP, ground);
    for (int32_t k = p->count; k-- > 0;)
        face_sign_draw(c, &l->signs[k], k);
    for (int32_t k = 0; p->classes > 0 && k < p->count; k++)
        emotion_panel_draw(c, p, k, &l->style, l->panels[k].x, l->panels[k].y);
    if (p->count == 0)
        draw_no_face(c, l);
}

int portrait_draw(const struct portrait *p, const char *path, struct mien_error *e)
{
    struct layout l = {0};
    struct canvas c = {0};
    int result = lay_out(&l, p, e);
    if (result == 0)
        result = canvas_init(&c, l.width + l.strip, l.tall, l.scale, ground, e);
    if (result == 0)
        result = draw_picture(&c, &l, &p->image, e);
    if (result == 0) {
        draw_faces(&c, &l, p);
        result = canvas_save(&c, path, e);
    }
    canvas_free(&c);
    free(l.signs);
    free(l.panels);
    return result;
}
