/* training.c - see training.h. A step is one job of the team; its workers wait for each other
 * where one reads what another wrote. */
#include "trainer/network/training.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NORM_BLOCK = 4096 }; /* parameters: fixed, so that sums do not depend on the workers */

static size_t norm_blocks(const struct training *t)
{
    return (t->parameters + NORM_BLOCK - 1) / NORM_BLOCK;
}

int training_init(struct training *t, const struct network *n, struct mien_error *e)
{
    *t = (struct training){.parameters = n->parameters, .values = n->parameters + n->statistics};
    size_t averaged = n->options.ema > 0.0 ? t->values : 0;
    size_t floats = 2 * t->parameters + t->values + averaged;
    size_t bytes = norm_blocks(t) * sizeof(double) + floats * sizeof(float);
    t->memory = calloc(1, bytes);
    if (t->memory == NULL)
        return error_memory(e, "the optimiser's state", bytes);
    t->norm_parts = t->memory;
    t->first = (float *)(t->norm_parts + norm_blocks(t));
    t->second = t->first + t->parameters;
    t->best = t->second + t->parameters;
    if (averaged > 0) {
        t->average = t->best + t->values;
        memcpy(t->average, n->values, t->values * sizeof *t->average);
    }
    return 0;
}

void training_free(struct training *t)
{
    free(t->memory);
    *t = (struct training){0};
}

static void fill(const struct network *n, const struct training_step *s, const struct pass *p)
{
    struct batch_rows r = {s->rows + p->begin, p->end - p->begin, s->source_seed,
                           s->stream + p->begin};
    if (r.count > 0)
        s->source->fill(s->source->context, &r, n->input + (size_t)p->begin * n->width,
                        n->target + (size_t)p->begin * n->classes, n->weight + p->begin,
                        p->workspace);
}

/* Sum of squares in a fixed order: sixteen chains side by side, which vectorise. */
static double squares(const float *x, size_t count)
{
    enum { CHAINS = 16 };
    float chain[CHAINS] = {0};
    double sum = 0.0;
    size_t i = 0;
    for (; i + CHAINS <= count; i += CHAINS)
        for (size_t k = 0; k < CHAINS; k++)
            chain[k] += x[i + k] * x[i + k];
    for (; i < count; i++)
        sum += (double)x[i] * x[i];
    for (size_t k = 0; k < CHAINS; k++)
        sum += chain[k];
    return sum;
}

/* This worker's blocks of parameters: [begin, end). */
static void own_parameters(const struct training *t, const struct pass *p, size_t *begin,
                           size_t *end)
{
    share(t->parameters, NORM_BLOCK, p->worker, p->workers, begin, end);
}

/* Norm of the whole gradient, the same for every worker. Waits. */
static double gradient_norm(const struct training *t, const struct network *n, const struct pass *p)
{
    size_t begin, end;
    own_parameters(t, p, &begin, &end);
    for (size_t at = begin; at < end; at += NORM_BLOCK)
        t->norm_parts[at / NORM_BLOCK] =
            squares(n->gradient + at, end - at < NORM_BLOCK ? end - at : NORM_BLOCK);
    pass_wait(p);
    double sum = 0.0;
    for (size_t i = 0; i < norm_blocks(t); i++)
        sum += t->norm_parts[i];
    return sqrt(sum);
}

/* One optimiser step of parameters [begin, end) of layer `l`, as far as they are in this worker's
 * part. */
static void update_run(const struct training *t, const struct network *n, struct optimizer_step s,
                       size_t begin, size_t end)
{
    if (begin >= end)
        return;
    s.count = end - begin;
    s.parameter = n->values + begin;
    s.gradient = n->gradient + begin;
    s.first = t->first + begin;
    s.second = t->second + begin;
    optimizer_step(&n->options.optimizer, &s);
}

static void average(float *mean, const float *values, size_t begin, size_t end, float keep)
{
    for (size_t i = begin; i < end; i++)
        mean[i] += (1.0f - keep) * (values[i] - mean[i]);
}

/* The average follows fast at first, so that it forgets the initial weights. */
static float average_keep(const struct training *t, const struct network *n)
{
    double early = (double)(1 + t->step) / (double)(10 + t->step);
    return (float)(early < n->options.ema ? early : n->options.ema);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void update(const struct training *t, const struct network *n, const struct training_step *s,
                   const struct pass *p, double norm)
{
    double clip = n->options.clip;
    struct optimizer_step o = {.rate = s->rate, .step = t->step + 1};
    o.gradient_scale = clip > 0.0 && norm > clip ? (float)(clip / norm) : 1.0f;
    size_t begin, end, first = 0;
    own_parameters(t, p, &begin, &end);
    for (int i = 1; i < n->count; i++) {
        const struct layer *l = &n->layers[i];
        size_t plain = first + l->decayed, next = first + l->parameters;
        o.decay = 1;
        update_run(t, n, o, most(begin, first), least(end, plain));
        o.decay = 0;
        update_run(t, n, o, most(begin, plain), least(end, next));
        first = next;
    }
    if (t->average != NULL) {
        float keep = average_keep(t, n);
        average(t->average, n->values, begin, end, keep);
        if (p->worker == 0)
            average(t->average, n->values, t->parameters, t->values, keep);
    }
}

struct outcome {
    double loss, mass, norm;
};

/* One worker's whole step. All workers see the same numbers, so they agree on stopping early. */
static void work(struct training *t, const struct network *n, const struct training_step *s,
                 const struct pass *p, struct outcome *out)
{
    const struct batch *b = p->batch;
    fill(n, s, p);
    network_forward(n, p);
    pass_wait(p);
    double loss = 0.0, mass = 0.0, norm = 0.0;
    for (uint32_t r = 0; r < b->rows; r++) {
        loss += b->loss[r];
        mass += b->mass[r];
    }
    if (isfinite(loss)) {
        network_backward(n, p);
        pass_wait(p);
        norm = gradient_norm(t, n, p);
        if (isfinite(norm))
            update(t, n, s, p, norm);
    }
    if (p->worker == 0)
        *out = (struct outcome){loss, mass, norm};
}

struct step_job {
    struct training *t;
    const struct network *n;
    const struct training_step *s;
    const struct batch *batch;
    struct outcome *out;
};

static void step_job(void *context, int worker)
{
    const struct step_job *j = context;
    struct pass p = network_pass(j->n, j->batch, worker);
    work(j->t, j->n, j->s, &p, j->out);
}

static long long count_right(const struct network *n, uint32_t rows)
{
    const float *y = n->layers[n->count - 1].output;
    int32_t classes = (int32_t)n->classes;
    long long right = 0;
    for (size_t r = 0; r < rows; r++)
        right += mien_argmax(y + r * n->classes, classes) ==
                 mien_argmax(n->target + r * n->classes, classes);
    return right;
}

/* The first layer whose parameters' gradient is not finite. */
static const struct layer *bad_gradient(const struct network *n)
{
    for (int i = 1; i < n->count; i++)
        for (size_t k = 0; k < n->layers[i].parameters; k++)
            if (!isfinite(n->layers[i].gradient[k]))
                return &n->layers[i];
    return &n->layers[n->count - 1];
}

/* A rectifier turns NaN into 0, so a finite loss does not clear the layers: they are looked at
 * first. */
static int explain(const struct training *t, const struct network *n, uint32_t rows,
                   const struct outcome *out, struct mien_error *e)
{
    const struct layer *l = network_find_bad(n, rows);
    const char *what = "output";
    if (l == NULL && isfinite(out->loss)) {
        l = bad_gradient(n);
        what = "gradient";
    }
    if (l == NULL)
        return error_set(e, n->file, 0,
                         "step %lld: the loss is not finite but every layer is; look for huge "
                         "weights or targets in the data",
                         t->step + 1);
    if (l->index == 0)
        return error_set(e, n->file, 0,
                         "step %lld: the features are not finite; look into the data and [data]",
                         t->step + 1);
    return error_set(e, n->file, l->line,
                     "step %lld: the %s of layer %d [%s] is not finite; lower learning_rate or "
                     "set clip in [net]",
                     t->step + 1, what, l->index, l->type->section);
}

int training_run_step(struct training *t, struct network *n, const struct training_step *s,
                      struct mien_error *e)
{
    struct batch b = {.rows = s->count,
                      .train = true,
                      .seed = s->layer_seed,
                      .sample = s->stream,
                      .target = n->target,
                      .weight = n->weight,
                      .class_weight = s->class_weight,
                      .loss = n->loss,
                      .mass = n->mass};
    struct outcome out = {0};
    n->layers[0].output = n->input;
    struct step_job j = {t, n, s, &b, &out};
    team_run(n->team, step_job, &j);
    if (!isfinite(out.loss) || !isfinite(out.norm))
        return explain(t, n, s->count, &out, e);
    t->step++;
    t->sums.loss += out.loss;
    t->sums.mass += out.mass;
    t->sums.gradient_norm += out.norm;
    t->sums.rows += s->count;
    t->sums.right += count_right(n, s->count);
    t->sums.steps++;
    return 0;
}
