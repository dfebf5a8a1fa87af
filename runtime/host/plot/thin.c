/* thin.c - see thin.h. */
#include "runtime/host/plot/thin.h"

#include <math.h>

/* What counts of the points of one column, as indices; -1: there is none. */
struct extremes {
    int first, least, greatest, last, gap;
};

static struct extremes find(const struct sheet_point *points, int from, int to)
{
    struct extremes x = {-1, -1, -1, -1, -1};
    for (int k = from; k < to; k++) {
        if (isnan(points[k].y)) {
            x.gap = x.gap < 0 ? k : x.gap;
            continue;
        }
        x.first = x.first < 0 ? k : x.first;
        x.least = x.least < 0 || points[k].y < points[x.least].y ? k : x.least;
        x.greatest = x.greatest < 0 || points[k].y > points[x.greatest].y ? k : x.greatest;
        x.last = k;
    }
    return x;
}

int thin(struct sheet_point *points, int count)
{
    int kept = 0;
    for (int from = 0, to; from < count; from = to) {
        const float column = floorf(points[from].x);
        for (to = from + 1; to < count && floorf(points[to].x) == column;)
            to++;
        const struct extremes x = find(points, from, to);
        for (int k = from; k < to; k++) /* kept <= k: nothing is written over too early */
            if (k == x.first || k == x.least || k == x.greatest || k == x.last || k == x.gap)
                points[kept++] = points[k];
    }
    return kept;
}
