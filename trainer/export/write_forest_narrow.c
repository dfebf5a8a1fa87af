/* write_forest_narrow.c - see write_forest_narrow.h. */
#include "trainer/export/write_forest_narrow.h"

#include "trainer/forest/forest_narrow.h"

/* The nodes as rows of one character array each as long as C99 promises a literal may be. */
static void text_constant(struct emit *w, const struct forest_narrow *n, int32_t index)
{
    fprintf(w->out,
            "/* nodes as text, see mien_forest.h */\n"
            "static const char %s_forest%d_text[%zu][%d] = {\n",
            w->name, (int)index, n->text_size / MIEN_FOREST_ROW, MIEN_FOREST_ROW);
    for (size_t row = 0; row < n->text_size; row += MIEN_FOREST_ROW) {
        emit_string(w, n->text + row);
        fputs(row + MIEN_FOREST_ROW < n->text_size ? ",\n" : "};\n\n", w->out);
    }
    w->constants += n->text_size;
}

static void narrow_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    struct forest_narrow narrow;
    char array[OPERATOR_ARRAY_MAX];
    if (forest_narrow_make(&narrow, &n->u.forest, NULL) != 0) {
        w->failed = true;
        return;
    }
    const struct mien_forest_narrow *v = &narrow.view;
    text_constant(w, &narrow, index);
    emit_array(w, EMIT_U32, operator_array(array, "forest", index, "root"), v->root,
               (size_t)v->trees, "where in the text each tree starts");
    emit_array(w, EMIT_F32, operator_array(array, "forest", index, "threshold"), v->threshold,
               (size_t)v->features * (size_t)v->thresholds, "[features, thresholds], ascending");
    emit_array(w, EMIT_F32, operator_array(array, "forest", index, "leaf"), v->leaf,
               (size_t)v->leaves * (size_t)v->classes, "[leaves, classes]");
    forest_narrow_free(&narrow);
}

/* Field by field, so that the header does not depend on the order of the struct's members. */
static void narrow_call(struct emit *w, const struct mien_node *n, int32_t index,
                        const struct operands *o)
{
    static const char *const arrays[] = {"root", "threshold", "leaf"};
    struct forest_narrow narrow;
    if (forest_narrow_make(&narrow, &n->u.forest, NULL) != 0) {
        w->failed = true;
        return;
    }
    const struct mien_forest_narrow *v = &narrow.view;
    fprintf(w->out,
            "    struct mien_forest_narrow forest;\n"
            "    forest.text = (const char *)%s_forest%d_text;\n",
            w->name, (int)index);
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        fprintf(w->out, "    forest.%s = %s_forest%d_%s;\n", arrays[i], w->name, (int)index,
                arrays[i]);
    fprintf(w->out,
            "    forest.trees = %d;\n"
            "    forest.leaves = %d;\n"
            "    forest.features = %d;\n"
            "    forest.classes = %d;\n"
            "    forest.thresholds = %d;\n"
            "    forest.test_digits = %d;\n"
            "    forest.kinds_digits = %d;\n"
            "    forest.skip_digits = %d;\n"
            "    mien_forest_narrow_predict(&forest, %s, %s);\n",
            (int)v->trees, (int)v->leaves, (int)v->features, (int)v->classes, (int)v->thresholds,
            (int)v->test_digits, (int)v->kinds_digits, (int)v->skip_digits, o->in[0], o->out);
    forest_narrow_free(&narrow);
}

static void narrow_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_forest *f = &n->u.forest;
    fprintf(out, "forest, %d trees of %d nodes on %d features, reduced", (int)f->trees,
            (int)f->nodes, (int)f->features);
}

const struct operator_writer operator_forest_narrow = {.header = "mien_forest.h",
                                                       .constants = narrow_constants,
                                                       .call = narrow_call,
                                                       .describe = narrow_describe};
