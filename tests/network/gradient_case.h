/* gradient_case.h - a network's gradient against central differences of its loss. */
#ifndef MIEN_TESTS_GRADIENT_CASE_H
#define MIEN_TESTS_GRADIENT_CASE_H

#include <stdio.h>

#include "tests/network/network_case.h"

enum { GRADIENT_ROWS = 32 };

/* The batch's loss at the network's values; its gradient stays in n->gradient. */
static inline double loss_of(struct network *n, const struct samples *s, const float *class_weight)
{
    uint32_t rows[GRADIENT_ROWS];
    struct training t;
    struct mien_error e;
    struct batch_source source = batch_from_samples(s);
    for (uint32_t i = 0; i < s->rows; i++)
        rows[i] = i;
    assert_int_equal(training_init(&t, n, &e), 0);
    struct training_step step = {.source = &source,
                                 .rows = rows,
                                 .count = s->rows,
                                 .layer_seed = 5,
                                 .class_weight = class_weight,
                                 .rate = 0.0};
    if (training_run_step(&t, n, &step, &e) != 0)
        fail_msg("%s", e.text);
    double loss = t.sums.loss / t.sums.mass;
    training_free(&t);
    return loss;
}

/* Every parameter moved by +-h: float arithmetic and the third derivative leave about 1e-4 where
 * h = 4e-3. Rectifiers take a shorter way, on which few rows meet their kink. */
static inline void gradient_check_of(struct network n, const char *layers, const struct samples *s,
                                     const float *class_weight, float h)
{
    network_initialise(&n, 7);
    loss_of(&n, s, class_weight);
    float *gradient = malloc(n.parameters * sizeof *gradient);
    memcpy(gradient, n.gradient, n.parameters * sizeof *gradient);
    double size = 0.0, error = 0.0;
    for (size_t i = 0; i < n.parameters; i++) {
        float value = n.values[i];
        n.values[i] = value + h;
        double above = loss_of(&n, s, class_weight), up = (double)n.values[i];
        n.values[i] = value - h;
        double below = loss_of(&n, s, class_weight), down = (double)n.values[i];
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

#define GRADIENT_NET "[net]\nbatch = 32\noptimizer = sgd\ndecay = 0\n"

static inline void gradient_check(const char *layers, const uint32_t shape[3],
                                  const struct samples *s, const float *class_weight, float h)
{
    char text[2048];
    snprintf(text, sizeof text, GRADIENT_NET "%s", layers);
    gradient_check_of(network_case_of(text, shape, s->classes, 1), layers, s, class_weight, h);
}

#endif
