/* log_record.c - see log_record.h. */
#include "viewer/console/views/log_record.h"

#include <stdio.h>

#include "runtime/host/utf8.h"
#include "viewer/console/journal/record.h"
#include "viewer/console/views/log_paint.h"

enum { KEY_COLUMNS_MAX = 24, GAP = 2 };

static int key_columns(const struct record *r)
{
    int widest = 4;
    for (int i = 0; i < r->count; i++) {
        char name[128];
        json_string(&r->members[i].key, name, sizeof name);
        const int width = utf8_text_width(name);
        widest = width > widest ? width : widest;
    }
    return widest < KEY_COLUMNS_MAX ? widest : KEY_COLUMNS_MAX;
}

static enum cell_role value_role(enum json_type type)
{
    return type == JSON_STRING ? ROLE_GOOD : type == JSON_NULL ? ROLE_WARN : ROLE_TEXT;
}

/* Arrays and objects as they stand; null is how a file says "not finite". */
static void value_text(const struct json_value *v, char *out, size_t size)
{
    if (v->type == JSON_STRING)
        json_string(v, out, size);
    else if (v->type == JSON_NULL)
        snprintf(out, size, "null (not finite)");
    else
        snprintf(out, size, "%.*s", (int)v->size, v->text);
}

int log_record_draw(struct area a, const struct log_text *t, int top)
{
    struct record r;
    char text[LOG_LINE_MAX];
    int y = -top;
    if (!record_read(&r, t->text, t->size)) {
        const char *why = t->longer ? "Too long to be taken apart; its beginning:"
                                    : "This line is no JSON object; it says:";
        y = log_paint_flow(a, 0, y, ROLE_WARN, why);
        return log_paint_flow(a, 0, y, ROLE_TEXT, t->text) + top;
    }
    const int keys = key_columns(&r);
    for (int i = 0; i < r.count; i++) {
        const struct json_member *m = &r.members[i];
        json_string(&m->key, text, sizeof text);
        if (y >= 0 && y < a.height)
            area_field(a, 0, y, keys, false, ROLE_KEY, text);
        value_text(&m->value, text, sizeof text);
        y = log_paint_flow(a, keys + GAP, y, value_role(m->value.type), text);
    }
    return y + top;
}
