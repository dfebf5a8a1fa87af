/* data_options.c - see data_options.h. */
#include "trainer/samples/data_options.h"

#include <string.h>

static const char *const feature_names[] = {"box", "aligned", "raw", "pixels", "unit"};
static const char *const target_names[] = {"label", "votes"};
static const char *const copies_names[] = {"keep", "drop"};

enum { FEATURE_NAMES = sizeof feature_names / sizeof *feature_names };

bool data_options_aligned(const struct data_options *o)
{
    return o->features < FEATURES_RAW;
}

bool data_options_picture(const struct data_options *o)
{
    return o->features >= FEATURES_PIXELS;
}

bool data_options_fitted(const struct data_options *o)
{
    return o->standardize || o->pca > 0;
}

int32_t data_options_dimensions(const struct data_options *o)
{
    return o->depth ? 3 : 2;
}

uint32_t data_options_plain_width(const struct data_options *o, const struct dataset *d)
{
    return data_options_aligned(o)
               ? (uint32_t)MIEN_FEATURES_SIZE((int32_t)d->shape[0], data_options_dimensions(o),
                                              o->measures)
               : d->width;
}

uint32_t data_options_width(const struct data_options *o, const struct dataset *d)
{
    return o->pca > 0 ? (uint32_t)o->pca : data_options_plain_width(o, d);
}

void data_options_shape(const struct data_options *o, const struct dataset *d, uint32_t shape[3])
{
    const bool picture = data_options_picture(o) && !data_options_fitted(o);
    const uint32_t row[3] = {1, 1, data_options_width(o, d)};
    memcpy(shape, picture ? d->shape : row, sizeof row);
}

static int check_features(const struct data_options *o, struct cfg_section *s,
                          const struct dataset *d, struct mien_error *e)
{
    const bool faces = d->kind == DATASET_LANDMARKS &&
                       (d->shape[0] == MIEN_LANDMARKS68 || d->shape[0] == MIEN_MESH_POINTS);
    if (data_options_aligned(o) && !faces)
        return error_set(e, s->file, cfg_line(s, "features"),
                         "features = %s takes 68 or 468 landmarks (the data set '%s' holds rows "
                         "of %u numbers, %s); use raw",
                         feature_names[o->features], d->name, d->width,
                         dataset_kind_names[d->kind]);
    if (data_options_picture(o) && d->kind != DATASET_IMAGE)
        return error_set(e, s->file, cfg_line(s, "features"),
                         "features = %s takes pictures (the data set '%s' holds rows of %u "
                         "numbers, %s); use raw",
                         feature_names[o->features], d->name, d->width,
                         dataset_kind_names[d->kind]);
    if (o->measures && !data_options_aligned(o))
        return error_set(e, s->file, cfg_line(s, "measures"),
                         "measures go with features = box or aligned (%s)",
                         feature_names[o->features]);
    if (o->depth && (!data_options_aligned(o) || d->shape[1] != 3))
        return error_set(e, s->file, cfg_line(s, "depth"),
                         "depth takes landmarks of x, y and z, as box or aligned (the data set "
                         "'%s' has rows of shape [%u, %u]); remove the line",
                         d->name, d->shape[0], d->shape[1]);
    if (o->pca > data_options_plain_width(o, d))
        return cfg_error(s, "pca", e,
                         "there are only %u features to take principal components of (pca = %lld)",
                         data_options_plain_width(o, d), o->pca);
    if (o->pca == 0 && o->whiten < 1)
        return cfg_error(s, "whiten", e,
                         "there are no principal components to whiten (whiten = %g); set pca",
                         o->whiten);
    return 0;
}

static int check_columns(const struct data_options *o, struct cfg_section *s,
                         const struct dataset *d, struct mien_error *e)
{
    if (o->votes && !d->vote)
        return error_set(e, s->file, cfg_line(s, "targets"),
                         "the data set '%s' has no votes (targets = votes); use targets = label",
                         d->name);
    if (o->least_score > 0 && !d->score)
        return error_set(e, s->file, cfg_line(s, "least_score"),
                         "the data set '%s' has no face scores; remove the line", d->name);
    if (o->drop_copies && !d->copy)
        return error_set(e, s->file, cfg_line(s, "copies"),
                         "the data set '%s' does not say which rows are copies; remove the line",
                         d->name);
    return 0;
}

/* The list of changes, which must be for what the rows hold. */
static int read_augment(struct data_options *o, struct cfg_section *s, struct mien_error *e)
{
    const char *list;
    if (cfg_string(s, "augment", &list, "", e) != 0)
        return -1;
    const enum augment_kind kind = data_options_aligned(o)   ? AUGMENT_LANDMARKS
                                   : data_options_picture(o) ? AUGMENT_PICTURES
                                                             : AUGMENT_VECTORS;
    return *list ? augment_parse(&o->augment, list, kind, s->file, cfg_line(s, "augment"), e) : 0;
}

int data_options_read(struct data_options *o, struct cfg_section *s, const struct dataset *d,
                      bool standardize, struct mien_error *e)
{
    static const int features[DATASET_KIND_COUNT] = {[DATASET_VECTOR] = FEATURES_RAW,
                                                     [DATASET_LANDMARKS] = MIEN_ALIGNED,
                                                     [DATASET_IMAGE] = FEATURES_PIXELS};
    int targets, copies;
    *o = (struct data_options){0};
    if (cfg_string(s, "train", &o->train, "train", e) ||
        cfg_string(s, "valid", &o->valid, "valid", e) ||
        cfg_choice(s, "features", &o->features, feature_names, FEATURE_NAMES, features[d->kind],
                   e) ||
        cfg_flag(s, "depth", &o->depth, false, e) ||
        cfg_flag(s, "measures", &o->measures, false, e) ||
        cfg_integer(s, "pca", &o->pca, 0, 0, 4096, e) ||
        cfg_number(s, "whiten", &o->whiten, 1, 0, 1, e) ||
        cfg_flag(s, "standardize", &o->standardize,
                 standardize && o->pca == 0 && !data_options_picture(o), e) ||
        cfg_choice(s, "targets", &targets, target_names, 2, 0, e) ||
        cfg_number(s, "vote_share", &o->vote_share, 1, 0, 1, e) ||
        cfg_number(s, "least_score", &o->least_score, 0, 0, 1, e) ||
        cfg_choice(s, "copies", &copies, copies_names, 2, 0, e) || read_augment(o, s, e))
        return -1;
    o->votes = targets == 1;
    o->drop_copies = copies == 1;
    return check_features(o, s, d, e) || check_columns(o, s, d, e) ? -1 : 0;
}
