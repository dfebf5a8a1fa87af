/* import_votes.c - see import_votes.h. Rows are sorted by name and found by bisection. */
#include "datasets/import_votes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "datasets/csv.h"

struct key {
    const char *name;
    uint32_t row;
};

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const struct key *)a)->name, ((const struct key *)b)->name);
}

/* Names of the file's columns: the one of image names into *image, vote columns into which[]. */
static int find_columns(struct import_votes *v, const struct csv *c, size_t *image,
                        size_t which[DATASET_VOTES_MAX], struct mien_error *e)
{
    bool found = false;
    for (size_t i = 0; i < c->columns; i++) {
        if (strcasecmp(c->names[i], "image") == 0 || strcasecmp(c->names[i], "image name") == 0) {
            *image = i;
            found = true;
        } else if (strcasecmp(c->names[i], "usage") != 0) {
            if (v->columns == DATASET_VOTES_MAX)
                return error_set(e, c->path, 1, "more than %d columns of votes", DATASET_VOTES_MAX);
            if (!(v->names[v->columns] = strdup(c->names[i])))
                return error_memory(e, "vote columns", strlen(c->names[i]));
            which[v->columns++] = i;
        }
    }
    if (!found)
        return error_set(e, c->path, 1, "no column 'image' or 'Image name' to join votes by");
    if (v->columns == 0)
        return error_set(e, c->path, 1, "no column of votes beside the image names");
    return 0;
}

/* Rows sorted by name, without folders where that leaves all names different. *bare says which. */
static struct key *sort_rows(const char *path, const char *const *row_names, uint32_t rows,
                             bool *bare, struct mien_error *e)
{
    struct key *keys = malloc((rows ? rows : 1) * sizeof *keys);
    if (!keys) {
        error_memory(e, "row names", rows * sizeof *keys);
        return NULL;
    }
    for (int whole = 0; whole < 2; whole++) {
        for (uint32_t i = 0; i < rows; i++)
            keys[i] = (struct key){whole ? row_names[i] : file_name(row_names[i]), i};
        qsort(keys, rows, sizeof *keys, compare_keys);
        uint32_t i = 1;
        while (i < rows && strcmp(keys[i - 1].name, keys[i].name) != 0)
            i++;
        *bare = !whole;
        if (i >= rows)
            return keys;
        if (whole)
            error_set(e, path, 0, "votes cannot be joined: two rows are called '%.100s'",
                      keys[i].name);
    }
    free(keys);
    return NULL;
}

/* The votes of the record just read, for the row that its name finds. */
static int join_record(struct import_votes *v, const struct csv *c, size_t image,
                       const size_t *which, const struct key *keys, uint32_t rows, bool bare,
                       long *lines, struct mien_error *e)
{
    struct csv_field f = c->fields[image];
    char name[512];
    if (f.length == 0)
        return 0;
    if (f.length >= sizeof name)
        return error_set(e, c->path, c->line, "an image name of %zu bytes", f.length);
    memcpy(name, f.text, f.length);
    name[f.length] = '\0';
    struct key wanted = {bare ? file_name(name) : name, 0};
    const struct key *key = bsearch(&wanted, keys, rows, sizeof *keys, compare_keys);
    if (!key)
        return 0;
    if (lines[key->row])
        return error_set(e, c->path, c->line,
                         "votes for '%.200s' again (they stand in line %ld too)", name,
                         lines[key->row]);
    lines[key->row] = c->line;
    v->matched++;
    for (uint32_t k = 0; k < v->columns; k++) {
        long long votes;
        if (csv_integer(c, which[k], 0, 255, &votes, e) != 0)
            return -1;
        v->votes[(size_t)key->row * v->columns + k] = (uint8_t)votes;
    }
    return 0;
}

static int join(struct import_votes *v, struct csv *c, const struct key *keys, uint32_t rows,
                bool bare, struct mien_error *e)
{
    size_t image = 0, which[DATASET_VOTES_MAX];
    if (find_columns(v, c, &image, which, e) != 0)
        return -1;
    long *lines =
        calloc(rows ? rows : 1, sizeof *lines); /* where a row's votes stand, 0 for not yet */
    v->votes = calloc(rows ? rows : 1, v->columns);
    int result = lines && v->votes ? 0 : error_memory(e, "votes", (size_t)rows * v->columns);
    int got = 0;
    while (result == 0 && (got = csv_next(c, e)) == 1)
        result = join_record(v, c, image, which, keys, rows, bare, lines, e);
    free(lines);
    if (result == 0 && got == 0 && v->matched == 0)
        return error_set(e, c->path, 0,
                         "no vote is for a row of this set (the first row is '%.100s')",
                         rows ? keys[0].name : "");
    return result == 0 ? got : -1;
}

int import_votes(struct import_votes *v, const char *path, const char *const *row_names,
                 uint32_t rows, struct mien_error *e)
{
    struct csv c;
    bool bare;
    *v = (struct import_votes){0};
    if (csv_open(&c, path, e) != 0)
        return -1;
    struct key *keys = sort_rows(path, row_names, rows, &bare, e);
    int result = keys ? join(v, &c, keys, rows, bare, e) : -1;
    free(keys);
    csv_close(&c);
    if (result != 0)
        import_votes_free(v);
    return result;
}

void import_votes_free(struct import_votes *v)
{
    for (uint32_t i = 0; i < v->columns; i++)
        free(v->names[i]);
    free(v->votes);
    *v = (struct import_votes){0};
}
