/* app_draw.c - see app_draw.h. */
#include "viewer/studio/app_draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viewer/studio/app_ask.h"
#include "viewer/studio/app_help.h"
#include "viewer/studio/app_panels.h"
#include "viewer/studio/text_fit.h"

/* Units. */
#define SIZE 14.0f /* of letters */
#define LINE 20.0f
#define TABS 34.0f /* of the panel's head, where their titles are */

enum { LINES_MAX = 6 }; /* of what was said */

static enum theme_name theme_of(const struct studio *s)
{
    return (enum theme_name)s->wishes.theme;
}

static void clear(const struct studio *s)
{
    const struct tint t = theme_tint(theme_of(s), THEME_GROUND);
    glViewport(0, 0, s->width, s->height);
    glClearColor((float)t.r / 255.0f, (float)t.g / 255.0f, (float)t.b / 255.0f, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

static int draw_figure(struct studio *s, struct mien_error *e)
{
    const struct mask_look look = knobs_look(&s->wishes);
    float matrix[16];
    studio_matrix(s, matrix);
    const struct drawing_wish wish = {.view = (enum drawing_view)s->wishes.view,
                                      .net = s->wishes.net,
                                      .light = s->wishes.light,
                                      .theme = theme_of(s),
                                      .look = &look,
                                      .matrix = matrix,
                                      .unit = s->unit};
    return drawing_show(s->drawing, &s->figure, &wish, studio_room(s), s->height, e);
}

/* A label beside a place, kept inside the room. */
static void draw_label(struct studio *s, float x, float y, const char *const lines[2])
{
    const float u = s->unit, size = SIZE * u;
    const float width =
        fmaxf(pen_text_width(s->pen, size, lines[0]), pen_text_width(s->pen, size, lines[1]));
    struct pen_box b = {x + 12 * u, y - 52 * u, width + 20 * u, 46 * u};
    b.x = fminf(b.x, (float)studio_room(s) - b.width - 4 * u);
    b.y = fmaxf(b.y, 4 * u);
    pen_rectangle(s->pen, b, 6 * u, page_tint(theme_of(s)));
    for (int i = 0; i < 2; i++)
        pen_text(s->pen, b.x + 10 * u, b.y + (5 + 19 * (float)i) * u, size, PEN_LEFT,
                 theme_tint(theme_of(s), i == 0 ? THEME_TEXT : THEME_QUIET), lines[i]);
}

static void draw_hover(struct studio *s)
{
    const float *v = s->figure.vertex[s->hover], *uv = mien_mesh_uv[s->hover];
    const bool flat = s->wishes.view == DRAWING_UV;
    const float rolled[3] = {uv[0], uv[1], 0.0f};
    const int usual = figure_ibug68(s->hover);
    float matrix[16], at[3];
    char first[96], second[96];
    studio_matrix(s, matrix);
    camera_project(matrix, studio_room(s), s->height, flat ? rolled : v, at);
    pen_disc(s->pen, at[0], at[1], 6 * s->unit, theme_tint(theme_of(s), THEME_EDGE));
    pen_disc(s->pen, at[0], at[1], 4.5f * s->unit, theme_tint(theme_of(s), THEME_WARN));
    int used = snprintf(first, sizeof first, "%d  %s", s->hover, figure_group(s->hover));
    if (usual >= 0)
        snprintf(first + used, sizeof first - (size_t)used, ", %d of 68", usual);
    if (flat)
        snprintf(second, sizeof second, "u %.4f  v %.4f", (double)uv[0], (double)uv[1]);
    else
        snprintf(second, sizeof second, "x %.2f  y %.2f  z %.2f cm", (double)v[0], (double)v[1],
                 (double)v[2]);
    draw_label(s, at[0], at[1], (const char *const[]){first, second});
}

/* The titles of all panels in the head of the one that is shown. */
static void draw_tabs(struct studio *s)
{
    const float u = s->unit, size = 15 * u, top = s->list.box.y - TABS * u;
    float x = s->list.box.x + 10 * u;
    for (int i = 0; i < PANEL_COUNT; i++) {
        const bool shown = i == s->panel;
        const float wide = pen_text(s->pen, x, top + 8 * u, size, PEN_LEFT,
                                    theme_tint(theme_of(s), shown ? THEME_TEXT : THEME_QUIET),
                                    knob_panel_titles[i]);
        if (shown)
            pen_rectangle(s->pen, (struct pen_box){x, top + 29 * u, wide, 2 * u}, 0,
                          theme_tint(theme_of(s), THEME_ACCENT));
        s->tabs[i] = (struct pen_box){x - 7 * u, top, wide + 14 * u, TABS * u};
        x += wide + 17 * u;
    }
}

static void draw_panel(struct studio *s)
{
    struct page_row rows[PAGE_ROWS_MAX];
    int knobs[PAGE_ROWS_MAX];
    const float u = s->unit, room = page_value_room(u, s->width);
    const int count = studio_rows(s, rows, knobs);
    const struct knob chosen = knob_at(knobs[s->list.cursor]);
    rows[s->list.cursor].help = chosen.help;
    for (int i = 0; i < count; i++)
        if (knob_at(knobs[i]).kind == KNOB_TEXT) {
            char whole[sizeof rows->value];
            memcpy(whole, rows[i].value, sizeof whole);
            text_end(s->pen, SIZE * u, room, whole, rows[i].value, sizeof rows->value);
        }
    page_draw(&s->list, s->pen, theme_of(s), u, rows, count, s->width, s->height);
    draw_tabs(s);
}

/* What is seen. */
static void describe(const struct studio *s, char *out, size_t size)
{
    snprintf(out, size, "%s%s  ·  %s  ·  %s  ·  tab panels, ? keys", s->wishes.name,
             studio_unsaved(s) ? " *" : "", drawing_view_names[s->wishes.view],
             s->figure.fits ? s->wishes.blend > 0 ? "fitted to the photo" : "canonical"
                            : "canonical: no photo");
}

/* What was said, whole; otherwise what is seen. */
static void draw_below(struct studio *s)
{
    const bool said = s->notice[0] != '\0';
    const float u = s->unit, size = SIZE * u, most = (float)s->width - 24 * u;
    const char *lines[LINES_MAX];
    size_t bytes[LINES_MAX];
    char text[sizeof s->notice];
    int count = 0;
    if (said)
        memcpy(text, s->notice, sizeof text);
    else
        describe(s, text, sizeof text);
    for (const char *at = text; *at && count < LINES_MAX; at += bytes[count++]) {
        lines[count] = at;
        bytes[count] = text_line(s->pen, size, most, at);
    }
    const float high = (LINE * (float)count + 8) * u;
    const float wide = count > 1 ? (float)s->width : pen_text_width(s->pen, size, text) + 24 * u;
    const struct pen_box b = {0, (float)s->height - high, wide, high};
    pen_rectangle(s->pen, b, 0, page_tint(theme_of(s)));
    for (int i = 0; i < count; i++) {
        char line[sizeof text];
        snprintf(line, sizeof line, "%.*s", (int)bytes[i], lines[i]);
        pen_text(s->pen, 12 * u, b.y + (5 + LINE * (float)i) * u, size, PEN_LEFT,
                 theme_tint(theme_of(s), said && s->notice_bad ? THEME_BAD : THEME_TEXT), line);
    }
}

int studio_draw(struct studio *s, int32_t width, int32_t height, struct mien_error *e)
{
    s->width = width;
    s->height = height;
    s->unit = s->density * (float)s->wishes.scale;
    s->stale = false;
    studio_update(s);
    clear(s);
    if (draw_figure(s, e) != 0)
        return -1;
    pen_begin(s->pen, width, height);
    if (s->hover >= 0 && !s->helping)
        draw_hover(s);
    if (s->panel < PANEL_COUNT)
        draw_panel(s);
    if (s->panel < PANEL_COUNT || s->notice[0])
        draw_below(s);
    if (s->helping)
        studio_draw_help(s);
    if (s->question != ASK_NOTHING)
        studio_draw_question(s);
    pen_end(s->pen);
    return 0;
}
