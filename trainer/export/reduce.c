/* reduce.c - see reduce.h. */
#include "trainer/export/reduce.h"

#include <stdlib.h>

#include "trainer/forest/forest_narrow.h"
#include "trainer/forest/forest_reduce.h"

/* Of the comment, what is only known once the reduced forest has been measured. */
enum { COMMENT_RESERVE = 1024, TRIES_MAX = 8 };

static const struct mien_forest *forest_of(const struct model *m)
{
    const struct mien_node *last = &m->graph.nodes[m->graph.node_count - 1];
    return last->op == MIEN_FOREST ? &last->u.forest : NULL;
}

/* Copy what stands before the forest, then the reduced one. */
static int rebuild(struct model *out, const struct model *full, const struct forest *reduced,
                   struct mien_error *e)
{
    if (model_init(out, full->kind, full->input_kind, full->input_shape,
                   (const char *const *)full->class_names, full->classes, e) != 0)
        return -1;
    const char *cfg = model_get(full, "cfg"), *input = model_get(full, "input");
    if (model_copy_features(out, full, e) == 0 && forest_append(reduced, out, e) == 0 &&
        (!cfg || model_set(out, "cfg", cfg, e) == 0) &&
        (!input || model_set(out, "input", input, e) == 0) && model_finish(out, e) == 0)
        return 0;
    model_free(out);
    return -1;
}

int reduce_model(struct model *out, const struct model *full, long long forest_bytes,
                 struct mien_error *e)
{
    struct forest reduced = {0};
    *out = (struct model){0};
    if (!forest_of(full) || full->graph.feature_nodes != full->graph.node_count - 1)
        return error_set(e, full->file.path, 0, "only forests can be reduced (this model is a %s)",
                         full->kind);
    int result = forest_reduce(forest_of(full), NULL, (size_t)forest_bytes, &reduced, e);
    if (result == 0)
        result = rebuild(out, full, &reduced, e);
    forest_free(&reduced);
    return result;
}

/* Bytes of the header of `m`; -1 on failure. */
static long long header_size(const struct model *m, const struct facts *f,
                             const struct export_options *o, struct mien_error *e)
{
    struct export_options unlimited = *o;
    size_t size = 0;
    unlimited.max_bytes = 0;
    char *text = export_header(m, f, &unlimited, &size, e);
    free(text);
    return text ? (long long)size + COMMENT_RESERVE : -1;
}

/* A header as tables takes at least four characters a node; larger ones are not even tried. */
static bool surely_too_large(const struct model *m, long long max_bytes)
{
    return 4 * (long long)forest_of(m)->nodes > max_bytes;
}

/* The bytes to reduce to next, when the header of `m` has `size` bytes: what its forest takes now
 * less what is too much. */
static long long next_bytes(const struct model *m, const struct export_options *o, long long size,
                            struct mien_error *e)
{
    struct forest_narrow narrow;
    if (forest_narrow_make(&narrow, forest_of(m), e) != 0)
        return -1;
    const long long text = (long long)forest_narrow_text(&narrow);
    forest_narrow_free(&narrow);
    const long long bytes = text - (size - o->max_bytes);
    return bytes > 0
               ? bytes
               : error_set(e, NULL, 0,
                           "no forest fits a header of %lld bytes, without one it takes %lld; "
                           "allow more with --max-bytes",
                           o->max_bytes, size - text);
}

/* Reduce until the header fits; o->forest_bytes is where to begin and then what did. */
static int search(struct model *out, const struct model *full, const struct facts *f,
                  struct export_options *o, struct mien_error *e)
{
    for (int i = 0; i < TRIES_MAX; i++) {
        if (reduce_model(out, full, o->forest_bytes, e) != 0)
            return -1;
        const long long size = header_size(out, f, o, e);
        if (size >= 0 && size <= o->max_bytes)
            return 0;
        o->forest_bytes = size < 0 ? -1 : next_bytes(out, o, size, e);
        model_free(out);
        if (o->forest_bytes < 0)
            return -1;
    }
    return error_set(e, full->file.path, 0,
                     "no forest was found whose header has %lld bytes; allow more with --max-bytes",
                     o->max_bytes);
}

int reduce_to_fit(struct model *out, const struct model *full, const struct facts *f,
                  struct export_options *o, struct mien_error *e)
{
    *out = (struct model){0};
    o->forest_bytes = 0;
    if (o->max_bytes <= 0 || o->inlined || !forest_of(full))
        return 0;
    if (!surely_too_large(full, o->max_bytes)) {
        const long long size = header_size(full, f, o, e);
        if (size < 0 || size <= o->max_bytes)
            return size < 0 ? -1 : 0;
    }
    o->forest_bytes = o->max_bytes;
    return search(out, full, f, o, e);
}
