/* app_draw.c - the studio's picture: the figure, what is under the mouse, the panel, a line below,
 * a question. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viewer/studio/app.h"

#define SIZE 14.0f /* of letters, units */

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

static void draw_panel(struct studio *s)
{
    struct page_row rows[PAGE_ROWS_MAX];
    int knobs[PAGE_ROWS_MAX];
    const int count = studio_rows(s, rows, knobs);
    const struct knob chosen = knob_at(knobs[s->list.cursor]);
    rows[s->list.cursor].help = chosen.help;
    page_draw(&s->list, s->pen, theme_of(s), s->unit, rows, count, s->width, s->height);
}

/* What is seen, or what was said. */
static void draw_line(struct studio *s)
{
    const float u = s->unit, size = SIZE * u;
    char text[sizeof s->notice];
    if (s->notice[0])
        snprintf(text, sizeof text, "%s", s->notice);
    else
        snprintf(text, sizeof text, "%s%s  ·  %s  ·  %s  ·  tab panels, ? keys", s->wishes.name,
                 studio_unsaved(s) ? " *" : "", drawing_view_names[s->wishes.view],
                 s->figure.fits ? s->wishes.blend > 0 ? "fitted to the photo" : "canonical"
                                : "canonical: no photo");
    const float width = fminf(pen_text_width(s->pen, size, text) + 24 * u, (float)s->width);
    const struct pen_box b = {0, (float)s->height - 28 * u, width, 28 * u};
    pen_rectangle(s->pen, b, 0, page_tint(theme_of(s)));
    pen_text_in(s->pen, 12 * u, b.y + 5 * u, size, width - 16 * u,
                theme_tint(theme_of(s), s->notice[0] && s->notice_bad ? THEME_BAD : THEME_TEXT),
                text);
}

static void draw_question(struct studio *s)
{
    static const char *const answers[] = {
        [ASK_OVERWRITE] = "y  write over it      n  keep it",
        [ASK_LEAVE] = "y  leave      n  stay",
    };
    const float u = s->unit, wide = fminf(560 * u, (float)s->width - 16 * u);
    const struct pen_box b = {((float)s->width - wide) / 2, (float)s->height / 2 - 60 * u, wide,
                              104 * u};
    char text[KNOB_TEXT_MAX + 64];
    if (s->question == ASK_OVERWRITE)
        snprintf(text, sizeof text, "%s is there already.", s->wishes.file);
    else
        snprintf(text, sizeof text, "%s was changed and not saved.", s->wishes.name);
    pen_rectangle(s->pen, b, 10 * u, page_tint(theme_of(s)));
    pen_text_in(s->pen, b.x + 22 * u, b.y + 22 * u, 18 * u, wide - 44 * u,
                theme_tint(theme_of(s), THEME_TEXT), text);
    pen_text_in(s->pen, b.x + 22 * u, b.y + 62 * u, 16 * u, wide - 44 * u,
                theme_tint(theme_of(s), THEME_ACCENT), answers[s->question]);
}

int studio_draw(struct studio *s, int32_t width, int32_t height, struct mien_error *e)
{
    s->width = width;
    s->height = height;
    s->stale = false;
    studio_update(s);
    clear(s);
    if (draw_figure(s, e) != 0)
        return -1;
    pen_begin(s->pen, width, height);
    if (s->hover >= 0)
        draw_hover(s);
    if (s->panel < PANEL_COUNT)
        draw_panel(s);
    if (s->panel < PANEL_COUNT || s->notice[0])
        draw_line(s);
    if (s->question != ASK_NOTHING)
        draw_question(s);
    pen_end(s->pen);
    return 0;
}
