/* fit_network.c - [net] cfgs: prepared rows, changed at random where the cfg asks, into
 * trainer/network. */
#include <stdlib.h>
#include <string.h>

#include "trainer/experiment/experiment.h"
#include "trainer/network/network_fit.h"

static size_t sections(const char **names, size_t capacity)
{
    names[0] = "data";
    return 1 + network_sections(names + 1, capacity - 1);
}

/* Prepared rows are vectors: layers that look at places of a picture have none to look at. */
static int check_layers(const struct network *n, struct mien_error *e)
{
    for (int i = 1; i < n->count; i++)
        if (strcmp(n->layers[i].type->section, layer_convolutional.section) == 0)
            return error_set(e, n->file, n->layers[i].line,
                             "[convolutional] looks at pictures, but rows are prepared as vectors "
                             "(%u numbers); use [connected]",
                             n->width);
    return 0;
}

static int open_network(struct experiment *x, struct mien_error *e)
{
    const uint32_t shape[3] = {1, 1, data_options_width(&x->options, &x->data)};
    struct network *n = x->kind_options = calloc(1, sizeof *n);
    if (!n)
        return error_memory(e, "a network", sizeof *n);
    return network_init(n, &x->cfg, shape, x->data.classes, x->threads,
                        prepared_scratch(&x->options, &x->data), e) == 0
               ? check_layers(n, e)
               : -1;
}

static void close_network(struct experiment *x)
{
    if (x->kind_options)
        network_free(x->kind_options);
    free(x->kind_options);
}

/* What the batch source reads. */
struct faces {
    const struct prepared *prepared;
    struct samples samples;
};

static void fill(const void *context, const struct batch_rows *r, float *x, float *target,
                 float *weight, float *scratch)
{
    const struct faces *f = context;
    batch_targets(&f->samples, r->rows, r->count, target, weight);
    for (uint32_t i = 0; i < r->count; i++) {
        struct rng random = rng_stream(r->seed, r->stream + i);
        prepared_augmented(f->prepared, r->rows[i], &random, x + (size_t)i * f->prepared->width,
                           scratch);
    }
}

static enum fit_result fit_network(struct experiment *x, struct prepared *p,
                                   const struct fit_context *c, struct mien_error *e)
{
    struct network *n = x->kind_options;
    const struct samples valid = prepared_valid(p);
    const struct faces faces = {p, prepared_rows(p)};
    const struct batch_source source = {.context = &faces,
                                        .rows = faces.samples.rows,
                                        .width = p->width,
                                        .classes = faces.samples.classes,
                                        .y = faces.samples.y,
                                        .scratch = prepared_scratch(&x->options, &x->data),
                                        .fill = fill};
    struct network_fit_summary summary;
    enum fit_result result = network_fit(n, &source, &valid, c, &summary, e);
    return result == FIT_DONE && network_lower(n, &p->model, e) != 0 ? FIT_FAILED : result;
}

const struct fitter network_fitter = {.kind = "network",
                                      .section = "net",
                                      .sections = sections,
                                      .standardize = true,
                                      .open = open_network,
                                      .close = close_network,
                                      .fit = fit_network};
