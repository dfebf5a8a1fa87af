/* confusion.c - see confusion.h. */
#include "trainer/evaluate/confusion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"
#include "runtime/host/text.h"
#include "runtime/host/draw/canvas.h"
#include "runtime/host/table.h"
#include "runtime/host/utf8.h"

enum { CLASSES_MAX = 200, SHADES = 6 };

static uint32_t count_at(const struct metrics *m, uint32_t label, uint32_t predicted)
{
    return m->confusion[label * m->classes + predicted];
}

static double share_at(const struct metrics *m, uint32_t label, uint32_t predicted)
{
    const uint32_t support = m->per_class[label].support;
    return support > 0 ? (double)count_at(m, label, predicted) / support : 0.0;
}

/* One shade a step of the share, light to dark: xterm colours for both ground and letters. */
struct shade {
    double from;
    int ground, letters;
    const char *glyph, *plain;
};
static const struct shade shades[SHADES] = {
    {0.00, 255, 240, " ", " "}, {0.05, 189, 17, "·", "."}, {0.15, 153, 17, "░", ":"},
    {0.30, 110, 16, "▒", "+"},  {0.50, 67, 231, "▓", "*"}, {0.70, 25, 231, "█", "#"},
};

static const struct shade *shade_of(double share)
{
    int k = SHADES - 1;
    while (k > 0 && share < shades[k].from)
        k--;
    return &shades[k];
}

static int name_width(const char *const *names, uint32_t count)
{
    int width = 0;
    for (uint32_t c = 0; c < count; c++) {
        const int w = utf8_text_width(names[c]);
        width = w > width ? w : width;
    }
    return width;
}

static void put_right(FILE *f, const char *text, int width)
{
    fprintf(f, "%*s%s", width - utf8_text_width(text), "", text);
}

static void put_cell(FILE *f, const struct metrics *m, uint32_t label, uint32_t predicted,
                     int width)
{
    char text[32];
    const struct shade *s = shade_of(share_at(m, label, predicted));
    text_count(text, sizeof text, count_at(m, label, predicted));
    if (term_color(f)) {
        fprintf(f, "\033[48;5;%d;38;5;%dm%s", s->ground, s->letters,
                label == predicted ? "\033[1m" : "");
        put_right(f, text, width);
        fputs(" \033[0m", f);
    } else {
        put_right(f, text, width - 1);
        fprintf(f, "%s ", term_unicode() ? s->glyph : s->plain);
    }
}

void confusion_print(const struct metrics *m, const char *const *names, FILE *stream)
{
    const int labels = name_width(names, m->classes);
    const int width = labels + 1 > 7 ? labels + 1 : 7;
    put_right(stream, "label", labels > 5 ? labels : 5);
    for (uint32_t c = 0; c < m->classes; c++) {
        put_right(stream, names[c], width);
        fputc(' ', stream);
    }
    put_right(stream, "recall", 8);
    fputc('\n', stream);
    for (uint32_t label = 0; label < m->classes; label++) {
        put_right(stream, names[label], labels > 5 ? labels : 5);
        for (uint32_t predicted = 0; predicted < m->classes; predicted++)
            put_cell(stream, m, label, predicted, width);
        fprintf(stream, "%6.1f %%\n", 100.0 * m->per_class[label].recall);
    }
}

static double to_srgb(double linear)
{
    const double v = fmin(1.0, fmax(0.0, linear));
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1.0 / 2.4) - 0.055;
}

/* OKLab to sRGB, after B. Ottosson, "A perceptual color space for image processing". */
static struct color from_oklab(double L, double a, double b)
{
    const double l = pow(L + 0.3963377774 * a + 0.2158037573 * b, 3.0);
    const double m = pow(L - 0.1055613458 * a - 0.0638541728 * b, 3.0);
    const double s = pow(L - 0.0894841775 * a - 1.2914855480 * b, 3.0);
    return (struct color){
        (uint8_t)lrint(255.0 * to_srgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
        (uint8_t)lrint(255.0 * to_srgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
        (uint8_t)lrint(255.0 * to_srgb(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))};
}

/* Near white at share 0 to deep blue at 1; chroma swells between them. */
static struct color map_color(double share)
{
    const double lightness = 0.975 - 0.625 * share;
    const double chroma = 0.006 + 0.135 * sin(2.2 * share);
    const double hue = 4.53 + 0.15 * share;
    return from_oklab(lightness, chroma * cos(hue), chroma * sin(hue));
}

static const struct color white = {255, 255, 255}, ink = {31, 35, 40}, faint = {101, 109, 118};
static const float regular = 0.105f, bold = 0.155f;

/* Where things stand on the figure, in units. */
struct layout {
    float cell, left, top, right, bottom, width, height;
    float label_size;
};

static struct layout lay_out(const struct metrics *m, const char *const *names, bool subtitle)
{
    struct layout l = {0};
    const float n = (float)m->classes;
    l.cell = fmaxf(18.0f, fminf(66.0f, 660.0f / n));
    l.label_size = fminf(10.5f, l.cell * 0.42f);
    const struct canvas_text label = {.size = l.label_size};
    float widest = 0.0f;
    for (uint32_t c = 0; c < m->classes; c++)
        widest = fmaxf(widest, canvas_text_width(&label, names[c]));
    l.left = 48.0f + fmaxf(widest, 40.0f) + 10.0f;
    l.top = subtitle ? 76.0f : 56.0f;
    l.right = l.left + n * l.cell;
    l.bottom = l.top + n * l.cell;
    l.width = l.right + 84.0f;
    /* Names that do not fit under their column are turned upright. */
    l.height = l.bottom + (widest > l.cell - 4.0f ? widest + 14.0f : 26.0f) + 34.0f;
    return l;
}

static void draw_cell(struct canvas *c, const struct layout *l, const struct metrics *m,
                      uint32_t label, uint32_t predicted)
{
    const double share = share_at(m, label, predicted);
    const float x = l->left + (float)predicted * l->cell, y = l->top + (float)label * l->cell;
    const float middle = x + l->cell / 2.0f;
    char text[32];
    canvas_rectangle(c, x + 0.75f, y + 0.75f, l->cell - 1.5f, l->cell - 1.5f, map_color(share));
    if (l->cell < 26.0f)
        return;
    const struct canvas_text percent = {.size = fminf(12.5f, l->cell * 0.21f),
                                        .weight = label == predicted ? bold : regular,
                                        .anchor = CANVAS_CENTRE,
                                        .color = share > 0.47 ? white : ink};
    struct canvas_text count = percent;
    count.size = percent.size * 0.68f;
    count.weight = regular;
    count.color = share > 0.47 ? (struct color){232, 238, 246} : share > 0.18 ? ink : faint;
    snprintf(text, sizeof text, share > 0.0 && share < 0.0095 ? "%.1f%%" : "%.0f%%", 100.0 * share);
    canvas_write(c, middle, y + l->cell * 0.52f, &percent, text);
    text_count(text, sizeof text, count_at(m, label, predicted));
    canvas_write(c, middle, y + l->cell * 0.79f, &count, text);
}

static void draw_labels(struct canvas *c, const struct layout *l, const struct metrics *m,
                        const char *const *names)
{
    for (uint32_t k = 0; k < m->classes; k++) {
        const float middle = ((float)k + 0.5f) * l->cell;
        struct canvas_text text = {
            .size = l->label_size, .weight = regular, .anchor = CANVAS_RIGHT, .color = ink};
        const bool roomy = l->cell >= 40.0f;
        const float baseline = l->top + middle + text.size / 2.0f - (roomy ? 5.0f : 0.0f);
        canvas_write(c, l->left - 10.0f, baseline, &text, names[k]);
        if (roomy) {
            char count[40], line[48];
            struct canvas_text small = text;
            small.size = 7.2f;
            small.color = faint;
            text_count(count, sizeof count, m->per_class[k].support);
            snprintf(line, sizeof line, "n=%s", count);
            canvas_write(c, l->left - 10.0f, baseline + 13.5f, &small, line);
        }
        text.upright = canvas_text_width(&text, names[k]) > l->cell - 4.0f;
        text.anchor = text.upright ? CANVAS_RIGHT : CANVAS_CENTRE;
        canvas_write(c, l->left + middle + (text.upright ? text.size / 2.0f : 0.0f),
                     l->bottom + (text.upright ? 8.0f : 9.0f + text.size), &text, names[k]);
    }
}

static void draw_legend(struct canvas *c, const struct layout *l)
{
    const float x = l->right + 22.0f, height = l->bottom - l->top;
    const int steps = 256;
    for (int k = 0; k < steps; k++) {
        const float from = l->bottom - height * (float)(k + 1) / (float)steps;
        canvas_rectangle(c, x, from, 13.0f, height / (float)steps + 0.5f,
                         map_color((double)k / (steps - 1)));
    }
    for (int tick = 0; tick <= 4; tick++) {
        const struct canvas_text text = {.size = 7.8f, .weight = regular, .color = faint};
        const float y = l->bottom - height * (float)tick / 4.0f;
        char label[16];
        snprintf(label, sizeof label, "%d%%", 25 * tick);
        canvas_rectangle(c, x + 13.0f, y - 0.4f, 3.5f, 0.8f, faint);
        canvas_write(c, x + 19.5f, y + 3.9f, &text, label);
    }
}

static void draw(struct canvas *c, const struct layout *l, const struct metrics *m,
                 const char *const *names, const char *title, const char *subtitle)
{
    const float middle_x = (l->left + l->right) / 2.0f, middle_y = (l->top + l->bottom) / 2.0f;
    const struct canvas_text heading = {.size = 15.0f, .weight = 0.13f, .color = ink};
    const struct canvas_text second = {.size = 9.5f, .weight = regular, .color = faint};
    struct canvas_text axis = {
        .size = 10.5f, .weight = 0.135f, .anchor = CANVAS_CENTRE, .color = ink};
    canvas_write(c, l->left, 36.0f, &heading, title);
    if (subtitle)
        canvas_write(c, l->left, 58.0f, &second, subtitle);
    for (uint32_t label = 0; label < m->classes; label++)
        for (uint32_t predicted = 0; predicted < m->classes; predicted++)
            draw_cell(c, l, m, label, predicted);
    draw_labels(c, l, m, names);
    draw_legend(c, l);
    canvas_write(c, middle_x, l->height - 18.0f, &axis, "Predicted");
    axis.upright = true;
    canvas_write(c, 30.0f, middle_y, &axis, "Label");
}

int confusion_png(const struct metrics *m, const char *const *names, const char *title,
                  const char *subtitle, const char *path, struct mien_error *e)
{
    struct canvas c = {0};
    if (m->classes > CLASSES_MAX)
        return error_set(e, path, 0, "a confusion matrix of %u classes cannot be drawn; at most %d",
                         m->classes, CLASSES_MAX);
    struct layout l = lay_out(m, names, subtitle != NULL);
    const struct canvas_text heading = {.size = 15.0f}, second = {.size = 9.5f};
    l.width = fmaxf(l.width, l.left + canvas_text_width(&heading, title) + 24.0f);
    if (subtitle)
        l.width = fmaxf(l.width, l.left + canvas_text_width(&second, subtitle) + 24.0f);
    int result = canvas_init(&c, l.width, l.height, 2.0f, white, e);
    if (result == 0) {
        draw(&c, &l, m, names, title, subtitle);
        result = canvas_save(&c, path, e);
    }
    canvas_free(&c);
    return result;
}
