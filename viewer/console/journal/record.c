/* record.c - see record.h. */
#include "viewer/console/journal/record.h"

#include <math.h>
#include <string.h>

bool record_read(struct record *r, const char *line, size_t size)
{
    struct json_walk walk = json_line(line, size);
    struct json_member beyond;
    int found;
    r->count = 0;
    r->left_out = 0;
    for (;;) {
        const bool room = r->count < RECORD_MEMBERS;
        found = json_next_member(&walk, room ? &r->members[r->count] : &beyond);
        if (found <= 0)
            return found == 0;
        r->count += room;
        r->left_out += !room;
    }
}

/* Whether a key may be the one of `size` bytes, told by its first byte and its length: mending
 * bytes that are no UTF-8 makes a key longer only. */
static bool may_be(const struct json_value *k, const char *key, size_t size)
{
    return k->escaped || (k->size <= size && (k->size == 0 || *k->text == *key || *k->text & 0x80));
}

const struct json_value *record_find(const struct record *r, const char *key)
{
    const size_t size = strlen(key);
    for (int i = r->count - 1; i >= 0; i--) {
        const struct json_value *k = &r->members[i].key;
        if (may_be(k, key, size) && json_is(k, key))
            return &r->members[i].value;
    }
    return NULL;
}

const struct json_value *record_string(const struct record *r, const char *key)
{
    const struct json_value *value = record_find(r, key);
    return value && value->type == JSON_STRING ? value : NULL;
}

double record_number(const struct record *r, const char *key)
{
    const struct json_value *value = record_find(r, key);
    return value && value->type == JSON_NUMBER && isfinite(value->number) ? value->number
                                                                          : (double)NAN;
}

double record_x(const struct record *r, const char *unit, uint64_t line)
{
    const double count = record_number(r, unit);
    if (!isnan(count))
        return count;
    const double step = record_number(r, "step");
    return isnan(step) ? (double)line : step;
}
