/* tile.c - see tile.h. */
#include "trainer/gallery/tile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/image/image.h"
#include "runtime/mien_landmarks.h"
#include "trainer/gallery/colormap.h"

static const struct color ground = {238, 241, 244}, ink = {31, 35, 40}, pale = {150, 160, 170};

/* ---- pictures ---- */

static uint8_t level(float value)
{
    return (uint8_t)lrintf(fminf(255.0f, fmaxf(0.0f, value)));
}

/* Grey or RGB as they are; of any other number of channels the first. For image_free. */
static int to_image(struct image *m, const uint32_t shape[3], const float *row,
                    struct mien_error *e)
{
    const uint32_t channels = shape[2], kept = channels == 3 ? 3 : 1;
    const size_t pixels = (size_t)shape[0] * shape[1];
    *m = (struct image){malloc(pixels * kept), shape[1], shape[0], kept};
    if (!m->data)
        return error_memory(e, "a picture", pixels * kept);
    for (size_t k = 0; k < pixels * kept; k++)
        m->data[k] = level(row[k / kept * channels + k % kept]);
    return 0;
}

/* Where a picture of this shape lies in the square. */
static void place(struct tile *t, uint32_t width, uint32_t height)
{
    const double scale = (double)t->side / (width > height ? width : height);
    t->width = (int)fmax(1, rint(width * scale));
    t->height = (int)fmax(1, rint(height * scale));
    t->left = (t->side - t->width) / 2;
    t->top = (t->side - t->height) / 2;
}

static uint8_t *pixel(const struct tile *t, int x, int y)
{
    return t->rgb + 3 * ((size_t)(t->top + y) * (size_t)t->side + (size_t)(t->left + x));
}

int tile_picture(struct tile *t, const uint32_t shape[3], const float *row, int side,
                 struct mien_error *e)
{
    struct image m = {0};
    *t = (struct tile){.side = side};
    place(t, shape[1], shape[0]);
    const size_t area = (size_t)side * (size_t)side;
    uint8_t *large = malloc(3 * area);
    t->rgb = malloc(3 * area);
    int result = large && t->rgb ? 0 : error_memory(e, "a picture", 6 * area);
    if (result == 0 && (to_image(&m, shape, row, e) != 0 ||
                        image_resize(&m, (uint32_t)t->width, (uint32_t)t->height, large, e) != 0))
        result = -1;
    for (size_t k = 0; result == 0 && k < area; k++)
        memcpy(t->rgb + 3 * k, &ground, 3);
    for (int y = 0; result == 0 && y < t->height; y++)
        for (int x = 0; x < t->width; x++)
            for (uint32_t k = 0; k < 3; k++)
                pixel(t, x, y)[k] = large[((size_t)y * (size_t)t->width + (size_t)x) * m.channels +
                                          (m.channels == 3 ? k : 0)];
    image_free(&m);
    free(large);
    if (result != 0)
        tile_free(t);
    return result;
}

void tile_free(struct tile *t)
{
    free(t->rgb);
    *t = (struct tile){0};
}

/* The colour of an amount, darker where the picture is. */
static void lay_over(uint8_t *rgb, uint8_t amount)
{
    const struct color c = colormap_amount((float)amount / 255.0f);
    const float grey = 0.299f * (float)rgb[0] + 0.587f * (float)rgb[1] + 0.114f * (float)rgb[2];
    const uint8_t colors[] = {c.r, c.g, c.b};
    for (int k = 0; k < 3; k++)
        rgb[k] = level(0.5f * grey + 0.5f * (float)colors[k]);
}

int tile_heat(struct tile *t, const float *heat, uint32_t h, uint32_t w, struct mien_error *e)
{
    const size_t large = (size_t)t->width * (size_t)t->height;
    struct image m = {malloc((size_t)h * w), w, h, 1};
    uint8_t *amounts = malloc(large);
    int result = m.data && amounts ? 0 : error_memory(e, "a map", large + (size_t)h * w);
    for (size_t k = 0; result == 0 && k < (size_t)h * w; k++)
        m.data[k] = level(255.0f * heat[k]);
    if (result == 0)
        result = image_resize(&m, (uint32_t)t->width, (uint32_t)t->height, amounts, e);
    for (size_t k = 0; result == 0 && k < large; k++)
        lay_over(pixel(t, (int)(k % (size_t)t->width), (int)(k / (size_t)t->width)), amounts[k]);
    image_free(&m);
    free(amounts);
    return result;
}

void tile_put(struct canvas *c, const struct tile *t, float x, float y)
{
    canvas_picture(c, (int)lrintf(x * c->scale), (int)lrintf(y * c->scale), t->rgb, t->side,
                   t->side, 3);
}

/* ---- landmarks ---- */

/* From landmarks to the square: x * scale + left, y * scale + top. */
struct fit {
    float scale, left, top;
};

/* The face fills the square but for a margin. */
static struct fit fit_landmarks(const float *xy, uint32_t points, uint32_t stride, float side)
{
    float low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (uint32_t k = 0; k < points; k++)
        for (int axis = 0; axis < 2; axis++) {
            low[axis] = fminf(low[axis], xy[k * stride + (uint32_t)axis]);
            high[axis] = fmaxf(high[axis], xy[k * stride + (uint32_t)axis]);
        }
    const float extent = fmaxf(fmaxf(high[0] - low[0], high[1] - low[1]), 1e-6f);
    const float scale = 0.88f * side / extent;
    return (struct fit){scale, side / 2.0f - scale * (low[0] + high[0]) / 2.0f,
                        side / 2.0f - scale * (low[1] + high[1]) / 2.0f};
}

struct face {
    struct canvas *canvas;
    const float *xy;
    uint32_t points, stride;
    float x, y; /* of the square */
    struct fit fit;
};

static struct canvas_segment between(const struct face *f, uint32_t from, uint32_t to)
{
    const float *a = f->xy + from * f->stride, *b = f->xy + to * f->stride;
    return (struct canvas_segment){
        f->x + f->fit.left + f->fit.scale * a[0], f->y + f->fit.top + f->fit.scale * a[1],
        f->x + f->fit.left + f->fit.scale * b[0], f->y + f->fit.top + f->fit.scale * b[1]};
}

static void draw_points(const struct face *f, float width, struct color color)
{
    const struct canvas_stroke stroke = {width, color, 1.0f};
    for (uint32_t k = 0; k < f->points; k++) {
        const struct canvas_segment dot = between(f, k, k);
        canvas_lines(f->canvas, &dot, 1, &stroke);
    }
}

static void draw_outlines(const struct face *f)
{
    struct canvas_segment lines[MIEN_LANDMARKS68 + MIEN_OUTLINES68];
    const struct canvas_stroke stroke = {0.9f, ink, 1.0f};
    int count = 0;
    for (int o = 0; o < MIEN_OUTLINES68; o++) {
        const struct mien_outline *line = &mien_outlines68[o];
        for (int k = 0; k < line->count - 1 + line->closed; k++) {
            const int32_t from = line->first + k, to = line->first + (k + 1) % line->count;
            lines[count++] = between(f, (uint32_t)mien_landmark68(from, (int32_t)f->points),
                                     (uint32_t)mien_landmark68(to, (int32_t)f->points));
        }
    }
    canvas_lines(f->canvas, lines, count, &stroke);
}

static void draw_landmarks(struct canvas *c, float x, float y, float side, const uint32_t shape[3],
                           const float *landmarks)
{
    const struct face f = {.canvas = c,
                           .xy = landmarks,
                           .points = shape[0],
                           .stride = shape[1],
                           .x = x,
                           .y = y,
                           .fit = fit_landmarks(landmarks, shape[0], shape[1], side)};
    const bool known = f.points == MIEN_LANDMARKS68 || f.points == MIEN_MESH_POINTS;
    canvas_rectangle(c, x, y, side, side, ground);
    if (f.points == MIEN_MESH_POINTS)
        draw_points(&f, 0.9f, pale);
    if (known)
        draw_outlines(&f);
    if (f.points != MIEN_MESH_POINTS)
        draw_points(&f, 1.7f, ink);
}

/* ---- either ---- */

/* What of a row is drawn: the picture, or else the landmarks. */
static bool find_shown(const struct dataset *d, struct dataset_part *part)
{
    return dataset_find_part(d, DATASET_IMAGE, part) ||
           dataset_find_part(d, DATASET_LANDMARKS, part);
}

bool tile_fits(const struct dataset *d)
{
    struct dataset_part part;
    return find_shown(d, &part);
}

int tile_draw(struct canvas *c, float x, float y, float side, const struct dataset *d,
              const float *row, struct mien_error *e)
{
    struct dataset_part part;
    struct tile t;
    find_shown(d, &part);
    if (part.kind == DATASET_LANDMARKS) {
        draw_landmarks(c, x, y, side, part.shape, row + part.start);
        return 0;
    }
    if (tile_picture(&t, part.shape, row + part.start, (int)lrintf(side * c->scale), e) != 0)
        return -1;
    tile_put(c, &t, x, y);
    tile_free(&t);
    return 0;
}
