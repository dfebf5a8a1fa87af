/* preprocess.c - see preprocess.h. */
#include "trainer/samples/preprocess.h"

#include <stdlib.h>
#include <string.h>

#include "trainer/samples/pca.h"
#include "trainer/samples/unit.h"

/* A part on its way, and what it is fitted to. */
struct fitting {
    struct model *model; /* takes the part alone */
    const struct data_options *options;
    const struct data_part *part;
    uint32_t rows;
};

static float *make_floats(size_t rows, size_t width, const char *what, struct mien_error *e)
{
    float *p = calloc(rows * width + 1, sizeof *p);
    if (!p)
        error_memory(e, what, rows * width * sizeof *p);
    return p;
}

/* Append the operator that centres and, where asked, scales x's columns to deviation 1; x follows.
 */
static int add_standardize(const struct fitting *f, float *x, struct mien_error *e)
{
    const uint32_t width = f->model->features, rows = f->rows;
    float *mean = make_floats(2, width, "standardisation", e), *scale = mean + width;
    if (!mean)
        return -1;
    column_moments(x, rows, width, mean, scale);
    for (uint32_t i = 0; i < width; i++)
        scale[i] = f->options->standardize && scale[i] > 1e-6f ? 1 / scale[i] : 1;
    for (uint32_t r = 0; r < rows; r++)
        mien_standardize(x + (size_t)r * width, mean, scale, (int32_t)width, x + (size_t)r * width);
    const struct mien_standardize s = {mean, scale, (int32_t)width};
    int result = model_add_standardize(f->model, &s, e);
    free(mean);
    return result;
}

static int add_pca(const struct fitting *f, const float *x, struct mien_error *e)
{
    const uint32_t width = f->model->features, k = (uint32_t)f->options->pca;
    float *basis = make_floats(width + 1, k, "principal components", e);
    int result = -1;
    if (basis && pca_whiten(x, f->rows, width, k, f->options->whiten, basis, e) == 0) {
        const struct mien_dense d = {.weight = basis,
                                     .bias = basis + (size_t)width * k,
                                     .inputs = (int32_t)width,
                                     .outputs = (int32_t)k};
        result = model_add_dense(f->model, &d, e);
    }
    free(basis);
    return result;
}

/* What is fitted takes a vector, and a map's channels lie apart. */
static int add_flat(struct model *m, struct mien_error *e)
{
    const struct mien_map *last = &m->values[m->graph.node_count].map;
    if (m->graph.node_count == 0 || last->h * last->w == 1)
        return 0;
    struct mien_node n = {.op = MIEN_RESHAPE};
    n.u.reshape.out = (struct mien_map){1, 1, last->h * last->w * last->c, 0};
    return model_add_node(m, &n, e) < 0 ? -1 : 0;
}

/* The operator that takes the part as it is stored, where there is one. */
static int add_first(const struct fitting *f, struct mien_error *e)
{
    const struct data_part *p = f->part;
    const struct mien_features features = {.alignment = (enum mien_alignment)p->features,
                                           .points = (int32_t)p->raw.shape[0],
                                           .stride = (int32_t)p->raw.shape[1],
                                           .dimensions = data_options_dimensions(f->options),
                                           .measures = f->options->measures};
    const struct mien_node normalize = {.op = MIEN_NORMALIZE};
    if (p->features == FEATURES_RAW)
        return 0;
    if (p->features == FEATURES_UNIT)
        return unit_add(f->model, e);
    if (p->features == FEATURES_PIXELS)
        return model_add_node(f->model, &normalize, e) < 0 ? -1 : 0;
    return model_add_features(f->model, &features, e);
}

/* The part of rows[0..count), for the caller to free. */
static float *read_part(const struct dataset *d, const struct dataset_part *p, const uint32_t *rows,
                        uint32_t count, struct mien_error *e)
{
    float *raw = make_floats(count, p->width, "rows", e);
    float *row = raw ? make_floats(1, d->width, "a row", e) : NULL;
    bool read = row != NULL;
    for (uint32_t i = 0; read && i < count; i++) {
        read = dataset_read(d, rows + i, 1, row, e) == 0;
        memcpy(raw + (size_t)i * p->width, row + p->start, p->width * sizeof *row);
    }
    free(row);
    if (!read) {
        free(raw);
        return NULL;
    }
    return raw;
}

/* Append what is fitted to raw [rows, raw.width]. */
static int add_fitted(const struct fitting *f, const float *raw, int threads, struct mien_error *e)
{
    struct model *m = f->model;
    float *x = make_floats(f->rows, m->features, "features", e);
    int result = x ? model_features(m, raw, f->rows, x, threads, e) : -1;
    if (result == 0)
        result = add_standardize(f, x, e);
    if (result == 0 && f->options->pca > 0)
        result = add_pca(f, x, e);
    if (result == 0)
        result = model_end_features(m, e);
    free(x);
    return result;
}

static int fit_part(const struct fitting *f, const struct dataset *d, const uint32_t *rows,
                    int threads, struct mien_error *e)
{
    if (add_first(f, e) != 0 || (f->part->fitted && add_flat(f->model, e) != 0) ||
        model_end_features(f->model, e) != 0)
        return -1;
    if (!f->part->fitted)
        return 0;
    float *raw = read_part(d, &f->part->raw, rows, f->rows, e);
    int result = raw ? add_fitted(f, raw, threads, e) : -1;
    free(raw);
    return result;
}

/* Cut the part out of the row and append what `alone` does to it. Returns the value, -1 on an
 * error. */
static int32_t add_part(struct model *m, const struct data_part *p, const struct model *alone,
                        struct mien_error *e)
{
    struct mien_node cut = {.op = MIEN_SLICE, .inputs = {0}, .input_count = 1};
    cut.u.slice.start = (int32_t)p->raw.start;
    cut.u.slice.out = (struct mien_map){1, 1, (int32_t)p->raw.width, 0};
    int32_t value = model_add_node(m, &cut, e);
    for (int32_t i = 0; value >= 0 && i < alone->graph.node_count; i++) {
        struct mien_node n = alone->nodes[i]; /* each reads the one before it */
        n.inputs[0] = value;
        value = model_add_node(m, &n, e);
    }
    return value;
}

static int32_t make_part(struct model *m, struct fitting f, const struct dataset *d,
                         const uint32_t *rows, int threads, struct mien_error *e)
{
    struct model alone;
    const uint32_t shape[3] = {1, 1, f.part->raw.width};
    int32_t value = -1;
    if (model_init(&alone, m->kind, dataset_kind_names[f.part->raw.kind], shape, NULL, 0, e) != 0)
        return -1;
    f.model = &alone;
    if (fit_part(&f, d, rows, threads, e) == 0)
        value = add_part(m, f.part, &alone, e);
    model_free(&alone);
    return value;
}

int preprocess_fit(struct model *m, const struct dataset *d, const struct data_options *o,
                   const uint32_t *rows, uint32_t count, int threads, struct mien_error *e)
{
    struct data_part parts[DATASET_PARTS_MAX];
    const uint32_t part_count = data_options_parts(o, d, parts);
    struct mien_node join = {.op = MIEN_CONCAT, .input_count = (int32_t)part_count};
    struct fitting f = {m, o, parts, count};
    if (part_count == 1)
        return fit_part(&f, d, rows, threads, e);
    for (uint32_t i = 0; i < part_count; i++) {
        f.part = &parts[i];
        join.inputs[i] = make_part(m, f, d, rows, threads, e);
        if (join.inputs[i] < 0)
            return -1;
    }
    join.u.concat.axis = 2;
    return model_add_node(m, &join, e) < 0 ? -1 : model_end_features(m, e);
}

/* As if every value had a place of its own, the first operator's a block of channels a pixel. */
size_t preprocess_arena(const struct data_options *o, const struct dataset *d)
{
    enum { VALUES = 6, ROUND = 16 }; /* that a part has at most, with its place in the join */
    struct data_part parts[DATASET_PARTS_MAX];
    const uint32_t count = data_options_parts(o, d, parts);
    size_t floats = 0;
    for (uint32_t i = 0; i < count; i++)
        floats += parts[i].raw.width + (size_t)(MIEN_BLOCK + VALUES) * (parts[i].plain + ROUND);
    return floats;
}
