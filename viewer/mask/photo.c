/* photo.c - see photo.h. */
#include "viewer/mask/photo.h"

#include <math.h>
#include <stdlib.h>

#include "runtime/host/image/image.h"

static int clamp(int i, int end)
{
    return i < 0 ? 0 : i >= end ? end - 1 : i;
}

/* Copy what the box covers, with a margin, as RGB. */
static int cut(struct photo *f, const struct mien_picture *p, const struct mien_rect *box,
               struct mien_error *e)
{
    const float margin = 0.1f * fmaxf(box->width, box->height);
    const int left = clamp((int)floorf(box->x - margin), p->width);
    const int top = clamp((int)floorf(box->y - margin), p->height);
    f->width = clamp((int)ceilf(box->x + box->width + margin), p->width) + 1 - left;
    f->height = clamp((int)ceilf(box->y + box->height + margin), p->height) + 1 - top;
    f->width = f->width < 1 ? 1 : f->width;
    f->height = f->height < 1 ? 1 : f->height;
    f->x = (float)left;
    f->y = (float)top;
    f->scale = 1.0f;
    const size_t bytes = (size_t)f->width * (size_t)f->height * 3;
    f->pixels = malloc(bytes);
    if (!f->pixels)
        return error_memory(e, "a photo of a face", bytes);
    uint8_t *to = f->pixels;
    for (int y = 0; y < f->height; y++) {
        const uint8_t *from = p->pixels + (top + y) * p->stride + (ptrdiff_t)left * p->channels;
        for (int x = 0; x < f->width; x++, from += p->channels)
            for (int k = 0; k < 3; k++)
                *to++ = from[p->channels < 3 ? 0 : k];
    }
    return 0;
}

static int shrink(struct photo *f, int width, struct mien_error *e)
{
    const struct image whole = {f->pixels, (uint32_t)f->width, (uint32_t)f->height, 3};
    const int height = (int)fmaxf(1.0f, (float)width * (float)f->height / (float)f->width);
    uint8_t *small = malloc((size_t)width * (size_t)height * 3);
    if (!small)
        return error_memory(e, "a photo of a face", (size_t)width * (size_t)height * 3);
    if (image_resize(&whole, (uint32_t)width, (uint32_t)height, small, e) != 0) {
        free(small);
        return -1;
    }
    f->scale = (float)width / (float)f->width;
    free(f->pixels);
    *f = (struct photo){small, width, height, f->x, f->y, f->scale};
    return 0;
}

int photo_open(struct photo *f, const struct mien_picture *p, const struct mien_rect *box,
               int width, struct mien_error *e)
{
    *f = (struct photo){0};
    if (cut(f, p, box, e) == 0 && (f->width <= width || shrink(f, width, e) == 0))
        return 0;
    photo_close(f);
    return -1;
}

void photo_close(struct photo *f)
{
    free(f->pixels);
    *f = (struct photo){0};
}

/* Of the four pixels around a place that lies `t`, 0..1, behind the second. */
static void cubic(float t, float weight[4])
{
    weight[0] = ((-0.5f * t + 1.0f) * t - 0.5f) * t;
    weight[1] = (1.5f * t - 2.5f) * t * t + 1.0f;
    weight[2] = ((-1.5f * t + 2.0f) * t + 0.5f) * t;
    weight[3] = (0.5f * t - 0.5f) * t * t;
}

void photo_color(const struct photo *f, float x, float y, float color[3])
{
    const float px = (x - f->x) * f->scale - 0.5f, py = (y - f->y) * f->scale - 0.5f;
    const float at_x = fminf(fmaxf(px, 0.0f), (float)(f->width - 1));
    const float at_y = fminf(fmaxf(py, 0.0f), (float)(f->height - 1));
    const int left = (int)at_x, top = (int)at_y;
    float across[4], down[4];
    cubic(at_x - (float)left, across);
    cubic(at_y - (float)top, down);
    color[0] = color[1] = color[2] = 0.0f;
    for (int j = 0; j < 4; j++) {
        const uint8_t *row =
            f->pixels + (size_t)clamp(top + j - 1, f->height) * (size_t)f->width * 3;
        for (int i = 0; i < 4; i++) {
            const uint8_t *pixel = row + (size_t)clamp(left + i - 1, f->width) * 3;
            for (int k = 0; k < 3; k++)
                color[k] += down[j] * across[i] * (float)pixel[k];
        }
    }
    for (int k = 0; k < 3; k++)
        color[k] = fminf(fmaxf(color[k], 0.0f), 255.0f);
}
