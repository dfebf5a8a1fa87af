/* audit.c - see audit.h. */
#include "datasets/audit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/copies.h"

static void audit_numbers(struct audit *a, const struct dataset *d, const float *x, bool *constant)
{
    *constant = true;
    for (uint32_t i = 0; i < d->width; i++) {
        *constant = *constant && x[i] == x[0];
        if (!isfinite(x[i])) {
            a->not_finite++;
        } else {
            a->low = fmin(a->low, x[i]);
            a->high = fmax(a->high, x[i]);
        }
    }
}

static bool has_vote(const struct dataset *d, uint32_t row)
{
    const uint8_t *votes = d->vote + (size_t)row * d->votes;
    for (uint32_t v = 0; v < d->votes; v++)
        if (votes[v])
            return true;
    return false;
}

static int audit_rows(struct audit *a, const struct dataset *d, float *x,
                      const struct dataset_watch *watch, struct mien_error *e)
{
    a->low = INFINITY;
    a->high = -INFINITY;
    for (uint32_t row = 0; row < d->rows; row++) {
        struct audit_split *s = &a->splits[d->split[row]];
        bool constant;
        dataset_row(d, row, x);
        audit_numbers(a, d, x, &constant);
        s->rows++;
        s->by_class[d->y[row]]++;
        s->constant += constant;
        s->marked += d->copy && d->copy[row];
        s->faces += d->score && d->score[row] >= DATASET_FACE_SCORE;
        s->voted += d->vote && has_vote(d, row);
        if (dataset_watch_report(watch, row + 1, d->rows, e) != 0)
            return -1;
    }
    return 0;
}

/* first[] as copies_find gives it; holders[r] gathers the splits (a bit each) that hold row r's
 * content. */
static void count_copies(struct audit *a, const struct dataset *d, const uint32_t *first,
                         uint64_t *holders)
{
    for (uint32_t row = 0; row < d->rows; row++) {
        uint64_t *held = &holders[first[row]], bit = UINT64_C(1) << d->split[row];
        a->splits[d->split[row]].copies += (*held & bit) != 0;
        a->contradictions += d->y[row] != d->y[first[row]];
        *held |= bit;
    }
    for (uint32_t row = 0; row < d->rows; row++)
        for (uint32_t s = 0; s < d->splits; s++)
            if (s != d->split[row])
                a->splits[d->split[row]].shared[s] += holders[first[row]] >> s & 1;
}

static int audit_copies(struct audit *a, const struct dataset *d, struct mien_error *e)
{
    const size_t row_bytes = (size_t)d->width * npy_type_size(d->x.type);
    uint32_t *first = malloc(d->rows * sizeof *first);
    uint64_t *holders = calloc(d->rows, sizeof *holders);
    int result = first && holders ? copies_find(d->x.data, row_bytes, d->rows, first, e)
                                  : error_memory(e, d->path, d->rows * sizeof *holders);
    if (result == 0)
        count_copies(a, d, first, holders);
    free(first);
    free(holders);
    return result;
}

static int by_number(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int audit_groups(struct audit *a, const struct dataset *d, struct mien_error *e)
{
    if (!d->group)
        return 0;
    int32_t *sorted = malloc(d->rows * sizeof *sorted);
    if (!sorted)
        return error_memory(e, d->path, d->rows * sizeof *sorted);
    memcpy(sorted, d->group, d->rows * sizeof *sorted);
    qsort(sorted, d->rows, sizeof *sorted, by_number);
    a->groups = 1;
    for (uint32_t i = 1; i < d->rows; i++)
        a->groups += sorted[i] != sorted[i - 1];
    free(sorted);
    return 0;
}

int audit_run(struct audit *a, const struct dataset *d, const struct dataset_watch *watch,
              struct mien_error *e)
{
    *a = (struct audit){.splits = calloc(d->splits, sizeof *a->splits)};
    float *x = malloc(d->width * sizeof *x);
    int result = a->splits && x ? audit_rows(a, d, x, watch, e)
                                : error_memory(e, d->path, d->width * sizeof *x);
    if (result == 0)
        result = audit_copies(a, d, e);
    if (result == 0)
        result = audit_groups(a, d, e);
    free(x);
    return result;
}

void audit_free(struct audit *a)
{
    free(a->splits);
    *a = (struct audit){0};
}
