/* forest_narrow.c - see forest_narrow.h. */
#include "trainer/forest/forest_narrow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/forest/forest.h"

enum { RADIX = 95, FIRST_CHARACTER = 32, DIGITS_MAX = 5 };

/* Digits that numbers below `bound` need, at least 1. */
static int32_t digits_for(uint64_t bound)
{
    int32_t digits = 1;
    for (uint64_t reach = RADIX; reach < bound; reach *= RADIX)
        digits++;
    return digits;
}

static void put_number(char *s, int32_t digits, uint32_t value)
{
    for (int32_t i = digits - 1; i >= 0; i--, value /= RADIX)
        s[i] = (char)(FIRST_CHARACTER + value % RADIX);
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* A forest's thresholds by feature, each once, ascending: list[start[k]..start[k] + count[k]). */
struct marks {
    float *list;
    int32_t *start, *count;
};

static void marks_free(struct marks *m)
{
    free(m->list);
    free(m->start);
    free(m->count);
}

static int marks_make(struct marks *m, const struct mien_forest *f)
{
    size_t width = (size_t)f->features;
    *m = (struct marks){malloc((size_t)f->nodes * sizeof *m->list),
                        malloc(width * sizeof *m->start), calloc(width, sizeof *m->count)};
    if (!m->list || !m->start || !m->count)
        return -1;
    for (int32_t i = 0; i < f->nodes; i++)
        if (f->feature[i] >= 0)
            m->count[f->feature[i]]++;
    for (int32_t k = 0, at = 0; k < f->features; k++) {
        m->start[k] = at;
        at += m->count[k];
        m->count[k] = 0;
    }
    for (int32_t i = 0; i < f->nodes; i++)
        if (f->feature[i] >= 0)
            m->list[m->start[f->feature[i]] + m->count[f->feature[i]]++] = f->threshold[i];
    for (int32_t k = 0; k < f->features; k++) {
        float *list = m->list + m->start[k];
        int32_t kept = 0;
        qsort(list, (size_t)m->count[k], sizeof *list, compare_floats);
        for (int32_t i = 0; i < m->count[k]; i++)
            if (i == 0 || list[i] > list[kept - 1])
                list[kept++] = list[i];
        m->count[k] = kept;
    }
    return 0;
}

static uint32_t test_of(const struct marks *m, const struct mien_forest_narrow *v, int32_t feature,
                        float threshold)
{
    const float *list = m->list + m->start[feature];
    int32_t low = 0, high = m->count[feature] - 1;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (list[middle] < threshold)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)feature * (uint32_t)v->thresholds + (uint32_t)low;
}

/* What the parent's `kinds` says of child i: 0 for a split, else 1 + its leaf row. */
static uint32_t kind_of(const struct mien_forest *f, int32_t i)
{
    return f->feature[i] < 0 ? (uint32_t)-f->feature[i] : 0;
}

/* Where a record of `size` characters may start: here, or on the next row. */
static size_t place(size_t at, size_t size)
{
    return at % MIEN_FOREST_ROW + size < MIEN_FOREST_ROW
               ? at
               : (at / MIEN_FOREST_ROW + 1) * MIEN_FOREST_ROW;
}

/* Lay the splits out: position[i] of each split, and of the trees that are one leaf. Returns the
 * text's size in whole rows. */
static size_t lay_out(const struct forest_narrow *n, const struct mien_forest *f,
                      uint32_t *position)
{
    const struct mien_forest_narrow *v = &n->view;
    size_t at = 0, record = (size_t)(v->test_digits + v->kinds_digits);
    for (int32_t t = 0; t < f->trees; t++) {
        for (int32_t i = f->root[t], end = forest_tree_end(f, t); i < end; i++) {
            if (f->feature[i] < 0 && i > f->root[t])
                continue;
            bool both = f->feature[i] >= 0 && !kind_of(f, i + 1) && !kind_of(f, f->right[i]);
            size_t size = record + (both ? (size_t)v->skip_digits : 0);
            at = place(at, size);
            position[i] = (uint32_t)at;
            at += size;
        }
    }
    return (at / MIEN_FOREST_ROW + 1) * MIEN_FOREST_ROW;
}

/* Write every record at its position. False where a skip needs more digits. */
static bool write_records(struct forest_narrow *n, const struct mien_forest *f,
                          const struct marks *marks, const uint32_t *position)
{
    const struct mien_forest_narrow *v = &n->view;
    uint32_t radix = (uint32_t)v->leaves + 1;
    uint64_t reach = 1;
    for (int32_t d = 0; d < v->skip_digits; d++)
        reach *= RADIX;
    for (int32_t t = 0, i = 0; i < f->nodes; i++) {
        bool root = t < f->trees && i == f->root[t];
        t += root;
        if (f->feature[i] < 0 && !root)
            continue;
        char *s = n->text + position[i];
        bool split = f->feature[i] >= 0;
        uint32_t left = kind_of(f, split ? i + 1 : i), right = kind_of(f, split ? f->right[i] : i);
        put_number(s, v->test_digits,
                   split ? test_of(marks, v, f->feature[i], f->threshold[i]) : 0);
        put_number(s + v->test_digits, v->kinds_digits, left * radix + right);
        s += v->test_digits + v->kinds_digits;
        if (!split || left || right)
            continue;
        uint64_t skip = position[f->right[i]] - (uint64_t)(s - n->text) - (uint64_t)v->skip_digits;
        if (skip >= reach)
            return false;
        put_number(s, v->skip_digits, (uint32_t)skip);
    }
    return true;
}

/* The text with as few digits for skips as will do. */
static int write_text(struct forest_narrow *n, const struct mien_forest *f,
                      const struct marks *marks)
{
    uint32_t *position = calloc((size_t)f->nodes, sizeof *position);
    bool written = false;
    for (n->view.skip_digits = 1; position && !written && n->view.skip_digits < DIGITS_MAX;
         n->view.skip_digits++) {
        free(n->text);
        n->text_size = lay_out(n, f, position);
        n->text = calloc(n->text_size, 1);
        if (!n->text)
            break;
        written = write_records(n, f, marks, position);
    }
    n->view.skip_digits--;
    for (int32_t t = 0; written && t < f->trees; t++)
        n->root[t] = position[f->root[t]];
    free(position);
    return written ? 0 : -1;
}

static void fill_thresholds(struct forest_narrow *n, const struct marks *m)
{
    int32_t row = n->view.thresholds;
    for (int32_t k = 0; k < n->view.features; k++)
        for (int32_t i = 0; i < row; i++)
            n->threshold[(size_t)k * (size_t)row + (size_t)i] =
                m->count[k] ? m->list[m->start[k] + (i < m->count[k] ? i : m->count[k] - 1)] : 0.0f;
}

int forest_narrow_make(struct forest_narrow *n, const struct mien_forest *f, struct mien_error *e)
{
    struct marks marks;
    int result = -1;
    size_t cells = (size_t)f->leaves * (size_t)f->classes;
    *n = (struct forest_narrow){.view = {.trees = f->trees,
                                         .leaves = f->leaves,
                                         .features = f->features,
                                         .classes = f->classes,
                                         .thresholds = 1}};
    if (marks_make(&marks, f) != 0)
        goto memory;
    for (int32_t k = 0; k < f->features; k++)
        if (marks.count[k] > n->view.thresholds)
            n->view.thresholds = marks.count[k];
    uint64_t tests = (uint64_t)f->features * (uint64_t)n->view.thresholds;
    uint64_t kinds = ((uint64_t)f->leaves + 1) * ((uint64_t)f->leaves + 1);
    if (kinds > UINT32_MAX || tests > UINT32_MAX) {
        error_set(
            e, NULL, 0,
            "the forest is too wide for the narrow form (%d leaf rows, %llu tests); reduce it "
            "to a number of bytes first",
            (int)f->leaves, (unsigned long long)tests);
        goto done;
    }
    n->view.test_digits = digits_for(tests);
    n->view.kinds_digits = digits_for(kinds);
    n->root = malloc((size_t)f->trees * sizeof *n->root);
    n->threshold = malloc((size_t)tests * sizeof *n->threshold);
    n->leaf = malloc(cells * sizeof *n->leaf);
    if (!n->root || !n->threshold || !n->leaf || write_text(n, f, &marks) != 0)
        goto memory;
    fill_thresholds(n, &marks);
    memcpy(n->leaf, f->leaf, cells * sizeof *n->leaf);
    n->view.text = n->text;
    n->view.root = n->root;
    n->view.threshold = n->threshold;
    n->view.leaf = n->leaf;
    result = 0;
    goto done;
memory:
    error_memory(e, "a narrow forest", (size_t)f->nodes * 8);
done:
    marks_free(&marks);
    if (result != 0)
        forest_narrow_free(n);
    return result;
}

void forest_narrow_free(struct forest_narrow *n)
{
    free(n->text);
    free(n->root);
    free(n->threshold);
    free(n->leaf);
    *n = (struct forest_narrow){0};
}

/* Numbers in the tables of thresholds and leaves. */
static size_t table_count(const struct mien_forest_narrow *v, const float *table)
{
    return table == v->leaf ? (size_t)v->leaves * (size_t)v->classes
                            : (size_t)v->features * (size_t)v->thresholds;
}

size_t forest_narrow_flash(const struct forest_narrow *n)
{
    const struct mien_forest_narrow *v = &n->view;
    return n->text_size + (size_t)v->trees * sizeof *v->root +
           (table_count(v, v->threshold) + table_count(v, v->leaf)) * sizeof(float);
}

/* Characters of the shortest decimal that reads back to `value`, as "0.5f, ". */
static size_t float_text(float value)
{
    char text[48];
    int length = 0;
    for (int precision = 1; precision <= 9; precision++) {
        length = snprintf(text, sizeof text, "%.*g", precision, (double)value);
        if (strtof(text, NULL) == value)
            break;
    }
    return (size_t)length + (strpbrk(text, ".e") ? 0 : 2) + sizeof "f, " - 1;
}

size_t forest_narrow_text(const struct forest_narrow *n)
{
    const struct mien_forest_narrow *v = &n->view;
    const float *tables[] = {v->threshold, v->leaf};
    size_t bytes = 600, numbers = (size_t)v->trees * (sizeof "12345678, " - 1);
    for (size_t i = 0; i < n->text_size; i++)
        bytes += n->text[i] ? 1 + (strchr("\"\\?", n->text[i]) != NULL) : 0;
    bytes += n->text_size / MIEN_FOREST_ROW * (sizeof "    \"\",\n" - 1);
    for (int k = 0; k < 2; k++)
        for (size_t i = 0, count = table_count(v, tables[k]); i < count; i++)
            numbers += float_text(tables[k][i]);
    return bytes + numbers + numbers / 80 * (sizeof "    \n" - 1);
}
