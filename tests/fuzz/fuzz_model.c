/* fuzz_model.c - any bytes are refused with a message or are a model that runs inside its arena.
 *
 * The checksum the file states is made right first: a change of the weights would else be refused
 * for that alone, and never be run. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/model.h"
#include "runtime/host/sha256.h"

enum { ARENA_MOST = 64 << 20 }; /* bytes: a larger one is a sound model, and slow to fuzz */

/* Arrays are hashed in the order they are listed, which is that of the operators in a file that
 * mien wrote. */
static void state_checksum(uint8_t *data, size_t size)
{
    static const char key[] = "\"weights_sha256\":\"";
    struct safetensors s;
    struct mien_error e;
    struct sha256 h;
    char sum[65];
    uint8_t *stated = memmem(data, size, key, sizeof key - 1);
    if (!stated || (size_t)(data + size - stated) < sizeof key - 1 + 64 ||
        safetensors_parse(&s, "fuzz.safetensors", data, size, &e) != 0)
        return;
    sha256_start(&h);
    for (size_t i = 0; i < s.count; i++)
        if (s.tensors[i].type == SAFETENSORS_F32 || s.tensors[i].type == SAFETENSORS_I32)
            sha256_add(&h, s.tensors[i].data, s.tensors[i].count * 4);
    sha256_finish(&h, sum);
    safetensors_close(&s);
    memcpy(stated + sizeof key - 1, sum, 64);
}

static void run_zeros(const struct model *m)
{
    if (m->graph.arena_floats > ARENA_MOST / sizeof(float))
        return;
    float *x = calloc(m->input_width, sizeof *x);
    float *p = malloc(m->classes * sizeof *p);
    float *f = malloc(m->features * sizeof *f);
    float *arena = malloc(m->graph.arena_floats * sizeof *arena);
    mien_graph_run(&m->graph, x, p, arena);
    mien_graph_features(&m->graph, x, f, arena);
    mien_graph_classify(&m->graph, f, p, arena);
    model_cost(m);
    free(x);
    free(p);
    free(f);
    free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of exactly this size, and aligned */
    struct model m;
    struct mien_error e;
    memcpy(copy, data, size);
    state_checksum(copy, size);
    if (model_parse(&m, "fuzz.safetensors", copy, size, &e) == 0) {
        run_zeros(&m);
        model_free(&m);
    }
    free(copy);
    return 0;
}
