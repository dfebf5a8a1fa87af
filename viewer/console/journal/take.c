/* take.c - what a line says, taken into the journal. Memory that runs out costs what it was for: a
 * column, an event, a text; the journal stays good. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/journal/reader.h"

enum { FIRST_COLUMNS = 16, EVENT_TEXT_MAX = 1024 };

/* Texts. */

/* *text becomes a copy of the string, or stays as it is where there is none. */
static void keep_text(char **text, const struct json_value *string)
{
    const size_t size = string ? json_string(string, NULL, 0) + 1 : 0;
    char *copy = string ? malloc(size) : NULL;
    if (!copy)
        return;
    json_string(string, copy, size);
    free(*text);
    *text = copy;
}

static void forget_classes(struct journal *j)
{
    for (int i = 0; i < j->class_count; i++)
        free(j->classes[i]);
    free(j->classes);
    j->classes = NULL;
    j->class_count = 0;
}

static void keep_classes(struct journal *j, const struct json_value *names)
{
    if (!names || names->type != JSON_ARRAY)
        return;
    forget_classes(j);
    j->classes = calloc(JOURNAL_CLASSES_MAX, sizeof *j->classes);
    struct json_walk walk = json_inside(names);
    struct json_value name;
    while (j->classes && j->class_count < JOURNAL_CLASSES_MAX &&
           json_next_element(&walk, &name) > 0 && name.type == JSON_STRING) {
        char **slot = &j->classes[j->class_count];
        keep_text(slot, &name);
        if (!*slot)
            return;
        j->class_count++;
    }
}

/* The confusion matrix. */

/* Rows of whole numbers, as many as each has, from the text [size] of a JSON array to count
 * [JOURNAL_CLASSES_MAX, JOURNAL_CLASSES_MAX]. Returns the classes, 0 where it is no such matrix. */
static uint32_t read_counts(const char *text, size_t size, uint32_t *count)
{
    const char *at = text + 1, *end = text + size - 1;
    uint32_t rows = 0, columns = 0, n = JOURNAL_CLASSES_MAX; /* until the first row tells */
    for (bool inside = false; at < end; at++) {
        if (*at >= '0' && *at <= '9' && inside) {
            if (columns == n)
                return 0;
            uint64_t number = 0;
            for (; *at >= '0' && *at <= '9' && number <= UINT32_MAX; at++)
                number = 10 * number + (uint64_t)(*at - '0');
            if (number > UINT32_MAX)
                return 0;
            count[rows * n + columns++] = (uint32_t)number;
        }
        if (*at == '[' && !inside && rows < n) {
            inside = true;
            columns = 0;
        } else if (*at == ']' && (rows == 0 || columns == n)) {
            n = columns;
            rows++;
            inside = false;
        } else if (*at != ',' && *at > ' ') {
            return 0;
        }
    }
    return rows == n ? n : 0;
}

/* Every step of a long file may bring a matrix, of which the newest is shown: so its text is kept
 * until all lines that have come are taken in. */
static void keep_confusion(struct journal *j, const struct json_value *matrix, double x)
{
    struct journal_reader *r = j->reader;
    if (!matrix || matrix->type != JSON_ARRAY)
        return;
    if (matrix->size > r->matrix_capacity) {
        char *grown = realloc(r->matrix, 2 * matrix->size);
        if (!grown)
            return;
        r->matrix = grown;
        r->matrix_capacity = 2 * matrix->size;
    }
    memcpy(r->matrix, matrix->text, matrix->size);
    r->matrix_size = matrix->size;
    r->matrix_x = x;
}

void journal_settle(struct journal *j)
{
    struct journal_reader *r = j->reader;
    struct journal_confusion *c = &j->confusion;
    uint32_t count[JOURNAL_CLASSES_MAX * JOURNAL_CLASSES_MAX];
    if (r->matrix_size == 0)
        return;
    const uint32_t n = read_counts(r->matrix, r->matrix_size, count);
    r->matrix_size = 0;
    if (n == 0) { /* none, rather than an older one in some ways of reading and not in others */
        free(c->count);
        *c = (struct journal_confusion){0};
        return;
    }
    if (n != c->classes) {
        uint32_t *made = malloc((size_t)n * n * sizeof *made);
        if (!made)
            return;
        free(c->count);
        c->count = made;
        c->classes = n;
    }
    memcpy(c->count, count, (size_t)n * n * sizeof *count);
    c->x = r->matrix_x;
}

/* Columns. */

static int new_column(struct journal *j, const struct json_value *key)
{
    struct journal_reader *r = j->reader;
    const int place = j->column_count;
    if (place == JOURNAL_COLUMNS_MAX || json_string(key, NULL, 0) >= JOURNAL_NAME_MAX)
        return -1;
    if (place == r->column_capacity) {
        const int capacity = place ? 2 * place : FIRST_COLUMNS;
        struct journal_column *more = realloc(j->columns, (size_t)capacity * sizeof *more);
        if (!more)
            return -1;
        j->columns = more;
        r->column_capacity = capacity;
    }
    j->columns[place] = (struct journal_column){.name = ""};
    json_string(key, j->columns[place].name, JOURNAL_NAME_MAX);
    r->stamp[place] = 0;
    j->column_count++;
    return place;
}

/* The place of the column `key`, made where there is none; -1: no room. Lines mostly have the same
 * keys in the same order, so the search starts at `hint`. */
static int column_of(struct journal *j, const struct json_value *key, int hint)
{
    for (int k = 0, at = hint; k < j->column_count; k++, at++) {
        if (at >= j->column_count)
            at = 0;
        if (json_is(key, j->columns[at].name))
            return at;
    }
    return new_column(j, key);
}

static bool is_number(const struct json_value *value)
{
    return value->type == JSON_NUMBER || value->type == JSON_NULL;
}

/* The number, NaN for null. */
static double number_of(const struct json_value *value)
{
    return value->type == JSON_NUMBER ? value->number : (double)NAN;
}

/* All numbers of the line become points at x. */
static void add_points(struct journal *j, const struct record *r, double x)
{
    struct journal_reader *reader = j->reader;
    const uint64_t stamp = j->lines + 1;
    int places[RECORD_MEMBERS], count = 0, hint = 0;
    uint32_t left_out = r->left_out;
    for (int i = 0; i < r->count; i++) {
        const struct json_member *m = &r->members[i];
        if (!is_number(&m->value))
            continue;
        const int place = column_of(j, &m->key, hint);
        left_out += place < 0;
        if (place < 0)
            continue;
        reader->value[place] = number_of(&m->value);
        if (reader->stamp[place] != stamp)
            places[count++] = place;
        reader->stamp[place] = stamp;
        hint = place + 1;
    }
    for (int k = 0; k < count; k++)
        series_add(&j->columns[places[k]].series, x, reader->value[places[k]]);
    if (left_out > j->columns_left_out)
        j->columns_left_out = left_out;
}

/* Kinds of lines. */

static void take_opening(struct journal *j, const struct record *r)
{
    const double threads = record_number(r, "threads");
    const struct json_value *unit = record_string(r, "unit");
    keep_text(&j->config, record_string(r, "config"));
    keep_text(&j->model, record_string(r, "model"));
    keep_classes(j, record_find(r, "classes"));
    if (unit)
        json_string(unit, j->unit, sizeof j->unit);
    j->total = record_number(r, "total");
    j->started = record_number(r, "time");
    j->threads = threads >= 0 && threads <= INT_MAX ? (int)threads : 0;
    j->reader->opened = true;
}

static void take_run(struct journal *j, const struct record *r)
{
    take_opening(j, r);
    j->live = false;
}

static void take_session(struct journal *j, const struct record *r)
{
    take_opening(j, r);
    j->live = true;
}

/* Events fill a block of twice their number; when it is full its newer half moves to the front. */
static void take_event(struct journal *j, const struct record *r)
{
    struct journal_reader *reader = j->reader;
    const struct json_value *text = record_string(r, "text");
    char cut[EVENT_TEXT_MAX];
    if (!reader->events)
        reader->events = j->events = calloc(2 * JOURNAL_EVENTS_MAX, sizeof *j->events);
    if (!text || !reader->events)
        return;
    json_string(text, cut, sizeof cut);
    char *kept = strdup(cut);
    if (!kept)
        return;
    if (j->event_count == JOURNAL_EVENTS_MAX) {
        free(j->events[0].text);
        j->events++;
        j->event_count--;
        if (j->events == reader->events + JOURNAL_EVENTS_MAX) {
            memcpy(reader->events, j->events, (size_t)j->event_count * sizeof *j->events);
            j->events = reader->events;
        }
    }
    j->events[j->event_count++] = (struct journal_event){record_number(r, "wall"), kept};
}

/* A word that is not known is taken for an end that can be resumed. */
static enum journal_state verdict_of(const struct json_value *state)
{
    static const enum journal_state verdicts[] = {JOURNAL_FINISHED, JOURNAL_FAILED};
    for (size_t i = 0; state && i < sizeof verdicts / sizeof *verdicts; i++)
        if (json_is(state, journal_state_names[verdicts[i]]))
            return verdicts[i];
    return JOURNAL_STOPPED;
}

/* All numbers of the line but those that say when. */
static void keep_results(struct journal *j, const struct record *r)
{
    if (!j->results)
        j->results = calloc(JOURNAL_RESULTS_MAX, sizeof *j->results);
    for (int i = 0; j->results && i < r->count; i++) {
        const struct json_member *m = &r->members[i];
        char name[JOURNAL_NAME_MAX];
        if (!is_number(&m->value) || json_is(&m->key, "step") || json_is(&m->key, "time") ||
            json_string(&m->key, name, sizeof name) >= sizeof name)
            continue;
        int place = 0;
        while (place < j->result_count && strcmp(j->results[place].name, name) != 0)
            place++;
        if (place == JOURNAL_RESULTS_MAX)
            continue;
        memcpy(j->results[place].name, name, sizeof name);
        j->results[place].value = number_of(&m->value);
        j->result_count += place == j->result_count;
    }
}

static void take_end(struct journal *j, const struct record *r)
{
    struct journal_reader *reader = j->reader;
    reader->ended = true;
    reader->verdict = verdict_of(record_string(r, "state"));
    free(j->message);
    j->message = NULL;
    keep_text(&j->message, record_string(r, "message"));
    keep_results(j, r);
    keep_confusion(j, record_find(r, "confusion"), NAN);
}

static void take_step(struct journal *j, const struct record *r)
{
    struct journal_reader *reader = j->reader;
    const struct json_value *kind = record_string(r, "kind");
    if (!j->unit[0] && kind)
        json_string(kind, j->unit, sizeof j->unit);
    const double x = record_x(r, j->unit, j->lines);
    const double wall = record_number(r, "wall");
    reader->x = fmax(reader->x, x);
    if (!isnan(wall))
        pace_add(&reader->pace, wall, x);
    add_points(j, r, x);
    keep_confusion(j, record_find(r, "confusion"), x);
}

static const struct kind {
    const char *name;
    bool ends; /* after it the writer is through */
    void (*take)(struct journal *j, const struct record *r);
} kinds[] = {
    {"run", false, take_run}, {"session", false, take_session}, {"event", false, take_event},
    {"end", true, take_end},  {NULL, false, take_step},
};

static const struct kind *kind_of(const struct record *r)
{
    const struct json_value *name = record_string(r, "kind");
    const struct kind *k = kinds;
    while (k->name && !(name && json_is(name, k->name)))
        k++;
    return k;
}

bool journal_is_step(const struct record *r)
{
    return !kind_of(r)->name;
}

void journal_take(struct journal *j, struct record *r, const struct line *line)
{
    index_add(&j->reader->index, line->start, j->reader->x);
    if (!line->too_long && record_read(r, line->text, line->size)) {
        const struct kind *kind = kind_of(r);
        j->reader->ended &= kind->ends;
        j->result_count = 0; /* they were not the last word */
        kind->take(j, r);
    } else {
        j->bad_lines++;
    }
    j->lines++;
}

void journal_forget(struct journal *j)
{
    struct journal_reader *r = j->reader;
    for (int i = 0; i < j->column_count; i++)
        series_free(&j->columns[i].series);
    for (int i = 0; i < j->event_count; i++)
        free(j->events[i].text);
    forget_classes(j);
    free(j->columns);
    free(j->results);
    free(j->confusion.count);
    free(j->config);
    free(j->model);
    free(j->message);
    free(r->events);
    free(r->matrix);
    index_free(&r->index);
    struct journal kept = *j;
    *j = (struct journal){.path = kept.path,
                          .total = NAN,
                          .started = NAN,
                          .interval = NAN,
                          .written = kept.written,
                          .state = kept.state,
                          .writer = kept.writer,
                          .generation = kept.generation + 1,
                          .reader = r};
    memcpy(j->name, kept.name, sizeof j->name);
    *r = (struct journal_reader){.was_there = r->was_there, .locked = r->locked};
}
