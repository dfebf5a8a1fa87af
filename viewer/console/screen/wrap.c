/* wrap.c - see wrap.h. */
#include "viewer/console/screen/wrap.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/utf8.h"

size_t wrap_row(const char *text, int columns, size_t *next)
{
    const char *at = text, *blank = NULL;
    for (int width = 0; *at;) {
        const char *glyph = at;
        width += utf8_width(utf8_next(&at));
        if (*glyph == ' ' && glyph > text)
            blank = glyph;
        if (width <= columns)
            continue;
        const char *end = blank ? blank : glyph > text ? glyph : at;
        const char *rest = end + strspn(end, " ");
        *next = (size_t)(rest - text);
        return (size_t)(end - text);
    }
    return *next = (size_t)(at - text);
}

int wrap_rows(const char *text, int columns)
{
    int rows = 0;
    size_t next;
    do {
        wrap_row(text, columns > 0 ? columns : 1, &next);
        text += next;
        rows++;
    } while (*text);
    return rows;
}

int wrap_draw(struct area a, int y, enum cell_role role, const char *text)
{
    size_t next;
    do {
        const size_t length = wrap_row(text, a.width > 0 ? a.width : 1, &next);
        char *row = y >= 0 && y < a.height ? strndup(text, length) : NULL;
        if (row)
            area_field(a, 0, y, a.width, false, role, row);
        free(row);
        text += next;
        y++;
    } while (*text);
    return y;
}
