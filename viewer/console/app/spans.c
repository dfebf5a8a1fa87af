/* spans.c - see spans.h. */
#include "viewer/console/app/spans.h"

#include <stdio.h>

#include "runtime/host/utf8.h"
#include "viewer/console/screen/input.h"

void spans_add(struct spans *s, uint32_t key, const char *text, int gap)
{
    if (s->count == SPANS_MAX)
        return;
    struct span *new = &s->span[s->count++];
    new->x = s->width;
    new->key = key;
    input_key_name(key, new->name);
    snprintf(new->text, sizeof new->text, "%s", text);
    const int text_width = utf8_text_width(new->text);
    new->width = utf8_text_width(new->name) + (text_width > 0 ? 1 + text_width : 0);
    s->width += new->width + gap;
}

void spans_drop(struct spans *s)
{
    if (s->count > 0)
        s->width = s->span[--s->count].x;
}

void spans_align_right(struct spans *s, int width)
{
    while (s->count > 1 && s->width > width)
        spans_drop(s);
    for (int i = 0; i < s->count; i++)
        s->span[i].x += width - s->width;
}

const struct span *spans_at(const struct spans *s, int x)
{
    for (int i = 0; i < s->count; i++)
        if (x >= s->span[i].x && x < s->span[i].x + s->span[i].width)
            return &s->span[i];
    return NULL;
}

int spans_start(const struct spans *s, int otherwise)
{
    return s->count > 0 ? s->span[0].x : otherwise;
}

void spans_draw(const struct spans *s, struct area a)
{
    for (int i = 0; i < s->count; i++) {
        const int behind = area_text(a, s->span[i].x, 0, ROLE_KEY, s->span[i].name);
        area_text(a, behind + 1, 0, ROLE_FAINT, s->span[i].text);
    }
}
