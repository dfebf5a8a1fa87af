/* data_options.c - see data_options.h. */
#include "trainer/samples/data_options.h"

#include <string.h>

static const char *const feature_names[] = {"box", "aligned", "raw", "pixels", "unit"};
static const char *const target_names[] = {"label", "votes"};
static const char *const copies_names[] = {"keep", "drop"};

enum { FEATURE_NAMES = sizeof feature_names / sizeof *feature_names };

bool features_aligned(int features)
{
    return features < FEATURES_RAW;
}

bool features_picture(int features)
{
    return features >= FEATURES_PIXELS;
}

int32_t data_options_dimensions(const struct data_options *o)
{
    return o->depth ? 3 : 2;
}

/* What `features` says of a part of a mixed row. */
static int features_of(const struct data_options *o, enum dataset_kind kind)
{
    return kind == DATASET_IMAGE       ? FEATURES_PIXELS
           : kind == DATASET_LANDMARKS ? o->features
                                       : FEATURES_RAW;
}

static void set_part(struct data_part *p, const struct data_options *o, bool alone)
{
    const bool fits = o->standardize || o->pca > 0;
    p->features = alone ? o->features : features_of(o, p->raw.kind);
    p->fitted = fits && (alone || !features_picture(p->features));
    p->plain = features_aligned(p->features)
                   ? (uint32_t)MIEN_FEATURES_SIZE((int32_t)p->raw.shape[0],
                                                  data_options_dimensions(o), o->measures)
                   : p->raw.width;
    p->width = p->fitted && o->pca > 0 ? (uint32_t)o->pca : p->plain;
    const uint32_t row[3] = {1, 1, p->width};
    memcpy(p->shape, features_picture(p->features) && !p->fitted ? p->raw.shape : row, sizeof row);
}

uint32_t data_options_parts(const struct data_options *o, const struct dataset *d,
                            struct data_part *parts)
{
    struct dataset_part raw[DATASET_PARTS_MAX];
    const uint32_t count = dataset_parts(d, raw);
    for (uint32_t i = 0; i < count; i++) {
        parts[i].raw = raw[i];
        set_part(&parts[i], o, count == 1);
    }
    return count;
}

uint32_t data_options_width(const struct data_options *o, const struct dataset *d)
{
    struct data_part parts[DATASET_PARTS_MAX];
    const uint32_t count = data_options_parts(o, d, parts);
    uint32_t width = 0;
    for (uint32_t i = 0; i < count; i++)
        width += parts[i].width;
    return width;
}

/* What the rows' landmarks, or else the rows, hold. */
static int check_kind(const struct data_options *o, struct cfg_section *s, const struct dataset *d,
                      struct mien_error *e)
{
    struct dataset_part part = {0};
    const bool marked = dataset_find_part(d, DATASET_LANDMARKS, &part);
    const bool faces =
        marked && (part.shape[0] == MIEN_LANDMARKS68 || part.shape[0] == MIEN_MESH_POINTS);
    if (d->kind == DATASET_MIXED && marked && !features_aligned(o->features))
        return error_set(e, s->file, cfg_line(s, "features"),
                         "features = %s of a mixed data set, where it speaks of the landmarks; "
                         "use box or aligned",
                         feature_names[o->features]);
    if (features_aligned(o->features) && !faces)
        return error_set(e, s->file, cfg_line(s, "features"),
                         "features = %s takes 68 or 468 landmarks (the data set '%s' holds rows "
                         "of %u numbers, %s); use raw",
                         feature_names[o->features], d->name, d->width,
                         dataset_kind_names[d->kind]);
    if (features_picture(o->features) && d->kind != DATASET_IMAGE)
        return error_set(e, s->file, cfg_line(s, "features"),
                         "features = %s takes pictures (the data set '%s' holds rows of %u "
                         "numbers, %s); use raw",
                         feature_names[o->features], d->name, d->width,
                         dataset_kind_names[d->kind]);
    if (o->depth && (!features_aligned(o->features) || part.shape[1] != 3))
        return error_set(e, s->file, cfg_line(s, "depth"),
                         "depth takes landmarks of x, y and z, as box or aligned (the data set "
                         "'%s' has rows of shape [%u, %u]); remove the line",
                         d->name, marked ? part.shape[0] : d->shape[0],
                         marked ? part.shape[1] : d->shape[1]);
    return 0;
}

/* Principal components are fewer than what they are taken of. */
static int check_components(const struct data_options *o, struct cfg_section *s,
                            const struct dataset *d, struct mien_error *e)
{
    struct data_part parts[DATASET_PARTS_MAX];
    const uint32_t count = data_options_parts(o, d, parts);
    for (uint32_t i = 0; i < count; i++)
        if (parts[i].fitted && o->pca > parts[i].plain)
            return cfg_error(
                s, "pca", e,
                "there are only %u features to take principal components of (pca = %lld)",
                parts[i].plain, o->pca);
    return 0;
}

static int check_features(const struct data_options *o, struct cfg_section *s,
                          const struct dataset *d, struct mien_error *e)
{
    if (check_kind(o, s, d, e) != 0 || check_components(o, s, d, e) != 0)
        return -1;
    if (o->measures && !features_aligned(o->features))
        return error_set(e, s->file, cfg_line(s, "measures"),
                         "measures go with features = box or aligned (%s)",
                         feature_names[o->features]);
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
static int read_augment(struct data_options *o, struct cfg_section *s, const struct dataset *d,
                        struct mien_error *e)
{
    const char *list;
    if (cfg_string(s, "augment", &list, "", e) != 0)
        return -1;
    struct data_part parts[DATASET_PARTS_MAX];
    const uint32_t count = data_options_parts(o, d, parts);
    int kinds = 0;
    for (uint32_t i = 0; i < count; i++)
        kinds |= features_aligned(parts[i].features)   ? AUGMENT_LANDMARKS
                 : features_picture(parts[i].features) ? AUGMENT_PICTURES
                                                       : AUGMENT_VECTORS;
    return *list ? augment_parse(&o->augment, list, kinds, s->file, cfg_line(s, "augment"), e) : 0;
}

int data_options_read(struct data_options *o, struct cfg_section *s, const struct dataset *d,
                      bool standardize, struct mien_error *e)
{
    static const int features[DATASET_KIND_COUNT] = {[DATASET_VECTOR] = FEATURES_RAW,
                                                     [DATASET_LANDMARKS] = MIEN_ALIGNED,
                                                     [DATASET_IMAGE] = FEATURES_PIXELS,
                                                     [DATASET_MIXED] = FEATURES_RAW};
    struct dataset_part marks;
    const enum dataset_kind kind =
        dataset_find_part(d, DATASET_LANDMARKS, &marks) ? DATASET_LANDMARKS : d->kind;
    int targets, copies;
    *o = (struct data_options){0};
    if (cfg_string(s, "train", &o->train, "train", e) ||
        cfg_string(s, "valid", &o->valid, "valid", e) ||
        cfg_choice(s, "features", &o->features, feature_names, FEATURE_NAMES, features[kind], e) ||
        cfg_flag(s, "depth", &o->depth, false, e) ||
        cfg_flag(s, "measures", &o->measures, false, e) ||
        cfg_integer(s, "pca", &o->pca, 0, 0, 4096, e) ||
        cfg_number(s, "whiten", &o->whiten, 1, 0, 1, e) ||
        cfg_flag(s, "standardize", &o->standardize,
                 standardize && o->pca == 0 && !features_picture(o->features), e) ||
        cfg_choice(s, "targets", &targets, target_names, 2, 0, e) ||
        cfg_number(s, "vote_share", &o->vote_share, 1, 0, 1, e) ||
        cfg_number(s, "least_score", &o->least_score, 0, 0, 1, e) ||
        cfg_choice(s, "copies", &copies, copies_names, 2, 0, e) || read_augment(o, s, d, e))
        return -1;
    o->votes = targets == 1;
    o->drop_copies = copies == 1;
    return check_features(o, s, d, e) || check_columns(o, s, d, e) ? -1 : 0;
}
