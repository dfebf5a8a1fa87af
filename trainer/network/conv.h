/* conv.h - convolutions of images, and what a way to compute them is.
 *
 * An engine is one way: a row of functions for one image after another, that know neither layers
 * nor threads. conv_engines.h has the one for a shape.
 *
 * Images are [h, w, c], one behind another; weights [size, size, in.c / groups, out.c], where
 * output channel o belongs to group o / (out.c / groups) and sees that group's input channels
 * alone. Output (y, x) sees rows y * stride - padding + [0, size), columns likewise; outside the
 * input is zero. */
#ifndef MIEN_NETWORK_CONV_H
#define MIEN_NETWORK_CONV_H

#include <stdbool.h>

#include "trainer/network/layer.h"

enum { CONV_SIZE_MAX = 31, CONV_TAPS_MAX = CONV_SIZE_MAX * CONV_SIZE_MAX };

struct conv {
    struct shape in, out;
    size_t size, stride, padding, groups;
};

enum conv_direction { CONV_FORWARD, CONV_BACKWARD };

struct conv_engine {
    bool (*fits)(const struct conv *c);

    /* Floats of weights made ready for a direction, and `part` of `parts` of making them so. */
    size_t (*prepared)(const struct conv *c);
    void (*prepare)(const struct conv *c, enum conv_direction way, const float *weight,
                    float *prepared, size_t part, size_t parts);

    /* Images that a call should be given, if it can be; NULL: any number will do. */
    size_t (*images)(const struct conv *c);

    /* Floats that one call needs for itself. */
    size_t (*workspace)(const struct conv *c);

    /* z [images, out] = convolution of x [images, in]. */
    void (*forward)(const struct conv *c, const float *prepared, const float *x, size_t images,
                    float *z, float *workspace);

    /* From d = d loss / d z: d loss / d x, added to dx where `add`, else written over it. */
    void (*backward)(const struct conv *c, const float *prepared, const float *d, size_t images,
                     float *dx, bool add, float *workspace);

    /* d loss / d weight, added to g where `add`, else written over it: `part` of `parts` of g. */
    void (*gradient)(const struct conv *c, const float *x, const float *d, size_t images, float *g,
                     bool add, size_t part, size_t parts, float *workspace);
};

static inline size_t conv_weights(const struct conv *c)
{
    return c->size * c->size * (c->in.c / c->groups) * c->out.c;
}

static inline size_t shape_size(struct shape s)
{
    return (size_t)s.h * s.w * s.c;
}

#endif
