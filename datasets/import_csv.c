/* import_csv.c - see import_csv.h. */
#include "datasets/import_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/csv.h"
#include "datasets/import_names.h"

struct source {
    struct csv csv;
    size_t label;
    long split; /* -1 for none */
    uint32_t rows;
    struct import_names labels, splits;
    uint32_t width;  /* columns of numbers */
    uint32_t *which; /* [width] their places among the columns */
    uint32_t axes;   /* 2 or 3 for landmarks, 0 for a vector */
};

/* Whether the columns of numbers are called x0,y0,x1,y1,... with `axes` letters a point. */
static bool named_as_points(const struct source *s, uint32_t axes)
{
    char name[16];
    for (uint32_t i = 0; i < s->width; i++) {
        snprintf(name, sizeof name, "%c%u", "xyz"[i % axes], i / axes);
        if (strcmp(name, s->csv.names[s->which[i]]) != 0)
            return false;
    }
    return s->width % axes == 0;
}

static int find_columns(struct source *s, struct mien_error *e)
{
    if (csv_require(&s->csv, "label", &s->label, e) != 0)
        return -1;
    s->split = csv_column(&s->csv, "split");
    s->which = malloc(s->csv.columns * sizeof *s->which);
    if (!s->which)
        return error_memory(e, "columns", s->csv.columns * sizeof *s->which);
    for (size_t i = 0; i < s->csv.columns; i++)
        if (i != s->label && (long)i != s->split)
            s->which[s->width++] = (uint32_t)i;
    if (s->width == 0)
        return error_set(e, s->csv.path, 1,
                         "no columns of numbers beside 'label'; landmarks are x0,y0,x1,y1,...");
    s->axes = named_as_points(s, 2) ? 2 : named_as_points(s, 3) ? 3 : 0;
    return 0;
}

/* The numbers of the record's label and split; -1 with an error. */
static int record_label(struct source *s, struct mien_error *e)
{
    struct csv_field f = s->csv.fields[s->label];
    if (f.length == 0)
        return error_set(e, s->csv.path, s->csv.line, "the label is empty");
    return import_names_add(&s->labels, f.text, f.length, s->csv.path, s->csv.line, e);
}

static int record_split(struct source *s, struct mien_error *e)
{
    struct csv_field f = {import_split_names[0], strlen(import_split_names[0])};
    if (s->split >= 0)
        f = s->csv.fields[s->split];
    if (f.length == 0)
        return error_set(e, s->csv.path, s->csv.line, "the split is empty");
    const char *name = import_split_name(f.text, f.length);
    return import_names_add(&s->splits, name ? name : f.text, name ? strlen(name) : f.length,
                            s->csv.path, s->csv.line, e);
}

static int scan(struct source *s, const struct import_options *o, struct mien_error *e)
{
    int got;
    for (; (got = csv_next(&s->csv, e)) == 1; s->rows++)
        if (record_label(s, e) < 0 || record_split(s, e) < 0)
            return -1;
    if (got < 0)
        return -1;
    if (s->rows == 0)
        return error_set(e, s->csv.path, 0, "no rows behind the column names");
    csv_rewind(&s->csv);
    if (import_names_settle_splits(&s->splits, e) != 0)
        return -1;
    return import_names_settle_classes(&s->labels, o->classes, o->class_count, s->csv.path, e);
}

static int add_rows(struct source *s, struct dataset_builder *b, const struct import_options *o,
                    float *x, struct mien_error *e)
{
    for (uint32_t i = 0; i < s->rows; i++) {
        if (csv_next(&s->csv, e) != 1)
            return -1;
        int label = record_label(s, e), split = record_split(s, e);
        if (label < 0 || split < 0)
            return -1;
        for (uint32_t k = 0; k < s->width; k++)
            if (csv_number(&s->csv, s->which[k], &x[k], e) != 0)
                return -1;
        struct dataset_sample row = {
            .x = x, .y = s->labels.place[label], .split = s->splits.place[split]};
        if (dataset_builder_add(b, &row, e) != 0 ||
            dataset_watch_report(o->watch, i + 1, s->rows, e) != 0)
            return -1;
    }
    return 0;
}

static int write_set(struct source *s, const struct import_options *o, const char *out,
                     struct mien_error *e)
{
    struct dataset_plan plan = import_plan(o, s->csv.path, out);
    plan.kind = s->axes ? DATASET_LANDMARKS : DATASET_VECTOR;
    plan.shape[0] = s->axes ? s->width / s->axes : s->width;
    plan.shape[1] = s->axes;
    plan.dimensions = s->axes ? 2 : 1;
    plan.type = NPY_F32;
    plan.class_names = (const char *const *)s->labels.names;
    plan.classes = s->labels.count;
    plan.split_names = (const char *const *)s->splits.names;
    plan.splits = s->splits.count;
    float *x = malloc(s->width * sizeof *x);
    if (!x)
        return error_memory(e, "a row", s->width * sizeof *x);
    struct dataset_builder b;
    int result = dataset_builder_open(&b, out, &plan, e);
    if (result == 0 && (result = add_rows(s, &b, o, x, e)) == 0)
        result = dataset_builder_commit(&b, e);
    dataset_builder_abandon(&b);
    free(x);
    return result;
}

int import_csv(const char *path, const struct import_options *o, const char *out,
               struct mien_error *e)
{
    struct source s = {.rows = 0};
    int result = csv_open(&s.csv, path, e);
    if (result == 0 && (result = find_columns(&s, e)) == 0 && (result = scan(&s, o, e)) == 0)
        result = write_set(&s, o, out, e);
    import_names_free(&s.labels);
    import_names_free(&s.splits);
    free(s.which);
    csv_close(&s.csv);
    return result;
}
