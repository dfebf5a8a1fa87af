/* profile.c - see profile.h. */
#include "trainer/experiment/profile.h"

#include "runtime/host/table.h"
#include "trainer/experiment/fit_network.h"
#include "trainer/network/network.h"

static const struct table_column columns[] = {
    {"layer", "#", TABLE_RIGHT},
    {"kind", "Layer", TABLE_LEFT},
    {"output", "Output", TABLE_RIGHT},
    {"parameters", "Parameters", TABLE_RIGHT},
    {"operations", "Multiply-adds", TABLE_RIGHT},
    {"forward_ms", "Forward", TABLE_RIGHT},
    {"backward_ms", "Backward", TABLE_RIGHT},
    {"gradient_ms", "Gradient", TABLE_RIGHT},
    {"share", "Share", TABLE_RIGHT},
};

int profile_start(struct experiment *x, struct mien_error *e)
{
    if (x->fitter != &network_fitter)
        return error_usage(e, "--profile tells of a network's layers, but %s fits %s", x->cfg.path,
                           x->fitter->kind);
    ((struct network *)x->kind_options)->profiled = true;
    return 0;
}

static double seconds(const struct layer_time *t)
{
    return t->forward + t->backward + t->gradient;
}

static struct layer_time total(const struct network *n)
{
    struct layer_time sum = {.steps = n->profile[1].steps};
    for (int i = 1; i < n->count; i++) {
        sum.forward += n->profile[i].forward;
        sum.backward += n->profile[i].backward;
        sum.gradient += n->profile[i].gradient;
    }
    return sum;
}

static void add_times(struct table *t, const struct layer_time *time, double all)
{
    const double scale = time->steps > 0 ? 1e3 / (double)time->steps : 0.0;
    table_number(t, "%.3f", time->forward * scale);
    table_number(t, "%.3f", time->backward * scale);
    table_number(t, "%.3f", time->gradient * scale);
    table_number(t, "%.1f %%", all > 0.0 ? 100.0 * seconds(time) / all : 0.0);
}

/* Weights are used at each place of the output, once each. */
static long long operations(const struct layer *l)
{
    return (long long)(l->decayed * l->shape.h * l->shape.w);
}

static void add_layer(struct table *t, const struct layer *l, const struct layer_time *time,
                      double all)
{
    char shape[64];
    snprintf(shape, sizeof shape, "%ux%ux%u", l->shape.h, l->shape.w, l->shape.c);
    table_count(t, l->index);
    table_text(t, l->type->section);
    table_text(t, shape);
    table_count(t, (long long)l->parameters);
    table_count(t, operations(l));
    add_times(t, time, all);
}

static void add_total(struct table *t, const struct network *n, const struct layer_time *sum)
{
    long long all = 0;
    for (int i = 1; i < n->count; i++)
        all += operations(&n->layers[i]);
    table_empty(t);
    table_text(t, "total");
    table_empty(t);
    table_count(t, (long long)n->parameters);
    table_count(t, all);
    add_times(t, sum, seconds(sum));
}

int profile_print(const struct experiment *x, FILE *out, struct mien_error *e)
{
    const struct network *n = x->kind_options;
    const struct layer_time sum = total(n);
    struct table t;
    table_init(&t, columns, sizeof columns / sizeof *columns);
    for (int i = 1; i < n->count; i++)
        add_layer(&t, &n->layers[i], &n->profile[i], seconds(&sum));
    add_total(&t, n, &sum);
    const int result = table_print(&t, out, TABLE_TERMINAL, e);
    table_free(&t);
    if (result == 0)
        fprintf(out, "milliseconds of one thread a step of %u rows, over %lld steps\n",
                n->options.batch, sum.steps);
    return result;
}
