/* snap.c - see snap.h. */
#include "trainer/forest/snap.h"

#include <math.h>
#include <stdlib.h>

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* The float nearest to `value` rounded to three significant decimal digits. */
static float round_digits(float value)
{
    double size = fabs((double)value);
    if (size < 1e-6)
        return 0.0f;
    double unit = pow(10.0, 2.0 - floor(log10(size)));
    return (float)(round((double)value * unit) / unit);
}

/* Sort the thresholds in use and reduce them to at most `most`, in place, ascending. Returns how
 * many. */
static int32_t choose_marks(float *list, int32_t count, int32_t most)
{
    int32_t distinct = 0, kept = 0;
    qsort(list, (size_t)count, sizeof *list, compare_floats);
    for (int32_t i = 0; i < count; i++)
        distinct += i == 0 || list[i] > list[i - 1];
    int32_t wanted = distinct <= most ? count : most;
    for (int32_t k = 0; k < wanted; k++) {
        float mark = distinct <= most
                         ? list[k]
                         : round_digits(list[((int64_t)2 * k + 1) * count / (2 * (int64_t)most)]);
        if (kept == 0 || mark > list[kept - 1])
            list[kept++] = mark;
    }
    return kept;
}

static float nearest_mark(const float *marks, int32_t count, float value)
{
    int32_t low = 0, high = count - 1;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (marks[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && value - marks[low - 1] < marks[low] - value ? marks[low - 1] : marks[low];
}

int forest_snap(struct forest *f, int32_t most, struct mien_error *e)
{
    const struct mien_forest *v = &f->view;
    size_t width = (size_t)v->features, nodes = (size_t)v->nodes;
    float *list = malloc(nodes * sizeof *list);
    int32_t *start = calloc(width + 1, sizeof *start), *count = calloc(width, sizeof *count);
    int result = -1;
    if (!list || !start || !count) {
        error_memory(e, "thresholds", nodes * sizeof *list);
        goto done;
    }
    for (size_t i = 0; i < nodes; i++)
        if (f->feature[i] >= 0)
            start[f->feature[i] + 1]++;
    for (size_t k = 0; k < width; k++)
        start[k + 1] += start[k];
    for (size_t i = 0; i < nodes; i++)
        if (f->feature[i] >= 0)
            list[start[f->feature[i]] + count[f->feature[i]]++] = f->threshold[i];
    for (size_t k = 0; k < width; k++)
        count[k] = choose_marks(list + start[k], count[k], most);
    for (size_t i = 0; i < nodes; i++)
        if (f->feature[i] >= 0)
            f->threshold[i] =
                nearest_mark(list + start[f->feature[i]], count[f->feature[i]], f->threshold[i]);
    result = 0;
done:
    free(list);
    free(start);
    free(count);
    return result;
}
