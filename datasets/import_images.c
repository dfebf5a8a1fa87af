/* import_images.c - see import_images.h.
 *
 * Batches of the tree's files are decoded by all threads into one buffer, then added in order: the
 * same rows whatever the threads. Of several damaged files in a batch the first is named. */
#include "datasets/import_images.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/picture_tree.h"
#include "runtime/host/image/image.h"

/* Pictures decoded at a time: enough for every thread, 1.5 MB of FER2013, and no more than 64 MiB.
 */
enum { BATCH = 640, BATCH_BYTES = 1 << 26 };

/* The tree, and what its pictures become. */
struct work {
    struct picture_tree tree;
    struct import_votes votes;
    struct image shape; /* of every row; no data */
};

/* The shape of a row: the first file's, but for what the options say. */
static int find_shape(struct work *w, const struct import_options *o, struct mien_error *e)
{
    char *path = picture_tree_path(&w->tree, 0, e);
    if (!path)
        return -1;
    int result = image_probe(&w->shape, path, e);
    free(path);
    if (o->width)
        w->shape.width = o->width;
    if (o->height)
        w->shape.height = o->height;
    if (o->grey)
        w->shape.channels = 1;
    return result;
}

static int check_shape(const struct work *w, const struct image *m, const struct import_options *o,
                       const char *path, struct mien_error *e)
{
    const struct image *s = &w->shape;
    if (m->channels != s->channels)
        return error_set(e, path, 0,
                         "a %s picture, but the first (%s) is %s; --grey makes all grey",
                         m->channels == 1 ? "grey" : "colour", w->tree.files[0].path,
                         s->channels == 1 ? "grey" : "in colour");
    if (!o->width && (m->width != s->width || m->height != s->height))
        return error_set(e, path, 0,
                         "%u x %u pixels, but the first (%s) has %u x %u; give --size WxH",
                         m->width, m->height, w->tree.files[0].path, s->width, s->height);
    return 0;
}

/* File `file` as a row: out [height, width, channels]. */
static int decode(const struct work *w, uint32_t file, const struct import_options *o, uint8_t *out,
                  struct mien_error *e)
{
    const struct image *s = &w->shape;
    struct image m = {.data = NULL};
    char *path = picture_tree_path(&w->tree, file, e);
    int result = path ? image_read(&m, path, o->grey ? 1 : 0, e) : -1;
    if (result == 0)
        result = check_shape(w, &m, o, path, e);
    if (result == 0 && (m.width != s->width || m.height != s->height))
        result = image_resize(&m, s->width, s->height, out, e);
    else if (result == 0)
        memcpy(out, m.data, (size_t)s->width * s->height * s->channels);
    image_free(&m);
    free(path);
    return result;
}

/* Files [first, first + count) into pixels [count, ...]; errors [count] is scratch. */
static int decode_batch(const struct work *w, uint32_t first, uint32_t count,
                        const struct import_options *o, uint8_t *pixels, struct mien_error *errors,
                        struct mien_error *e)
{
    size_t width = (size_t)w->shape.width * w->shape.height * w->shape.channels;
#pragma omp parallel for schedule(dynamic, 8)
    for (uint32_t i = 0; i < count; i++) {
        errors[i].text[0] = '\0';
        decode(w, first + i, o, pixels + i * width, &errors[i]);
    }
    for (uint32_t i = 0; i < count; i++)
        if (errors[i].text[0]) {
            *e = errors[i];
            return -1;
        }
    return 0;
}

static int add_batch(const struct work *w, struct dataset_builder *b, uint32_t first,
                     uint32_t count, const uint8_t *pixels, struct mien_error *e)
{
    size_t width = (size_t)w->shape.width * w->shape.height * w->shape.channels;
    for (uint32_t i = 0; i < count; i++) {
        const struct picture_file *f = &w->tree.files[first + i];
        struct dataset_sample row = {
            .stored = pixels + i * width, .y = f->y, .split = f->split, .id = f->id};
        if (w->votes.columns)
            row.votes = w->votes.votes + (size_t)(first + i) * w->votes.columns;
        if (dataset_builder_add(b, &row, e) != 0)
            return -1;
    }
    return 0;
}

static int add_rows(const struct work *w, struct dataset_builder *b, const struct import_options *o,
                    struct mien_error *e)
{
    size_t width = (size_t)w->shape.width * w->shape.height * w->shape.channels;
    uint32_t batch = width > BATCH_BYTES / BATCH ? (uint32_t)(BATCH_BYTES / width) : BATCH;
    batch = batch ? batch : 1;
    uint8_t *pixels = malloc(batch * width);
    struct mien_error *errors = malloc(batch * sizeof *errors);
    int result = pixels && errors ? 0 : error_memory(e, "pictures", batch * width);
    for (uint32_t first = 0; result == 0 && first < w->tree.count; first += batch) {
        uint32_t count = w->tree.count - first < batch ? w->tree.count - first : batch;
        result = decode_batch(w, first, count, o, pixels, errors, e);
        if (result == 0)
            result = add_batch(w, b, first, count, pixels, e);
        if (result == 0)
            result = dataset_watch_report(o->watch, first + count, w->tree.count, e);
    }
    free(errors);
    free(pixels);
    return result;
}

static int write_set(const struct work *w, const struct import_options *o, const char *out,
                     struct mien_error *e)
{
    struct dataset_plan plan = import_plan(o, w->tree.root, out);
    plan.kind = DATASET_IMAGE;
    plan.shape[0] = w->shape.height;
    plan.shape[1] = w->shape.width;
    plan.shape[2] = w->shape.channels;
    plan.dimensions = 3;
    plan.type = NPY_U8;
    plan.class_names = (const char *const *)w->tree.classes.names;
    plan.classes = w->tree.classes.count;
    plan.split_names = (const char *const *)w->tree.splits.names;
    plan.splits = w->tree.splits.count;
    plan.vote_names = (const char *const *)w->votes.names;
    plan.votes = w->votes.columns;
    plan.columns = w->tree.ids ? 1U << COLUMN_ID : 0;
    plan.mark_copies = true;
    if (w->tree.fer2013)
        import_plan_fer2013(&plan);
    struct dataset_builder b;
    int result = dataset_builder_open(&b, out, &plan, e);
    if (result == 0 && (result = add_rows(w, &b, o, e)) == 0)
        result = dataset_builder_commit(&b, e);
    dataset_builder_abandon(&b);
    return result;
}

int import_images(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e)
{
    struct work w = {.votes = {.columns = 0}};
    int result = picture_tree_open(&w.tree, path, o->classes, o->class_count, e);
    if (result == 0)
        result = find_shape(&w, o, e);
    if (result == 0 && o->votes)
        result = picture_tree_votes(&w.tree, o->votes, &w.votes, e);
    if (result == 0)
        result = write_set(&w, o, out, e);
    import_votes_free(&w.votes);
    picture_tree_close(&w.tree);
    return result;
}
