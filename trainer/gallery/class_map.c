/* class_map.c - see class_map.h. */
#include "trainer/gallery/class_map.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- activation ---- */

static bool is_point(const struct mien_map *m)
{
    return m->h == 1 && m->w == 1;
}

/* A convolution that is a linear layer of a vector. */
static bool is_linear(const struct mien_conv *c)
{
    return is_point(&c->in) && is_point(&c->out) && c->window.h == 1 && c->window.w == 1 &&
           c->activation == MIEN_LINEAR && !c->slope && c->residual.c == 0;
}

/* Take the linear layer `n`; false where it is none. */
static bool take_layer(struct ending *x, const struct mien_node *n)
{
    if (n->op == MIEN_DENSE && n->u.dense.activation == MIEN_LINEAR) {
        x->weight = n->u.dense.weight;
        x->bias = n->u.dense.bias;
        return true;
    }
    if (n->op == MIEN_CONV && is_linear(&n->u.conv)) {
        x->weight = n->u.conv.weight;
        x->bias = n->u.conv.bias;
        x->packed_taps = n->u.conv.in.c;
        return true;
    }
    return false;
}

/* The mean of whole maps. */
static bool is_mean(const struct mien_node *n)
{
    const struct mien_pool *p = &n->u.pool;
    return n->op == MIEN_POOL && p->average && is_point(&p->out) && p->window.top == 0 &&
           p->window.left == 0 && p->window.h >= p->in.h && p->window.w >= p->in.w;
}

/* Only the shape's name changes: a vector stays one. */
static bool is_renaming(const struct mien_node *n)
{
    return n->op == MIEN_RESHAPE && is_point(&n->u.reshape.in);
}

int ending_find(struct ending *x, const struct model *m, struct mien_error *e)
{
    const struct mien_graph *g = &m->graph;
    *x = (struct ending){0};
    int32_t value = g->node_count;
    if (value > 0 && g->nodes[value - 1].op == MIEN_SOFTMAX)
        value = g->nodes[value - 1].inputs[0];
    while (value > 0) {
        const struct mien_node *n = &g->nodes[value - 1];
        if (is_mean(n) && n->inputs[0] > 0) {
            x->maps = n->inputs[0];
            x->h = (uint32_t)n->u.pool.in.h;
            x->w = (uint32_t)n->u.pool.in.w;
            return 0;
        }
        if (!is_renaming(n) && (x->weight || !take_layer(x, n)))
            break;
        value = n->inputs[0];
    }
    return error_set(e, m->file.path, 0,
                     "the model has no class activation maps (it does not end in the mean of its "
                     "maps and one linear layer); use --occlusion, which any model can answer");
}

/* Weight of channel `k` for a class. */
static float weight_of(const struct ending *x, uint32_t classes, uint32_t k, uint32_t class)
{
    if (!x->weight)
        return k == class ? 1.0f : 0.0f;
    if (!x->packed_taps)
        return x->weight[(size_t)k * classes + class];
    const size_t block = class / MIEN_BLOCK, taps = (size_t)x->packed_taps;
    return x->weight[(block * taps + k) * MIEN_BLOCK + class % MIEN_BLOCK];
}

int class_map_activation(const struct model *m, const struct ending *ending, const float *x,
                         uint32_t class, float *heat, struct mien_error *e)
{
    const struct mien_graph *g = &m->graph;
    const struct mien_value *maps = &g->values[ending->maps];
    float *arena = malloc(g->arena_floats * sizeof *arena);
    float *p = malloc((m->classes + 1) * sizeof *p);
    const bool made = arena && p;
    for (int32_t i = 0; made && i < ending->maps; i++)
        mien_graph_step(g, i, x, &p, arena, NULL);
    for (uint32_t at = 0; made && at < ending->h * ending->w; at++) {
        const float *f = arena + maps->offset + (size_t)at * (size_t)maps->map.stride;
        heat[at] = 0.0f;
        for (int32_t k = 0; k < maps->map.c; k++)
            heat[at] += f[k] * weight_of(ending, m->classes, (uint32_t)k, class);
    }
    free(arena);
    free(p);
    return made ? 0 : error_memory(e, "the network's arena", g->arena_floats * sizeof *arena);
}

/* ---- occlusion ---- */

/* Patches of a picture: `across` of them side by side, `count` in all, the first and the last ones
 * partly outside. */
struct patches {
    int32_t h, w, c, side, step;
    int32_t across, count;
};

struct patches_span {
    int32_t top, bottom, left, right; /* inside the picture, the last two not included */
};

static struct patches patches_of(const struct model *m)
{
    struct patches p = {(int32_t)m->input_shape[0],
                        (int32_t)m->input_shape[1],
                        (int32_t)m->input_shape[2],
                        0,
                        0,
                        0,
                        0};
    const int32_t shorter = p.h < p.w ? p.h : p.w;
    p.side = shorter / 6 > 2 ? shorter / 6 : 2;
    p.step = p.side / 2;
    p.across = (p.w + p.side - p.step - 1) / p.step;
    p.count = p.across * ((p.h + p.side - p.step - 1) / p.step);
    return p;
}

static struct patches_span span_of(const struct patches *p, int32_t index)
{
    const int32_t top = index / p->across * p->step + p->step - p->side;
    const int32_t left = index % p->across * p->step + p->step - p->side;
    return (struct patches_span){top > 0 ? top : 0, top + p->side < p->h ? top + p->side : p->h,
                                 left > 0 ? left : 0,
                                 left + p->side < p->w ? left + p->side : p->w};
}

static void mean_color(const struct patches *p, const float *x, double *mean)
{
    const size_t pixels = (size_t)p->h * (size_t)p->w;
    memset(mean, 0, (size_t)p->c * sizeof *mean);
    for (size_t at = 0; at < pixels; at++)
        for (size_t k = 0; k < (size_t)p->c; k++)
            mean[k] += (double)x[at * (size_t)p->c + k] / (double)pixels;
}

static void cover(const struct patches *p, int32_t index, const double *mean, float *x)
{
    const struct patches_span s = span_of(p, index);
    for (int32_t row = s.top; row < s.bottom; row++)
        for (int32_t column = s.left; column < s.right; column++)
            for (int32_t k = 0; k < p->c; k++)
                x[((size_t)row * (size_t)p->w + (size_t)column) * (size_t)p->c + (size_t)k] =
                    (float)mean[k];
}

/* Each pixel's mean over the patches that cover it: fall [count] -> heat [h, w]. */
static void spread_falls(const struct patches *p, const float *fall, float *heat, uint8_t *covers)
{
    const size_t pixels = (size_t)p->h * (size_t)p->w;
    memset(heat, 0, pixels * sizeof *heat);
    memset(covers, 0, pixels);
    for (int32_t i = 0; i < p->count; i++) {
        const struct patches_span s = span_of(p, i);
        for (int32_t row = s.top; row < s.bottom; row++)
            for (int32_t column = s.left; column < s.right; column++) {
                heat[(size_t)row * (size_t)p->w + (size_t)column] += fall[i];
                covers[(size_t)row * (size_t)p->w + (size_t)column]++;
            }
    }
    for (size_t at = 0; at < pixels; at++)
        heat[at] /= (float)(covers[at] ? covers[at] : 1);
}

/* The picture as it is and with each patch covered: rows [1 + count, width]. */
static void fill_rows(const struct patches *p, const float *x, const double *mean, float *rows)
{
    const size_t width = (size_t)p->h * (size_t)p->w * (size_t)p->c;
    for (int32_t i = -1; i < p->count; i++) {
        float *row = rows + (size_t)(i + 1) * width;
        memcpy(row, x, width * sizeof *row);
        if (i >= 0)
            cover(p, i, mean, row);
    }
}

int class_map_occlusion(const struct model *m, const float *x, uint32_t class, int threads,
                        float *heat, struct mien_error *e)
{
    const struct patches p = patches_of(m);
    const size_t asked = (size_t)p.count + 1, bytes = asked * m->input_width * sizeof(float);
    float *rows = malloc(bytes), *answers = malloc(asked * m->classes * sizeof *answers);
    float *fall = malloc(asked * sizeof *fall);
    double *mean = malloc((size_t)p.c * sizeof *mean);
    uint8_t *covers = malloc((size_t)p.h * (size_t)p.w);
    int result = -1;
    if (!rows || !answers || !fall || !mean || !covers) {
        error_memory(e, "covered pictures", bytes);
    } else {
        mean_color(&p, x, mean);
        fill_rows(&p, x, mean, rows);
        result = model_predict(m, rows, (uint32_t)asked, answers, threads, e);
    }
    if (result == 0) {
        for (int32_t i = 0; i < p.count; i++)
            fall[i] = answers[class] - answers[((size_t)i + 1) * m->classes + class];
        spread_falls(&p, fall, heat, covers);
    }
    free(rows);
    free(answers);
    free(fall);
    free(mean);
    free(covers);
    return result;
}
