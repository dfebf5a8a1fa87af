/* import_arrays.c - see import_arrays.h. */
#include "datasets/import_arrays.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "datasets/description.h"
#include "datasets/import_votes.h"

enum source { X, LABEL, SPLIT, SCORE, COPY, GROUP, WEIGHT, SOURCES };
enum { FILE_NAMES = 4, NAMES_TEXT_MAX = 1 << 28, NUMBER_TEXT = 16 };

/* Files tried for each array, the data set's column for it, and the whole numbers allowed in it
 * (high 0: any number; the builder checks them). */
static const struct {
    const char *files[FILE_NAMES];
    int column; /* -1: not optional */
    double low, high;
} sources[SOURCES] = {
    [X] = {{"x.npy", "landmarks68.npy", "landmarks.npy", "images.npy"}, -1, 0, 0},
    [LABEL] = {{"y.npy", "labels.npy"}, -1, 0, DATASET_CLASSES_MAX - 1},
    [SPLIT] = {{"split.npy"}, -1, 0, DATASET_SPLITS_MAX - 1},
    [SCORE] = {{"score.npy", "face_score.npy"}, COLUMN_SCORE, 0, 0},
    [COPY] = {{"copy.npy", "duplicate.npy"}, COLUMN_COPY, 0, 1},
    [GROUP] = {{"group.npy"}, COLUMN_GROUP, INT32_MIN, INT32_MAX},
    [WEIGHT] = {{"weight.npy"}, COLUMN_WEIGHT, 0, 0},
};

struct arrays {
    struct npy array[SOURCES]; /* data NULL where there is no file */
    char *path[SOURCES];
    uint32_t rows;
    char *names_text; /* names.txt, cut into lines */
    char **names;     /* [rows] or NULL */
    uint32_t *ids;    /* [rows] or NULL */
    struct import_votes votes;
    struct dataset about;                           /* of `like`, or derived */
    char numbers[DATASET_CLASSES_MAX][NUMBER_TEXT]; /* classes without names */
    const char *class_names[DATASET_CLASSES_MAX], *split_names[DATASET_SPLITS_MAX];
};

/* ---- arrays ---- */

/* Open the first of a source's files that exists; none is no error. */
static int open_source(struct arrays *a, const char *folder, enum source s, struct mien_error *e)
{
    for (int i = 0; i < FILE_NAMES && sources[s].files[i] && !a->path[s]; i++) {
        char *path = file_join(folder, sources[s].files[i]);
        if (!path)
            return error_memory(e, folder, 0);
        if (access(path, F_OK) == 0)
            a->path[s] = path;
        else
            free(path);
    }
    return a->path[s] ? npy_open(&a->array[s], a->path[s], e) : 0;
}

static int check_column(const struct arrays *a, enum source s, struct mien_error *e)
{
    const struct npy *v = &a->array[s];
    if (v->dimensions != 1 || v->shape[0] != a->rows)
        return error_set(e, a->path[s], 0, "it has %llu rows of %u dimensions, but %s has %u rows",
                         (unsigned long long)v->shape[0], v->dimensions - (v->dimensions > 0),
                         a->path[X], a->rows);
    for (uint32_t row = 0; sources[s].high > 0 && row < a->rows; row++) {
        double n = npy_get(v, row);
        if (!(n >= sources[s].low && n <= sources[s].high) || n != floor(n))
            return error_set(e, a->path[s], 0, "row %u holds %g, not a whole number in %.0f..%.0f",
                             row, n, sources[s].low, sources[s].high);
    }
    return 0;
}

static int open_sources(struct arrays *a, const char *folder, struct mien_error *e)
{
    for (int s = 0; s < SOURCES; s++)
        if (open_source(a, folder, (enum source)s, e) != 0)
            return -1;
    for (int s = X; s <= LABEL; s++)
        if (!a->path[s])
            return error_set(e, folder, 0, "no %s (called %s or %s) in the folder",
                             s == X ? "x" : "labels", sources[s].files[0], sources[s].files[1]);
    const struct npy *x = &a->array[X];
    if (x->dimensions < 2 || x->shape[0] == 0 || x->shape[0] >= UINT32_MAX)
        return error_set(e, a->path[X], 0,
                         "x has %u dimensions and %llu rows; [rows, ...] is wanted", x->dimensions,
                         (unsigned long long)x->shape[0]);
    a->rows = (uint32_t)x->shape[0];
    for (int s = LABEL; s < SOURCES; s++)
        if (a->path[s] && check_column(a, (enum source)s, e) != 0)
            return -1;
    return 0;
}

/* ---- names, ids, votes ---- */

/* Cut names.txt into its lines. */
static int cut_names(struct arrays *a, const char *path, struct mien_error *e)
{
    uint32_t row = 0;
    a->names = calloc((size_t)a->rows + 1, sizeof *a->names);
    if (!a->names)
        return error_memory(e, path, a->rows * sizeof *a->names);
    for (char *at = a->names_text; *at; row++) {
        char *end = at + strcspn(at, "\n");
        bool last = *end == '\0';
        *end = '\0';
        if (end > at && end[-1] == '\r')
            end[-1] = '\0';
        if (*at == '\0')
            return error_set(e, path, (long)row + 1, "a row without a name");
        if (row < a->rows)
            a->names[row] = at;
        at = last ? end : end + 1;
    }
    return row == a->rows
               ? 0
               : error_set(e, path, 0, "it names %u rows, but %s has %u", row, a->path[X], a->rows);
}

/* The number in front of a name's extension: 10118481 of train/angry/Training_10118481.jpg. */
static bool trailing_number(const char *name, uint32_t *number)
{
    const char *dot = strrchr(file_name(name), '.');
    const char *end = dot ? dot : name + strlen(name), *at = end;
    uint64_t value = 0;
    while (at > name && isdigit((unsigned char)at[-1]))
        at--;
    for (const char *p = at; p < end && value <= UINT32_MAX; p++)
        value = value * 10 + (uint64_t)(*p - '0');
    *number = (uint32_t)value;
    return end > at && value <= UINT32_MAX;
}

static int number_rows(struct arrays *a, struct mien_error *e)
{
    a->ids = malloc((size_t)a->rows * sizeof *a->ids);
    if (!a->ids)
        return error_memory(e, "the rows' numbers", (size_t)a->rows * sizeof *a->ids);
    for (uint32_t row = 0; row < a->rows; row++)
        if (!trailing_number(a->names[row], &a->ids[row])) {
            free(a->ids); /* one row without: no column at all */
            a->ids = NULL;
            break;
        }
    return 0;
}

static int read_names(struct arrays *a, const char *folder, const char *votes, struct mien_error *e)
{
    char *path = file_join(folder, "names.txt");
    int result = 0;
    if (!path)
        return error_memory(e, folder, 0);
    if (access(path, F_OK) == 0) {
        a->names_text = file_text(path, NAMES_TEXT_MAX, e);
        result = a->names_text ? cut_names(a, path, e) : -1;
        if (result == 0)
            result = number_rows(a, e);
    } else if (votes) {
        result = error_set(e, path, 0, "missing; votes are joined to rows by the names in it");
    }
    if (result == 0 && votes)
        result = import_votes(&a->votes, votes, (const char *const *)a->names, a->rows, e);
    free(path);
    return result;
}

/* ---- what the numbers mean ---- */

static uint32_t highest(const struct arrays *a, enum source s)
{
    double most = 0;
    for (uint32_t row = 0; a->path[s] && row < a->rows; row++)
        most = fmax(most, npy_get(&a->array[s], row));
    return (uint32_t)most;
}

/* Kind and shape by the array's own: [n, d], [n, points, 2 or 3], [n, h, w], [n, h, w, c]. */
static void guess_shape(struct dataset *about, const struct npy *x)
{
    uint32_t sides = x->dimensions - 1;
    bool points = sides == 2 && (x->shape[2] == 2 || x->shape[2] == 3);
    about->kind = sides == 1 ? DATASET_VECTOR : points ? DATASET_LANDMARKS : DATASET_IMAGE;
    about->dimensions = about->kind == DATASET_IMAGE ? 3 : sides;
    for (uint32_t i = 0; i < 3; i++) /* a side too long for the format is refused by the builder */
        about->shape[i] = i >= sides                     ? 1
                          : x->shape[i + 1] < UINT32_MAX ? (uint32_t)x->shape[i + 1]
                                                         : UINT32_MAX;
    about->scale = 1;
}

static void derive_names(struct arrays *a, struct dataset_plan *plan)
{
    static const char *const usual[] = {"train", "valid", "test"};
    plan->classes = highest(a, LABEL) + 1;
    plan->splits = highest(a, SPLIT) + 1;
    for (uint32_t i = 0; i < plan->classes || i < plan->splits; i++)
        snprintf(a->numbers[i], NUMBER_TEXT, "%u", i);
    for (uint32_t i = 0; i < plan->classes; i++)
        a->class_names[i] = a->numbers[i];
    for (uint32_t i = 0; i < plan->splits; i++)
        a->split_names[i] = i < 3 ? usual[i] : a->numbers[i];
    plan->class_names = a->class_names;
    plan->split_names = a->split_names;
}

/* What dataset.json of `like` says; what the options say goes before it. */
static void describe(const struct dataset *about, const struct import_options *o,
                     struct dataset_plan *plan)
{
    plan->name = o->name ? o->name : about->name;
    plan->licence = o->licence ? o->licence : about->licence;
    plan->provenance = about->provenance;
    plan->source = about->source;
    plan->class_names = (const char *const *)about->class_names;
    plan->split_names = (const char *const *)about->split_names;
    plan->classes = about->classes;
    plan->splits = about->splits;
}

static enum npy_type stored_type(const struct npy *x, double scale)
{
    if (scale != 1)
        return NPY_I16;
    return x->type == NPY_U8 || x->type == NPY_I16 ? x->type : NPY_F32;
}

/* Whether an array's row can fill one of the data set's shape: equal, but for a landmark's z, which
 * may be dropped, and a picture's single channel, which may be left out. */
static int check_shape(const struct arrays *a, struct mien_error *e)
{
    const struct npy *x = &a->array[X];
    const struct dataset *about = &a->about;
    bool fits = x->dimensions == about->dimensions + 1 ||
                (x->dimensions == about->dimensions && about->kind == DATASET_IMAGE &&
                 about->shape[2] == 1);
    for (uint32_t i = 0; i < about->dimensions && fits; i++)
        fits = x->shape[i + 1] == about->shape[i] || (about->kind == DATASET_LANDMARKS && i == 1 &&
                                                      x->shape[2] == 3 && about->shape[1] == 2);
    return fits ? 0
                : error_set(e, a->path[X], 0,
                            "its rows do not have the shape of the data set to be made");
}

static int make_plan(struct arrays *a, const char *path, const struct import_options *o,
                     const char *out, struct dataset_plan *plan, struct mien_error *e)
{
    *plan = import_plan(o, path, out);
    if (!o->like) {
        guess_shape(&a->about, &a->array[X]);
        derive_names(a, plan);
    } else if (description_read(&a->about, o->like, e) == 0) {
        describe(&a->about, o, plan);
    } else {
        return -1;
    }
    if (o->classes) {
        plan->class_names = o->classes;
        plan->classes = o->class_count;
    }
    if (check_shape(a, e) != 0)
        return -1;
    plan->kind = a->about.kind;
    plan->dimensions = a->about.dimensions;
    memcpy(plan->shape, a->about.shape, sizeof plan->shape);
    plan->scale = a->about.scale;
    plan->offset = a->about.offset;
    plan->type = stored_type(&a->array[X], plan->scale);
    plan->vote_names = (const char *const *)a->votes.names;
    plan->votes = a->votes.columns;
    for (int s = 0; s < SOURCES; s++)
        if (a->path[s] && sources[s].column >= 0)
            plan->columns |= 1u << sources[s].column;
    plan->columns |= a->ids ? 1u << COLUMN_ID : 0;
    plan->mark_copies = !a->path[COPY];
    return 0;
}

/* ---- rows ---- */

static double value(const struct arrays *a, enum source s, uint32_t row, double missing)
{
    return a->path[s] ? npy_get(&a->array[s], row) : missing;
}

static struct dataset_sample read_row(const struct arrays *a, uint32_t row, uint32_t points,
                                      float *x)
{
    const struct npy *from = &a->array[X];
    const size_t from_width = from->count / a->rows,
                 from_last = points ? from->shape[2] : from_width;
    const size_t last = points ? a->about.shape[1] : from_width;
    for (size_t i = 0; i < from_width; i += from_last)
        for (size_t k = 0; k < last; k++)
            *x++ = (float)npy_get(from, row * from_width + i + k);
    return (struct dataset_sample){
        .y = (uint8_t)npy_get(&a->array[LABEL], row),
        .split = (uint8_t)value(a, SPLIT, row, 0),
        .score = (float)value(a, SCORE, row, 1),
        .copy = (uint8_t)value(a, COPY, row, 0),
        .group = (int32_t)value(a, GROUP, row, 0),
        .weight = (float)value(a, WEIGHT, row, 1),
        .votes = a->votes.votes ? a->votes.votes + (size_t)row * a->votes.columns : NULL,
        .id = a->ids ? a->ids[row] : 0,
    };
}

static int add_rows(struct dataset_builder *b, const struct arrays *a, float *x,
                    const struct dataset_watch *watch, struct mien_error *e)
{
    const uint32_t points = a->about.kind == DATASET_LANDMARKS ? a->about.shape[0] : 0;
    for (uint32_t row = 0; row < a->rows; row++) {
        struct dataset_sample s = read_row(a, row, points, x);
        s.x = x;
        if (dataset_builder_add(b, &s, e) != 0 ||
            dataset_watch_report(watch, row + 1, a->rows, e) != 0)
            return -1;
    }
    return 0;
}

static int write_all(const struct arrays *a, const char *out, const struct dataset_plan *plan,
                     const struct dataset_watch *watch, struct mien_error *e)
{
    struct dataset_builder b;
    if (dataset_builder_open(&b, out, plan, e) != 0)
        return -1;
    float *x = malloc(b.about.width * sizeof *x);
    int result = x ? add_rows(&b, a, x, watch, e) : error_memory(e, out, b.about.width * sizeof *x);
    free(x);
    if (result == 0)
        return dataset_builder_commit(&b, e);
    dataset_builder_abandon(&b);
    return -1;
}

static void free_arrays(struct arrays *a)
{
    for (int s = 0; s < SOURCES; s++) {
        npy_close(&a->array[s]);
        free(a->path[s]);
    }
    import_votes_free(&a->votes);
    description_free(&a->about);
    free(a->names_text);
    free(a->names);
    free(a->ids);
    free(a);
}

int import_arrays(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e)
{
    struct arrays *a = calloc(1, sizeof *a);
    struct dataset_plan plan;
    if (!a)
        return error_memory(e, path, sizeof *a);
    int result = open_sources(a, path, e);
    if (result == 0)
        result = read_names(a, path, o->votes, e);
    if (result == 0)
        result = make_plan(a, path, o, out, &plan, e);
    if (result == 0)
        result = write_all(a, out, &plan, o->watch, e);
    free_arrays(a);
    return result;
}
