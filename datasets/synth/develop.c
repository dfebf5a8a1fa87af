/* develop.c - see develop.h. */
#include "datasets/synth/develop.h"

#include "datasets/synth/draw.h"

/* Brightness of the middle half of the picture, as a camera meters it. */
static float meter(const float *light, uint32_t width, uint32_t height)
{
    float sum = 0;
    for (uint32_t y = height / 4; y < height - height / 4; y++)
        for (uint32_t x = width / 4; x < width - width / 4; x++)
            sum += light[(size_t)y * width + x];
    return sum / (float)((height - height / 4 * 2) * (width - width / 4 * 2));
}

/* Linear light to grey levels: display gamma 2, contrast about the middle, a soft shoulder. */
static void expose(float *light, size_t count, float gain, float contrast)
{
    for (size_t i = 0; i < count; i++) {
        const float grey = sqrtf(larger(0, light[i] * gain));
        const float steep = 0.5f + (grey - 0.5f) * contrast;
        const float level = steep < 0.8f ? steep : 0.8f + (steep - 0.8f) / (1 + 2 * (steep - 0.8f));
        light[i] = 255 * larger(0, smaller(1, level));
    }
}

/* One direction of a blur: `count` numbers `step` apart, edges repeated. */
static void blur_line(const float *in, float *out, int count, int step, const float *kernel,
                      int radius)
{
    for (int i = 0; i < count; i++) {
        float sum = 0;
        for (int k = -radius; k <= radius; k++) {
            const int j = i + k < 0 ? 0 : i + k >= count ? count - 1 : i + k;
            sum += kernel[k < 0 ? -k : k] * in[j * step];
        }
        out[i * step] = sum;
    }
}

enum { BLUR_RADIUS = 24 };

static void blur(float *grey, float *spare, int width, int height, float deviation)
{
    float kernel[BLUR_RADIUS + 1], sum = 0;
    const int radius = deviation * 3 < BLUR_RADIUS ? (int)ceilf(deviation * 3) : BLUR_RADIUS;
    for (int k = 0; k <= radius; k++) {
        kernel[k] = expf(-0.5f * (float)(k * k) / (deviation * deviation));
        sum += kernel[k] * (k ? 2 : 1);
    }
    for (int k = 0; k <= radius; k++)
        kernel[k] /= sum;
    for (int y = 0; y < height; y++)
        blur_line(grey + y * width, spare + y * width, width, 1, kernel, radius);
    for (int x = 0; x < width; x++)
        blur_line(spare + x, grey + x, height, width, kernel, radius);
}

/* Nearly normal, from four of a draw's 16 bits each: a sum of uniforms has deviation
 * 65536 / sqrt(3). */
static void add_noise(float *grey, size_t count, float deviation, struct rng *r)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t bits = rng_next(r);
        const float sum = (float)((bits & 0xffff) + (bits >> 16 & 0xffff)) +
                          (float)((bits >> 32 & 0xffff) + (bits >> 48));
        grey[i] += deviation * (sum - 131070.0f) * (1.7320508f / 65536);
    }
}

/* ---- compression ---- */

static const uint8_t luminance[64] = {16,  11,  10,  16,  24, 40, 51,  61,  12,  12,  14,  19,  26,
                                      58,  60,  55,  14,  13, 16, 24,  40,  57,  69,  56,  14,  17,
                                      22,  29,  51,  87,  80, 62, 18,  22,  37,  56,  68,  109, 103,
                                      77,  24,  35,  55,  64, 81, 104, 113, 92,  49,  64,  78,  87,
                                      103, 121, 120, 101, 72, 92, 95,  98,  112, 100, 103, 99};

static void cosines(float table[8][8])
{
    for (int k = 0; k < 8; k++)
        for (int i = 0; i < 8; i++)
            table[k][i] =
                (k ? 0.5f : 0.35355339f) * cosf(3.14159265f * (float)k * ((float)i + 0.5f) / 8);
}

/* out = a b, or a's transpose times b; c = ... b's transpose where said. All [8, 8]. */
static void product(const float a[8][8], bool a_turned, const float b[8][8], bool b_turned,
                    float out[8][8])
{
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++) {
            float sum = 0;
            for (int k = 0; k < 8; k++)
                sum += (a_turned ? a[k][i] : a[i][k]) * (b_turned ? b[j][k] : b[k][j]);
            out[i][j] = sum;
        }
}

static void compress_block(float block[8][8], const float table[8][8], const float step[64])
{
    float half[8][8], waves[8][8];
    product(table, false, block, false, half);
    product(half, false, table, true, waves);
    for (int i = 0; i < 64; i++)
        waves[i / 8][i % 8] = step[i] * rintf(waves[i / 8][i % 8] / step[i]);
    product(table, true, waves, false, half);
    product(half, false, table, false, block);
}

/* Blocks at the edge repeat it, as encoders do. */
static void compress_at(float *grey, uint32_t width, uint32_t height, uint32_t left, uint32_t top,
                        const float table[8][8], const float step[64])
{
    float block[8][8];
    for (uint32_t y = 0; y < 8; y++)
        for (uint32_t x = 0; x < 8; x++) {
            const uint32_t py = top + y < height ? top + y : height - 1;
            const uint32_t px = left + x < width ? left + x : width - 1;
            block[y][x] = grey[(size_t)py * width + px] - 128;
        }
    compress_block(block, table, step);
    for (uint32_t y = 0; y < 8 && top + y < height; y++)
        for (uint32_t x = 0; x < 8 && left + x < width; x++)
            grey[(size_t)(top + y) * width + left + x] = block[y][x] + 128;
}

void develop_compress(float *grey, uint32_t width, uint32_t height, int quality)
{
    const int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    float table[8][8], step[64];
    cosines(table);
    for (int i = 0; i < 64; i++)
        step[i] = larger(1, smaller(255, floorf(((float)(luminance[i] * percent) + 50) / 100)));
    for (uint32_t top = 0; top < height; top += 8)
        for (uint32_t left = 0; left < width; left += 8)
            compress_at(grey, width, height, left, top, table, step);
}

void develop(float *light, float *spare, uint32_t width, uint32_t height, float scale,
             const struct moment *m, struct rng *r, uint8_t *bytes)
{
    const size_t count = (size_t)width * height;
    const float metered = meter(light, width, height);
    expose(light, count, m->exposure / larger(metered, 1e-4f), m->contrast);
    if (m->blur * scale > 0.2f)
        blur(light, spare, (int)width, (int)height, m->blur * scale);
    add_noise(light, count, m->noise, r);
    if (m->quality < 100)
        develop_compress(light, width, height, m->quality);
    for (size_t i = 0; i < count; i++)
        bytes[i] = (uint8_t)lrintf(larger(0, smaller(255, light[i])));
}
