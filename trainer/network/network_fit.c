/* network_fit.c - see network_fit.h. */
#include "trainer/network/network_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "trainer/network/checkpoint.h"
#include "trainer/network/order.h"
#include "trainer/network/training.h"

static const double REPORT_SECONDS = 0.08, CHECKPOINT_SECONDS = 2.0;

/* What randomness is for; each purpose has a seed of its own. */
enum purpose { INITIALISE, ORDER, SOURCE, LAYERS };

struct fit {
    struct network *n;
    const struct batch_source *source;
    const struct samples *valid;
    const struct fit_context *context;
    struct training training;
    struct schedule schedule;
    long long epochs, steps; /* of the whole training; of an epoch */
    struct order order;      /* of the epoch under way */
    float *class_weight;     /* [classes] or NULL */
    uint32_t *confusion;     /* [classes, classes] of the validation rows; NULL: there are none */
    double train_seconds;    /* spent in steps of this epoch, by this process */
    long long train_rows;    /* trained in that time */
    double last_report, last_checkpoint;
    bool stop;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t seed_of(const struct fit *f, enum purpose purpose)
{
    struct rng r = rng_stream(f->context->seed, (uint64_t)purpose);
    return rng_next(&r);
}

/* Weight of class c: rows / (classes * rows of c), so that all classes count alike and a row 1 on
 * average. */
static int balance(struct fit *f, struct mien_error *e)
{
    const struct batch_source *s = f->source;
    f->class_weight = calloc(s->classes, sizeof *f->class_weight);
    if (f->class_weight == NULL)
        return error_memory(e, "class weights", s->classes * sizeof *f->class_weight);
    for (uint32_t i = 0; i < s->rows; i++)
        f->class_weight[s->y[i]] += 1.0f;
    for (uint32_t c = 0; c < s->classes; c++) {
        if (f->class_weight[c] == 0.0f)
            return error_set(e, f->n->file, 0,
                             "class_weight = balanced, but class %u has no training row; leave the "
                             "class out or set class_weight = none",
                             c);
        f->class_weight[c] = (float)s->rows / ((float)s->classes * f->class_weight[c]);
    }
    return 0;
}

static int check(const struct fit *f, struct mien_error *e)
{
    const struct batch_source *s = f->source;
    const struct network *n = f->n;
    if (s->rows == 0)
        return error_set(e, n->file, 0, "no rows to train on; look into [data]");
    if (s->width != n->width || s->classes != n->classes)
        return error_set(e, n->file, 0,
                         "training rows of %u numbers and %u classes for a network of %u and %u",
                         s->width, s->classes, n->width, n->classes);
    if (f->valid != NULL && (f->valid->width != n->width || f->valid->classes != n->classes))
        return error_set(e, n->file, 0,
                         "validation rows of %u numbers and %u classes for a network of %u and %u",
                         f->valid->width, f->valid->classes, n->width, n->classes);
    return 0;
}

/* Steps of an epoch. */
static long long steps_of(const struct network *n, uint32_t rows)
{
    return ((long long)rows + n->options.batch - 1) / n->options.batch;
}

long long network_fit_epochs(const struct network *n, uint32_t rows)
{
    return network_epochs(&n->options, steps_of(n, rows));
}

static int start(struct fit *f, struct mien_error *e)
{
    struct network *n = f->n;
    bool found = false;
    uint32_t rows = f->source->rows;
    const size_t cells = (size_t)n->classes * n->classes;
    if (check(f, e) != 0)
        return -1;
    if (f->valid != NULL && !(f->confusion = malloc(cells * sizeof *f->confusion)))
        return error_memory(e, "a confusion matrix", cells * sizeof *f->confusion);
    f->steps = steps_of(n, rows);
    f->epochs = network_fit_epochs(n, rows);
    f->schedule = network_schedule(&n->options, f->steps);
    if (order_init(&f->order, f->source->y, rows, n->classes, n->options.balanced_samples) != 0)
        return error_memory(e, "an epoch's order", rows * 2 * sizeof *f->order.rows);
    if (n->options.balanced && balance(f, e) != 0)
        return -1;
    network_use(n, NULL);
    network_initialise(n, seed_of(f, INITIALISE));
    if (training_init(&f->training, n, e) != 0)
        return -1;
    const char *path = f->context->checkpoint;
    if (path != NULL &&
        checkpoint_load(path, f->context->fingerprint, &f->training, n, &found, e) != 0)
        return -1;
    f->last_report = f->last_checkpoint = now();
    return 0;
}

static int save(struct fit *f, struct mien_error *e)
{
    f->last_checkpoint = now();
    if (f->context->checkpoint == NULL)
        return 0;
    return checkpoint_save(f->context->checkpoint, f->context->fingerprint, &f->training, f->n, e);
}

static void add(struct fit_report *r, const char *name, double value)
{
    r->metrics[r->metric_count++] = (struct metric){name, value};
}

static double rate(const struct fit *f, long long step)
{
    return schedule_rate(&f->schedule, step < 0 ? 0 : step);
}

/* What both kinds of report say. */
static struct fit_report report(const struct fit *f, double part)
{
    const struct training *t = &f->training;
    const struct epoch_sums *s = &t->sums;
    struct fit_report r = {.unit = "epoch",
                           .done = (double)t->epoch + part,
                           .total = (double)f->epochs,
                           .step = t->step};
    if (f->train_seconds > 0.0)
        r.samples_per_second = (double)f->train_rows / f->train_seconds;
    add(&r, "loss", s->mass > 0.0 ? s->loss / s->mass : 0.0);
    add(&r, "learning_rate", rate(f, t->step - 1));
    return r;
}

static void send(struct fit *f, const struct fit_report *r)
{
    const struct monitor *m = &f->context->monitor;
    f->last_report = now();
    if (m->report != NULL && !m->report(m->context, r))
        f->stop = true;
}

static void draw_order(struct fit *f)
{
    struct rng r = rng_stream(seed_of(f, ORDER), (uint64_t)f->training.epoch);
    order_draw(&f->order, &r);
}

/* All rows; in the last epoch no more than the steps that are left take. */
static uint32_t rows_of_epoch(const struct fit *f)
{
    const long long steps = (long long)f->schedule.total - f->training.epoch * f->steps;
    const long long rows = steps * f->n->options.batch;
    return rows < f->source->rows ? (uint32_t)rows : f->source->rows;
}

static int step(struct fit *f, struct mien_error *e)
{
    struct training *t = &f->training;
    uint32_t done = (uint32_t)t->sums.rows, left = rows_of_epoch(f) - done;
    struct training_step s = {
        .source = f->source,
        .rows = f->order.rows + done,
        .count = left < f->n->options.batch ? left : f->n->options.batch,
        .source_seed = seed_of(f, SOURCE),
        .layer_seed = seed_of(f, LAYERS),
        .stream = (uint64_t)t->epoch * f->source->rows + done,
        .class_weight = f->class_weight,
        .rate = rate(f, t->step),
    };
    double began = now();
    if (training_run_step(t, f->n, &s, e) != 0)
        return -1;
    double ended = now();
    f->train_seconds += ended - began;
    f->train_rows += s.count;
    if (ended - f->last_report > REPORT_SECONDS) {
        struct fit_report r = report(f, (double)t->sums.rows / rows_of_epoch(f));
        send(f, &r);
    }
    return ended - f->last_checkpoint > CHECKPOINT_SECONDS ? save(f, e) : 0;
}

static bool better(const struct fit *f, const struct network_score *s)
{
    const struct training *t = &f->training;
    if (t->best_epoch == 0 || f->valid == NULL)
        return true;
    switch (f->n->options.best) {
    case NETWORK_BEST_ACCURACY:
        return s->accuracy > t->best_score.accuracy;
    case NETWORK_BEST_LOSS:
        return s->loss < t->best_score.loss;
    default:
        return true;
    }
}

/* Validate the epoch just trained, keep it if it is the best, begin the next. */
static void end_epoch(struct fit *f)
{
    struct training *t = &f->training;
    float *values = t->average != NULL ? t->average : f->n->values;
    struct network_score score = {0};
    struct fit_report r = report(f, 1.0);
    r.finished_step = true;
    if (f->valid != NULL) {
        network_use(f->n, values);
        score = network_evaluate(f->n, f->valid, f->confusion);
        network_use(f->n, NULL);
        add(&r, "valid_accuracy", score.accuracy);
        add(&r, "valid_loss", score.loss);
        r.confusion = f->confusion;
        r.classes = f->n->classes;
    }
    add(&r, "train_accuracy", (double)t->sums.right / (double)t->sums.rows);
    add(&r, "gradient_norm", t->sums.gradient_norm / (double)t->sums.steps);
    t->epoch++;
    if (better(f, &score)) {
        memcpy(t->best, values, t->values * sizeof *values);
        t->best_epoch = t->epoch;
        t->best_score = score;
    }
    t->sums = (struct epoch_sums){0};
    send(f, &r);
}

static bool finished(const struct fit *f)
{
    const struct training *t = &f->training;
    uint32_t patience = f->valid == NULL ? 0 : f->n->options.patience;
    return t->epoch >= f->epochs || (patience > 0 && t->epoch - t->best_epoch >= patience);
}

static int run(struct fit *f, struct mien_error *e)
{
    while (!f->stop && !finished(f)) {
        f->train_seconds = 0.0;
        f->train_rows = 0;
        draw_order(f);
        while (!f->stop && f->training.sums.rows < rows_of_epoch(f))
            if (step(f, e) != 0)
                return -1;
        if (f->training.sums.rows == rows_of_epoch(f))
            end_epoch(f);
    }
    return save(f, e);
}

static enum fit_result conclude(struct fit *f, struct network_fit_summary *summary)
{
    const struct training *t = &f->training;
    if (!finished(f))
        return FIT_STOPPED;
    memcpy(f->n->values, t->best, t->values * sizeof *t->best);
    *summary = (struct network_fit_summary){t->epoch, t->best_epoch, t->best_score};
    return FIT_DONE;
}

enum fit_result network_fit(struct network *n, const struct batch_source *source,
                            const struct samples *valid, const struct fit_context *c,
                            struct network_fit_summary *summary, struct mien_error *e)
{
    struct fit f = {.n = n, .source = source, .valid = valid, .context = c};
    enum fit_result result = FIT_FAILED;
    if (start(&f, e) == 0 && run(&f, e) == 0)
        result = conclude(&f, summary);
    training_free(&f.training);
    order_free(&f.order);
    free(f.class_weight);
    free(f.confusion);
    return result;
}
