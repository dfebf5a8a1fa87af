/* sets.c - see sets.h. One pass over the journal, by row, feeds all sets; 68 points are taken out
 * of the mesh where both are made. */
#include "datasets/landmarks/sets.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/copies.h"
#include "datasets/description.h"
#include "datasets/folder.h"
#include "runtime/mien_landmarks.h"

static const struct kind {
    unsigned which;
    const char *ending, *points;
    uint32_t shape[2];
} kinds[] = {
    {LANDMARKS_68, "-68", "68 landmarks (x, y)", {MIEN_LANDMARKS68, 2}},
    {LANDMARKS_468, "-468", "468 landmarks (x, y, z)", {MIEN_MESH_POINTS, 3}},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* A set on its way. */
struct set {
    const struct kind *kind;
    char *target, *name, *provenance;
    struct dataset replaced; /* what is said about the set there was */
    struct dataset_builder builder;
};

char *landmark_sets_target(const char *target, unsigned sets, unsigned which)
{
    char *name = NULL;
    for (int i = 0; i < KINDS; i++)
        if (kinds[i].which == which &&
            asprintf(&name, "%s%s", target, sets == which ? "" : kinds[i].ending) < 0)
            name = NULL;
    return name;
}

int landmark_sets_check(const char *target, const struct landmark_options *o, struct mien_error *e)
{
    int result = 0;
    for (int i = 0; i < KINDS && result == 0; i++) {
        if (!(o->sets & kinds[i].which))
            continue;
        char *path = landmark_sets_target(target, o->sets, kinds[i].which);
        result = path ? folder_check(path, o->replace, DATASET_DESCRIPTION, e)
                      : error_memory(e, target, strlen(target));
        free(path);
    }
    return result;
}

/* ---- what is said about a set ---- */

/* Name, licence and source stay those of a set that is replaced, unless the caller says otherwise.
 */
static int read_replaced(struct set *s, bool replace, struct mien_error *e)
{
    struct mien_error none;
    if (!replace || folder_check(s->target, false, DATASET_DESCRIPTION, &none) == 0)
        return 0;
    return description_read(&s->replaced, s->target, e);
}

static int make_texts(struct set *s, const struct landmark_work *w, struct mien_error *e)
{
    const struct landmark_options *o = w->options;
    const bool both = o->sets != s->kind->which;
    const char *name = o->name            ? o->name
                       : s->replaced.name ? s->replaced.name
                                          : file_name(s->target);
    if (asprintf(&s->name, "%s%s", name, o->name && both ? s->kind->ending : "") < 0)
        s->name = NULL;
    if (asprintf(&s->provenance,
                 "%s in pixels of the picture: edge coordinates, 0..width across, the first "
                 "pixel's centre at 0.5%s. Found by mien %s: %s Of each picture the score says how "
                 "sure the landmark model is of a face; below %g the landmarks are a guess.",
                 s->kind->points,
                 s->kind->which == LANDMARKS_468 ? "; z on the scale of x, smaller is nearer"
                                                 : "; of the 468 mesh points those nearest to the "
                                                   "68 of iBUG, the jaw's following the mesh",
                 MIEN_VERSION, w->finder->about, (double)DATASET_FACE_SCORE) < 0)
        s->provenance = NULL;
    return s->name && s->provenance ? 0 : error_memory(e, s->target, strlen(w->finder->about));
}

static int open_set(struct set *s, const struct landmark_work *w, struct mien_error *e)
{
    const struct landmark_options *o = w->options;
    if (read_replaced(s, o->replace, e) != 0 || make_texts(s, w, e) != 0)
        return -1;
    struct dataset_plan plan = {
        .name = s->name,
        .licence = o->licence ? o->licence : s->replaced.licence,
        .provenance = s->provenance,
        .source = s->replaced.source ? s->replaced.source : file_name(w->source->root),
        .kind = DATASET_LANDMARKS,
        .shape = {s->kind->shape[0], s->kind->shape[1], 1},
        .dimensions = 2,
        .type = NPY_I16,
        .scale = w->scale,
        .replace = o->replace,
    };
    landmark_source_plan(w->source, &plan);
    plan.columns |= 1u << COLUMN_SCORE | 1u << COLUMN_COPY;
    return dataset_builder_open(&s->builder, s->target, &plan, e);
}

static void close_set(struct set *s)
{
    dataset_builder_abandon(&s->builder);
    description_free(&s->replaced);
    free(s->target);
    free(s->name);
    free(s->provenance);
}

/* ---- rows ---- */

static void take_68(const int16_t *mesh, int16_t *points)
{
    for (int i = 0; i < MIEN_LANDMARKS68; i++)
        for (int k = 0; k < 2; k++)
            points[2 * i + k] = mesh[3 * mien_ibug68[i] + k];
}

static int add_rows(struct set *sets, int count, const struct landmark_work *w,
                    const struct journal_record *records, const uint8_t *copy, struct mien_error *e)
{
    int16_t values[MIEN_MESH_POINTS * 3], points[MIEN_LANDMARKS68 * 2];
    struct journal_record r;
    for (uint32_t row = 0; row < w->source->count; row++) {
        if (w->record[row] == WORK_NONE)
            continue;
        if (journal_read(&w->journal, w->record[row], &r, values, e) != 0)
            return -1;
        const bool mesh = w->options->sets & LANDMARKS_468;
        if (mesh)
            take_68(values, points);
        struct dataset_sample sample = landmark_source_sample(w->source, row);
        sample.score = records[row].score;
        sample.copy = copy[row];
        for (int i = 0; i < count; i++) {
            sample.stored = mesh && sets[i].kind->which == LANDMARKS_68 ? points : values;
            if (dataset_builder_add(&sets[i].builder, &sample, e) != 0)
                return -1;
        }
    }
    return 0;
}

/* copy [count] of pixels that an earlier train picture has; damaged pictures take no part. */
static int mark_copies(const struct landmark_work *w, const struct journal_record *records,
                       uint8_t *copy, struct mien_error *e)
{
    enum { DIGEST = sizeof records->digest };
    const uint32_t count = w->source->count;
    uint8_t *digests = malloc((size_t)count * DIGEST), *split = malloc(count);
    uint8_t *marks = malloc(count);
    uint32_t n = 0;
    int result = digests && split && marks ? 0 : error_memory(e, "the search for copies", count);
    for (uint32_t row = 0; result == 0 && row < count; row++)
        if (w->record[row] != WORK_NONE) {
            memcpy(digests + (size_t)n * DIGEST, records[row].digest, DIGEST);
            split[n++] = landmark_source_sample(w->source, row).split;
        }
    if (result == 0)
        result = copies_mark(digests, DIGEST, split, n, marks, e);
    for (uint32_t row = 0, i = 0; result == 0 && row < count; row++)
        if (w->record[row] != WORK_NONE)
            copy[row] = marks[i++];
    free(digests);
    free(split);
    free(marks);
    return result;
}

static int write_sets(struct set *sets, int count, const struct landmark_work *w,
                      const struct journal_record *records, struct mien_error *e)
{
    uint8_t *copy = calloc(w->source->count, 1);
    int result = copy ? 0 : error_memory(e, "the search for copies", w->source->count);
    for (int i = 0; i < count && result == 0; i++)
        result = open_set(&sets[i], w, e);
    if (result == 0)
        result = mark_copies(w, records, copy, e);
    if (result == 0)
        result = add_rows(sets, count, w, records, copy, e);
    for (int i = 0; i < count && result == 0; i++)
        result = dataset_builder_commit(&sets[i].builder, e);
    free(copy);
    return result;
}

int landmark_sets_write(const struct landmark_work *w, const struct journal_record *records,
                        const char *target, struct mien_error *e)
{
    struct set sets[KINDS] = {{.kind = NULL}};
    int count = 0, result = 0;
    for (int i = 0; i < KINDS && result == 0; i++) {
        if (!(w->options->sets & kinds[i].which))
            continue;
        sets[count] = (struct set){.kind = &kinds[i]};
        sets[count].target = landmark_sets_target(target, w->options->sets, kinds[i].which);
        if (!sets[count++].target)
            result = error_memory(e, target, strlen(target));
    }
    if (result == 0)
        result = write_sets(sets, count, w, records, e);
    for (int i = 0; i < count; i++)
        close_set(&sets[i]);
    return result;
}
