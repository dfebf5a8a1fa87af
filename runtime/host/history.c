/* history.c - lines into columns; see history.h. */
#include "runtime/host/history.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/host/file.h"

/* The column called `name`. Lines mostly have the same keys in the same order, so the search starts
 * at `hint`; a new column is made where there is none. NULL: too many, or out of memory. */
static struct history_column *column_of(struct history *h, const char *name, uint32_t hint)
{
    for (uint32_t k = 0; k < h->column_count; k++) {
        struct history_column *c = &h->columns[(hint + k) % h->column_count];
        if (strcmp(c->name, name) == 0)
            return c;
    }
    if (h->column_count == HISTORY_COLUMNS_MAX)
        return NULL;
    struct history_column *more = realloc(h->columns, (h->column_count + 1) * sizeof *more);
    if (!more)
        return NULL;
    h->columns = more;
    more[h->column_count] = (struct history_column){.name = strdup(name)};
    return more[h->column_count].name ? &more[h->column_count++] : NULL;
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

static int take_line(struct history *h, const cJSON *object, const char *path, struct mien_error *e)
{
    const cJSON *item, *kind = cJSON_GetObjectItemCaseSensitive(object, "kind");
    uint32_t hint = 0;
    if (!h->kind && cJSON_IsString(kind) && !(h->kind = strdup(kind->valuestring)))
        return error_memory(e, path, strlen(kind->valuestring));
    cJSON_ArrayForEach(item, object)
    {
        if (!cJSON_IsNumber(item) && !cJSON_IsNull(item))
            continue;
        struct history_column *c = column_of(h, item->string, hint);
        if (!c && h->column_count == HISTORY_COLUMNS_MAX)
            return error_set(e, path, (long)h->lines + 1,
                             "more keys than a file of metrics has ('%.40s' is number %d)",
                             item->string, HISTORY_COLUMNS_MAX + 1);
        const bool finite = cJSON_IsNumber(item) && isfinite(item->valuedouble);
        if (!c || !put(c, h->lines, finite ? item->valuedouble : (double)NAN))
            return error_memory(e, path, (size_t)h->lines * sizeof(double));
        hint = (uint32_t)(c - h->columns) + 1;
    }
    h->lines++;
    return 0;
}

/* The object that fills the line [length], for cJSON_Delete; NULL where it holds anything else. */
static cJSON *parse_line(const char *line, size_t length)
{
    const char *end = line;
    cJSON *object = cJSON_ParseWithLengthOpts(line, length, &end, 0);
    const bool whole = (size_t)(end - line) == length || (*end == '\r' && end + 1 == line + length);
    if (cJSON_IsObject(object) && whole)
        return object;
    cJSON_Delete(object);
    return NULL;
}

int history_parse(struct history *h, const char *path, const char *text, size_t size,
                  struct mien_error *e)
{
    *h = (struct history){0};
    int result = 0;
    for (const char *at = text, *end = text + size; result == 0 && at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const size_t length = (size_t)((stop ? stop : end) - at);
        cJSON *object = parse_line(at, length);
        if (object)
            result = take_line(h, object, path, e);
        else if (stop)
            result =
                error_set(e, path, (long)h->lines + 1, "not a line of metrics ('%.*s'); remove it",
                          length < 40 ? (int)length : 40, at);
        cJSON_Delete(object);
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
