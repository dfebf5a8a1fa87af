/* grove.c - publishing, voting and joining; see grove.h. Its files are in checkpoint.c. */
#include "trainer/forest/grove.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/forest/leaf_rows.h"

int grove_init(struct grove *g, const struct samples *s, const struct bins *b, uint32_t trees,
               bool out_of_bag, struct mien_error *e)
{
    *g = (struct grove){.samples = s, .bins = b, .trees = trees};
    g->entries = calloc(trees, sizeof *g->entries);
    if (out_of_bag)
        g->votes = calloc((size_t)s->rows * s->classes, sizeof *g->votes);
    if (g->entries && (g->votes || !out_of_bag))
        return 0;
    grove_free(g);
    return error_memory(e, "a forest's trees", trees * sizeof *g->entries);
}

void grove_free(struct grove *g)
{
    for (uint32_t t = 0; g->entries && t < g->trees; t++) {
        tree_free(&g->entries[t].tree);
        free(g->entries[t].votes);
    }
    free(g->entries);
    free(g->votes);
    *g = (struct grove){0};
}

int grove_poll(const struct grove *g, struct grove_entry *entry, const struct tree_rows *rows,
               const uint16_t *times, struct mien_error *e)
{
    uint32_t count = 0;
    if (!g->votes)
        return 0;
    for (uint32_t i = 0; i < rows->count; i++)
        count += times[rows->row[i]] == 0;
    entry->votes = malloc((count ? count : 1) * sizeof *entry->votes);
    if (!entry->votes)
        return error_memory(e, "out-of-bag votes", count * sizeof *entry->votes);
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t row = rows->row[i];
        if (times[row] == 0) {
            int32_t node = tree_descend(&entry->tree, g->bins, row);
            entry->votes[entry->vote_count++] =
                (struct grove_vote){row, -1 - entry->tree.feature[node]};
        }
    }
    return 0;
}

static void count_votes(struct grove *g, struct grove_entry *entry)
{
    size_t classes = g->samples->classes;
    for (uint32_t i = 0; i < entry->vote_count; i++) {
        float *sum = g->votes + entry->votes[i].row * classes;
        size_t leaf = (size_t)entry->votes[i].leaf;
        if (leaf < classes) {
            sum[leaf] += 1.0f;
            continue;
        }
        const float *row = entry->tree.leaf + (leaf - classes) * classes;
        for (size_t c = 0; c < classes; c++)
            sum[c] += row[c];
    }
    free(entry->votes);
    entry->votes = NULL;
    entry->vote_count = 0;
}

void grove_publish(struct grove *g, uint32_t index, const struct grove_entry *entry)
{
    g->entries[index] = *entry;
    g->entries[index].ready = true;
}

bool grove_advance(struct grove *g)
{
    if (g->done == g->trees || !g->entries[g->done].ready)
        return false;
    count_votes(g, &g->entries[g->done++]);
    return true;
}

double grove_oob_accuracy(const struct grove *g)
{
    const struct samples *s = g->samples;
    double right = 0.0, all = 0.0;
    for (uint32_t r = 0; g->votes && r < s->rows; r++) {
        const float *votes = g->votes + (size_t)r * s->classes;
        uint32_t best = 0;
        for (uint32_t c = 1; c < s->classes; c++)
            best = votes[c] > votes[best] ? c : best;
        if (votes[best] <= 0.0f)
            continue;
        double weight = s->weight ? s->weight[r] : 1.0;
        all += weight;
        right += best == s->y[r] ? weight : 0.0;
    }
    return all > 0.0 ? right / all : NAN;
}

/* The row of the joined forest for row `row` of tree t; `pure` [classes] is scratch. */
static int32_t shared_row(struct leaf_rows *shared, const struct tree *t, int32_t row, float *pure)
{
    int32_t classes = (int32_t)shared->classes;
    if (row >= classes)
        return leaf_rows_add(shared, t->leaf + (size_t)(row - classes) * shared->classes);
    memset(pure, 0, shared->classes * sizeof *pure);
    pure[row] = 1.0f;
    return leaf_rows_add(shared, pure);
}

/* Copy tree t to `at` of the forest, its leaf rows shared with all others'. */
static int join_tree(const struct grove *g, const struct tree *t, int32_t at, struct forest *out,
                     struct leaf_rows *shared, float *pure)
{
    for (int32_t i = 0; i < t->nodes; i++) {
        int32_t feature = t->feature[i], k = at + i;
        out->weight[k] = t->weight[i];
        out->threshold[k] = 0.0f;
        out->right[k] = 0;
        out->feature[k] = feature;
        if (feature >= 0) {
            out->threshold[k] = g->bins->edge[(size_t)feature * BINS_MAX + t->bin[i]];
            out->right[k] = at + t->right[i];
            continue;
        }
        int32_t row = shared_row(shared, t, -1 - feature, pure);
        if (row < 0)
            return -1;
        out->feature[k] = -1 - row;
    }
    return 0;
}

int grove_forest(const struct grove *g, struct forest *out, struct mien_error *e)
{
    const struct samples *s = g->samples;
    struct leaf_rows shared;
    int64_t nodes = 0;
    int result = -1;
    *out = (struct forest){0};
    leaf_rows_init(&shared, s->classes);
    float *pure = malloc(s->classes * sizeof *pure);
    for (uint32_t t = 0; t < g->trees; t++)
        nodes += g->entries[t].tree.nodes;
    if (nodes > INT32_MAX) {
        error_set(e, NULL, 0,
                  "the forest has too many nodes (%lld); fit fewer trees or set depth or leaf",
                  (long long)nodes);
        goto done;
    }
    if (!pure || forest_init(out, (int32_t)g->trees, (int32_t)nodes, 1, (int32_t)s->width,
                             (int32_t)s->classes, e) != 0)
        goto memory;
    int32_t at = 0;
    for (uint32_t t = 0; t < g->trees; t++) {
        out->root[t] = at;
        if (join_tree(g, &g->entries[t].tree, at, out, &shared, pure) != 0)
            goto memory;
        at += g->entries[t].tree.nodes;
    }
    free(out->leaf);
    out->view.leaf = out->leaf = shared.rows;
    out->view.leaves = shared.count;
    shared.rows = NULL;
    out->oob_accuracy = grove_oob_accuracy(g);
    result = 0;
    goto done;
memory:
    error_memory(e, "the forest's nodes", (size_t)nodes * 16);
done:
    if (result != 0)
        forest_free(out);
    leaf_rows_free(&shared);
    free(pure);
    return result;
}
