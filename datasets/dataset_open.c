/* dataset_open.c - see dataset_open.h. */
#include "datasets/dataset_open.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "datasets/description.h"
#include "runtime/host/file.h"

/* ---- columns ---- */

/* Where struct dataset keeps the map of a column's file and the pointer to its numbers. */
static const struct column {
    const char *file;
    enum npy_type type;
    size_t array, pointer;
} columns[DATASET_COLUMN_COUNT] = {
#define X(symbol, file, type, array, pointer)                                                      \
    {file, type, offsetof(struct dataset, array), offsetof(struct dataset, pointer)},
    DATASET_COLUMNS(X)
#undef X
};

static struct npy *column_array(struct dataset *d, const struct column *c)
{
    return (struct npy *)(void *)((char *)d + c->array);
}

static int check_column(const struct dataset *d, const struct column *c, const struct npy *a,
                        const char *path, struct mien_error *e)
{
    bool votes = c == &columns[COLUMN_VOTES];
    if (a->type != c->type)
        return error_set(e, path, 0, "its numbers are '%s', not '%s'; save it with a.astype('%s')",
                         npy_type_code(a->type), npy_type_code(c->type), npy_type_code(c->type));
    if (a->dimensions != (votes ? 2 : 1) || a->shape[0] != d->rows)
        return error_set(e, path, 0, "it has %llu rows of %u dimensions, but x.npy has %u rows",
                         (unsigned long long)a->shape[0], a->dimensions - (a->dimensions > 0),
                         d->rows);
    if (votes && a->shape[1] != d->votes)
        return error_set(e, path, 0, "it has %llu columns, but dataset.json names %u votes",
                         (unsigned long long)a->shape[1], d->votes);
    return 0;
}

static int open_column(struct dataset *d, const struct column *c, struct mien_error *e)
{
    char *path = file_join(d->path, c->file);
    struct npy *a = column_array(d, c);
    int result = 0;
    if (!path)
        return error_memory(e, c->file, 0);
    if (c <= &columns[COLUMN_SPLIT] || access(path, F_OK) == 0) {
        result = npy_open(a, path, e);
        if (result == 0)
            result = check_column(d, c, a, path, e);
        if (result == 0)
            memcpy((char *)d + c->pointer, &a->data, sizeof a->data);
    }
    free(path);
    return result;
}

static int check_x(struct dataset *d, const char *path, struct mien_error *e)
{
    const struct npy *x = &d->x;
    if (x->type != NPY_F32 && x->type != NPY_I16 && x->type != NPY_U8)
        return error_set(e, path, 0, "its numbers are '%s'; x is float32, int16 or uint8",
                         npy_type_code(x->type));
    bool fits = x->dimensions == d->dimensions + 1;
    for (uint32_t i = 0; i < d->dimensions && fits; i++)
        fits = x->shape[i + 1] == d->shape[i];
    if (!fits)
        return error_set(e, path, 0, "a row is not of the shape that dataset.json states");
    if (x->shape[0] == 0 || x->shape[0] >= UINT32_MAX)
        return error_set(e, path, 0, "it has %llu rows; 1 to 4,294,967,294 are read",
                         (unsigned long long)x->shape[0]);
    d->rows = (uint32_t)x->shape[0];
    d->width = d->shape[0] * d->shape[1] * d->shape[2];
    return 0;
}

static int open_x(struct dataset *d, struct mien_error *e)
{
    char *path = file_join(d->path, "x.npy");
    int result = path ? npy_open(&d->x, path, e) : error_memory(e, "x.npy", 0);
    if (result == 0)
        result = check_x(d, path, e);
    free(path);
    return result;
}

/* ---- values ---- */

static int check_indices(const struct dataset *d, const char *file, const uint8_t *index,
                         uint32_t limit, const char *what, struct mien_error *e)
{
    for (uint32_t row = 0; row < d->rows; row++)
        if (index[row] >= limit)
            return error_set(e, d->path, 0, "%s row %u holds %u, but there are %u %s", file, row,
                             index[row], limit, what);
    return 0;
}

static int check_numbers(const struct dataset *d, const char *file, const float *v, float most,
                         struct mien_error *e)
{
    for (uint32_t row = 0; v && row < d->rows; row++)
        if (!(v[row] >= 0 && v[row] <= most))
            return error_set(e, d->path, 0, "%s row %u holds %g; %s", file, row, (double)v[row],
                             most > 1 ? "it must be finite and not negative"
                                      : "it must be in 0..1");
    return 0;
}

static int check_values(const struct dataset *d, struct mien_error *e)
{
    if ((d->votes != 0) != (d->vote != NULL))
        return error_set(e, d->path, 0, "%s but %s; add what is missing",
                         d->votes ? "dataset.json names votes" : "there is a votes.npy",
                         d->votes ? "there is no votes.npy" : "dataset.json names no votes");
    if (check_indices(d, "y.npy", d->y, d->classes, "classes", e) != 0 ||
        check_indices(d, "split.npy", d->split, d->splits, "splits", e) != 0)
        return -1;
    if (check_numbers(d, "weight.npy", d->weight, 3.4e38f, e) != 0)
        return -1;
    return check_numbers(d, "score.npy", d->score, 1, e);
}

/* FER2013's classes are adjectives where FER+'s columns are nouns. */
static const char *class_of_vote(const char *vote)
{
    static const char *const pairs[][2] = {
        {"happiness", "happy"}, {"sadness", "sad"}, {"anger", "angry"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(vote, pairs[i][0]) == 0)
            return pairs[i][1];
    return vote;
}

static void match_votes(struct dataset *d)
{
    for (uint32_t v = 0; v < d->votes; v++) {
        const char *name = class_of_vote(d->vote_names[v]);
        d->vote_class[v] = -1;
        for (uint32_t c = 0; c < d->classes; c++)
            if (strcmp(d->class_names[c], d->vote_names[v]) == 0 ||
                strcmp(d->class_names[c], name) == 0)
                d->vote_class[v] = (int16_t)c;
    }
}

/* ---- the data set ---- */

static int open_all(struct dataset *d, struct mien_error *e)
{
    if (description_read(d, d->path, e) != 0 || open_x(d, e) != 0)
        return -1;
    for (int i = 0; i < DATASET_COLUMN_COUNT; i++)
        if (open_column(d, &columns[i], e) != 0)
            return -1;
    match_votes(d);
    return check_values(d, e);
}

int dataset_open(struct dataset *d, const char *folder, struct mien_error *e)
{
    *d = (struct dataset){.path = strdup(folder)};
    int result = d->path ? open_all(d, e) : error_memory(e, folder, strlen(folder));
    if (result != 0)
        dataset_close(d);
    return result;
}

void dataset_close(struct dataset *d)
{
    npy_close(&d->x);
    for (int i = 0; i < DATASET_COLUMN_COUNT; i++)
        npy_close(column_array(d, &columns[i]));
    description_free(d);
    free(d->path);
    *d = (struct dataset){0};
}
