/* exam.c - see exam.h. */
#include "trainer/evaluate/exam.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/dataset_open.h"
#include "datasets/mirror.h"
#include "runtime/host/config/cfg.h"

/* What the model's cfg says in [data], for the caller to free; NULL where it says nothing. */
static char *from_cfg(const struct model *m, const char *key)
{
    const char *text = model_get(m, "cfg"), *value = NULL;
    struct cfg c;
    if (!text || cfg_parse(&c, "the model's cfg", text, NULL) != 0)
        return NULL;
    struct cfg_section *data = cfg_find(&c, "data");
    if (data)
        cfg_string(data, key, &value, "", NULL);
    char *copy = value && *value ? strdup(value) : NULL;
    cfg_close(&c);
    return copy;
}

/* A model that was fitted on one part of such rows is shown that part. */
static void narrow(struct dataset *d, uint32_t width)
{
    struct dataset_part parts[DATASET_PARTS_MAX];
    const uint32_t count = dataset_parts(d, parts);
    for (uint32_t i = 0; i < count && d->width != width; i++)
        if (parts[i].width == width)
            dataset_narrow(d, &parts[i]);
}

static int check_fit(const struct dataset *d, const struct model *m, struct mien_error *e)
{
    const char *advice = "name the data set it was fitted on with --data";
    if (d->width != m->input_width)
        return error_set(e, d->path, 0, "the model takes rows of %u numbers (these have %u); %s",
                         m->input_width, d->width, advice);
    if (d->classes != m->classes)
        return error_set(e, d->path, 0, "the model knows %u classes (the data set has %u); %s",
                         m->classes, d->classes, advice);
    for (uint32_t c = 0; c < m->classes; c++)
        if (strcmp(d->class_names[c], m->class_names[c]) != 0)
            return error_set(e, d->path, 0, "class %u is '%s' (the model calls it '%s'); %s", c,
                             d->class_names[c], m->class_names[c], advice);
    return 0;
}

static int open_data(struct exam *x, const struct model *m, const char *path, struct mien_error *e)
{
    char *named = path ? strdup(path) : from_cfg(m, "path");
    int result = named ? dataset_open(&x->data, named, e)
                       : error_set(e, m->file.path, 0,
                                   "the model's cfg names no data set; name one with --data");
    free(named);
    if (result != 0)
        return -1;
    narrow(&x->data, m->input_width);
    return check_fit(&x->data, m, e);
}

static int read_split(struct exam *x, struct mien_error *e)
{
    uint32_t index;
    if (dataset_find_split(&x->data, x->split, &index, e) != 0 ||
        !(x->row = dataset_split_rows(&x->data, index, &x->rows, e)))
        return -1;
    if (x->rows == 0)
        return error_set(e, x->data.path, 0, "split '%s' has no rows; name another with --split",
                         x->split);
    const size_t bytes = (size_t)x->rows * x->width * sizeof *x->x;
    x->x = malloc(bytes);
    return x->x ? dataset_read(&x->data, x->row, x->rows, x->x, e)
                : error_memory(e, "the rows", bytes);
}

int exam_open(struct exam *x, const struct model *m, const char *path, const char *split,
              struct mien_error *e)
{
    *x = (struct exam){.width = m->input_width,
                       .split = split ? strdup(split) : from_cfg(m, "valid")};
    if (!x->split)
        x->split = strdup("valid");
    if (!x->split)
        error_memory(e, "a split's name", 0);
    else if (open_data(x, m, path, e) == 0 && read_split(x, e) == 0)
        return 0;
    exam_close(x);
    return -1;
}

void exam_close(struct exam *x)
{
    dataset_close(&x->data);
    free(x->split);
    free(x->row);
    free(x->x);
    *x = (struct exam){0};
}

float *exam_answers(const struct exam *x, const struct model *m, int threads, struct mien_error *e)
{
    const size_t bytes = (size_t)x->rows * m->classes * sizeof(float);
    float *p = malloc(bytes);
    if (!p) {
        error_memory(e, "the answers", bytes);
    } else if (model_predict(m, x->x, x->rows, p, threads, e) != 0) {
        free(p);
        p = NULL;
    }
    return p;
}

/* All rows as a mirror shows them, and back. */
static void mirror_all(const struct exam *x)
{
    for (uint32_t i = 0; i < x->rows; i++)
        mirror_row(&x->data, x->x + (size_t)i * x->width);
}

float *exam_answers_mirrored(const struct exam *x, const struct model *m, int threads,
                             struct mien_error *e)
{
    if (!mirror_knows(&x->data)) {
        error_set(e, x->data.path, 0,
                  "rows of this data set have no mirror image (%s of %u numbers); leave --mirror "
                  "out",
                  dataset_kind_names[x->data.kind], x->data.width);
        return NULL;
    }
    float *p = exam_answers(x, m, threads, e);
    mirror_all(x);
    float *q = p ? exam_answers(x, m, threads, e) : NULL;
    mirror_all(x);
    for (size_t i = 0; q && i < (size_t)x->rows * m->classes; i++)
        p[i] = 0.5f * (p[i] + q[i]);
    if (!q) {
        free(p);
        p = NULL;
    }
    free(q);
    return p;
}
