/* prepare.c - see prepare.h. */
#include "trainer/samples/prepare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/samples/pca.h"
#include "trainer/samples/unit.h"

static float *make_floats(size_t rows, size_t width, const char *what, struct mien_error *e)
{
    float *p = calloc(rows * width + 1, sizeof *p);
    if (!p)
        error_memory(e, what, rows * width * sizeof *p);
    return p;
}

/* Append the operator that centres and, where asked, scales x's columns to deviation 1; x follows.
 */
static int add_standardize(struct prepared *p, float *x, bool scaled, struct mien_error *e)
{
    const uint32_t width = p->model.features, rows = p->rows->train_count;
    float *mean = make_floats(2, width, "standardisation", e), *scale = mean + width;
    if (!mean)
        return -1;
    column_moments(x, rows, width, mean, scale);
    for (uint32_t i = 0; i < width; i++)
        scale[i] = scaled && scale[i] > 1e-6f ? 1 / scale[i] : 1;
    for (uint32_t r = 0; r < rows; r++)
        mien_standardize(x + (size_t)r * width, mean, scale, (int32_t)width, x + (size_t)r * width);
    const struct mien_standardize s = {mean, scale, (int32_t)width};
    int result = model_add_standardize(&p->model, &s, e);
    free(mean);
    return result;
}

static int add_pca(struct prepared *p, const float *x, struct mien_error *e)
{
    const uint32_t width = p->model.features, k = (uint32_t)p->options->pca;
    float *basis = make_floats(width + 1, k, "principal components", e);
    int result = -1;
    if (basis && pca_whiten(x, p->rows->train_count, width, k, p->options->whiten, basis, e) == 0) {
        const struct mien_dense d = {.weight = basis,
                                     .bias = basis + (size_t)width * k,
                                     .inputs = (int32_t)width,
                                     .outputs = (int32_t)k};
        result = model_add_dense(&p->model, &d, e);
    }
    free(basis);
    return result;
}

/* The operator that takes a row as it is stored, where there is one. */
static int add_first(struct prepared *p, struct mien_error *e)
{
    const struct data_options *o = p->options;
    const struct mien_features f = {.alignment = (enum mien_alignment)o->features,
                                    .points = (int32_t)p->data->shape[0],
                                    .stride = (int32_t)p->data->shape[1],
                                    .dimensions = data_options_dimensions(o),
                                    .measures = o->measures};
    const struct mien_node normalize = {.op = MIEN_NORMALIZE};
    if (o->features == FEATURES_RAW)
        return 0;
    if (o->features == FEATURES_UNIT)
        return unit_add(&p->model, e);
    if (o->features == FEATURES_PIXELS)
        return model_add_node(&p->model, &normalize, e) < 0 ? -1 : 0;
    return model_add_features(&p->model, &f, e);
}

/* Build the operators of the feature vector from the training rows raw [train_count, input]. */
static int fit_features(struct prepared *p, const float *raw, int threads, struct mien_error *e)
{
    const struct data_options *o = p->options;
    if (add_first(p, e) != 0 || model_end_features(&p->model, e) != 0)
        return -1;
    if (!data_options_fitted(o))
        return 0;
    float *x = make_floats(p->rows->train_count, p->model.features, "features", e);
    int result = x ? model_features(&p->model, raw, p->rows->train_count, x, threads, e) : -1;
    if (result == 0)
        result = add_standardize(p, x, o->standardize, e);
    if (result == 0 && o->pca > 0)
        result = add_pca(p, x, e);
    if (result == 0)
        result = model_end_features(&p->model, e);
    free(x);
    return result;
}

static int fill_targets(struct prepared *p, struct mien_error *e)
{
    const struct dataset *d = p->data;
    const uint32_t n = p->rows->train_count, classes = d->classes;
    const float share = (float)p->options->vote_share;
    p->train_y = malloc(n);
    p->valid_y = malloc(p->rows->valid_count);
    if (!p->train_y || !p->valid_y)
        return error_memory(e, "labels", n);
    for (uint32_t i = 0; i < n; i++)
        p->train_y[i] = d->y[p->rows->train[i]];
    for (uint32_t i = 0; i < p->rows->valid_count; i++)
        p->valid_y[i] = d->y[p->rows->valid[i]];
    if (d->weight) {
        if (!(p->weight = make_floats(n, 1, "weights", e)))
            return -1;
        for (uint32_t i = 0; i < n; i++)
            p->weight[i] = d->weight[p->rows->train[i]];
    }
    if (!p->options->votes)
        return 0;
    if (!(p->target = make_floats(n, classes, "targets", e)))
        return -1;
    for (uint32_t i = 0; i < n; i++) {
        float *t = p->target + (size_t)i * classes;
        dataset_vote_target(d, p->rows->train[i], t);
        for (uint32_t c = 0; c < classes; c++)
            t[c] = share * t[c] + (1 - share) * (p->train_y[i] == c);
    }
    return 0;
}

/* Raw rows, as floats, for the caller to free. */
static float *read_rows(const struct dataset *d, const uint32_t *rows, uint32_t count,
                        struct mien_error *e)
{
    float *raw = make_floats(count, d->width, "rows", e);
    if (raw && dataset_read(d, rows, count, raw, e) != 0) {
        free(raw);
        return NULL;
    }
    return raw;
}

static float *features_of(const struct prepared *p, const float *raw, uint32_t rows, int threads,
                          struct mien_error *e)
{
    float *x = make_floats(rows, p->model.features, "features", e);
    if (x && model_features(&p->model, raw, rows, x, threads, e) != 0) {
        free(x);
        return NULL;
    }
    return x;
}

static void mirror_row(const struct prepared *p, float *row)
{
    if (data_options_picture(p->options))
        augment_picture_mirror(row, p->data->shape);
    else
        augment_landmarks_mirror(row, p->data->shape[0], p->data->shape[1]);
}

/* Features of the training rows, and of their mirror images where those are asked for. */
static int make_train(struct prepared *p, float *raw, int threads, struct mien_error *e)
{
    const uint32_t count = p->rows->train_count;
    if (!(p->train = features_of(p, raw, count, threads, e)))
        return -1;
    for (uint32_t i = 0; p->options->augment.mirror && i < count; i++)
        mirror_row(p, raw + (size_t)i * p->data->width);
    return p->options->augment.mirror && !(p->mirrored = features_of(p, raw, count, threads, e))
               ? -1
               : 0;
}

/* Look through rows that nobody keeps. */
static int check_rows(const struct dataset *d, const uint32_t *rows, uint32_t count,
                      struct mien_error *e)
{
    float *row = make_floats(1, d->width, "a row", e);
    int result = row ? 0 : -1;
    for (uint32_t i = 0; result == 0 && i < count; i++)
        result = dataset_read(d, rows + i, 1, row, e);
    free(row);
    return result;
}

static int prepare_train(struct prepared *p, bool by_draw, int threads, struct mien_error *e)
{
    const struct rows *rows = p->rows;
    if (by_draw && data_options_picture(p->options) && !data_options_fitted(p->options))
        return check_rows(p->data, rows->train, rows->train_count, e) || fit_features(p, NULL, 1, e)
                   ? -1
                   : 0;
    float *raw = read_rows(p->data, rows->train, rows->train_count, e);
    int result = raw && fit_features(p, raw, threads, e) == 0 ? make_train(p, raw, threads, e) : -1;
    free(raw);
    return result;
}

static int prepare_valid(struct prepared *p, int threads, struct mien_error *e)
{
    const uint32_t count = p->rows->valid_count;
    float *raw = read_rows(p->data, p->rows->valid, count, e);
    if (raw)
        p->valid = features_of(p, raw, count, threads, e);
    free(raw);
    return p->valid ? 0 : -1;
}

int prepare(struct prepared *p, const struct dataset *d, const struct data_options *o,
            const struct rows *rows, const char *kind, bool by_draw, int threads,
            struct mien_error *e)
{
    *p = (struct prepared){.data = d, .options = o, .rows = rows, .kind = kind};
    if (model_init(&p->model, kind, dataset_kind_names[d->kind], d->shape,
                   (const char *const *)d->class_names, d->classes, e) == 0 &&
        model_end_features(&p->model, e) == 0 && prepare_train(p, by_draw, threads, e) == 0 &&
        prepare_valid(p, threads, e) == 0 && fill_targets(p, e) == 0) {
        p->width = p->model.features;
        return 0;
    }
    prepared_free(p);
    return -1;
}

void prepared_free(struct prepared *p)
{
    model_free(&p->model);
    free(p->train);
    free(p->valid);
    free(p->mirrored);
    free(p->target);
    free(p->train_y);
    free(p->valid_y);
    free(p->weight);
    *p = (struct prepared){0};
}

struct samples prepared_valid(const struct prepared *p)
{
    return (struct samples){.rows = p->rows->valid_count,
                            .width = p->width,
                            .classes = p->data->classes,
                            .x = p->valid,
                            .y = p->valid_y};
}

/* `a`, then `b`, in a new block. */
static void *twice(const void *a, const void *b, size_t bytes)
{
    char *both = malloc(2 * bytes + 1);
    if (both) {
        memcpy(both, a, bytes);
        memcpy(both + bytes, b, bytes);
    }
    return both;
}

struct samples prepared_rows(const struct prepared *p)
{
    return (struct samples){.rows = p->rows->train_count,
                            .width = p->width,
                            .classes = p->data->classes,
                            .x = p->train,
                            .y = p->train_y,
                            .target = p->target,
                            .weight = p->weight};
}

int prepared_train(const struct prepared *p, struct samples *s, void *owned[PREPARED_OWNED],
                   struct mien_error *e)
{
    const uint32_t n = p->rows->train_count;
    for (int i = 0; i < PREPARED_OWNED; i++)
        owned[i] = NULL;
    if (augment_moves(&p->options->augment) || p->options->augment.mixup > 0)
        return error_set(e, NULL, 0,
                         "a %s is fitted to fixed rows (augment asks for random ones); of "
                         "augmentations it can use mirror alone",
                         p->kind);
    *s = prepared_rows(p);
    if (!p->mirrored)
        return 0;
    s->rows = 2 * n;
    s->x = owned[0] = twice(p->train, p->mirrored, (size_t)n * p->width * sizeof *p->train);
    s->y = owned[1] = twice(p->train_y, p->train_y, n);
    if (p->target)
        s->target = owned[2] =
            twice(p->target, p->target, (size_t)n * s->classes * sizeof *p->target);
    if (p->weight)
        s->weight = owned[3] = twice(p->weight, p->weight, n * sizeof *p->weight);
    if (s->x && s->y && (!p->target || s->target) && (!p->weight || s->weight))
        return 0;
    prepared_train_free(owned);
    return error_memory(e, "mirrored rows", (size_t)n * p->width * 2 * sizeof *p->train);
}

void prepared_train_free(void *owned[PREPARED_OWNED])
{
    for (int i = 0; i < PREPARED_OWNED; i++)
        free(owned[i]);
}

/* The arena of the preprocessing: at most two values live at once, each rounded up. */
static size_t arena_floats(const struct data_options *o, const struct dataset *d)
{
    return 2 * ((size_t)data_options_plain_width(o, d) + 16) + (size_t)o->pca + 16;
}

size_t prepared_scratch(const struct data_options *o, const struct dataset *d,
                        const struct teacher *teacher)
{
    const size_t other = o->augment.mixup > 0 ? data_options_width(o, d) + d->classes : 0;
    const size_t taught = teacher ? teacher->model.graph.arena_floats : 0;
    const size_t features = d->width + arena_floats(o, d);
    return other + d->width + (taught > features ? taught : features);
}

static bool taught(const struct prepared *p)
{
    return p->teacher && p->teacher->share > 0;
}

/* Features of row `i` as changed. scratch: the raw row, which is left there where a teacher needs
 * it, then another one and the arena. */
static void draw_features(const struct prepared *p, uint32_t i, struct rng *r, float *x,
                          float *scratch)
{
    const struct augment *a = &p->options->augment;
    const struct dataset *d = p->data;
    const bool mirror = a->mirror && rng_float(r) < 0.5f;
    if (p->train && !taught(p) && !augment_moves(a)) {
        const float *from = mirror ? p->mirrored : p->train;
        memcpy(x, from + (size_t)i * p->width, p->width * sizeof *x);
        return;
    }
    dataset_row(d, p->rows->train[i], scratch);
    if (mirror)
        mirror_row(p, scratch);
    if (data_options_picture(p->options))
        augment_picture(a, r, scratch, d->shape, scratch + d->width);
    else if (augment_moves(a))
        augment_landmarks(a, r, scratch, d->shape[0], d->shape[1]);
    mien_graph_features(&p->model.graph, scratch, x, scratch + 2 * (size_t)d->width);
}

/* Blend the teacher's answer to the raw row at scratch into the target. */
static void ask_teacher(const struct prepared *p, float *target, float *scratch)
{
    const struct teacher *t = p->teacher;
    const uint32_t classes = p->data->classes;
    float answer[DATASET_CLASSES_MAX], sum = 0;
    mien_graph_run(&t->model.graph, scratch, answer, scratch + p->data->width);
    for (uint32_t c = 0; c < classes; c++)
        sum += answer[c] = powf(answer[c], t->power);
    for (uint32_t c = 0; c < classes; c++)
        target[c] += t->share * (answer[c] / sum - target[c]);
}

/* What row `i`, whose features have just been drawn, is to be answered with; its weight. */
static float draw_target(const struct prepared *p, uint32_t i, float *target, float *scratch)
{
    const uint32_t classes = p->data->classes;
    for (uint32_t c = 0; c < classes; c++)
        target[c] = p->target ? p->target[(size_t)i * classes + c] : (float)(p->train_y[i] == c);
    if (taught(p))
        ask_teacher(p, target, scratch);
    return p->weight ? p->weight[i] : 1;
}

static void blend(float *x, const float *other, uint32_t count, float share)
{
    for (uint32_t i = 0; i < count; i++)
        x[i] = other[i] + share * (x[i] - other[i]);
}

void prepared_draw(const struct prepared *p, uint32_t i, struct rng *r, float *x, float *target,
                   float *weight, float *scratch)
{
    const uint32_t classes = p->data->classes;
    const double mixup = p->options->augment.mixup;
    draw_features(p, i, r, x, scratch);
    *weight = draw_target(p, i, target, scratch);
    if (mixup <= 0)
        return;
    float *other = scratch, *rest = scratch + p->width + classes, other_weight;
    const float share = augment_share(mixup, r);
    const uint32_t k = rng_below(r, p->rows->train_count);
    draw_features(p, k, r, other, rest);
    other_weight = draw_target(p, k, other + p->width, rest);
    blend(x, other, p->width, share);
    blend(target, other + p->width, classes, share);
    blend(weight, &other_weight, 1, share);
}
