/* fit_network.c - see fit_network.h. */
#include "trainer/experiment/fit_network.h"

#include <stdlib.h>
#include <string.h>

#include "trainer/network/network_fit.h"

static size_t sections(const char **names, size_t capacity)
{
    names[0] = "data";
    names[1] = "teacher";
    return 2 + network_sections(names + 2, capacity - 2);
}

static int open_network(struct experiment *x, struct mien_error *e)
{
    struct data_part parts[DATASET_PARTS_MAX];
    struct layer_part rows[DATASET_PARTS_MAX];
    struct network *n = x->kind_options = calloc(1, sizeof *n);
    if (!n)
        return error_memory(e, "a network", sizeof *n);
    const uint32_t count = data_options_parts(&x->options, &x->data, parts);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t *s = parts[i].shape;
        rows[i] = (struct layer_part){dataset_kind_names[parts[i].raw.kind], {s[0], s[1], s[2]}};
    }
    return network_init_parts(n, &x->cfg, rows, (int)count, x->data.classes, x->threads,
                              prepared_scratch(&x->options, &x->data, &x->teacher), e);
}

static void close_network(struct experiment *x)
{
    if (x->kind_options)
        network_free(x->kind_options);
    free(x->kind_options);
}

static struct fit_plan plan(const struct experiment *x)
{
    const struct network *n = x->kind_options;
    return (struct fit_plan){"epoch", network_fit_epochs(n, x->rows.train_count)};
}

/* The batch source: each row draws from its own stream. */
static void fill(const void *context, const struct batch_rows *r, float *x, float *target,
                 float *weight, float *scratch)
{
    const struct prepared *p = context;
    for (uint32_t i = 0; i < r->count; i++) {
        struct rng random = rng_stream(r->seed, r->stream + i);
        prepared_draw(p, r->rows[i], &random, x + (size_t)i * p->width,
                      target + (size_t)i * p->data->classes, weight + i, scratch);
    }
}

static enum fit_result fit_network(struct experiment *x, struct prepared *p,
                                   const struct fit_context *c, struct mien_error *e)
{
    struct network *n = x->kind_options;
    const struct samples valid = prepared_valid(p);
    const struct batch_source source = {.context = p,
                                        .rows = p->rows->train_count,
                                        .width = p->width,
                                        .classes = p->data->classes,
                                        .y = p->train_y,
                                        .scratch =
                                            prepared_scratch(&x->options, &x->data, &x->teacher),
                                        .fill = fill};
    struct network_fit_summary summary;
    enum fit_result result = network_fit(n, &source, &valid, c, &summary, e);
    return result == FIT_DONE && network_lower(n, &p->model, e) != 0 ? FIT_FAILED : result;
}

const struct fitter network_fitter = {.kind = "network",
                                      .section = "net",
                                      .sections = sections,
                                      .standardize = true,
                                      .by_draw = true,
                                      .open = open_network,
                                      .close = close_network,
                                      .plan = plan,
                                      .fit = fit_network};
