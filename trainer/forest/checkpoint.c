/* checkpoint.c - a grove's finished trees on disk and back; see grove.h.
 *
 * Tensors: "nodes" and "leaves" [trees] count each tree's; "feature", "right", "bin", "weight" are
 * the trees' arrays one behind another, "leaf" their distributions, "votes" [rows, classes] where
 * there are any. Nothing of a file is trusted: a tree is taken in when every index in it is in
 * range. */
#include "trainer/forest/grove.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/safetensors.h"

static const char format_name[] = "mien-forest-checkpoint 1";

enum { NODES, LEAVES, FEATURE, RIGHT, BIN, WEIGHT, LEAF, VOTES, TENSORS };

static const struct {
    const char *name;
    enum safetensors_type type;
    size_t bytes;
} layout[TENSORS] = {{"nodes", SAFETENSORS_I32, 4},   {"leaves", SAFETENSORS_I32, 4},
                     {"feature", SAFETENSORS_I32, 4}, {"right", SAFETENSORS_I32, 4},
                     {"bin", SAFETENSORS_U8, 1},      {"weight", SAFETENSORS_F32, 4},
                     {"leaf", SAFETENSORS_F32, 4},    {"votes", SAFETENSORS_F32, 4}};

/* The arrays of tree `t` in the order of `layout`, FEATURE to LEAF, and their lengths. */
static void tree_arrays(struct tree *t, size_t classes, void *data[TENSORS], size_t count[TENSORS])
{
    size_t nodes = (size_t)t->nodes;
    data[FEATURE] = t->feature;
    data[RIGHT] = t->right;
    data[BIN] = t->bin;
    data[WEIGHT] = t->weight;
    data[LEAF] = t->leaf;
    count[FEATURE] = count[RIGHT] = count[BIN] = count[WEIGHT] = nodes;
    count[LEAF] = (size_t)t->leaves * classes;
}

/* Lay the first `done` trees one behind another into out[NODES..LEAF], sized by `count`. */
static void lay_out(const struct grove *g, char *out[TENSORS])
{
    size_t at[TENSORS] = {0};
    for (uint32_t t = 0; t < g->done; t++) {
        void *data[TENSORS];
        size_t count[TENSORS];
        struct tree *tree = &g->entries[t].tree;
        tree_arrays(tree, g->samples->classes, data, count);
        data[NODES] = &tree->nodes;
        data[LEAVES] = &tree->leaves;
        count[NODES] = count[LEAVES] = 1;
        for (int k = NODES; k <= LEAF; k++) {
            size_t bytes = count[k] * layout[k].bytes;
            if (bytes)
                memcpy(out[k] + at[k], data[k], bytes);
            at[k] += bytes;
        }
    }
}

int grove_save(const struct grove *g, const char *path, const char *fingerprint,
               struct mien_error *e)
{
    size_t classes = g->samples->classes, count[TENSORS] = {0}, bytes = 0;
    struct tensor tensors[TENSORS] = {0};
    char *out[TENSORS];
    int result = -1;
    count[NODES] = count[LEAVES] = g->done;
    for (uint32_t t = 0; t < g->done; t++) {
        for (int k = FEATURE; k <= WEIGHT; k++)
            count[k] += (size_t)g->entries[t].tree.nodes;
        count[LEAF] += (size_t)g->entries[t].tree.leaves * classes;
    }
    count[VOTES] = g->votes ? g->samples->rows * classes : 0;
    for (int k = 0; k < VOTES; k++)
        bytes += count[k] * layout[k].bytes;
    char *block = malloc(bytes ? bytes : 1), *next = block;
    cJSON *metadata = cJSON_CreateObject();
    if (!block || !cJSON_AddStringToObject(metadata, "format", format_name) ||
        !cJSON_AddStringToObject(metadata, "fingerprint", fingerprint)) {
        error_memory(e, "a checkpoint", bytes);
        goto done;
    }
    for (int k = 0; k < VOTES; k++) {
        out[k] = next;
        next += count[k] * layout[k].bytes;
    }
    out[VOTES] = (char *)g->votes;
    lay_out(g, out);
    for (int k = 0; k < TENSORS; k++) {
        tensors[k] = (struct tensor){.type = layout[k].type,
                                     .dimensions = 1,
                                     .shape = {count[k], 1, 1, 1},
                                     .count = count[k],
                                     .data = out[k]};
        strcpy(tensors[k].name, layout[k].name);
    }
    result = safetensors_write(path, tensors, TENSORS, metadata, e);
done:
    free(block);
    cJSON_Delete(metadata);
    return result;
}

/* Every index of the tree is in range and children lie behind their parents. */
static bool tree_is_sound(const struct tree *t, const struct bins *b, size_t classes)
{
    for (int32_t i = 0; i < t->nodes; i++) {
        int32_t feature = t->feature[i];
        if (feature < 0) {
            if ((size_t)(-1 - (int64_t)feature) >= classes + (size_t)t->leaves)
                return false;
        } else if ((uint32_t)feature >= b->width || t->bin[i] + 1 >= b->count[feature] ||
                   t->right[i] <= i + 1 || t->right[i] >= t->nodes) {
            return false;
        }
    }
    return t->nodes > 0 && t->feature[t->nodes - 1] < 0;
}

static int damaged(const char *path, const char *what, struct mien_error *e)
{
    return error_set(
        e, path, 0, "a damaged checkpoint of a forest (%s); remove it to fit from the start", what);
}

/* Find the tensors of the file with the types they must have; their lengths must agree. */
static int find_tensors(const struct safetensors *file, const struct grove *g, const char *path,
                        const struct tensor *found[TENSORS], struct mien_error *e)
{
    size_t votes = g->votes ? (size_t)g->samples->rows * g->samples->classes : 0;
    for (int k = 0; k < TENSORS; k++) {
        found[k] = safetensors_find(file, layout[k].name);
        if (!found[k] || found[k]->type != layout[k].type)
            return damaged(path, layout[k].name, e);
    }
    if (found[NODES]->count > g->trees || found[LEAVES]->count != found[NODES]->count)
        return damaged(path, "number of trees", e);
    for (int k = RIGHT; k <= WEIGHT; k++)
        if (found[k]->count != found[FEATURE]->count)
            return damaged(path, layout[k].name, e);
    return found[VOTES]->count == votes ? 0 : damaged(path, "votes", e);
}

/* Copy the next nodes[t] nodes and leaves[t] rows behind at[] into a tree of their own. */
static int take_tree(const struct grove *g, const char *path, const struct tensor *found[TENSORS],
                     uint32_t t, size_t at[TENSORS], struct tree *tree, struct mien_error *e)
{
    void *data[TENSORS];
    size_t count[TENSORS], classes = g->samples->classes;
    int32_t nodes = ((const int32_t *)found[NODES]->data)[t];
    int32_t leaves = ((const int32_t *)found[LEAVES]->data)[t];
    if (nodes < 1 || leaves < 0 || (size_t)nodes > found[FEATURE]->count - at[FEATURE] ||
        (size_t)leaves > (found[LEAF]->count - at[LEAF]) / classes)
        return damaged(path, "size of a tree", e);
    *tree = (struct tree){.nodes = nodes, .leaves = leaves};
    tree->feature = malloc((size_t)nodes * sizeof *tree->feature);
    tree->right = malloc((size_t)nodes * sizeof *tree->right);
    tree->bin = malloc((size_t)nodes);
    tree->weight = malloc((size_t)nodes * sizeof *tree->weight);
    tree->leaf = malloc(((size_t)leaves * classes + 1) * sizeof *tree->leaf);
    if (!tree->feature || !tree->right || !tree->bin || !tree->weight || !tree->leaf)
        return error_memory(e, "a checkpoint's tree", (size_t)nodes * 13);
    tree_arrays(tree, classes, data, count);
    for (int k = FEATURE; k <= LEAF; k++) {
        if (count[k])
            memcpy(data[k], (const char *)found[k]->data + at[k] * layout[k].bytes,
                   count[k] * layout[k].bytes);
        at[k] += count[k];
    }
    return tree_is_sound(tree, g->bins, classes) ? 0 : damaged(path, "nodes of a tree", e);
}

static int take_trees(struct grove *g, const struct safetensors *file, const char *path,
                      struct mien_error *e)
{
    const struct tensor *found[TENSORS];
    size_t at[TENSORS] = {0};
    if (find_tensors(file, g, path, found, e) != 0)
        return -1;
    uint32_t trees = (uint32_t)found[NODES]->count;
    for (uint32_t t = 0; t < trees; t++) {
        if (take_tree(g, path, found, t, at, &g->entries[t].tree, e) != 0)
            return -1;
        g->entries[t].ready = true;
    }
    if (g->votes)
        memcpy(g->votes, found[VOTES]->data, found[VOTES]->count * sizeof *g->votes);
    g->done = trees;
    return 0;
}

int grove_load(struct grove *g, const char *path, const char *fingerprint, struct mien_error *e)
{
    struct safetensors file = {0};
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return 0;
    if (safetensors_open(&file, path, e) != 0)
        return -1;
    const char *format = safetensors_meta(&file, "format");
    const char *found = safetensors_meta(&file, "fingerprint");
    int result;
    if (!format || strcmp(format, format_name) != 0)
        result = error_set(e, path, 0,
                           "not a checkpoint of a forest (format %s); remove it or name "
                           "another run folder",
                           format ? format : "missing");
    else if (!found || strcmp(found, fingerprint) != 0)
        result =
            error_set(e, path, 0,
                      "a checkpoint of another cfg or data set (fingerprint %.12s, not %.12s); "
                      "remove it to fit from the start",
                      found ? found : "missing", fingerprint);
    else
        result = take_trees(g, &file, path, e);
    safetensors_close(&file);
    return result;
}
