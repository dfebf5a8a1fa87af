/* fuzz_tflite.c - any bytes are refused with a message or are a network that becomes a model, which
 * runs inside its arena. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/import/tflite_graph.h"

enum { ARENA_MOST = 16 << 20 }; /* bytes: a larger one is sound, and slow to fuzz */
static const uint64_t OPERATIONS_MOST = 1 << 24; /* as well */

static void run_zeros(const struct model *m)
{
    const struct mien_graph *g = &m->graph;
    float *y[MIEN_OUTPUTS_MAX];
    if (g->arena_floats > ARENA_MOST / sizeof(float) || model_cost(m).operations > OPERATIONS_MOST)
        return;
    float *x = calloc(m->input_width, sizeof *x);
    float *arena = malloc(g->arena_floats * sizeof *arena);
    for (int32_t i = 0; i < g->output_count; i++)
        y[i] = malloc(g->values[g->outputs[i]].size * sizeof **y);
    mien_graph_run_all(g, x, y, arena, NULL);
    for (int32_t i = 0; i < g->output_count; i++)
        free(y[i]);
    free(x);
    free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of exactly this size */
    struct tflite t;
    struct model m;
    struct mien_error e;
    memcpy(copy, data, size);
    if (tflite_parse(&t, "fuzz.tflite", copy, size, &e) == 0) {
        if (tflite_graph(&m, &t, NULL, 0, &e) == 0) {
            run_zeros(&m);
            model_free(&m);
        }
        tflite_close(&t);
    }
    free(copy);
    return 0;
}
