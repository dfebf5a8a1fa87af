/* batch.c - see batch.h. */
#include "trainer/network/batch.h"

#include <string.h>

void batch_targets(const struct samples *s, const uint32_t *rows, uint32_t count, float *target,
                   float *weight)
{
    for (uint32_t i = 0; i < count; i++) {
        size_t row = rows == NULL ? i : rows[i];
        float *t = target + (size_t)i * s->classes;
        if (s->target != NULL) {
            memcpy(t, s->target + row * s->classes, s->classes * sizeof *t);
        } else {
            memset(t, 0, s->classes * sizeof *t);
            t[s->y[row]] = 1.0f;
        }
        weight[i] = s->weight == NULL ? 1.0f : s->weight[row];
    }
}

static void fill(const void *context, const struct batch_rows *r, float *x, float *target,
                 float *weight, float *scratch)
{
    (void)scratch;
    const struct samples *s = context;
    for (uint32_t i = 0; i < r->count; i++)
        memcpy(x + (size_t)i * s->width, s->x + (size_t)r->rows[i] * s->width,
               s->width * sizeof *x);
    batch_targets(s, r->rows, r->count, target, weight);
}

struct batch_source batch_from_samples(const struct samples *s)
{
    return (struct batch_source){.context = s,
                                 .rows = s->rows,
                                 .width = s->width,
                                 .classes = s->classes,
                                 .y = s->y,
                                 .fill = fill};
}
