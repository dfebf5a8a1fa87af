/* chart_sparkline.c - a series in one row of characters: see chart.h.
 *
 * Form: E. Tufte, "Beautiful Evidence" (2006). A column shows the greatest of its values, so that a
 * spike is not averaged away. */
#include <math.h>

#include "viewer/console/screen/chart.h"

/* What of a series a column shows. */
struct column {
    double high;
    bool gap;
};

static struct column column_of(const struct series *s, int column, int columns)
{
    const uint64_t used = s->used, from = used * (uint64_t)column / (uint64_t)columns,
                   to = used * (uint64_t)(column + 1) / (uint64_t)columns;
    struct column shown = {NAN, false};
    for (uint64_t k = from; k < to; k++) {
        shown.high = fmax(shown.high, s->buckets[k].high);
        shown.gap |= s->buckets[k].gaps > 0;
    }
    return shown;
}

void chart_sparkline(struct area a, enum cell_role role, const struct series *s)
{
    static const char ascii[] = "_.:-=+*#";
    enum { LOWEST_BLOCK = 0x2581 };
    const int levels = a.cells->unicode ? 7 : 8; /* a whole block would meet the row above */
    const int columns = (uint32_t)a.width < s->used ? a.width : (int)s->used;
    double low = INFINITY, high = -INFINITY;
    for (int k = 0; k < columns; k++) {
        const struct column c = column_of(s, k, columns);
        low = fmin(low, c.high);
        high = fmax(high, c.high);
    }
    for (int k = 0; k < columns; k++) {
        const struct column c = column_of(s, k, columns);
        const double share = high > low ? (c.high / 2 - low / 2) / (high / 2 - low / 2) : 0;
        const int level = c.gap ? 0 : (int)fmin(share * levels, levels - 1);
        const uint32_t block = LOWEST_BLOCK + (uint32_t)level;
        const uint32_t glyph = a.cells->unicode ? block : (unsigned char)ascii[level];
        area_glyph(a, a.width - columns + k, 0, c.gap ? ROLE_BAD : role, c.gap ? '!' : glyph);
    }
}
