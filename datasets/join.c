/* join.c - see join.h. Both sets' rows are sorted by split and id and walked side by side. */
#include "datasets/join.h"

#include <stdlib.h>
#include <string.h>

/* A row by what it is matched by: its split, its id and its class, from the highest bits down, as
 * the first set counts splits and classes. Pictures in folders by class may share a number. */
struct key {
    uint64_t key;
    uint32_t row;
};

enum { CLASS_BITS = 16 };

struct join {
    const struct dataset *sets[2];
    struct key *keys[2]; /* [rows], sorted */
    uint32_t *partner;   /* [sets[0]->rows]: rows of the second set, or ALONE */
    int split_to[DATASET_SPLITS_MAX], class_to[DATASET_CLASSES_MAX]; /* the second's in the first */
    struct dataset_part parts[2];
    struct dataset_plan plan;
    char *licence, *provenance;
    void *stored; /* a row, as it is written */
};

static const uint32_t ALONE = UINT32_MAX;

/* ---- which sets can be joined ---- */

static int check_set(const struct dataset *d, struct mien_error *e)
{
    if (d->kind == DATASET_MIXED)
        return error_set(e, d->path, 0,
                         "rows are of several parts already; join the sets it was made of");
    if (!d->id)
        return error_set(e, d->path, 0,
                         "there is no id.npy to tell which rows belong together; import the data "
                         "set from files whose names have numbers");
    return 0;
}

static int check_sets(const struct join *j, struct mien_error *e)
{
    if (check_set(j->sets[0], e) != 0 || check_set(j->sets[1], e) != 0)
        return -1;
    if (j->sets[0]->kind == j->sets[1]->kind)
        return error_set(e, j->sets[1]->path, 0,
                         "both sets hold rows of kind '%s'; join sets of two kinds",
                         dataset_kind_names[j->sets[0]->kind]);
    return 0;
}

/* ---- matching ---- */

/* Where each of the second's names is among the first's; -1: nowhere. */
static void match_names(char *const *first, uint32_t first_count, char *const *second,
                        uint32_t second_count, int *to)
{
    for (uint32_t i = 0; i < second_count; i++) {
        to[i] = -1;
        for (uint32_t k = 0; k < first_count; k++)
            if (strcmp(first[k], second[i]) == 0)
                to[i] = (int)k;
    }
}

static int by_key(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* What the first set has not comes behind all of its own. */
static uint64_t key_of(const struct join *j, int set, uint32_t row)
{
    const struct dataset *d = j->sets[set];
    uint64_t split = d->split[row], class = d->y[row];
    if (set == 1) {
        split = j->split_to[split] >= 0 ? (uint64_t)j->split_to[split] : split + DATASET_SPLITS_MAX;
        class =
            j->class_to[class] >= 0 ? (uint64_t)j->class_to[class] : class + DATASET_CLASSES_MAX;
    }
    return split << 48 | (uint64_t)d->id[row] << CLASS_BITS | class;
}

static int sort_rows(struct join *j, int set, struct mien_error *e)
{
    const struct dataset *d = j->sets[set];
    struct key *keys = j->keys[set] = malloc(d->rows * sizeof *keys);
    if (!keys)
        return error_memory(e, d->path, d->rows * sizeof *keys);
    for (uint32_t row = 0; row < d->rows; row++)
        keys[row] = (struct key){key_of(j, set, row), row};
    qsort(keys, d->rows, sizeof *keys, by_key);
    for (uint32_t i = 1; i < d->rows; i++)
        if (keys[i].key == keys[i - 1].key)
            return error_set(e, d->path, 0,
                             "rows %u and %u of split '%s' and class '%s' both have the id %u; ids "
                             "must tell rows apart",
                             keys[i - 1].row, keys[i].row, d->split_names[d->split[keys[i].row]],
                             d->class_names[d->y[keys[i].row]], d->id[keys[i].row]);
    return 0;
}

/* Rows of one split and id that found no partner because their classes differ. */
static int refuse_labels(const struct join *j, uint32_t row, uint32_t other, struct mien_error *e)
{
    const struct dataset *a = j->sets[0], *b = j->sets[1];
    return error_set(e, b->path, 0,
                     "id %u of split '%s' is '%s' (row %u), but '%s' in %s (row %u); join sets of "
                     "the same labels",
                     a->id[row], a->split_names[a->split[row]], b->class_names[b->y[other]], other,
                     a->class_names[a->y[row]], a->path, row);
}

static void note_alone(struct join_summary *s, int set, uint32_t row)
{
    if (s->alone[set]++ == 0 || row < s->first_alone[set])
        s->first_alone[set] = row;
}

static int pair_rows(struct join *j, struct join_summary *s, struct mien_error *e)
{
    const struct key *a = j->keys[0], *a_end = a + j->sets[0]->rows;
    const struct key *b = j->keys[1], *b_end = b + j->sets[1]->rows;
    const struct key *alone[2] = {NULL, NULL}; /* the last of each set */
    while (a < a_end || b < b_end) {
        const bool first = b == b_end || (a < a_end && a->key <= b->key);
        const bool second = a == a_end || (b < b_end && b->key <= a->key);
        if (first)
            j->partner[a->row] = second ? b->row : ALONE;
        if (first && second) {
            s->rows++;
        } else {
            const struct key *k = alone[second] = first ? a : b;
            note_alone(s, second, k->row);
            if (alone[first] && alone[first]->key >> CLASS_BITS == k->key >> CLASS_BITS)
                return refuse_labels(j, alone[0]->row, alone[1]->row, e);
        }
        a += first;
        b += second;
    }
    return s->rows ? 0
                   : error_set(e, j->sets[1]->path, 0,
                               "no row has a partner in %s by split and id; join sets of the same "
                               "subjects",
                               j->sets[0]->path);
}

static int match(struct join *j, struct join_summary *s, struct mien_error *e)
{
    const struct dataset *a = j->sets[0], *b = j->sets[1];
    match_names(a->split_names, a->splits, b->split_names, b->splits, j->split_to);
    match_names(a->class_names, a->classes, b->class_names, b->classes, j->class_to);
    if (!(j->partner = malloc(a->rows * sizeof *j->partner)))
        return error_memory(e, a->path, a->rows * sizeof *j->partner);
    return sort_rows(j, 0, e) || sort_rows(j, 1, e) || pair_rows(j, s, e) ? -1 : 0;
}

/* ---- what is said about the new set ---- */

/* "image: TEXT landmarks: TEXT", for the caller to free; *failed where memory has run out. */
static char *both_texts(const struct join *j, const char *head, const char *first,
                        const char *second, bool *failed)
{
    char *text = NULL;
    if (!first && !second && !*head)
        return NULL;
    if (asprintf(&text, "%s%s: %s %s: %s", head, dataset_kind_names[j->sets[0]->kind],
                 first ? first : "not recorded.", dataset_kind_names[j->sets[1]->kind],
                 second ? second : "not recorded.") < 0) {
        *failed = true;
        return NULL;
    }
    return text;
}

/* Integers stay the integers they are; beside floats they become the floats they mean. */
static void plan_parts(struct join *j)
{
    const bool floats = j->sets[0]->x.type == NPY_F32 || j->sets[1]->x.type == NPY_F32;
    for (int i = 0; i < 2; i++) {
        dataset_parts(j->sets[i], &j->parts[i]);
        if (floats) {
            j->parts[i].scale = 1;
            j->parts[i].offset = 0;
        }
    }
    j->plan.type = floats ? NPY_F32 : NPY_I16;
    j->plan.kind = DATASET_MIXED;
    j->plan.shape[0] = j->sets[0]->width + j->sets[1]->width;
    j->plan.shape[1] = j->plan.shape[2] = j->plan.dimensions = 1;
    j->plan.scale = 1;
    j->plan.offset = 0;
    j->plan.parts = j->parts;
    j->plan.part_count = 2;
}

static int make_plan(struct join *j, const char *folder, bool replace, struct mien_error *e)
{
    const struct dataset *a = j->sets[0], *b = j->sets[1];
    bool failed = false;
    j->plan = dataset_plan_like(a);
    const struct dataset_plan other = dataset_plan_like(b);
    j->licence = both_texts(j, "", a->licence, b->licence, &failed);
    j->provenance =
        both_texts(j, "Joined by split and id. ", a->provenance, b->provenance, &failed);
    if (failed)
        return error_memory(e, folder, 0);
    j->plan.name = file_name(folder);
    j->plan.licence = j->licence;
    j->plan.provenance = j->provenance;
    if (!a->source)
        j->plan.source = b->source;
    if (!a->vote) {
        j->plan.vote_names = other.vote_names;
        j->plan.votes = other.votes;
    }
    j->plan.columns |= other.columns;
    j->plan.replace = replace;
    plan_parts(j);
    return 0;
}

/* ---- writing ---- */

/* Integers [count] of a set as int16. */
static void widen(const struct dataset *d, uint32_t row, int16_t *to)
{
    const size_t start = (size_t)row * d->width;
    if (d->x.type == NPY_I16)
        memcpy(to, (const int16_t *)d->x.data + start, d->width * sizeof *to);
    else
        for (uint32_t i = 0; i < d->width; i++)
            to[i] = ((const uint8_t *)d->x.data)[start + i];
}

static void join_numbers(const struct join *j, uint32_t row, uint32_t other,
                         struct dataset_sample *s)
{
    const struct dataset *a = j->sets[0], *b = j->sets[1];
    if (j->plan.type == NPY_F32) {
        dataset_row(a, row, j->stored);
        dataset_row(b, other, (float *)j->stored + a->width);
    } else {
        widen(a, row, j->stored);
        widen(b, other, (int16_t *)j->stored + a->width);
    }
    s->stored = j->stored;
}

/* The first set's columns, and of the second those that the first has not. */
static struct dataset_sample join_row(const struct join *j, uint32_t row)
{
    const struct dataset *a = j->sets[0];
    const struct dataset_sample other = dataset_sample_of(j->sets[1], j->partner[row]);
    struct dataset_sample s = dataset_sample_of(a, row);
    if (!a->vote)
        s.votes = other.votes;
    if (!a->weight)
        s.weight = other.weight;
    if (!a->group)
        s.group = other.group;
    if (!a->score)
        s.score = other.score;
    if (!a->copy)
        s.copy = other.copy;
    join_numbers(j, row, j->partner[row], &s);
    return s;
}

static int add_rows(const struct join *j, struct dataset_builder *b,
                    const struct dataset_watch *watch, struct mien_error *e)
{
    const uint32_t rows = j->sets[0]->rows;
    for (uint32_t row = 0; row < rows; row++) {
        if (j->partner[row] != ALONE) {
            const struct dataset_sample s = join_row(j, row);
            if (dataset_builder_add(b, &s, e) != 0)
                return -1;
        }
        if (dataset_watch_report(watch, row + 1, rows, e) != 0)
            return -1;
    }
    return 0;
}

static int write_all(struct join *j, const char *folder, const struct dataset_watch *watch,
                     struct mien_error *e)
{
    struct dataset_builder b;
    const size_t bytes = j->plan.shape[0] * npy_type_size(j->plan.type);
    if (!(j->stored = malloc(bytes)))
        return error_memory(e, "a row", bytes);
    if (dataset_builder_open(&b, folder, &j->plan, e) != 0)
        return -1;
    if (add_rows(j, &b, watch, e) != 0) {
        dataset_builder_abandon(&b);
        return -1;
    }
    return dataset_builder_commit(&b, e);
}

int join_write(const struct dataset *first, const struct dataset *second, const char *folder,
               bool replace, const struct dataset_watch *watch, struct join_summary *summary,
               struct mien_error *e)
{
    struct join *j = calloc(1, sizeof *j);
    if (!j)
        return error_memory(e, folder, sizeof *j);
    *summary = (struct join_summary){0};
    j->sets[0] = first;
    j->sets[1] = second;
    int result = check_sets(j, e) || match(j, summary, e) || make_plan(j, folder, replace, e) ||
                         write_all(j, folder, watch, e)
                     ? -1
                     : 0;
    free(j->keys[0]);
    free(j->keys[1]);
    free(j->partner);
    free(j->licence);
    free(j->provenance);
    free(j->stored);
    free(j);
    return result;
}
