/* text_fit.c - see text_fit.h. */
#include "viewer/studio/text_fit.h"

#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"

static const char ellipsis[] = "\u2026";

/* Width of the character at *text, which is moved behind it. */
static float step(struct pen *p, float size, const char **text)
{
    char letter[UTF8_MAX + 1];
    const char *from = *text;
    utf8_next(text);
    snprintf(letter, sizeof letter, "%.*s", (int)(*text - from), from);
    return pen_text_width(p, size, letter);
}

void text_end(struct pen *p, float size, float width, const char *text, char *out, size_t room)
{
    const char *from = text;
    float left = pen_text_width(p, size, text);
    const bool cut = left > width || strlen(text) >= room;
    if (cut)
        left += pen_text_width(p, size, ellipsis);
    while (*from && cut && (left > width || strlen(from) + sizeof ellipsis > room))
        left -= step(p, size, &from);
    snprintf(out, room, "%s%s", cut ? ellipsis : "", from);
}

size_t text_line(struct pen *p, float size, float width, const char *text)
{
    const char *at = text, *word = text;
    float used = 0;
    while (*at) {
        const char *next = at;
        used += step(p, size, &next);
        if (used > width && *at != ' ' && at > text)
            return (size_t)((word > text ? word : at) - text);
        if (*at == ' ')
            word = next;
        at = next;
    }
    return (size_t)(at - text);
}
