/* log_paint.c - see log_paint.h. */
#include "viewer/console/views/log_paint.h"

#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/views/log_lines.h"

/* ---- roles of bytes ---- */

/* Behind the string that begins at text[i]. */
static size_t string_end(const char *text, size_t size, size_t i)
{
    for (i++; i < size && text[i] != '"'; i++)
        i += text[i] == '\\' && i + 1 < size;
    return i < size ? i + 1 : size;
}

static bool is_key(const char *text, size_t size, size_t end)
{
    while (end < size && text[end] == ' ')
        end++;
    return end < size && text[end] == ':';
}

static enum cell_role role_of(char c)
{
    if (strchr("{}[]:,", c))
        return ROLE_FAINT;
    return strchr("0123456789+-.eE ", c) ? ROLE_TEXT : ROLE_WARN; /* null, true, NaN */
}

static void find_roles(const char *text, size_t size, const struct log_paint *p, uint8_t *roles)
{
    for (size_t i = 0; i < size;) {
        if (p->bad || text[i] != '"') {
            roles[i] = (uint8_t)(p->bad ? ROLE_BAD : role_of(text[i]));
            i++;
            continue;
        }
        const size_t end = string_end(text, size, i);
        memset(roles + i, is_key(text, size, end) ? ROLE_FAINT : ROLE_GOOD, end - i);
        i = end;
    }
    const size_t length = strlen(p->match);
    for (const char *at = text; length > 0 && (at = strstr(at, p->match)); at += length)
        memset(roles + (at - text), ROLE_MATCH, length);
}

/* ---- glyphs on rows ---- */

/* What is shown of the code point at *text, and its columns. */
static uint32_t shown(const char **text, int *width)
{
    const uint32_t glyph = utf8_next(text);
    const bool control = glyph < 0x20 || (glyph >= 0x7F && glyph < 0xA0);
    *width = glyph == UTF8_BAD || control ? 1 : utf8_width(glyph);
    return glyph == UTF8_BAD || control ? '?' : glyph;
}

int log_paint_rows(int columns, const char *text, bool wrap)
{
    int rows = 1, x = 0, width;
    while (wrap && *text) {
        shown(&text, &width);
        if (x > 0 && x + width > columns) {
            rows++;
            x = 0;
        }
        x += width;
    }
    return rows;
}

static void put_ellipsis(struct area a, int x)
{
    area_glyph(a, x, 0, ROLE_FAINT, a.cells->unicode ? 0x2026 : '~');
}

static int paint_wrapped(struct area a, const char *text, const uint8_t *roles)
{
    int x = 0, y = 0, width;
    for (const char *at = text, *next = text; *at; at = next) {
        const uint32_t glyph = shown(&next, &width);
        if (x > 0 && x + width > a.width) {
            x = 0;
            y++;
        }
        if (width > 0)
            area_glyph(a, x, y, (enum cell_role)roles[at - text], glyph);
        x += width;
    }
    return y + 1;
}

static int paint_cut(struct area a, const char *text, const uint8_t *roles,
                     const struct log_paint *p)
{
    int x = -p->left, width;
    const char *at = text;
    for (const char *next = text; *at && x < a.width; at = next) {
        const uint32_t glyph = shown(&next, &width);
        if (width > 0 && x >= 0)
            area_glyph(a, x, 0, (enum cell_role)roles[at - text], glyph);
        x += width;
    }
    if (*at || x > a.width || (p->longer && x <= a.width))
        put_ellipsis(a, x < a.width ? x : a.width - 1);
    if (p->left > 0)
        put_ellipsis(a, 0);
    return 1;
}

int log_paint(struct area a, const char *text, size_t size, const struct log_paint *p)
{
    uint8_t roles[LOG_LINE_MAX];
    size = size < sizeof roles ? size : sizeof roles - 1;
    find_roles(text, size, p, roles);
    return p->wrap ? paint_wrapped(a, text, roles) : paint_cut(a, text, roles, p);
}

int log_paint_flow(struct area a, int x, int y, enum cell_role role, const char *text)
{
    int column = x, width;
    while (*text) {
        const bool ends = *text == '\n';
        const uint32_t glyph = shown(&text, &width);
        if (ends || (column > x && column + width > a.width)) {
            y++;
            column = x;
        }
        if (!ends && width > 0 && y >= 0 && y < a.height)
            area_glyph(a, column, y, role, glyph);
        column += ends ? 0 : width;
    }
    return y + 1;
}
