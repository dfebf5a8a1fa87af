/* dataset_write.c - see dataset_write.h. */
#include "datasets/dataset_write.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "datasets/copies.h"
#include "datasets/description.h"
#include "datasets/folder.h"

static const struct column {
    const char *file;
    enum npy_type type;
} columns[DATASET_COLUMN_COUNT] = {
#define X(symbol, file, type, array, pointer) {file, type},
    DATASET_COLUMNS(X)
#undef X
};

static uint32_t columns_of_row(const struct dataset_builder *b, int column)
{
    return column == COLUMN_VOTES ? b->about.votes : 1;
}

/* ---- opening ---- */

static char **copy_names(const char *const *names, uint32_t count)
{
    char **copy = calloc((size_t)count + 1, sizeof *copy);
    for (uint32_t i = 0; copy && i < count; i++)
        if (!(copy[i] = strdup(names[i]))) {
            while (i > 0)
                free(copy[--i]);
            free(copy);
            return NULL;
        }
    return copy;
}

static bool copy_text(char **copy, const char *text)
{
    *copy = text ? strdup(text) : NULL;
    return !text || *copy;
}

static bool copy_all_names(struct dataset *about, const struct dataset_plan *plan)
{
    about->class_names = copy_names(plan->class_names, plan->classes);
    about->classes = about->class_names ? plan->classes : 0;
    about->split_names = copy_names(plan->split_names, plan->splits);
    about->splits = about->split_names ? plan->splits : 0;
    about->vote_names = copy_names(plan->vote_names, plan->votes);
    about->votes = about->vote_names ? plan->votes : 0;
    return about->class_names && about->split_names && about->vote_names;
}

static int copy_plan(struct dataset_builder *b, const struct dataset_plan *plan,
                     struct mien_error *e)
{
    struct dataset *about = &b->about;
    if (plan->classes > DATASET_CLASSES_MAX || plan->splits > DATASET_SPLITS_MAX ||
        plan->votes > DATASET_VOTES_MAX)
        return error_set(e, b->target, 0, "too many classes, splits or votes (%u, %u, %u)",
                         plan->classes, plan->splits, plan->votes);
    if (plan->part_count > DATASET_PARTS_MAX)
        return error_set(e, b->target, 0, "a row of %u parts; %d at most", plan->part_count,
                         DATASET_PARTS_MAX);
    if (plan->type != NPY_F32 && plan->type != NPY_I16 && plan->type != NPY_U8)
        return error_set(e, b->target, 0, "x cannot be stored as '%s'", npy_type_code(plan->type));
    about->kind = plan->kind;
    about->dimensions = plan->dimensions;
    for (uint32_t i = 0; i < 3; i++)
        about->shape[i] = i < plan->dimensions ? plan->shape[i] : 1;
    about->width = about->shape[0] * about->shape[1] * about->shape[2];
    about->scale = plan->scale != 0 ? plan->scale : 1;
    about->offset = plan->offset;
    about->part_count = plan->part_count;
    for (uint32_t i = 0; i < plan->part_count; i++)
        about->parts[i] = plan->parts[i];
    description_lay_parts(about);
    b->type = plan->type;
    b->columns = plan->columns | 1u << COLUMN_Y | 1u << COLUMN_SPLIT;
    b->columns &= ~(1u << COLUMN_VOTES);
    if (plan->votes)
        b->columns |= 1u << COLUMN_VOTES;
    b->mark_copies = plan->mark_copies;
    if (plan->mark_copies)
        b->columns &= ~(1u << COLUMN_COPY);
    b->replace = plan->replace;
    if (!copy_text(&about->name, plan->name) || !copy_text(&about->licence, plan->licence) ||
        !copy_text(&about->provenance, plan->provenance) ||
        !copy_text(&about->source, plan->source) || !copy_all_names(about, plan))
        return error_memory(e, b->target, 0);
    return description_check_layout(about, b->target, e);
}

/* A stream on FOLDER/file with room for the header in front. */
static FILE *open_stream(const struct dataset_builder *b, const char *file, struct mien_error *e)
{
    static const char room[NPY_HEADER_BYTES];
    char *path = file_join(b->folder, file);
    FILE *stream = path ? fopen(path, "wb+e") : NULL;
    if (stream)
        fwrite(room, 1, sizeof room, stream);
    else
        error_system(e, path ? path : file, "write");
    free(path);
    return stream;
}

static int open_streams(struct dataset_builder *b, struct mien_error *e)
{
    if (!(b->x = open_stream(b, "x.npy", e)))
        return -1;
    for (int c = 0; c < DATASET_COLUMN_COUNT; c++)
        if (b->columns & 1u << c && !(b->streams[c] = open_stream(b, columns[c].file, e)))
            return -1;
    return 0;
}

/* The folder above the target. */
static int make_parent(const char *target, struct mien_error *e)
{
    size_t n = strlen(target);
    while (n > 1 && target[n - 1] == '/')
        n--;
    while (n > 0 && target[n - 1] != '/')
        n--;
    if (n == 0)
        return 0;
    char *parent = strndup(target, n);
    int result = parent ? file_make_folder(parent, e) : error_memory(e, target, n);
    free(parent);
    return result;
}

static int open_all(struct dataset_builder *b, const struct dataset_plan *plan,
                    struct mien_error *e)
{
    if (folder_check(b->target, plan->replace, DATASET_DESCRIPTION, e) != 0 ||
        copy_plan(b, plan, e) != 0 || make_parent(b->target, e) != 0)
        return -1;
    b->row = malloc((size_t)b->about.width * npy_type_size(b->type));
    if (!b->row)
        return error_memory(e, b->target, (size_t)b->about.width * npy_type_size(b->type));
    if (!(b->folder = folder_make_temporary(b->target, e)))
        return -1;
    return open_streams(b, e);
}

int dataset_builder_open(struct dataset_builder *b, const char *folder,
                         const struct dataset_plan *plan, struct mien_error *e)
{
    *b = (struct dataset_builder){.target = strdup(folder)};
    int result = b->target ? open_all(b, plan, e) : error_memory(e, folder, strlen(folder));
    if (result != 0)
        dataset_builder_abandon(b);
    return result;
}

/* ---- rows ---- */

/* A part of x as stored, rounded to nearest; false where a value does not fit, with its place in
 * *at. */
static bool convert_part(const struct dataset_builder *b, const struct dataset_part *p,
                         const float *x, uint32_t *at)
{
    const double low = b->type == NPY_I16 ? INT16_MIN : 0,
                 high = b->type == NPY_I16 ? INT16_MAX : UINT8_MAX;
    for (uint32_t i = p->start; i < p->start + p->width; i++) {
        double v = ((double)x[i] - p->offset) / p->scale;
        *at = i;
        if (b->type == NPY_F32) {
            ((float *)b->row)[i] = (float)v;
            if (!isfinite((float)v))
                return false;
            continue;
        }
        v = nearbyint(v);
        if (!(v >= low && v <= high))
            return false;
        if (b->type == NPY_I16)
            ((int16_t *)b->row)[i] = (int16_t)v;
        else
            ((uint8_t *)b->row)[i] = (uint8_t)v;
    }
    return true;
}

static bool convert(const struct dataset_builder *b, const float *x, uint32_t *at)
{
    struct dataset_part parts[DATASET_PARTS_MAX];
    const uint32_t count = dataset_parts(&b->about, parts);
    for (uint32_t i = 0; i < count; i++)
        if (!convert_part(b, &parts[i], x, at))
            return false;
    return true;
}

static int check_sample(const struct dataset_builder *b, const struct dataset_sample *s,
                        struct mien_error *e)
{
    const unsigned row = b->about.rows;
    if (row == UINT32_MAX - 1)
        return error_set(e, b->target, 0, "more than %u rows", row);
    if (s->y >= b->about.classes || s->split >= b->about.splits)
        return error_set(e, b->target, 0, "row %u has class %u of %u and split %u of %u", row, s->y,
                         b->about.classes, s->split, b->about.splits);
    if (b->columns & 1u << COLUMN_WEIGHT && !(s->weight >= 0 && isfinite(s->weight)))
        return error_set(e, b->target, 0,
                         "row %u has the weight %g; it must be finite and not negative", row,
                         (double)s->weight);
    if (b->columns & 1u << COLUMN_SCORE && !(s->score >= 0 && s->score <= 1))
        return error_set(e, b->target, 0, "row %u has the score %g; it must be in 0..1", row,
                         (double)s->score);
    return 0;
}

/* The bytes of a sample that go to a column. */
static const void *cell(const struct dataset_sample *s, enum dataset_column column)
{
    static const uint8_t none[DATASET_VOTES_MAX];
    const void *const cells[DATASET_COLUMN_COUNT] = {
        [COLUMN_Y] = &s->y,
        [COLUMN_SPLIT] = &s->split,
        [COLUMN_VOTES] = s->votes ? s->votes : none,
        [COLUMN_WEIGHT] = &s->weight,
        [COLUMN_GROUP] = &s->group,
        [COLUMN_SCORE] = &s->score,
        [COLUMN_COPY] = &s->copy,
        [COLUMN_ID] = &s->id,
    };
    return cells[column];
}

int dataset_builder_add(struct dataset_builder *b, const struct dataset_sample *s,
                        struct mien_error *e)
{
    uint32_t at = 0;
    if (check_sample(b, s, e) != 0)
        return -1;
    if (!s->stored && !convert(b, s->x, &at))
        return error_set(
            e, b->target, 0,
            "row %u, number %u is %g: not finite, or out of what '%s' with its scale holds",
            b->about.rows, at, (double)s->x[at], npy_type_code(b->type));
    bool written = fwrite(s->stored ? s->stored : b->row, npy_type_size(b->type), b->about.width,
                          b->x) == b->about.width;
    for (int c = 0; c < DATASET_COLUMN_COUNT; c++)
        if (b->streams[c])
            written = fwrite(cell(s, (enum dataset_column)c), npy_type_size(columns[c].type),
                             columns_of_row(b, c), b->streams[c]) == columns_of_row(b, c) &&
                      written;
    if (!written)
        return error_system(e, b->target, "write");
    b->about.rows++;
    return 0;
}

/* ---- finishing ---- */

/* Write the header in front, flush all to the disk and close. */
static int finish_stream(const struct dataset_builder *b, FILE **stream, enum npy_type type,
                         uint32_t dimensions, const uint64_t *shape, struct mien_error *e)
{
    char header[NPY_HEADER_BYTES];
    npy_header(header, type, dimensions, shape);
    bool done = fseek(*stream, 0, SEEK_SET) == 0 &&
                fwrite(header, 1, sizeof header, *stream) == sizeof header &&
                fflush(*stream) == 0 && fsync(fileno(*stream)) == 0;
    int reason = errno;
    bool closed = fclose(*stream) == 0;
    *stream = NULL;
    if (done && closed)
        return 0;
    if (!done)
        errno = reason;
    return error_system(e, b->target, "write");
}

static int finish_streams(struct dataset_builder *b, struct mien_error *e)
{
    const struct dataset *about = &b->about;
    const uint64_t x_shape[4] = {about->rows, about->shape[0], about->shape[1], about->shape[2]};
    if (finish_stream(b, &b->x, b->type, about->dimensions + 1, x_shape, e) != 0)
        return -1;
    for (int c = 0; c < DATASET_COLUMN_COUNT; c++) {
        const uint64_t shape[2] = {about->rows, columns_of_row(b, c)};
        if (b->streams[c] && finish_stream(b, &b->streams[c], columns[c].type,
                                           c == COLUMN_VOTES ? 2 : 1, shape, e) != 0)
            return -1;
    }
    return 0;
}

static int write_copies(const struct npy *x, const struct npy *split, const char *path,
                        struct mien_error *e)
{
    const uint32_t rows = (uint32_t)x->shape[0];
    const size_t row_bytes = x->count / rows * npy_type_size(x->type);
    uint8_t *copy = malloc(rows);
    int result = -1;
    if (!copy)
        error_memory(e, path, rows);
    else if (copies_mark(x->data, row_bytes, split->data, rows, copy, e) == 0)
        result = npy_write(path, NPY_U8, 1, x->shape, copy, e);
    free(copy);
    return result;
}

static int mark_copies(struct dataset_builder *b, struct mien_error *e)
{
    struct npy x = {0}, split = {0};
    char *x_path = file_join(b->folder, "x.npy");
    char *split_path = file_join(b->folder, columns[COLUMN_SPLIT].file);
    char *copy_path = file_join(b->folder, columns[COLUMN_COPY].file);
    int result = -1;
    if (!x_path || !split_path || !copy_path)
        error_memory(e, b->target, 0);
    else if (npy_open(&x, x_path, e) == 0 && npy_open(&split, split_path, e) == 0)
        result = write_copies(&x, &split, copy_path, e);
    npy_close(&x);
    npy_close(&split);
    free(x_path);
    free(split_path);
    free(copy_path);
    return result;
}

/* What stays when a data set is replaced: all that is not of the format. */
static bool keep(const char *name)
{
    for (int c = 0; c < DATASET_COLUMN_COUNT; c++)
        if (strcmp(name, columns[c].file) == 0)
            return false;
    return strcmp(name, "x.npy") != 0 && strcmp(name, DATASET_DESCRIPTION) != 0;
}

static int finish(struct dataset_builder *b, struct mien_error *e)
{
    if (b->about.rows == 0)
        return error_set(e, b->target, 0, "no rows to write");
    if (description_check(&b->about, b->target, e) != 0 || finish_streams(b, e) != 0)
        return -1;
    if (b->mark_copies && mark_copies(b, e) != 0)
        return -1;
    if (description_write(&b->about, b->folder, e) != 0)
        return -1;
    return folder_commit(b->folder, b->target, b->replace, DATASET_DESCRIPTION, keep, e);
}

int dataset_builder_commit(struct dataset_builder *b, struct mien_error *e)
{
    int result = finish(b, e);
    dataset_builder_abandon(b); /* after a success the temporary folder is gone already */
    return result;
}

void dataset_builder_abandon(struct dataset_builder *b)
{
    if (b->x)
        fclose(b->x);
    for (int c = 0; c < DATASET_COLUMN_COUNT; c++)
        if (b->streams[c])
            fclose(b->streams[c]);
    if (b->folder)
        folder_remove(b->folder);
    description_free(&b->about);
    free(b->row);
    free(b->folder);
    free(b->target);
    *b = (struct dataset_builder){0};
}

/* ---- from a data set to another ---- */

struct dataset_plan dataset_plan_like(const struct dataset *d)
{
    const void *const given[DATASET_COLUMN_COUNT] = {
#define X(symbol, file, type, array, pointer) d->pointer,
        DATASET_COLUMNS(X)
#undef X
    };
    struct dataset_plan plan = {
        .name = d->name,
        .licence = d->licence,
        .provenance = d->provenance,
        .source = d->source,
        .kind = d->kind,
        .shape = {d->shape[0], d->shape[1], d->shape[2]},
        .dimensions = d->dimensions,
        .type = d->x.type,
        .scale = d->scale,
        .offset = d->offset,
        .parts = d->parts,
        .part_count = d->part_count,
        .class_names = (const char *const *)d->class_names,
        .split_names = (const char *const *)d->split_names,
        .vote_names = (const char *const *)d->vote_names,
        .classes = d->classes,
        .splits = d->splits,
        .votes = d->votes,
    };
    for (int c = 0; c < DATASET_COLUMN_COUNT; c++)
        plan.columns |= given[c] ? 1u << c : 0;
    return plan;
}

struct dataset_sample dataset_sample_of(const struct dataset *d, uint32_t row)
{
    return (struct dataset_sample){
        .stored = (const char *)d->x.data + (size_t)row * d->width * npy_type_size(d->x.type),
        .y = d->y[row],
        .split = d->split[row],
        .votes = d->vote ? d->vote + (size_t)row * d->votes : NULL,
        .weight = d->weight ? d->weight[row] : 1,
        .score = d->score ? d->score[row] : 1,
        .group = d->group ? d->group[row] : 0,
        .copy = d->copy ? d->copy[row] : 0,
        .id = d->id ? d->id[row] : row,
    };
}

int dataset_watch_report(const struct dataset_watch *watch, uint64_t done, uint64_t total,
                         struct mien_error *e)
{
    enum { EVERY = 256 };
    if (!watch || !watch->report || (done % EVERY != 0 && done != total) ||
        watch->report(watch->context, done, total))
        return 0;
    return error_set(e, NULL, 0, "stopped");
}

static int add_rows(struct dataset_builder *b, const struct dataset *d, const uint32_t *rows,
                    uint32_t count, void (*change)(void *, uint32_t, struct dataset_sample *),
                    void *context, const struct dataset_watch *watch, struct mien_error *e)
{
    for (uint32_t i = 0; i < count; i++) {
        struct dataset_sample s = dataset_sample_of(d, rows[i]);
        if (change)
            change(context, rows[i], &s);
        if (dataset_builder_add(b, &s, e) != 0 || dataset_watch_report(watch, i + 1, count, e) != 0)
            return -1;
    }
    return 0;
}

int dataset_write_rows(const struct dataset *d, const uint32_t *rows, uint32_t count,
                       const char *folder, const struct dataset_plan *plan,
                       void (*change)(void *context, uint32_t row, struct dataset_sample *s),
                       void *context, const struct dataset_watch *watch, struct mien_error *e)
{
    struct dataset_builder b;
    if (dataset_builder_open(&b, folder, plan, e) != 0)
        return -1;
    if (add_rows(&b, d, rows, count, change, context, watch, e) != 0) {
        dataset_builder_abandon(&b);
        return -1;
    }
    return dataset_builder_commit(&b, e);
}
