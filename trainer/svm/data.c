/* data.c - see data.h. */
#include "trainer/svm/data.h"

#include <libsvm/svm.h>
#include <math.h>
#include <stdlib.h>

#include "runtime/host/rng.h"

enum { SUBSET_STREAM = 0x5b5e7 };

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Group all rows by class: d->row, d->start. */
static void group(struct svm_data *d)
{
    const struct samples *s = d->samples;
    for (uint32_t r = 0; r < s->rows; r++)
        d->start[s->y[r] + 1]++;
    for (uint32_t c = 0; c < s->classes; c++)
        d->start[c + 1] += d->start[c];
    uint32_t next[256];
    for (uint32_t c = 0; c < s->classes; c++)
        next[c] = d->start[c];
    for (uint32_t r = 0; r < s->rows; r++)
        d->row[next[s->y[r]]++] = r;
    d->count = s->rows;
}

/* Keep `limit` of the grouped rows, of each class its share and at least one. */
static void keep_subset(struct svm_data *d, uint32_t limit, uint64_t seed)
{
    uint32_t kept = 0;
    for (uint32_t c = 0; c < d->samples->classes; c++) {
        const uint32_t first = d->start[c], count = d->start[c + 1] - first;
        uint32_t share = (uint32_t)lround((double)limit * count / d->samples->rows);
        if (share == 0 && count > 0)
            share = 1;
        struct rng rng = rng_stream(seed, SUBSET_STREAM + (uint64_t)c);
        rng_shuffle(&rng, d->row + first, count);
        d->start[c] = kept;
        for (uint32_t k = 0; k < share; k++)
            d->row[kept + k] = d->row[first + k];
        qsort(d->row + kept, share, sizeof *d->row, ascending);
        kept += share;
    }
    d->start[d->samples->classes] = kept;
    d->count = kept;
}

const float *data_row(const struct svm_data *d, uint32_t place)
{
    return d->samples->x + (size_t)d->row[place] * d->samples->width;
}

static int make_nodes(struct svm_data *d, struct mien_error *e)
{
    const uint32_t width = d->samples->width;
    size_t total = d->count;
    for (uint32_t p = 0; p < d->count; p++)
        for (uint32_t f = 0; f < width; f++)
            total += data_row(d, p)[f] != 0.0f;
    d->nodes = malloc(total * sizeof *d->nodes);
    d->node = malloc(d->count * sizeof *d->node);
    if (!d->nodes || !d->node)
        return error_memory(e, "the rows for libsvm", total * sizeof *d->nodes);
    struct svm_node *next = d->nodes;
    for (uint32_t p = 0; p < d->count; p++) {
        const float *x = data_row(d, p);
        d->node[p] = next;
        for (uint32_t f = 0; f < width; f++)
            if (x[f] != 0.0f)
                *next++ = (struct svm_node){.index = (int)f + 1, .value = (double)x[f]};
        *next++ = (struct svm_node){.index = -1};
    }
    return 0;
}

int data_open(struct svm_data *d, const struct samples *s, enum svm_solver solver, uint32_t limit,
              uint64_t seed, struct mien_error *e)
{
    *d = (struct svm_data){.samples = s};
    d->row = malloc(s->rows * sizeof *d->row);
    d->start = calloc(s->classes + 1, sizeof *d->start);
    if (!d->row || !d->start) {
        data_close(d);
        return error_memory(e, "the rows of each class", s->rows * sizeof *d->row);
    }
    group(d);
    if (limit > 0 && limit < s->rows)
        keep_subset(d, limit, seed);
    if (solver == SVM_LIBSVM && make_nodes(d, e) < 0) {
        data_close(d);
        return -1;
    }
    return 0;
}

void data_close(struct svm_data *d)
{
    free(d->row);
    free(d->start);
    free(d->nodes);
    free(d->node);
    *d = (struct svm_data){0};
}

int data_deal(const struct svm_data *d, uint32_t folds, uint64_t seed, uint64_t stream,
              uint8_t *fold, struct mien_error *e)
{
    uint32_t *order = malloc(d->count * sizeof *order);
    if (!order)
        return error_memory(e, "folds", d->count * sizeof *order);
    for (uint32_t p = 0; p < d->count; p++)
        order[p] = p;
    for (uint32_t c = 0; c < d->samples->classes; c++) {
        const uint32_t first = d->start[c], count = d->start[c + 1] - first;
        struct rng rng = rng_stream(seed, stream + c);
        rng_shuffle(&rng, order + first, count);
        for (uint32_t k = 0; k < count; k++)
            fold[order[first + k]] = (uint8_t)(k % folds);
    }
    free(order);
    return 0;
}
