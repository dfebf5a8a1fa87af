/* test_recorded.c - every table of kernels against what PyTorch 1.13 computed.
 *
 * Arrays are made of a formula that floats hold exactly: number i of array a is
 * ((37 i + a) mod 101 - 50) / 64. Maps and outputs are [h, w, c], weights as before packing; x is
 * array 1 in the shape [6, 5, 3]. In torch.nn.functional, on NCHW tensors and with x padded by 0
 * rows above, 1 below and 1 column on each side (P):
 *
 *     conv       prelu(conv2d(P, a2 [3,3,3,4], a3, stride=2), |a4|)
 *     depthwise  conv2d(P, a5 [3,3,3], a6, stride=2, groups=3)
 *     separable  relu(conv2d(depthwise, a7 [3,4], a8) + a9 [3,3,3] in the first three channels)
 *     largest    max_pool2d(x, 2, 2)
 *     mean       avg_pool2d(x, 3, 2, padding=1, count_include_pad=False) */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/runtime/maps.h"

static const float conv_expected[] = {
    -1.34221649f,   -0.0129776001f, 0.252685547f,   -0.787307739f, 0.592285156f,  -0.10004425f,
    -0.342224121f,  -0.188552856f,  -0.498001099f,  0.979248047f,  1.61572266f,   0.353515625f,
    -0.808769226f,  -0.129123688f,  0.324462891f,   -0.241973877f, 0.604492188f,  -0.0979499817f,
    -0.345321655f,  -0.19102478f,   -0.493965149f,  0.970214844f,  1.61669922f,   0.33984375f,
    -1.3597641f,    0.494628906f,   -0.0988006592f, -0.601638794f, 0.0402832031f, -0.0364265442f,
    -0.0500946045f, -0.440826416f,  -0.446235657f,  0.875f,        0.521484375f,  0.587158203f};

static const float depthwise_expected[] = {
    -0.665527344f, 0.812988281f,  1.46923828f,   -0.423828125f,  -0.616455078f, 0.571289062f,
    -0.699707031f, -0.948242188f, -0.194335938f, -0.0490722656f, 0.808105469f,  1.45947266f,
    -0.412841797f, -0.612792969f, 0.567626953f,  -0.685058594f,  -0.938476562f, -0.189453125f,
    -0.852294922f, 0.625f,        1.39794922f,   0.135253906f,   -0.515136719f, 0.773925781f,
    -0.516601562f, -0.511230469f, -0.347167969f};

static const float separable_expected[] = {
    0.0f,         0.14414978f,  0.952056885f, 0.0f, 0.0f,          0.0f,         1.40235519f,  0.0f,
    0.0f,         0.0f,         0.0f,         0.0f, 0.0f,          0.553962708f, 0.139369965f, 0.0f,
    0.0f,         0.015209198f, 0.295612335f, 0.0f, 0.0340042114f, 0.142120361f, 0.153144836f, 0.0f,
    0.0f,         0.0f,         0.261791229f, 0.0f, 0.0f,          0.0f,         1.07211304f,  0.0f,
    0.539489746f, 0.0f,         0.49080658f,  0.0f};

static const float largest_expected[] = {0.171875f, 0.75f,    0.546875f, 0.484375f, 0.28125f,
                                         0.703125f, 0.15625f, 0.734375f, 0.53125f,  0.46875f,
                                         0.265625f, 0.6875f,  0.78125f,  0.71875f,  0.515625f,
                                         0.453125f, 0.25f,    0.671875f};

static const float mean_expected[] = {
    -0.296875f,    0.28125f,       0.0703125f,     -0.0625f,      -0.010416667f,  0.0416666679f,
    0.171875f,     -0.0390625f,    -0.25f,         -0.177083328f, 0.401041657f,   -0.0729166642f,
    0.0572916679f, -0.0659722239f, -0.013888889f,  0.291666657f,  -0.182291672f,  -0.130208328f,
    0.0703125f,    0.385416657f,   -0.0885416642f, 0.0416666679f, -0.0815972239f, -0.0295138881f,
    0.276041657f,  -0.197916672f,  -0.145833328f};

static float number(int array, size_t i)
{
    return (float)((i * 37 + (size_t)array) % 101) / 64.0f - 50.0f / 64.0f;
}

static void fill(float *a, int array, size_t count)
{
    for (size_t i = 0; i < count; i++)
        a[i] = number(array, i);
}

/* A map of whole blocks holding an array. */
static void fill_map(float *x, int array, const struct mien_map *m)
{
    memset(x, 0, map_size(m) * sizeof *x);
    for (size_t i = 0; i < (size_t)(m->h * m->w * m->c); i++)
        x[i / (size_t)m->c * (size_t)m->stride + i % (size_t)m->c] = number(array, i);
}

static void agrees(const struct mien_kernels *k, const float *y, const struct mien_map *m,
                   const float *expected)
{
    for (int pixel = 0; pixel < m->h * m->w; pixel++)
        for (int c = 0; c < m->c; c++, expected++)
            if (fabsf(y[pixel * m->stride + c] - *expected) > 2e-6f)
                fail_msg("%s: pixel %d channel %d: %.9g instead of %.9g", k->name, pixel, c,
                         y[pixel * m->stride + c], *expected);
}

/* The window of P, and its output with c channels. */
static const struct mien_window window = {3, 3, 2, 0, 1};

enum { TAPS = 3 * 3 * 3, SCRATCH = 4096 };

static float x[6 * 5 * 8], y[6 * 5 * 8], scratch[SCRATCH];

static void convolution(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    float weight[TAPS * 4], packed[TAPS * 8], bias[8] = {0}, slope[8] = {0};
    const struct mien_conv c = {.in = map_of(6, 5, 3, 0),
                                .out = map_of(3, 3, 4, 0),
                                .window = window,
                                .weight = packed,
                                .bias = bias,
                                .slope = slope};
    fill(weight, 2, TAPS * 4);
    fill(bias, 3, 4);
    fill(slope, 4, 4);
    for (int i = 0; i < 4; i++)
        slope[i] = fabsf(slope[i]);
    mien_conv_pack(&c, weight, packed);
    fill_map(x, 1, &c.in);
    assert_true(mien_conv_scratch(&c) <= SCRATCH);
    for (int t = 0; t < count; t++) {
        tables[t]->conv(&c, x, NULL, y, scratch, 0, 3);
        agrees(tables[t], y, &c.out, conv_expected);
    }
}

static void depthwise_and_separable_convolutions(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    float weight[TAPS], packed[9 * 8], bias[8] = {0};
    float weights[3 * 4], packed_too[3 * 8], bias_too[8] = {0}, residual[9 * 8];
    const struct mien_separable s = {.depth = {.in = map_of(6, 5, 3, 0),
                                               .out = map_of(3, 3, 3, 0),
                                               .window = window,
                                               .weight = packed,
                                               .bias = bias},
                                     .point = {.in = map_of(3, 3, 3, 0),
                                               .out = map_of(3, 3, 4, 0),
                                               .window = {1, 1, 1, 0, 0},
                                               .weight = packed_too,
                                               .bias = bias_too,
                                               .activation = MIEN_RELU,
                                               .residual = map_of(3, 3, 3, 0)}};
    fill(weight, 5, TAPS);
    fill(bias, 6, 3);
    fill(weights, 7, 3 * 4);
    fill(bias_too, 8, 4);
    mien_depthwise_pack(&s.depth, weight, packed);
    mien_conv_pack(&s.point, weights, packed_too);
    fill_map(x, 1, &s.depth.in);
    fill_map(residual, 9, &s.point.residual);
    assert_true(mien_separable_scratch(&s) <= SCRATCH);
    for (int t = 0; t < count; t++) {
        tables[t]->depthwise(&s.depth, x, y, scratch, 0, 3);
        agrees(tables[t], y, &s.depth.out, depthwise_expected);
        tables[t]->separable(&s, x, residual, y, scratch, 0, 3);
        agrees(tables[t], y, &s.point.out, separable_expected);
    }
}

static void pooling(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    const struct mien_pool largest = {map_of(6, 5, 3, 0), map_of(3, 2, 3, 0), {2, 2, 2, 0, 0}, 0};
    const struct mien_pool mean = {map_of(6, 5, 3, 0), map_of(3, 3, 3, 0), {3, 3, 2, 1, 1}, 1};
    fill_map(x, 1, &largest.in);
    for (int t = 0; t < count; t++) {
        tables[t]->pool(&largest, x, y, 0, 3);
        agrees(tables[t], y, &largest.out, largest_expected);
        tables[t]->pool(&mean, x, y, 0, 3);
        agrees(tables[t], y, &mean.out, mean_expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(convolution),
        cmocka_unit_test(depthwise_and_separable_convolutions),
        cmocka_unit_test(pooling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
