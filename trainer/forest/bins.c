/* bins.c - quantile bins by radix sort, a feature at a time; see bins.h. */
#include "trainer/forest/bins.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A value and its row in one number that sorts by value: the float's bits, made monotone, above. */
static uint64_t sort_key(float value, uint32_t row)
{
    uint32_t u;
    value += 0.0f; /* -0 and 0 are one value */
    memcpy(&u, &value, sizeof u);
    u ^= u >> 31 ? 0xffffffffu : 0x80000000u;
    return (uint64_t)u << 32 | row;
}

static float key_value(uint64_t key)
{
    uint32_t u = (uint32_t)(key >> 32);
    float value;
    u ^= u >> 31 ? 0x80000000u : 0xffffffffu;
    memcpy(&value, &u, sizeof value);
    return value;
}

/* Least-significant-digit radix sort of the value half, 8 bits a pass: an even number of passes
 * leaves the result in `keys`. Stable, so rows of equal value stay in order. */
static void sort_keys(uint64_t *keys, uint64_t *spare, uint32_t count)
{
    for (int shift = 32; shift < 64; shift += 8) {
        uint32_t start[256] = {0};
        for (uint32_t i = 0; i < count; i++)
            start[keys[i] >> shift & 255]++;
        for (uint32_t d = 0, sum = 0; d < 256; d++) {
            uint32_t n = start[d];
            start[d] = sum;
            sum += n;
        }
        for (uint32_t i = 0; i < count; i++)
            spare[start[keys[i] >> shift & 255]++] = keys[i];
        uint64_t *t = keys;
        keys = spare;
        spare = t;
    }
}

/* A threshold t with below <= t < above, the middle where floats have one. */
static float middle(float below, float above)
{
    float m = 0.5f * below + 0.5f * above;
    return m >= below && m < above ? m : below;
}

/* Fill feature f's bins from its sorted keys: each bin takes whole groups of equal values until it
 * has its share of the rows that are left, or one group each where the groups suffice. */
static void cut_feature(struct bins *b, uint32_t f, uint32_t limit, const uint64_t *keys)
{
    float *low = b->low + (size_t)f * BINS_MAX, *high = b->high + (size_t)f * BINS_MAX;
    uint8_t *column = b->by_column + (size_t)f * b->rows;
    uint32_t distinct = 1, bin = 0, filled = 0, left = b->rows;
    for (uint32_t i = 1; i < b->rows; i++)
        distinct += keys[i] >> 32 != keys[i - 1] >> 32;
    low[0] = key_value(keys[0]);
    for (uint32_t i = 0; i < b->rows; i++) {
        if (i > 0 && keys[i] >> 32 != keys[i - 1] >> 32 && bin + 1 < limit &&
            (distinct <= limit || (uint64_t)filled * (limit - bin) >= left)) {
            left -= filled;
            filled = 0;
            low[++bin] = key_value(keys[i]);
        }
        high[bin] = key_value(keys[i]);
        column[(uint32_t)keys[i]] = (uint8_t)bin;
        filled++;
    }
    b->count[f] = (uint16_t)(bin + 1);
    for (uint32_t k = 0; k < bin; k++)
        b->edge[(size_t)f * BINS_MAX + k] = middle(high[k], low[k + 1]);
}

static void transpose(struct bins *b, int threads)
{
    enum { TILE = 64 };
    uint32_t tiles = (b->rows + TILE - 1) / TILE;
#pragma omp parallel for num_threads(threads)
    for (uint32_t t = 0; t < tiles; t++) {
        uint32_t end = b->rows - t * TILE < TILE ? b->rows : (t + 1) * TILE;
        for (uint32_t f = 0; f < b->width; f++)
            for (uint32_t r = t * TILE; r < end; r++)
                b->by_row[(size_t)r * b->width + f] = b->by_column[(size_t)f * b->rows + r];
    }
}

int bins_make(struct bins *b, const struct samples *s, uint32_t limit, int threads,
              struct mien_error *e)
{
    size_t cells = (size_t)s->rows * s->width, marks = (size_t)s->width * BINS_MAX;
    size_t key_bytes = (size_t)threads * 2 * s->rows * sizeof(uint64_t);
    *b = (struct bins){.rows = s->rows, .width = s->width};
    b->by_row = malloc(cells);
    b->by_column = malloc(cells);
    b->count = calloc(s->width, sizeof *b->count);
    b->edge = calloc(marks, sizeof *b->edge);
    b->low = calloc(marks, sizeof *b->low);
    b->high = calloc(marks, sizeof *b->high);
    uint64_t *keys = malloc(key_bytes);
    if (!b->by_row || !b->by_column || !b->count || !b->edge || !b->low || !b->high || !keys) {
        free(keys);
        bins_free(b);
        return error_memory(e, "the quantised features", 2 * cells + 3 * marks * 4 + key_bytes);
    }
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int thread = 0; thread < threads; thread++) {
        uint64_t *own = keys + (size_t)thread * 2 * s->rows;
        for (uint32_t f = (uint32_t)thread; f < s->width; f += (uint32_t)threads) {
            for (uint32_t r = 0; r < s->rows; r++)
                own[r] = sort_key(s->x[(size_t)r * s->width + f], r);
            sort_keys(own, own + s->rows, s->rows);
            cut_feature(b, f, limit, own);
        }
    }
    transpose(b, threads);
    free(keys);
    return 0;
}

void bins_free(struct bins *b)
{
    free(b->by_row);
    free(b->by_column);
    free(b->count);
    free(b->edge);
    free(b->low);
    free(b->high);
    *b = (struct bins){0};
}

uint8_t bins_edge_between(const struct bins *b, uint32_t feature, uint8_t left, uint8_t right)
{
    const float *edge = b->edge + (size_t)feature * BINS_MAX;
    float target = middle(b->high[(size_t)feature * BINS_MAX + left],
                          b->low[(size_t)feature * BINS_MAX + right]);
    uint8_t bin = left;
    while (bin + 1 < right && fabsf(edge[bin + 1] - target) < fabsf(edge[bin] - target))
        bin++;
    return bin;
}

uint8_t bins_edge_at(const struct bins *b, uint32_t feature, uint8_t left, uint8_t right,
                     float fraction)
{
    size_t at = (size_t)feature * BINS_MAX;
    float from = middle(b->low[at + left], b->high[at + left]);
    float to = middle(b->low[at + right], b->high[at + right]);
    float target = (1.0f - fraction) * from + fraction * to;
    uint8_t bin = left;
    while (bin + 1 < right && b->edge[at + bin] < target)
        bin++;
    return bin;
}
