/* test_conv.c - every engine that fits a convolution against the definition, summed in double
 * precision: forward and both gradients. */
#include "tests/network/network_case.h"
#include "trainer/network/conv_depthwise.h"
#include "trainer/network/conv_direct.h"
#include "trainer/network/conv_winograd.h"

static const struct conv_engine *const engines[] = {&conv_depthwise, &conv_winograd, &conv_direct};

enum { IMAGES = 11 };

static float *numbers(size_t count, uint64_t seed)
{
    struct rng r = rng_seed(seed);
    float *x = malloc((count + 1) * sizeof *x);
    for (size_t i = 0; i < count; i++)
        x[i] = rng_normal(&r);
    return x;
}

/* What a convolution's three functions must give. */
struct definition {
    double *z, *dx, *dw;
};

/* Calls nothing but the definition: each tap of each output pixel once. */
static struct definition define(const struct conv *c, const float *x, const float *w,
                                const float *d)
{
    const size_t in = c->in.c / c->groups, out = c->out.c / c->groups;
    struct definition r = {calloc(IMAGES * shape_size(c->out), sizeof(double)),
                           calloc(IMAGES * shape_size(c->in), sizeof(double)),
                           calloc(conv_weights(c), sizeof(double))};
    for (size_t at = 0; at < IMAGES * shape_size(c->out); at++) {
        const size_t o = at % c->out.c, pixel = at / c->out.c, image = at / shape_size(c->out);
        const size_t ox = pixel % c->out.w, oy = pixel / c->out.w % c->out.h;
        for (size_t k = 0; k < c->size * c->size * in; k++) {
            const size_t kx = k / in % c->size, ky = k / in / c->size;
            const size_t y = oy * c->stride + ky - c->padding;
            const size_t column = ox * c->stride + kx - c->padding;
            if (y >= c->in.h || column >= c->in.w)
                continue;
            const size_t i =
                ((image * c->in.h + y) * c->in.w + column) * c->in.c + o / out * in + k % in;
            r.z[at] += (double)x[i] * w[k * c->out.c + o];
            r.dx[i] += (double)d[at] * w[k * c->out.c + o];
            r.dw[k * c->out.c + o] += (double)d[at] * x[i];
        }
    }
    return r;
}

static void expect(const char *what, size_t shape, const float *found, const double *wanted,
                   const float *start, size_t count, double tolerance)
{
    for (size_t i = 0; i < count; i++) {
        const double w = wanted[i] + (start == NULL ? 0.0 : start[i]);
        if (!(fabs(found[i] - w) <= tolerance))
            fail_msg("shape %zu: %s[%zu] is %g, by definition %g", shape, what, i, (double)found[i],
                     w);
    }
}

static void check(const struct conv_engine *engine, const struct conv *c, size_t shape,
                  double loose)
{
    const size_t in = IMAGES * shape_size(c->in), out = IMAGES * shape_size(c->out);
    const size_t weights = conv_weights(c);
    const double k = sqrt((double)c->size * (double)c->size * c->in.c);
    float *x = numbers(in, 1), *w = numbers(weights, 2), *d = numbers(out, 3);
    float *z = numbers(out, 4), *dx = numbers(in, 5), *old = numbers(in, 5);
    float *g = numbers(weights, 6), *ready = numbers(engine->prepared(c), 7);
    float *space = numbers(engine->workspace(c), 8);
    struct definition r = define(c, x, w, d);
    for (size_t part = 0; part < 3; part++)
        engine->prepare(c, CONV_FORWARD, w, ready, part, 3);
    engine->forward(c, ready, x, IMAGES, z, space);
    expect("z", shape, z, r.z, NULL, out, 4e-6 * k * loose);
    for (size_t part = 0; part < 3; part++)
        engine->prepare(c, CONV_BACKWARD, w, ready, part, 3);
    engine->backward(c, ready, d, IMAGES, dx, true, space);
    expect("dx", shape, dx, r.dx, old, in, 1e-5 * k * loose * c->out.c / c->in.c + 1e-5);
    engine->backward(c, ready, d, IMAGES, dx, false, space);
    expect("dx", shape, dx, r.dx, NULL, in, 1e-5 * k * loose * c->out.c / c->in.c + 1e-5);
    for (size_t part = 0; part < 3; part++)
        engine->gradient(c, x, d, IMAGES, g, false, part, 3, space);
    expect("dw", shape, g, r.dw, NULL, weights, 1e-5 * sqrt((double)out / c->out.c) * loose + 1e-5);
    memcpy(w, g, weights * sizeof *w);
    engine->gradient(c, x, d, IMAGES, g, true, 0, 1, space);
    expect("dw", shape, g, r.dw, w, weights, 2e-5 * sqrt((double)out / c->out.c) * loose + 1e-5);
    free(r.z), free(r.dx), free(r.dw);
    free(x), free(w), free(d), free(z), free(dx), free(old), free(g), free(ready), free(space);
}

static void every_engine_follows_the_definition(void **state)
{
    /* height, width, channels, filters, size, stride, padding, groups */
    static const size_t shapes[][8] = {
        {1, 1, 1, 1, 1, 1, 0, 1},     {6, 6, 8, 16, 3, 1, 1, 1},   {7, 5, 3, 7, 3, 1, 1, 1},
        {12, 12, 16, 40, 3, 1, 1, 1}, {9, 8, 1, 8, 3, 1, 0, 1},    {9, 8, 1, 16, 3, 2, 1, 1},
        {8, 8, 8, 8, 3, 2, 1, 1},     {6, 6, 8, 24, 1, 1, 0, 1},   {7, 7, 5, 9, 1, 2, 0, 1},
        {8, 9, 4, 6, 5, 1, 2, 1},     {8, 9, 4, 6, 5, 3, 1, 1},    {5, 5, 2, 3, 2, 2, 0, 1},
        {6, 5, 2, 3, 2, 1, 1, 1},     {6, 6, 4, 6, 3, 1, 1, 2},    {6, 6, 32, 16, 3, 2, 1, 2},
        {6, 6, 8, 8, 3, 1, 1, 8},     {7, 9, 16, 16, 3, 2, 1, 16}, {5, 6, 5, 5, 3, 1, 1, 5},
        {3, 3, 24, 24, 3, 1, 1, 24},  {4, 4, 6, 12, 3, 1, 1, 6},   {8, 8, 8, 8, 5, 2, 2, 8},
        {3, 3, 32, 48, 3, 1, 1, 1},   {4, 7, 16, 16, 3, 1, 2, 1},  {11, 10, 16, 32, 3, 1, 0, 1},
        {4, 4, 3, 4, 1, 4, 0, 1},     {6, 6, 40, 17, 3, 1, 1, 1},  {44, 44, 8, 8, 3, 1, 1, 8},
        {2, 2, 130, 9, 3, 1, 1, 1},   {1, 6, 8, 8, 3, 2, 1, 8},
    };
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const size_t *s = shapes[i];
        struct conv c = {.in = {(uint32_t)s[0], (uint32_t)s[1], (uint32_t)s[2]},
                         .size = s[4],
                         .stride = s[5],
                         .padding = s[6],
                         .groups = s[7]};
        c.out.h = (uint32_t)((s[0] + 2 * s[6] - s[4]) / s[5] + 1);
        c.out.w = (uint32_t)((s[1] + 2 * s[6] - s[4]) / s[5] + 1);
        c.out.c = (uint32_t)s[3];
        for (size_t k = 0; k < sizeof engines / sizeof *engines; k++)
            if (engines[k]->fits(&c))
                check(engines[k], &c, i, engines[k] == &conv_winograd ? 4.0 : 1.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_engine_follows_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
