/* svm_fit.c - the schedule of a fit: problems over threads, sigmoids, the joined machine; see
 * svm_fit.h. */
#include "trainer/svm/svm_fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"
#include "trainer/svm/crew.h"
#include "trainer/svm/grid.h"

enum { PROBABILITY_STREAM = 0xb1a70000 };

/* One problem for libsvm: a pair, on all rows or on all but a fold. */
struct task {
    uint32_t pair;
    int held_out;
    double cost; /* solving takes about the square of the rows */
};

struct pair {
    uint32_t i, j;
    struct pair_machine machine;
    double *decision; /* of the rows of i, then of j, by machines that had them held out */
    uint32_t tasks;   /* not yet done */
};

struct fit {
    const struct svm_options *options;
    const struct fit_context *context;
    struct checkpoint checkpoint;
    struct svm_setting setting;
    struct svm_data data;
    uint8_t *fold;  /* [data.count] */
    bool *supports; /* [data.count]: rows that support some solved pair */
    struct pair *pairs;
    size_t pair_count, pairs_done;
    size_t grid_fits; /* of the search before: steps count on from there */
    struct task *tasks;
    size_t task_count;
    double cost, cost_done;
    double started, rows_done; /* in this sitting: clock_seconds(), rows of solved problems */
};

static uint32_t rows_of(const struct fit *f, uint32_t class)
{
    return f->data.start[class + 1] - f->data.start[class];
}

/* Place of the k-th row of a pair, counted over i, then j. */
static uint32_t place_of(const struct fit *f, const struct pair *p, uint32_t k)
{
    const uint32_t of_i = rows_of(f, p->i);
    return k < of_i ? f->data.start[p->i] + k : f->data.start[p->j] + (k - of_i);
}

static uint32_t rows_of_pair(const struct fit *f, const struct pair *p)
{
    return rows_of(f, p->i) + rows_of(f, p->j);
}

/* Decisions of the rows of a fold by a machine that was fitted without them. */
static int decide_fold(const struct fit *f, struct pair *p, const struct pair_machine *m, int fold,
                       struct mien_error *e)
{
    float scratch[MIEN_SVM_SCRATCH(0, 2)];
    const uint32_t classes[2] = {p->i, p->j}, rows = rows_of_pair(f, p);
    struct svm machine;
    if (pairs_join(&machine, &f->data, &f->setting, classes, 2, m, NULL, e) < 0)
        return -1;
    for (uint32_t k = 0; k < rows; k++) {
        const uint32_t place = place_of(f, p, k);
        if (f->fold[place] != fold)
            continue;
        mien_svm_decide(&machine.machine, data_row(&f->data, place), scratch);
        p->decision[k] = mien_svm_get(scratch, 0);
    }
    svm_free(&machine);
    return 0;
}

static int work(void *context, size_t number, struct mien_error *e)
{
    struct fit *f = context;
    const struct task *t = &f->tasks[number];
    struct pair *p = &f->pairs[t->pair];
    if (t->held_out == PAIR_ALL_ROWS)
        return pair_solve(&f->data, &f->setting, p->i, p->j, NULL, PAIR_ALL_ROWS, &p->machine, e);
    struct pair_machine m;
    int result = pair_solve(&f->data, &f->setting, p->i, p->j, f->fold, t->held_out, &m, e);
    if (result == 0)
        result = decide_fold(f, p, &m, t->held_out, e);
    pair_free(&m);
    return result;
}

static void name_tensor(char name[SAFETENSORS_NAME_MAX], const struct task *t, const char *what)
{
    if (t->held_out == PAIR_ALL_ROWS)
        snprintf(name, SAFETENSORS_NAME_MAX, "pair%u.%s", t->pair, what);
    else
        snprintf(name, SAFETENSORS_NAME_MAX, "pair%u.fold%d.%s", t->pair, t->held_out, what);
}

/* Decisions of one fold's rows, in the order of their places: gathered from the pair's, or
 * scattered to them. Returns how many there are. */
static size_t move_fold(const struct fit *f, const struct task *t, double *decisions, bool scatter)
{
    const struct pair *p = &f->pairs[t->pair];
    const uint32_t rows = rows_of_pair(f, p);
    size_t count = 0;
    for (uint32_t k = 0; k < rows; k++)
        if (f->fold[place_of(f, p, k)] == t->held_out) {
            if (scatter)
                p->decision[k] = decisions[count];
            else if (decisions)
                decisions[count] = p->decision[k];
            count++;
        }
    return count;
}

static int keep_fold(struct fit *f, const struct task *t, struct mien_error *e)
{
    char name[SAFETENSORS_NAME_MAX];
    const size_t count = move_fold(f, t, NULL, false);
    double *decisions = malloc((count + 1) * sizeof *decisions);
    if (!decisions)
        return error_memory(e, "a fold's decisions", count * sizeof *decisions);
    move_fold(f, t, decisions, false);
    name_tensor(name, t, "decision");
    const int result = checkpoint_put(&f->checkpoint, name, SAFETENSORS_F64, count, decisions, e);
    free(decisions);
    return result;
}

static int keep_machine(struct fit *f, const struct task *t, struct mien_error *e)
{
    char name[SAFETENSORS_NAME_MAX];
    const struct pair_machine *m = &f->pairs[t->pair].machine;
    name_tensor(name, t, "place");
    if (checkpoint_put(&f->checkpoint, name, SAFETENSORS_I32, m->count, m->place, e) < 0)
        return -1;
    name_tensor(name, t, "coefficient");
    if (checkpoint_put(&f->checkpoint, name, SAFETENSORS_F32, m->count, m->coefficient, e) < 0)
        return -1;
    name_tensor(name, t, "rho");
    return checkpoint_put(&f->checkpoint, name, SAFETENSORS_F64, 1, &m->rho, e);
}

static const struct tensor *kept(const struct fit *f, const struct task *t, const char *what,
                                 enum safetensors_type type)
{
    char name[SAFETENSORS_NAME_MAX];
    name_tensor(name, t, what);
    return checkpoint_find(&f->checkpoint, name, type);
}

static bool restore_fold(struct fit *f, const struct task *t)
{
    const struct tensor *decision = kept(f, t, "decision", SAFETENSORS_F64);
    if (!decision || decision->count != move_fold(f, t, NULL, false))
        return false;
    move_fold(f, t, (double *)(uintptr_t)decision->data, true);
    return true;
}

static bool restore_machine(struct fit *f, const struct task *t)
{
    struct pair_machine *m = &f->pairs[t->pair].machine;
    const struct tensor *place = kept(f, t, "place", SAFETENSORS_I32);
    const struct tensor *coefficient = kept(f, t, "coefficient", SAFETENSORS_F32);
    const struct tensor *rho = kept(f, t, "rho", SAFETENSORS_F64);
    if (!place || !coefficient || !rho || rho->count != 1 || place->count != coefficient->count ||
        place->count > f->data.count)
        return false;
    for (size_t v = 0; v < place->count; v++)
        if ((uint32_t)((const int32_t *)place->data)[v] >= f->data.count)
            return false;
    m->place = malloc((place->count + 1) * sizeof *m->place);
    m->coefficient = malloc((place->count + 1) * sizeof *m->coefficient);
    if (!m->place || !m->coefficient) {
        pair_free(m);
        return false;
    }
    memcpy(m->place, place->data, place->count * sizeof *m->place);
    memcpy(m->coefficient, coefficient->data, place->count * sizeof *m->coefficient);
    m->count = (uint32_t)place->count;
    m->rho = *(const double *)rho->data;
    return true;
}

/* Account for a task that is done, whether just now or before the fit was interrupted. */
static void settle(struct fit *f, const struct task *t)
{
    struct pair *p = &f->pairs[t->pair];
    if (t->held_out == PAIR_ALL_ROWS)
        for (uint32_t v = 0; v < p->machine.count; v++)
            f->supports[p->machine.place[v]] = true;
    f->cost_done += t->cost;
    f->pairs_done += --p->tasks == 0;
}

/* Tell the monitor; false where it asks for a stop. */
static bool tell(const struct fit *f, bool finished_pair)
{
    const struct monitor *m = &f->context->monitor;
    if (!m->report)
        return true;
    uint32_t vectors = 0;
    for (uint32_t k = 0; k < f->data.count; k++)
        vectors += f->supports[k];
    const double part = (double)f->pair_count * f->cost_done / f->cost;
    const double elapsed = clock_seconds() - f->started;
    const struct fit_report r = {.unit = "pair",
                                 .done = finished_pair ? (double)f->pairs_done : part,
                                 .total = (double)f->pair_count,
                                 .step = (long long)(f->grid_fits + f->pairs_done),
                                 .finished_step = finished_pair,
                                 .samples_per_second = elapsed > 0 ? f->rows_done / elapsed : 0,
                                 .metrics = {{"support_vectors", vectors}},
                                 .metric_count = 1};
    return m->report(m->context, &r);
}

/* A report comes before the checkpoint that holds what it tells (trainer/fit.h). */
static enum fit_result watch(void *context, ptrdiff_t number, struct mien_error *e)
{
    struct fit *f = context;
    if (number == CREW_NO_TASK)
        return tell(f, false) ? FIT_DONE : FIT_STOPPED;
    const size_t pairs_before = f->pairs_done;
    const struct task *t = &f->tasks[number];
    settle(f, t);
    f->rows_done += rows_of_pair(f, &f->pairs[t->pair]);
    const bool go_on = tell(f, f->pairs_done > pairs_before);
    if (f->checkpoint.path &&
        ((t->held_out == PAIR_ALL_ROWS ? keep_machine : keep_fold)(f, t, e) < 0 ||
         checkpoint_write(&f->checkpoint, e) < 0))
        return FIT_FAILED;
    return go_on ? FIT_DONE : FIT_STOPPED;
}

/* Costly pairs first; the tasks of a pair together, so that pairs finish one by one. */
static int by_cost(const void *a, const void *b)
{
    const struct task *x = a, *y = b;
    if (x->pair == y->pair)
        return (x->held_out > y->held_out) - (x->held_out < y->held_out);
    if (x->cost != y->cost)
        return x->cost > y->cost ? -1 : 1;
    return x->pair < y->pair ? -1 : 1;
}

static int make_pairs(struct fit *f, uint32_t classes, struct mien_error *e)
{
    f->pair_count = (size_t)classes * (classes - 1) / 2;
    f->pairs = calloc(f->pair_count, sizeof *f->pairs);
    if (!f->pairs)
        return error_memory(e, "pairs of classes", f->pair_count * sizeof *f->pairs);
    struct pair *p = f->pairs;
    for (uint32_t i = 0; i < classes; i++)
        for (uint32_t j = i + 1; j < classes; j++, p++) {
            p->i = i;
            p->j = j;
            const uint32_t rows = rows_of_pair(f, p);
            p->decision = calloc(rows + 1, sizeof *p->decision);
            if (!p->decision)
                return error_memory(e, "decisions", rows * sizeof *p->decision);
        }
    return 0;
}

/* List the tasks that the checkpoint leaves to do. */
static int make_tasks(struct fit *f, struct mien_error *e)
{
    const int folds = f->options->holdout ? 1 : (int)f->options->probability_folds;
    const size_t most = f->pair_count * (size_t)(folds + 1);
    f->tasks = malloc(most * sizeof *f->tasks);
    if (!f->tasks)
        return error_memory(e, "a list of tasks", most * sizeof *f->tasks);
    for (uint32_t pair = 0; pair < f->pair_count; pair++) {
        struct pair *p = &f->pairs[pair];
        const double rows = rows_of_pair(f, p) + 1.0;
        p->tasks = (uint32_t)folds + 1;
        for (int held_out = PAIR_ALL_ROWS; held_out < folds; held_out++) {
            /* The same cost for all tasks of a pair keeps them together in the order. */
            const struct task t = {pair, held_out, rows * rows};
            f->cost += t.cost;
            if (held_out == PAIR_ALL_ROWS ? restore_machine(f, &t) : restore_fold(f, &t))
                settle(f, &t);
            else
                f->tasks[f->task_count++] = t;
        }
    }
    qsort(f->tasks, f->task_count, sizeof *f->tasks, by_cost);
    return 0;
}

/* The sigmoid of a pair from the decisions of its rows while they were held out. */
static int fit_sigmoid(const struct fit *f, const struct pair *p, struct platt *sigmoid,
                       struct mien_error *e)
{
    const uint32_t rows = rows_of_pair(f, p), of_i = rows_of(f, p->i);
    double *decision = malloc((rows + 1) * sizeof *decision);
    bool *positive = malloc((rows + 1) * sizeof *positive);
    if (!decision || !positive) {
        free(decision);
        free(positive);
        return error_memory(e, "decisions", rows * sizeof *decision);
    }
    size_t count = 0;
    for (uint32_t k = 0; k < rows; k++)
        if (!f->options->holdout || f->fold[place_of(f, p, k)] == 0) {
            decision[count] = p->decision[k];
            positive[count++] = k < of_i;
        }
    *sigmoid = platt_fit(decision, positive, count);
    free(decision);
    free(positive);
    return 0;
}

static int join(const struct fit *f, uint32_t classes, struct svm *out, struct mien_error *e)
{
    struct pair_machine *machines = malloc(f->pair_count * sizeof *machines);
    struct platt *sigmoids = malloc(f->pair_count * sizeof *sigmoids);
    uint32_t all[256];
    int result =
        machines && sigmoids ? 0 : error_memory(e, "a machine", f->pair_count * sizeof *machines);
    for (uint32_t c = 0; c < classes; c++)
        all[c] = c;
    for (size_t p = 0; result == 0 && p < f->pair_count; p++) {
        machines[p] = f->pairs[p].machine;
        result = fit_sigmoid(f, &f->pairs[p], &sigmoids[p], e);
    }
    if (result == 0)
        result = pairs_join(out, &f->data, &f->setting, all, classes, machines, sigmoids, e);
    free(machines);
    free(sigmoids);
    return result;
}

/* Fit f->setting on the rows. */
static enum fit_result fit_pairs(struct fit *f, const struct samples *s, struct svm *out,
                                 struct mien_error *e)
{
    const struct svm_options *o = f->options;
    if (data_open(&f->data, s, o->solver, o->rows, f->context->seed, e) < 0)
        return FIT_FAILED;
    f->fold = malloc(f->data.count);
    f->supports = calloc(f->data.count, sizeof *f->supports);
    if (!f->fold || !f->supports)
        return error_memory(e, "folds", f->data.count);
    if (data_deal(&f->data, o->probability_folds, f->context->seed, PROBABILITY_STREAM, f->fold,
                  e) < 0 ||
        make_pairs(f, s->classes, e) < 0 || make_tasks(f, e) < 0)
        return FIT_FAILED;
    const struct crew crew = {f->context->threads, f->task_count, f, work, watch};
    f->started = clock_seconds();
    const enum fit_result result = crew_run(&crew, e);
    return result == FIT_DONE ? (enum fit_result)join(f, s->classes, out, e) : result;
}

static void fit_free(struct fit *f)
{
    for (size_t p = 0; f->pairs && p < f->pair_count; p++) {
        pair_free(&f->pairs[p].machine);
        free(f->pairs[p].decision);
    }
    free(f->pairs);
    free(f->tasks);
    free(f->fold);
    free(f->supports);
    data_close(&f->data);
    checkpoint_close(&f->checkpoint);
}

static int check_samples(const struct samples *s, struct mien_error *e)
{
    uint32_t rows_of_class[256] = {0}, present = 0;
    if (s->target)
        return error_set(e, NULL, 0,
                         "an SVM is fitted to labels (found soft targets); leave the votes out");
    if (s->weight)
        return error_set(e, NULL, 0,
                         "an SVM takes no sample weights (found some); leave them out, or write "
                         "class_weight = balanced");
    if (s->classes < 2 || s->classes > 256)
        return error_set(e, NULL, 0, "an SVM needs 2 to 256 classes (found %u)", s->classes);
    for (uint32_t r = 0; r < s->rows; r++) {
        if (s->y[r] >= s->classes)
            return error_set(e, NULL, 0, "row %u is of class %u (there are %u classes)", r, s->y[r],
                             s->classes);
        present += rows_of_class[s->y[r]]++ == 0;
    }
    if (present < 2)
        return error_set(e, NULL, 0,
                         "an SVM needs rows of two classes (found %u in %u rows); choose other "
                         "classes or another split",
                         present, s->rows);
    return 0;
}

static double resolve_gamma(const struct samples *s, const struct svm_options *o)
{
    const size_t count = (size_t)s->rows * s->width;
    double sum = 0.0, squares = 0.0;
    if (o->gamma_rule == SVM_GAMMA_NUMBER)
        return o->gamma;
    if (o->gamma_rule == SVM_GAMMA_AUTO)
        return 1.0 / s->width;
    for (size_t k = 0; k < count; k++)
        sum += (double)s->x[k];
    const double mean = sum / (double)count;
    for (size_t k = 0; k < count; k++)
        squares += ((double)s->x[k] - mean) * ((double)s->x[k] - mean);
    const double variance = squares / (double)count;
    return variance > 0.0 ? 1.0 / (s->width * variance) : 1.0;
}

enum fit_result svm_fit(const struct samples *s, const struct svm_options *o,
                        const struct fit_context *c, struct svm *out, struct mien_error *e)
{
    *out = (struct svm){0};
    if (check_samples(s, e) < 0)
        return FIT_FAILED;
    struct fit f = {.options = o,
                    .context = c,
                    .setting = {.solver = o->solver,
                                .kernel = o->kernel,
                                .C = o->C,
                                .gamma = resolve_gamma(s, o),
                                .tolerance = o->tolerance,
                                .cache = o->cache,
                                .balanced = o->balanced}};
    struct svm_grid_point *points = NULL;
    size_t count = 0;
    enum fit_result result = FIT_FAILED;
    if (checkpoint_open(&f.checkpoint, c->checkpoint, c->fingerprint, e) == 0) {
        result = FIT_DONE;
        if (svm_options_points(o) > 0)
            result = grid_search(s, o, c, &f.checkpoint, &f.setting, &points, &count, e);
        f.grid_fits = count * o->grid_folds;
        if (result == FIT_DONE)
            result = fit_pairs(&f, s, out, e);
    }
    fit_free(&f);
    if (result == FIT_DONE) {
        out->grid = points;
        out->grid_count = count;
    } else {
        free(points);
    }
    return result;
}
