/* import_libsvm.c - see import_libsvm.h. */
#include "datasets/import_libsvm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/import_names.h"
#include "datasets/libsvm_text.h"

struct source {
    struct libsvm_text text;
    uint32_t rows, width;
    struct import_names labels;
};

/* The number of the label of the row just read; -1 with an error. */
static int row_label(struct source *s, struct mien_error *e)
{
    char name[16];
    int length = snprintf(name, sizeof name, "%d", (int)s->text.label);
    return import_names_add(&s->labels, name, (size_t)length, s->text.path, s->text.line, e);
}

static int scan(struct source *s, const struct import_options *o, struct mien_error *e)
{
    int got;
    for (; (got = libsvm_next(&s->text, e)) == 1; s->rows++) {
        if (row_label(s, e) < 0)
            return -1;
        uint32_t last = s->text.count ? s->text.entries[s->text.count - 1].index : 0;
        s->width = last > s->width ? last : s->width;
    }
    if (got < 0)
        return -1;
    if (s->width == 0)
        return error_set(e, s->text.path, 0,
                         s->rows ? "no numbers behind the labels" : "no rows in it");
    libsvm_rewind(&s->text);
    return import_names_settle_classes(&s->labels, o->classes, o->class_count, s->text.path, e);
}

static int add_rows(struct source *s, struct dataset_builder *b, const struct import_options *o,
                    float *x, struct mien_error *e)
{
    for (uint32_t i = 0; i < s->rows; i++) {
        int label = libsvm_next(&s->text, e) == 1 ? row_label(s, e) : -1;
        if (label < 0)
            return -1;
        memset(x, 0, s->width * sizeof *x);
        for (uint32_t k = 0; k < s->text.count; k++)
            x[s->text.entries[k].index - 1] = s->text.entries[k].value;
        struct dataset_sample row = {.x = x, .y = s->labels.place[label]};
        if (dataset_builder_add(b, &row, e) != 0 ||
            dataset_watch_report(o->watch, i + 1, s->rows, e) != 0)
            return -1;
    }
    return 0;
}

static int write_set(struct source *s, const struct import_options *o, const char *out,
                     struct mien_error *e)
{
    struct dataset_plan plan = import_plan(o, s->text.path, out);
    plan.kind = DATASET_VECTOR;
    plan.shape[0] = s->width;
    plan.dimensions = 1;
    plan.type = NPY_F32;
    plan.class_names = (const char *const *)s->labels.names;
    plan.classes = s->labels.count;
    plan.split_names = import_split_names;
    plan.splits = 1;
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

int import_libsvm(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e)
{
    struct source s = {.rows = 0};
    int result = libsvm_open(&s.text, path, e);
    if (result == 0 && (result = scan(&s, o, e)) == 0)
        result = write_set(&s, o, out, e);
    import_names_free(&s.labels);
    libsvm_close(&s.text);
    return result;
}
