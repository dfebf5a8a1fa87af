/* batch_norm.c - see batch_norm.h.
 *
 * Rows of few channels would make short loops: several positions are taken together as a span, and
 * each number of a channel is repeated as often. */
#include "trainer/network/batch_norm.h"

#include <math.h>
#include <string.h>

enum {
    SPAN = 64,    /* floats that make a loop worth it */
    BLOCK = 4096, /* floats that are measured at a time: they stay in the first cache */
    SMALL = 16    /* positions below which a tile's rows are measured together */
};

static size_t span_of(size_t channels)
{
    return channels >= SPAN ? channels : (SPAN + channels - 1) / channels * channels;
}

/* Arrays of a span in the workspace. */
enum place { FACTOR, OFFSET, OUTER, SLOPE, START, FIRST, SECOND, PLACES };

static float *place(const struct batch_norm *b, const struct pass *p, enum place which)
{
    return p->workspace + (size_t)which * span_of(b->channels);
}

size_t batch_norm_workspace(size_t channels)
{
    return PLACES * span_of(channels);
}

size_t batch_norm_unit(const struct batch_norm *b)
{
    return b->positions < SMALL ? LAYER_TILE : 1;
}

/* The first [channels] numbers of a span, again and again. */
static void repeat(float *x, size_t channels)
{
    for (size_t i = channels; i < span_of(channels); i++)
        x[i] = x[i - channels];
}

/* The sums of a span become those of channels. */
static void gather(float *x, size_t channels)
{
    for (size_t i = channels; i < span_of(channels); i++)
        x[i % channels] += x[i];
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Mean and sum of squared deviations of z [count, channels]; both [span]. */
static void block_moments(const float *restrict z, size_t count, size_t channels,
                          float *restrict mean, float *restrict squares)
{
    const size_t span = span_of(channels), end = count * channels;
    memset(mean, 0, span * sizeof *mean);
    memset(squares, 0, span * sizeof *squares);
    for (size_t at = 0; at < end; at += span)
        for (size_t i = 0, n = least(span, end - at); i < n; i++)
            mean[i] += z[at + i];
    gather(mean, channels);
    for (size_t c = 0; c < channels; c++)
        mean[c] /= (float)count;
    repeat(mean, channels);
    for (size_t at = 0; at < end; at += span)
        for (size_t i = 0, n = least(span, end - at); i < n; i++) {
            const float d = z[at + i] - mean[i];
            squares[i] += d * d;
        }
    gather(squares, channels);
}

/* Moments of `count` numbers a channel join those of `total`. */
static void merge(size_t channels, size_t total, float *restrict mean, float *restrict squares,
                  size_t count, const float *restrict m, const float *restrict s)
{
    const float part = (float)count / (float)(total + count), cross = part * (float)total;
    for (size_t c = 0; c < channels; c++) {
        const float d = m[c] - mean[c];
        mean[c] += d * part;
        squares[c] += s[c] + d * d * cross;
    }
}

void batch_norm_measure(const struct batch_norm *b, const struct pass *p, size_t begin, size_t end,
                        const float *z)
{
    const size_t channels = b->channels, block = channels < BLOCK ? BLOCK / channels : 1;
    float *m = place(b, p, FIRST), *s = place(b, p, SECOND);
    for (size_t row = begin, rows; row < end; row += rows) {
        const size_t unit = batch_norm_unit(b), before = row % LAYER_TILE * b->positions;
        float *mean = b->partial + row / LAYER_TILE * 2 * channels, *squares = mean + channels;
        rows = least(unit, end - row);
        if (before == 0)
            memset(mean, 0, 2 * channels * sizeof *mean);
        const size_t all = rows * b->positions;
        for (size_t at = 0, count; at < all; at += count, z += count * channels) {
            count = least(block, all - at);
            block_moments(z, count, channels, m, s);
            merge(channels, before + at, mean, squares, count, m, s);
        }
    }
}

/* Positions of tile t. */
static size_t tile_positions(const struct batch_norm *b, const struct pass *p, size_t t)
{
    return least(LAYER_TILE, p->batch->rows - t * LAYER_TILE) * b->positions;
}

static size_t tile_count(const struct pass *p)
{
    return (p->batch->rows + LAYER_TILE - 1) / LAYER_TILE;
}

/* What normalising amounts to: z * factor + offset. */
static void affine(const struct batch_norm *b, const float *mean, const float *inverse,
                   float *factor, float *offset)
{
    for (size_t c = 0; c < b->channels; c++) {
        factor[c] = b->scale[c] * inverse[c];
        offset[c] = b->shift[c] - mean[c] * factor[c];
    }
}

/* One worker remembers the batch's statistics; backward reads them behind later waits. */
static void remember(const struct batch_norm *b, size_t count, const float *mean,
                     const float *squares, const float *inverse)
{
    const float unbiased = 1.0f / (float)(count > 1 ? count - 1 : 1);
    for (size_t c = 0; c < b->channels; c++) {
        b->batch[c] = mean[c];
        b->batch[b->channels + c] = inverse[c];
        b->mean[c] += BATCH_NORM_MOMENTUM * (mean[c] - b->mean[c]);
        b->variance[c] += BATCH_NORM_MOMENTUM * (squares[c] * unbiased - b->variance[c]);
    }
}

/* y = f(z * factor + offset) of `count` positions; factor and offset are spans. */
static void apply(const struct batch_norm *b, const float *restrict factor,
                  const float *restrict offset, const float *z, float *y, size_t count)
{
    const size_t span = span_of(b->channels), end = count * b->channels;
    for (size_t at = 0; at < end; at += span) {
        const size_t n = least(span, end - at);
        if (b->activation == MIEN_RELU) {
            for (size_t i = 0; i < n; i++) {
                const float a = z[at + i] * factor[i] + offset[i];
                y[at + i] = a > 0.0f ? a : 0.0f;
            }
            continue;
        }
        for (size_t i = 0; i < n; i++)
            y[at + i] = z[at + i] * factor[i] + offset[i];
        activation_forward(b->activation, y + at, y + at, n);
    }
}

void batch_norm_forward(const struct batch_norm *b, const struct pass *p, const float *z, float *y)
{
    const size_t channels = b->channels, row = b->positions * channels;
    float *mean = place(b, p, FIRST), *squares = place(b, p, SECOND);
    float *factor = place(b, p, FACTOR), *offset = place(b, p, OFFSET);
    float *inverse = place(b, p, OUTER);
    size_t total = 0;
    pass_wait(p);
    memset(mean, 0, channels * sizeof *mean);
    memset(squares, 0, channels * sizeof *squares);
    for (size_t t = 0; t < tile_count(p); t++) {
        const size_t count = tile_positions(b, p, t);
        const float *m = b->partial + t * 2 * channels;
        merge(channels, total, mean, squares, count, m, m + channels);
        total += count;
    }
    for (size_t c = 0; c < channels; c++)
        inverse[c] = 1.0f / sqrtf(squares[c] / (float)total + BATCH_NORM_EPSILON);
    if (p->worker == 0)
        remember(b, total, mean, squares, inverse);
    affine(b, mean, inverse, factor, offset);
    repeat(factor, channels);
    repeat(offset, channels);
    apply(b, factor, offset, z + p->begin * row, y + p->begin * row,
          (p->end - p->begin) * b->positions);
}

void batch_norm_fold(const struct batch_norm *b, float *factor, float *offset)
{
    for (size_t c = 0; c < b->channels; c++) {
        factor[c] = b->scale[c] / sqrtf(b->variance[c] + BATCH_NORM_EPSILON);
        offset[c] = b->shift[c] - b->mean[c] * factor[c];
    }
}

void batch_norm_run(const struct batch_norm *b, const struct pass *p, const float *z, float *y,
                    size_t count)
{
    float *factor = place(b, p, FACTOR), *offset = place(b, p, OFFSET);
    batch_norm_fold(b, factor, offset);
    repeat(factor, b->channels);
    repeat(offset, b->channels);
    apply(b, factor, offset, z, y, count * b->positions);
}

/* Whether the activation's slope is told by the sign of its input, so that it may be taken twice.
 */
static int by_sign(enum mien_activation a)
{
    return a == MIEN_LINEAR || a == MIEN_RELU || a == MIEN_LEAKY;
}

/* The slope of such an activation where its input is negative. */
static float negative_slope(enum mien_activation a)
{
    return a == MIEN_LINEAR ? 1.0f : a == MIEN_LEAKY ? 0.1f : 0.0f;
}

/* d becomes the gradient of the activation's input, for `n` numbers of a span. */
static void through_activation(enum mien_activation a, const float *factor, const float *offset,
                               const float *z, float *d, size_t n)
{
    enum { PART = 64 };
    float input[PART], output[PART];
    for (size_t at = 0; at < n; at += PART) {
        const size_t count = least(PART, n - at);
        for (size_t i = 0; i < count; i++)
            input[i] = z[at + i] * factor[at + i] + offset[at + i];
        if (!activation_needs_input(a))
            activation_forward(a, input, output, count);
        activation_backward(a, input, output, d + at, count);
    }
}

/* Sums of g and g * (z - mean) over `count` positions are added to `sum` and `product`, where g is
 * the gradient of the activation's input. All spans. */
static void add_sums(const struct batch_norm *b, const struct pass *p, const float *restrict mean,
                     const float *restrict z, float *restrict d, size_t count, float *restrict sum,
                     float *restrict product)
{
    const float *restrict factor = place(b, p, FACTOR), *restrict offset = place(b, p, OFFSET);
    const size_t span = span_of(b->channels), end = count * b->channels;
    const int twice = by_sign(b->activation);
    const float slope = twice ? negative_slope(b->activation) : 1.0f;
    for (size_t at = 0; at < end; at += span) {
        const size_t n = least(span, end - at);
        if (!twice)
            through_activation(b->activation, factor, offset, z + at, d + at, n);
        for (size_t i = 0; i < n; i++) {
            const float v = z[at + i], down = slope * d[at + i];
            const float g = v * factor[i] + offset[i] > 0.0f ? d[at + i] : down;
            sum[i] += g;
            product[i] += g * (v - mean[i]);
        }
    }
}

/* The sums of this worker's tiles: those of blocks first, as they are added to fewer numbers. */
static void tile_sums(const struct batch_norm *b, const struct pass *p, const float *z, float *d)
{
    const size_t channels = b->channels, row = b->positions * channels;
    const size_t block = channels < BLOCK ? BLOCK / channels : 1, bytes = span_of(channels) * 4;
    float *mean = place(b, p, OUTER), *first = place(b, p, FIRST), *second = place(b, p, SECOND);
    for (size_t r = p->begin; r < p->end; r += LAYER_TILE) {
        float *sum = b->partial + r / LAYER_TILE * 2 * channels, *product = sum + channels;
        const size_t all = least(LAYER_TILE, p->end - r) * b->positions;
        memset(sum, 0, 2 * channels * sizeof *sum);
        for (size_t at = 0, count; at < all; at += count) {
            const size_t place_of = r * row + at * channels;
            count = least(block, all - at);
            memset(first, 0, bytes);
            memset(second, 0, bytes);
            add_sums(b, p, mean, z + place_of, d + place_of, count, first, second);
            gather(first, channels);
            gather(second, channels);
            for (size_t c = 0; c < channels; c++) {
                sum[c] += first[c];
                product[c] += second[c];
            }
        }
    }
}

/* d loss / d z = outer * g + slope * z + start, from the sums over the batch. */
static void coefficients(const struct batch_norm *b, const struct pass *p, const float *sum,
                         const float *product)
{
    const float one = 1.0f / (float)(p->batch->rows * b->positions);
    float *outer = place(b, p, OUTER), *slope = place(b, p, SLOPE), *start = place(b, p, START);
    for (size_t c = 0; c < b->channels; c++) {
        const float mean = b->batch[c], inverse = b->batch[b->channels + c];
        outer[c] = b->scale[c] * inverse;
        slope[c] = -outer[c] * one * product[c] * inverse * inverse;
        start[c] = -outer[c] * one * sum[c] - slope[c] * mean;
        if (p->worker == 0) {
            b->shift_gradient[c] = sum[c];
            b->scale_gradient[c] = product[c] * inverse;
        }
    }
    repeat(outer, b->channels);
    repeat(slope, b->channels);
    repeat(start, b->channels);
}

void batch_norm_sums(const struct batch_norm *b, const struct pass *p, const float *z, float *d)
{
    const size_t channels = b->channels;
    float *factor = place(b, p, FACTOR), *offset = place(b, p, OFFSET);
    float *mean = place(b, p, OUTER), *sum = place(b, p, FIRST), *product = place(b, p, SECOND);
    affine(b, b->batch, b->batch + channels, factor, offset);
    memcpy(mean, b->batch, channels * sizeof *mean);
    repeat(factor, channels);
    repeat(offset, channels);
    repeat(mean, channels);
    tile_sums(b, p, z, d);
    pass_wait(p);
    memset(sum, 0, channels * sizeof *sum);
    memset(product, 0, channels * sizeof *product);
    for (size_t t = 0; t < tile_count(p); t++)
        for (size_t c = 0; c < channels; c++) {
            sum[c] += b->partial[t * 2 * channels + c];
            product[c] += b->partial[(t * 2 + 1) * channels + c];
        }
    coefficients(b, p, sum, product);
}

void batch_norm_backward(const struct batch_norm *b, const struct pass *p, const float *z,
                         const float *d, float *dz, size_t count)
{
    const float *restrict factor = place(b, p, FACTOR), *restrict offset = place(b, p, OFFSET);
    const float *restrict outer = place(b, p, OUTER), *restrict slope = place(b, p, SLOPE);
    const float *restrict start = place(b, p, START);
    const size_t end = count * b->positions * b->channels, span = span_of(b->channels);
    const float low = by_sign(b->activation) ? negative_slope(b->activation) : 1.0f;
    for (size_t at = 0; at < end; at += span)
        for (size_t i = 0, n = least(span, end - at); i < n; i++) {
            const float v = z[at + i], up = d[at + i], down = low * up;
            const float g = v * factor[i] + offset[i] > 0.0f ? up : down;
            dz[at + i] = outer[i] * g + (slope[i] * v + start[i]);
        }
}
