/* preamble.c - see preamble.h. */
#include "trainer/export/preamble.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"
#include "trainer/export/operators.h"

const char preamble_not_for[] =
    "Decisions about people (hiring, schooling, policing, borders, insurance, medicine) or "
    "watching "
    "them without their consent: it names the look of a face, not what a person feels, and it errs "
    "more on faces unlike those it was trained on.";

char *preamble_operators(const struct model *m, const struct export_options *o)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (int32_t i = 0; out && i < m->graph.node_count; i++) {
        const struct mien_node *n = &m->graph.nodes[i];
        fputs(i ? "; " : "", out);
        layout_writer(n, o)->describe(out, n);
    }
    return out && fclose(out) == 0 ? text : NULL;
}

char *preamble_classes(const struct model *m)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (uint32_t c = 0; out && c < m->classes; c++)
        fprintf(out, "%s%s", c == 0 ? "" : c + 1 < m->classes ? ", " : " or ", m->class_names[c]);
    return out && fclose(out) == 0 ? text : NULL;
}

static void example(struct emit *w, const struct model *m, const struct export_options *o)
{
    const char *input = layout_landmark_stride(m) ? "landmarks" : "input";
    emit_line(w, "    #include \"%s\"", o->file);
    emit_gap(w);
    emit_line(w, "    static float arena[%s_ARENA_FLOATS];", w->upper);
    emit_line(w, "    float features[%s_FEATURES], p[%s_CLASSES];", w->upper, w->upper);
    emit_gap(w);
    emit_line(w, "    %s_features(%s, features, arena);  // float %s[%s_INPUTS]", w->name, input,
              input, w->upper);
    emit_line(w, "    %s_predict(features, p, arena);", w->name);
    emit_line(w, "    puts(%s_class_names[%s_argmax(p)]);", w->name, w->name);
    emit_gap(w);
    emit_note(
        w, NULL,
        "C99 or C++; link the C math library (-lm). No allocation, no input or output, no state: "
        "calls with arenas of their own may run at the same time. The same header may be "
        "included from any number of files%s.",
        o->standalone ? "; it needs no other file"
                      : "; put mien's runtime/ folder on the include path");
    emit_gap(w);
}

static void about(struct emit *w, const struct model *m, const struct facts *f,
                  const struct export_options *o)
{
    char *operators = preamble_operators(m, o), *classes = preamble_classes(m);
    w->failed = w->failed || !operators || !classes;
    emit_line(w, "MODEL");
    emit_note(w, "kind", "%s: %s.", m->kind, operators ? operators : "");
    emit_note(w, "classes", "%u, in the order of p: %s.", m->classes, classes ? classes : "");
    facts_write(f, w);
    emit_note(w, "not for", "%s", preamble_not_for);
    emit_gap(w);
    free(operators);
    free(classes);
}

static void landmarks_layout(struct emit *w, const struct model *m)
{
    const uint32_t stride = layout_landmark_stride(m), points = m->input_width / stride;
    emit_note(
        w, "landmarks",
        "[%u][%u] floats: %s for each of %u points of a face, x to the right, y down, in pixels "
        "or any unit that is the same for both; all finite.",
        points, stride, stride == 3 ? "x, y and z (z is not used)" : "x and y", points);
    if (points == MIEN_LANDMARKS68)
        emit_note(
            w, "order",
            "of the 300-W challenge, from the picture's left to its right: 0-16 jaw, 17-21 and "
            "22-26 brows, 27-30 nose bridge, 31-35 nostrils, 36-41 and 42-47 eyes, 48-59 outer "
            "lips, 60-67 inner lips.");
}

static void features_layout(struct emit *w, const struct mien_features *f)
{
    const int points = (int)f->points;
    if (f->alignment == MIEN_BOX)
        emit_note(
            w, "box",
            "x0, y0, x1, y1, ...: each axis of the %d points scaled to the face's bounding box, "
            "(v - min) / (max - min).",
            points);
    else
        emit_note(
            w, "aligned",
            "x0, y0, x1, y1, ...: the %d points turned so that the eyes are level, moved so that "
            "(0, 0) is midway between them, scaled so that they are 1 apart (an eye is the mean "
            "of its six points).",
            points);
    if (f->measures)
        emit_note(w, "measures",
                  "then %d distances in inter-ocular distances and %d angles in radians, listed in "
                  "mien_landmarks.h.",
                  (int)MIEN_DISTANCES68, (int)MIEN_ANGLES68);
}

static void input(struct emit *w, const struct model *m)
{
    emit_line(w, "INPUT");
    if (layout_landmark_stride(m))
        landmarks_layout(w, m);
    else
        emit_note(w, "input", "[%u][%u][%u] floats as in the data set (%s), all finite.",
                  m->input_shape[0], m->input_shape[1], m->input_shape[2], m->input_kind);
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
    emit_note(w, "features", "%u floats, what %s_features makes of that and %s_predict takes.",
              m->features, w->name, w->name);
    emit_gap(w);
}

static void cost(struct emit *w, const struct model *m, size_t constants)
{
    const struct model_cost c = model_cost(m);
    const bool forest = strcmp(m->kind, "forest") == 0;
    char a[32], b[32];
    emit_line(w, "COST");
    emit_note(w, "flash", "%s bytes of constants, and the code.",
              text_count(a, sizeof a, (long long)constants));
    emit_note(w, "RAM",
              "%s bytes of arena; %u of features and %u of probabilities where you keep them.",
              text_count(a, sizeof a, (long long)(layout_arena(m) * sizeof(float))),
              (unsigned)(m->features * sizeof(float)), (unsigned)(m->classes * sizeof(float)));
    if (forest)
        emit_note(w, "comparisons", "at most %s for a face.",
                  text_count(a, sizeof a, (long long)c.operations));
    else
        emit_note(w, "multiply-adds", "%s for a face; %s parameters.",
                  text_count(a, sizeof a, (long long)c.operations),
                  text_count(b, sizeof b, (long long)c.parameters));
    emit_gap(w);
}

void preamble_write(struct emit *w, const struct model *m, const struct facts *f,
                    const struct export_options *o, const struct record *r, size_t constants)
{
    char *classes = preamble_classes(m);
    w->failed = w->failed || !classes;
    fputs("/*\n", w->out);
    emit_note(w, NULL, "%s - %s, from %s.", o->file, classes ? classes : "",
              layout_landmark_stride(m) ? "the landmarks of a face" : m->input_kind);
    emit_gap(w);
    free(classes);
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
