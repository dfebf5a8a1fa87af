/* forest_fit.c - threads over trees, reports and checkpoints between them; see forest_fit.h. */
#include "trainer/forest/forest_fit.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/forest/grove.h"

/* A fit that is killed loses at most about this many seconds of work. */
static const double checkpoint_seconds = 3.0;
/* Reports move a display: more than this many a second nobody sees. */
static const double report_seconds = 0.05;

enum { STEPS = 10 }; /* finished steps that a fit reports */

struct fit {
    const struct samples *samples;
    const struct forest_options *options;
    const struct fit_context *context;
    struct bins bins;
    struct tree_rows rows;
    struct grove grove;
    uint32_t resumed;         /* trees that came from the checkpoint */
    double oob[STEPS];        /* accuracy when each step was reached */
    uint32_t steps, reported; /* steps reached; told to the monitor */
    bool out_of_bag, stop, failed;
    double started, last_report, last_checkpoint;
    struct mien_error error; /* the first thread's that failed */
};

static const char *fingerprint(const struct fit *f)
{
    return f->context->fingerprint ? f->context->fingerprint : "";
}

/* Trees that are done when step k of STEPS is reached. */
static uint32_t step_trees(const struct fit *f, uint32_t k)
{
    return (uint32_t)(((uint64_t)f->grove.trees * (k + 1) + STEPS - 1) / STEPS);
}

/* What a class counts for, so that balanced classes weigh the same in all: total / (classes * its
 * own). */
static void class_factors(const struct fit *f, double *factor)
{
    const struct samples *s = f->samples;
    double total = 0.0, own[256] = {0};
    uint32_t present = 0;
    for (uint32_t r = 0; r < s->rows; r++)
        own[s->y[r]] += s->weight ? s->weight[r] : 1.0;
    for (uint32_t c = 0; c < s->classes; c++) {
        total += own[c];
        present += own[c] > 0.0;
    }
    for (uint32_t c = 0; c < s->classes; c++)
        factor[c] = f->options->class_weight == FOREST_WEIGHT_BALANCED && own[c] > 0.0
                        ? total / (present * own[c])
                        : 1.0;
}

/* Weigh the rows and list those that weigh anything. */
static int weigh_rows(struct fit *f, struct mien_error *e)
{
    const struct samples *s = f->samples;
    double factor[256];
    if (s->rows == 0 || s->width == 0)
        return error_set(e, NULL, 0,
                         "nothing to fit a forest to (%u rows of %u features); check the split and "
                         "the features",
                         s->rows, s->width);
    uint32_t *row = malloc(s->rows * sizeof *row), count = 0;
    float *weight = malloc(s->rows * sizeof *weight);
    f->rows = (struct tree_rows){0, row, weight};
    if (!row || !weight)
        return error_memory(e, "row weights", s->rows * (sizeof *row + sizeof *weight));
    class_factors(f, factor);
    for (uint32_t r = 0; r < s->rows; r++) {
        weight[r] = (float)((s->weight ? (double)s->weight[r] : 1.0) * factor[s->y[r]]);
        if (weight[r] > 0.0f)
            row[count++] = r;
    }
    f->rows.count = count;
    return count ? 0
                 : error_set(e, NULL, 0,
                             "no row weighs anything (%u rows, all of weight 0); give some rows a "
                             "weight above 0",
                             s->rows);
}

/* Tell the monitor where the fit stands; `step` is a finished step, or STEPS for none. */
static void report(struct fit *f, uint32_t step, uint32_t done)
{
    const struct monitor *m = &f->context->monitor;
    double now = omp_get_wtime(), elapsed = now - f->started;
    struct fit_report r = {.unit = "tree",
                           .done = done,
                           .total = f->grove.trees,
                           .step = done,
                           .finished_step = step < STEPS};
    uint32_t own = done > f->resumed ? done - f->resumed : 0;
    r.samples_per_second = elapsed > 0.0 ? own * (double)f->rows.count / elapsed : 0.0;
    if (step < STEPS && !isnan(f->oob[step]))
        r.metrics[r.metric_count++] = (struct metric){"oob_accuracy", f->oob[step]};
    if (m->report && !m->report(m->context, &r)) {
#pragma omp atomic write
        f->stop = true;
    }
    f->last_report = now;
}

/* Report the steps reached since the last time, or where the fit stands if that is due. */
static void report_progress(struct fit *f)
{
    uint32_t steps, done;
#pragma omp critical(forest_grove)
    {
        steps = f->steps;
        done = f->grove.done;
    }
    if (f->reported == steps && omp_get_wtime() - f->last_report >= report_seconds)
        report(f, STEPS, done);
    for (; f->reported < steps; f->reported++)
        report(f, f->reported, step_trees(f, f->reported));
}

/* Write the trees that are in. Others may go on publishing: what is written is held still by a
 * copy. */
static int write_checkpoint(struct fit *f, struct mien_error *e)
{
    const struct samples *s = f->samples;
    size_t bytes = (size_t)s->rows * s->classes * sizeof(float);
    struct grove still;
    float *votes = f->grove.votes ? malloc(bytes) : NULL;
    if (f->grove.votes && !votes)
        return error_memory(e, "a checkpoint's votes", bytes);
#pragma omp critical(forest_grove)
    {
        still = f->grove;
        if (votes)
            memcpy(votes, f->grove.votes, bytes);
    }
    still.votes = votes;
    int result = grove_save(&still, f->context->checkpoint, fingerprint(f), e);
    free(votes);
    f->last_checkpoint = omp_get_wtime();
    return result;
}

static void fail(struct fit *f, const struct mien_error *e)
{
#pragma omp critical(forest_grove)
    {
        if (!f->failed)
            f->error = *e;
        f->failed = true;
    }
#pragma omp atomic write
    f->stop = true;
}

static bool stopping(struct fit *f)
{
    bool stop;
#pragma omp atomic read
    stop = f->stop;
    return stop;
}

/* Publish tree t and count those that are next in order, taking the accuracy at each step. */
static void publish(struct fit *f, uint32_t t, const struct grove_entry *entry)
{
#pragma omp critical(forest_grove)
    {
        grove_publish(&f->grove, t, entry);
        while (grove_advance(&f->grove))
            for (; f->steps < STEPS && step_trees(f, f->steps) == f->grove.done; f->steps++)
                f->oob[f->steps] = grove_oob_accuracy(&f->grove);
    }
}

/* Grow tree t, let it vote, publish it. */
static int add_tree(struct fit *f, struct grower *g, uint32_t t, struct mien_error *e)
{
    struct grove_entry entry = {0};
    if (grower_grow(g, f->context->seed, t, &entry.tree, e) != 0)
        return -1;
    if (grove_poll(&f->grove, &entry, &f->rows, g->times, e) != 0) {
        tree_free(&entry.tree);
        return -1;
    }
    publish(f, t, &entry);
    return 0;
}

/* Grow all trees that are missing. */
static void grow_trees(struct fit *f)
{
    int threads = f->context->threads;
#pragma omp parallel num_threads(threads)
    {
        struct grower g = {0};
        struct mien_error e;
        bool ok = grower_init(&g, f->samples, &f->bins, f->options, &f->rows, &e) == 0;
        if (!ok)
            fail(f, &e);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t t = f->resumed; t < f->grove.trees; t++) {
            if (!ok || stopping(f))
                continue;
            if (add_tree(f, &g, t, &e) != 0)
                fail(f, &e);
            if (omp_get_thread_num() != 0)
                continue;
            report_progress(f);
            if (f->context->checkpoint &&
                omp_get_wtime() - f->last_checkpoint >= checkpoint_seconds &&
                write_checkpoint(f, &e) != 0)
                fail(f, &e);
        }
        grower_free(&g);
    }
    report_progress(f);
}

/* Quantise, load what is done, grow the rest. */
static enum fit_result run(struct fit *f, struct forest *out, struct mien_error *e)
{
    const struct fit_context *c = f->context;
    const struct forest_options *o = f->options;
    f->out_of_bag = o->bootstrap || o->sample_fraction < 1.0;
    f->started = f->last_checkpoint = omp_get_wtime();
    if (weigh_rows(f, e) != 0 || bins_make(&f->bins, f->samples, o->bins, c->threads, e) != 0 ||
        grove_init(&f->grove, f->samples, &f->bins, o->trees, f->out_of_bag, e) != 0 ||
        (c->checkpoint && grove_load(&f->grove, c->checkpoint, fingerprint(f), e) != 0))
        return FIT_FAILED;
    f->resumed = f->grove.done;
    while (f->steps < STEPS && step_trees(f, f->steps) <= f->resumed)
        f->steps++;
    f->reported = f->steps;
    grow_trees(f);
    if (f->failed) {
        *e = f->error;
        return FIT_FAILED;
    }
    if (f->grove.done < f->grove.trees)
        return c->checkpoint && write_checkpoint(f, e) != 0 ? FIT_FAILED : FIT_STOPPED;
    return grove_forest(&f->grove, out, e) == 0 ? FIT_DONE : FIT_FAILED;
}

enum fit_result forest_fit(const struct samples *s, const struct forest_options *o,
                           const struct fit_context *c, struct forest *out, struct mien_error *e)
{
    struct fit f = {.samples = s, .options = o, .context = c};
    *out = (struct forest){0};
    enum fit_result result = run(&f, out, e);
    grove_free(&f.grove);
    bins_free(&f.bins);
    free((void *)(uintptr_t)f.rows.row);
    free((void *)(uintptr_t)f.rows.weight);
    return result;
}
