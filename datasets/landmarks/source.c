/* source.c - see source.h. */
#include "datasets/landmarks/source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "datasets/dataset_open.h"
#include "datasets/description.h"
#include "runtime/host/sha256.h"

/* The first eight bytes of a checksum. */
static uint64_t finish_key(struct sha256 *h)
{
    char hex[65];
    sha256_finish(h, hex);
    hex[16] = '\0';
    return strtoull(hex, NULL, 16);
}

/* ---- a tree of files ---- */

/* A changed file has another size or time, as `make` sees it; a missing one is found by reading. */
static uint64_t file_key(const char *path, const char *name)
{
    struct sha256 h;
    struct stat st = {0};
    int64_t about[3] = {-1};
    if (stat(path, &st) == 0) {
        about[0] = st.st_size;
        about[1] = st.st_mtim.tv_sec;
        about[2] = st.st_mtim.tv_nsec;
    }
    sha256_start(&h);
    sha256_add(&h, name, strlen(name) + 1);
    sha256_add(&h, about, sizeof about);
    return finish_key(&h);
}

static int look_at_file(struct landmark_source *s, uint32_t row, struct mien_error *e)
{
    struct image m;
    char *path = picture_tree_path(&s->tree, row, e);
    if (!path)
        return -1;
    s->keys[row] = file_key(path, s->tree.files[row].path);
    if (image_probe(&m, path, NULL) == 0) {
        const uint32_t side = m.width > m.height ? m.width : m.height;
        s->longest = side > s->longest ? side : s->longest;
    }
    free(path);
    return 0;
}

static int open_tree(struct landmark_source *s, const struct landmark_source_options *o,
                     struct mien_error *e)
{
    if (picture_tree_open(&s->tree, s->root, o->classes, o->class_count, e) != 0)
        return -1;
    s->count = s->tree.count;
    if (o->votes && picture_tree_votes(&s->tree, o->votes, &s->votes, e) != 0)
        return -1;
    s->keys = malloc(s->count * sizeof *s->keys);
    int result = s->keys ? 0 : error_memory(e, "names of pictures", s->count * sizeof *s->keys);
    for (uint32_t row = 0; result == 0 && row < s->count; row++)
        result = look_at_file(s, row, e);
    return result;
}

/* ---- a data set ---- */

static uint64_t row_key(const struct dataset *d, uint32_t row)
{
    struct sha256 h;
    const size_t bytes = d->width * npy_type_size(d->x.type);
    sha256_start(&h);
    sha256_add(&h, &row, sizeof row);
    sha256_add(&h, (const char *)d->x.data + row * bytes, bytes);
    return finish_key(&h);
}

static int open_set(struct landmark_source *s, const struct landmark_source_options *o,
                    struct mien_error *e)
{
    struct dataset *d = &s->set;
    if (o->votes || o->class_count)
        return error_usage(e, "a data set brings its own classes and votes; leave out --%s",
                           o->votes ? "votes" : "classes");
    if (dataset_open(d, s->root, e) != 0)
        return -1;
    s->is_set = true;
    if (d->kind != DATASET_IMAGE || (d->shape[2] != 1 && d->shape[2] != 3))
        return error_set(
            e, s->root, 0,
            "a data set of kind '%s' with rows of %u x %u x %u; landmarks are found in "
            "grey or RGB images",
            dataset_kind_names[d->kind], d->shape[0], d->shape[1], d->shape[2]);
    s->count = d->rows;
    s->longest = d->shape[0] > d->shape[1] ? d->shape[0] : d->shape[1];
    s->keys = malloc(s->count * sizeof *s->keys);
    if (!s->keys)
        return error_memory(e, s->root, s->count * sizeof *s->keys);
    for (uint32_t row = 0; row < s->count; row++)
        s->keys[row] = row_key(d, row);
    return 0;
}

static int read_row(const struct dataset *d, uint32_t row, struct image *m, struct mien_error *e)
{
    const size_t width = d->width;
    float *x = malloc(width * sizeof *x);
    *m = (struct image){malloc(width), d->shape[1], d->shape[0], d->shape[2]};
    int result = x && m->data ? 0 : error_memory(e, "a picture", width * (1 + sizeof *x));
    if (result == 0)
        result = dataset_read(d, &row, 1, x, e);
    for (size_t i = 0; result == 0 && i < width; i++)
        m->data[i] = (uint8_t)lrintf(fminf(fmaxf(x[i], 0), 255));
    free(x);
    if (result != 0) {
        free(m->data);
        m->data = NULL;
    }
    return result;
}

/* ---- both ---- */

static bool holds_set(const char *folder)
{
    char *path = file_join(folder, DATASET_DESCRIPTION);
    const bool found = path && access(path, F_OK) == 0;
    free(path);
    return found;
}

int landmark_source_open(struct landmark_source *s, const char *path,
                         const struct landmark_source_options *o, struct mien_error *e)
{
    *s = (struct landmark_source){.root = strdup(path), .longest = 1};
    if (!s->root)
        return error_memory(e, "a path", strlen(path));
    for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
        s->root[n - 1] = '\0';
    int result = holds_set(s->root) ? open_set(s, o, e) : open_tree(s, o, e);
    if (result != 0)
        landmark_source_close(s);
    return result;
}

void landmark_source_close(struct landmark_source *s)
{
    picture_tree_close(&s->tree);
    import_votes_free(&s->votes);
    dataset_close(&s->set);
    free(s->keys);
    free(s->root);
    *s = (struct landmark_source){0};
}

int landmark_source_read(const struct landmark_source *s, uint32_t row, struct image *m,
                         struct mien_error *e)
{
    if (s->is_set)
        return read_row(&s->set, row, m, e);
    char *path = picture_tree_path(&s->tree, row, e);
    int result = path ? image_read(m, path, 0, e) : -1;
    free(path);
    return result;
}

const char *landmark_source_name(const struct landmark_source *s, uint32_t row, char *out,
                                 size_t size)
{
    if (s->is_set)
        snprintf(out, size, "row %u", row);
    else
        snprintf(out, size, "%s", s->tree.files[row].path);
    return out;
}

void landmark_source_plan(const struct landmark_source *s, struct dataset_plan *plan)
{
    if (s->is_set) {
        const unsigned kept =
            1u << COLUMN_ID | 1u << COLUMN_GROUP | 1u << COLUMN_WEIGHT | 1u << COLUMN_VOTES;
        const struct dataset_plan like = dataset_plan_like(&s->set);
        plan->class_names = like.class_names;
        plan->classes = like.classes;
        plan->split_names = like.split_names;
        plan->splits = like.splits;
        plan->vote_names = like.vote_names;
        plan->votes = like.votes;
        plan->columns = like.columns & kept;
        return;
    }
    const struct picture_tree *t = &s->tree;
    plan->class_names = (const char *const *)t->classes.names;
    plan->classes = t->classes.count;
    plan->split_names = (const char *const *)t->splits.names;
    plan->splits = t->splits.count;
    plan->vote_names = (const char *const *)s->votes.names;
    plan->votes = s->votes.columns;
    plan->columns = t->ids ? 1u << COLUMN_ID : 0;
}

struct dataset_sample landmark_source_sample(const struct landmark_source *s, uint32_t row)
{
    if (s->is_set)
        return dataset_sample_of(&s->set, row);
    const struct picture_file *f = &s->tree.files[row];
    return (struct dataset_sample){
        .y = f->y,
        .split = f->split,
        .id = f->id,
        .votes = s->votes.columns ? s->votes.votes + (size_t)row * s->votes.columns : NULL,
    };
}
