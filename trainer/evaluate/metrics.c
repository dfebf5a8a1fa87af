/* metrics.c - see metrics.h. */
#include "trainer/evaluate/metrics.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/rng.h"
#include "runtime/mien_dense.h"

static uint32_t predict(const float *p, uint32_t classes)
{
    return (uint32_t)mien_argmax(p, (int32_t)classes);
}

/* Whether class y is among the two likeliest; of equals the first counts as the likelier. */
static bool among_two(const float *p, uint32_t classes, uint32_t y)
{
    uint32_t likelier = 0;
    for (uint32_t c = 0; c < classes; c++)
        likelier += p[c] > p[y] || (p[c] == p[y] && c < y);
    return likelier < 2;
}

/* Macro-F1 from a confusion matrix; fills per_class [classes] where it is not NULL. */
static double score_classes(const uint32_t *confusion, uint32_t classes,
                            struct class_metrics *per_class)
{
    double sum = 0.0;
    uint32_t occurring = 0;
    for (uint32_t c = 0; c < classes; c++) {
        uint32_t support = 0, predicted = 0;
        for (uint32_t o = 0; o < classes; o++) {
            support += confusion[c * classes + o];
            predicted += confusion[o * classes + c];
        }
        const double hits = confusion[c * classes + c];
        const double f1 = support + predicted > 0 ? 2.0 * hits / (support + predicted) : 0.0;
        if (per_class)
            per_class[c] = (struct class_metrics){.support = support,
                                                  .predicted = predicted,
                                                  .precision = predicted ? hits / predicted : 0.0,
                                                  .recall = support ? hits / support : 0.0,
                                                  .f1 = f1};
        occurring += support + predicted > 0;
        sum += f1;
    }
    return occurring > 0 ? sum / occurring : 0.0;
}

static double balanced_accuracy(const struct metrics *m)
{
    double sum = 0.0;
    uint32_t occurring = 0;
    for (uint32_t c = 0; c < m->classes; c++) {
        sum += m->per_class[c].recall;
        occurring += m->per_class[c].support > 0;
    }
    return occurring > 0 ? sum / occurring : 0.0;
}

struct bin {
    double confidence; /* sum over its rows */
    uint32_t rows, right;
};

static double calibration_error(const struct bin *bins, uint32_t rows)
{
    double sum = 0.0;
    for (int b = 0; b < METRICS_BINS; b++)
        sum += fabs((double)bins[b].right - bins[b].confidence);
    return sum / rows;
}

/* One pass over the rows; cell [rows] gets each row's place in the confusion matrix. */
static void count_rows(struct metrics *m, const float *p, const uint8_t *y, uint32_t *cell)
{
    struct bin bins[METRICS_BINS] = {0};
    uint32_t right = 0, top2 = 0;
    double loss = 0.0;
    for (uint32_t r = 0; r < m->rows; r++) {
        const float *row = p + (size_t)r * m->classes;
        const uint32_t predicted = predict(row, m->classes);
        const double confidence = (double)row[predicted];
        /* Bins are open below and closed above. */
        int b = (int)ceil(confidence * METRICS_BINS) - 1;
        b = b < 0 ? 0 : b >= METRICS_BINS ? METRICS_BINS - 1 : b;
        bins[b].rows++;
        bins[b].right += predicted == y[r];
        bins[b].confidence += confidence;
        right += predicted == y[r];
        top2 += among_two(row, m->classes, y[r]);
        loss -= log((double)fmaxf(row[y[r]], FLT_EPSILON));
        cell[r] = y[r] * m->classes + predicted;
        m->confusion[cell[r]]++;
    }
    m->accuracy = (double)right / m->rows;
    m->top2 = (double)top2 / m->rows;
    m->log_loss = loss / m->rows;
    m->calibration_error = calibration_error(bins, m->rows);
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The q-quantile of sorted values, linear between neighbours as numpy's. */
static double quantile(const double *sorted, size_t count, double q)
{
    const double at = q * (double)(count - 1), below = floor(at);
    const size_t k = (size_t)below;
    return k + 1 < count ? sorted[k] + (at - below) * (sorted[k + 1] - sorted[k]) : sorted[k];
}

static struct interval middle(double *values)
{
    qsort(values, METRICS_RESAMPLES, sizeof *values, ascending);
    return (struct interval){quantile(values, METRICS_RESAMPLES, 0.025),
                             quantile(values, METRICS_RESAMPLES, 0.975)};
}

/* Resample the rows with replacement; drawn [classes, classes] is working space. */
static void bootstrap(struct metrics *m, const uint32_t *cell, uint32_t *drawn, uint64_t seed)
{
    static const size_t size = METRICS_RESAMPLES;
    double accuracy[METRICS_RESAMPLES], macro_f1[METRICS_RESAMPLES];
    const size_t cells = (size_t)m->classes * m->classes;
    for (size_t k = 0; k < size; k++) {
        struct rng rng = rng_stream(seed, k);
        memset(drawn, 0, cells * sizeof *drawn);
        for (uint32_t r = 0; r < m->rows; r++)
            drawn[cell[rng_below(&rng, m->rows)]]++;
        uint32_t right = 0;
        for (uint32_t c = 0; c < m->classes; c++)
            right += drawn[c * m->classes + c];
        accuracy[k] = (double)right / m->rows;
        macro_f1[k] = score_classes(drawn, m->classes, NULL);
    }
    m->accuracy_interval = middle(accuracy);
    m->macro_f1_interval = middle(macro_f1);
}

int metrics_measure(struct metrics *m, const float *p, const uint8_t *y, uint32_t rows,
                    uint32_t classes, uint64_t seed, struct mien_error *e)
{
    const size_t cells = (size_t)classes * classes;
    *m = (struct metrics){.rows = rows, .classes = classes};
    m->confusion = calloc(cells, sizeof *m->confusion);
    m->per_class = calloc(classes, sizeof *m->per_class);
    uint32_t *cell = malloc(((size_t)rows + 1) * sizeof *cell);
    uint32_t *drawn = malloc(cells * sizeof *drawn);
    int result = 0;
    if (!m->confusion || !m->per_class || !cell || !drawn) {
        metrics_free(m);
        result = error_memory(e, "metrics", (rows + 2 * cells) * sizeof *cell);
    } else if (rows > 0) {
        count_rows(m, p, y, cell);
        m->macro_f1 = score_classes(m->confusion, classes, m->per_class);
        m->balanced_accuracy = balanced_accuracy(m);
        bootstrap(m, cell, drawn, seed);
    }
    free(cell);
    free(drawn);
    return result;
}

void metrics_free(struct metrics *m)
{
    free(m->confusion);
    free(m->per_class);
    *m = (struct metrics){0};
}

/* P(X <= k) for X binomial with n trials of probability one half. */
static double binomial_tail(uint32_t k, uint32_t n)
{
    double term = pow(0.5, n), sum = term;
    for (uint32_t i = 1; i <= k; i++) {
        term *= (double)(n - i + 1) / i;
        sum += term;
    }
    return sum;
}

struct mcnemar mcnemar_counts(uint32_t only_a, uint32_t only_b)
{
    struct mcnemar t = {.only_a = only_a, .only_b = only_b};
    const uint32_t n = only_a + only_b;
    t.exact = n < 25;
    if (t.exact) {
        t.p = fmin(1.0, 2.0 * binomial_tail(only_a < only_b ? only_a : only_b, n));
        return t;
    }
    /* Even counts differ by nothing, however corrected. */
    const double gap = fmax(0.0, fabs((double)only_a - (double)only_b) - 1.0);
    t.statistic = gap * gap / n;
    t.p = erfc(sqrt(t.statistic / 2.0));
    return t;
}

struct mcnemar mcnemar_test(const float *pa, const float *pb, const uint8_t *y, uint32_t rows,
                            uint32_t classes)
{
    uint32_t only_a = 0, only_b = 0;
    for (uint32_t r = 0; r < rows; r++) {
        const bool a = predict(pa + (size_t)r * classes, classes) == y[r];
        const bool b = predict(pb + (size_t)r * classes, classes) == y[r];
        only_a += a && !b;
        only_b += b && !a;
    }
    return mcnemar_counts(only_a, only_b);
}
