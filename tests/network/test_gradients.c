/* test_gradients.c - every layer's, activation's and loss's gradient against central differences.
 */
#include <stdio.h>

#include "tests/network/network_case.h"
#include "trainer/network/activation.h"

enum { ROWS = 21, WIDTH = 6, CLASSES = 4 };

static const float class_weight[CLASSES] = {0.5f, 2.0f, 1.0f, 1.5f};

/* The batch's loss at the network's values; its gradient stays in n->gradient. */
static double loss_of(struct network *n, const struct samples *s, bool weighted)
{
    static uint32_t rows[ROWS];
    struct training t;
    struct mien_error e;
    struct batch_source source = batch_from_samples(s);
    for (uint32_t i = 0; i < ROWS; i++)
        rows[i] = i;
    assert_int_equal(training_init(&t, n, &e), 0);
    struct training_step step = {.source = &source,
                                 .rows = rows,
                                 .count = ROWS,
                                 .layer_seed = 5,
                                 .class_weight = weighted ? class_weight : NULL,
                                 .rate = 0.0};
    if (training_run_step(&t, n, &step, &e) != 0)
        fail_msg("%s", e.text);
    double loss = t.sums.loss / t.sums.mass;
    training_free(&t);
    return loss;
}

/* Every parameter moved by +-h: float arithmetic and the third derivative leave about 1e-4 where
 * h = 4e-3. Rectifiers take a shorter way, on which few rows meet their kink. */
static void check(const char *layers, const struct samples *s, bool weighted, float h)
{
    char text[1024];
    snprintf(text, sizeof text, "[net]\nbatch = 32\noptimizer = sgd\ndecay = 0\n%s", layers);
    struct network n = network_case(text, WIDTH, CLASSES, 1);
    network_initialise(&n, 7);
    loss_of(&n, s, weighted);
    float *gradient = malloc(n.parameters * sizeof *gradient);
    memcpy(gradient, n.gradient, n.parameters * sizeof *gradient);
    double size = 0.0, error = 0.0;
    for (size_t i = 0; i < n.parameters; i++) {
        float value = n.values[i];
        n.values[i] = value + h;
        double above = loss_of(&n, s, weighted), up = (double)n.values[i];
        n.values[i] = value - h;
        double below = loss_of(&n, s, weighted), down = (double)n.values[i];
        n.values[i] = value;
        double slope = (above - below) / (up - down);
        if (fabs(slope - gradient[i]) > 4e-3)
            fail_msg("%s: parameter %zu has slope %g, gradient %g", layers, i, slope,
                     (double)gradient[i]);
        size += slope * slope;
        error += (slope - gradient[i]) * (slope - gradient[i]);
    }
    assert_true(size > 1e-4);
    if (error > 1e-4 * size)
        fail_msg("%s: the gradient is off by %g of its length", layers, sqrt(error / size));
    free(gradient);
    network_free(&n);
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
            check(layers, &r.samples, false, a == MIEN_RELU || a == MIEN_LEAKY ? 2.5e-4f : 4e-3f);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activation_slopes),
        cmocka_unit_test(every_activation_with_and_without_normalisation),
        cmocka_unit_test(dropout_passes_gradients_of_what_it_kept),
        cmocka_unit_test(loss_with_smoothing_soft_targets_and_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
