/* select.c - see select.h. */
#include "datasets/select.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"

enum { NAME_TEXT = 65 }; /* the longest class name and its end */

/* ---- the list ---- */

/* Copy text[0..length) as a name. */
static int take_name(char out[NAME_TEXT], const char *text, size_t length, struct mien_error *e)
{
    if (length == 0 || length >= NAME_TEXT)
        return error_usage(
            e, "a class name is %s in the list of classes; write NAME, NEW=OLD or NEW=A+B",
            length ? "too long" : "missing");
    memcpy(out, text, length);
    out[length] = '\0';
    return 0;
}

static int unknown_class(const struct dataset *d, const char *name, struct mien_error *e)
{
    char list[512] = "", hint[96];
    const char *const *names = (const char *const *)d->class_names;
    size_t used = 0;
    for (uint32_t c = 0; c < d->classes && used < sizeof list; c++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", c ? ", " : "", names[c]);
    text_did_you_mean(hint, sizeof hint, name, names, d->classes, sizeof *names);
    return error_usage(e, "no class '%s' in %s (there are: %s)%s", name, d->path, list, hint);
}

static int add_member(struct select_map *m, const struct dataset *d, const char *text,
                      size_t length, struct mien_error *e)
{
    char name[NAME_TEXT];
    uint32_t c = 0;
    if (take_name(name, text, length, e) != 0)
        return -1;
    while (c < d->classes && strcmp(d->class_names[c], name) != 0)
        c++;
    if (c == d->classes)
        return unknown_class(d, name, e);
    if (m->class_to[c] >= 0)
        return error_usage(e, "the class '%s' is named twice", name);
    m->class_to[c] = (int16_t)m->classes;
    return 0;
}

/* One item of the list: NAME, NEW=OLD or NEW=A+B+C. */
static int add_class(struct select_map *m, const struct dataset *d, const char *text, size_t length,
                     struct mien_error *e)
{
    char name[NAME_TEXT];
    const char *equals = memchr(text, '=', length), *end = text + length;
    if (take_name(name, text, equals ? (size_t)(equals - text) : length, e) != 0)
        return -1;
    for (const char *at = equals ? equals + 1 : text; at <= end;) {
        const char *plus = equals ? memchr(at, '+', (size_t)(end - at)) : NULL;
        const char *stop = plus ? plus : end;
        if (add_member(m, d, at, (size_t)(stop - at), e) != 0)
            return -1;
        at = stop + 1;
    }
    for (uint32_t c = 0; c < m->classes; c++)
        if (strcmp(m->names[c], name) == 0)
            return error_usage(e, "two of the new classes are called '%s'", name);
    if (!(m->names[m->classes] = strdup(name)))
        return error_memory(e, name, length);
    m->classes++;
    return 0;
}

int select_parse(struct select_map *m, const struct dataset *d, const char *list,
                 struct mien_error *e)
{
    *m = (struct select_map){0};
    for (int c = 0; c < DATASET_CLASSES_MAX; c++)
        m->class_to[c] = -1;
    for (const char *at = list;;) {
        size_t length = strcspn(at, ",");
        if (add_class(m, d, at, length, e) != 0)
            return -1;
        if (at[length] == '\0')
            break;
        at += length + 1;
    }
    return m->classes >= 2 ? 0 : error_usage(e, "one class is nothing to learn; name two at least");
}

void select_free(struct select_map *m)
{
    for (uint32_t c = 0; c < m->classes; c++)
        free(m->names[c]);
    *m = (struct select_map){0};
}

/* ---- writing ---- */

struct selection {
    struct select_map map;
    uint32_t *rows, count;
    const struct dataset *d;
    const char *vote_names[DATASET_VOTES_MAX];
    uint8_t vote_to[DATASET_VOTES_MAX]; /* the new column of an old one */
    uint32_t votes;
    uint8_t added[DATASET_VOTES_MAX]; /* a row's votes in the new columns */
};

/* The new class that a vote column counts for, -1: none. */
static int vote_class(const struct selection *s, uint32_t vote)
{
    int old = s->d->vote_class[vote];
    return old < 0 ? -1 : s->map.class_to[old];
}

static void plan_votes(struct selection *s)
{
    for (uint32_t c = 0; c < s->map.classes; c++) {
        bool any = false;
        for (uint32_t v = 0; v < s->d->votes; v++)
            if (vote_class(s, v) == (int)c) {
                s->vote_to[v] = (uint8_t)s->votes;
                any = true;
            }
        if (any)
            s->vote_names[s->votes++] = s->map.names[c];
    }
    for (uint32_t v = 0; v < s->d->votes; v++)
        if (vote_class(s, v) < 0) {
            s->vote_to[v] = (uint8_t)s->votes;
            s->vote_names[s->votes++] = s->d->vote_names[v];
        }
}

static void change_row(void *context, uint32_t row, struct dataset_sample *sample)
{
    struct selection *s = context;
    (void)row;
    sample->y = (uint8_t)s->map.class_to[sample->y];
    memset(s->added, 0, sizeof s->added);
    for (uint32_t v = 0; sample->votes && v < s->d->votes; v++) {
        unsigned sum = s->added[s->vote_to[v]] + sample->votes[v];
        s->added[s->vote_to[v]] = (uint8_t)(sum < UINT8_MAX ? sum : UINT8_MAX);
    }
    sample->votes = s->added;
}

static int pick_rows(struct selection *s, struct mien_error *e)
{
    s->rows = malloc(s->d->rows * sizeof *s->rows);
    if (!s->rows)
        return error_memory(e, "the rows to keep", s->d->rows * sizeof *s->rows);
    for (uint32_t row = 0; row < s->d->rows; row++)
        if (s->map.class_to[s->d->y[row]] >= 0)
            s->rows[s->count++] = row;
    return 0;
}

static int write_rows(struct selection *s, const char *list, const char *folder, bool replace,
                      const struct dataset_watch *watch, struct mien_error *e)
{
    const char *old = s->d->provenance;
    char *provenance = NULL;
    struct dataset_plan plan = dataset_plan_like(s->d);
    if (asprintf(&provenance, "%s%sClasses selected: %s.", old ? old : "", old ? " " : "", list) <
        0)
        return error_memory(e, folder, strlen(list));
    plan.provenance = provenance;
    plan.class_names = (const char *const *)s->map.names;
    plan.classes = s->map.classes;
    plan.vote_names = s->vote_names;
    plan.votes = s->votes;
    plan.replace = replace;
    int result =
        dataset_write_rows(s->d, s->rows, s->count, folder, &plan, change_row, s, watch, e);
    free(provenance);
    return result;
}

int select_write(const struct dataset *d, const char *list, const char *folder, bool replace,
                 const struct dataset_watch *watch, struct mien_error *e)
{
    struct selection s = {.d = d};
    int result = select_parse(&s.map, d, list, e);
    if (result == 0)
        result = pick_rows(&s, e);
    if (result == 0) {
        plan_votes(&s);
        result = write_rows(&s, list, folder, replace, watch, e);
    }
    free(s.rows);
    select_free(&s.map);
    return result;
}
