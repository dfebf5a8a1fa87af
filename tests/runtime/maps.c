/* maps.c - maps for the kernels' tests; see maps.h. */
#include "tests/runtime/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "runtime/host/cpu.h"

enum { GUARD = 64 };
static const float guard = 12345.678f;

struct mien_map map_of(int h, int w, int c, int dense)
{
    return (struct mien_map){h, w, c, dense ? c : MIEN_STRIDE(c)};
}

/* Outputs along one axis, and the zeros before it. */
static int under(int length, int window, int step, int same, int32_t *before)
{
    const int out = same ? (length + step - 1) / step : (length - window) / step + 1;
    const int zeros = (out - 1) * step + window - length;
    *before = same && zeros > 0 ? zeros / 2 : 0;
    return out;
}

struct mien_map map_under(const struct mien_map *in, struct mien_window *window, int c, int dense,
                          int same)
{
    const int h = under(in->h, window->h, window->step, same, &window->top);
    const int w = under(in->w, window->w, window->step, same, &window->left);
    return map_of(h, w, c, dense);
}

float *guarded_new(size_t size)
{
    float *memory = malloc((size + 2 * GUARD) * sizeof *memory);
    assert_non_null(memory);
    for (size_t i = 0; i < size + 2 * GUARD; i++)
        memory[i] = guard;
    return memory + GUARD;
}

void guarded_free(float *data, size_t size)
{
    for (int i = 0; i < GUARD; i++) {
        assert_true(data[-1 - i] == guard);
        assert_true(data[size + (size_t)i] == guard);
    }
    free(data - GUARD);
}

size_t map_size(const struct mien_map *m)
{
    return (size_t)m->h * (size_t)m->w * (size_t)m->stride;
}

float *map_random(const struct mien_map *m, struct rng *r)
{
    float *x = guarded_new(map_size(m));
    for (size_t i = 0; i < map_size(m); i++)
        x[i] = i % (size_t)m->stride < (size_t)m->c ? rng_normal(r) : 0.0f;
    return x;
}

float *map_blank(const struct mien_map *m)
{
    return guarded_new(map_size(m));
}

void map_free(float *data, const struct mien_map *m)
{
    guarded_free(data, map_size(m));
}

float *array_random(size_t count, size_t size, float scale, struct rng *r)
{
    float *a = guarded_new(size);
    for (size_t i = 0; i < size; i++)
        a[i] = i < count ? scale * rng_normal(r) : 0.0f;
    return a;
}

void map_agrees(const float *y, const struct mien_map *m, const double *want)
{
    const size_t pixels = (size_t)m->h * (size_t)m->w, c = (size_t)m->c, stride = (size_t)m->stride;
    double largest = 0;
    for (size_t i = 0; i < pixels * c; i++)
        largest = fabs(want[i]) > largest ? fabs(want[i]) : largest;
    for (size_t p = 0; p < pixels; p++) {
        for (size_t i = 0; i < c; i++)
            if (!(fabs(y[p * stride + i] - want[p * c + i]) <= 1e-5 * largest + 1e-7))
                fail_msg("pixel %zu channel %zu: %.8g instead of %.8g", p, i, y[p * stride + i],
                         want[p * c + i]);
        for (size_t i = c; i < stride; i++)
            if (y[p * stride + i] != 0.0f)
                fail_msg("pixel %zu: %.8g in lane %zu behind the channels", p, y[p * stride + i],
                         i);
    }
}

/* The number at (row, column) of a channel, zero outside. */
static double at(const struct mien_map *m, const float *x, int row, int column, int channel)
{
    if (row < 0 || row >= m->h || column < 0 || column >= m->w)
        return 0;
    return x[((size_t)row * (size_t)m->w + (size_t)column) * (size_t)m->stride + (size_t)channel];
}

double *reference_conv(const struct mien_conv *c, const float *weight, const float *x,
                       const float *residual)
{
    const struct mien_window *k = &c->window;
    double *want = malloc((size_t)c->out.h * (size_t)c->out.w * (size_t)c->out.c * sizeof *want);
    double *y = want;
    for (int row = 0; row < c->out.h; row++)
        for (int column = 0; column < c->out.w; column++)
            for (int o = 0; o < c->out.c; o++) {
                const float *w = weight + o;
                double sum = c->bias[o];
                for (int ky = 0; ky < k->h; ky++)
                    for (int kx = 0; kx < k->w; kx++)
                        for (int i = 0; i < c->in.c; i++, w += c->out.c)
                            sum += *w * at(&c->in, x, row * k->step - k->top + ky,
                                           column * k->step - k->left + kx, i);
                if (residual && o < c->residual.c)
                    sum += at(&c->residual, residual, row, column, o);
                if (c->slope)
                    *y++ = sum < 0 ? sum * c->slope[o] : sum;
                else
                    *y++ = mien_activate((float)sum, c->activation);
            }
    return want;
}

double *reference_depthwise(const struct mien_depthwise *d, const float *weight, const float *x)
{
    const struct mien_window *k = &d->window;
    double *want = malloc((size_t)d->out.h * (size_t)d->out.w * (size_t)d->out.c * sizeof *want);
    double *y = want;
    for (int row = 0; row < d->out.h; row++)
        for (int column = 0; column < d->out.w; column++)
            for (int c = 0; c < d->out.c; c++) {
                const float *w = weight + c;
                double sum = d->bias[c];
                for (int ky = 0; ky < k->h; ky++)
                    for (int kx = 0; kx < k->w; kx++, w += d->out.c)
                        sum += *w * at(&d->in, x, row * k->step - k->top + ky,
                                       column * k->step - k->left + kx, c);
                *y++ = mien_activate((float)sum, d->activation);
            }
    return want;
}

int kernels_all(const struct mien_kernels *tables[8])
{
    int count = 0;
    const struct mien_kernels *const *own = cpu_kernels(&count);
    memcpy(tables, own, (size_t)count * sizeof *own);
    tables[count] = &kernels_sixteen;
    return count + 1;
}
