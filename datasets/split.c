/* split.c - see split.h. */
#include "datasets/split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/copies.h"
#include "runtime/host/rng.h"

/* ---- what belongs together ---- */

/* Sets of positions 0..count) as trees: the root is the lowest position. */
static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static int join_copies(const struct dataset *d, const uint32_t *rows, uint32_t count,
                       uint32_t *parent, struct mien_error *e)
{
    const size_t row_bytes = (size_t)d->width * npy_type_size(d->x.type);
    uint32_t *first = malloc(d->rows * sizeof *first), *place = malloc(d->rows * sizeof *place);
    int result = first && place ? copies_find(d->x.data, row_bytes, d->rows, first, e)
                                : error_memory(e, "a split", d->rows * sizeof *first);
    if (result == 0)
        memset(place, 0xff, d->rows * sizeof *place);
    for (uint32_t i = 0; result == 0 && i < count; i++) {
        uint32_t *p = &place[first[rows[i]]]; /* where this content was met first */
        if (*p == UINT32_MAX)
            *p = i;
        else
            join(parent, *p, i);
    }
    free(first);
    free(place);
    return result;
}

struct member {
    int32_t group;
    uint32_t place;
};

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static int join_groups(const struct dataset *d, const uint32_t *rows, uint32_t count,
                       uint32_t *parent, struct mien_error *e)
{
    if (!d->group)
        return 0;
    struct member *members = malloc(count * sizeof *members);
    if (!members)
        return error_memory(e, "a split", count * sizeof *members);
    for (uint32_t i = 0; i < count; i++)
        members[i] = (struct member){d->group[rows[i]], i};
    qsort(members, count, sizeof *members, by_group);
    for (uint32_t i = 1; i < count; i++)
        if (members[i - 1].group == members[i].group)
            join(parent, members[i - 1].place, members[i].place);
    free(members);
    return 0;
}

/* A unit is dealt whole: its positions are linked from `head` through `next` of struct deal. */
struct unit {
    uint32_t head, size, turn;
};

enum { END = UINT32_MAX };

/* Units largest first, else in their drawn turn. */
static int by_size(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->turn < y->turn ? -1 : 1;
}

struct deal {
    uint32_t *parent;  /* [count] */
    uint32_t *next;    /* [count] */
    uint32_t *unit_of; /* [count], for roots */
    struct unit *units;
    uint32_t unit_count;
    double *dealt; /* [parts, classes + 1]: rows by class, then in all */
    double *total; /* [classes] */
};

static void collect_units(struct deal *t, uint32_t count, uint64_t seed)
{
    struct rng rng = rng_seed(seed);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t root = root_of(t->parent, i);
        if (root == i) {
            t->unit_of[i] = t->unit_count;
            t->units[t->unit_count++] = (struct unit){END, 0, 0};
        }
        struct unit *u = &t->units[t->unit_of[root]];
        t->next[i] = u->head;
        u->head = i;
        u->size++;
    }
    uint32_t *turns = t->parent; /* has served */
    for (uint32_t i = 0; i < t->unit_count; i++)
        turns[i] = i;
    rng_shuffle(&rng, turns, t->unit_count);
    for (uint32_t i = 0; i < t->unit_count; i++)
        t->units[i].turn = turns[i];
    qsort(t->units, t->unit_count, sizeof *t->units, by_size);
}

/* ---- dealing ---- */

/* How full a part would be in the classes of a unit, each row of it counting by its class's rarity.
 */
static double fullness(const struct deal *t, const struct dataset *d, const uint32_t *rows,
                       const struct unit *u, uint32_t part, double share)
{
    const double *dealt = t->dealt + (size_t)part * (d->classes + 1);
    double sum = 0;
    for (uint32_t i = u->head; i != END; i = t->next[i]) {
        uint8_t c = d->y[rows[i]];
        sum += (dealt[c] + 0.5) / t->total[c];
    }
    return sum / share;
}

static void deal_unit(struct deal *t, const struct dataset *d, const uint32_t *rows,
                      const struct unit *u, const double *shares, uint32_t parts, uint8_t *part)
{
    uint32_t best = 0;
    double least = INFINITY, least_rows = INFINITY;
    for (uint32_t p = 0; p < parts; p++) {
        double full = fullness(t, d, rows, u, p, shares[p]);
        double all = (t->dealt[(size_t)p * (d->classes + 1) + d->classes] + 0.5) / shares[p];
        if (full < least || (full == least && all < least_rows)) {
            best = p;
            least = full;
            least_rows = all;
        }
    }
    double *dealt = t->dealt + (size_t)best * (d->classes + 1);
    for (uint32_t i = u->head; i != END; i = t->next[i]) {
        part[i] = (uint8_t)best;
        dealt[d->y[rows[i]]]++;
        dealt[d->classes]++;
    }
}

static int deal_all(struct deal *t, const struct dataset *d, const uint32_t *rows, uint32_t count,
                    const double *shares, uint32_t parts, uint64_t seed, uint8_t *part,
                    struct mien_error *e)
{
    for (uint32_t i = 0; i < count; i++) {
        t->parent[i] = i;
        t->total[d->y[rows[i]]]++;
    }
    if (join_copies(d, rows, count, t->parent, e) != 0 ||
        join_groups(d, rows, count, t->parent, e) != 0)
        return -1;
    collect_units(t, count, seed);
    if (t->unit_count < parts)
        return error_set(e, d->path, 0,
                         "%u rows that are not copies or of one group cannot fill %u parts",
                         t->unit_count, parts);
    for (uint32_t i = 0; i < t->unit_count; i++)
        deal_unit(t, d, rows, &t->units[i], shares, parts, part);
    for (uint32_t p = 0; p < parts; p++)
        if (t->dealt[(size_t)p * (d->classes + 1) + d->classes] == 0)
            return error_set(e, d->path, 0,
                             "part %u of %u gets no row; ask for fewer or larger parts", p, parts);
    return 0;
}

int split_deal(const struct dataset *d, const uint32_t *rows, uint32_t count, const double *shares,
               uint32_t parts, uint64_t seed, uint8_t *part, struct mien_error *e)
{
    if (parts < 2 || parts > DATASET_SPLITS_MAX || parts > count)
        return error_set(e, d->path, 0, "%u rows cannot be dealt to %u parts; choose 2 to %u",
                         count, parts, count < DATASET_SPLITS_MAX ? count : DATASET_SPLITS_MAX);
    for (uint32_t p = 0; p < parts; p++)
        if (!(shares[p] > 0 && isfinite(shares[p])))
            return error_set(e, d->path, 0, "the share of part %u is %g; it must be positive", p,
                             shares[p]);
    struct deal t = {
        .parent = malloc(count * sizeof *t.parent),
        .next = malloc(count * sizeof *t.next),
        .unit_of = malloc(count * sizeof *t.unit_of),
        .units = malloc(count * sizeof *t.units),
        .dealt = calloc((size_t)parts * (d->classes + 1), sizeof *t.dealt),
        .total = calloc(d->classes, sizeof *t.total),
    };
    int result = -1;
    if (t.parent && t.next && t.unit_of && t.units && t.dealt && t.total)
        result = deal_all(&t, d, rows, count, shares, parts, seed, part, e);
    else
        error_memory(e, "a split", count * sizeof *t.units);
    free(t.parent);
    free(t.next);
    free(t.unit_of);
    free(t.units);
    free(t.dealt);
    free(t.total);
    return result;
}

int split_folds(const struct dataset *d, const uint32_t *rows, uint32_t count, uint32_t folds,
                uint64_t seed, uint8_t *fold_of_row, struct mien_error *e)
{
    double shares[DATASET_SPLITS_MAX];
    for (uint32_t i = 0; i < DATASET_SPLITS_MAX; i++)
        shares[i] = 1;
    return split_deal(d, rows, count, shares, folds, seed, fold_of_row, e);
}

/* ---- writing ---- */

/* The splits of the new data set, and each row's. */
struct new_splits {
    const char *names[DATASET_SPLITS_MAX];
    uint32_t count;
    uint8_t *split; /* [rows] */
};

static int name_splits(const struct dataset *d, const struct split_options *o, uint32_t of,
                       uint8_t place[DATASET_SPLITS_MAX], struct new_splits *n,
                       struct mien_error *e)
{
    if (o->parts + d->splits > DATASET_SPLITS_MAX)
        return error_set(e, d->path, 0, "more than %d splits", DATASET_SPLITS_MAX);
    for (uint32_t i = 0; i < o->parts; i++)
        n->names[n->count++] = o->names[i];
    for (uint32_t i = 0; o->of && i < d->splits; i++) {
        if (i == of)
            continue;
        place[i] = (uint8_t)n->count;
        n->names[n->count++] = d->split_names[i];
    }
    return 0;
}

static int deal_splits(const struct dataset *d, const struct split_options *o, struct new_splits *n,
                       struct mien_error *e)
{
    uint32_t of = 0, count = 0;
    uint8_t place[DATASET_SPLITS_MAX] = {0};
    if ((o->of && dataset_find_split(d, o->of, &of, e) != 0) ||
        name_splits(d, o, of, place, n, e) != 0)
        return -1;
    uint32_t *rows = calloc(d->rows, sizeof *rows);
    uint8_t *part = malloc(d->rows);
    int result = rows && part ? 0 : error_memory(e, "a split", d->rows * sizeof *rows);
    for (uint32_t row = 0; result == 0 && row < d->rows; row++) {
        n->split[row] = place[d->split[row]];
        if (!o->of || d->split[row] == of)
            rows[count++] = row;
    }
    if (result == 0)
        result = split_deal(d, rows, count, o->shares, o->parts, o->seed, part, e);
    for (uint32_t i = 0; result == 0 && i < count; i++)
        n->split[rows[i]] = part[i];
    free(rows);
    free(part);
    return result;
}

static void set_split(void *context, uint32_t row, struct dataset_sample *s)
{
    const struct new_splits *n = context;
    s->split = n->split[row];
}

/* What was done, behind the provenance there is; for the caller to free. */
static char *tell(const struct dataset *d, const struct split_options *o)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    if (!f)
        return NULL;
    fprintf(f, "%s%sParted anew (%s, seed %llu):", d->provenance ? d->provenance : "",
            d->provenance ? " " : "", o->of ? o->of : "all rows", (unsigned long long)o->seed);
    for (uint32_t i = 0; i < o->parts; i++)
        fprintf(f, "%s %s %g", i ? "," : "", o->names[i], o->shares[i]);
    fputc('.', f);
    if (fclose(f) == 0)
        return text;
    free(text);
    return NULL;
}

static int write_rows(const struct dataset *d, const char *folder, const struct split_options *o,
                      struct new_splits *n, struct mien_error *e)
{
    char *provenance = tell(d, o);
    uint32_t *rows = malloc(d->rows * sizeof *rows);
    int result = -1;
    if (provenance && rows) {
        struct dataset_plan plan = dataset_plan_like(d);
        for (uint32_t row = 0; row < d->rows; row++)
            rows[row] = row;
        plan.provenance = provenance;
        plan.split_names = n->names;
        plan.splits = n->count;
        plan.mark_copies = d->copy != NULL;
        plan.replace = o->replace;
        result = dataset_write_rows(d, rows, d->rows, folder, &plan, set_split, n, o->watch, e);
    } else {
        error_memory(e, folder, d->rows * sizeof *rows);
    }
    free(provenance);
    free(rows);
    return result;
}

int split_write(const struct dataset *d, const char *folder, const struct split_options *options,
                struct mien_error *e)
{
    struct new_splits n = {.split = malloc(d->rows)};
    int result = n.split ? deal_splits(d, options, &n, e) : error_memory(e, folder, d->rows);
    if (result == 0)
        result = write_rows(d, folder, options, &n, e);
    free(n.split);
    return result;
}
