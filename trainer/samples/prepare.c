/* prepare.c - see prepare.h. */
#include "trainer/samples/prepare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/mirror.h"
#include "runtime/host/model_parts.h"
#include "trainer/samples/preprocess.h"

static float *make_floats(size_t rows, size_t width, const char *what, struct mien_error *e)
{
    float *p = calloc(rows * width + 1, sizeof *p);
    if (!p)
        error_memory(e, what, rows * width * sizeof *p);
    return p;
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

/* What of a row is a picture and what are landmarks; NULL where it has none. */
struct face {
    const struct data_part *picture, *landmarks;
};

static struct face face_of(const struct prepared *p)
{
    struct face f = {NULL, NULL};
    for (uint32_t i = 0; i < p->part_count; i++)
        if (features_picture(p->parts[i].features))
            f.picture = &p->parts[i];
        else if (features_aligned(p->parts[i].features))
            f.landmarks = &p->parts[i];
    return f;
}

/* One random change of a raw row; a face's picture and landmarks move together. scratch: another
 * row. */
static void change_row(const struct prepared *p, struct rng *r, float *row, float *scratch)
{
    struct augment a = p->options->augment;
    const struct face f = face_of(p);
    if (!augment_moves(&a))
        return;
    struct augment_move moved = {0};
    if (f.picture)
        moved = augment_picture(&a, r, row + f.picture->raw.start, f.picture->raw.shape, scratch);
    if (!f.landmarks)
        return;
    float *landmarks = row + f.landmarks->raw.start;
    const uint32_t *shape = f.landmarks->raw.shape;
    if (f.picture) {
        augment_landmarks_follow(&moved, landmarks, shape[0], shape[1]);
        a = (struct augment){.jitter = a.jitter};
    }
    augment_landmarks(&a, r, landmarks, shape[0], shape[1]);
}

/* Features of the training rows, and of their mirror images where those are asked for. */
static int make_train(struct prepared *p, float *raw, int threads, struct mien_error *e)
{
    const uint32_t count = p->rows->train_count;
    if (!(p->train = features_of(p, raw, count, threads, e)))
        return -1;
    for (uint32_t i = 0; p->options->augment.mirror && i < count; i++)
        mirror_row(p->data, raw + (size_t)i * p->data->width);
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

/* Pictures that nothing is fitted to can stay in the data set until they are drawn. */
static bool stays(const struct prepared *p)
{
    const struct face f = face_of(p);
    return f.picture && !f.picture->fitted;
}

static int prepare_train(struct prepared *p, bool by_draw, int threads, struct mien_error *e)
{
    const struct rows *rows = p->rows;
    if (preprocess_fit(&p->model, p->data, p->options, rows->train, rows->train_count, threads,
                       e) != 0)
        return -1;
    if (by_draw && stays(p))
        return check_rows(p->data, rows->train, rows->train_count, e);
    float *raw = read_rows(p->data, rows->train, rows->train_count, e);
    int result = raw ? make_train(p, raw, threads, e) : -1;
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

/* An empty model of the rows as they are stored. */
static int start_model(struct prepared *p, struct mien_error *e)
{
    const struct dataset *d = p->data;
    struct model_part parts[DATASET_PARTS_MAX];
    if (model_init(&p->model, p->kind, dataset_kind_names[d->kind], d->shape,
                   (const char *const *)d->class_names, d->classes, e) != 0)
        return -1;
    for (uint32_t i = 0; i < d->part_count; i++) {
        const struct dataset_part *from = &d->parts[i];
        parts[i] = (struct model_part){.shape = {from->shape[0], from->shape[1], from->shape[2]}};
        strcpy(parts[i].kind, dataset_kind_names[from->kind]);
    }
    if (d->part_count && model_set_parts(&p->model, parts, d->part_count, e) != 0)
        return -1;
    return model_end_features(&p->model, e);
}

int prepare(struct prepared *p, const struct dataset *d, const struct data_options *o,
            const struct rows *rows, const char *kind, bool by_draw, int threads,
            struct mien_error *e)
{
    *p = (struct prepared){.data = d, .options = o, .rows = rows, .kind = kind};
    p->part_count = data_options_parts(o, d, p->parts);
    if (start_model(p, e) == 0 && prepare_train(p, by_draw, threads, e) == 0 &&
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

size_t prepared_scratch(const struct data_options *o, const struct dataset *d,
                        const struct teacher *teacher)
{
    const size_t other = o->augment.mixup > 0 ? data_options_width(o, d) + d->classes : 0;
    const size_t taught = teacher ? teacher->model.graph.arena_floats : 0;
    const size_t features = d->width + preprocess_arena(o, d);
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
        mirror_row(p->data, scratch);
    change_row(p, r, scratch, scratch + d->width);
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
