/* overlay_mesh.c - the 468 landmarks: as a net, as the lines that draw a face, as points; or the
 * usual 68. */
#include <math.h>

#include "viewer/render/overlay.h"

/* A net on a face smaller than this, in pixels of the target, is a grey patch. */
#define NET_LEAST 90.0f

static bool wanted(const struct scene *s)
{
    return s->look->mesh != MESH_OFF && s->moment->count > 0;
}

static void place(const struct scene *s, const struct live_face *f, int32_t point, float to[2])
{
    const float *l = f->face.landmarks[point];
    video_point(&s->place, l[0], l[1], &to[0], &to[1]);
}

static struct tint faint(struct tint t, uint8_t alpha)
{
    t.a = alpha;
    return t;
}

static void draw_net(const struct scene *s, const struct live_face *f, struct tint color)
{
    float ends[2 * MIEN_MESH_EDGES][2];
    for (int32_t i = 0; i < MIEN_MESH_EDGES; i++)
        for (int k = 0; k < 2; k++)
            place(s, f, mien_mesh_edges[i][k], ends[2 * i + k]);
    if (s->place.scale * f->face.box.width >= NET_LEAST)
        pen_segments(s->pen, (const float(*)[2])ends, MIEN_MESH_EDGES, 0.8f * s->unit,
                     faint(color, 120));
}

static void draw_contours(const struct scene *s, const struct live_face *f, struct tint color)
{
    const struct tint edge = theme_tint((enum theme_name)s->look->theme, THEME_EDGE);
    for (int k = 0; k < MIEN_CONTOURS; k++) {
        float line[MIEN_CONTOUR_POINTS][2];
        const struct mien_contour *c = &mien_contours[k];
        for (int i = 0; i < c->count; i++)
            place(s, f, mien_contour_points[c->first + i], line[i]);
        pen_line(s->pen, (const float(*)[2])line, c->count, true, 1.4f * s->unit, color, edge);
    }
}

static void draw_points(const struct scene *s, const struct live_face *f, const uint16_t *points,
                        int32_t count, float radius, struct tint color)
{
    const struct tint edge = theme_tint((enum theme_name)s->look->theme, THEME_EDGE);
    for (int32_t i = 0; i < count; i++) {
        float at[2];
        place(s, f, points ? points[i] : i, at);
        pen_disc(s->pen, at[0], at[1], radius + 0.8f * s->unit, edge);
        pen_disc(s->pen, at[0], at[1], radius, color);
    }
}

static void draw(const struct scene *s)
{
    for (int32_t i = 0; i < s->moment->count; i++) {
        const struct live_face *f = &s->moment->faces[i];
        const struct tint color = scene_color(s, f);
        switch ((enum look_mesh)s->look->mesh) {
        case MESH_WIRE:
            draw_net(s, f, color);
            break;
        case MESH_CONTOURS:
            draw_contours(s, f, color);
            break;
        case MESH_POINTS:
            draw_points(s, f, NULL, MIEN_MESH_POINTS, 0.9f * s->unit, color);
            break;
        case MESH_68:
            draw_points(s, f, mien_ibug68, MIEN_LANDMARKS68, 1.9f * s->unit, color);
            break;
        case MESH_OFF:
        case LOOK_MESH_COUNT:
            break;
        }
    }
}

const struct overlay overlay_mesh = {wanted, draw};
