/* synth.c - see synth.h. Rows are drawn a batch at a time, by all threads, and written in order. */
#include "datasets/synth/synth.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/description.h"
#include "datasets/folder.h"
#include "datasets/import_names.h"
#include "datasets/synth/face.h"
#include "runtime/host/file.h"
#include "runtime/host/team.h"

/* A batch holds so many bytes at most, or one row a thread. */
enum { BATCH_BYTES = 32 << 20, BATCH_ROWS = 512 };

/* Streams of random numbers: one a row, one a person, one for the order of every seven classes. */
enum { STREAM_PERSON = 1, STREAM_CLASSES = 2 };

/* ---- rows ---- */

/* Rows that show one person; enough people for three splits come first. */
static uint32_t rows_a_person(uint32_t rows)
{
    return rows >= 420 ? 14 : rows >= 70 ? 7 : 1;
}

static uint64_t stream(uint64_t kind, uint32_t number)
{
    return kind << 32 | number;
}

/* Every seven rows show every emotion once. */
static uint8_t emotion_of(uint64_t seed, uint32_t row)
{
    struct rng r = rng_stream(seed, stream(STREAM_CLASSES, row / MIEN_EMOTIONS));
    uint32_t order[MIEN_EMOTIONS];
    for (uint32_t i = 0; i < MIEN_EMOTIONS; i++)
        order[i] = i;
    rng_shuffle(&r, order, MIEN_EMOTIONS);
    return (uint8_t)order[row % MIEN_EMOTIONS];
}

/* Train, valid or test (import_split_names): of ten people the fifth is valid, the last is test. */
static uint8_t split_of(uint32_t person)
{
    return person % 10 == 4 ? 1 : person % 10 == 9 ? 2 : 0;
}

/* ---- the sets on their way ---- */

enum { SETS = 3, IMAGES = 0 };

static const struct kind {
    unsigned landmarks; /* the option that asks for it; 0: the pictures */
    const char *ending;
    enum dataset_kind kind;
    uint32_t shape[2];
    const char *what;
} kinds[SETS] = {
    {0, "", DATASET_IMAGE, {0, 0}, "Grey pictures of faces"},
    {SYNTH_68, "-68", DATASET_LANDMARKS, {MIEN_LANDMARKS68, 2}, "68 landmarks (x, y)"},
    {SYNTH_468, "-468", DATASET_LANDMARKS, {MIEN_MESH_POINTS, 3}, "468 landmarks (x, y, z)"},
};

struct set {
    const struct kind *kind;
    char *target, *name, *provenance;
    struct dataset_builder builder;
};

struct batch {
    uint32_t first, rows;
    uint8_t *pixels;                         /* [rows, height, width] */
    float (*landmarks)[MIEN_MESH_POINTS][3]; /* [rows] */
};

struct work {
    const struct synth_options *options;
    struct set sets[SETS];
    int set_count;
    double scale; /* of stored landmarks, pixels */
    struct face_stock *stock;
    struct face_desk *desks; /* [jobs] */
    struct batch batch;
    uint32_t batch_rows; /* at most */
    atomic_uint next;    /* row of the batch */
};

/* Landmarks as int16: the finest power of two, 1/256 pixel at best, that reaches twice the
 * picture. */
static double find_scale(const struct synth_options *o)
{
    const uint32_t longest = o->width > o->height ? o->width : o->height;
    double scale = 1.0 / 256;
    while (scale * INT16_MAX < 2.0 * longest)
        scale *= 2;
    return scale;
}

static int make_texts(struct set *s, const char *target, const struct synth_options *o,
                      struct mien_error *e)
{
    const char *name = o->name ? o->name : file_name(target);
    if (asprintf(&s->target, "%s%s", target, s->kind->ending) < 0)
        s->target = NULL;
    if (asprintf(&s->name, "%s%s", name, s->kind->ending) < 0)
        s->name = NULL;
    if (asprintf(&s->provenance,
                 "%s, rendered by mien %s: mien data synth --rows %u --seed %llu --size %ux%u. "
                 "Nobody real is seen. Expressions are action units (P. Ekman, W. Friesen, J. "
                 "Hager, Facial Action Coding System, 2002; W. Friesen, P. Ekman, EMFACS-7, 1983) "
                 "on MediaPipe's canonical face%s",
                 s->kind->what, MIEN_VERSION, o->rows, (unsigned long long)o->seed, o->width,
                 o->height,
                 s->kind->landmarks ? "; landmarks are its vertices as projected, in pixels of the "
                                      "picture: edge coordinates, 0..width across, the first "
                                      "pixel's centre at 0.5, z on the scale of x."
                                    : ".") < 0)
        s->provenance = NULL;
    return s->target && s->name && s->provenance ? 0 : error_memory(e, target, strlen(target));
}

static int open_set(struct set *s, const struct work *w, struct mien_error *e)
{
    const struct synth_options *o = w->options;
    const bool images = s->kind->kind == DATASET_IMAGE;
    const struct dataset_plan plan = {
        .name = s->name,
        .licence = "MIT, as mien; the geometry of the face behind it: Copyright 2020 The MediaPipe "
                   "Authors, Apache License 2.0",
        .provenance = s->provenance,
        .source = "mien data synth",
        .kind = s->kind->kind,
        .shape = {images ? o->height : s->kind->shape[0], images ? o->width : s->kind->shape[1], 1},
        .dimensions = images ? 3 : 2,
        .type = images ? NPY_U8 : NPY_I16,
        .scale = images ? 1 : w->scale,
        .class_names = import_fer2013_classes,
        .classes = IMPORT_FER2013_CLASSES,
        .split_names = import_split_names,
        .splits = IMPORT_SPLITS,
        .columns = 1u << COLUMN_GROUP | 1u << COLUMN_ID | (images ? 0 : 1u << COLUMN_SCORE),
        .replace = o->replace,
    };
    return dataset_builder_open(&s->builder, s->target, &plan, e);
}

static int open_sets(struct work *w, const char *target, struct mien_error *e)
{
    int result = 0;
    for (int i = 0; i < SETS && result == 0; i++) {
        if (kinds[i].landmarks && !(w->options->landmarks & kinds[i].landmarks))
            continue;
        struct set *s = &w->sets[w->set_count++];
        s->kind = &kinds[i];
        result = make_texts(s, target, w->options, e);
        if (result == 0)
            result = folder_check(s->target, w->options->replace, DATASET_DESCRIPTION, e);
    }
    for (int i = 0; i < w->set_count && result == 0; i++)
        result = open_set(&w->sets[i], w, e);
    return result;
}

static void close_sets(struct work *w)
{
    for (int i = 0; i < w->set_count; i++) {
        dataset_builder_abandon(&w->sets[i].builder);
        free(w->sets[i].target);
        free(w->sets[i].name);
        free(w->sets[i].provenance);
    }
}

/* ---- drawing ---- */

static int open_desks(struct work *w, struct mien_error *e)
{
    const struct synth_options *o = w->options;
    const size_t row = (size_t)o->width * o->height + sizeof *w->batch.landmarks;
    w->batch_rows = (uint32_t)(BATCH_BYTES / row);
    w->batch_rows = w->batch_rows > BATCH_ROWS ? BATCH_ROWS : w->batch_rows;
    w->batch_rows = w->batch_rows < (uint32_t)o->jobs ? (uint32_t)o->jobs : w->batch_rows;
    w->stock = malloc(sizeof *w->stock);
    w->desks = calloc((size_t)o->jobs, sizeof *w->desks);
    w->batch.pixels = malloc((size_t)w->batch_rows * o->width * o->height);
    w->batch.landmarks = malloc(w->batch_rows * sizeof *w->batch.landmarks);
    if (!w->stock || !w->desks || !w->batch.pixels || !w->batch.landmarks)
        return error_memory(e, "a batch of faces", w->batch_rows * row);
    face_stock_init(w->stock);
    int result = 0;
    for (int i = 0; i < o->jobs && result == 0; i++)
        result = face_desk_open(&w->desks[i], w->stock, o->width, o->height, e);
    return result;
}

static void close_desks(struct work *w)
{
    for (int i = 0; w->desks && i < w->options->jobs; i++)
        face_desk_close(&w->desks[i]);
    free(w->desks);
    free(w->stock);
    free(w->batch.pixels);
    free(w->batch.landmarks);
}

static void draw_row(struct work *w, struct face_desk *desk, uint32_t i)
{
    const struct synth_options *o = w->options;
    const uint32_t row = w->batch.first + i, person = row / rows_a_person(o->rows);
    struct rng r = rng_stream(o->seed, stream(STREAM_PERSON, person));
    struct person p;
    struct moment m;
    person_draw(&p, &w->stock->shapes, (const float(*)[3])w->stock->muscles.rest, &r);
    r = rng_stream(o->seed, row);
    moment_draw(&m, &p, emotion_of(o->seed, row), &r);
    face_draw(desk, &p, &m, &r, w->batch.pixels + (size_t)i * o->width * o->height,
              w->batch.landmarks[i]);
}

static void serve(void *context, int worker)
{
    struct work *w = context;
    for (uint32_t i; (i = atomic_fetch_add(&w->next, 1)) < w->batch.rows;)
        draw_row(w, &w->desks[worker], i);
}

/* ---- writing ---- */

static int16_t store(float v, double scale)
{
    const double q = nearbyint((double)v / scale);
    return (int16_t)(q < INT16_MAX ? q > INT16_MIN ? q : INT16_MIN : INT16_MAX);
}

/* The numbers of a set's row of landmarks, as stored. */
static void store_landmarks(const struct kind *k, const float (*mesh)[3], double scale,
                            int16_t *out)
{
    const bool all = k->landmarks == SYNTH_468;
    for (uint32_t i = 0; i < k->shape[0]; i++)
        for (uint32_t c = 0; c < k->shape[1]; c++)
            *out++ = store(mesh[all ? i : mien_ibug68[i]][c], scale);
}

static int write_row(struct work *w, uint32_t i, struct mien_error *e)
{
    const struct synth_options *o = w->options;
    int16_t landmarks[MIEN_MESH_POINTS * 3];
    const uint32_t row = w->batch.first + i, person = row / rows_a_person(o->rows);
    struct dataset_sample s = {
        .y = emotion_of(o->seed, row),
        .split = split_of(person),
        .group = (int32_t)person,
        .score = 1,
        .id = row,
    };
    for (int k = 0; k < w->set_count; k++) {
        const struct kind *kind = w->sets[k].kind;
        s.stored = landmarks;
        if (kind->landmarks)
            store_landmarks(kind, (const float(*)[3])w->batch.landmarks[i], w->scale, landmarks);
        else
            s.stored = w->batch.pixels + (size_t)i * o->width * o->height;
        if (dataset_builder_add(&w->sets[k].builder, &s, e) != 0)
            return -1;
    }
    return 0;
}

static int make_rows(struct work *w, struct team *team, struct mien_error *e)
{
    const struct synth_options *o = w->options;
    for (uint32_t first = 0; first < o->rows; first += w->batch_rows) {
        w->batch.first = first;
        w->batch.rows = o->rows - first < w->batch_rows ? o->rows - first : w->batch_rows;
        atomic_store(&w->next, 0);
        team_run(team, serve, w);
        for (uint32_t i = 0; i < w->batch.rows; i++)
            if (write_row(w, i, e) != 0)
                return -1;
        if (dataset_watch_report(o->watch, first + w->batch.rows, o->rows, e) != 0)
            return -1;
    }
    return 0;
}

static int commit_sets(struct work *w, struct mien_error *e)
{
    for (int i = 0; i < w->set_count; i++)
        if (dataset_builder_commit(&w->sets[i].builder, e) != 0)
            return -1;
    return 0;
}

static int check(const struct synth_options *o, struct mien_error *e)
{
    if (o->rows < 1 || o->rows > SYNTH_ROWS_MAX)
        return error_set(e, NULL, 0, "rows are 1 to %d (%u)", SYNTH_ROWS_MAX, o->rows);
    if (o->width < SYNTH_SIDE_MIN || o->width > SYNTH_SIDE_MAX || o->height < SYNTH_SIDE_MIN ||
        o->height > SYNTH_SIDE_MAX)
        return error_set(e, NULL, 0, "pictures are %d to %d pixels wide and high (%ux%u)",
                         SYNTH_SIDE_MIN, SYNTH_SIDE_MAX, o->width, o->height);
    if (o->jobs < 1 || o->jobs > SYNTH_JOBS_MAX)
        return error_set(e, NULL, 0, "threads are 1 to %d (%d)", SYNTH_JOBS_MAX, o->jobs);
    return 0;
}

int synth_make(const char *target, const struct synth_options *o, struct mien_error *e)
{
    if (check(o, e) != 0)
        return -1;
    struct work w = {.options = o, .scale = find_scale(o)};
    struct team *team = NULL;
    int result = open_sets(&w, target, e);
    if (result == 0)
        result = open_desks(&w, e);
    if (result == 0)
        result = (team = team_open(o->jobs, e)) ? 0 : -1;
    if (result == 0)
        result = make_rows(&w, team, e);
    team_close(team);
    close_desks(&w);
    if (result == 0)
        result = commit_sets(&w, e);
    close_sets(&w);
    return result;
}
