/* svg.c - see svg.h. Format: W3C, "Scalable Vector Graphics (SVG) 1.1"; characters as XML 1.0 has
 * them.
 *
 * An ink is a role's foreground or its background: class fN or bN of the style, a colour that
 * whatever has the class is painted with. So the same drawing serves both themes. */
#include "viewer/console/screen/svg.h"

#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/screen/svg_shape.h"

enum {
    FONT = 33,     /* units of its size: a letter of most monospaced fonts is 0.6 of it wide */
    BASELINE = 31, /* units below the upper side of a row */
    MARGIN = 24,   /* units around the grid */
    PIXELS = 9,    /* of a character's width where nobody says how large the picture is to be */
    INKS = 2 * ROLE_COUNT
};

struct ink {
    uint8_t role;
    bool back; /* the role's background instead of its foreground */
};

struct picture {
    const struct cells *cells;
    enum theme_ground ground; /* that decides what is bold or reversed: in both the same */
    FILE *out;
};

/* ---- what a cell is painted with ---- */

static const struct cell *cell_at(const struct picture *p, int x, int y)
{
    return &p->cells->cell[y * p->cells->width + x];
}

static bool is_reversed(const struct picture *p, const struct cell *c)
{
    return theme_look(p->ground, DEPTH_256, c->role).reverse != (c->reverse != 0);
}

static struct ink letters_of(const struct picture *p, const struct cell *c)
{
    return (struct ink){c->role, is_reversed(p, c)};
}

static struct ink ground_of(const struct picture *p, const struct cell *c)
{
    return (struct ink){c->role, !is_reversed(p, c)};
}

static bool same(struct ink a, struct ink b)
{
    return a.role == b.role && a.back == b.back;
}

/* Whether it is the picture's own ground. */
static bool is_ground(const struct picture *p, struct ink ink)
{
    return ink.back && theme_look(p->ground, DEPTH_256, ink.role).background < 0;
}

static void put_class(const struct picture *p, struct ink ink, const char *more)
{
    fprintf(p->out, " class=\"%c%d%s\"", ink.back ? 'b' : 'f', ink.role, more);
}

/* ---- colours ---- */

static unsigned color_of(enum theme_ground ground, struct ink ink)
{
    const enum sheet_theme sheet = ground == THEME_DARK ? SHEET_DARK : SHEET_LIGHT;
    const struct theme_look look = theme_look(ground, DEPTH_256, ink.role);
    const int color = ink.back ? look.background : look.foreground;
    return color >= 0 ? theme_rgb(color) : sheet_color(sheet, ink.back ? INK_GROUND : INK_TEXT);
}

static void put_colors(const struct picture *p, enum theme_ground ground, const bool *used)
{
    for (int k = 0; k < INKS; k++) {
        const struct ink ink = {(uint8_t)(k / 2), k % 2};
        const bool bold = !ink.back && theme_look(ground, DEPTH_256, ink.role).bold;
        if (used[k])
            fprintf(p->out, ".%c%d{color:#%06x%s}\n", ink.back ? 'b' : 'f', ink.role,
                    color_of(ground, ink), bold ? ";font-weight:bold" : "");
    }
}

static void find_used(const struct picture *p, bool *used)
{
    const int count = p->cells->width * p->cells->height;
    used[2 * ROLE_TEXT + 1] = used[2 * ROLE_BORDER] = true; /* the window's */
    for (int k = 0; k < count; k++) {
        const struct cell *c = &p->cells->cell[k];
        const struct ink letters = letters_of(p, c), ground = ground_of(p, c);
        used[2 * letters.role + letters.back] |= c->glyph != ' ';
        used[2 * ground.role + ground.back] |= !is_ground(p, ground);
    }
}

static void put_style(const struct picture *p, enum sheet_theme theme)
{
    bool used[INKS] = {false};
    find_used(p, used);
    fputs("<style>\ntext,rect,path{fill:currentColor}\nrect,.a{shape-rendering:crispEdges}\n"
          ".l{fill:none;stroke:currentColor;stroke-width:2.2}\n"
          ".d{stroke:currentColor;stroke-linecap:round;stroke-width:7}\n"
          ".w{font-weight:bold}\n",
          p->out);
    put_colors(p, theme == SHEET_DARK ? THEME_DARK : THEME_LIGHT, used);
    if (theme == SHEET_AUTO) {
        fputs("@media (prefers-color-scheme: dark) {\n", p->out);
        put_colors(p, THEME_DARK, used);
        fputs("}\n", p->out);
    }
    fputs("</style>\n", p->out);
}

/* ---- text ---- */

static void put_glyph(FILE *out, uint32_t glyph)
{
    char bytes[UTF8_MAX + 1];
    const bool allowed = glyph >= ' ' && glyph != 0xfffe && glyph != 0xffff &&
                         !(glyph >= 0x7f && glyph < 0xa0) && glyph <= 0x10ffff;
    if (glyph == '&')
        fputs("&amp;", out);
    else if (glyph == '<')
        fputs("&lt;", out);
    else if (glyph == '>')
        fputs("&gt;", out);
    else {
        utf8_put(allowed ? glyph : UTF8_REPLACEMENT, bytes);
        fputs(bytes, out);
    }
}

static bool is_letter(const struct cell *c)
{
    return c->glyph != 0 && svg_shape(c->glyph).paint == SVG_TEXT;
}

/* Whether the letter at x + 1 or the one behind a single blank belongs to the run at x: the columns
 * that it goes on by, else 0. A wide letter stands alone. */
static int run_goes_on(const struct picture *p, int x, int y)
{
    const struct cell *c = cell_at(p, x, y);
    for (int by = 1; by <= 2 && x + by < p->cells->width; by++) {
        const struct cell *next = cell_at(p, x + by, y);
        const bool wide = x + by + 1 < p->cells->width && next[1].glyph == 0;
        if (is_letter(next) && !wide && same(letters_of(p, c), letters_of(p, next)) &&
            c->bold == next->bold)
            return by;
        if (next->glyph != ' ')
            return 0;
    }
    return 0;
}

/* Write the run that begins at x; returns the column behind it. */
static int put_run(const struct picture *p, int x, int y)
{
    const struct cell *c = cell_at(p, x, y);
    const bool wide = x + 1 < p->cells->width && c[1].glyph == 0;
    int last = x;
    for (int by; !wide && (by = run_goes_on(p, last, y)) > 0;)
        last += by;
    const int columns = wide ? 2 : last - x + 1;
    fputs("<text", p->out);
    put_class(p, letters_of(p, c), c->bold ? " w" : "");
    fprintf(p->out, " x=\"%d\" y=\"%d\"", x * SVG_ACROSS, y * SVG_DOWN + BASELINE);
    if (columns > 1)
        fprintf(p->out, " textLength=\"%d\"", columns * SVG_ACROSS);
    fputc('>', p->out);
    for (int k = x; k <= last; k++)
        put_glyph(p->out, cell_at(p, k, y)->glyph);
    fputs("</text>\n", p->out);
    return x + columns;
}

static void put_texts(const struct picture *p)
{
    for (int y = 0; y < p->cells->height; y++)
        for (int x = 0; x < p->cells->width;)
            x = is_letter(cell_at(p, x, y)) ? put_run(p, x, y) : x + 1;
}

/* ---- grounds and shapes ---- */

static void put_grounds(const struct picture *p)
{
    const int width = p->cells->width;
    for (int y = 0; y < p->cells->height; y++)
        for (int x = 0, end; x < width; x = end) {
            const struct ink ink = ground_of(p, cell_at(p, x, y));
            for (end = x + 1; end < width && same(ink, ground_of(p, cell_at(p, end, y))); end++)
                ;
            if (is_ground(p, ink))
                continue;
            fputs("<rect", p->out);
            put_class(p, ink, "");
            fprintf(p->out, " x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", x * SVG_ACROSS,
                    y * SVG_DOWN, (end - x) * SVG_ACROSS, SVG_DOWN);
        }
}

/* How each paint is put on: classes of the style, then what is the path's own. */
static const struct {
    const char *classes, *attributes;
} paints[SVG_PAINT_COUNT] = {
    [SVG_FILL] = {" a", ""},
    [SVG_LIGHT] = {" a", " fill-opacity=\".25\""},
    [SVG_MEDIUM] = {" a", " fill-opacity=\".5\""},
    [SVG_DARK] = {" a", " fill-opacity=\".75\""},
    [SVG_MARK] = {"", ""},
    [SVG_LINE] = {" l", " stroke-linecap=\"square\""},
    [SVG_DASH] = {" l", ""},
    [SVG_HEAVY] = {" l", " stroke-width=\"4.4\""},
    [SVG_DOTS] = {" d", ""},
};

/* Cells of a level line from cell k on, to be drawn in one stroke; 1 for any other shape. */
static int level_cells(const struct picture *p, int k)
{
    const struct cell *c = &p->cells->cell[k];
    const int left = p->cells->width - k % p->cells->width;
    int count = 1;
    if (c->glyph == 0x2500 || c->glyph == 0x2501)
        while (count < left && c[count].glyph == c->glyph &&
               same(letters_of(p, &c[count]), letters_of(p, c)))
            count++;
    return count;
}

/* All shapes of one ink and one paint: one path. */
static void put_shapes(const struct picture *p, struct ink ink, enum svg_paint paint)
{
    const int width = p->cells->width, cells = width * p->cells->height;
    bool begun = false;
    for (int k = 0, next; k < cells; k = next) {
        const struct cell *c = &p->cells->cell[k];
        const struct svg_shape s = svg_shape(c->glyph);
        next = k + 1;
        if (!same(ink, letters_of(p, c)) || s.paint != paint || !s.path[0])
            continue;
        if (!begun) {
            fputs("<path", p->out);
            put_class(p, ink, paints[paint].classes);
            fprintf(p->out, "%s d=\"", paints[paint].attributes);
        }
        begun = true;
        next = k + level_cells(p, k);
        fprintf(p->out, "M%g %g", k % width * SVG_ACROSS + s.x, k / width * SVG_DOWN + s.y);
        if (next > k + 1)
            fprintf(p->out, "h%d", (next - k) * SVG_ACROSS);
        else
            fputs(s.path, p->out);
    }
    fputs(begun ? "\"/>\n" : "", p->out);
}

/* ---- the file ---- */

static void put_head(const struct picture *p, enum sheet_theme theme, const char *title)
{
    const int width = p->cells->width * SVG_ACROSS + 2 * MARGIN;
    const int height = p->cells->height * SVG_DOWN + 2 * MARGIN;
    fprintf(p->out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "viewBox=\"%d %d %d %d\" role=\"img\" font-size=\"%d\" font-family=\"ui-monospace, "
            "'SF Mono', Menlo, 'DejaVu Sans Mono', Consolas, 'Liberation Mono', monospace\">\n"
            "<title>",
            width * PIXELS / SVG_ACROSS, height * PIXELS / SVG_ACROSS, -MARGIN, -MARGIN, width,
            height, FONT);
    while (*title)
        put_glyph(p->out, utf8_next(&title));
    fputs("</title>\n", p->out);
    put_style(p, theme);
    fprintf(p->out,
            "<path class=\"b%d\" d=\"M%d %dh%dv%dh-%dz\"/>\n"
            "<path class=\"f%d l\" d=\"M%d %dh%dv%dh-%dz\"/>\n",
            ROLE_TEXT, -MARGIN, -MARGIN, width, height, width, ROLE_BORDER, 1 - MARGIN, 1 - MARGIN,
            width - 2, height - 2, width - 2);
}

void cells_svg(const struct cells *c, enum sheet_theme theme, const char *title, FILE *stream)
{
    const struct picture p = {c, theme == SHEET_DARK ? THEME_DARK : THEME_LIGHT, stream};
    put_head(&p, theme, title);
    put_grounds(&p);
    for (int k = 0; k < INKS; k++)
        for (int paint = SVG_FILL; paint < SVG_PAINT_COUNT; paint++)
            put_shapes(&p, (struct ink){(uint8_t)(k / 2), k % 2}, paint);
    put_texts(&p);
    fputs("</svg>\n", stream);
}
