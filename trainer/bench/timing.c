/* timing.c - see timing.h. */
#include "trainer/bench/timing.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { WARM_UP = 3 };

double timing_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct timing timing_of(double *ms, int count)
{
    if (count == 0)
        return (struct timing){NAN, NAN, NAN};
    qsort(ms, (size_t)count, sizeof *ms, ascending);
    return (struct timing){ms[0], ms[count / 2], ms[(int)(count * 0.95)]};
}

int timing_stand_open(struct timing_stand *s, const struct model *m, struct mien_error *e)
{
    const struct mien_graph *g = &m->graph;
    size_t floats = g->arena_floats + m->input_width;
    for (int32_t i = 0; i < g->output_count; i++)
        floats += g->values[g->outputs[i]].size;
    *s = (struct timing_stand){.model = m, .memory = calloc(floats, sizeof(float))};
    if (!s->memory)
        return error_memory(e, "the bench", floats * sizeof(float));
    s->arena = s->memory;
    s->x = s->arena + g->arena_floats;
    float *next = s->x + m->input_width;
    for (int32_t i = 0; i < g->output_count; i++) {
        s->y[i] = next;
        next += g->values[g->outputs[i]].size;
    }
    return 0;
}

void timing_stand_close(struct timing_stand *s)
{
    free(s->memory);
    *s = (struct timing_stand){0};
}

double timing_run(const struct timing_stand *s)
{
    const double start = timing_now_ms();
    mien_graph_run_all(&s->model->graph, s->x, s->y, s->arena, NULL);
    return timing_now_ms() - start;
}

int timing_layers(const struct timing_stand *s, int rounds, struct timing *layers,
                  struct mien_error *e)
{
    const struct mien_graph *g = &s->model->graph;
    double *ms = calloc((size_t)rounds * (size_t)g->node_count, sizeof *ms);
    if (!ms)
        return error_memory(e, "the bench", (size_t)rounds * sizeof *ms);
    for (int r = -WARM_UP; r < rounds; r++)
        for (int32_t i = 0; i < g->node_count; i++) {
            const double start = timing_now_ms();
            mien_graph_step(g, i, s->x, s->y, s->arena, NULL);
            if (r >= 0)
                ms[i * rounds + r] = timing_now_ms() - start;
        }
    for (int32_t i = 0; i < g->node_count; i++)
        layers[i] = timing_of(ms + i * rounds, rounds);
    free(ms);
    return 0;
}
