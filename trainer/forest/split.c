/* split.c - see split.h.
 *
 * Classes are summed SPLIT_LANES at a time in the compiler's own vector type; the loops are inlined
 * with a literal count of one vector where there are up to eight classes, the usual case, so that
 * the running sums stay in registers. */
#include "trainer/forest/split.h"

#include <stdlib.h>
#include <string.h>

/* Nodes of up to this many samples read the rows' own bytes, larger ones the feature's column. */
enum { SPLIT_BY_ROW_MAX = 512 };

typedef float lanes __attribute__((vector_size(SPLIT_LANES * sizeof(float))));

enum { SPLIT_VECTORS_MAX = 256 / SPLIT_LANES };

struct column {
    const uint8_t *base;
    size_t step;
};

static struct column column_of(const struct bins *b, uint32_t feature, uint32_t count)
{
    if (count <= SPLIT_BY_ROW_MAX)
        return (struct column){b->by_row + feature, b->width};
    return (struct column){b->by_column + (size_t)feature * b->rows, 1};
}

int splitter_init(struct splitter *s, const struct bins *bins, const struct forest_options *o,
                  uint32_t classes, struct mien_error *e)
{
    uint32_t stride = (classes + SPLIT_LANES - 1) / SPLIT_LANES * SPLIT_LANES;
    size_t floats = (size_t)stride * (BINS_MAX + 1);
    *s = (struct splitter){.bins = bins,
                           .criterion = o->criterion,
                           .classes = classes,
                           .stride = stride,
                           .min_leaf = o->min_leaf};
    s->histogram = aligned_alloc(64, (floats * sizeof(float) + 63) / 64 * 64);
    if (!s->histogram)
        return error_memory(e, "a histogram", floats * sizeof(float));
    memset(s->histogram, 0, floats * sizeof(float));
    s->total = s->histogram + (size_t)stride * BINS_MAX;
    return 0;
}

void splitter_free(struct splitter *s)
{
    free(s->histogram);
    *s = (struct splitter){0};
}

/* Add sample i, at histogram row or class vector `cell`. */
static inline void add_sample(float *cell, const struct split_samples *in, uint32_t i,
                              uint32_t classes)
{
    if (!in->target) {
        cell[in->label[i]] += in->weight[i];
        return;
    }
    const float *target = in->target + (size_t)in->row[i] * classes;
    for (uint32_t c = 0; c < classes; c++)
        cell[c] += in->weight[i] * target[c];
}

uint32_t splitter_begin(struct splitter *s, const struct split_samples *in)
{
    memset(s->total, 0, s->stride * sizeof(float));
    for (uint32_t i = 0; i < in->count; i++)
        add_sample(s->total, in, i, s->classes);
    uint32_t present = 0;
    s->total_weight = 0.0f;
    for (uint32_t c = 0; c < s->classes; c++) {
        present += s->total[c] > 0.0f;
        s->total_weight += s->total[c];
    }
    return present;
}

/* x log2 x for x >= 0, within 1e-6 of x max(1, |log2 x|): a fitted polynomial of the mantissa. */
static inline float xlog2x(float x)
{
    uint32_t u;
    memcpy(&u, &x, sizeof u);
    float exponent = (float)((int32_t)(u >> 23) - 127), m;
    u = (u & 0x7fffffu) | 0x3f800000u;
    memcpy(&m, &u, sizeof m);
    m -= 1.0f;
    float p = 0.0204903461f;
    p = p * m - 0.0960662494f;
    p = p * m + 0.215588533f;
    p = p * m - 0.339247773f;
    p = p * m + 0.477705931f;
    p = p * m - 0.721162734f;
    p = p * m + 1.44269326f;
    return x * (exponent + p * m);
}

static inline float sum_lanes(lanes v)
{
    v += __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
    v += __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
    return v[0] + v[1];
}

/* The score of sides l and r of `vectors` vectors and the weights given. */
static inline float score_sides(enum forest_criterion criterion, const lanes *l, const lanes *r,
                                uint32_t vectors, float l_weight, float r_weight)
{
    lanes sum = {0};
    if (criterion == FOREST_GINI) {
        for (uint32_t v = 0; v < vectors; v++)
            sum += l[v] * l[v] * r_weight + r[v] * r[v] * l_weight;
        return sum_lanes(sum) / (l_weight * r_weight);
    }
    for (uint32_t v = 0; v < vectors; v++)
        for (uint32_t c = 0; c < SPLIT_LANES; c++)
            sum[c] += xlog2x(l[v][c]) + xlog2x(r[v][c]);
    return sum_lanes(sum) - xlog2x(l_weight) - xlog2x(r_weight);
}

static bool is_perfect(enum forest_criterion criterion, float score, float total_weight)
{
    const float rounding = 1e-6f * total_weight;
    return score >= (criterion == FOREST_GINI ? total_weight : 0.0f) - rounding;
}

/* Bins are read a block ahead of their use: the reads miss the cache, and only a loop of nothing
 * else lets the processor wait for many of them at once. */
enum { FILL_BLOCK = 256 };

static void add_labels(float *restrict histogram, size_t stride, const uint8_t *restrict bin,
                       const uint8_t *restrict label, const float *restrict weight, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        histogram[bin[i] * stride + label[i]] += weight[i];
}

/* Sum the samples into the histogram; list[0..returned) are the bins met, ascending. */
static uint32_t fill_histogram(struct splitter *s, const struct split_samples *in,
                               struct column column, uint8_t *list)
{
    uint64_t present[BINS_MAX / 64] = {0};
    uint8_t bin[FILL_BLOCK];
    for (uint32_t begin = 0; begin < in->count; begin += FILL_BLOCK) {
        uint32_t n = in->count - begin < FILL_BLOCK ? in->count - begin : FILL_BLOCK;
        const uint32_t *row = in->row + begin;
        for (uint32_t i = 0; i < n; i++)
            bin[i] = column.base[row[i] * column.step];
        if (in->target)
            for (uint32_t i = 0; i < n; i++)
                add_sample(s->histogram + (size_t)bin[i] * s->stride, in, begin + i, s->classes);
        else
            add_labels(s->histogram, s->stride, bin, in->label + begin, in->weight + begin, n);
        for (uint32_t i = 0; i < n; i++)
            present[bin[i] / 64] |= 1ull << bin[i] % 64;
    }
    uint32_t met = 0;
    for (uint32_t word = 0; word < BINS_MAX / 64; word++)
        for (uint64_t bits = present[word]; bits; bits &= bits - 1)
            list[met++] = (uint8_t)(word * 64 + (uint32_t)__builtin_ctzll(bits));
    return met;
}

/* Walk the bins met from the left and keep the best cut; the histogram is cleared on the way. */
static inline void scan_histogram(struct splitter *s, const uint8_t *list, uint32_t met,
                                  uint32_t samples, enum forest_criterion criterion,
                                  uint32_t vectors, struct split *best)
{
    lanes *histogram = (lanes *)s->histogram;
    const lanes *total = (const lanes *)s->total;
    lanes l[SPLIT_VECTORS_MAX], r[SPLIT_VECTORS_MAX];
    float l_weight = 0.0f, total_weight = s->total_weight, best_score = best->score;
    uint32_t l_samples = 0, min_leaf = s->min_leaf;
    uint8_t best_bin = best->bin;
    for (uint32_t v = 0; v < vectors; v++)
        l[v] = (lanes){0};
    for (uint32_t k = 0; k + 1 < met; k++) {
        lanes *h = histogram + (size_t)list[k] * vectors, bin_sum = {0};
        for (uint32_t v = 0; v < vectors; v++) {
            bin_sum += h[v];
            l[v] += h[v];
            r[v] = total[v] - l[v];
            h[v] = (lanes){0};
        }
        l_weight += sum_lanes(bin_sum);
        if (min_leaf > 1) {
            l_samples += s->counts[list[k]];
            if (l_samples < min_leaf || samples - l_samples < min_leaf)
                continue;
        }
        float score = score_sides(criterion, l, r, vectors, l_weight, total_weight - l_weight);
        if (score > best_score) {
            best_score = score;
            best_bin = list[k];
        }
    }
    best->score = best_score;
    best->bin = best_bin;
    for (uint32_t v = 0; v < vectors; v++)
        histogram[(size_t)list[met - 1] * vectors + v] = (lanes){0};
}

/* Samples by bin, for min_leaf. */
static void count_bins(struct splitter *s, const struct split_samples *in, struct column column)
{
    memset(s->counts, 0, sizeof s->counts);
    for (uint32_t i = 0; i < in->count; i++)
        s->counts[column.base[(size_t)in->row[i] * column.step]]++;
}

enum split_found splitter_best(struct splitter *s, const struct split_samples *in, uint32_t feature,
                               struct split *best)
{
    uint8_t list[BINS_MAX];
    struct column column = column_of(s->bins, feature, in->count);
    uint32_t met = fill_histogram(s, in, column, list);
    float before = best->score;
    if (s->min_leaf > 1)
        count_bins(s, in, column);
    if (s->stride == SPLIT_LANES && s->criterion == FOREST_GINI)
        scan_histogram(s, list, met, in->count, FOREST_GINI, 1, best);
    else if (s->stride == SPLIT_LANES)
        scan_histogram(s, list, met, in->count, FOREST_ENTROPY, 1, best);
    else
        scan_histogram(s, list, met, in->count, s->criterion, s->stride / SPLIT_LANES, best);
    if (met < 2)
        return SPLIT_CONSTANT;
    if (!(best->score > before))
        return SPLIT_NONE;
    best->feature = feature;
    return is_perfect(s->criterion, best->score, s->total_weight) ? SPLIT_PERFECT : SPLIT_BETTER;
}

enum split_found splitter_random(struct splitter *s, const struct split_samples *in,
                                 uint32_t feature, struct rng *rng, struct split *best)
{
    struct column column = column_of(s->bins, feature, in->count);
    uint8_t low = UINT8_MAX, high = 0;
    for (uint32_t i = 0; i < in->count; i++) {
        uint8_t bin = column.base[(size_t)in->row[i] * column.step];
        low = bin < low ? bin : low;
        high = bin > high ? bin : high;
    }
    if (low == high)
        return SPLIT_CONSTANT;
    uint8_t cut = bins_edge_at(s->bins, feature, low, high, rng_float(rng));
    uint32_t samples = 0, vectors = s->stride / SPLIT_LANES;
    lanes l[SPLIT_VECTORS_MAX], r[SPLIT_VECTORS_MAX], sum = {0};
    memset(l, 0, vectors * sizeof *l);
    for (uint32_t i = 0; i < in->count; i++) {
        if (column.base[(size_t)in->row[i] * column.step] <= cut) {
            add_sample((float *)l, in, i, s->classes);
            samples++;
        }
    }
    if (samples < s->min_leaf || in->count - samples < s->min_leaf)
        return SPLIT_NONE;
    for (uint32_t v = 0; v < vectors; v++) {
        sum += l[v];
        r[v] = ((const lanes *)s->total)[v] - l[v];
    }
    float l_weight = sum_lanes(sum);
    float score = score_sides(s->criterion, l, r, vectors, l_weight, s->total_weight - l_weight);
    if (!(score > best->score))
        return SPLIT_NONE;
    *best = (struct split){score, feature, cut};
    return is_perfect(s->criterion, score, s->total_weight) ? SPLIT_PERFECT : SPLIT_BETTER;
}
