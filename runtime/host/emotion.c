/* emotion.c - see emotion.h. */
#include "runtime/host/emotion.h"

#include <stdlib.h>
#include <string.h>

int emotion_open(struct emotion *r, const struct model *m, const char *path, struct mien_error *e)
{
    const uint32_t points = m->input_shape[0], stride = m->input_shape[1];
    *r = (struct emotion){.model = m, .points = points, .stride = stride};
    if (strcmp(m->input_kind, "landmarks") != 0 || m->classes == 0 || m->input_shape[2] != 1 ||
        (points != MIEN_LANDMARKS68 && points != MIEN_MESH_POINTS) || stride < 2 || stride > 3)
        return error_set(e, path, 0,
                         "not a model of 68 or 468 landmarks (it takes %s [%u, %u, %u] and has %u "
                         "classes); give one that was trained on landmarks "
                         "alone",
                         m->input_kind, points, stride, m->input_shape[2], m->classes);
    const size_t input = (size_t)points * stride, arena = m->graph.arena_floats;
    r->input = calloc(input, sizeof(float));
    r->arena = calloc(arena + 1, sizeof(float));
    if (r->input && r->arena)
        return 0;
    emotion_close(r);
    return error_memory(e, path, (input + arena) * sizeof(float));
}

void emotion_close(struct emotion *r)
{
    free(r->input);
    free(r->arena);
    *r = (struct emotion){0};
}

void emotion_read(const struct emotion *r, const float *landmarks, float *p)
{
    for (uint32_t k = 0; k < r->points; k++) {
        const uint32_t from = r->points == MIEN_LANDMARKS68 ? mien_ibug68[k] : k;
        memcpy(r->input + k * r->stride, landmarks + 3 * from, r->stride * sizeof(float));
    }
    mien_graph_run(&r->model->graph, r->input, p, r->arena);
}
