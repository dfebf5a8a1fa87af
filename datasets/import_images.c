/* import_images.c - a folder of pictures, a folder a class; see import.h.
 *
 * The tree is walked in order of names, files are sorted by split and path, and batches of them are
 * decoded by all threads into one buffer, then added in order: the same rows whatever the threads.
 * Of several damaged files in a batch the first is named. */
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/image.h"
#include "datasets/import.h"
#include "datasets/import_names.h"
#include "datasets/import_votes.h"

/* Pictures decoded at a time: enough for every thread, 1.5 MB of FER2013, and no more than 64 MiB.
 */
enum { BATCH = 640, BATCH_BYTES = 1 << 26 };

struct picture_file {
    char *path; /* below the root */
    int class_number, split_number;
    uint8_t split;
    uint32_t id;
};

struct tree {
    const char *root;
    struct picture_file *files;
    uint32_t count, capacity;
    int level; /* how deep the pictures lie: 2 CLASS/FILE, 3 SPLIT/CLASS/FILE; 0 before the first */
    bool ids;  /* every file has a number */
    struct import_names classes, splits;
    struct import_votes votes;
    struct image shape; /* of every row; no data */
};

/* ---- Which files, which class, which split ---- */

/* FER2013's image release names its files after the split; anything else is no sign of one. */
static const char *split_in_file_name(const char *name)
{
    static const char *const starts[] = {"Training_", "PublicTest_", "PrivateTest_"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(name, starts[i], strlen(starts[i])) == 0)
            return import_split_name(name, strlen(starts[i]) - 1);
    return NULL;
}

/* The name of the split of a file, or NULL with an error. `top` is the folder below the root. */
static const char *file_split(const struct tree *t, const FTSENT *file, struct mien_error *e)
{
    const char *name = split_in_file_name(file->fts_name);
    if (name || t->level == 2)
        return name ? name : import_split_names[0];
    const FTSENT *top = file->fts_parent->fts_parent;
    name = import_split_name(top->fts_name, top->fts_namelen);
    if (!name)
        error_set(e, file->fts_path, 0,
                  "lies in a class of '%.40s', which is no split; call it train, valid or test",
                  top->fts_name);
    return name;
}

/* The number at the end of a file's name, before its ending. */
static bool file_number(const char *name, uint32_t *number)
{
    const char *dot = strrchr(name, '.'), *p = dot;
    uint64_t value = 0, unit = 1;
    while (p > name && p[-1] >= '0' && p[-1] <= '9' && dot - p < 10) {
        value += (uint64_t)(*--p - '0') * unit;
        unit *= 10;
    }
    *number = (uint32_t)value;
    return p < dot && value <= UINT32_MAX && !(p > name && p[-1] >= '0' && p[-1] <= '9');
}

static int check_level(struct tree *t, const FTSENT *file, struct mien_error *e)
{
    if (file->fts_level < 2 || file->fts_level > 3)
        return error_set(e, file->fts_path, 0, "a picture that is not in CLASS/ or SPLIT/CLASS/");
    if (t->level && t->level != file->fts_level)
        return error_set(e, file->fts_path, 0, "lies %s than the pictures before it; give all %s",
                         file->fts_level > t->level ? "deeper" : "less deep",
                         "CLASS/ folders, or all SPLIT/CLASS/ folders");
    t->level = file->fts_level;
    return 0;
}

static int add_file(struct tree *t, const FTSENT *file, struct mien_error *e)
{
    if (check_level(t, file, e) != 0)
        return -1;
    if (t->count == t->capacity) {
        uint32_t more = t->capacity ? t->capacity * 2 : 1024;
        void *grown = more > t->capacity ? realloc(t->files, more * sizeof *t->files) : NULL;
        if (!grown)
            return error_memory(e, "names of pictures", more * sizeof *t->files);
        t->files = grown;
        t->capacity = more;
    }
    const char *split = file_split(t, file, e);
    if (!split)
        return -1;
    struct picture_file f = {.path = strdup(file->fts_path + strlen(t->root) + 1)};
    if (!f.path)
        return error_memory(e, "names of pictures", file->fts_pathlen);
    const FTSENT *class = file->fts_parent;
    f.class_number =
        import_names_add(&t->classes, class->fts_name, class->fts_namelen, file->fts_path, 0, e);
    f.split_number = import_names_add(&t->splits, split, strlen(split), file->fts_path, 0, e);
    t->ids = file_number(file->fts_name, &f.id) && t->ids;
    t->files[t->count++] = f;
    return f.class_number < 0 || f.split_number < 0 ? -1 : 0;
}

/* One entry of the walk. Folders count the pictures in them, so that an empty one is noticed. */
static int visit(struct tree *t, FTS *walk, FTSENT *entry, struct mien_error *e)
{
    bool hidden = entry->fts_name[0] == '.' && entry->fts_level > 0;
    switch (entry->fts_info) {
    case FTS_D:
        if (hidden)
            fts_set(walk, entry, FTS_SKIP);
        return 0;
    case FTS_DP:
        if (entry->fts_number == 0 && !hidden)
            return error_set(e, entry->fts_path, 0, "no PNG or JPEG picture in this folder; %s",
                             entry->fts_level ? "fill it or remove it" : "is it the right one?");
        entry->fts_parent->fts_number += entry->fts_number;
        return 0;
    case FTS_F:
        if (hidden || !image_is_name(entry->fts_name))
            return 0;
        entry->fts_parent->fts_number++;
        return add_file(t, entry, e);
    case FTS_DC:
        return error_set(e, entry->fts_path, 0, "a folder that contains itself through a link");
    default:
        return entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS
                   ? error_set(e, entry->fts_path, 0, "cannot read (%s)",
                               strerror(entry->fts_errno))
                   : 0;
    }
}

static int compare_entries(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int compare_files(const void *a, const void *b)
{
    const struct picture_file *p = a, *q = b;
    return p->split != q->split ? p->split - q->split : strcmp(p->path, q->path);
}

static int walk_tree(struct tree *t, struct mien_error *e)
{
    char *roots[] = {(char *)(uintptr_t)t->root, NULL};
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare_entries);
    if (!walk)
        return error_system(e, t->root, "open");
    int result = 0;
    FTSENT *entry;
    while (result == 0 && (entry = fts_read(walk)))
        result = visit(t, walk, entry, e);
    fts_close(walk);
    return result;
}

static int find_files(struct tree *t, const struct import_options *o, struct mien_error *e)
{
    if (walk_tree(t, e) != 0 || import_names_settle_splits(&t->splits, e) != 0 ||
        import_names_settle_classes(&t->classes, o->classes, o->class_count, t->root, e) != 0)
        return -1;
    for (uint32_t i = 0; i < t->count; i++)
        t->files[i].split = t->splits.place[t->files[i].split_number];
    qsort(t->files, t->count, sizeof *t->files, compare_files);
    return 0;
}

static int join_votes(struct tree *t, const char *path, struct mien_error *e)
{
    const char **names = malloc(t->count * sizeof *names);
    if (!names)
        return error_memory(e, "row names", t->count * sizeof *names);
    for (uint32_t i = 0; i < t->count; i++)
        names[i] = t->files[i].path;
    int result = import_votes(&t->votes, path, names, t->count, e);
    free(names);
    return result;
}

/* ---- Pixels ---- */

/* The shape of a row: the first file's, but for what the options say. */
static int find_shape(struct tree *t, const struct import_options *o, struct mien_error *e)
{
    char *path = file_join(t->root, t->files[0].path);
    if (!path)
        return error_memory(e, "a path", strlen(t->files[0].path));
    int result = image_probe(&t->shape, path, e);
    free(path);
    if (o->width)
        t->shape.width = o->width;
    if (o->height)
        t->shape.height = o->height;
    if (o->grey)
        t->shape.channels = 1;
    return result;
}

static int check_shape(const struct tree *t, const struct image *m, const struct import_options *o,
                       const char *path, struct mien_error *e)
{
    const struct image *s = &t->shape;
    if (m->channels != s->channels)
        return error_set(e, path, 0,
                         "a %s picture, but the first (%s) is %s; --grey makes all grey",
                         m->channels == 1 ? "grey" : "colour", t->files[0].path,
                         s->channels == 1 ? "grey" : "in colour");
    if (!o->width && (m->width != s->width || m->height != s->height))
        return error_set(e, path, 0,
                         "%u x %u pixels, but the first (%s) has %u x %u; give --size WxH",
                         m->width, m->height, t->files[0].path, s->width, s->height);
    return 0;
}

/* File `f` as a row: out [height, width, channels]. */
static int decode(const struct tree *t, const struct picture_file *f,
                  const struct import_options *o, uint8_t *out, struct mien_error *e)
{
    const struct image *s = &t->shape;
    struct image m = {.data = NULL};
    char *path = file_join(t->root, f->path);
    int result = path ? image_read(&m, path, o->grey ? 1 : 0, e) : error_memory(e, "a path", 0);
    if (result == 0)
        result = check_shape(t, &m, o, path, e);
    if (result == 0 && (m.width != s->width || m.height != s->height))
        result = image_resize(&m, s->width, s->height, out, e);
    else if (result == 0)
        memcpy(out, m.data, (size_t)s->width * s->height * s->channels);
    image_free(&m);
    free(path);
    return result;
}

/* Files [first, first + count) into pixels [count, ...]; errors [count] is scratch. */
static int decode_batch(const struct tree *t, uint32_t first, uint32_t count,
                        const struct import_options *o, uint8_t *pixels, struct mien_error *errors,
                        struct mien_error *e)
{
    size_t width = (size_t)t->shape.width * t->shape.height * t->shape.channels;
#pragma omp parallel for schedule(dynamic, 8)
    for (uint32_t i = 0; i < count; i++) {
        errors[i].text[0] = '\0';
        decode(t, &t->files[first + i], o, pixels + i * width, &errors[i]);
    }
    for (uint32_t i = 0; i < count; i++)
        if (errors[i].text[0]) {
            *e = errors[i];
            return -1;
        }
    return 0;
}

static int add_batch(const struct tree *t, struct dataset_builder *b, uint32_t first,
                     uint32_t count, const uint8_t *pixels, struct mien_error *e)
{
    size_t width = (size_t)t->shape.width * t->shape.height * t->shape.channels;
    for (uint32_t i = 0; i < count; i++) {
        const struct picture_file *f = &t->files[first + i];
        struct dataset_sample row = {.stored = pixels + i * width,
                                     .y = t->classes.place[f->class_number],
                                     .split = f->split,
                                     .id = f->id};
        if (t->votes.columns)
            row.votes = t->votes.votes + (size_t)(first + i) * t->votes.columns;
        if (dataset_builder_add(b, &row, e) != 0)
            return -1;
    }
    return 0;
}

static int add_rows(const struct tree *t, struct dataset_builder *b, const struct import_options *o,
                    struct mien_error *e)
{
    size_t width = (size_t)t->shape.width * t->shape.height * t->shape.channels;
    uint32_t batch = width > BATCH_BYTES / BATCH ? (uint32_t)(BATCH_BYTES / width) : BATCH;
    batch = batch ? batch : 1;
    uint8_t *pixels = malloc(batch * width);
    struct mien_error *errors = malloc(batch * sizeof *errors);
    int result = pixels && errors ? 0 : error_memory(e, "pictures", batch * width);
    for (uint32_t first = 0; result == 0 && first < t->count; first += batch) {
        uint32_t count = t->count - first < batch ? t->count - first : batch;
        result = decode_batch(t, first, count, o, pixels, errors, e);
        if (result == 0)
            result = add_batch(t, b, first, count, pixels, e);
        if (result == 0)
            result = dataset_watch_report(o->watch, first + count, t->count, e);
    }
    free(errors);
    free(pixels);
    return result;
}

static int write_set(const struct tree *t, const struct import_options *o, const char *out,
                     struct mien_error *e)
{
    struct dataset_plan plan = import_plan(o, t->root, out);
    plan.kind = DATASET_IMAGE;
    plan.shape[0] = t->shape.height;
    plan.shape[1] = t->shape.width;
    plan.shape[2] = t->shape.channels;
    plan.dimensions = 3;
    plan.type = NPY_U8;
    plan.class_names = (const char *const *)t->classes.names;
    plan.classes = t->classes.count;
    plan.split_names = (const char *const *)t->splits.names;
    plan.splits = t->splits.count;
    plan.vote_names = (const char *const *)t->votes.names;
    plan.votes = t->votes.columns;
    plan.columns = t->ids ? 1U << COLUMN_ID : 0;
    plan.mark_copies = true;
    struct dataset_builder b;
    int result = dataset_builder_open(&b, out, &plan, e);
    if (result == 0 && (result = add_rows(t, &b, o, e)) == 0)
        result = dataset_builder_commit(&b, e);
    dataset_builder_abandon(&b);
    return result;
}

static void free_tree(struct tree *t)
{
    for (uint32_t i = 0; i < t->count; i++)
        free(t->files[i].path);
    free(t->files);
    import_names_free(&t->classes);
    import_names_free(&t->splits);
    import_votes_free(&t->votes);
}

int import_images(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e)
{
    char *root = strdup(path);
    if (!root)
        return error_memory(e, "a path", strlen(path));
    for (size_t n = strlen(root); n > 1 && root[n - 1] == '/'; n--)
        root[n - 1] = '\0';
    struct tree t = {.root = root, .ids = true};
    int result = find_files(&t, o, e);
    if (result == 0)
        result = find_shape(&t, o, e);
    if (result == 0 && o->votes)
        result = join_votes(&t, o->votes, e);
    if (result == 0)
        result = write_set(&t, o, out, e);
    free_tree(&t);
    free(root);
    return result;
}
