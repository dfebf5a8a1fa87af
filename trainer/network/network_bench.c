/* network_bench.c - see network_bench.h. */
#include "trainer/network/network_bench.h"

#include <stdlib.h>

#include "trainer/network/network_fit.h"

struct rates {
    double *values; /* [epochs] */
    size_t count;
};

static bool collect(void *context, const struct fit_report *r)
{
    struct rates *rates = context;
    if (r->finished_step)
        rates->values[rates->count++] = r->samples_per_second;
    return true;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(struct rates *r)
{
    qsort(r->values, r->count, sizeof *r->values, compare);
    return 0.5 * (r->values[(r->count - 1) / 2] + r->values[r->count / 2]);
}

int network_bench(struct cfg *c, const struct samples *train, const struct samples *valid,
                  int threads, struct network_bench *out, struct mien_error *e)
{
    struct network n;
    struct rates rates = {0};
    struct network_fit_summary summary;
    struct batch_source source = batch_from_samples(train);
    uint32_t shape[3] = {1, 1, train->width};
    if (network_init(&n, c, shape, train->classes, threads, source.scratch, e) != 0)
        return -1;
    struct fit_context context = {
        .seed = n.options.seed, .threads = threads, .monitor = {&rates, collect}};
    int status = -1;
    rates.values = calloc(n.options.epochs, sizeof *rates.values);
    if (rates.values == NULL)
        error_memory(e, "epochs", n.options.epochs * sizeof *rates.values);
    else if (network_fit(&n, &source, valid, &context, &summary, e) == FIT_DONE)
        status = 0;
    if (status == 0)
        *out = (struct network_bench){median(&rates), summary.valid.accuracy};
    free(rates.values);
    network_free(&n);
    return status;
}
