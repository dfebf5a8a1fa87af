/* bench.c - see bench.h. */
#include "trainer/experiment/bench.h"

#include <math.h>
#include <stdlib.h>

#include "runtime/host/term.h"
#include "trainer/evaluate/median.h"
#include "trainer/experiment/judge.h"

enum { RATES_MAX = 4096, PASSES = 5 };

struct rates {
    double values[RATES_MAX];
    int count;
};

static bool collect(void *context, const struct fit_report *r)
{
    struct rates *rates = context;
    if (r->finished_step && r->samples_per_second > 0 && rates->count < RATES_MAX)
        rates->values[rates->count++] = r->samples_per_second;
    return true;
}

int bench_predict(const struct model *m, const float *x, uint32_t rows, int passes, double *us,
                  struct mien_error *e)
{
    double times[PASSES];
    float *p = malloc(((size_t)rows * m->classes + 1) * sizeof *p);
    if (!p)
        return error_memory(e, "probabilities", (size_t)rows * m->classes * sizeof *p);
    int result = 0;
    if (passes > PASSES)
        passes = PASSES;
    for (int i = 0; result == 0 && i < passes; i++) {
        const double start = clock_seconds();
        result = model_predict(m, x, rows, p, 1, e);
        times[i] = (clock_seconds() - start) / rows * 1e6;
    }
    *us = result == 0 ? median(times, passes) : NAN;
    free(p);
    return result;
}

int bench_run(struct experiment *x, struct bench *b, struct mien_error *e)
{
    struct rates *rates = calloc(1, sizeof *rates);
    const struct rows *rows = &x->rows;
    struct model model = {0};
    struct judged judged = {0};
    int result = -1;
    if (!rates)
        return error_memory(e, "rates", sizeof *rates);
    const struct monitor monitor = {rates, collect};
    if (experiment_fit(x, rows, &monitor, NULL, &model, e) == FIT_DONE &&
        judge(&judged, &model, &x->data, rows->valid, rows->valid_count, x->threads, x->seed, e) ==
            0 &&
        bench_predict(&model, judged.x, judged.rows, PASSES, &b->predict_us_per_row, e) == 0) {
        b->fit_s = x->fit_seconds;
        b->samples_per_s_median = median(rates->values, rates->count);
        b->accuracy = judged.metrics.accuracy;
        b->macro_f1 = judged.metrics.macro_f1;
        result = 0;
    }
    judged_free(&judged);
    model_free(&model);
    free(rates);
    return result;
}
