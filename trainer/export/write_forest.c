/* write_forest.c - see write_forest.h. */
#include "trainer/export/write_forest.h"

static void leaf_constants(struct emit *w, const struct mien_forest *f, int32_t index)
{
    char array[OPERATOR_ARRAY_MAX], what[64];
    snprintf(what, sizeof what, "[%d leaves, %d classes]", (int)f->leaves, (int)f->classes);
    emit_array(w, EMIT_F32, operator_array(array, "forest", index, "leaf"), f->leaf,
               (size_t)f->leaves * (size_t)f->classes, what);
}

static void table_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_forest *f = &n->u.forest;
    const size_t nodes = (size_t)f->nodes;
    char array[OPERATOR_ARRAY_MAX];
    emit_array(w, EMIT_I32, operator_array(array, "forest", index, "root"), f->root,
               (size_t)f->trees, "first node of each tree");
    emit_array(w, EMIT_I32, operator_array(array, "forest", index, "feature"), f->feature, nodes,
               "[nodes], -1 - row of the leaf table where negative");
    emit_array(w, EMIT_F32, operator_array(array, "forest", index, "threshold"), f->threshold,
               nodes, "[nodes], a feature not above it goes to the next node");
    emit_array(w, EMIT_I32, operator_array(array, "forest", index, "right"), f->right, nodes,
               "[nodes], where it goes else");
    leaf_constants(w, f, index);
}

/* Field by field, so that the header does not depend on the order of the struct's members. */
static void table_call(struct emit *w, const struct mien_node *n, int32_t index,
                       const struct operands *o)
{
    static const char *const fields[] = {"root", "feature", "threshold", "right", "leaf"};
    const struct mien_forest *f = &n->u.forest;
    fputs("    struct mien_forest forest;\n", w->out);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        fprintf(w->out, "    forest.%s = %s_forest%d_%s;\n", fields[i], w->name, (int)index,
                fields[i]);
    fprintf(w->out,
            "    forest.trees = %d;\n"
            "    forest.nodes = %d;\n"
            "    forest.leaves = %d;\n"
            "    forest.features = %d;\n"
            "    forest.classes = %d;\n"
            "    mien_forest_predict(&forest, %s, %s);\n",
            (int)f->trees, (int)f->nodes, (int)f->leaves, (int)f->features, (int)f->classes,
            o->in[0], o->out);
}

static void forest_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_forest *f = &n->u.forest;
    fprintf(out, "forest, %d trees of %d nodes on %d features", (int)f->trees, (int)f->nodes,
            (int)f->features);
}

const struct operator_writer operator_forest = {.header = "mien_forest.h",
                                                .constants = table_constants,
                                                .call = table_call,
                                                .describe = forest_describe};

/* End of tree t, whose nodes are [root[t], end). */
static int32_t tree_end(const struct mien_forest *f, int32_t t)
{
    return t + 1 < f->trees ? f->root[t + 1] : f->nodes;
}

/* Blocks open at most at once while tree t is written, or -1 where its nodes do not stand in the
 * order of a walk (node, left side, right side) or the blocks are more than allowed. */
static int32_t tree_depth(const struct mien_forest *f, int32_t t)
{
    int32_t closes[OPERATOR_INLINE_DEPTH_MAX + 1], depth = 0, deepest = 0;
    const int32_t end = tree_end(f, t);
    closes[0] = end;
    for (int32_t i = f->root[t]; i < end; i++) {
        if (f->feature[i] < 0) {
            if (i + 1 != closes[depth])
                return -1;
            depth -= depth > 0;
        } else {
            if (depth == OPERATOR_INLINE_DEPTH_MAX || f->right[i] >= closes[depth])
                return -1;
            closes[++depth] = f->right[i];
            deepest = depth > deepest ? depth : deepest;
        }
    }
    return end > f->root[t] ? deepest : -1;
}

int32_t operator_inline_depth(const struct mien_forest *f)
{
    int32_t deepest = 0;
    for (int32_t t = 0; t < f->trees; t++) {
        const int32_t depth = tree_depth(f, t);
        if (depth < 0)
            return -1;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

static void indent(struct emit *w, int32_t depth)
{
    for (int32_t i = 0; i < depth; i++)
        fputc('\t', w->out);
}

/* Nodes stand in the order they are met in, so a tree is written in one pass over [first, end):
 * a split opens a block, which is closed where its right child begins. Indented by tabs: a large
 * forest has megabytes of indentation otherwise. */
static void tree(struct emit *w, const struct mien_forest *f, int32_t index, int32_t t)
{
    const int32_t end = tree_end(f, t);
    int32_t closes[OPERATOR_INLINE_DEPTH_MAX], depth = 0;
    fprintf(w->out, "static inline int32_t %s_forest%d_tree%d(const float *x)\n{\n", w->name,
            (int)index, (int)t);
    if (f->feature[f->root[t]] < 0)
        fputs("\t(void)x;\n", w->out);
    for (int32_t i = f->root[t]; i < end; i++) {
        if (depth > 0 && closes[depth - 1] == i) {
            indent(w, depth--);
            fputs("}\n", w->out);
        }
        char number[EMIT_NUMBER_MAX];
        indent(w, depth + 1);
        if (f->feature[i] < 0) {
            fprintf(w->out, "return %d;\n", -1 - (int)f->feature[i]);
        } else {
            fprintf(w->out, "if (x[%d] <= %s) {\n", (int)f->feature[i],
                    emit_float(number, f->threshold[i]));
            closes[depth++] = f->right[i];
        }
    }
    fputs("}\n\n", w->out);
}

static void inline_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_forest *f = &n->u.forest;
    leaf_constants(w, f, index);
    fputs("/* Each tree's row of the leaf table. */\n", w->out);
    for (int32_t t = 0; t < f->trees; t++)
        tree(w, f, index, t);
    fprintf(w->out,
            "static inline void %s_forest%d_add(int32_t row, float *p)\n{\n"
            "    for (int32_t c = 0; c < %d; c++)\n"
            "        p[c] += %s_forest%d_leaf[row * %d + c];\n}\n\n",
            w->name, (int)index, (int)f->classes, w->name, (int)index, (int)f->classes);
}

static void inline_call(struct emit *w, const struct mien_node *n, int32_t index,
                        const struct operands *o)
{
    const struct mien_forest *f = &n->u.forest;
    fprintf(w->out,
            "    float *sum = %s;\n    for (int32_t c = 0; c < %d; c++)\n        sum[c] = 0.0f;\n",
            o->out, (int)f->classes);
    for (int32_t t = 0; t < f->trees; t++)
        fprintf(w->out, "    %s_forest%d_add(%s_forest%d_tree%d(%s), sum);\n", w->name, (int)index,
                w->name, (int)index, (int)t, o->in[0]);
    fprintf(w->out, "    for (int32_t c = 0; c < %d; c++)\n        sum[c] /= %d.0f;\n",
            (int)f->classes, (int)f->trees);
}

const struct operator_writer operator_forest_inline = {.header = "mien_dense.h",
                                                       .constants = inline_constants,
                                                       .call = inline_call,
                                                       .describe = forest_describe};
