/* forest_options.c - the [forest] section; see forest_options.h. */
#include "trainer/forest/forest_options.h"

#include <math.h>
#include <string.h>

#include "runtime/host/text.h"
#include "trainer/forest/bins.h"

#define X(symbol, name) name,
static const char *const kind_names[] = {FOREST_KINDS(X)};
static const char *const criterion_names[] = {FOREST_CRITERIA(X)};
static const char *const class_weight_names[] = {FOREST_CLASS_WEIGHTS(X)};
#undef X

struct forest_options forest_options_default(void)
{
    return (struct forest_options){.trees = 200,
                                   .min_leaf = 1,
                                   .min_split = 2,
                                   .bins = BINS_MAX,
                                   .bootstrap = true,
                                   .sample_fraction = 1.0};
}

static int read_count(struct cfg_section *s, const char *key, uint32_t *value, long long low,
                      long long high, struct mien_error *e)
{
    long long v;
    if (cfg_integer(s, key, &v, *value, low, high, e) != 0)
        return -1;
    *value = (uint32_t)v;
    return 0;
}

static int read_draw(struct cfg_section *s, struct forest_options *o, struct mien_error *e)
{
    static const struct {
        const char *name;
        enum forest_draw draw;
        double fraction;
    } named[] = {{"sqrt", FOREST_DRAW_SQRT, 0.0},
                 {"log2", FOREST_DRAW_LOG2, 0.0},
                 {"all", FOREST_DRAW_FRACTION, 1.0}};
    const char *text;
    if (cfg_string(s, "features", &text, "sqrt", e) != 0)
        return -1;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (strcmp(text, named[i].name) == 0) {
            o->draw = named[i].draw;
            o->feature_fraction = named[i].fraction;
            return 0;
        }
    }
    double fraction;
    if (!text_number(text, &fraction) || !(fraction > 0.0 && fraction <= 1.0))
        return error_set(e, s->file, cfg_line(s, "features"),
                         "features is none that is known (%s); give sqrt, log2, all or a "
                         "fraction above 0 and at most 1",
                         text);
    o->draw = FOREST_DRAW_FRACTION;
    o->feature_fraction = fraction;
    return 0;
}

int forest_options_read(struct cfg_section *s, struct forest_options *o, struct mien_error *e)
{
    int kind, criterion, class_weight;
    *o = forest_options_default();
    if (read_count(s, "trees", &o->trees, 1, 100000, e) != 0 ||
        cfg_choice(s, "kind", &kind, kind_names, FOREST_KIND_COUNT, FOREST_RANDOM, e) != 0 ||
        cfg_choice(s, "criterion", &criterion, criterion_names, FOREST_CRITERION_COUNT, FOREST_GINI,
                   e) != 0 ||
        cfg_choice(s, "class_weight", &class_weight, class_weight_names, FOREST_CLASS_WEIGHT_COUNT,
                   FOREST_WEIGHT_NONE, e) != 0 ||
        read_count(s, "depth", &o->max_depth, 0, 1000000, e) != 0 ||
        read_count(s, "leaf", &o->min_leaf, 1, UINT32_MAX, e) != 0 ||
        read_count(s, "split", &o->min_split, 2, UINT32_MAX, e) != 0 || read_draw(s, o, e) != 0 ||
        read_count(s, "bins", &o->bins, 2, BINS_MAX, e) != 0 ||
        cfg_flag(s, "bootstrap", &o->bootstrap, kind == FOREST_RANDOM, e) != 0 ||
        cfg_number(s, "sample_fraction", &o->sample_fraction, 1.0, 1e-6, 1.0, e) != 0)
        return -1;
    o->kind = (enum forest_kind)kind;
    o->criterion = (enum forest_criterion)criterion;
    o->class_weight = (enum forest_class_weight)class_weight;
    return 0;
}

uint32_t forest_options_features(const struct forest_options *o, uint32_t width)
{
    double count = 1.0;
    switch (o->draw) {
    case FOREST_DRAW_SQRT:
        count = sqrt((double)width);
        break;
    case FOREST_DRAW_LOG2:
        count = log2((double)width);
        break;
    case FOREST_DRAW_FRACTION:
        count = o->feature_fraction * width;
        break;
    }
    return count < 1.0 ? 1 : count > width ? width : (uint32_t)count;
}
