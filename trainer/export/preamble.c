/* preamble.c - see preamble.h. */
#include "trainer/export/preamble.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/model_parts.h"
#include "runtime/host/text.h"
#include "trainer/export/answers.h"
#include "trainer/export/layout.h"
#include "trainer/export/proof.h"

#define DECISIONS                                                                                  \
    "Decisions about people (hiring, schooling, policing, borders, insurance, medicine) or "       \
    "watching them without their consent: it "

/* Regulation (EU) 2024/1689, the Artificial Intelligence Act. */
#define LAW                                                                                        \
    " In the European Union Article 5(1)(f) of Regulation (EU) 2024/1689 forbids systems that "    \
    "infer emotions at work and in education, except for medical or safety reasons; elsewhere "    \
    "they are high-risk (Annex III)."

const char *preamble_not_for(const struct model *m)
{
    return m->classes > 0 ? DECISIONS "names the look of a face, not what a person feels, and it "
                                      "errs more on faces unlike those it was trained on." LAW
                          : DECISIONS "errs more on faces unlike those it was trained on.";
}

enum { LISTED = 16 }; /* operators that are described one by one */

static void count_operators(FILE *out, const struct model *m)
{
    fprintf(out, "%d operators", (int)m->graph.node_count);
    for (int op = 0, kinds = 0; op < MIEN_OPERATOR_COUNT; op++) {
        int count = 0;
        for (int32_t i = 0; i < m->graph.node_count; i++)
            count += m->graph.nodes[i].op == (enum mien_operator)op;
        if (count > 0)
            fprintf(out, "%s%d %s", kinds++ ? ", " : " (", count, mien_operator_names[op]);
    }
    fputs(")", out);
}

static void list_operators(FILE *out, const struct model *m, const struct export_options *o)
{
    for (int32_t i = 0; i < m->graph.node_count; i++) {
        const struct mien_node *n = &m->graph.nodes[i];
        fputs(i ? "; " : "", out);
        layout_writer(n, o)->describe(out, n);
    }
}

char *preamble_operators(const struct model *m, const struct export_options *o)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out && m->graph.node_count > LISTED)
        count_operators(out, m);
    else if (out)
        list_operators(out, m, o);
    return out && fclose(out) == 0 ? text : NULL;
}

char *preamble_answers(const struct model *m)
{
    const bool classes = m->classes > 0;
    const int count = classes ? (int)m->classes : (int)m->graph.output_count;
    const char *last = classes ? " or " : " and ";
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (int i = 0; out && i < count; i++)
        fprintf(out, "%s%s",
                i == 0          ? ""
                : i + 1 < count ? ", "
                                : last,
                classes ? m->class_names[i] : m->output_names[i]);
    return out && fclose(out) == 0 ? text : NULL;
}

/* Rows are a picture and the landmarks in it. */
static bool is_marked_picture(const struct model *m)
{
    struct model_part parts[MODEL_PARTS_MAX];
    bool image = false, landmarks = false;
    const uint32_t count = model_parts(m, parts);
    for (uint32_t i = 0; i < count; i++) {
        image = image || strcmp(parts[i].kind, "image") == 0;
        landmarks = landmarks || strcmp(parts[i].kind, "landmarks") == 0;
    }
    return count == 2 && image && landmarks;
}

const char *preamble_input(const struct model *m)
{
    return layout_landmark_stride(m)             ? "the landmarks of a face"
           : strcmp(m->input_kind, "image") == 0 ? "an image"
           : is_marked_picture(m)                ? "a picture of a face and its landmarks"
                                                 : m->input_kind;
}

static void classify_example(struct emit *w, const struct model *m)
{
    const char *input = layout_input_name(m);
    emit_line(w, "    float features[%s_FEATURES], p[%s_CLASSES];", w->upper, w->upper);
    emit_gap(w);
    emit_line(w, "    %s_features(%s, features, arena);  // float %s[%s_INPUTS]", w->name, input,
              input, w->upper);
    emit_line(w, "    %s_predict(features, p, arena);", w->name);
    emit_line(w, "    puts(%s_class_names[%s_argmax(p)]);", w->name, w->name);
}

static void run_example(struct emit *w, const struct model *m)
{
    const char *input = layout_input_name(m);
    char arguments[MIEN_OUTPUTS_MAX * (EMIT_NAME_MAX + 2) + 1] = "";
    size_t length = 0;
    for (int32_t i = 0; i < m->graph.output_count; i++) {
        const struct emit output = emit_to(NULL, m->output_names[i]);
        emit_line(w, "    static float %s[%s_%s_FLOATS];", output.name, w->upper, output.upper);
        length +=
            (size_t)snprintf(arguments + length, sizeof arguments - length, "%s, ", output.name);
    }
    emit_gap(w);
    emit_line(w, "    %s_run(%s, %sarena);  // float %s[%s_INPUTS]", w->name, input, arguments,
              input, w->upper);
}

static void example(struct emit *w, const struct model *m, const struct export_options *o)
{
    emit_line(w, "    #include \"%s\"", o->file);
    emit_gap(w);
    emit_line(w, "    static float arena[%s_ARENA_FLOATS];", w->upper);
    if (m->classes > 0)
        classify_example(w, m);
    else
        run_example(w, m);
    emit_gap(w);
    emit_note(
        w, NULL,
        "C99 or C++; link the C math library (-lm). No allocation, no input or output, no state: "
        "calls with arenas of their own may run at the same time. The same header may be "
        "included from any number of files%s.",
        o->standalone ? "; it needs no other file"
                      : "; put mien's runtime/ folder on the include path");
    if (proof_has_convolutions(m))
        emit_note(w, NULL,
                  "Convolutions take the vectors that the compiler is told of (-march=native, "
                  "-mavx2 -mfma, AArch64); -O3 lets it fit them to each shape.");
    emit_gap(w);
}

static void about(struct emit *w, const struct model *m, const struct facts *f,
                  const struct export_options *o)
{
    char *operators = preamble_operators(m, o), *answers = preamble_answers(m);
    w->failed = w->failed || !operators || !answers;
    emit_line(w, "MODEL");
    emit_note(w, "kind", "%s: %s.", m->kind, operators ? operators : "");
    if (m->classes > 0)
        emit_note(w, "classes", "%u, in the order of p: %s.", m->classes, answers ? answers : "");
    facts_write(f, m, w);
    emit_note(w, "not for", "%s", preamble_not_for(m));
    emit_gap(w);
    free(operators);
    free(answers);
}

/* Pictures of a data set, which hold grey levels or colours 0..255. */
static void picture_layout(struct emit *w, const struct model *m)
{
    const uint32_t *s = m->input_shape;
    const bool grey = s[2] == 1;
    emit_note(
        w, "input",
        "[%u][%u][%u] floats: a picture of %u rows, the topmost first, of %u pixels from left "
        "to right, %s from 0 (black) to 255. Bytes become floats as they are: input[i] = "
        "(float)byte[i].",
        s[0], s[1], s[2], s[0], s[1],
        grey ? "each a grey level" : "each its channels (red, green, blue)");
    for (int32_t i = 0; i < m->graph.feature_nodes; i++)
        if (m->graph.nodes[i].op == MIEN_NORMALIZE)
            emit_note(w, "normalized",
                      "by %s_features: each picture is brought to mean 0 and deviation 1. Do not "
                      "scale or equalise it before.",
                      w->name);
}

static void plain_layout(struct emit *w, const struct model *m)
{
    const struct model_range range = model_input_range(m);
    const bool picture = strcmp(m->input_kind, "image") == 0;
    const bool colour = picture && m->input_shape[2] == 3;
    char numbers[64] = "as in the data set";
    if (picture && !range.stated && m->classes > 0) {
        picture_layout(w, m);
        return;
    }
    if (range.stated)
        snprintf(numbers, sizeof numbers, "from %g to %g", (double)range.low, (double)range.high);
    emit_note(w, "input", "[%u][%u][%u] floats %s (%s%s), all finite.", m->input_shape[0],
              m->input_shape[1], m->input_shape[2], numbers, m->input_kind,
              colour ? ", red, green and blue of each pixel" : "");
}

static void outputs_layout(struct emit *w, const struct model *m)
{
    for (int32_t i = 0; i < m->graph.output_count; i++) {
        const struct mien_map *map = &m->graph.values[m->graph.outputs[i]].map;
        emit_note(w, m->output_names[i], "[%d][%d][%d] floats.", (int)map->h, (int)map->w,
                  (int)map->c);
    }
}

/* The operator that makes features of the landmarks; NULL where they are taken as they are. */
static const struct mien_features *features_operator(const struct model *m)
{
    for (int32_t i = 0; i < m->graph.feature_nodes; i++)
        if (m->graph.nodes[i].op == MIEN_FEATURES)
            return &m->graph.nodes[i].u.features;
    return NULL;
}

/* Landmarks [points, stride]; `where` they lie in a row that holds more, or "". */
static void landmarks_layout(struct emit *w, const struct model *m, const char *where,
                             uint32_t points, uint32_t stride)
{
    const struct mien_features *f = features_operator(m);
    const bool unused = f && f->dimensions < f->stride;
    emit_note(w, "landmarks",
              "%s[%u][%u] floats: %s for each of %u points of a face, x to the right, y down%s, in "
              "pixels or any unit that is the same for %s; all finite.",
              where, points, stride,
              stride == 2 ? "x and y"
              : unused    ? "x, y and z (z is not used)"
                          : "x, y and z",
              points, stride == 2 || unused ? "" : ", z away from the camera",
              stride == 2 || unused ? "both" : "all");
    if (points == MIEN_LANDMARKS68)
        emit_note(
            w, "order",
            "of the 300-W challenge, from the picture's left to its right: 0-16 jaw, 17-21 and "
            "22-26 brows, 27-30 nose bridge, 31-35 nostrils, 36-41 and 42-47 eyes, 48-59 outer "
            "lips, 60-67 inner lips.");
    else if (points == MIEN_MESH_POINTS)
        emit_note(w, "order", "of the vertices of MediaPipe's face mesh.");
}

static void features_layout(struct emit *w, const struct mien_features *f)
{
    const int points = (int)f->points;
    const bool deep = f->dimensions == 3;
    const char *order = deep ? "x0, y0, z0, x1, ..." : "x0, y0, x1, y1, ...";
    if (f->alignment == MIEN_BOX)
        emit_note(w, "box",
                  "%s: each axis of the %d points scaled to the face's bounding box, (v - min) / "
                  "(max - min).",
                  order, points);
    else
        emit_note(w, "aligned",
                  "%s: the %d points turned so that the eyes are level, moved so that the origin "
                  "is midway between them, scaled so that they are 1 apart (an eye is the mean of "
                  "its six points%s)%s.",
                  order, points, points == MIEN_MESH_POINTS ? " among the 68" : "",
                  deep ? "; z is moved and scaled with them, not turned" : "");
    if (f->measures)
        emit_note(w, "measures",
                  "then %d distances in inter-ocular distances and %d angles in radians, listed in "
                  "mien_landmarks.h.",
                  (int)MIEN_DISTANCES68, (int)MIEN_ANGLES68);
}

/* The parts of a row, where it has several. */
static bool parts_layout(struct emit *w, const struct model *m)
{
    struct model_part parts[MODEL_PARTS_MAX];
    const uint32_t count = model_parts(m, parts);
    if (count > 0)
        emit_note(w, "input", "[%u] floats, all finite, in %u parts:", m->input_width, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct model_part *p = &parts[i];
        const uint32_t *s = p->shape;
        char where[64];
        snprintf(where, sizeof where, "floats %u to %u, ", p->start, p->start + p->width - 1);
        if (strcmp(p->kind, "landmarks") == 0)
            landmarks_layout(w, m, where, s[0], s[1]);
        else if (strcmp(p->kind, "image") == 0)
            emit_note(w, "image",
                      "%s[%u][%u][%u] floats: %s from 0 to 255, rows from the top, each from the "
                      "left; brought to mean 0 and deviation 1 in the features.",
                      where, s[0], s[1], s[2],
                      s[2] == 1 ? "grey levels" : "red, green and blue of each pixel");
        else
            emit_note(w, p->kind, "%s[%u] floats as in the data set.", where, p->width);
    }
    return count > 0;
}

static void input(struct emit *w, const struct model *m)
{
    emit_line(w, "INPUT");
    const uint32_t stride = layout_landmark_stride(m);
    if (stride)
        landmarks_layout(w, m, "", m->input_width / stride, stride);
    else if (!parts_layout(w, m))
        plain_layout(w, m);
    for (int32_t i = 0; i < m->graph.feature_nodes; i++) {
        const struct mien_node *n = &m->graph.nodes[i];
        if (n->op == MIEN_FEATURES)
            features_layout(w, &n->u.features);
        else if (n->op == MIEN_STANDARDIZE)
            emit_note(w, "standardized",
                      "each number less its mean, over its deviation in training.");
        else if (n->op == MIEN_DENSE)
            emit_note(w, "projected",
                      "onto %d directions (principal components of the training rows).",
                      (int)n->u.dense.outputs);
    }
    if (m->classes > 0)
        emit_note(w, "features", "%u floats, what %s_features makes of that and %s_predict takes.",
                  m->features, w->name, w->name);
    emit_gap(w);
    if (m->classes > 0)
        return;
    emit_line(w, "OUTPUT");
    outputs_layout(w, m);
    emit_gap(w);
}

/* What the caller keeps besides the arena. */
static void memory(struct emit *w, const struct model *m)
{
    char arena[32], kept[32];
    text_count(arena, sizeof arena, (long long)(layout_arena(m) * sizeof(float)));
    if (m->classes > 0)
        emit_note(w, "RAM",
                  "%s bytes of arena; %u of features and %u of probabilities where you keep them.",
                  arena, (unsigned)(m->features * sizeof(float)),
                  (unsigned)(m->classes * sizeof(float)));
    else
        emit_note(w, "RAM", "%s bytes of arena; %s of outputs where you keep them.", arena,
                  text_count(kept, sizeof kept, (long long)(answers_width(m) * sizeof(float))));
}

static void cost(struct emit *w, const struct model *m, size_t constants)
{
    const struct model_cost c = model_cost(m);
    const bool forest = strcmp(m->kind, "forest") == 0;
    char a[32], b[32];
    emit_line(w, "COST");
    emit_note(w, "flash", "%s bytes of constants, and the code.",
              text_count(a, sizeof a, (long long)constants));
    memory(w, m);
    if (forest)
        emit_note(w, "comparisons", "at most %s for a row.",
                  text_count(a, sizeof a, (long long)c.operations));
    else
        emit_note(w, "multiply-adds", "%s for a row; %s parameters.",
                  text_count(a, sizeof a, (long long)c.operations),
                  text_count(b, sizeof b, (long long)c.parameters));
    emit_gap(w);
}

void preamble_write(struct emit *w, const struct model *m, const struct facts *f,
                    const struct export_options *o, const struct record *r, size_t constants)
{
    char *answers = preamble_answers(m);
    w->failed = w->failed || !answers;
    fputs("/*\n", w->out);
    emit_note(w, NULL, "%s - %s, from %s.", o->file, answers ? answers : "", preamble_input(m));
    emit_gap(w);
    free(answers);
    example(w, m, o);
    about(w, m, f, o);
    input(w, m);
    cost(w, m, constants);
    emit_line(w, "MADE");
    emit_note(w, "command", "%s", o->command);
    emit_note(w, "by", "mien %s; 'mien verify RUN %s' proves that it answers as its model does.",
              MIEN_VERSION, o->file);
    record_write(w, r);
    fputs(" */\n", w->out);
}
