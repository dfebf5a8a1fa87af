/* untrained.c - see untrained.h. */
#include "trainer/bench/untrained.h"

#include "trainer/network/network.h"

enum { SEED = 1 }; /* any */

static int build(struct model *m, const struct network *n, struct mien_error *e)
{
    const struct mien_node normalize = {.op = MIEN_NORMALIZE};
    const uint32_t shape[3] = {n->layers[0].shape.h, n->layers[0].shape.w, n->layers[0].shape.c};
    const char *const name = "probabilities";
    if (model_init(m, "network", "image", shape, NULL, 0, e) != 0 ||
        model_add_node(m, &normalize, e) < 0 || model_end_features(m, e) != 0 ||
        network_lower(n, m, e) != 0)
        return -1;
    const int32_t last = m->graph.node_count;
    return model_set_outputs(m, &last, &name, 1, e) == 0 ? model_finish(m, e) : -1;
}

int untrained_model(struct model *m, const char *cfg, const uint32_t shape[3], struct mien_error *e)
{
    struct cfg c = {0};
    struct network n = {0};
    struct network_options own;
    *m = (struct model){0};
    int result = cfg_open(&c, cfg, e);
    struct cfg_section *net = result == 0 ? cfg_find(&c, "net") : NULL;
    if (net && (result = network_options_read(&own, net, e)) == 0 && own.darknet.shape[0] > 0)
        shape = own.darknet.shape;
    if (result == 0 && (result = network_init(&n, &c, shape, 0, 0, 0, e)) == 0) {
        network_initialise(&n, SEED);
        result = build(m, &n, e);
    }
    if (result != 0)
        model_free(m);
    network_free(&n);
    cfg_close(&c);
    return result;
}
