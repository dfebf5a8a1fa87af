/* test_triangle.c - triangles cover the pixel centres inside them, neighbours share none and leave
 * none out, and the weights put the corners back together. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/draw/triangle.h"
#include "runtime/host/rng.h"

enum { SIDE = 64, POINTS = 8 };

struct raster {
    int count[SIDE][SIDE];
};

static void add(struct raster *r, const float a[2], const float b[2], const float c[2])
{
    struct triangle t;
    if (triangle_start(&t, a, b, c, SIDE, SIDE))
        for (struct triangle_row row; triangle_next(&t, &row);)
            for (int x = row.first; x < row.end; x++)
                r->count[row.y][x]++;
}

static int total(const struct raster *r)
{
    int sum = 0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            sum += r->count[y][x];
    return sum;
}

/* A grid over the whole picture, its inner points at eighths of a pixel, many of them on centres,
 * each cell cut by one of its diagonals and its corners given either way round. */
static void triangles_that_fill_the_picture_cover_each_pixel_once(void **state)
{
    (void)state;
    struct rng rng = rng_seed(7);
    for (int round = 0; round < 50; round++) {
        float p[POINTS + 1][POINTS + 1][2];
        for (int i = 0; i <= POINTS; i++)
            for (int j = 0; j <= POINTS; j++) {
                const bool rim_x = j == 0 || j == POINTS, rim_y = i == 0 || i == POINTS;
                const int cell = SIDE / POINTS;
                p[i][j][0] =
                    (float)(j * cell) + (rim_x ? 0.0f : (float)rng_below(&rng, 32) / 8.0f - 2.0f);
                p[i][j][1] =
                    (float)(i * cell) + (rim_y ? 0.0f : (float)rng_below(&rng, 32) / 8.0f - 2.0f);
            }
        struct raster r = {0};
        for (int i = 0; i < POINTS; i++)
            for (int j = 0; j < POINTS; j++) {
                if (rng_below(&rng, 2)) {
                    add(&r, p[i][j], p[i][j + 1], p[i + 1][j + 1]);
                    add(&r, p[i][j], p[i + 1][j], p[i + 1][j + 1]);
                } else {
                    add(&r, p[i + 1][j], p[i][j], p[i][j + 1]);
                    add(&r, p[i + 1][j + 1], p[i + 1][j], p[i][j + 1]);
                }
            }
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                assert_int_equal(r.count[y][x], 1);
    }
}

static void centres_on_a_border_belong_to_what_lies_right_of_it_or_below(void **state)
{
    (void)state;
    struct raster r = {0};
    /* A square from the centre of pixel (2, 3) to that of (5, 7), in two halves. */
    const float a[2] = {2.5f, 3.5f}, b[2] = {5.5f, 3.5f}, c[2] = {5.5f, 7.5f}, d[2] = {2.5f, 7.5f};
    add(&r, a, b, c);
    add(&r, a, c, d);
    assert_int_equal(total(&r), 3 * 4);
    assert_int_equal(r.count[3][2], 1);
    assert_int_equal(r.count[3][5], 0);
    assert_int_equal(r.count[7][2], 0);
}

static void weights_put_each_pixels_centre_together_from_the_corners(void **state)
{
    (void)state;
    struct rng rng = rng_seed(7);
    for (int round = 0; round < 500; round++) {
        float p[3][2];
        for (int i = 0; i < 6; i++)
            p[i / 2][i % 2] = rng_float(&rng) * 200.0f - 70.0f;
        struct triangle t;
        if (!triangle_start(&t, p[0], p[1], p[2], SIDE, SIDE))
            continue;
        const float area = fabsf((p[1][0] - p[0][0]) * (p[2][1] - p[0][1]) -
                                 (p[1][1] - p[0][1]) * (p[2][0] - p[0][0]));
        if (area < 50.0f)
            continue;
        for (struct triangle_row row; triangle_next(&t, &row);)
            for (int x = row.first; x < row.end; x++) {
                float sum = 0.0f, at[2] = {0};
                for (int i = 0; i < 3; i++) {
                    const float w = row.weight[i] + (float)(x - row.first) * t.step[i];
                    assert_true(w > -1e-4f && w < 1.0001f);
                    sum += w;
                    at[0] += w * p[i][0];
                    at[1] += w * p[i][1];
                }
                assert_float_equal(sum, 1.0f, 1e-5f);
                assert_float_equal(at[0], (float)x + 0.5f, 0.01f);
                assert_float_equal(at[1], (float)row.y + 0.5f, 0.01f);
            }
    }
}

static void only_what_lies_in_the_picture_is_given(void **state)
{
    (void)state;
    struct raster r = {0};
    const float a[2] = {-9000.0f, -9000.0f}, b[2] = {30000.0f, -9000.0f},
                c[2] = {-9000.0f, 30000.0f};
    add(&r, a, b, c);
    assert_int_equal(total(&r), SIDE * SIDE);
    const float left[2] = {-1.0f, 5.0f}, higher[2] = {-30.0f, 5.0f}, lower[2] = {-8.0f, 50.0f};
    struct triangle t;
    struct triangle_row row;
    assert_true(!triangle_start(&t, left, higher, lower, SIDE, SIDE) || !triangle_next(&t, &row));
    const float above[2] = {5.0f, -3.0f};
    assert_false(triangle_start(&t, above, a, b, SIDE, SIDE));
}

static void what_has_no_area_or_no_place_covers_nothing(void **state)
{
    (void)state;
    const float a[2] = {1.0f, 1.0f}, b[2] = {9.0f, 9.0f}, c[2] = {30.0f, 30.0f};
    const float bad[][2] = {{NAN, 1.0f}, {1.0f, INFINITY}, {-INFINITY, 2.0f}, {FLT_MAX, 3.0f}};
    struct triangle t;
    assert_false(triangle_start(&t, a, b, c, SIDE, SIDE));
    assert_false(triangle_start(&t, a, a, c, SIDE, SIDE));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(triangle_start(&t, a, bad[i], c, SIDE, SIDE));
}

static void it_is_said_which_way_the_corners_run(void **state)
{
    (void)state;
    const float a[2] = {10.0f, 10.0f}, b[2] = {40.0f, 10.0f}, c[2] = {10.0f, 40.0f};
    struct triangle t;
    assert_true(triangle_start(&t, a, b, c, SIDE, SIDE));
    assert_true(t.clockwise);
    assert_true(triangle_start(&t, a, c, b, SIDE, SIDE));
    assert_false(t.clockwise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triangles_that_fill_the_picture_cover_each_pixel_once),
        cmocka_unit_test(centres_on_a_border_belong_to_what_lies_right_of_it_or_below),
        cmocka_unit_test(weights_put_each_pixels_centre_together_from_the_corners),
        cmocka_unit_test(only_what_lies_in_the_picture_is_given),
        cmocka_unit_test(what_has_no_area_or_no_place_covers_nothing),
        cmocka_unit_test(it_is_said_which_way_the_corners_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
