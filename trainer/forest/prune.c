/* prune.c - see prune.h. */
#include "trainer/forest/prune.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/forest/leaf_rows.h"

enum { HIDDEN = -2, SPLIT = -1 }; /* what a node becomes, where it is no leaf row */

/* Scratch for one tree at a time. */
struct pruner {
    const struct mien_forest *f;
    const float *weight;
    const struct prune *options;
    double *sums;   /* [nodes of the tree, classes] */
    int32_t *state; /* [nodes of the tree] HIDDEN below a leaf, SPLIT, or the leaf's row */
    int32_t *place; /* [nodes of the tree] where it went in `out` */
    float *row;     /* [classes] */
    double *rest;   /* [classes] */
    struct leaf_rows rows;
    struct forest *out;
    int32_t count; /* nodes of `out` so far */
};

/* One past the last node below i. */
static int32_t subtree_end(const struct mien_forest *f, int32_t i)
{
    while (f->feature[i] >= 0)
        i = f->right[i];
    return i + 1;
}

static double total(const double *w, int32_t classes)
{
    double sum = 0.0;
    for (int32_t c = 0; c < classes; c++)
        sum += w[c];
    return sum;
}

/* The row for class weights w, as p->row: proportions, rounded to k / levels by largest remainders.
 */
static void round_row(struct pruner *p, const double *w)
{
    int32_t classes = p->f->classes, levels = p->options->levels, given = 0;
    double sum = total(w, classes);
    for (int32_t c = 0; c < classes; c++) {
        double share = sum > 0.0 ? w[c] / sum : 1.0 / classes;
        double whole = levels ? floor(share * levels + 1e-9) : 0.0;
        p->row[c] = (float)(levels ? whole : share);
        p->rest[c] = share * levels - whole;
        given += (int32_t)whole;
    }
    for (; levels && given < levels; given++) {
        int32_t most = 0;
        for (int32_t c = 1; c < classes; c++)
            most = p->rest[c] > p->rest[most] + 1e-9 ? c : most;
        p->row[most] += 1.0f;
        p->rest[most] -= 1.0;
    }
    for (int32_t c = 0; levels && c < classes; c++)
        p->row[c] /= (float)levels;
}

/* The row of node i's distribution in the pruned forest, or -1 where memory ran out. */
static int32_t row_of(struct pruner *p, int32_t i, const double *w)
{
    const struct mien_forest *f = p->f;
    if (f->feature[i] < 0 && p->options->levels == 0)
        return leaf_rows_add(&p->rows, f->leaf + (size_t)(-1 - f->feature[i]) * (size_t)f->classes);
    round_row(p, w);
    return leaf_rows_add(&p->rows, p->row);
}

/* Decide what each node of tree [root, end) becomes: from the top who is cut, from the leaves who
 * answers alike. */
static int decide(struct pruner *p, int32_t root, int32_t end)
{
    const struct mien_forest *f = p->f;
    size_t classes = (size_t)f->classes;
    for (int32_t i = root; i < end; i++)
        p->state[i - root] = SPLIT;
    for (int32_t i = root; i < end; i++) {
        bool light =
            total(p->sums + (size_t)(i - root) * classes, f->classes) < p->options->min_weight;
        if (f->feature[i] < 0 || !light)
            continue;
        for (int32_t last = subtree_end(f, i); i + 1 < last; last--)
            p->state[last - 1 - root] = HIDDEN;
        p->state[i - root] = 0;
        i = subtree_end(f, i) - 1;
    }
    for (int32_t i = end - 1; i >= root; i--) {
        int32_t *state = &p->state[i - root];
        if (*state == HIDDEN)
            continue;
        if (f->feature[i] < 0 || *state != SPLIT) {
            *state = row_of(p, i, p->sums + (size_t)(i - root) * classes);
            if (*state < 0)
                return -1;
            continue;
        }
        int32_t left = state[1], right = p->state[f->right[i] - root];
        if (left >= 0 && left == right && p->options->levels)
            *state = left;
    }
    return 0;
}

/* Copy what is left of tree [root, end) to the end of `out`. */
static void copy_tree(struct pruner *p, int32_t root, int32_t end)
{
    const struct mien_forest *f = p->f;
    struct forest *out = p->out;
    int32_t first = p->count;
    for (int32_t i = root; i < end; i++) {
        int32_t k = p->count++, state = p->state[i - root];
        double w = total(p->sums + (size_t)(i - root) * (size_t)f->classes, f->classes);
        p->place[i - root] = k;
        out->feature[k] = state >= 0 ? -1 - state : f->feature[i];
        out->threshold[k] = state >= 0 ? 0.0f : f->threshold[i];
        out->right[k] = state >= 0 ? 0 : f->right[i];
        out->weight[k] = (float)w;
        if (state >= 0)
            i = subtree_end(f, i) - 1;
    }
    for (int32_t k = first; k < p->count; k++)
        if (out->feature[k] >= 0)
            out->right[k] = p->place[out->right[k] - root];
}

static int prune_trees(struct pruner *p)
{
    const struct mien_forest *f = p->f;
    for (int32_t t = 0; t < p->options->trees; t++) {
        int32_t root = f->root[t], end = forest_tree_end(f, t);
        forest_node_sums(f, p->weight, t, p->sums);
        if (decide(p, root, end) != 0)
            return -1;
        p->out->root[t] = p->count;
        copy_tree(p, root, end);
    }
    return 0;
}

int forest_prune(const struct mien_forest *f, const float *weight, const struct prune *o,
                 struct forest *out, struct mien_error *e)
{
    int32_t largest = 0, nodes = forest_tree_end(f, o->trees - 1);
    size_t classes = (size_t)f->classes;
    for (int32_t t = 0; t < o->trees; t++) {
        int32_t size = forest_tree_end(f, t) - f->root[t];
        largest = size > largest ? size : largest;
    }
    struct pruner p = {.f = f, .weight = weight, .options = o, .out = out};
    *out = (struct forest){0};
    leaf_rows_init(&p.rows, (uint32_t)f->classes);
    p.sums = malloc((size_t)largest * classes * sizeof *p.sums);
    p.state = malloc((size_t)largest * sizeof *p.state);
    p.place = malloc((size_t)largest * sizeof *p.place);
    p.row = malloc(classes * sizeof *p.row);
    p.rest = malloc(classes * sizeof *p.rest);
    int result = -1;
    if (p.sums && p.state && p.place && p.row && p.rest &&
        forest_init(out, o->trees, nodes, 1, f->features, f->classes, e) == 0 &&
        prune_trees(&p) == 0) {
        free(out->leaf);
        out->view.leaf = out->leaf = p.rows.rows;
        out->view.leaves = p.rows.count;
        out->view.nodes = p.count;
        p.rows.rows = NULL;
        result = 0;
    } else {
        forest_free(out);
        error_memory(e, "a pruned forest", (size_t)nodes * 16);
    }
    leaf_rows_free(&p.rows);
    free(p.sums);
    free(p.state);
    free(p.place);
    free(p.row);
    free(p.rest);
    return result;
}
