/* test_dense.c - dense layers, activations and softmax against closed forms and PyTorch 1.13. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/mien_dense.h"

enum { INPUTS = 10 };

static const float inputs[INPUTS] = {-7.5f, -3, -1.25f, -0.5f, 0, 0.5f, 1.25f, 3, 7.5f, 25};

/* torch.nn.functional's linear, relu, leaky_relu(0.1), sigmoid, tanh, silu, hardswish and mish; and
 * Darknet's ramp, x (x > 0) + 0.1 x. */
static const float expected[MIEN_ACTIVATION_COUNT][INPUTS] = {
    {-7.5f, -3, -1.25f, -0.5f, 0, 0.5f, 1.25f, 3, 7.5f, 25},
    {0, 0, 0, 0, 0, 0.5f, 1.25f, 3, 7.5f, 25},
    {-0.75f, -0.3f, -0.125f, -0.05f, 0, 0.5f, 1.25f, 3, 7.5f, 25},
    {0.0005527787f, 0.04742587f, 0.2227001f, 0.3775407f, 0.5f, 0.6224594f, 0.7772999f, 0.9525741f,
     0.9994472f, 1},
    {-0.9999994f, -0.9950548f, -0.8482836f, -0.4621172f, 0, 0.4621172f, 0.8482836f, 0.9950548f,
     0.9999994f, 1},
    {-0.00414584f, -0.1422776f, -0.2783752f, -0.1887703f, 0, 0.3112297f, 0.9716249f, 2.857723f,
     7.495854f, 25},
    {0, 0, -0.3645833f, -0.2083333f, 0, 0.2916667f, 0.8854167f, 3, 7.5f, 25},
    {-0.004146985f, -0.1456475f, -0.3084139f, -0.2207438f, 0, 0.3752452f, 1.13187f, 2.986535f,
     7.499996f, 25},
    {-0.75f, -0.3f, -0.125f, -0.05f, 0, 0.55f, 1.375f, 3.3f, 8.25f, 27.5f},
};

static void activations_agree_with_their_makers(void **state)
{
    (void)state;
    for (int a = 0; a < MIEN_ACTIVATION_COUNT; a++)
        for (int i = 0; i < INPUTS; i++)
            assert_float_equal(mien_activate(inputs[i], (enum mien_activation)a), expected[a][i],
                               1e-6f * (1 + fabsf(expected[a][i])));
}

static void dense_is_a_matrix_product_with_bias(void **state)
{
    static const float weight[] = {1, 2, 3, 4, 5, 6}, bias[] = {0.5f, -0.5f, -100}, x[] = {10, -1};
    float y[3];
    (void)state;
    mien_dense(x, weight, bias, 2, 3, MIEN_LINEAR, y);
    assert_float_equal(y[0], 10 - 4 + 0.5, 0);
    assert_float_equal(y[1], 20 - 5 - 0.5, 0);
    assert_float_equal(y[2], 30 - 6 - 100, 0);
    mien_dense(x, weight, bias, 2, 3, MIEN_RELU, y);
    assert_float_equal(y[2], 0, 0);
}

static void standardize_subtracts_then_scales_in_place(void **state)
{
    static const float mean[] = {1, -2}, scale[] = {10, 0.5f};
    float x[] = {3, 4};
    (void)state;
    mien_standardize(x, mean, scale, 2, x);
    assert_float_equal(x[0], 20, 0);
    assert_float_equal(x[1], 3, 0);
}

static void softmax_sums_to_one_also_for_huge_logits(void **state)
{
    float p[] = {1000, 1001, 999};
    (void)state;
    mien_softmax(p, 3, p);
    assert_float_equal(p[0] + p[1] + p[2], 1, 1e-6f);
    assert_float_equal(p[1] / p[0], 2.7182818, 1e-5f);
    assert_float_equal(p[0] / p[2], 2.7182818, 1e-5f);
}

static void argmax_takes_the_first_of_equals(void **state)
{
    (void)state;
    assert_int_equal(mien_argmax((float[]){1, 3, 3, 2}, 4), 1);
    assert_int_equal(mien_argmax((float[]){4}, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activations_agree_with_their_makers),
        cmocka_unit_test(dense_is_a_matrix_product_with_bias),
        cmocka_unit_test(standardize_subtracts_then_scales_in_place),
        cmocka_unit_test(softmax_sums_to_one_also_for_huge_logits),
        cmocka_unit_test(argmax_takes_the_first_of_equals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
