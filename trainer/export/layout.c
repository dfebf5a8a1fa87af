/* layout.c - see layout.h. */
#include "trainer/export/layout.h"

#include <string.h>

#include "trainer/export/fold.h"
#include "trainer/export/operators.h"

/* Which value is the feature vector. */
static int32_t feature_value(const struct mien_graph *g)
{
    return g->feature_nodes > 0 ? g->nodes[g->feature_nodes - 1].output : 0;
}

static bool in_arena(const struct mien_graph *g, int32_t value)
{
    return value != 0 && value != feature_value(g) && value != g->nodes[g->node_count - 1].output;
}

size_t layout_arena(const struct model *m)
{
    const struct mien_graph *g = &m->graph;
    size_t floats = 1;
    for (int32_t i = 0; i < g->node_count; i++) {
        const struct mien_node *n = &g->nodes[i];
        const struct mien_value *v = &g->values[n->output];
        if (in_arena(g, n->output) && v->offset + v->size > floats)
            floats = v->offset + v->size;
        if (n->scratch_size && n->scratch + n->scratch_size > floats)
            floats = n->scratch + n->scratch_size;
    }
    return floats;
}

const struct operator_writer *layout_writer(const struct mien_node *n,
                                            const struct export_options *o)
{
    if (n->op == MIEN_FOREST && o->inlined)
        return &operator_forest_inline;
    if (n->op == MIEN_FOREST && o->forest_bytes > 0)
        return &operator_forest_narrow;
    return operator_writers[n->op];
}

static void includes(struct emit *w, const struct model *m, const struct export_options *o)
{
    struct fold folded = {0};
    const char *seen[MIEN_OPERATOR_COUNT + 1] = {"mien_dense.h"}; /* mien_argmax */
    int count = 1;
    for (int32_t i = 0; i < m->graph.node_count; i++) {
        const char *header = layout_writer(&m->graph.nodes[i], o)->header;
        int k = 0;
        while (k < count && strcmp(seen[k], header) != 0)
            k++;
        if (k == count)
            seen[count++] = header;
    }
    fputs("#include <math.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <string.h>\n\n",
          w->out);
    if (o->standalone)
        fputs("/* ---- mien's runtime, folded in. SPDX-License-Identifier: MIT; (c) 2026 the mien "
              "authors "
              "---- */\n\n",
              w->out);
    for (int k = 0; k < count; k++) {
        if (o->standalone)
            fold_write(&folded, w->out, seen[k]);
        else
            fprintf(w->out, "#include \"%s\"\n", seen[k]);
    }
    fputs(o->standalone ? "/* ---- the model ---- */\n\n" : "\n", w->out);
}

static void macro(struct emit *w, const char *what, size_t value, const char *comment)
{
    fprintf(w->out, "#define %s_%s %zu /* %s */\n", w->upper, what, value, comment);
}

/* Shapes carry ones on either side: [68, 2, 1] and [1, 68, 2] are the same rows. */
uint32_t layout_landmark_stride(const struct model *m)
{
    if (strcmp(m->input_kind, "landmarks") != 0)
        return 0;
    return m->input_shape[2] > 1 ? m->input_shape[2] : m->input_shape[1];
}

static void macros(struct emit *w, const struct model *m)
{
    const uint32_t stride = layout_landmark_stride(m);
    if (stride)
        macro(w, "LANDMARKS", m->input_width / stride, "points of a face");
    macro(w, "INPUTS", m->input_width, "floats of a raw row");
    macro(w, "FEATURES", m->features, "floats of a feature vector");
    macro(w, "CLASSES", m->classes, "probabilities");
    macro(w, "ARENA_FLOATS", layout_arena(m), "working memory of a call, nothing in it is kept");
    fprintf(w->out, "\nstatic const char *const %s_class_names[%s_CLASSES] = {", w->name, w->upper);
    for (uint32_t c = 0; c < m->classes; c++) {
        fputs(c % 8 == 0 ? "\n    " : " ", w->out);
        emit_string(w, m->class_names[c]);
        fputs(c + 1 < m->classes ? "," : "};\n\n", w->out);
    }
}

enum { OPERAND_MAX = 40 };

/* The expression for a value: the caller's own memory at both ends, the arena between them. */
static const char *place(char out[OPERAND_MAX], const struct model *m, int32_t value)
{
    const struct mien_graph *g = &m->graph;
    if (value == feature_value(g))
        snprintf(out, OPERAND_MAX, "features");
    else if (value == 0)
        snprintf(out, OPERAND_MAX, layout_landmark_stride(m) ? "landmarks" : "input");
    else if (value == g->nodes[g->node_count - 1].output)
        snprintf(out, OPERAND_MAX, "p");
    else
        snprintf(out, OPERAND_MAX, "arena + %zu", g->values[value].offset);
    return out;
}

static void calls(struct emit *w, const struct model *m, const struct export_options *o,
                  int32_t from, int32_t to)
{
    bool arena = false;
    for (int32_t i = from; i < to; i++) {
        const struct mien_node *n = &m->graph.nodes[i];
        char in[OPERAND_MAX], out[OPERAND_MAX], scratch[OPERAND_MAX];
        snprintf(scratch, sizeof scratch, "arena + %zu", n->scratch);
        const struct operands operands = {place(in, m, n->input), place(out, m, n->output),
                                          scratch};
        layout_writer(n, o)->call(w, n, i, &operands);
        arena = arena || n->scratch_size || in_arena(&m->graph, n->input) ||
                in_arena(&m->graph, n->output);
    }
    if (!arena)
        fputs("    (void)arena;\n", w->out);
    fputs("}\n\n", w->out);
}

static void functions(struct emit *w, const struct model *m, const struct export_options *o)
{
    const int32_t middle = m->graph.feature_nodes;
    const char *input = layout_landmark_stride(m) ? "landmarks" : "input";
    fprintf(w->out,
            "/* %s [%s_INPUTS] -> features [%s_FEATURES]; arena [%s_ARENA_FLOATS]. */\n"
            "static inline void %s_features(const float *%s, float *features, float *arena)\n{\n",
            input, w->upper, w->upper, w->upper, w->name, input);
    if (middle == 0)
        fprintf(w->out, "    memcpy(features, %s, %s_FEATURES * sizeof *features);\n", input,
                w->upper);
    calls(w, m, o, 0, middle);
    fprintf(w->out,
            "/* features [%s_FEATURES] -> p [%s_CLASSES], sums to 1; arena [%s_ARENA_FLOATS]. */\n"
            "static inline void %s_predict(const float *features, float *p, float *arena)\n{\n",
            w->upper, w->upper, w->upper, w->name);
    calls(w, m, o, middle, m->graph.node_count);
    fprintf(w->out,
            "/* The class of the largest probability; the first of equals. */\n"
            "static inline int %s_argmax(const float *p)\n{\n"
            "    return (int)mien_argmax(p, %s_CLASSES);\n}\n\n",
            w->name, w->upper);
}

void layout_write(struct emit *w, const struct model *m, const struct export_options *o)
{
    fprintf(w->out, "#ifndef %s_H\n#define %s_H\n\n", w->upper, w->upper);
    includes(w, m, o);
    macros(w, m);
    for (int32_t i = 0; i < m->graph.node_count; i++) {
        const struct operator_writer *writer = layout_writer(&m->graph.nodes[i], o);
        if (writer->constants)
            writer->constants(w, &m->graph.nodes[i], i);
    }
    functions(w, m, o);
    fprintf(w->out, "#endif\n");
}
