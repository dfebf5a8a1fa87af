/* network_case.h - what the network tests share: networks from text, rows from a generator. */
#ifndef MIEN_TESTS_NETWORK_CASE_H
#define MIEN_TESTS_NETWORK_CASE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "trainer/network/network_fit.h"
#include "trainer/network/training.h"

static inline struct network network_case_of(const char *text, const uint32_t shape[3],
                                             uint32_t classes, int workers)
{
    struct mien_error e = {0};
    struct cfg c;
    struct network n = {0};
    if (cfg_parse(&c, "case.cfg", text, &e) != 0 ||
        network_init(&n, &c, shape, classes, workers, 0, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(cfg_check_used(&c, &e), 0);
    cfg_close(&c);
    return n;
}

static inline struct network network_case_parts(const char *text, const struct layer_part *parts,
                                                int count, uint32_t classes, int workers)
{
    struct mien_error e = {0};
    struct cfg c;
    struct network n = {0};
    if (cfg_parse(&c, "case.cfg", text, &e) != 0 ||
        network_init_parts(&n, &c, parts, count, classes, workers, 0, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(cfg_check_used(&c, &e), 0);
    cfg_close(&c);
    return n;
}

static inline struct network network_case(const char *text, uint32_t width, uint32_t classes,
                                          int workers)
{
    return network_case_of(text, (const uint32_t[3]){1, 1, width}, classes, workers);
}

/* Rows of normal numbers around a centre of their class, with soft targets and weights where asked
 * for. */
struct rows_case {
    struct samples samples;
    float *x, *target, *weight;
    uint8_t *y;
};

static inline struct rows_case rows_case(uint32_t rows, uint32_t width, uint32_t classes,
                                         uint64_t seed)
{
    struct rows_case r = {.x = malloc(rows * width * sizeof(float)),
                          .target = malloc(rows * classes * sizeof(float)),
                          .weight = malloc(rows * sizeof(float)),
                          .y = malloc(rows)};
    struct rng g = rng_seed(seed);
    for (uint32_t i = 0; i < rows; i++) {
        float sum = 0.0f;
        r.y[i] = (uint8_t)(i % classes);
        r.weight[i] = 0.5f + rng_float(&g);
        for (uint32_t k = 0; k < width; k++)
            r.x[i * width + k] = rng_normal(&g) + (k % classes == r.y[i] ? 1.0f : 0.0f);
        for (uint32_t k = 0; k < classes; k++)
            sum += r.target[i * classes + k] = rng_float(&g) + (k == r.y[i] ? 1.0f : 0.0f);
        for (uint32_t k = 0; k < classes; k++)
            r.target[i * classes + k] /= sum;
    }
    r.samples = (struct samples){rows, width, classes, r.x, r.y, NULL, NULL};
    return r;
}

static inline void rows_case_free(struct rows_case *r)
{
    free(r->x);
    free(r->target);
    free(r->weight);
    free(r->y);
}

#endif
