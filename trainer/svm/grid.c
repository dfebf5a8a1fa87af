/* grid.c - one task a point and fold; see grid.h. */
#include "trainer/svm/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/svm/crew.h"

enum { GRID_STREAM = 0x921d0000 };
static const char tensor_name[] = "grid.accuracy";

struct grid {
    const struct svm_options *options;
    const struct fit_context *context;
    struct checkpoint *checkpoint;
    struct svm_setting setting; /* C and gamma aside */
    struct svm_data data;
    uint8_t *fold;    /* [data.count] */
    double *accuracy; /* [points, folds], written by the workers */
    double *known;    /* the same, NaN where not yet known; the caller's own */
    struct svm_grid_point *points;
    size_t point_count, tasks, done;
    size_t *task; /* [tasks], the places of `accuracy` to compute */
};

/* The class most pairs vote for; of equals the first, as libsvm. */
static uint32_t vote(const struct mien_svm *m, const float *x, float *scratch)
{
    uint32_t votes[256] = {0}, best = 0;
    const uint32_t classes = (uint32_t)m->classes;
    mien_svm_decide(m, x, scratch);
    size_t pair = 0;
    for (uint32_t i = 0; i < classes; i++)
        for (uint32_t j = i + 1; j < classes; j++, pair++)
            votes[mien_svm_get(scratch, pair) > 0.0 ? i : j]++;
    for (uint32_t c = 1; c < classes; c++)
        if (votes[c] > votes[best])
            best = c;
    return best;
}

/* Share of the held-out rows that the machine votes right; NaN where the fold is empty. */
static int judge(const struct grid *g, const struct svm *m, int held_out, double *accuracy,
                 struct mien_error *e)
{
    const uint32_t classes = g->data.samples->classes;
    float *scratch = malloc(MIEN_SVM_SCRATCH(0, (size_t)classes) * sizeof *scratch);
    if (!scratch)
        return error_memory(e, "a machine's scratch", classes);
    uint32_t right = 0, rows = 0;
    for (uint32_t c = 0; c < classes; c++)
        for (uint32_t k = g->data.start[c]; k < g->data.start[c + 1]; k++)
            if (g->fold[k] == held_out) {
                rows++;
                right += vote(&m->machine, data_row(&g->data, k), scratch) == c;
            }
    free(scratch);
    *accuracy = rows > 0 ? (double)right / rows : 0.0;
    return 0;
}

static int work(void *context, size_t number, struct mien_error *e)
{
    const struct grid *g = context;
    const size_t task = g->task[number];
    const uint32_t classes = g->data.samples->classes;
    const size_t pairs = (size_t)classes * (classes - 1) / 2;
    const int held_out = (int)(task % g->options->grid_folds);
    const struct svm_grid_point *point = &g->points[task / g->options->grid_folds];
    struct svm_setting setting = g->setting;
    setting.C = point->C;
    setting.gamma = point->gamma;

    struct svm machine = {0};
    struct pair_machine *solved = calloc(pairs + 1, sizeof *solved);
    int result = solved ? 0 : error_memory(e, "pairs of classes", pairs * sizeof *solved);
    uint32_t all[256];
    for (uint32_t c = 0; c < classes; c++)
        all[c] = c;
    for (uint32_t i = 0; i < classes; i++)
        for (uint32_t j = i + 1; result == 0 && j < classes; j++)
            result =
                pair_solve(&g->data, &setting, i, j, g->fold, held_out,
                           &solved[mien_svm_pair((int32_t)i, (int32_t)j, (int32_t)classes)], e);
    if (result == 0)
        result = pairs_join(&machine, &g->data, &setting, all, classes, solved, NULL, e);
    if (result == 0)
        result = judge(g, &machine, held_out, &g->accuracy[task], e);
    for (size_t p = 0; solved && p < pairs; p++)
        pair_free(&solved[p]);
    free(solved);
    svm_free(&machine);
    return result;
}

/* A report comes before the checkpoint that holds what it tells (trainer/fit.h). */
static enum fit_result watch(void *context, ptrdiff_t number, struct mien_error *e)
{
    struct grid *g = context;
    const size_t total = g->point_count * g->options->grid_folds;
    struct fit_report r = {.unit = "fit", .total = (double)total};
    if (number != CREW_NO_TASK) {
        const size_t task = g->task[number];
        const struct svm_grid_point *point = &g->points[task / g->options->grid_folds];
        g->known[task] = g->accuracy[task];
        g->done++;
        r.finished_step = true;
        r.metrics[r.metric_count++] = (struct metric){"C", point->C};
        r.metrics[r.metric_count++] = (struct metric){"gamma", point->gamma};
        r.metrics[r.metric_count++] = (struct metric){"fold_accuracy", g->known[task]};
    }
    r.done = (double)g->done;
    r.step = (long long)g->done;
    const struct monitor *m = &g->context->monitor;
    const bool go_on = !m->report || m->report(m->context, &r);
    if (number != CREW_NO_TASK &&
        (checkpoint_put(g->checkpoint, tensor_name, SAFETENSORS_F64, total, g->known, e) < 0 ||
         checkpoint_write(g->checkpoint, e) < 0))
        return FIT_FAILED;
    return go_on ? FIT_DONE : FIT_STOPPED;
}

static void lay_out_points(struct grid *g)
{
    const struct svm_options *o = g->options;
    const size_t gammas = o->grid_gamma_count ? o->grid_gamma_count : 1;
    for (size_t k = 0; k < g->point_count; k++)
        g->points[k] = (struct svm_grid_point){
            .C = o->grid_C_count ? o->grid_C[k / gammas] : g->setting.C,
            .gamma = o->grid_gamma_count ? o->grid_gamma[k % gammas] : g->setting.gamma};
}

/* Start from the checkpoint's accuracies and list what they leave to compute. */
static void restore(struct grid *g)
{
    const size_t total = g->point_count * g->options->grid_folds;
    const struct tensor *kept = checkpoint_find(g->checkpoint, tensor_name, SAFETENSORS_F64);
    for (size_t k = 0; k < total; k++) {
        g->known[k] = kept && kept->count == total ? ((const double *)kept->data)[k] : NAN;
        if (isnan(g->known[k]))
            g->task[g->tasks++] = k;
        else
            g->done++;
    }
}

static void summarise(struct grid *g, struct svm_setting *best)
{
    const uint32_t folds = g->options->grid_folds;
    double highest = -1.0;
    for (size_t k = 0; k < g->point_count; k++) {
        struct svm_grid_point *p = &g->points[k];
        const double *accuracy = g->known + k * folds;
        double squares = 0.0;
        for (uint32_t f = 0; f < folds; f++)
            p->accuracy += accuracy[f] / folds;
        for (uint32_t f = 0; f < folds; f++)
            squares += (accuracy[f] - p->accuracy) * (accuracy[f] - p->accuracy);
        p->deviation = sqrt(squares / (folds - 1));
        if (p->accuracy > highest) {
            highest = p->accuracy;
            best->C = p->C;
            best->gamma = p->gamma;
        }
    }
}

enum fit_result grid_search(const struct samples *s, const struct svm_options *o,
                            const struct fit_context *c, struct checkpoint *checkpoint,
                            struct svm_setting *best, struct svm_grid_point **points, size_t *count,
                            struct mien_error *e)
{
    struct grid g = {.options = o, .context = c, .checkpoint = checkpoint, .setting = *best};
    enum fit_result result = FIT_FAILED;
    g.point_count = svm_options_points(o);
    const size_t total = g.point_count * o->grid_folds;
    *points = g.points = calloc(g.point_count, sizeof *g.points);
    *count = g.point_count;
    g.accuracy = malloc(total * sizeof *g.accuracy);
    g.known = malloc(total * sizeof *g.known);
    g.task = malloc(total * sizeof *g.task);
    if (!g.points || !g.accuracy || !g.known || !g.task) {
        error_memory(e, "a grid", total * sizeof *g.accuracy);
        goto done;
    }
    if (data_open(&g.data, s, o->solver, o->grid_rows ? o->grid_rows : o->rows, c->seed, e) < 0)
        goto done;
    g.fold = malloc(g.data.count);
    if (!g.fold) {
        error_memory(e, "folds", g.data.count);
        goto done;
    }
    if (data_deal(&g.data, o->grid_folds, c->seed, GRID_STREAM, g.fold, e) < 0)
        goto done;
    lay_out_points(&g);
    restore(&g);
    const struct crew crew = {c->threads, g.tasks, &g, work, watch};
    result = crew_run(&crew, e);
    if (result == FIT_DONE)
        summarise(&g, best);
done:
    free(g.accuracy);
    free(g.known);
    free(g.task);
    free(g.fold);
    data_close(&g.data);
    return result;
}
