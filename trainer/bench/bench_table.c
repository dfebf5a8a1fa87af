/* bench_table.c - see bench_table.h. */
#include "trainer/bench/bench_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/cpu.h"

int bench_kernels(const char *name, const struct mien_kernels **kernels, struct mien_error *e)
{
    int count;
    const struct mien_kernels *const *have = cpu_kernels(&count);
    *kernels = name ? NULL : have[0];
    for (int i = 0; name && i < count; i++)
        if (strcmp(have[i]->name, name) == 0)
            *kernels = have[i];
    return *kernels ? 0
                    : error_usage(e, "this machine has no '%.40s' kernels; its best are %s", name,
                                  have[0]->name);
}

void bench_layers_begin(struct table *t)
{
    static const struct table_column columns[] = {
        {"network", "Network", TABLE_LEFT},      {"layer", "Layer", TABLE_RIGHT},
        {"operator", "Operator", TABLE_LEFT},    {"output", "Output", TABLE_LEFT},
        {"median_ms", "Median ms", TABLE_RIGHT}, {"least_ms", "Least ms", TABLE_RIGHT},
        {"gmac_per_s", "GMAC/s", TABLE_RIGHT}};
    table_init(t, columns, sizeof columns / sizeof *columns);
}

static void layer_row(struct table *t, const char *network, const struct model *m, int32_t i,
                      const struct timing *time)
{
    const struct mien_map *out = &m->graph.values[i + 1].map;
    const uint64_t operations = model_operations(m, i);
    char shape[48];
    snprintf(shape, sizeof shape, "%d x %d x %d", (int)out->h, (int)out->w, (int)out->c);
    table_text(t, network);
    table_number(t, "%.0f", i);
    table_text(t, mien_operator_names[m->graph.nodes[i].op]);
    table_text(t, shape);
    table_number(t, "%.4f", time->median_ms);
    table_number(t, "%.4f", time->least_ms);
    table_number(t, "%.1f", operations ? 1e-6 * (double)operations / time->median_ms : NAN);
}

int bench_layers_add(struct table *t, const char *network, const struct timing_stand *s, int rounds,
                     struct mien_error *e)
{
    const struct model *m = s->model;
    struct timing *layers = calloc((size_t)m->graph.node_count, sizeof *layers);
    if (!layers)
        return error_memory(e, "the bench", 0);
    const int result = timing_layers(s, rounds, layers, e);
    for (int32_t i = 0; result == 0 && i < m->graph.node_count; i++)
        layer_row(t, network, m, i, &layers[i]);
    free(layers);
    return result;
}
