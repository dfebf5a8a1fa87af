/* emotion_panel.c - see emotion_panel.h. */
#include "trainer/portrait/emotion_panel.h"

#include <math.h>
#include <stdio.h>

#include "trainer/portrait/palette.h"

/* Units. */
#define PAD 11.0f
#define HEAD 19.0f
#define ROW 17.0f
#define FOOT 15.0f
#define BAR 92.0f
#define PERCENT 39.0f
#define NUMBER 26.0f

static const struct canvas_text plain = {.size = 8.6f, .weight = 0.12f};

struct panel_style panel_style_make(const struct portrait *p, uint32_t rows)
{
    struct panel_style s = {.rows = rows < p->classes ? rows : p->classes};
    for (uint32_t k = 0; k < p->classes; k++)
        s.name_width = fmaxf(s.name_width, canvas_text_width(&plain, p->names[k]));
    s.number_width = s.rows == 1 ? NUMBER : 0.0f;
    s.width = PAD + s.number_width + s.name_width + 8.0f + BAR + PERCENT + PAD;
    s.height = s.rows == 1 ? ROW + 4.0f : PAD + HEAD + (float)s.rows * ROW + FOOT + 0.5f * PAD;
    return s;
}

static void draw_row(struct canvas *c, const char *name, float value, bool top,
                     const struct panel_style *style, float x, float y)
{
    const float left = x + PAD + style->number_width, bar = left + style->name_width + 8.0f;
    struct canvas_text text = plain;
    char percent[16];
    text.color = top ? palette_white : palette_faint;
    text.weight = top ? 0.17f : plain.weight;
    canvas_write(c, left, y + 10.5f, &text, name);
    canvas_panel(c, bar, y + 2.0f, BAR, 9.0f, 2.5f, palette_white, 0.13f);
    if (value * BAR >= 0.5f)
        canvas_panel(c, bar, y + 2.0f, value * BAR, 9.0f, 2.5f, top ? palette_orange : palette_sky,
                     top ? 1.0f : 0.85f);
    snprintf(percent, sizeof percent, "%.0f%%", 100.0 * (double)value);
    text.anchor = CANVAS_RIGHT;
    canvas_write(c, x + style->width - PAD, y + 10.5f, &text, percent);
}

static void draw_number(struct canvas *c, int32_t index, const struct panel_style *style, float x,
                        float y)
{
    const struct canvas_text text = {.size = 9.5f, .weight = 0.17f, .color = face_color(index)};
    char line[16];
    snprintf(line, sizeof line, "%d", index + 1);
    canvas_panel(c, x, y, 4.0f, style->height, 2.0f, face_color(index), 1.0f);
    canvas_write(c, x + PAD, y + (style->rows == 1 ? 15.0f : PAD + 9.5f), &text, line);
}

static void draw_foot(struct canvas *c, const struct mien_pose *pose, float x, float y)
{
    const struct canvas_text text = {.size = 6.6f, .weight = 0.12f, .color = palette_faint};
    char line[64];
    snprintf(line, sizeof line, "yaw %+d  pitch %+d  roll %+d", portrait_degrees(pose->yaw),
             portrait_degrees(pose->pitch), portrait_degrees(pose->roll));
    canvas_write(c, x + PAD, y, &text, line);
}

void emotion_panel_draw(struct canvas *c, const struct portrait *p, int32_t index,
                        const struct panel_style *style, float x, float y)
{
    const struct portrait_face *f = &p->faces[index];
    const uint32_t top = portrait_class(p, f, 0);
    const bool line = style->rows == 1;
    const struct canvas_text name = {
        .size = 9.5f, .weight = 0.17f, .anchor = CANVAS_RIGHT, .color = palette_white};
    canvas_panel(c, x, y, style->width, style->height, 5.0f, palette_ink, 0.82f);
    draw_number(c, index, style, x, y);
    for (uint32_t row = 0; row < style->rows; row++) {
        const uint32_t k = style->rows < p->classes ? portrait_class(p, f, row) : row;
        draw_row(c, p->names[k], f->emotion[k], k == top, style, x,
                 y + (line ? 3.0f : PAD + HEAD) + (float)row * ROW);
    }
    if (line)
        return;
    canvas_write(c, x + style->width - PAD, y + PAD + 9.5f, &name, p->names[top]);
    draw_foot(c, &f->face.pose, x, y + style->height - PAD);
}
