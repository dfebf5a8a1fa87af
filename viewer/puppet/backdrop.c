/* backdrop.c - see backdrop.h. Resampled by Lanczos' windowed sinc, one axis after the other; when
 * shrinking the window widens, so that nothing aliases (C. Duchon, "Lanczos Filtering in One and
 * Two Dimensions", J. Applied Meteorology 18 (1979)). */
#include "viewer/puppet/backdrop.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FACE_HEIGHT 0.38f /* of the face in the frame, where it is not the width that bounds it */
#define FACE_WIDTH 0.45f
#define FACE_LEVEL 0.46f /* of the face's middle, from the top */
#define OFF_CENTRE 0.12f /* shares of the frame that the face may stand aside to fill it */
#define BLUR 0.02f       /* of the frame's width: beyond the photo, from edge to full */

enum { LOBES = 3, CHANNELS = 3 };

/* ---- where the photo lies ---- */

/* The offset of a photo of `size` on a frame: the face's `centre` wanted at `target`; moved by at
 * most `aside` to have the photo fill the frame. */
static float lay(float size, float frame, float centre, float target, float aside)
{
    const float wanted = target - centre, least = frame - size;
    const float filling = size < frame ? wanted : fminf(0, fmaxf(least, wanted));
    return fmaxf(wanted - aside, fminf(wanted + aside, filling));
}

static void place(struct backdrop *b, int32_t photo_width, int32_t photo_height,
                  const float face[4])
{
    const float width = (float)b->width, height = (float)b->height;
    b->scale = fminf(FACE_HEIGHT * height / face[3], FACE_WIDTH * width / face[2]);
    b->x = roundf(lay(b->scale * (float)photo_width, width, b->scale * (face[0] + 0.5f * face[2]),
                      0.5f * width, OFF_CENTRE * width));
    b->y = roundf(lay(b->scale * (float)photo_height, height, b->scale * (face[1] + 0.5f * face[3]),
                      FACE_LEVEL * height, OFF_CENTRE * height));
}

/* ---- resampling ---- */

/* Which numbers of a row, mirrored at its ends, an output is made of. */
struct taps {
    int32_t count; /* of each output */
    int32_t *from; /* [outputs, count] */
    float *weight; /* [outputs, count], each output's sum to 1 */
};

static float lanczos(float x)
{
    const float pi = 3.14159265f;
    if (fabsf(x) < 1e-5f)
        return 1;
    return fabsf(x) < LOBES ? LOBES * sinf(pi * x) * sinf(pi * x / LOBES) / (pi * pi * x * x) : 0;
}

static int32_t mirror(int32_t i, int32_t size)
{
    const int32_t period = 2 * size, m = ((i % period) + period) % period;
    return m < size ? m : period - 1 - m;
}

static int taps_init(struct taps *t, int32_t outputs, float scale, float offset, int32_t size)
{
    const float wide = scale < 1 ? 1 / scale : 1;
    t->count = 2 * (int32_t)ceilf(LOBES * wide) + 1;
    t->from = malloc((size_t)outputs * (size_t)t->count * sizeof *t->from);
    t->weight = malloc((size_t)outputs * (size_t)t->count * sizeof *t->weight);
    for (int32_t o = 0; t->from && t->weight && o < outputs; o++) {
        const float at = ((float)o + 0.5f - offset) / scale - 0.5f;
        const int32_t first = (int32_t)floorf(at) - t->count / 2;
        int32_t *from = t->from + (ptrdiff_t)o * t->count;
        float *weight = t->weight + (ptrdiff_t)o * t->count, sum = 0;
        for (int32_t k = 0; k < t->count; k++) {
            from[k] = mirror(first + k, size);
            weight[k] = lanczos(((float)(first + k) - at) / wide);
            sum += weight[k];
        }
        for (int32_t k = 0; k < t->count; k++)
            weight[k] /= sum;
    }
    return t->from && t->weight ? 0 : -1;
}

static void taps_free(struct taps *t)
{
    free(t->from);
    free(t->weight);
}

/* One row of the photo [.., 3] to `width` pixels. */
static void resample_row(const struct taps *t, const uint8_t *row, int32_t width, float *out)
{
    for (int32_t x = 0; x < width; x++) {
        float sum[CHANNELS] = {0};
        for (int32_t k = 0; k < t->count; k++)
            for (int c = 0; c < CHANNELS; c++)
                sum[c] += t->weight[x * t->count + k] *
                          (float)row[CHANNELS * t->from[x * t->count + k] + c];
        memcpy(out + (ptrdiff_t)CHANNELS * x, sum, sizeof sum);
    }
}

/* wide [photo_height, line] to out [height, line]. */
static void resample_columns(const struct taps *t, const float *wide, size_t line, int32_t height,
                             float *out)
{
    memset(out, 0, (size_t)height * line * sizeof *out);
    for (int32_t y = 0; y < height; y++)
        for (int32_t k = 0; k < t->count; k++) {
            const float weight = t->weight[y * t->count + k];
            const float *row = wide + (size_t)t->from[y * t->count + k] * line;
            for (size_t i = 0; i < line; i++)
                out[(size_t)y * line + i] += weight * row[i];
        }
}

/* ---- beyond the photo ---- */

/* Means of 2 * reach + 1 pixels along a row [width, 3] into out. */
static void blur_row(const float *row, int32_t width, int32_t reach, float *out)
{
    for (int c = 0; c < CHANNELS; c++) {
        float sum = 0;
        for (int32_t i = -reach; i <= reach; i++)
            sum += row[CHANNELS * mirror(i, width) + c];
        for (int32_t i = 0; i < width; i++) {
            out[CHANNELS * i + c] = sum / (float)(2 * reach + 1);
            sum += row[CHANNELS * mirror(i + reach + 1, width) + c] -
                   row[CHANNELS * mirror(i - reach, width) + c];
        }
    }
}

/* The same down the columns of rows [height, line]; `sum` has room for a line. */
static void blur_columns(const float *rows, int32_t height, size_t line, int32_t reach, float *sum,
                         float *out)
{
    memset(sum, 0, line * sizeof *sum);
    for (int32_t i = -reach; i <= reach; i++)
        for (size_t x = 0; x < line; x++)
            sum[x] += rows[(size_t)mirror(i, height) * line + x];
    for (int32_t i = 0; i < height; i++) {
        const float *in = rows + (size_t)mirror(i + reach + 1, height) * line;
        const float *gone = rows + (size_t)mirror(i - reach, height) * line;
        for (size_t x = 0; x < line; x++) {
            out[(size_t)i * line + x] = sum[x] / (float)(2 * reach + 1);
            sum[x] += in[x] - gone[x];
        }
    }
}

/* How much of the blurred picture shows so far beyond the photo: 0 on it. */
static float share_beyond(const struct backdrop *b, int32_t photo_width, int32_t photo_height,
                          int32_t x, int32_t y)
{
    const float right = b->x + b->scale * (float)photo_width;
    const float bottom = b->y + b->scale * (float)photo_height;
    const float beyond = fmaxf(fmaxf(b->x - (float)x, (float)x + 1 - right),
                               fmaxf(b->y - (float)y, (float)y + 1 - bottom));
    const float share = fmaxf(0, fminf(1, beyond / (BLUR * (float)b->width)));
    return share * share * (3 - 2 * share);
}

/* sharp -> blurred, both [height, width, 3]; `spare` is as large and one line more. */
static void blur(const float *sharp, int32_t width, int32_t height, float *spare, float *blurred)
{
    const int32_t reach = 1 + (int32_t)(0.4f * BLUR * (float)width);
    const size_t line = (size_t)width * CHANNELS;
    for (int pass = 0; pass < 2; pass++) {
        const float *from = pass == 0 ? sharp : blurred;
        for (int32_t y = 0; y < height; y++)
            blur_row(from + (size_t)y * line, width, reach, spare + (size_t)y * line);
        blur_columns(spare, height, line, reach, spare + (size_t)height * line, blurred);
    }
}

static uint8_t to_byte(float x)
{
    return (uint8_t)((x < 0 ? 0 : x > 255 ? 255 : x) + 0.5f);
}

static bool fills(const struct backdrop *b, int32_t photo_width, int32_t photo_height)
{
    return b->x <= 0 && b->y <= 0 && b->x + b->scale * (float)photo_width >= (float)b->width &&
           b->y + b->scale * (float)photo_height >= (float)b->height;
}

/* The blurred picture over the sharp one [height, width, 3], as far as it shows. */
static void blend_beyond(const struct backdrop *b, const float *blurred, int32_t photo_width,
                         int32_t photo_height, float *sharp)
{
    for (int32_t y = 0; y < b->height; y++)
        for (int32_t x = 0; x < b->width; x++) {
            const ptrdiff_t i = CHANNELS * ((ptrdiff_t)y * b->width + x);
            const float share = share_beyond(b, photo_width, photo_height, x, y);
            for (int c = 0; c < CHANNELS; c++)
                sharp[i + c] += share * (blurred[i + c] - sharp[i + c]);
        }
}

static void store(struct backdrop *b, const float *picture)
{
    for (ptrdiff_t i = 0; i < (ptrdiff_t)b->width * b->height; i++) {
        for (int c = 0; c < CHANNELS; c++)
            b->pixels[4 * i + c] = to_byte(picture[CHANNELS * i + c]);
        b->pixels[4 * i + 3] = 255;
    }
}

/* ---- all of it ---- */

int backdrop_init(struct backdrop *b, const uint8_t *photo, int32_t photo_width,
                  int32_t photo_height, const float face[4], int32_t width, int32_t height,
                  struct mien_error *e)
{
    *b = (struct backdrop){.width = width, .height = height};
    place(b, photo_width, photo_height, face);
    const size_t line = (size_t)width * CHANNELS, pixels = (size_t)width * (size_t)height;
    struct taps across = {0}, down = {0};
    float *wide = malloc(line * (size_t)photo_height * sizeof *wide);
    float *sharp = malloc(pixels * CHANNELS * sizeof *sharp);
    float *blurred = malloc(pixels * CHANNELS * sizeof *blurred);
    float *spare = malloc((pixels * CHANNELS + line) * sizeof *spare);
    b->pixels = malloc(4 * pixels);
    int result = -1;
    if (wide && sharp && blurred && spare && b->pixels &&
        taps_init(&across, width, b->scale, b->x, photo_width) == 0 &&
        taps_init(&down, height, b->scale, b->y, photo_height) == 0) {
        for (int32_t y = 0; y < photo_height; y++)
            resample_row(&across, photo + (ptrdiff_t)y * photo_width * CHANNELS, width,
                         wide + (size_t)y * line);
        resample_columns(&down, wide, line, height, sharp);
        if (!fills(b, photo_width, photo_height)) {
            blur(sharp, width, height, spare, blurred);
            blend_beyond(b, blurred, photo_width, photo_height, sharp);
        }
        store(b, sharp);
        result = 0;
    } else {
        error_memory(e, "the puppet's backdrop", 40 * pixels);
    }
    taps_free(&across);
    taps_free(&down);
    free(wide);
    free(sharp);
    free(blurred);
    free(spare);
    return result;
}

void backdrop_free(struct backdrop *b)
{
    free(b->pixels);
    *b = (struct backdrop){0};
}
