/* platt.c - see platt.h. Names follow the paper's Algorithm 1. */
#include "trainer/svm/platt.h"

#include <math.h>

enum { ITERATIONS = 100 };
static const double ridge = 1e-12, least_step = 1e-10, gradient_tolerance = 1e-5;

struct rows {
    const double *decision;
    const bool *positive;
    size_t count;
    double high, low; /* targets of positive and negative rows */
};

static double negative_log_likelihood(const struct rows *r, struct platt p)
{
    double sum = 0.0;
    for (size_t i = 0; i < r->count; i++) {
        const double target = r->positive[i] ? r->high : r->low;
        const double z = r->decision[i] * p.a + p.b;
        sum += z >= 0.0 ? target * z + log1p(exp(-z)) : (target - 1.0) * z + log1p(exp(z));
    }
    return sum;
}

/* Gradient g[2] and Hessian h = {aa, ab, bb}, ridged to stay positive definite. */
static void derivatives(const struct rows *r, struct platt p, double g[2], double h[3])
{
    g[0] = g[1] = h[1] = 0.0;
    h[0] = h[2] = ridge;
    for (size_t i = 0; i < r->count; i++) {
        const double d = r->decision[i], z = d * p.a + p.b;
        const double e = exp(-fabs(z)), near = 1.0 / (1.0 + e), far = e / (1.0 + e);
        const double probability = z >= 0.0 ? far : near;
        const double first = (r->positive[i] ? r->high : r->low) - probability;
        const double second = near * far;
        h[0] += d * d * second;
        h[1] += d * second;
        h[2] += second;
        g[0] += d * first;
        g[1] += first;
    }
}

struct platt platt_fit(const double *decision, const bool *positive, size_t count)
{
    size_t positives = 0;
    for (size_t i = 0; i < count; i++)
        positives += positive[i];
    const double prior1 = (double)positives, prior0 = (double)(count - positives);
    const struct rows r = {decision, positive, count, (prior1 + 1.0) / (prior1 + 2.0),
                           1.0 / (prior0 + 2.0)};
    struct platt p = {0.0, log((prior0 + 1.0) / (prior1 + 1.0))};
    double value = negative_log_likelihood(&r, p);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        double g[2], h[3];
        derivatives(&r, p, g, h);
        if (fabs(g[0]) < gradient_tolerance && fabs(g[1]) < gradient_tolerance)
            break;
        const double determinant = h[0] * h[2] - h[1] * h[1];
        const double da = -(h[2] * g[0] - h[1] * g[1]) / determinant;
        const double db = -(h[0] * g[1] - h[1] * g[0]) / determinant;
        const double slope = g[0] * da + g[1] * db;
        double step = 1.0;
        for (; step >= least_step; step /= 2.0) {
            const struct platt next = {p.a + step * da, p.b + step * db};
            const double reached = negative_log_likelihood(&r, next);
            if (reached < value + 1e-4 * step * slope) {
                p = next;
                value = reached;
                break;
            }
        }
        if (step < least_step)
            break;
    }
    return p;
}
