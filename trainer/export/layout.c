/* layout.c - see layout.h. */
#include "trainer/export/layout.h"

#include <string.h>

#include "runtime/host/model_parts.h"
#include "trainer/export/fold.h"
#include "trainer/export/operators.h"
#include "trainer/export/write_forest.h"
#include "trainer/export/write_forest_narrow.h"
#include "trainer/export/write_maps.h"

/* Models with classes have two functions; the feature vector between them is the caller's. */
static bool is_features(const struct model *m, int32_t value)
{
    return m->classes > 0 && value == m->graph.feature_nodes;
}

static bool in_arena(const struct model *m, int32_t value)
{
    return value != 0 && !is_features(m, value) && m->graph.values[value].output < 0;
}

size_t layout_arena(const struct model *m)
{
    const struct mien_graph *g = &m->graph;
    size_t floats = 1;
    for (int32_t i = 0; i < g->node_count; i++) {
        const struct mien_node *n = &g->nodes[i];
        const struct mien_value *v = &g->values[i + 1];
        if (in_arena(m, i + 1) && !n->absorbed && v->offset + v->size > floats)
            floats = v->offset + v->size;
        if (n->scratch_size && n->scratch + n->scratch_size > floats)
            floats = n->scratch + n->scratch_size;
    }
    return floats;
}

size_t layout_output(const struct model *m, int32_t i)
{
    const struct mien_map *map = &m->graph.values[m->graph.outputs[i]].map;
    return (size_t)map->h * (size_t)map->w * (size_t)map->c;
}

const char *layout_input_name(const struct model *m)
{
    return layout_landmark_stride(m) ? "landmarks" : "input";
}

/* Words that are no names in C99 or C++17, of those that begin with a letter and are lower case,
 * and the other parameters'. */
static const char taken[] =
    " alignas alignof and and_eq arena asm auto bitand bitor bool break case catch char char16_t "
    "char32_t class compl const const_cast constexpr continue decltype default delete do double "
    "dynamic_cast else enum explicit export extern false float for friend goto if inline int long "
    "mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public "
    "register reinterpret_cast restrict return short signed sizeof static static_assert "
    "static_cast struct switch template this thread_local throw true try typedef typeid typename "
    "union unsigned using virtual void volatile wchar_t while xor xor_eq ";

static bool is_output_name(const struct model *m, int32_t i)
{
    const char *name = m->output_names[i];
    char word[EMIT_NAME_MAX + 2];
    if (!emit_name_valid(name) || strcmp(name, layout_input_name(m)) == 0)
        return false;
    for (const char *c = name; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            return false;
    for (int32_t k = 0; k < i; k++)
        if (strcmp(name, m->output_names[k]) == 0)
            return false;
    snprintf(word, sizeof word, " %s ", name);
    return !strstr(taken, word);
}

int layout_check_outputs(const struct model *m, struct mien_error *e)
{
    for (int32_t i = 0; m->classes == 0 && i < m->graph.output_count; i++)
        if (!is_output_name(m, i))
            return error_set(e, m->file.path, 0,
                             "output '%s' cannot be a parameter's name in C; make the model again "
                             "with another: lower-case letters, digits and _, each its own",
                             m->output_names[i]);
    return 0;
}

const struct operator_writer *layout_writer(const struct mien_node *n,
                                            const struct export_options *o)
{
    if (n->op == MIEN_FOREST && o->inlined)
        return &operator_forest_inline;
    if (n->op == MIEN_FOREST && o->forest_bytes > 0)
        return &operator_forest_narrow;
    return n->source ? &operator_pooled : operator_writers[n->op];
}

static void includes(struct emit *w, const struct model *m, const struct export_options *o)
{
    struct fold folded = {0};
    const char *seen[MIEN_OPERATOR_COUNT + 1] = {"mien_dense.h"}; /* mien_argmax */
    int count = m->classes > 0;
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

/* NAME_OUTPUT_FLOATS of each output. */
static void output_macros(struct emit *w, const struct model *m)
{
    for (int32_t i = 0; i < m->graph.output_count; i++) {
        const struct mien_map *map = &m->graph.values[m->graph.outputs[i]].map;
        const struct emit output = emit_to(NULL, m->output_names[i]);
        fprintf(w->out, "#define %s_%s_FLOATS %zu /* [%d, %d, %d] */\n", w->upper, output.upper,
                layout_output(m, i), (int)map->h, (int)map->w, (int)map->c);
    }
}

static void class_names(struct emit *w, const struct model *m)
{
    fprintf(w->out, "static const char *const %s_class_names[%s_CLASSES] = {", w->name, w->upper);
    for (uint32_t c = 0; c < m->classes; c++) {
        fputs(c % 8 == 0 ? "\n    " : " ", w->out);
        emit_string(w, m->class_names[c]);
        fputs(c + 1 < m->classes ? "," : "};\n\n", w->out);
    }
}

/* NAME_IMAGE_AT, NAME_LANDMARKS_AT: where the parts of a row begin. */
static void part_macros(struct emit *w, const struct model *m)
{
    struct model_part parts[MODEL_PARTS_MAX];
    const uint32_t count = model_parts(m, parts);
    for (uint32_t i = 0; i < count; i++) {
        const struct emit part = emit_to(NULL, parts[i].kind);
        fprintf(w->out, "#define %s_%s_AT %u /* of them, where the %s begins: %u floats */\n",
                w->upper, part.upper, parts[i].start,
                strcmp(parts[i].kind, "landmarks") == 0 ? "list of landmarks" : part.name,
                parts[i].width);
    }
}

static void macros(struct emit *w, const struct model *m)
{
    const uint32_t stride = layout_landmark_stride(m);
    if (stride)
        macro(w, "LANDMARKS", m->input_width / stride, "points of a face");
    macro(w, "INPUTS", m->input_width, "floats of a raw row");
    part_macros(w, m);
    if (m->classes > 0) {
        macro(w, "FEATURES", m->features, "floats of a feature vector");
        macro(w, "CLASSES", m->classes, "probabilities");
    } else {
        output_macros(w, m);
    }
    macro(w, "ARENA_FLOATS", layout_arena(m), "working memory of a call, nothing in it is kept");
    fputs("\n", w->out);
    if (m->classes > 0)
        class_names(w, m);
}

enum { OPERAND_MAX = EMIT_NAME_MAX };

/* The expression for a value: the caller's own memory at both ends, the arena between them. */
static const char *place(char out[OPERAND_MAX], const struct model *m, int32_t value)
{
    const struct mien_value *v = &m->graph.values[value];
    if (is_features(m, value))
        snprintf(out, OPERAND_MAX, "features");
    else if (value == 0)
        snprintf(out, OPERAND_MAX, "%s", layout_input_name(m));
    else if (v->output >= 0)
        snprintf(out, OPERAND_MAX, "%s", m->classes > 0 ? "p" : m->output_names[v->output]);
    else
        snprintf(out, OPERAND_MAX, "arena + %zu", v->offset);
    return out;
}

/* Whether the call of node `index` mentions the arena. */
static bool uses_arena(const struct model *m, int32_t index)
{
    const struct mien_node *n = &m->graph.nodes[index];
    bool uses = n->scratch_size > 0 || in_arena(m, index + 1);
    for (int32_t i = 0; i < n->input_count; i++)
        uses = uses || in_arena(m, n->inputs[i]);
    return uses;
}

static void call(struct emit *w, const struct model *m, const struct export_options *o,
                 int32_t index)
{
    const struct mien_node *n = &m->graph.nodes[index];
    char in[MIEN_INPUTS_MAX][OPERAND_MAX], out[OPERAND_MAX], scratch[OPERAND_MAX];
    const struct mien_node *reader = n->source ? &m->graph.nodes[n->source - 1] : n;
    struct operands operands = {.out = place(out, m, index + 1), .scratch = scratch};
    if (n->absorbed)
        return;
    for (int32_t i = 0; i < reader->input_count; i++)
        operands.in[i] = place(in[i], m, reader->inputs[i]);
    snprintf(scratch, sizeof scratch, "arena + %zu", n->scratch);
    layout_writer(n, o)->call(w, n, index, &operands);
}

/* The body of a function: operators [from, to). */
static void calls(struct emit *w, const struct model *m, const struct export_options *o,
                  int32_t from, int32_t to)
{
    bool arena = false;
    for (int32_t i = from; i < to; i++) {
        call(w, m, o, i);
        arena = arena || uses_arena(m, i);
    }
    if (!arena)
        fputs("    (void)arena;\n", w->out);
    fputs("}\n\n", w->out);
}

/* From raw rows to features and from features to probabilities. */
static void classify_functions(struct emit *w, const struct model *m,
                               const struct export_options *o)
{
    const int32_t middle = m->graph.feature_nodes;
    const char *input = layout_input_name(m);
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

/* From raw rows to outputs that are no classes. */
static void run_function(struct emit *w, const struct model *m, const struct export_options *o)
{
    const char *input = layout_input_name(m);
    fprintf(w->out, "/* %s [%s_INPUTS] -> ", input, w->upper);
    for (int32_t i = 0; i < m->graph.output_count; i++) {
        const struct emit output = emit_to(NULL, m->output_names[i]);
        fprintf(w->out, "%s [%s_%s_FLOATS], ", output.name, w->upper, output.upper);
    }
    fprintf(w->out,
            "arena [%s_ARENA_FLOATS]; none overlap. */\n"
            "static inline void %s_run(const float *%s, ",
            w->upper, w->name, input);
    for (int32_t i = 0; i < m->graph.output_count; i++)
        fprintf(w->out, "float *%s, ", m->output_names[i]);
    fputs("float *arena)\n{\n", w->out);
    calls(w, m, o, 0, m->graph.node_count);
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
    if (m->classes > 0)
        classify_functions(w, m, o);
    else
        run_function(w, m, o);
    fprintf(w->out, "#endif\n");
}
