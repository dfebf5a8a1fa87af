/* batch_norm.c - see batch_norm.h. */
#include "trainer/network/batch_norm.h"

#include <math.h>
#include <string.h>

/* Rows of tile t, counted in positions: [first, first + count). */
static size_t tile_positions(const struct batch_norm *b, const struct pass *p, size_t t,
                             size_t *first)
{
    size_t begin = t * LAYER_TILE, end = begin + LAYER_TILE;
    if (end > p->batch->rows)
        end = p->batch->rows;
    *first = begin * b->positions;
    return (end - begin) * b->positions;
}

static size_t tile_count(const struct pass *p)
{
    return (p->batch->rows + LAYER_TILE - 1) / LAYER_TILE;
}

/* Mean and sum of squared deviations of x [count, channels]. */
static void tile_moments(const float *x, size_t count, size_t channels, float *mean, float *squares)
{
    memset(mean, 0, channels * sizeof *mean);
    memset(squares, 0, channels * sizeof *squares);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channels; c++)
            mean[c] += x[i * channels + c];
    for (size_t c = 0; c < channels; c++)
        mean[c] /= (float)count;
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channels; c++) {
            float d = x[i * channels + c] - mean[c];
            squares[c] += d * d;
        }
}

/* Mean and sum of squared deviations of the whole batch, from those of its tiles. */
static void merge_moments(const struct batch_norm *b, const struct pass *p, float *mean,
                          float *squares)
{
    size_t total = 0, channels = b->channels;
    memset(mean, 0, channels * sizeof *mean);
    memset(squares, 0, channels * sizeof *squares);
    for (size_t t = 0; t < tile_count(p); t++) {
        size_t first, count = tile_positions(b, p, t, &first);
        const float *m = b->partial + t * 2 * channels, *s = m + channels;
        float part = (float)count / (float)(total + count), cross = part * (float)total;
        for (size_t c = 0; c < channels; c++) {
            float d = m[c] - mean[c];
            mean[c] += d * part;
            squares[c] += s[c] + d * d * cross;
        }
        total += count;
    }
}

/* One worker remembers the batch's statistics; the others read them behind the next wait. */
static void remember(const struct batch_norm *b, size_t count, const float *mean,
                     const float *squares)
{
    float unbiased = 1.0f / (float)(count > 1 ? count - 1 : 1);
    for (size_t c = 0; c < b->channels; c++) {
        b->inverse_deviation[c] = 1.0f / sqrtf(squares[c] / (float)count + BATCH_NORM_EPSILON);
        b->mean[c] += BATCH_NORM_MOMENTUM * (mean[c] - b->mean[c]);
        b->variance[c] += BATCH_NORM_MOMENTUM * (squares[c] * unbiased - b->variance[c]);
    }
}

static void forward_train(const struct batch_norm *b, const struct pass *p, float *x)
{
    size_t channels = b->channels, total = p->batch->rows * b->positions;
    for (size_t t = p->begin / LAYER_TILE; t * LAYER_TILE < p->end; t++) {
        size_t first, count = tile_positions(b, p, t, &first);
        float *mean = b->partial + t * 2 * channels;
        tile_moments(x + first * channels, count, channels, mean, mean + channels);
    }
    pass_wait(p);
    float *mean = p->workspace, *squares = mean + channels;
    merge_moments(b, p, mean, squares);
    if (p->worker == 0)
        remember(b, total, mean, squares);
    for (size_t c = 0; c < channels; c++)
        squares[c] = 1.0f / sqrtf(squares[c] / (float)total + BATCH_NORM_EPSILON);
    for (size_t i = p->begin * b->positions; i < p->end * b->positions; i++) {
        float *y = x + i * channels, *n = b->normalised + i * channels;
        for (size_t c = 0; c < channels; c++) {
            n[c] = (y[c] - mean[c]) * squares[c];
            y[c] = n[c] * b->scale[c] + b->shift[c];
        }
    }
}

void batch_norm_fold(const struct batch_norm *b, float *factor, float *offset)
{
    for (size_t c = 0; c < b->channels; c++) {
        factor[c] = b->scale[c] / sqrtf(b->variance[c] + BATCH_NORM_EPSILON);
        offset[c] = b->shift[c] - b->mean[c] * factor[c];
    }
}

void batch_norm_forward(const struct batch_norm *b, const struct pass *p, float *x)
{
    if (p->batch->train) {
        forward_train(b, p, x);
        return;
    }
    float *factor = p->workspace, *offset = factor + b->channels;
    batch_norm_fold(b, factor, offset);
    for (size_t i = p->begin * b->positions; i < p->end * b->positions; i++) {
        float *y = x + i * b->channels;
        for (size_t c = 0; c < b->channels; c++)
            y[c] = y[c] * factor[c] + offset[c];
    }
}

/* Sums over the tile's rows of d and of d * normalised. */
static void tile_sums(const float *d, const float *n, size_t count, size_t channels, float *sum,
                      float *product)
{
    memset(sum, 0, channels * sizeof *sum);
    memset(product, 0, channels * sizeof *product);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channels; c++) {
            sum[c] += d[i * channels + c];
            product[c] += d[i * channels + c] * n[i * channels + c];
        }
}

void batch_norm_backward(const struct batch_norm *b, const struct pass *p, float *d)
{
    size_t channels = b->channels;
    for (size_t t = p->begin / LAYER_TILE; t * LAYER_TILE < p->end; t++) {
        size_t first, count = tile_positions(b, p, t, &first);
        float *sum = b->partial + t * 2 * channels;
        tile_sums(d + first * channels, b->normalised + first * channels, count, channels, sum,
                  sum + channels);
    }
    pass_wait(p);
    float *sum = p->workspace, *product = sum + channels;
    memset(sum, 0, 2 * channels * sizeof *sum);
    for (size_t t = 0; t < tile_count(p); t++)
        for (size_t c = 0; c < 2 * channels; c++)
            sum[c] += b->partial[t * 2 * channels + c];
    if (p->worker == 0) {
        memcpy(b->shift_gradient, sum, channels * sizeof *sum);
        memcpy(b->scale_gradient, product, channels * sizeof *product);
    }
    float share_of_one = 1.0f / (float)(p->batch->rows * b->positions);
    for (size_t i = p->begin * b->positions; i < p->end * b->positions; i++) {
        float *g = d + i * channels;
        const float *n = b->normalised + i * channels;
        for (size_t c = 0; c < channels; c++)
            g[c] = b->scale[c] * b->inverse_deviation[c] *
                   (g[c] - share_of_one * (sum[c] + n[c] * product[c]));
    }
}
