/* prepare.c - see prepare.h. */
#include "trainer/samples/prepare.h"

#include <stdlib.h>
#include <string.h>

#include "trainer/samples/pca.h"

static const char *const feature_names[] = {"box", "aligned", "raw"};
static const char *const target_names[] = {"label", "votes"};
static const char *const copies_names[] = {"keep", "drop"};

/* Of a landmark that become features. */
static int32_t dimensions(const struct data_options *o)
{
    return o->depth ? 3 : 2;
}

/* Numbers in a feature vector before principal components. */
static uint32_t plain_width(const struct data_options *o, const struct dataset *d)
{
    return o->features == MIEN_ALIGNMENT_COUNT
               ? d->width
               : (uint32_t)MIEN_FEATURES_SIZE((int32_t)d->shape[0], dimensions(o), o->measures);
}

static int check_options(const struct data_options *o, struct cfg_section *s,
                         const struct dataset *d, struct mien_error *e)
{
    const bool raw = o->features == MIEN_ALIGNMENT_COUNT;
    const bool faces = d->kind == DATASET_LANDMARKS &&
                       (d->shape[0] == MIEN_LANDMARKS68 || d->shape[0] == MIEN_MESH_POINTS);
    const char *path = s->file;
    if (!raw && !faces)
        return error_set(e, path, cfg_line(s, "features"),
                         "features = %s takes 68 or 468 landmarks (the data set '%s' holds rows "
                         "of %u numbers, %s); use raw",
                         feature_names[o->features], d->name, d->width,
                         dataset_kind_names[d->kind]);
    if (o->measures && raw)
        return error_set(e, path, cfg_line(s, "measures"),
                         "measures go with features = box or aligned (raw)");
    if (o->depth && (raw || d->shape[1] != 3))
        return error_set(e, path, cfg_line(s, "depth"),
                         "depth takes landmarks of x, y and z, as box or aligned (the data set "
                         "'%s' has rows of shape [%u, %u]); remove the line",
                         d->name, d->shape[0], d->shape[1]);
    if ((o->augment.mirror || augment_moves(&o->augment)) && raw)
        return error_set(e, path, cfg_line(s, "augment"),
                         "augment changes landmarks (the features are raw); remove the line");
    if (o->pca > plain_width(o, d))
        return cfg_error(s, "pca", e,
                         "there are only %u features to take principal components of (pca = %lld)",
                         plain_width(o, d), o->pca);
    if (o->pca == 0 && o->whiten < 1)
        return cfg_error(s, "whiten", e,
                         "there are no principal components to whiten (whiten = %g); set pca",
                         o->whiten);
    if (o->votes && !d->vote)
        return error_set(e, path, cfg_line(s, "targets"),
                         "the data set '%s' has no votes (targets = votes); use targets = label",
                         d->name);
    if (o->least_score > 0 && !d->score)
        return error_set(e, path, cfg_line(s, "least_score"),
                         "the data set '%s' has no face scores; remove the line", d->name);
    if (o->drop_copies && !d->copy)
        return error_set(e, path, cfg_line(s, "copies"),
                         "the data set '%s' does not say which rows are copies; remove the line",
                         d->name);
    return 0;
}

int data_options_read(struct data_options *o, struct cfg_section *s, const struct dataset *d,
                      bool standardize, struct mien_error *e)
{
    const int faces = d->kind == DATASET_LANDMARKS ? MIEN_ALIGNED : MIEN_ALIGNMENT_COUNT;
    const char *augment;
    int targets, copies;
    *o = (struct data_options){0};
    if (cfg_string(s, "train", &o->train, "train", e) ||
        cfg_string(s, "valid", &o->valid, "valid", e) ||
        cfg_choice(s, "features", &o->features, feature_names, 3, faces, e) ||
        cfg_flag(s, "depth", &o->depth, false, e) ||
        cfg_flag(s, "measures", &o->measures, false, e) ||
        cfg_integer(s, "pca", &o->pca, 0, 0, 4096, e) ||
        cfg_number(s, "whiten", &o->whiten, 1, 0, 1, e) ||
        cfg_flag(s, "standardize", &o->standardize, standardize && o->pca == 0, e) ||
        cfg_choice(s, "targets", &targets, target_names, 2, 0, e) ||
        cfg_number(s, "vote_share", &o->vote_share, 1, 0, 1, e) ||
        cfg_number(s, "least_score", &o->least_score, 0, 0, 1, e) ||
        cfg_choice(s, "copies", &copies, copies_names, 2, 0, e) ||
        cfg_string(s, "augment", &augment, "", e))
        return -1;
    o->votes = targets == 1;
    o->drop_copies = copies == 1;
    if (*augment && augment_parse(&o->augment, augment, s->file, cfg_line(s, "augment"), e) != 0)
        return -1;
    return check_options(o, s, d, e);
}

/* Leave out of r->train what least_score and copies say; check that each class still has a row. */
static int rows_filter(struct rows *r, const struct dataset *d, const struct data_options *o,
                       struct mien_error *e)
{
    uint32_t kept = 0, per_class[DATASET_CLASSES_MAX] = {0};
    for (uint32_t i = 0; i < r->train_count; i++) {
        const uint32_t row = r->train[i];
        if ((o->drop_copies && d->copy[row]) ||
            (o->least_score > 0 && d->score[row] < o->least_score))
            continue;
        r->train[kept++] = row;
        per_class[d->y[row]]++;
    }
    r->train_count = kept;
    for (uint32_t c = 0; c < d->classes; c++)
        if (per_class[c] == 0)
            return error_set(e, d->path, 0,
                             "class '%s' has no row to train on in split '%s'; leave the class out "
                             "with 'mien data select'",
                             d->class_names[c], o->train);
    return 0;
}

int rows_choose(struct rows *r, const struct dataset *d, const struct data_options *o,
                struct mien_error *e)
{
    uint32_t train, valid;
    *r = (struct rows){0};
    if (dataset_find_split(d, o->train, &train, e) != 0 ||
        dataset_find_split(d, o->valid, &valid, e) != 0 ||
        !(r->train = dataset_split_rows(d, train, &r->train_count, e)) ||
        !(r->valid = dataset_split_rows(d, valid, &r->valid_count, e)))
        goto failed;
    if (r->valid_count == 0) {
        error_set(e, d->path, 0, "split '%s' has no rows; 'mien data split' makes one", o->valid);
        goto failed;
    }
    if (rows_filter(r, d, o, e) == 0)
        return 0;
failed:
    rows_free(r);
    return -1;
}

void rows_free(struct rows *r)
{
    free(r->train);
    free(r->valid);
    *r = (struct rows){0};
}

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

/* Build the operators of the feature vector from the training rows raw [train_count, input]. */
static int fit_features(struct prepared *p, const float *raw, int threads, struct mien_error *e)
{
    const struct data_options *o = p->options;
    if (o->features != MIEN_ALIGNMENT_COUNT) {
        const struct mien_features f = {.alignment = (enum mien_alignment)o->features,
                                        .points = (int32_t)p->data->shape[0],
                                        .stride = (int32_t)p->data->shape[1],
                                        .dimensions = dimensions(o),
                                        .measures = o->measures};
        if (model_add_features(&p->model, &f, e) != 0 || model_end_features(&p->model, e) != 0)
            return -1;
    }
    if (!o->standardize && o->pca == 0)
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

int prepare(struct prepared *p, const struct dataset *d, const struct data_options *o,
            const struct rows *rows, const char *kind, int threads, struct mien_error *e)
{
    *p = (struct prepared){.data = d, .options = o, .rows = rows, .kind = kind};
    float *raw = read_rows(d, rows->train, rows->train_count, e);
    float *other = read_rows(d, rows->valid, rows->valid_count, e);
    int result = -1;
    if (!raw || !other ||
        model_init(&p->model, kind, dataset_kind_names[d->kind], d->shape,
                   (const char *const *)d->class_names, d->classes, e) != 0 ||
        model_end_features(&p->model, e) != 0 || fit_features(p, raw, threads, e) != 0)
        goto done;
    p->width = p->model.features;
    if (!(p->train = features_of(p, raw, rows->train_count, threads, e)) ||
        !(p->valid = features_of(p, other, rows->valid_count, threads, e)) ||
        fill_targets(p, e) != 0)
        goto done;
    if (o->augment.mirror) {
        for (uint32_t i = 0; i < rows->train_count; i++)
            augment_mirror(raw + (size_t)i * d->width, d->shape[0], d->shape[1]);
        if (!(p->mirrored = features_of(p, raw, rows->train_count, threads, e)))
            goto done;
    }
    result = 0;
done:
    free(raw);
    free(other);
    if (result != 0)
        prepared_free(p);
    return result;
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
    if (augment_moves(&p->options->augment))
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

uint32_t data_options_width(const struct data_options *o, const struct dataset *d)
{
    return o->pca > 0 ? (uint32_t)o->pca : plain_width(o, d);
}

/* A raw row, and an arena for the preprocessing: at most two values live at once, each rounded up.
 */
size_t prepared_scratch(const struct data_options *o, const struct dataset *d)
{
    return d->width + 2 * ((size_t)plain_width(o, d) + 16) + (size_t)o->pca + 16;
}

void prepared_augmented(const struct prepared *p, uint32_t i, struct rng *r, float *x,
                        float *scratch)
{
    const struct augment *a = &p->options->augment;
    const uint32_t *shape = p->data->shape;
    const bool mirror = a->mirror && rng_float(r) < 0.5f;
    if (!augment_moves(a)) {
        const float *from = mirror ? p->mirrored : p->train;
        memcpy(x, from + (size_t)i * p->width, p->width * sizeof *x);
        return;
    }
    dataset_row(p->data, p->rows->train[i], scratch);
    if (mirror)
        augment_mirror(scratch, shape[0], shape[1]);
    augment_move(a, r, scratch, shape[0], shape[1]);
    mien_graph_features(&p->model.graph, scratch, x, scratch + p->data->width);
}
