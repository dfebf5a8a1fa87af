/* test_picture.c - regions resampled: against closed forms, and against numbers recorded with SciPy
 * (ndimage.map_coordinates, order 1) from a picture that a formula makes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/face/mien_picture.h"

enum { WIDTH = 60, HEIGHT = 40, SIDE = 16 };

static const struct mien_sampling plain = {SIDE, MIEN_BORDER_REPLICATE, 1.0f, 0.0f, 2.0f};
static const struct mien_sampling black = {SIDE, MIEN_BORDER_BLACK, 1.0f, 0.0f, 2.0f};

static uint8_t pattern[HEIGHT * WIDTH * 3];

static struct mien_picture pattern_picture(void)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < 3; c++)
                pattern[(y * WIDTH + x) * 3 + c] =
                    (uint8_t)((x * 37 + y * 101 + c * 53 + x * y % 97 * 5) % 256);
    return (struct mien_picture){pattern, WIDTH, HEIGHT, 3, WIDTH * 3};
}

struct recorded {
    int y, x, channel;
    float value;
};

static void check(const struct mien_region *r, const struct mien_sampling *s,
                  const struct recorded *recorded, int count, double mean)
{
    const struct mien_picture p = pattern_picture();
    float out[SIDE * SIDE * 3];
    double sum = 0.0;
    mien_picture_sample(&p, r, s, out);
    for (int i = 0; i < SIDE * SIDE * 3; i++)
        sum += (double)out[i];
    for (int i = 0; i < count; i++)
        assert_float_equal(out[(recorded[i].y * SIDE + recorded[i].x) * 3 + recorded[i].channel],
                           recorded[i].value, 0.02);
    if (mean > 0.0)
        assert_float_equal(sum / (SIDE * SIDE * 3), mean, 0.005);
}

static void a_turned_region_is_bilinear(void **state)
{
    static const struct recorded recorded[] = {
        {0, 0, 0, 81.405f}, {3, 9, 1, 123.903f}, {8, 8, 2, 212.994f}, {15, 15, 0, 64.982f}};
    (void)state;
    check(&(struct mien_region){30.0f, 20.0f, 20.0f, 0.5f}, &plain, recorded, 4, 0.0);
}

static void the_border_goes_on(void **state)
{
    static const struct recorded recorded[] = {
        {0, 0, 0, 35.424f}, {3, 9, 1, 135.827f}, {8, 8, 2, 113.864f}, {15, 15, 0, 213.198f}};
    (void)state;
    check(&(struct mien_region){10.0f, 35.0f, 30.0f, -0.7f}, &plain, recorded, 4, 123.140943);
}

static void or_all_outside_is_black(void **state)
{
    static const struct recorded recorded[] = {
        {0, 0, 0, 0.0f}, {3, 9, 1, 135.827f}, {8, 8, 2, 113.864f}, {15, 15, 0, 213.198f}};
    (void)state;
    check(&(struct mien_region){10.0f, 35.0f, 30.0f, -0.7f}, &black, recorded, 4, 73.228798);
}

static void an_upright_region_that_shrinks_is_the_mean_of_what_it_covers(void **state)
{
    static const struct recorded on[] = {{0, 0, 0, 0.0f},
                                         {3, 9, 1, 118.673f},
                                         {8, 8, 2, 135.161f},
                                         {15, 15, 0, 72.0f},
                                         {12, 1, 1, 131.577f}};
    static const struct recorded off[] = {{0, 0, 0, 0.0f},
                                          {3, 9, 1, 72.767f},
                                          {8, 8, 2, 135.161f},
                                          {15, 15, 0, 0.0f},
                                          {12, 1, 1, 66.802f}};
    const struct mien_region r = {30.0f, 20.0f, 70.0f, 0.0f};
    (void)state;
    check(&r, &plain, on, 5, 126.418027);
    check(&r, &black, off, 5, 62.112245);
}

/* A picture whose red is its column and whose green its row is read as the place itself. */
static void a_ramp_is_read_exactly_in_any_size_and_turn(void **state)
{
    static uint8_t ramp[200 * 200 * 4];
    static const struct mien_region regions[] = {{100.0f, 90.0f, 10.0f, 0.3f},
                                                 {100.0f, 90.0f, 60.0f, 2.0f},
                                                 {99.0f, 100.0f, 120.0f, -0.4f},
                                                 {98.5f, 100.0f, 170.0f, 0.0f}};
    float out[SIDE * SIDE * 3];
    (void)state;
    for (int y = 0; y < 200; y++)
        for (int x = 0; x < 200; x++)
            memcpy(ramp + (y * 200 + x) * 4, (uint8_t[]){(uint8_t)x, (uint8_t)y, 7, 255}, 4);
    const struct mien_picture p = {ramp, 200, 200, 4, 800};
    const struct mien_sampling s = {SIDE, MIEN_BORDER_BLACK, 0.5f, -3.0f, 2.5f};
    for (int k = 0; k < 4; k++) {
        /* a mean over parts of pixels is not quite the ramp at its middle */
        const double close = k == 3 ? 0.007 : 0.002;
        mien_picture_sample(&p, &regions[k], &s, out);
        for (int j = 0; j < SIDE; j++)
            for (int i = 0; i < SIDE; i++) {
                float x, y;
                mien_region_point(&regions[k], ((float)i + 0.5f) / SIDE, ((float)j + 0.5f) / SIDE,
                                  &x, &y);
                assert_float_equal(out[(j * SIDE + i) * 3], (x - 0.5f) * 0.5f - 3.0f, close);
                assert_float_equal(out[(j * SIDE + i) * 3 + 1], (y - 0.5f) * 0.5f - 3.0f, close);
                assert_float_equal(out[(j * SIDE + i) * 3 + 2], 0.5f, 0.002);
            }
    }
}

static void grey_is_three_times_the_same_and_rows_may_lie_upside_down(void **state)
{
    uint8_t grey[HEIGHT * WIDTH], turned[HEIGHT * WIDTH];
    float a[SIDE * SIDE * 3], b[SIDE * SIDE * 3], c[SIDE * SIDE * 3];
    (void)state;
    pattern_picture();
    for (int i = 0; i < HEIGHT * WIDTH; i++)
        grey[i] = pattern[3 * i];
    for (int y = 0; y < HEIGHT; y++)
        memcpy(turned + y * WIDTH, grey + (HEIGHT - 1 - y) * WIDTH, WIDTH);
    const struct mien_picture rgb = {pattern, WIDTH, HEIGHT, 3, WIDTH * 3};
    const struct mien_picture one = {grey, WIDTH, HEIGHT, 1, WIDTH};
    const struct mien_picture up = {turned + (HEIGHT - 1) * WIDTH, WIDTH, HEIGHT, 1, -WIDTH};
    for (int k = 0; k < 2; k++) {
        const struct mien_region r = {28.0f, 22.0f, 50.0f, k == 0 ? 0.0f : 0.2f};
        mien_picture_sample(&rgb, &r, &plain, a);
        mien_picture_sample(&one, &r, &plain, b);
        mien_picture_sample(&up, &r, &plain, c);
        assert_memory_equal(b, c, sizeof b);
        for (int i = 0; i < SIDE * SIDE; i++) {
            assert_true(b[3 * i] == a[3 * i]);
            assert_true(b[3 * i + 1] == b[3 * i] && b[3 * i + 2] == b[3 * i]);
        }
    }
}

static void no_region_is_unsafe(void **state)
{
    static const float odd[] = {0.0f,     -5.0f, 1e-30f,    1e9f,    -1e9f,
                                INFINITY, NAN,   -INFINITY, 3.0e38f, 20.0f};
    const struct mien_picture p = pattern_picture(), dot = {pattern, 1, 1, 3, 3};
    float out[SIDE * SIDE * 3];
    (void)state;
    for (int i = 0; i < 10 * 10 * 10; i++) {
        const struct mien_region r = {odd[i % 10], odd[i / 10 % 10], odd[i / 100],
                                      i % 3 == 0 ? 0.0f : odd[i % 7]};
        mien_picture_sample(i % 2 ? &p : &dot, &r, i % 5 ? &plain : &black, out);
        for (int k = 0; k < SIDE * SIDE * 3; k++)
            assert_in_range((int)out[k], 0, 256);
    }
}

static void the_letterbox_is_the_upright_square_around_the_picture(void **state)
{
    const struct mien_picture p = pattern_picture();
    const struct mien_region r = mien_region_of_picture(&p);
    float x, y;
    (void)state;
    mien_region_point(&r, 0.0f, 0.0f, &x, &y);
    assert_float_equal(x, 0.0, 1e-5);
    assert_float_equal(y, -10.0, 1e-5);
    mien_region_point(&r, 1.0f, 1.0f, &x, &y);
    assert_float_equal(x, 60.0, 1e-5);
    assert_float_equal(y, 50.0, 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turned_region_is_bilinear),
        cmocka_unit_test(the_border_goes_on),
        cmocka_unit_test(or_all_outside_is_black),
        cmocka_unit_test(an_upright_region_that_shrinks_is_the_mean_of_what_it_covers),
        cmocka_unit_test(a_ramp_is_read_exactly_in_any_size_and_turn),
        cmocka_unit_test(grey_is_three_times_the_same_and_rows_may_lie_upside_down),
        cmocka_unit_test(no_region_is_unsafe),
        cmocka_unit_test(the_letterbox_is_the_upright_square_around_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
