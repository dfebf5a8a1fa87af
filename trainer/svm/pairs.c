/* pairs.c - one pair through either solver, and pairs joined into a machine; see pairs.h. */
#include "trainer/svm/pairs.h"

#include <libsvm/svm.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/svm/smo.h"

static void say_nothing(const char *text)
{
    (void)text;
}

/* The rows of one two-class problem, in libsvm's arrays. */
struct problem {
    struct svm_problem rows;
    int32_t *place; /* [rows.l] */
    int of_i, of_j; /* rows of each class */
};

static void problem_free(struct problem *p)
{
    free(p->rows.x);
    free(p->rows.y);
    free(p->place);
}

static int problem_add(struct problem *p, const struct svm_data *d, uint32_t class, double label,
                       const uint8_t *fold, int held_out)
{
    const int before = p->rows.l;
    for (uint32_t k = d->start[class]; k < d->start[class + 1]; k++) {
        if (held_out != PAIR_ALL_ROWS && fold[k] == held_out)
            continue;
        p->rows.x[p->rows.l] = d->node ? d->node[k] : NULL;
        p->rows.y[p->rows.l] = label;
        p->place[p->rows.l++] = (int32_t)k;
    }
    return p->rows.l - before;
}

static int problem_make(struct problem *p, const struct svm_data *d, uint32_t i, uint32_t j,
                        const uint8_t *fold, int held_out, struct mien_error *e)
{
    const size_t most = (size_t)(d->start[i + 1] - d->start[i]) + d->start[j + 1] - d->start[j] + 1;
    *p = (struct problem){0};
    p->rows.x = malloc(most * sizeof *p->rows.x);
    p->rows.y = malloc(most * sizeof *p->rows.y);
    p->place = malloc(most * sizeof *p->place);
    if (!p->rows.x || !p->rows.y || !p->place)
        return error_memory(e, "a pair of classes", most * 20);
    p->of_i = problem_add(p, d, i, 1.0, fold, held_out);
    p->of_j = problem_add(p, d, j, -1.0, fold, held_out);
    return 0;
}

/* Factor on C for a class: classes of few rows weigh as much as those of many. */
static double class_weight(const struct svm_data *d, const struct svm_setting *s, uint32_t class)
{
    const uint32_t rows = d->start[class + 1] - d->start[class];
    return s->balanced ? (double)d->count / ((double)d->samples->classes * rows) : 1.0;
}

static int machine_make(struct pair_machine *m, size_t count, struct mien_error *e)
{
    m->place = malloc((count + 1) * sizeof *m->place);
    m->coefficient = malloc((count + 1) * sizeof *m->coefficient);
    if (m->place && m->coefficient)
        return 0;
    pair_free(m);
    return error_memory(e, "support vectors", count * 8);
}

static int solve_by_libsvm(struct pair_machine *out, const struct svm_setting *s,
                           const struct problem *p, double weights[2], struct mien_error *e)
{
    int labels[2] = {1, -1};
    const struct svm_parameter parameter = {.svm_type = C_SVC,
                                            .kernel_type =
                                                s->kernel == MIEN_KERNEL_LINEAR ? LINEAR : RBF,
                                            .gamma = s->gamma,
                                            .cache_size = s->cache,
                                            .eps = s->tolerance,
                                            .C = s->C,
                                            .nr_weight = 2,
                                            .weight_label = labels,
                                            .weight = weights,
                                            .shrinking = 1};
    svm_set_print_string_function(say_nothing);
    struct svm_model *m = svm_train(&p->rows, &parameter);
    const int result = machine_make(out, (size_t)m->l, e);
    if (result == 0) {
        out->rho = m->rho[0];
        for (int v = 0; v < m->l; v++) {
            out->place[v] = p->place[m->sv_indices[v] - 1];
            out->coefficient[v] = (float)m->sv_coef[0][v];
        }
        out->count = (uint32_t)m->l;
    }
    svm_free_and_destroy_model(&m);
    return result;
}

static int solve_dense(struct pair_machine *out, const struct svm_data *d,
                       const struct svm_setting *s, const struct problem *p,
                       const double weights[2], struct mien_error *e)
{
    const size_t count = (size_t)p->rows.l;
    const float **row = malloc(count * sizeof *row);
    double *beta = malloc(count * sizeof *beta);
    int result = row && beta ? machine_make(out, count, e)
                             : error_memory(e, "a pair of classes", count * sizeof *beta);
    for (size_t k = 0; result == 0 && k < count; k++)
        row[k] = data_row(d, (uint32_t)p->place[k]);
    const struct smo problem = {.rows = (uint32_t)count,
                                .width = d->samples->width,
                                .row = row,
                                .y = p->rows.y,
                                .positive_C = s->C * weights[0],
                                .negative_C = s->C * weights[1],
                                .kernel = s->kernel,
                                .gamma = s->gamma,
                                .tolerance = s->tolerance,
                                .cache = s->cache};
    if (result == 0)
        result = smo_solve(&problem, beta, &out->rho, e);
    for (size_t k = 0; result == 0 && k < count; k++)
        if (beta[k] != 0.0) {
            out->place[out->count] = p->place[k];
            out->coefficient[out->count++] = (float)beta[k];
        }
    free(row);
    free(beta);
    if (result < 0)
        pair_free(out);
    return result;
}

int pair_solve(const struct svm_data *d, const struct svm_setting *s, uint32_t i, uint32_t j,
               const uint8_t *fold, int held_out, struct pair_machine *out, struct mien_error *e)
{
    struct problem p;
    *out = (struct pair_machine){0};
    int result = problem_make(&p, d, i, j, fold, held_out, e);
    if (result == 0 && (p.of_i == 0 || p.of_j == 0)) {
        out->rho = (p.of_j > 0) - (p.of_i > 0);
    } else if (result == 0) {
        double weights[2] = {class_weight(d, s, i), class_weight(d, s, j)};
        result = s->solver == SVM_DENSE ? solve_dense(out, d, s, &p, weights, e)
                                        : solve_by_libsvm(out, s, &p, weights, e);
    }
    problem_free(&p);
    return result;
}

void pair_free(struct pair_machine *m)
{
    free(m->place);
    free(m->coefficient);
    *m = (struct pair_machine){0};
}

/* Number the places that support some pair: number [count] is a vector's number or -1. */
static uint32_t number_vectors(const struct svm_data *d, const uint32_t *classes, uint32_t count,
                               const struct pair_machine *machines, int32_t *number, int32_t *start)
{
    const size_t pairs = (size_t)count * (count - 1) / 2;
    memset(number, 0xff, d->count * sizeof *number);
    for (size_t p = 0; p < pairs; p++)
        for (uint32_t v = 0; v < machines[p].count; v++)
            number[machines[p].place[v]] = 0;
    uint32_t vectors = 0;
    for (uint32_t c = 0; c < count; c++) {
        start[c] = (int32_t)vectors;
        for (uint32_t k = d->start[classes[c]]; k < d->start[classes[c] + 1]; k++)
            if (number[k] == 0)
                number[k] = (int32_t)vectors++;
    }
    start[count] = (int32_t)vectors;
    return vectors;
}

static int join_rbf(struct svm *out, const struct svm_data *d, uint32_t count,
                    const struct pair_machine *machines, const int32_t *number,
                    struct mien_error *e)
{
    const size_t width = d->samples->width, vectors = out->support_vectors;
    out->vector = malloc((vectors * width + 1) * sizeof *out->vector);
    out->coefficient = calloc(vectors * (count - 1) + 1, sizeof *out->coefficient);
    if (!out->vector || !out->coefficient)
        return error_memory(e, "support vectors", vectors * (width + count) * sizeof(float));
    for (uint32_t k = 0; k < d->count; k++)
        if (number[k] >= 0)
            memcpy(out->vector + (size_t)number[k] * width, data_row(d, k), width * sizeof(float));
    const struct pair_machine *m = machines;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i + 1; j < count; j++, m++)
            for (uint32_t v = 0; v < m->count; v++) {
                const int32_t vector = number[m->place[v]];
                const uint32_t row = vector < out->start[i + 1] ? j - 1 : i;
                out->coefficient[row * vectors + (size_t)vector] = m->coefficient[v];
            }
    return 0;
}

static int join_linear(struct svm *out, const struct svm_data *d, size_t pairs,
                       const struct pair_machine *machines, struct mien_error *e)
{
    const uint32_t width = d->samples->width;
    double *sum = malloc(width * sizeof *sum);
    out->weight = malloc((pairs * width + 1) * sizeof *out->weight);
    if (!sum || !out->weight) {
        free(sum);
        return error_memory(e, "weights", pairs * width * sizeof(float));
    }
    for (size_t p = 0; p < pairs; p++) {
        memset(sum, 0, width * sizeof *sum);
        for (uint32_t v = 0; v < machines[p].count; v++) {
            const float *x = data_row(d, (uint32_t)machines[p].place[v]);
            for (uint32_t f = 0; f < width; f++)
                sum[f] += (double)machines[p].coefficient[v] * (double)x[f];
        }
        for (uint32_t f = 0; f < width; f++)
            out->weight[p * width + f] = (float)sum[f];
    }
    free(sum);
    return 0;
}

int pairs_join(struct svm *out, const struct svm_data *d, const struct svm_setting *s,
               const uint32_t *classes, uint32_t count, const struct pair_machine *machines,
               const struct platt *sigmoid, struct mien_error *e)
{
    const size_t pairs = (size_t)count * (count - 1) / 2;
    *out = (struct svm){.C = s->C, .gamma = s->gamma};
    int32_t *number = malloc(d->count * sizeof *number);
    out->start = malloc((count + 1) * sizeof *out->start);
    out->rho = malloc((pairs + 1) * sizeof *out->rho);
    out->sigmoid = calloc(2 * pairs + 1, sizeof *out->sigmoid);
    int result = -1;
    if (!number || !out->start || !out->rho || !out->sigmoid) {
        error_memory(e, "a machine", d->count * sizeof *number);
    } else {
        out->support_vectors = number_vectors(d, classes, count, machines, number, out->start);
        result = s->kernel == MIEN_KERNEL_LINEAR ? join_linear(out, d, pairs, machines, e)
                                                 : join_rbf(out, d, count, machines, number, e);
    }
    free(number);
    if (result < 0) {
        svm_free(out);
        return -1;
    }
    for (size_t p = 0; p < pairs; p++) {
        out->rho[p] = (float)machines[p].rho;
        out->sigmoid[2 * p] = sigmoid ? (float)sigmoid[p].a : 0.0f;
        out->sigmoid[2 * p + 1] = sigmoid ? (float)sigmoid[p].b : 0.0f;
    }
    const bool linear = s->kernel == MIEN_KERNEL_LINEAR;
    out->machine = (struct mien_svm){.kernel = s->kernel,
                                     .features = (int32_t)d->samples->width,
                                     .classes = (int32_t)count,
                                     .vectors = linear ? 0 : (int32_t)out->support_vectors,
                                     .gamma = linear ? 0.0f : (float)s->gamma,
                                     .vector = out->vector,
                                     .coefficient = out->coefficient,
                                     .start = linear ? NULL : out->start,
                                     .weight = out->weight,
                                     .rho = out->rho,
                                     .sigmoid = out->sigmoid};
    return 0;
}
