/* dataset.c - see dataset.h. */
#include "datasets/dataset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/sha256.h"
#include "runtime/host/text.h"

const char *const dataset_kind_names[DATASET_KIND_COUNT] = {
#define X(symbol, name) name,
    DATASET_KINDS(X)
#undef X
};

uint32_t dataset_parts(const struct dataset *d, struct dataset_part *parts)
{
    const struct dataset_part whole = {.kind = d->kind,
                                       .shape = {d->shape[0], d->shape[1], d->shape[2]},
                                       .dimensions = d->dimensions,
                                       .width = d->width,
                                       .scale = d->scale,
                                       .offset = d->offset};
    if (d->part_count == 0)
        parts[0] = whole;
    else
        memcpy(parts, d->parts, d->part_count * sizeof *parts);
    return d->part_count ? d->part_count : 1;
}

bool dataset_find_part(const struct dataset *d, enum dataset_kind kind, struct dataset_part *part)
{
    struct dataset_part parts[DATASET_PARTS_MAX];
    const uint32_t count = dataset_parts(d, parts);
    for (uint32_t i = 0; i < count; i++)
        if (parts[i].kind == kind) {
            *part = parts[i];
            return true;
        }
    return false;
}

void dataset_narrow(struct dataset *d, const struct dataset_part *part)
{
    const struct dataset_part p = *part; /* which may be one of d's own */
    d->before += p.start;
    d->behind += d->width - p.start - p.width;
    d->part_count = 0;
    d->kind = p.kind;
    memcpy(d->shape, p.shape, sizeof d->shape);
    d->dimensions = p.dimensions;
    d->width = p.width;
    d->scale = p.scale;
    d->offset = p.offset;
}

/* Numbers [0, count) of x from number `start` on, scaled. */
static void read_numbers(const struct npy *x, size_t start, uint32_t count, float scale,
                         float offset, float *out)
{
#define CONVERT(type)                                                                              \
    do {                                                                                           \
        const type *v = (const type *)x->data + start;                                             \
        for (uint32_t i = 0; i < count; i++)                                                       \
            out[i] = (float)v[i] * scale + offset;                                                 \
    } while (0)
    if (x->type == NPY_U8)
        CONVERT(uint8_t);
    else if (x->type == NPY_I16)
        CONVERT(int16_t);
    else
        CONVERT(float);
#undef CONVERT
}

void dataset_row(const struct dataset *d, uint32_t row, float *out)
{
    struct dataset_part parts[DATASET_PARTS_MAX];
    const uint32_t count = dataset_parts(d, parts);
    const size_t first = (size_t)row * (d->before + d->width + d->behind) + d->before;
    for (uint32_t i = 0; i < count; i++)
        read_numbers(&d->x, first + parts[i].start, parts[i].width, (float)parts[i].scale,
                     (float)parts[i].offset, out + parts[i].start);
}

/* The first of v [n] that is not finite, or n. */
static uint32_t first_not_finite(const float *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!isfinite(v[i]))
            return i;
    return n;
}

int dataset_read(const struct dataset *d, const uint32_t *rows, uint32_t count, float *out,
                 struct mien_error *e)
{
    for (uint32_t i = 0; i < count; i++, out += d->width) {
        dataset_row(d, rows[i], out);
        uint32_t at = first_not_finite(out, d->width);
        if (at < d->width)
            return error_set(
                e, d->path, 0,
                "x.npy row %u, number %u is not finite (%g); mend the row or leave it out", rows[i],
                at, (double)out[at]);
    }
    return 0;
}

/* "a, b, c", cut where it does not fit. */
static const char *join_names(char *out, size_t size, char *const *names, uint32_t count)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", names[i]);
    return out;
}

int dataset_find_split(const struct dataset *d, const char *name, uint32_t *split,
                       struct mien_error *e)
{
    char list[256], hint[96];
    for (uint32_t i = 0; i < d->splits; i++)
        if (strcmp(d->split_names[i], name) == 0) {
            *split = i;
            return 0;
        }
    return error_set(e, d->path, 0, "no split '%.60s' (there are: %s)%s", name,
                     join_names(list, sizeof list, d->split_names, d->splits),
                     text_did_you_mean(hint, sizeof hint, name, (const char *const *)d->split_names,
                                       d->splits, sizeof *d->split_names));
}

uint32_t *dataset_split_rows(const struct dataset *d, uint32_t split, uint32_t *count,
                             struct mien_error *e)
{
    uint32_t n = 0;
    for (uint32_t row = 0; row < d->rows; row++)
        n += d->split[row] == split;
    *count = n;
    uint32_t *rows = malloc(((size_t)n + 1) * sizeof *rows);
    if (!rows) {
        error_memory(e, "the rows of a split", (size_t)n * sizeof *rows);
        return NULL;
    }
    n = 0;
    for (uint32_t row = 0; row < d->rows; row++)
        if (d->split[row] == split)
            rows[n++] = row;
    return rows;
}

void dataset_vote_target(const struct dataset *d, uint32_t row, float *t)
{
    const uint8_t *votes = d->vote ? d->vote + (size_t)row * d->votes : NULL;
    uint32_t total = 0;
    memset(t, 0, d->classes * sizeof *t);
    for (uint32_t v = 0; votes && v < d->votes; v++)
        if (d->vote_class[v] >= 0) {
            t[d->vote_class[v]] += votes[v];
            total += votes[v];
        }
    for (uint32_t c = 0; total && c < d->classes; c++)
        t[c] /= (float)total;
    if (total == 0)
        t[d->y[row]] = 1;
}

int32_t dataset_vote_majority(const struct dataset *d, uint32_t row)
{
    const uint8_t *votes = d->vote ? d->vote + (size_t)row * d->votes : NULL;
    uint32_t total = 0, most = 0;
    int32_t class = -1;
    for (uint32_t v = 0; votes && v < d->votes; v++) {
        if (votes[v] < 2)
            continue;
        total += votes[v];
        if (votes[v] > most) {
            most = votes[v];
            class = d->vote_class[v];
        }
    }
    return 2 * most > total ? class : -1;
}

int dataset_checksum(const struct dataset *d, char *hex, struct mien_error *e)
{
    (void)e;
    const struct npy *const parts[] = {&d->x, &d->y_file, &d->split_file};
    struct sha256 h;
    sha256_start(&h);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        sha256_add(&h, parts[i]->data, parts[i]->count * npy_type_size(parts[i]->type));
    sha256_finish(&h, hex);
    return 0;
}
