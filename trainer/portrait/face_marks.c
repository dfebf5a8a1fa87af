/* face_marks.c - see face_marks.h. */
#include "trainer/portrait/face_marks.h"

#include <math.h>
#include <stdio.h>

#include "trainer/portrait/palette.h"

enum { NOSE_TIP = 1, COLORS = 6 };

struct color face_color(int32_t index)
{
    const struct color colors[COLORS] = {palette_orange, palette_sky,    palette_yellow,
                                         palette_green,  palette_purple, palette_vermilion};
    return colors[index % COLORS];
}

struct mien_rect face_area(const struct portrait_face *f, float unit)
{
    const struct mien_rect *b = &f->face.box;
    return (struct mien_rect){b->x * unit, b->y * unit, b->width * unit, b->height * unit};
}

static float between(float low, float value, float high)
{
    return fminf(high, fmaxf(low, value));
}

/* Lines over a dark, softer border `halo` wide on each side. */
static void outlined(struct canvas *c, const struct canvas_segment *s, int count,
                     struct canvas_stroke stroke, float halo)
{
    const struct canvas_stroke under = {stroke.width + 2.0f * halo, palette_ink,
                                        0.55f * stroke.opacity};
    canvas_lines(c, s, count, &under);
    canvas_lines(c, s, count, &stroke);
}

static struct canvas_segment join(const struct portrait_face *f, int from, int to, float unit)
{
    const float *a = f->face.landmarks[from], *b = f->face.landmarks[to];
    return (struct canvas_segment){a[0] * unit, a[1] * unit, b[0] * unit, b[1] * unit};
}

static void draw_mesh(struct canvas *c, const struct portrait_face *f, float unit, float size)
{
    struct canvas_segment edges[MIEN_MESH_EDGES];
    for (int k = 0; k < MIEN_MESH_EDGES; k++)
        edges[k] = join(f, mien_mesh_edges[k][0], mien_mesh_edges[k][1], unit);
    const float opacity = between(0.25f, size / 260.0f, 0.6f);
    const float width = between(0.4f, size / 420.0f, 1.2f);
    outlined(c, edges, MIEN_MESH_EDGES, (struct canvas_stroke){width, palette_white, opacity},
             0.4f * width);
}

static void draw_contours(struct canvas *c, const struct portrait_face *f, float unit, float size)
{
    const struct color colors[MIEN_CONTOURS] = {
        [MIEN_CONTOUR_FACE] = palette_white,        [MIEN_CONTOUR_RIGHT_BROW] = palette_yellow,
        [MIEN_CONTOUR_LEFT_BROW] = palette_yellow,  [MIEN_CONTOUR_RIGHT_EYE] = palette_sky,
        [MIEN_CONTOUR_LEFT_EYE] = palette_sky,      [MIEN_CONTOUR_OUTER_LIPS] = palette_orange,
        [MIEN_CONTOUR_INNER_LIPS] = palette_orange,
    };
    const float width = between(0.7f, size / 180.0f, 2.2f);
    for (int k = 0; k < MIEN_CONTOURS; k++) {
        const uint16_t *points = mien_contour_points + mien_contours[k].first;
        const int count = mien_contours[k].count;
        struct canvas_segment s[MIEN_CONTOUR_POINTS];
        for (int i = 0; i < count; i++)
            s[i] = join(f, points[i], points[(i + 1) % count], unit);
        outlined(c, s, count, (struct canvas_stroke){width, colors[k], 0.95f}, 0.45f * width);
    }
}

/* Where a point of the canonical face is seen in the picture; false behind the camera. */
static bool project(const struct portrait *p, const struct mien_pose *pose, const float point[3],
                    float seen[2])
{
    float at[3];
    for (int i = 0; i < 3; i++) {
        const float *row = pose->matrix[i];
        at[i] = row[0] * point[0] + row[1] * point[1] + row[2] * point[2] + row[3];
    }
    const float focal = 0.5f * (float)p->image.height / tanf(0.5f * p->field_of_view);
    if (!(at[2] < -1e-3f))
        return false;
    seen[0] = 0.5f * (float)p->image.width - focal * at[0] / at[2];
    seen[1] = 0.5f * (float)p->image.height + focal * at[1] / at[2];
    return true;
}

/* The head's own axes from the tip of the nose: to its left, upwards, and ahead, which is drawn
 * last and longest. */
static void draw_axes(struct canvas *c, const struct portrait *p, const struct portrait_face *f,
                      float unit, float size)
{
    const struct {
        int axis;
        float length; /* centimetres */
        struct color color;
    } axes[] = {{0, 4.0f, palette_vermilion}, {1, 4.0f, palette_green}, {2, 6.0f, palette_sky}};
    const float *nose = f->face.landmarks[NOSE_TIP], *tip = mien_mesh_vertices[NOSE_TIP];
    const float width = between(1.2f, size / 90.0f, 4.0f);
    float from[2], to[2];
    if (!project(p, &f->face.pose, tip, from))
        return;
    for (int k = 0; k < 3; k++) {
        float end[3] = {tip[0], tip[1], tip[2]};
        end[axes[k].axis] += axes[k].length;
        if (!project(p, &f->face.pose, end, to))
            continue;
        const float x = nose[0] + to[0] - from[0], y = nose[1] + to[1] - from[1];
        const struct canvas_segment s = {nose[0] * unit, nose[1] * unit, x * unit, y * unit};
        outlined(c, &s, 1, (struct canvas_stroke){width, axes[k].color, 1.0f}, 0.3f * width);
    }
    const struct canvas_segment dot = {nose[0] * unit, nose[1] * unit, nose[0] * unit,
                                       nose[1] * unit};
    outlined(c, &dot, 1, (struct canvas_stroke){1.7f * width, palette_white, 1.0f}, 0.3f * width);
}

/* A thin frame with strong corners. */
static void draw_box(struct canvas *c, struct mien_rect a, struct color color)
{
    const float size = fminf(a.width, a.height), corner = 0.18f * size;
    const float width = between(0.7f, size / 150.0f, 1.6f);
    const float right = a.x + a.width, bottom = a.y + a.height;
    const struct canvas_segment frame[] = {{a.x, a.y, right, a.y},
                                           {right, a.y, right, bottom},
                                           {right, bottom, a.x, bottom},
                                           {a.x, bottom, a.x, a.y}};
    const struct canvas_segment corners[] = {
        {a.x, a.y + corner, a.x, a.y},           {a.x, a.y, a.x + corner, a.y},
        {right - corner, a.y, right, a.y},       {right, a.y, right, a.y + corner},
        {right, bottom - corner, right, bottom}, {right, bottom, right - corner, bottom},
        {a.x + corner, bottom, a.x, bottom},     {a.x, bottom, a.x, bottom - corner}};
    outlined(c, frame, 4, (struct canvas_stroke){width, color, 0.75f}, 0.5f * width);
    outlined(c, corners, 8, (struct canvas_stroke){2.4f * width, color, 1.0f}, 0.6f * width);
}

void face_marks_draw(struct canvas *c, const struct portrait *p, int32_t index, float unit)
{
    const struct portrait_face *f = &p->faces[index];
    const struct mien_rect area = face_area(f, unit);
    const float size = fmaxf(area.width, area.height);
    if (size >= 60.0f)
        draw_mesh(c, f, unit, size);
    draw_contours(c, f, unit, size);
    draw_box(c, area, face_color(index));
    draw_axes(c, p, f, unit, size);
}

/* What the sign could say, from the most to the least. */
static void sign_text(const struct portrait *p, int32_t index, int shorter, char *out, size_t size)
{
    const struct portrait_face *f = &p->faces[index];
    const uint32_t top = f->emotion ? portrait_class(p, f, 0) : 0;
    if (shorter == 2)
        snprintf(out, size, "%d", index + 1);
    else if (!f->emotion)
        snprintf(out, size, shorter ? "%d %.0f%%" : "%d face %.0f%%", index + 1,
                 100.0 * (double)f->face.score);
    else if (shorter)
        snprintf(out, size, "%d %s", index + 1, p->names[top]);
    else
        snprintf(out, size, "%d %s %.0f%%", index + 1, p->names[top],
                 100.0 * (double)f->emotion[top]);
}

struct face_sign face_sign_make(const struct portrait *p, int32_t index, float unit, float width,
                                float height)
{
    const struct mien_rect box = face_area(&p->faces[index], unit);
    const float size = between(7.5f, box.width / 14.0f, 12.0f);
    struct face_sign s = {.style = {.size = size, .weight = 0.15f, .color = palette_ink}};
    float text;
    for (int shorter = 0; shorter < 3; shorter++) {
        sign_text(p, index, shorter, s.text, sizeof s.text);
        text = canvas_text_width(&s.style, s.text);
        if (text + 1.4f * size <= box.width)
            break;
    }
    s.area = (struct mien_rect){box.x, box.y - 2.1f * size, text + 1.4f * size, 1.9f * size};
    if (s.area.y < 2.0f)
        s.area.y = box.y + 0.5f * size;
    s.area.x = between(2.0f, s.area.x, fmaxf(2.0f, width - s.area.width - 2.0f));
    s.area.y = between(2.0f, s.area.y, fmaxf(2.0f, height - s.area.height - 2.0f));
    return s;
}

void face_sign_draw(struct canvas *c, const struct face_sign *s, int32_t index)
{
    const struct mien_rect *a = &s->area;
    const float size = s->style.size;
    canvas_panel(c, a->x - 1.0f, a->y - 1.0f, a->width + 2.0f, a->height + 2.0f, 0.45f * size,
                 palette_ink, 0.6f);
    canvas_panel(c, a->x, a->y, a->width, a->height, 0.4f * size, face_color(index), 1.0f);
    canvas_write(c, a->x + 0.7f * size, a->y + 1.45f * size, &s->style, s->text);
}
