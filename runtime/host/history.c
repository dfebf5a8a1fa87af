/* history.c - lines into columns; see history.h. */
#include "runtime/host/history.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/host/file.h"
#include "runtime/host/json_line.h"
#include "runtime/host/metrics_line.h"

/* A string's text, for the caller to free; NULL when out of memory. */
static char *text_of(const struct json_value *string)
{
    const size_t size = json_string(string, NULL, 0) + 1;
    char *text = malloc(size);
    if (text)
        json_string(string, text, size);
    return text;
}

/* Make a column called `name`, which becomes the history's. NULL: too many, or out of memory. */
static struct history_column *add_column(struct history *h, char *name)
{
    struct history_column *more = NULL;
    if (name && h->column_count < HISTORY_COLUMNS_MAX)
        more = realloc(h->columns, (h->column_count + 1) * sizeof *more);
    if (!more) {
        free(name);
        return NULL;
    }
    h->columns = more;
    more[h->column_count] = (struct history_column){.name = name};
    return &more[h->column_count++];
}

/* The column called `key`, made where there is none. Lines mostly have the same keys in the same
 * order, so the search starts at `hint`. NULL: too many, or out of memory. */
static struct history_column *column_of(struct history *h, const struct json_value *key,
                                        uint32_t hint)
{
    for (uint32_t k = 0; k < h->column_count; k++) {
        struct history_column *c = &h->columns[(hint + k) % h->column_count];
        if (json_is(key, c->name))
            return c;
    }
    return add_column(h, text_of(key));
}

static bool grow(struct history_column *c)
{
    const uint32_t capacity = c->capacity ? 2 * c->capacity : 32;
    uint32_t *line = realloc(c->line, capacity * sizeof *line);
    if (line)
        c->line = line;
    double *value = line ? realloc(c->value, capacity * sizeof *value) : NULL;
    if (!value)
        return false;
    c->value = value;
    c->capacity = capacity;
    return true;
}

/* Of a key that stands twice in a line the last counts. */
static bool put(struct history_column *c, uint32_t line, double value)
{
    if (c->count > 0 && c->line[c->count - 1] == line)
        c->count--;
    if (c->count == c->capacity && !grow(c))
        return false;
    c->line[c->count] = line;
    c->value[c->count++] = value;
    return true;
}

/* What is being read: a line of a file. */
struct reading {
    struct history *h;
    const char *path;
    long number; /* of the line, from 1 */
    struct mien_error *e;
};

/* Put a number of the step under way, or null, into its column. */
static int take_number(struct reading *r, const struct json_member *m, uint32_t *hint)
{
    struct history *h = r->h;
    struct history_column *c = column_of(h, &m->key, *hint);
    if (!c && h->column_count == HISTORY_COLUMNS_MAX)
        return error_set(
            r->e, r->path, r->number, "more keys than a file of metrics has ('%.*s' is number %d)",
            m->key.size < 40 ? (int)m->key.size : 40, m->key.text, HISTORY_COLUMNS_MAX + 1);
    const bool finite = m->value.type == JSON_NUMBER && isfinite(m->value.number);
    if (!c || !put(c, h->lines, finite ? m->value.number : (double)NAN))
        return error_memory(r->e, r->path, (size_t)h->lines * sizeof(double));
    *hint = (uint32_t)(c - h->columns) + 1;
    return 0;
}

static int take_step(struct reading *r, struct json_walk walk)
{
    struct json_member m;
    uint32_t hint = 0;
    while (json_next_member(&walk, &m) > 0)
        if ((m.value.type == JSON_NUMBER || m.value.type == JSON_NULL) &&
            take_number(r, &m, &hint) != 0)
            return -1;
    r->h->lines++;
    return 0;
}

/* Texts of a line, as far as it has them. */
struct names {
    bool has_kind, has_unit;
    struct json_value kind, unit;
};

/* Walk through a line; false where it is no JSON object. */
static bool look(struct json_walk walk, struct names *n)
{
    struct json_member m;
    int found;
    *n = (struct names){0};
    while ((found = json_next_member(&walk, &m)) > 0) {
        if (m.value.type != JSON_STRING)
            continue;
        if (json_is(&m.key, "kind")) {
            n->kind = m.value;
            n->has_kind = true;
        } else if (json_is(&m.key, "unit")) {
            n->unit = m.value;
            n->has_unit = true;
        }
    }
    return found == 0;
}

static int take_line(struct reading *r, struct json_walk walk, const struct names *n)
{
    const enum metrics_kind kind = metrics_kind_of(n->has_kind ? &n->kind : NULL);
    const bool opening = kind == METRICS_RUN || kind == METRICS_SESSION;
    const bool named = opening ? n->has_unit : kind == METRICS_STEP && n->has_kind;
    if (named && !r->h->kind && !(r->h->kind = text_of(opening ? &n->unit : &n->kind)))
        return error_memory(r->e, r->path, n->unit.size + n->kind.size);
    return kind == METRICS_STEP ? take_step(r, walk) : 0;
}

int history_parse(struct history *h, const char *path, const char *text, size_t size,
                  struct mien_error *e)
{
    *h = (struct history){0};
    struct reading r = {.h = h, .path = path, .number = 1, .e = e};
    int result = 0;
    for (const char *at = text, *end = text + size; result == 0 && at < end; r.number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const size_t length = (size_t)((stop ? stop : end) - at);
        const struct json_walk walk = json_line(at, length);
        struct names names;
        if (look(walk, &names))
            result = take_line(&r, walk, &names);
        else if (stop)
            result = error_set(e, path, r.number, "not a line of metrics ('%.*s'); remove it",
                               length < 40 ? (int)length : 40, at);
        at = stop ? stop + 1 : end;
    }
    if (result != 0)
        history_close(h);
    return result;
}

int history_open(struct history *h, const char *run, struct mien_error *e)
{
    struct stat st;
    *h = (struct history){0};
    if (stat(run, &st) != 0)
        return error_system(e, run, "find the run");
    char *path = S_ISDIR(st.st_mode) ? file_join(run, "metrics.jsonl") : strdup(run);
    if (!path)
        return error_memory(e, run, strlen(run));
    char *text = file_text(path, HISTORY_BYTES_MAX, e);
    const int result = text ? history_parse(h, path, text, strlen(text), e) : -1;
    free(text);
    free(path);
    return result;
}

void history_close(struct history *h)
{
    for (uint32_t k = 0; k < h->column_count; k++) {
        free(h->columns[k].name);
        free(h->columns[k].line);
        free(h->columns[k].value);
    }
    free(h->columns);
    free(h->kind);
    *h = (struct history){0};
}

const struct history_column *history_find(const struct history *h, const char *name)
{
    for (uint32_t k = 0; k < h->column_count; k++)
        if (strcmp(h->columns[k].name, name) == 0)
            return &h->columns[k];
    return NULL;
}
