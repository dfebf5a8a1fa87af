/* tflite_graph.c - see tflite_graph.h. */
#include "trainer/import/tflite_graph.h"

#include <stdlib.h>
#include <string.h>

#include "trainer/import/tflite_builder.h"

static int map_operators(struct builder *b)
{
    for (int32_t i = 0; i < b->file->operator_count; i++) {
        const struct tflite_chain *c = &b->plan->chains[i];
        builder_mapper *map = builder_find(b->file->operators[c->main].code);
        if (b->plan->joins[i] >= 0 || !map)
            continue;
        const int result = map(b, c, i);
        builder_release(b);
        if (result != 0)
            return -1;
    }
    return 0;
}

/* ---- the ends ---- */

static int start(struct builder *b)
{
    const struct tflite_tensor *input = &b->file->tensors[b->file->input];
    struct mien_map map;
    if (input->type != TFLITE_FLOAT32 || !builder_map(input, &map))
        return error_set(b->error, b->file->path, 0,
                         "the input is no image of float32 (%d dimensions of %s); convert the "
                         "network for one picture at a time",
                         (int)input->dimensions, tflite_type_name(input->type));
    const uint32_t shape[3] = {(uint32_t)map.h, (uint32_t)map.w, (uint32_t)map.c};
    if (model_init(b->model, "network", "image", shape, NULL, 0, b->error) != 0)
        return -1;
    b->model->half = b->plan->half;
    b->value[b->file->input] = 0;
    return 0;
}

/* Names of outputs are words: those of tensors may hold anything. */
enum { NAME_MAX_BYTES = 64 };

static void name_output(const struct builder *b, int32_t k, const char *given,
                        char name[NAME_MAX_BYTES])
{
    const struct tflite_text *own = &b->file->tensors[b->file->outputs[k]].name;
    int size = 0;
    if (given) {
        snprintf(name, NAME_MAX_BYTES, "%s", given);
        return;
    }
    for (; size < own->size && size < NAME_MAX_BYTES - 1; size++)
        name[size] = own->at[size] > ' ' && own->at[size] < 127 ? own->at[size] : '_';
    name[size] = '\0';
    if (size == 0)
        snprintf(name, NAME_MAX_BYTES, "output%d", (int)k + 1);
}

static int finish(struct builder *b, const char *const *given, int32_t given_count)
{
    const struct tflite *t = b->file;
    char text[MIEN_OUTPUTS_MAX][NAME_MAX_BYTES];
    const char *names[MIEN_OUTPUTS_MAX];
    int32_t values[MIEN_OUTPUTS_MAX];
    if (t->output_count > MIEN_OUTPUTS_MAX)
        return error_set(b->error, t->path, 0, "%d outputs; mien's models have at most %d",
                         (int)t->output_count, MIEN_OUTPUTS_MAX);
    if (given_count && given_count != t->output_count)
        return error_set(b->error, t->path, 0, "%d outputs, but names for %d; give each one",
                         (int)t->output_count, (int)given_count);
    for (int32_t k = 0; k < t->output_count; k++) {
        values[k] = b->value[t->outputs[k]];
        names[k] = text[k];
        if (values[k] < 1)
            return error_set(b->error, t->path, 0, "output %d is not made by an operator", (int)k);
        name_output(b, k, given_count ? given[k] : NULL, text[k]);
        for (int32_t i = 0; i < k; i++)
            if (strcmp(names[i], names[k]) == 0)
                return error_set(b->error, t->path, 0,
                                 "two outputs are called '%s'; give each a name", names[k]);
    }
    return model_set_outputs(b->model, values, names, t->output_count, b->error) != 0 ||
                   model_finish(b->model, b->error) != 0
               ? -1
               : 0;
}

int tflite_graph(struct model *m, const struct tflite *t, const char *const *names,
                 int32_t name_count, struct mien_error *e)
{
    struct tflite_plan plan;
    *m = (struct model){0};
    if (tflite_plan_make(&plan, t, e) != 0)
        return -1;
    struct builder b = {.plan = &plan,
                        .file = t,
                        .model = m,
                        .value = malloc((size_t)t->tensor_count * sizeof *b.value),
                        .error = e};
    int result = -1;
    if (!b.value) {
        error_memory(e, "a network's values", (size_t)t->tensor_count * sizeof *b.value);
    } else {
        for (int32_t i = 0; i < t->tensor_count; i++)
            b.value[i] = -1;
        result =
            start(&b) != 0 || map_operators(&b) != 0 || finish(&b, names, name_count) != 0 ? -1 : 0;
    }
    builder_release(&b);
    free(b.value);
    tflite_plan_free(&plan);
    if (result != 0)
        model_free(m);
    return result;
}
