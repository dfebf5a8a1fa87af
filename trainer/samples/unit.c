/* unit.c - see unit.h. A depthwise convolution of 1 x 1 that has the same factor for each channel.
 */
#include "trainer/samples/unit.h"

#include <stdlib.h>

static const float FACTOR = 1.0f / 255.0f;

int unit_add(struct model *m, struct mien_error *e)
{
    const uint32_t *shape = m->input_shape;
    float *weight = malloc(shape[2] * sizeof *weight), *bias = calloc(shape[2], sizeof *bias);
    int result = -1;
    if (weight && bias) {
        for (uint32_t c = 0; c < shape[2]; c++)
            weight[c] = FACTOR;
        struct mien_node n = {.op = MIEN_DEPTHWISE};
        n.u.depthwise = (struct mien_depthwise){
            .out = {(int32_t)shape[0], (int32_t)shape[1], (int32_t)shape[2], 0},
            .window = {1, 1, 1, 0, 0},
            .weight = weight,
            .bias = bias};
        result = model_add_node(m, &n, e) < 0 ? -1 : 0;
    } else {
        error_memory(e, "a scale", shape[2] * sizeof *weight);
    }
    free(weight);
    free(bias);
    return result;
}

bool unit_is_first(const struct model *m)
{
    const struct mien_node *n = m->nodes;
    if (m->graph.node_count == 0 || n->op != MIEN_DEPTHWISE)
        return false;
    const struct mien_depthwise *d = &n->u.depthwise;
    return d->window.h == 1 && d->window.w == 1 && d->window.step == 1 &&
           d->activation == MIEN_LINEAR && d->weight[0] == FACTOR && d->bias[0] == 0.0f;
}
