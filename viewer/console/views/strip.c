/* strip.c - see strip.h. */
#include "viewer/console/views/strip.h"

#include <math.h>

/* Steps of one row, the first blank. */
static const uint32_t blocks[] = {' ',    0x2581, 0x2582, 0x2583, 0x2584,
                                  0x2585, 0x2586, 0x2587, 0x2588};
static const uint32_t marks[] = {' ', '_', '.', ':', '-', '=', '+', '*', '#'};

/* Full, and shades that still have a colour to tell. */
static const uint32_t textures[] = {0x2588, 0x2593, 0x2592};

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

/* Name the layers behind their newest values, each in the lowest row that is its own. */
static void draw_labels(struct area a, int columns, const struct strip_layer *layers, int count,
                        double high)
{
    const double row_height = high / a.height;
    int below = -1;
    for (int row = a.height - 1; row >= 0; row--) {
        const int i = layer_at(layers, count, columns - 1, (a.height - row - 0.5) * row_height);
        if (i >= 0 && i != below)
            area_text(a, columns + 1, row, ROLE_TEXT, layers[i].label);
        below = i;
    }
}

void strip_stack(struct area a, int columns, const struct strip_layer *layers, int count,
                 double high)
{
    for (int row = 0; row < a.height; row++)
        for (int x = 0; x < columns; x++) {
            const double height = (a.height - row - 0.5) / a.height * high;
            const int i = layer_at(layers, count, x, height);
            if (i < 0)
                continue;
            const uint32_t texture = textures[i % (int)(sizeof textures / sizeof *textures)];
            area_glyph(a, x, row, layers[i].role,
                       a.cells->unicode ? texture : (uint32_t)layers[i].letter);
        }
    draw_labels(a, columns, layers, count, high);
}
