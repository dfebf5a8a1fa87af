/* forest.c - see forest.h. */
#include "trainer/forest/forest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int forest_init(struct forest *f, int32_t trees, int32_t nodes, int32_t leaves, int32_t features,
                int32_t classes, struct mien_error *e)
{
    size_t n = (size_t)nodes, cells = (size_t)leaves * (size_t)classes;
    *f = (struct forest){.oob_accuracy = NAN};
    f->root = malloc((size_t)trees * sizeof *f->root);
    f->feature = malloc(n * sizeof *f->feature);
    f->threshold = malloc(n * sizeof *f->threshold);
    f->right = malloc(n * sizeof *f->right);
    f->weight = malloc(n * sizeof *f->weight);
    f->leaf = malloc(cells * sizeof *f->leaf);
    if (!f->root || !f->feature || !f->threshold || !f->right || !f->weight || !f->leaf) {
        forest_free(f);
        return error_memory(e, "a forest", n * 16 + cells * sizeof *f->leaf);
    }
    f->view = (struct mien_forest){.root = f->root,
                                   .feature = f->feature,
                                   .threshold = f->threshold,
                                   .right = f->right,
                                   .leaf = f->leaf,
                                   .trees = trees,
                                   .nodes = nodes,
                                   .leaves = leaves,
                                   .features = features,
                                   .classes = classes};
    return 0;
}

void forest_free(struct forest *f)
{
    free(f->root);
    free(f->feature);
    free(f->threshold);
    free(f->right);
    free(f->weight);
    free(f->leaf);
    *f = (struct forest){0};
}

int32_t forest_tree_end(const struct mien_forest *f, int32_t t)
{
    return t + 1 < f->trees ? f->root[t + 1] : f->nodes;
}

void forest_node_sums(const struct mien_forest *f, const float *weight, int32_t t, double *out)
{
    int32_t root = f->root[t];
    size_t classes = (size_t)f->classes;
    for (int32_t i = forest_tree_end(f, t) - 1; i >= root; i--) {
        double *sum = out + (size_t)(i - root) * classes;
        if (f->feature[i] < 0) {
            const float *row = f->leaf + (size_t)(-1 - f->feature[i]) * classes;
            for (size_t c = 0; c < classes; c++)
                sum[c] = (double)row[c] * (weight ? (double)weight[i] : 1.0);
        } else {
            const double *right = out + (size_t)(f->right[i] - root) * classes;
            for (size_t c = 0; c < classes; c++)
                sum[c] = sum[classes + c] + right[c];
        }
    }
}

double forest_impurity(enum forest_criterion criterion, const double *w, int32_t classes)
{
    double total = 0.0, sum = 0.0;
    for (int32_t c = 0; c < classes; c++) {
        total += w[c];
        sum += criterion == FOREST_GINI ? w[c] * w[c] : w[c] > 0.0 ? w[c] * log2(w[c]) : 0.0;
    }
    if (total <= 0.0)
        return 0.0;
    return criterion == FOREST_GINI ? total - sum / total : total * log2(total) - sum;
}

/* Add tree t's share of the importances, scaled to sum to 1; `sums` and `own` are scratch. */
static void add_importances(const struct forest *f, enum forest_criterion criterion, int32_t t,
                            double *sums, double *own, double *importance)
{
    const struct mien_forest *v = &f->view;
    int32_t root = v->root[t], classes = v->classes;
    double total = 0.0;
    memset(own, 0, (size_t)v->features * sizeof *own);
    forest_node_sums(v, f->weight, t, sums);
    for (int32_t i = forest_tree_end(v, t) - 1; i >= root; i--) {
        if (v->feature[i] < 0)
            continue;
        const double *node = sums + (size_t)(i - root) * (size_t)classes;
        const double *right = sums + (size_t)(v->right[i] - root) * (size_t)classes;
        double gain = forest_impurity(criterion, node, classes) -
                      forest_impurity(criterion, node + classes, classes) -
                      forest_impurity(criterion, right, classes);
        own[v->feature[i]] += gain > 0.0 ? gain : 0.0;
        total += gain > 0.0 ? gain : 0.0;
    }
    for (int32_t k = 0; total > 0.0 && k < v->features; k++)
        importance[k] += own[k] / total;
}

int forest_importances(const struct forest *f, enum forest_criterion criterion, double *importance,
                       struct mien_error *e)
{
    const struct mien_forest *v = &f->view;
    int32_t largest = 0;
    for (int32_t t = 0; t < v->trees; t++) {
        int32_t nodes = forest_tree_end(v, t) - v->root[t];
        largest = nodes > largest ? nodes : largest;
    }
    size_t cells = (size_t)largest * (size_t)v->classes, width = (size_t)v->features;
    double *scratch = malloc((cells + width) * sizeof *scratch), total = 0.0;
    if (!scratch)
        return error_memory(e, "importances", (cells + width) * sizeof *scratch);
    memset(importance, 0, width * sizeof *importance);
    for (int32_t t = 0; t < v->trees; t++)
        add_importances(f, criterion, t, scratch, scratch + cells, importance);
    for (size_t k = 0; k < width; k++)
        total += importance[k];
    for (size_t k = 0; total > 0.0 && k < width; k++)
        importance[k] /= total;
    free(scratch);
    return 0;
}

int forest_append(const struct forest *f, struct model *m, struct mien_error *e)
{
    return model_add_forest(m, &f->view, e);
}
