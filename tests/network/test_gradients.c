/* test_gradients.c - every layer's, activation's and loss's gradient against central differences.
 */
#include <stdio.h>

#include "tests/network/gradient_case.h"
#include "trainer/network/activation.h"

enum { ROWS = 21, WIDTH = 6, CLASSES = 4 };

static const float class_weight[CLASSES] = {0.5f, 2.0f, 1.0f, 1.5f};

static void check(const char *layers, const struct samples *s, bool weighted, float h)
{
    gradient_check(layers, (const uint32_t[3]){1, 1, WIDTH}, s, weighted ? class_weight : NULL, h);
}

static void every_activation_with_and_without_normalisation(void **state)
{
    char layers[512];
    struct rows_case r = rows_case(ROWS, WIDTH, CLASSES, 1);
    (void)state;
    for (int a = 0; a < MIEN_ACTIVATION_COUNT; a++)
        for (int normalize = 0; normalize < 2; normalize++) {
            snprintf(layers, sizeof layers,
                     "[connected]\noutput = 9\nactivation = %s\nbatch_normalize = %d\n"
                     "[connected]\noutput = 7\nactivation = %s\nbatch_normalize = %d\n"
                     "[connected]\noutput = 4\n[softmax]\n",
                     activation_names[a], normalize, activation_names[a], normalize);
            check(layers, &r.samples, false, a == MIEN_RELU || a == MIEN_LEAKY || a == MIEN_RAMP ? 2.5e-4f : 4e-3f);
        }
    rows_case_free(&r);
}

static void dropout_passes_gradients_of_what_it_kept(void **state)
{
    struct rows_case r = rows_case(ROWS, WIDTH, CLASSES, 2);
    (void)state;
    check("[dropout]\nprobability = 0.2\n[connected]\noutput = 9\nactivation = tanh\n"
          "[dropout]\nprobability = 0.4\n[connected]\noutput = 4\n[softmax]\n",
          &r.samples, false, 4e-3f);
    rows_case_free(&r);
}

static void loss_with_smoothing_soft_targets_and_weights(void **state)
{
    struct rows_case r = rows_case(ROWS, WIDTH, CLASSES, 3);
    (void)state;
    for (int kind = 0; kind < 16; kind++) {
        struct samples s = r.samples;
        s.target = kind & 1 ? r.target : NULL;
        s.weight = kind & 2 ? r.weight : NULL;
        check(kind & 4 ? "[connected]\noutput = 4\n[softmax]\nlabel_smoothing = 0.2\n"
                       : "[connected]\noutput = 4\n[softmax]\n",
              &s, (kind & 8) != 0, 4e-3f);
    }
    rows_case_free(&r);
}

/* The derivative table alone, at points away from the kinks, where differences are accurate. */
static void activation_slopes(void **state)
{
    static const float points[] = {-21, -4, -2.5f, -1, -0.3f, 0.4f, 1.1f, 2.8f, 5, 30};
    (void)state;
    for (int a = 0; a < MIEN_ACTIVATION_COUNT; a++)
        for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
            const float h = 1e-2f;
            float z[] = {points[i] - h, points[i] + h, points[i]}, y[3], d = 2.0f;
            activation_forward((enum mien_activation)a, z, y, 3);
            activation_backward((enum mien_activation)a, z + 2, y + 2, &d, 1);
            assert_float_equal(d, 2.0f * (y[1] - y[0]) / (z[1] - z[0]), 2e-3f);
        }
}

/* What the runtime computes, over the whole range that training meets. */
static void activations_are_those_of_the_runtime(void **state)
{
    enum { COUNT = 4003 };
    static float z[COUNT], y[COUNT];
    (void)state;
    for (int i = 0; i < COUNT; i++)
        z[i] = (float)(i - COUNT / 2) * (i % 2 == 0 ? 0.001f : 0.07f);
    for (int a = 0; a < MIEN_ACTIVATION_COUNT; a++) {
        activation_forward((enum mien_activation)a, z, y, COUNT);
        for (int i = 0; i < COUNT; i++) {
            const float wanted = mien_activate(z[i], (enum mien_activation)a);
            if (!(fabsf(y[i] - wanted) <= 3e-7f * fmaxf(1.0f, fabsf(z[i]))))
                fail_msg("%s(%g) is %.9g, in the runtime %.9g", activation_names[a], (double)z[i],
                         (double)y[i], (double)wanted);
        }
        z[0] = NAN;
        activation_forward((enum mien_activation)a, z, y, 1);
        if (a != MIEN_RELU && a != MIEN_HARD_SWISH)
            assert_true(isnan(y[0]));
        z[0] = -200.0f; /* and one far out for the next */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activations_are_those_of_the_runtime),
        cmocka_unit_test(activation_slopes),
        cmocka_unit_test(every_activation_with_and_without_normalisation),
        cmocka_unit_test(dropout_passes_gradients_of_what_it_kept),
        cmocka_unit_test(loss_with_smoothing_soft_targets_and_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
