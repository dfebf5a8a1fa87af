/* darknet_walk.c - see darknet_walk.h. */
#include "trainer/network/darknet_walk.h"

#include <math.h>
#include <string.h>

#include "trainer/network/batch_norm.h"

static const double DARKNET_EPSILON = 1e-6;

/* The next `count` numbers of the file. */
static float *next(struct darknet_walk *w, size_t count)
{
    float *file = w->way == DARKNET_COUNT ? NULL : w->file + w->count;
    w->count += count;
    return file;
}

void darknet_numbers(struct darknet_walk *w, float *x, size_t count)
{
    float *file = next(w, count);
    if (w->way == DARKNET_SAVE)
        memcpy(file, x, count * sizeof *x);
    else if (w->way == DARKNET_LOAD)
        memcpy(x, file, count * sizeof *x);
}

void darknet_zeros(struct darknet_walk *w, size_t count)
{
    float *file = next(w, count);
    if (w->way == DARKNET_SAVE)
        memset(file, 0, count * sizeof *file);
    for (size_t i = 0; w->way == DARKNET_CHECK && i < count; i++)
        w->other = w->other || file[i] != 0.0f;
}

static float load_variance(float v)
{
    const double divisor = sqrt((double)v) + DARKNET_EPSILON;
    return (float)(divisor * divisor - BATCH_NORM_EPSILON);
}

static float save_variance(float v)
{
    const double deviation = sqrt((double)v + BATCH_NORM_EPSILON) - DARKNET_EPSILON;
    return (float)(deviation * deviation);
}

void darknet_variances(struct darknet_walk *w, float *x, size_t count)
{
    float *file = next(w, count);
    for (size_t i = 0; i < count; i++)
        if (w->way == DARKNET_SAVE)
            file[i] = save_variance(x[i]);
        else if (w->way == DARKNET_LOAD)
            x[i] = load_variance(file[i]);
        else if (w->way == DARKNET_CHECK)
            w->other = w->other || file[i] < 0.0f;
}

void darknet_matrix(struct darknet_walk *w, float *x, size_t positions, size_t in, size_t out)
{
    float *file = next(w, positions * in * out);
    const bool save = w->way == DARKNET_SAVE, copies = save || w->way == DARKNET_LOAD;
    for (size_t o = 0; copies && o < out; o++)
        for (size_t i = 0; i < in; i++)
            for (size_t p = 0; p < positions; p++) {
                float *here = &x[(p * in + i) * out + o], *there = file++;
                if (save)
                    *there = *here;
                else
                    *here = *there;
            }
}
