/* cost.c - [cost] behind [softmax], where some of Darknet's classifier cfgs still have it: the loss
 * once was a layer of its own, today it is softmax's. Nothing is added; Darknet itself, which lets
 * both give the gradient, trains such a cfg at twice the rate it states. */
#include <string.h>

#include "trainer/network/layer.h"

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    static const char *const types[] = {"sse"};
    int type;
    (void)layers;
    if (l->input[0]->type != &layer_softmax)
        return error_set(e, s->file, s->line,
                         "[cost] is known behind [softmax] alone, whose loss it repeats; end the "
                         "network with [softmax]");
    if (cfg_choice(s, "type", &type, types, 1, 0, e) != 0)
        return -1;
    l->shape = l->input[0]->shape;
    l->stands_for = l->input[0];
    l->input_count = 0;
    return 0;
}

const struct layer_type layer_cost = {.section = "cost", .configure = configure};
