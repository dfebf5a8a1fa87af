/* landmarks.c - see landmarks.h: what is done in which order, so that a refusal comes before the
 * work, and nothing that was found is lost by what fails behind it. */
#include "datasets/landmarks/landmarks.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/landmarks/outcome.h"
#include "datasets/landmarks/sets.h"
#include "datasets/landmarks/work.h"
#include "runtime/host/sha256.h"

/* Landmarks of a face may lie outside the picture, those of a guess far outside. */
#define REACH 2.5

/* The finest power of two, 1/256 pixel at best, at which int16 holds REACH times the largest side.
 */
static double find_scale(uint32_t longest)
{
    double scale = 1.0 / 256;
    while (scale * INT16_MAX < REACH * longest)
        scale *= 2;
    return scale;
}

/* Records made with other settings are of no use: settings [65]. */
static void describe_settings(const struct landmark_work *w, char *settings)
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, MIEN_VERSION, sizeof MIEN_VERSION);
    sha256_add(&h, w->finder->about, strlen(w->finder->about) + 1);
    sha256_add(&h, &w->options->sets, sizeof w->options->sets);
    sha256_add(&h, &w->scale, sizeof w->scale);
    sha256_finish(&h, settings);
}

/* ---- pictures that are in the journal already ---- */

struct key {
    uint64_t key;
    uint32_t row;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *p = a, *q = b;
    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return p->row < q->row ? -1 : p->row > q->row;
}

/* Records of pictures that are gone or have changed find no row, and are passed over. */
static int find_records(struct landmark_work *w, const struct key *keys, uint32_t *resumed,
                        struct mien_error *e)
{
    struct journal_record r;
    int16_t *values = malloc(w->journal.values * sizeof *values);
    int result = values ? 0 : error_memory(e, "landmarks", w->journal.values * sizeof *values);
    for (uint64_t i = 0; result == 0 && i < w->journal.count; i++) {
        result = journal_read(&w->journal, i, &r, values, e);
        uint32_t low = 0, high = w->source->count;
        while (result == 0 && low < high) {
            const uint32_t middle = low + (high - low) / 2;
            if (keys[middle].key < r.key)
                low = middle + 1;
            else
                high = middle;
        }
        if (result != 0 || low == w->source->count || keys[low].key != r.key ||
            r.kept >= w->finder->try_count)
            continue;
        *resumed += w->record[keys[low].row] == WORK_NONE;
        w->record[keys[low].row] = i;
    }
    free(values);
    return result;
}

static int resume(struct landmark_work *w, uint32_t *resumed, struct mien_error *e)
{
    const uint32_t count = w->source->count;
    struct key *keys = malloc(count * sizeof *keys);
    if (!keys)
        return error_memory(e, "names of pictures", count * sizeof *keys);
    for (uint32_t row = 0; row < count; row++)
        keys[row] = (struct key){w->source->keys[row], row};
    qsort(keys, count, sizeof *keys, compare_keys);
    int result = find_records(w, keys, resumed, e);
    free(keys);
    return result;
}

/* ---- the whole ---- */

static int make_parent(const char *target, struct mien_error *e)
{
    const char *slash = strrchr(target, '/');
    if (!slash || slash == target)
        return 0;
    char *folder = strndup(target, (size_t)(slash - target));
    int result = folder ? file_make_folder(folder, e) : error_memory(e, target, strlen(target));
    free(folder);
    return result;
}

static int open_journal(struct landmark_work *w, const char *target, struct mien_error *e)
{
    char settings[65], *path;
    if (make_parent(target, e) != 0)
        return -1;
    if (asprintf(&path, "%s.journal", target) < 0)
        return error_memory(e, target, strlen(target));
    describe_settings(w, settings);
    int result =
        journal_open(&w->journal, path, settings, landmark_work_values(w->options->sets), e);
    free(path);
    return result;
}

/* The records by row; those of damaged pictures are zeros. */
static struct journal_record *load_records(const struct landmark_work *w, struct mien_error *e)
{
    const uint32_t count = w->source->count;
    struct journal_record *records = calloc(count, sizeof *records);
    int16_t *values = malloc(w->journal.values * sizeof *values);
    int result = records && values ? 0 : error_memory(e, "landmarks", count * sizeof *records);
    for (uint32_t row = 0; result == 0 && row < count; row++)
        if (w->record[row] != WORK_NONE)
            result = journal_read(&w->journal, w->record[row], &records[row], values, e);
    free(values);
    if (result == 0)
        return records;
    free(records);
    return NULL;
}

static int finish(struct landmark_work *w, const char *target, struct landmark_outcome *outcome,
                  struct mien_error *e)
{
    const char *report = w->options->report;
    struct journal_record *records = load_records(w, e);
    int result = records ? landmark_outcome_fill(outcome, w, records, e) : -1;
    if (result == 0 && outcome->damage_count == w->source->count)
        result = error_set(e, w->source->root, 0, "none of its pictures can be read (%s)",
                           outcome->damages[0].reason);
    if (result == 0 && report)
        result = landmark_outcome_report(w, records, report, e);
    if (result == 0)
        result = landmark_sets_write(w, records, target, e);
    if (result == 0)
        journal_remove(&w->journal);
    free(records);
    return result;
}

static void count_done(const struct landmark_work *w, struct landmark_outcome *outcome)
{
    outcome->pictures = w->source->count;
    for (uint32_t row = 0; row < w->source->count; row++)
        outcome->done += w->record[row] != WORK_NONE || w->damage[row];
}

static int run(struct landmark_work *w, const char *target, struct landmark_outcome *outcome,
               struct mien_error *e)
{
    const uint32_t count = w->source->count;
    w->record = malloc(count * sizeof *w->record);
    w->damage = calloc(count, sizeof *w->damage);
    if (!w->record || !w->damage)
        return error_memory(e, "names of pictures", count * sizeof *w->record);
    for (uint32_t row = 0; row < count; row++)
        w->record[row] = WORK_NONE;
    if (open_journal(w, target, e) != 0)
        return -1;
    int result = resume(w, &outcome->resumed, e);
    if (result == 0)
        result = landmark_work_run(w, e);
    count_done(w, outcome);
    return result == 0 ? finish(w, target, outcome, e) : -1;
}

int landmarks_make(const char *source_path, const char *target,
                   const struct landmark_finder *finder, const struct landmark_options *o,
                   struct landmark_outcome *outcome, struct mien_error *e)
{
    struct landmark_source source;
    *outcome = (struct landmark_outcome){0};
    if (landmark_sets_check(target, o, e) != 0 ||
        landmark_source_open(&source, source_path, &o->source, e) != 0)
        return -1;
    struct landmark_work w = {
        .source = &source,
        .finder = finder,
        .options = o,
        .scale = find_scale(source.longest),
        .journal = {.file = -1},
    };
    int result = run(&w, target, outcome, e);
    journal_close(&w.journal);
    for (uint32_t row = 0; w.damage && row < source.count; row++)
        free(w.damage[row]);
    free(w.damage);
    free(w.record);
    landmark_source_close(&source);
    return result;
}
