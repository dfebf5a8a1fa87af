/* darknet_model.c - see darknet_model.h. */
#include "trainer/import/darknet_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/dataset_open.h"
#include "runtime/host/sha256.h"
#include "trainer/network/darknet_weights.h"
#include "trainer/samples/unit.h"

enum { NAMES_BYTES = 1 << 20, SECTIONS_MAX = 64, CLASSES_MAX = 256 };

/* The classes' names: pointers into `text`, or those of a data set. */
struct names {
    char *text;
    const char **at;
    uint32_t count;
    struct dataset data;
};

static void names_free(struct names *n)
{
    dataset_close(&n->data);
    free(n->text);
    free((void *)n->at);
}

/* Cut the text at `separators`; empty names are left out. */
static int split(struct names *n, const char *separators, struct mien_error *e)
{
    const size_t most = strlen(n->text) / 2 + 1;
    char *rest = n->text, *name;
    n->at = malloc(most * sizeof *n->at);
    if (!n->at)
        return error_memory(e, "classes", most * sizeof *n->at);
    while ((name = strsep(&rest, separators)))
        if (*name)
            n->at[n->count++] = name;
    return 0;
}

static int from_data(struct names *n, const struct darknet_options *o, struct cfg *c,
                     struct mien_error *e)
{
    char set[4096];
    if ((size_t)snprintf(set, sizeof set, "data.path=%s", o->data) >= sizeof set)
        return error_usage(e, "--data names a folder (of %zu letters)", strlen(o->data));
    if (dataset_open(&n->data, o->data, e) != 0 || cfg_set(c, set, e) != 0)
        return -1;
    n->count = n->data.classes;
    return 0;
}

static int find_names(struct names *n, const struct darknet_options *o, struct cfg *c,
                      struct mien_error *e)
{
    if (!!o->classes + !!o->names + !!o->data > 1)
        return error_usage(e, "--classes, --names and --data each name the classes; give one");
    if (o->data)
        return from_data(n, o, c, e);
    if (!o->classes && !o->names)
        return 0;
    n->text = o->classes ? strdup(o->classes) : file_text(o->names, NAMES_BYTES, e);
    if (!n->text)
        return o->classes ? error_memory(e, "classes", strlen(o->classes)) : -1;
    return split(n, o->classes ? "," : "\r\n", e);
}

static int check_names(const struct names *n, const struct network *net, const char *path,
                       struct mien_error *e)
{
    const struct shape in = net->layers[0].shape;
    const uint32_t *d = n->data.shape;
    if (n->count > 0 && n->count != net->classes)
        return error_set(e, path, 0,
                         "the network has %u outputs (%u classes are named); name as many",
                         net->classes, n->count);
    if (n->count > CLASSES_MAX)
        return error_set(e, path, 0,
                         "a model knows up to %d classes by name (%u are named); leave them out",
                         CLASSES_MAX, n->count);
    if (n->data.path && (d[0] != in.h || d[1] != in.w || d[2] != in.c))
        return error_set(e, path, 0,
                         "the network takes pictures of %u x %u x %u (those of '%s' are %u x %u x "
                         "%u); give the data set of its size",
                         in.h, in.w, in.c, n->data.path, d[0], d[1], d[2]);
    return 0;
}

static int describe(struct model *m, const struct cfg *c, const char *weights,
                    const struct darknet_options *o, struct mien_error *e)
{
    struct file_map file = {0};
    char sum[65];
    char *text = cfg_text(c);
    if (!text)
        return error_memory(e, "the cfg's text", 0);
    sha256_hex(text, strlen(text), sum);
    const int result = model_set(m, "cfg", text, e) == 0 &&
                               model_set(m, "cfg_sha256", sum, e) == 0 &&
                               file_map(&file, weights, e) == 0
                           ? import_set_origin(m, weights, &file, &o->from, e)
                           : -1;
    file_unmap(&file);
    free(text);
    return result;
}

/* Operators behind the scale, and what the last of them gives. */
static int add_network(struct model *m, const struct network *n, struct mien_error *e)
{
    static const char *const output = "probabilities";
    if (network_lower(n, m, e) != 0)
        return -1;
    const int32_t last = m->graph.node_count;
    return m->classes > 0 || model_set_outputs(m, &last, &output, 1, e) == 0 ? model_finish(m, e)
                                                                             : -1;
}

static int build(struct model *m, const struct network *n, const struct names *names,
                 struct mien_error *e)
{
    const struct shape *in = &n->layers[0].shape;
    const uint32_t shape[3] = {in->h, in->w, in->c};
    const char *const *given =
        names->data.path ? (const char *const *)names->data.class_names : names->at;
    if (model_init(m, "network", "image", shape, given, names->count, e) != 0)
        return -1;
    if (unit_add(m, e) != 0 || (m->classes > 0 && model_end_features(m, e) != 0))
        return -1;
    return add_network(m, n, e);
}

/* The network with the numbers of `weights`; [data] is for others to read. */
static int open_network(struct network *n, struct cfg *c, const char *weights, struct mien_error *e)
{
    const char *sections[SECTIONS_MAX] = {"data"}, *path;
    const size_t count = 1 + network_sections(sections + 1, SECTIONS_MAX - 1);
    struct cfg_section *data = cfg_find(c, "data");
    if (cfg_check_sections(c, sections, count, e) != 0 ||
        (data && cfg_string(data, "path", &path, NULL, e) != 0) ||
        network_init(n, c, NULL, 0, 0, 0, e) != 0)
        return -1;
    return cfg_check_used(c, e) == 0 ? darknet_weights_load(n, weights, NULL, e) : -1;
}

int darknet_model(struct model *m, const char *weights, const struct darknet_options *o,
                  struct mien_error *e)
{
    struct names names = {0};
    struct network n = {0};
    struct cfg c = {0};
    *m = (struct model){0};
    int result = cfg_open(&c, o->cfg, e);
    if (result == 0 &&
        (find_names(&names, o, &c, e) != 0 || open_network(&n, &c, weights, e) != 0 ||
         check_names(&names, &n, o->cfg, e) != 0 || build(m, &n, &names, e) != 0 ||
         describe(m, &c, weights, o, e) != 0))
        result = -1;
    if (result != 0)
        model_free(m);
    names_free(&names);
    network_free(&n);
    cfg_close(&c);
    return result;
}
