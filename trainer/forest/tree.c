/* tree.c - drawing a tree's samples, and the depth-first loop that splits them; see tree.h. */
#include "trainer/forest/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A node still to be made: samples [begin, end), and the node whose right child it is, or -1. */
struct grower_task {
    uint32_t begin, end, depth;
    int32_t right_of;
};

void tree_free(struct tree *t)
{
    free(t->feature);
    free(t->right);
    free(t->bin);
    free(t->weight);
    free(t->leaf);
    *t = (struct tree){0};
}

int32_t tree_descend(const struct tree *t, const struct bins *b, uint32_t row)
{
    const uint8_t *bin = b->by_row + (size_t)row * b->width;
    int32_t i = 0;
    while (t->feature[i] >= 0)
        i = bin[t->feature[i]] <= t->bin[i] ? i + 1 : t->right[i];
    return i;
}

int grower_init(struct grower *g, const struct samples *s, const struct bins *b,
                const struct forest_options *o, const struct tree_rows *rows, struct mien_error *e)
{
    *g = (struct grower){.samples = s, .bins = b, .options = o, .rows = rows};
    g->drawn = forest_options_features(o, s->width);
    g->order = malloc(s->width * sizeof *g->order);
    g->times = malloc(s->rows * sizeof *g->times);
    g->row = malloc(s->rows * sizeof *g->row);
    g->spare_row = malloc(s->rows * sizeof *g->spare_row);
    g->label = malloc(s->rows);
    g->spare_label = malloc(s->rows);
    g->weight = malloc(s->rows * sizeof *g->weight);
    g->spare_weight = malloc(s->rows * sizeof *g->spare_weight);
    if (!g->order || !g->times || !g->row || !g->spare_row || !g->label || !g->spare_label ||
        !g->weight || !g->spare_weight || splitter_init(&g->splitter, b, o, s->classes, e) != 0) {
        grower_free(g);
        return error_memory(e, "growing a tree", (size_t)s->rows * 20 + (size_t)s->width * 4);
    }
    return 0;
}

void grower_free(struct grower *g)
{
    free(g->order);
    free(g->times);
    free(g->row);
    free(g->spare_row);
    free(g->label);
    free(g->spare_label);
    free(g->weight);
    free(g->spare_weight);
    free(g->stack);
    splitter_free(&g->splitter);
    tree_free(&g->tree);
    *g = (struct grower){0};
}

/* Make room for one more of `count` items of `size` bytes in *items. */
static int reserve(void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return 0;
    size_t wanted = *capacity ? *capacity * 2 : 256;
    void *old, *grown;
    memcpy(&old, items, sizeof old);
    grown = realloc(old, wanted * size);
    if (!grown)
        return -1;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return 0;
}

static int reserve_node(struct grower *g)
{
    struct tree *t = &g->tree;
    size_t capacity = g->node_capacity, count = (size_t)t->nodes;
    size_t a = capacity, b = capacity, c = capacity, d = capacity;
    if (reserve(&t->feature, &a, count, sizeof *t->feature) != 0 ||
        reserve(&t->right, &b, count, sizeof *t->right) != 0 ||
        reserve(&t->bin, &c, count, sizeof *t->bin) != 0 ||
        reserve(&t->weight, &d, count, sizeof *t->weight) != 0)
        return -1;
    g->node_capacity = a;
    return 0;
}

/* How often each row is in the tree. With replacement, or a partial shuffle without. */
static void draw_times(struct grower *g)
{
    const struct tree_rows *rows = g->rows;
    uint32_t count = (uint32_t)ceil(g->options->sample_fraction * rows->count);
    memset(g->times, 0, g->samples->rows * sizeof *g->times);
    if (g->options->bootstrap) {
        for (uint32_t i = 0; i < count; i++) {
            uint16_t *times = &g->times[rows->row[rng_below(&g->rng, rows->count)]];
            *times += *times < UINT16_MAX;
        }
        return;
    }
    memcpy(g->spare_row, rows->row, rows->count * sizeof *g->spare_row);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = count == rows->count ? i : i + rng_below(&g->rng, rows->count - i);
        uint32_t row = g->spare_row[j];
        g->spare_row[j] = g->spare_row[i];
        g->times[row] = 1;
    }
}

/* Lay the drawn rows out as samples, in ascending order. Returns how many. */
static uint32_t gather_samples(struct grower *g)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < g->rows->count; i++) {
        uint32_t row = g->rows->row[i];
        if (g->times[row] == 0)
            continue;
        g->row[count] = row;
        g->label[count] = g->samples->y[row];
        g->weight[count] = (float)g->times[row] * g->rows->weight[row];
        count++;
    }
    return count;
}

/* The best split of a node among `drawn` features that are not constant in it, drawn without
 * replacement; constant ones are drawn past. False where there is none. */
static bool find_split(struct grower *g, const struct split_samples *in, struct split *best)
{
    uint32_t width = g->samples->width, useful = 0;
    best->score = -INFINITY;
    for (uint32_t i = 0; i < width && useful < g->drawn; i++) {
        uint32_t j = i + rng_below(&g->rng, width - i), feature = g->order[j];
        g->order[j] = g->order[i];
        g->order[i] = feature;
        enum split_found found = g->options->kind == FOREST_EXTRA
                                     ? splitter_random(&g->splitter, in, feature, &g->rng, best)
                                     : splitter_best(&g->splitter, in, feature, best);
        if (found == SPLIT_PERFECT)
            break;
        useful += found != SPLIT_CONSTANT;
    }
    return best->score > -INFINITY;
}

/* Move the threshold from the bin it was found at to the middle of the node's gap above it. */
static void centre_threshold(const struct grower *g, const struct split_samples *in,
                             struct split *split)
{
    const uint8_t *column = g->bins->by_column + (size_t)split->feature * g->bins->rows;
    uint8_t below = 0, above = UINT8_MAX;
    for (uint32_t i = 0; i < in->count; i++) {
        uint8_t bin = column[in->row[i]];
        if (bin <= split->bin)
            below = bin > below ? bin : below;
        else
            above = bin < above ? bin : above;
    }
    split->bin = bins_edge_between(g->bins, split->feature, below, above);
}

/* Stable partition of samples [begin, end) by the split; returns where the right side starts. */
static uint32_t partition(struct grower *g, uint32_t begin, uint32_t end, const struct split *split)
{
    const uint8_t *column = g->bins->by_column + (size_t)split->feature * g->bins->rows;
    uint32_t left = begin, right = 0;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t row = g->row[i];
        uint8_t label = g->label[i];
        float weight = g->weight[i];
        bool goes_left = column[row] <= split->bin;
        g->row[left] = g->spare_row[right] = row;
        g->label[left] = g->spare_label[right] = label;
        g->weight[left] = g->spare_weight[right] = weight;
        left += goes_left;
        right += !goes_left;
    }
    memcpy(g->row + left, g->spare_row, right * sizeof *g->row);
    memcpy(g->label + left, g->spare_label, right);
    memcpy(g->weight + left, g->spare_weight, right * sizeof *g->weight);
    return left;
}

/* The leaf row for the node whose totals the splitter holds, or -1 where memory ran out. */
static int32_t leaf_row(struct grower *g, uint32_t present)
{
    const struct splitter *s = &g->splitter;
    struct tree *t = &g->tree;
    int32_t classes = (int32_t)s->classes;
    if (present == 1)
        for (int32_t c = 0; c < classes; c++)
            if (s->total[c] > 0.0f)
                return c;
    if (reserve(&t->leaf, &g->leaf_capacity, (size_t)t->leaves, s->classes * sizeof(float)) != 0)
        return -1;
    float *row = t->leaf + (size_t)t->leaves * s->classes;
    for (int32_t c = 0; c < classes; c++)
        row[c] = s->total[c] / s->total_weight;
    return classes + t->leaves++;
}

/* Make the node of `task`: a leaf, or a split whose right and then left side are stacked. */
static int make_node(struct grower *g, struct grower_task task)
{
    const struct forest_options *o = g->options;
    struct tree *t = &g->tree;
    struct split_samples in = {task.end - task.begin, g->row + task.begin, g->label + task.begin,
                               g->weight + task.begin, g->samples->target};
    if (reserve_node(g) != 0 ||
        reserve(&g->stack, &g->stack_capacity, g->stack_count + 1, sizeof *g->stack) != 0)
        return -1;
    int32_t node = t->nodes++;
    if (task.right_of >= 0)
        t->right[task.right_of] = node;
    uint32_t present = splitter_begin(&g->splitter, &in);
    struct split split = {0};
    t->weight[node] = g->splitter.total_weight;
    t->bin[node] = 0;
    t->right[node] = 0;
    if (present == 1 || in.count < o->min_split || in.count / 2 < o->min_leaf ||
        (o->max_depth && task.depth == o->max_depth) || !find_split(g, &in, &split)) {
        int32_t row = leaf_row(g, present);
        t->feature[node] = -1 - row;
        return row < 0 ? -1 : 0;
    }
    if (o->kind == FOREST_RANDOM)
        centre_threshold(g, &in, &split);
    t->feature[node] = (int32_t)split.feature;
    t->bin[node] = split.bin;
    uint32_t middle = partition(g, task.begin, task.end, &split);
    g->stack[g->stack_count++] = (struct grower_task){middle, task.end, task.depth + 1, node};
    g->stack[g->stack_count++] = (struct grower_task){task.begin, middle, task.depth + 1, -1};
    return 0;
}

/* A copy of the first `size` bytes, or NULL. */
static void *copy_of(const void *data, size_t size)
{
    void *copy = malloc(size ? size : 1);
    if (copy && size)
        memcpy(copy, data, size);
    return copy;
}

static int copy_tree(struct tree *out, const struct tree *t, uint32_t classes)
{
    size_t n = (size_t)t->nodes;
    *out = (struct tree){.nodes = t->nodes, .leaves = t->leaves};
    out->feature = copy_of(t->feature, n * sizeof *t->feature);
    out->right = copy_of(t->right, n * sizeof *t->right);
    out->bin = copy_of(t->bin, n * sizeof *t->bin);
    out->weight = copy_of(t->weight, n * sizeof *t->weight);
    out->leaf = copy_of(t->leaf, (size_t)t->leaves * classes * sizeof *t->leaf);
    if (out->feature && out->right && out->bin && out->weight && out->leaf)
        return 0;
    tree_free(out);
    return -1;
}

int grower_grow(struct grower *g, uint64_t seed, uint32_t index, struct tree *out,
                struct mien_error *e)
{
    g->rng = rng_stream(seed, index);
    for (uint32_t f = 0; f < g->samples->width; f++)
        g->order[f] = f;
    draw_times(g);
    g->tree.nodes = g->tree.leaves = 0;
    g->stack_count = 0;
    struct grower_task task = {0, gather_samples(g), 0, -1};
    for (;;) {
        if (make_node(g, task) != 0)
            break;
        if (g->stack_count == 0)
            return copy_tree(out, &g->tree, g->samples->classes) == 0
                       ? 0
                       : error_memory(e, "a grown tree", (size_t)g->tree.nodes * 13);
        task = g->stack[--g->stack_count];
    }
    return error_memory(e, "a growing tree", g->node_capacity * 13);
}
