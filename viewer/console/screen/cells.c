/* cells.c - see cells.h. */
#include "viewer/console/screen/cells.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/screen/glyph.h"

enum { ELLIPSIS = 0x2026 };

static const struct cell blank = {.glyph = ' ', .role = ROLE_TEXT};

bool cells_resize(struct cells *c, int width, int height)
{
    width = width > 1 ? width : 1;
    height = height > 1 ? height : 1;
    struct cell *cell = reallocarray(NULL, (size_t)width * (size_t)height, sizeof *cell);
    if (!cell)
        return false;
    free(c->cell);
    c->cell = cell;
    c->width = width;
    c->height = height;
    cells_clear(c);
    return true;
}

void cells_free(struct cells *c)
{
    free(c->cell);
    *c = (struct cells){0};
}

void cells_clear(struct cells *c)
{
    for (int i = 0; i < c->width * c->height; i++)
        c->cell[i] = blank;
}

struct area cells_all(struct cells *c)
{
    return (struct area){.cells = c, .width = c->width, .height = c->height};
}

/* Cut a span [*at, *at + *length) to [0, limit). */
static void cut_span(int *at, int *length, int limit)
{
    int end = *length < 0 ? limit + *length : *length < limit - *at ? *at + *length : limit;
    *at = *at < 0 ? 0 : *at < limit ? *at : limit;
    *length = end > *at ? end - *at : 0;
}

struct area area_part(struct area a, int x, int y, int width, int height)
{
    cut_span(&x, &width, a.width);
    cut_span(&y, &height, a.height);
    return (struct area){
        .cells = a.cells, .x = a.x + x, .y = a.y + y, .width = width, .height = height};
}

/* How much of `whole` a cut of `wanted`, from the far side where negative, takes. */
static int cut_size(int wanted, int whole)
{
    const int size = abs(wanted);
    return size < whole ? size : whole;
}

struct area area_cut_rows(struct area *a, int rows)
{
    struct area piece = *a;
    piece.height = cut_size(rows, a->height);
    a->height -= piece.height;
    if (rows < 0)
        piece.y += a->height;
    else
        a->y += piece.height;
    return piece;
}

struct area area_cut_columns(struct area *a, int columns)
{
    struct area piece = *a;
    piece.width = cut_size(columns, a->width);
    a->width -= piece.width;
    if (columns < 0)
        piece.x += a->width;
    else
        a->x += piece.width;
    return piece;
}

bool area_holds(struct area a, int x, int y)
{
    return x >= a.x && x < a.x + a.width && y >= a.y && y < a.y + a.height;
}

static struct cell *cell_at(struct area a, int x, int y)
{
    return &a.cells->cell[(a.y + y) * a.cells->width + a.x + x];
}

static bool inside(struct area a, int x, int y)
{
    return x >= 0 && x < a.width && y >= 0 && y < a.height;
}

/* Set a cell; the other half of a wide character that it belonged to becomes blank. */
static void put_cell(struct area a, int x, int y, enum cell_role role, uint32_t glyph)
{
    if (!inside(a, x, y))
        return;
    struct cell *cell = cell_at(a, x, y);
    const int column = a.x + x;
    if (cell->glyph == 0 && glyph != 0 && column > 0)
        cell[-1].glyph = ' ';
    if (column + 1 < a.cells->width && cell[1].glyph == 0)
        cell[1].glyph = ' ';
    *cell = (struct cell){.glyph = glyph, .role = (uint8_t)role};
}

/* Put a glyph that takes `width` columns, blank where the border cuts it. */
static void put_glyph(struct area a, int x, int y, enum cell_role role, uint32_t glyph, int width)
{
    const bool control = glyph < ' ' || (glyph >= 0x7f && glyph < 0xa0) || glyph == UTF8_BAD;
    if (control)
        glyph = '?';
    else if (!a.cells->unicode)
        glyph = (unsigned char)glyph_ascii(glyph);
    const bool cut = width == 2 && !(inside(a, x, y) && inside(a, x + 1, y));
    put_cell(a, x, y, role, cut ? ' ' : glyph);
    if (width == 2)
        put_cell(a, x + 1, y, role, cut || !a.cells->unicode ? ' ' : 0);
}

void area_glyph(struct area a, int x, int y, enum cell_role role, uint32_t glyph)
{
    const int width = utf8_width(glyph);
    if (width > 0)
        put_glyph(a, x, y, role, glyph, width);
}

/* Put text as far as column `end`; returns the x behind it. */
static int put_text(struct area a, int x, int y, int end, enum cell_role role, const char *text)
{
    while (*text) {
        const uint32_t glyph = utf8_next(&text);
        const int width = utf8_width(glyph);
        if (width > end - x)
            break;
        if (width > 0)
            put_glyph(a, x, y, role, glyph, width);
        x += width;
    }
    return x;
}

int area_text(struct area a, int x, int y, enum cell_role role, const char *text)
{
    return put_text(a, x, y, a.width, role, text);
}

int area_printf(struct area a, int x, int y, enum cell_role role, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return length < 0 ? x : area_text(a, x, y, role, text);
}

void area_field(struct area a, int x, int y, int width, bool right, enum cell_role role,
                const char *text)
{
    width = width < a.width - x ? width : a.width - x;
    if (width <= 0)
        return;
    const int whole = utf8_text_width(text), end = x + width;
    const bool cut = whole > width;
    for (const int start = right && !cut ? end - whole : x; x < start; x++)
        put_cell(a, x, y, role, ' ');
    x = put_text(a, x, y, end - cut, role, text);
    if (cut)
        put_glyph(a, x++, y, role, ELLIPSIS, 1);
    for (; x < end; x++)
        put_cell(a, x, y, role, ' ');
}

void area_fill(struct area a, enum cell_role role, uint32_t glyph)
{
    const int width = utf8_width(glyph);
    for (int y = 0; width > 0 && y < a.height; y++)
        for (int x = 0; x < a.width; x += width)
            put_glyph(a, x, y, role, glyph, width);
}

void area_reverse(struct area a, bool on)
{
    for (int y = 0; y < a.height; y++)
        for (int x = 0; x < a.width; x++)
            cell_at(a, x, y)->reverse = on;
}

void area_bold(struct area a, bool on)
{
    for (int y = 0; y < a.height; y++)
        for (int x = 0; x < a.width; x++)
            cell_at(a, x, y)->bold = on;
}

struct area area_box(struct area a, enum cell_role role, const char *title)
{
    const int right = a.width - 1, bottom = a.height - 1;
    if (right < 1 || bottom < 1)
        return a;
    area_fill(area_part(a, 1, 0, -1, 1), role, 0x2500);
    area_fill(area_part(a, 1, bottom, -1, 1), role, 0x2500);
    area_fill(area_part(a, 0, 1, 1, -1), role, 0x2502);
    area_fill(area_part(a, right, 1, 1, -1), role, 0x2502);
    put_glyph(a, 0, 0, role, 0x250c, 1);
    put_glyph(a, right, 0, role, 0x2510, 1);
    put_glyph(a, 0, bottom, role, 0x2514, 1);
    put_glyph(a, right, bottom, role, 0x2518, 1);
    const int wanted = title ? utf8_text_width(title) : 0, room = a.width - 6;
    const int width = wanted < room ? wanted : room;
    if (width > 0) {
        area_fill(area_part(a, 2, 0, width + 2, 1), role, ' ');
        area_field(a, 3, 0, width, false, ROLE_TITLE, title);
    }
    return area_part(a, 1, 1, -1, -1);
}

void area_bar(struct area a, enum cell_role role, double share)
{
    if (!(share > 0))
        return;
    const int eighths = (int)lround(8 * a.width * fmin(share, 1));
    for (int x = 0; x < eighths / 8; x++)
        put_glyph(a, x, 0, role, 0x2588, 1);
    if (eighths % 8)
        put_glyph(a, eighths / 8, 0, role, 0x2590 - (uint32_t)(eighths % 8), 1);
}
