/* kernel_rows.c - see kernel_rows.h. The least recently used row makes room for a new one. */
#include "trainer/svm/kernel_rows.h"

#include <stdlib.h>
#include <string.h>

static void fill_blocks(struct kernel_rows *k)
{
    for (uint32_t r = 0; r < k->rows; r++) {
        float *block = k->blocks + (size_t)(r / KERNEL_LANES) * k->width * KERNEL_LANES;
        for (uint32_t f = 0; f < k->width; f++)
            block[(size_t)f * KERNEL_LANES + r % KERNEL_LANES] = k->row[r][f];
    }
}

int kernel_rows_init(struct kernel_rows *k, uint32_t rows, uint32_t width, const float *const *row,
                     enum mien_kernel kernel, double gamma, double megabytes, struct mien_error *e)
{
    *k = (struct kernel_rows){
        .rows = rows, .width = width, .row = row, .kernel = kernel, .gamma = (float)gamma};
    k->padded = (rows + KERNEL_LANES - 1) / KERNEL_LANES * KERNEL_LANES;
    const double fit = megabytes * 1048576.0 / (4.0 * k->padded);
    k->slot_count = fit < 2.0 ? 2 : fit > rows ? (rows < 2 ? 2 : rows) : (uint32_t)fit;
    k->blocks = calloc((size_t)k->padded * width, sizeof *k->blocks);
    k->slots = malloc((size_t)k->slot_count * k->padded * sizeof *k->slots);
    k->slot_of = malloc(rows * sizeof *k->slot_of);
    k->row_in = malloc(k->slot_count * sizeof *k->row_in);
    k->used_at = calloc(k->slot_count, sizeof *k->used_at);
    if (!k->blocks || !k->slots || !k->slot_of || !k->row_in || !k->used_at) {
        const size_t bytes = ((size_t)k->slot_count + width) * k->padded * sizeof(float);
        kernel_rows_free(k);
        return error_memory(e, "a kernel cache", bytes);
    }
    memset(k->slot_of, 0xff, rows * sizeof *k->slot_of);
    memset(k->row_in, 0xff, k->slot_count * sizeof *k->row_in);
    fill_blocks(k);
    return 0;
}

void kernel_rows_free(struct kernel_rows *k)
{
    free(k->blocks);
    free(k->slots);
    free(k->slot_of);
    free(k->row_in);
    free(k->used_at);
    *k = (struct kernel_rows){0};
}

/* Squared distances of q [width] to the rows of a block. */
static void block_distances(const float *restrict block, const float *restrict q, uint32_t width,
                            float *restrict out)
{
    float sum[KERNEL_LANES] = {0.0f};
    for (uint32_t f = 0; f < width; f++, block += KERNEL_LANES)
        for (int l = 0; l < KERNEL_LANES; l++) {
            const float d = block[l] - q[f];
            sum[l] += d * d;
        }
    memcpy(out, sum, sizeof sum);
}

static void block_products(const float *restrict block, const float *restrict q, uint32_t width,
                           float *restrict out)
{
    float sum[KERNEL_LANES] = {0.0f};
    for (uint32_t f = 0; f < width; f++, block += KERNEL_LANES)
        for (int l = 0; l < KERNEL_LANES; l++)
            sum[l] += block[l] * q[f];
    memcpy(out, sum, sizeof sum);
}

/* exp(x) for x <= 0 to 2 units in the last place, without a call so that loops over it vectorise:
 * 2^n e^r with n rounded by adding 1.5 * 2^23, the polynomial of S. Moshier's Cephes library. */
static inline float negative_exp(float x)
{
    const float bounded = x < -87.0f ? -87.0f : x;
    const float shifted = bounded * 1.44269504f + 12582912.0f;
    const float n = shifted - 12582912.0f;
    const float r = bounded - n * 0.693359375f + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    uint32_t power, bits;
    memcpy(&power, &shifted, sizeof power);
    memcpy(&bits, &p, sizeof bits);
    bits += power << 23;
    memcpy(&p, &bits, sizeof p);
    return p;
}

static void compute(const struct kernel_rows *k, uint32_t i, float *out)
{
    const float *block = k->blocks, *q = k->row[i];
    const size_t step = (size_t)k->width * KERNEL_LANES;
    for (uint32_t r = 0; r < k->padded; r += KERNEL_LANES, block += step) {
        if (k->kernel == MIEN_KERNEL_LINEAR) {
            block_products(block, q, k->width, out + r);
            continue;
        }
        block_distances(block, q, k->width, out + r);
        for (int l = 0; l < KERNEL_LANES; l++)
            out[r + (uint32_t)l] = negative_exp(-k->gamma * out[r + (uint32_t)l]);
    }
}

static uint32_t oldest_slot(const struct kernel_rows *k)
{
    uint32_t oldest = 0;
    for (uint32_t s = 1; s < k->slot_count; s++)
        if (k->used_at[s] < k->used_at[oldest])
            oldest = s;
    return oldest;
}

const float *kernel_rows_get(struct kernel_rows *k, uint32_t i)
{
    int32_t slot = k->slot_of[i];
    if (slot < 0) {
        slot = (int32_t)oldest_slot(k);
        if (k->row_in[slot] >= 0)
            k->slot_of[k->row_in[slot]] = -1;
        k->row_in[slot] = (int32_t)i;
        k->slot_of[i] = slot;
        compute(k, i, k->slots + (size_t)slot * k->padded);
    }
    k->used_at[slot] = ++k->clock;
    return k->slots + (size_t)slot * k->padded;
}
