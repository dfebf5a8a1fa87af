/* write_features.c - see write_features.h. */
#include "trainer/export/write_features.h"

#define X(symbol, name) #symbol,
static const char *const alignment_symbols[MIEN_ALIGNMENT_COUNT] = {MIEN_ALIGNMENTS(X)};
#undef X
#define X(symbol, name) name,
static const char *const alignment_names[MIEN_ALIGNMENT_COUNT] = {MIEN_ALIGNMENTS(X)};
#undef X

static void features_call(struct emit *w, const struct mien_node *n, int32_t index,
                          const struct operands *o)
{
    const struct mien_features *f = &n->u.features;
    (void)index;
    fprintf(w->out, "    mien_features(%s, %s, %d, %d, %d, %d, %s);\n", o->in[0],
            alignment_symbols[f->alignment], (int)f->points, (int)f->stride, (int)f->dimensions,
            (int)f->measures, o->out);
}

static void features_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_features *f = &n->u.features;
    fprintf(out, "%s%s%s of %d landmarks -> %d", alignment_names[f->alignment],
            f->dimensions == 3 ? " with depth" : "", f->measures ? " with measures" : "",
            (int)f->points, (int)MIEN_FEATURES_SIZE(f->points, f->dimensions, f->measures));
}

const struct operator_writer operator_features = {
    .header = "mien_features.h", .call = features_call, .describe = features_describe};

static void standardize_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_standardize *s = &n->u.standardize;
    char array[OPERATOR_ARRAY_MAX];
    emit_array(w, EMIT_F32, operator_array(array, "standardize", index, "mean"), s->mean,
               (size_t)s->size, "subtracted");
    emit_array(w, EMIT_F32, operator_array(array, "standardize", index, "scale"), s->scale,
               (size_t)s->size, "then multiplied with");
}

static void standardize_call(struct emit *w, const struct mien_node *n, int32_t index,
                             const struct operands *o)
{
    fprintf(w->out,
            "    mien_standardize(%s, %s_standardize%d_mean, %s_standardize%d_scale, %d, %s);\n",
            o->in[0], w->name, (int)index, w->name, (int)index, (int)n->u.standardize.size, o->out);
}

static void standardize_describe(FILE *out, const struct mien_node *n)
{
    fprintf(out, "standardize %d", (int)n->u.standardize.size);
}

const struct operator_writer operator_standardize = {.header = "mien_dense.h",
                                                     .constants = standardize_constants,
                                                     .call = standardize_call,
                                                     .describe = standardize_describe};
