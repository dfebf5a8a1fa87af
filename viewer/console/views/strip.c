/* strip.c - see strip.h. */
#include "viewer/console/views/strip.h"

#include <math.h>

enum { LABEL_COLUMNS = 2 };

/* Steps of one row, the first blank. */
static const uint32_t blocks[] = {' ',    0x2581, 0x2582, 0x2583, 0x2584,
                                  0x2585, 0x2586, 0x2587, 0x2588};
static const uint32_t marks[] = {' ', '_', '.', ':', '-', '=', '+', '*', '#'};

static const uint32_t textures[] = {0x2588, 0x2593, 0x2592, 0x2591}; /* full, and three shades */

void strip_draw(struct area a, enum cell_role role, const double *values, double low, double high)
{
    const uint32_t *steps = a.cells->unicode ? blocks : marks;
    for (int x = 0; x < a.width; x++) {
        if (!isfinite(values[x]))
            continue;
        const double share = high > low ? (values[x] - low) / (high - low) : 0.5;
        const int eighths = (int)fmax(round(fmin(share, 1) * 8 * a.height), 1);
        for (int row = 0; row < a.height && 8 * row < eighths; row++) {
            const int left = eighths - 8 * row;
            area_glyph(a, x, a.height - 1 - row, role, steps[left < 8 ? left : 8]);
        }
    }
}

/* The layer that lies `height` above the ground in column x, -1: none does. */
static int layer_at(const struct strip_layer *layers, int count, int x, double height)
{
    double top = 0;
    for (int i = 0; i < count; i++) {
        const double value = layers[i].values[x];
        top += isfinite(value) ? value : 0;
        if (height < top)
            return i;
    }
    return -1;
}

void strip_stack(struct area a, const struct strip_layer *layers, int count, double high)
{
    const int columns = a.width - LABEL_COLUMNS;
    for (int row = 0; row < a.height && columns > 0; row++) {
        const double height = (a.height - row - 0.5) / a.height * high;
        for (int x = 0; x < columns; x++) {
            const int i = layer_at(layers, count, x, height);
            if (i < 0)
                continue;
            const uint32_t texture = textures[i % (int)(sizeof textures / sizeof *textures)];
            area_glyph(a, x, row, layers[i].role,
                       a.cells->unicode ? texture : (uint32_t)layers[i].letter);
        }
        const int last = layer_at(layers, count, columns - 1, height);
        const double below = height - high / a.height;
        if (last >= 0 && (row == a.height - 1 ||
                          last != layer_at(layers, count, columns - 1, below))) /* once a layer */
            area_glyph(a, columns + 1, row, layers[last].role, (uint32_t)layers[last].letter);
    }
}
