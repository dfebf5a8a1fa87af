/* test_crop.c - the square that picture models see: it is FER2013's frame, goes along with the
 * face, and shows the picture's own levels. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "runtime/face/mien_face_crop.h"
#include "runtime/host/rng.h"
#include "runtime/mien_landmarks.h"

/* The 68 landmarks xy [68, 2] among the 468, the others far away: they must not count. */
static void spread_out(const float *xy, float landmarks[MIEN_MESH_POINTS][3])
{
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        for (int k = 0; k < 3; k++)
            landmarks[i][k] = 1e6f;
    for (int i = 0; i < MIEN_LANDMARKS68; i++)
        for (int k = 0; k < 2; k++)
            landmarks[mien_ibug68[i]][k] = xy[2 * i + k];
}

static int rising(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static float median(float *values, uint32_t count)
{
    qsort(values, count, sizeof *values, rising);
    return values[count / 2];
}

/* Faces that are surely found: their pictures are 48 x 48. */
static void the_median_face_of_fer2013_gets_its_picture(void **state)
{
    struct dataset d;
    struct mien_error e;
    float xy[MIEN_LANDMARKS68 * 2], landmarks[MIEN_MESH_POINTS][3];
    uint32_t count = 0;
    (void)state;
    assert_int_equal(dataset_open(&d, "datasets/fer2013-landmarks", &e), 0);
    float *values = malloc(3 * d.rows * sizeof *values);
    assert_non_null(values);
    float *x = values, *y = x + d.rows, *size = y + d.rows;
    for (uint32_t i = 0; i < d.rows; i++) {
        if (d.score[i] < 0.9f)
            continue;
        dataset_row(&d, i, xy);
        spread_out(xy, landmarks);
        const struct mien_region square = mien_crop_region(landmarks[0]);
        x[count] = square.x;
        y[count] = square.y;
        size[count++] = square.size;
    }
    assert_int_equal(count, 30784);
    assert_float_equal(median(x, count), 24.0f, 0.25f);
    assert_float_equal(median(y, count), 24.0f, 0.25f);
    assert_float_equal(median(size, count), 48.0f, 0.25f);
    free(values);
    dataset_close(&d);
}

/* A face of random landmarks with level eyes, and the same turned, enlarged and moved. */
static void the_square_goes_along_with_the_face(void **state)
{
    float level[MIEN_LANDMARKS68 * 2], moved[MIEN_LANDMARKS68 * 2];
    float landmarks[MIEN_MESH_POINTS][3];
    const float angle = 0.7f, scale = 2.5f, right = 300.0f, down = -40.0f;
    struct rng r = rng_seed(68);
    (void)state;
    for (int i = 0; i < MIEN_LANDMARKS68 * 2; i++)
        level[i] = 100.0f * rng_float(&r);
    for (int i = 36; i < 48; i++) {
        level[2 * i] = (i < 42 ? 30.0f : 70.0f) + (float)(i % 3);
        level[2 * i + 1] = 40.0f + (float)(i % 2);
    }
    for (int i = 0; i < MIEN_LANDMARKS68; i++) {
        const float *p = level + 2 * i;
        moved[2 * i] = right + scale * (p[0] * cosf(angle) - p[1] * sinf(angle));
        moved[2 * i + 1] = down + scale * (p[0] * sinf(angle) + p[1] * cosf(angle));
    }
    spread_out(level, landmarks);
    const struct mien_region a = mien_crop_region(landmarks[0]);
    spread_out(moved, landmarks);
    const struct mien_region b = mien_crop_region(landmarks[0]);
    assert_float_equal(a.angle, 0.0f, 1e-5f);
    assert_float_equal(b.angle, angle, 1e-5f);
    assert_float_equal(b.size, scale * a.size, 1e-3f);
    assert_float_equal(b.x, right + scale * (a.x * cosf(angle) - a.y * sinf(angle)), 1e-2f);
    assert_float_equal(b.y, down + scale * (a.x * sinf(angle) + a.y * cosf(angle)), 1e-2f);
}

static void landmarks_that_fall_together_are_safe(void **state)
{
    float landmarks[MIEN_MESH_POINTS][3] = {{0}}, out[MIEN_CROP_FLOATS(4)];
    const uint8_t pixels[] = {10, 20, 30, 40};
    const struct mien_picture p = {pixels, 2, 2, 1, 2};
    (void)state;
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        landmarks[i][0] = landmarks[i][1] = 1.0f;
    const struct mien_region square = mien_crop_region(landmarks[0]);
    assert_true(square.size == 0.0f);
    mien_crop_sample(&p, &square, 4, 1, out);
    for (int i = 0; i < 16; i++)
        assert_float_equal(out[i], 25.0f, 1e-3f);
}

static void a_square_that_is_the_picture_gives_its_pixels(void **state)
{
    enum { SIDE = 48, PIXELS = SIDE * SIDE };
    static uint8_t grey[PIXELS], colour[3 * PIXELS];
    static float out[MIEN_CROP_FLOATS(SIDE)];
    struct rng r = rng_seed(48);
    (void)state;
    for (int i = 0; i < PIXELS; i++)
        grey[i] = (uint8_t)rng_below(&r, 256);
    for (int i = 0; i < 3 * PIXELS; i++)
        colour[i] = (uint8_t)rng_below(&r, 256);
    const struct mien_picture one = {grey, SIDE, SIDE, 1, SIDE};
    const struct mien_picture three = {colour, SIDE, SIDE, 3, 3 * SIDE};
    const struct mien_region all = mien_region_of_picture(&one);
    mien_crop_sample(&one, &all, SIDE, 1, out);
    for (int i = 0; i < PIXELS; i++)
        assert_float_equal(out[i], grey[i], 1e-3f);
    mien_crop_sample(&three, &all, SIDE, 3, out);
    for (int i = 0; i < 3 * PIXELS; i++)
        assert_float_equal(out[i], colour[i], 1e-3f);
    mien_crop_sample(&three, &all, SIDE, 1, out);
    for (int i = 0; i < PIXELS; i++) {
        const uint8_t *c = colour + 3 * i;
        assert_float_equal(out[i], 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2], 1e-3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_face_of_fer2013_gets_its_picture),
        cmocka_unit_test(the_square_goes_along_with_the_face),
        cmocka_unit_test(landmarks_that_fall_together_are_safe),
        cmocka_unit_test(a_square_that_is_the_picture_gives_its_pixels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
