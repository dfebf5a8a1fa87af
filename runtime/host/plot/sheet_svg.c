/* sheet_svg.c - a sheet that is an SVG file: text stays text, colours are classes of its style.
 *
 * Format: W3C, "Scalable Vector Graphics (SVG) 1.1"; characters as XML 1.0 has them. Coordinates
 * are tenths of a unit, and a line's points follow each other as differences of those, so that no
 * rounding adds up. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/plot/sheet.h"
#include "runtime/host/utf8.h"

struct svg {
    struct sheet sheet;
    FILE *out; /* to `text` */
    char *text;
    size_t size;
};

static FILE *out_of(struct sheet *s)
{
    return ((struct svg *)(void *)s)->out;
}

/* ---- text ---- */

/* Whether XML allows a code point and it is no control character. */
static bool allowed(uint32_t point)
{
    return point >= 0x20 && !(point >= 0x7f && point < 0xa0) && point != 0xfffe &&
           point != 0xffff && point != UTF8_BAD;
}

static void put_text(FILE *out, const char *text)
{
    while (*text) {
        char bytes[UTF8_MAX + 1];
        const uint32_t point = utf8_next(&text);
        utf8_put(allowed(point) ? point : UTF8_REPLACEMENT, bytes);
        fputs(point == '&' ? "&amp;" : point == '<' ? "&lt;" : point == '>' ? "&gt;" : bytes, out);
    }
}

/* ---- numbers ---- */

static long tenths(float value)
{
    return lrintf(10.0f * value);
}

/* The shortest writing of a number of tenths: 12, -3.4, .5; after another one with what keeps them
 * apart. */
static void put_tenths(FILE *out, long value, bool follows)
{
    const long whole = labs(value) / 10, part = labs(value) % 10;
    fputs(value < 0 ? "-" : follows ? " " : "", out);
    if (whole || !part)
        fprintf(out, "%ld", whole);
    if (part)
        fprintf(out, ".%ld", part);
}

static void put_attribute(FILE *out, const char *name, float value)
{
    fprintf(out, " %s=\"", name);
    put_tenths(out, tenths(value), false);
    fputc('"', out);
}

static void put_class(FILE *out, const char *prefix, enum sheet_ink ink)
{
    fprintf(out, " class=\"%s%d\"", prefix, (int)ink);
}

/* ---- drawing ---- */

static void rectangle(struct sheet *s, float x, float y, float width, float height,
                      enum sheet_ink ink)
{
    FILE *out = out_of(s);
    fputs("<rect", out);
    put_class(out, "f", ink);
    put_attribute(out, "x", x);
    put_attribute(out, "y", y);
    put_attribute(out, "width", width);
    put_attribute(out, "height", height);
    fputs("/>\n", out);
}

static void put_points(FILE *out, const struct sheet_point *p, int count)
{
    long x = 0, y = 0;
    int drawn = 0; /* points since the pen came down */
    for (int k = 0; k < count; k++) {
        if (isnan(p[k].y)) {
            drawn = 0;
            continue;
        }
        const long to_x = tenths(p[k].x), to_y = tenths(p[k].y);
        fputs(drawn == 0 ? "M" : drawn == 1 ? "l" : "", out);
        put_tenths(out, drawn ? to_x - x : to_x, drawn > 1);
        put_tenths(out, drawn ? to_y - y : to_y, true);
        if (drawn == 0 && (k + 1 == count || isnan(p[k + 1].y)))
            fputs("h0", out); /* a dot, by its round ends */
        drawn++;
        x = to_x;
        y = to_y;
    }
}

static void line(struct sheet *s, const struct sheet_point *p, int count,
                 const struct sheet_stroke *stroke)
{
    static const char *const dashes[] = {"", " stroke-dasharray=\"6 5\"",
                                         " stroke-dasharray=\"0 4.5\""};
    FILE *out = out_of(s);
    fputs("<path", out);
    put_class(out, "l", stroke->ink);
    fprintf(out, " stroke-width=\"%.3g\"%s d=\"", (double)stroke->width, dashes[stroke->dash]);
    put_points(out, p, count);
    fputs("\"/>\n", out);
}

static void marker(struct sheet *s, float x, float y, float size, enum sheet_marker shape,
                   enum sheet_ink ink, bool hollow)
{
    FILE *out = out_of(s);
    int count;
    const struct sheet_point *corners = sheet_corners(shape, &count);
    fputs(count ? "<path" : "<circle", out);
    put_class(out, hollow ? "h" : "m", ink);
    if (!count) {
        put_attribute(out, "cx", x);
        put_attribute(out, "cy", y);
        put_attribute(out, "r", size / 2.0f);
        fputs("/>\n", out);
        return;
    }
    struct sheet_point p[4];
    for (int k = 0; k < count; k++)
        p[k] = (struct sheet_point){x + size * corners[k].x, y + size * corners[k].y};
    fputs(" d=\"", out);
    put_points(out, p, count);
    fputs("z\"/>\n", out);
}

static void text(struct sheet *s, float x, float y, const struct sheet_text *style,
                 const char *words)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    FILE *out = out_of(s);
    fputs("<text", out);
    put_class(out, "f", style->ink);
    put_attribute(out, "x", x);
    put_attribute(out, "y", y);
    put_attribute(out, "font-size", style->size);
    fprintf(out, "%s%s>", anchors[style->anchor], style->bold ? " font-weight=\"600\"" : "");
    put_text(out, words);
    fputs("</text>\n", out);
}

static void begin(struct sheet *s, const char *told)
{
    fputs("<g><title>", out_of(s));
    put_text(out_of(s), told);
    fputs("</title>\n", out_of(s));
}

static void end(struct sheet *s)
{
    fputs("</g>\n", out_of(s));
}

/* ---- the file ---- */

/* Classes of each ink: f fills, l lines, m markers, h hollow ones. */
static void put_colors(FILE *out, enum sheet_theme theme)
{
    const unsigned ground = sheet_color(theme, INK_GROUND);
    for (int ink = 0; ink < INK_COUNT; ink++) {
        const unsigned color = sheet_color(theme, (enum sheet_ink)ink);
        fprintf(out, ".f%d{fill:#%06x}", ink, color);
        fprintf(out, ".l%d{stroke:#%06x}", ink, color);
        if (ink >= INK_CURVE)
            fprintf(out, ".m%d{fill:#%06x;stroke:#%06x}.h%d{fill:#%06x;stroke:#%06x}", ink, color,
                    ground, ink, ground, color);
        fputc('\n', out);
    }
}

static void put_head(struct svg *s, enum sheet_theme theme, const char *title)
{
    FILE *out = s->out;
    const double width = (double)s->sheet.width, height = (double)s->sheet.height;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
            "viewBox=\"0 0 %.0f %.0f\" role=\"img\" font-family=\"system-ui, 'Segoe UI', "
            "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\">\n<title>",
            width, height, width, height);
    put_text(out, title);
    fputs("</title>\n<style>\npath{fill:none;stroke-linecap:round;stroke-linejoin:round}\n", out);
    put_colors(out, theme);
    if (theme == SHEET_AUTO) {
        fputs("@media (prefers-color-scheme: dark) {\n", out);
        put_colors(out, SHEET_DARK);
        fputs("}\n", out);
    }
    fputs("</style>\n", out);
    rectangle(&s->sheet, 0, 0, s->sheet.width, s->sheet.height, INK_GROUND);
}

static int save(struct sheet *sheet, const char *path, struct mien_error *e)
{
    struct svg *s = (struct svg *)(void *)sheet;
    fputs("</svg>\n", s->out);
    if (fflush(s->out) != 0 || ferror(s->out))
        return error_memory(e, "a figure", s->size);
    return file_write(path, s->text, s->size, e);
}

static void close_svg(struct sheet *sheet)
{
    struct svg *s = (struct svg *)(void *)sheet;
    if (s->out)
        fclose(s->out);
    free(s->text);
    free(s);
}

struct sheet *sheet_svg(float width, float height, enum sheet_theme theme, const char *title,
                        struct mien_error *e)
{
    static const struct sheet_type type = {rectangle, line, marker, text,
                                           begin,     end,  save,   close_svg};
    struct svg *s = calloc(1, sizeof *s);
    if (!s || !(s->out = open_memstream(&s->text, &s->size))) {
        error_memory(e, "a figure", sizeof *s);
        free(s);
        return NULL;
    }
    s->sheet = (struct sheet){&type, ceilf(width), ceilf(height)};
    put_head(s, theme, title);
    return &s->sheet;
}
