/* dots.c - see dots.h. */
#include "viewer/console/screen/dots.h"

enum { BRAILLE = 0x2800, BRAILLE_LAST = 0x28ff };

static void set_dot(const struct dots *d, int x, int y)
{
    static const uint8_t bits[DOTS_DOWN][DOTS_ACROSS] = {{1, 8}, {2, 16}, {4, 32}, {64, 128}};
    const struct area a = d->area;
    const int column = x / DOTS_ACROSS, row = y / DOTS_DOWN;
    struct cell *cell = &a.cells->cell[(a.y + row) * a.cells->width + a.x + column];
    uint32_t glyph = (unsigned char)d->mark;
    if (a.cells->unicode) {
        const bool joins = cell->glyph >= BRAILLE && cell->glyph <= BRAILLE_LAST &&
                           (cell->role == d->role || cell->role != ROLE_BAND);
        glyph = (joins ? cell->glyph : BRAILLE) | bits[y % DOTS_DOWN][x % DOTS_ACROSS];
    }
    *cell = (struct cell){.glyph = glyph, .role = (uint8_t)d->role};
}

void dots_span(const struct dots *d, int x, int y0, int y1)
{
    enum { TALL = 3 };
    const int low = y0 < y1 ? y0 : y1, high = y0 < y1 ? y1 : y0;
    const bool dark = x % d->dash.period >= d->dash.lit;
    if (x < 0 || x >= DOTS_ACROSS * d->area.width || (dark && high - low < TALL))
        return;
    const int last = DOTS_DOWN * d->area.height - 1;
    for (int y = low > 0 ? low : 0; y <= (high < last ? high : last); y++)
        if (!dark || (y - low) % 2 == 0)
            set_dot(d, x, y);
}

/* The dot at a coordinate; those outside by how much does not matter. */
static int nearest(double coordinate, int dots)
{
    const double inside = coordinate < -1 ? -1 : coordinate > dots ? dots : coordinate;
    return (int)(inside + 1.5) - 1;
}

int dots_column(const struct dots *d, double x)
{
    return nearest(x, DOTS_ACROSS * d->area.width);
}

void dots_line(const struct dots *d, double x0, double y0, double x1, double y1)
{
    const int width = DOTS_ACROSS * d->area.width, height = DOTS_DOWN * d->area.height;
    const int first = nearest(x0, width), last = nearest(x1, width);
    const double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    for (int x = first; x <= last; x++) {
        const double from = x == first && x > -1 ? y0 : y0 + slope * (x - 0.5 - x0);
        const double to = x == last && x < width ? y1 : y0 + slope * (x + 0.5 - x0);
        const int here = nearest(from, height), next = nearest(to, height);
        /* The dot at the border of two columns is the next one's. */
        const int end = x == last || here == next ? next : next > here ? next - 1 : next + 1;
        dots_span(d, x, here, end);
    }
}
