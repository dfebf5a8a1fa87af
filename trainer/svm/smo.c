/* smo.c - see smo.h.
 *
 * With g[k] = sum of K[k][l] beta[l] - y[k], the negative gradient, the betas are optimal when no g
 * of one that can grow is below the g of one that can fall. A step moves delta from j to i, from
 * the betas that can fall to those that can grow, which keeps their sum. */
#include "trainer/svm/smo.h"

#include <math.h>
#include <stdlib.h>

#include "trainer/svm/kernel_rows.h"

static const double least_curvature = 1e-12;

struct solver {
    const struct smo *p;
    struct kernel_rows kernel;
    double *beta;       /* [rows] */
    double *g;          /* [rows] */
    double *low, *high; /* [rows]: bounds of beta */
    double *diagonal;   /* [rows]: K(k, k) */
};

static double diagonal_of(const struct smo *p, uint32_t k)
{
    double sum = 0.0;
    for (uint32_t f = 0; f < p->width; f++)
        sum += (double)p->row[k][f] * (double)p->row[k][f];
    return p->kernel == MIEN_KERNEL_LINEAR ? sum : 1.0;
}

static int start(struct solver *s, const struct smo *p, double *beta, struct mien_error *e)
{
    *s = (struct solver){.p = p, .beta = beta};
    s->g = malloc(4 * (size_t)p->rows * sizeof *s->g);
    if (!s->g)
        return error_memory(e, "a pair of classes", 4 * (size_t)p->rows * sizeof *s->g);
    s->low = s->g + p->rows;
    s->high = s->low + p->rows;
    s->diagonal = s->high + p->rows;
    for (uint32_t k = 0; k < p->rows; k++) {
        beta[k] = 0.0;
        s->g[k] = -p->y[k];
        s->low[k] = p->y[k] > 0.0 ? 0.0 : -p->negative_C;
        s->high[k] = p->y[k] > 0.0 ? p->positive_C : 0.0;
        s->diagonal[k] = diagonal_of(p, k);
    }
    return kernel_rows_init(&s->kernel, p->rows, p->width, p->row, p->kernel, p->gamma, p->cache,
                            e);
}

/* The beta that can grow and gains most by it; `worst` is the largest g of those that can fall. */
static uint32_t select_growing(const struct solver *s, double *worst)
{
    uint32_t best = 0;
    double least = INFINITY, most = -INFINITY;
    for (uint32_t k = 0; k < s->p->rows; k++) {
        if (s->beta[k] < s->high[k] && s->g[k] < least) {
            least = s->g[k];
            best = k;
        }
        if (s->beta[k] > s->low[k] && s->g[k] > most)
            most = s->g[k];
    }
    *worst = most;
    return best;
}

static double curvature(const struct solver *s, const float *kernel_i, uint32_t i, uint32_t j)
{
    const double a = s->diagonal[i] + s->diagonal[j] - 2.0 * (double)kernel_i[j];
    return a > least_curvature ? a : least_curvature;
}

/* Its partner: the beta that can fall with which a step from i raises the objective most. */
static uint32_t select_falling(const struct solver *s, const float *kernel_i, uint32_t i)
{
    uint32_t best = i;
    double most = 0.0;
    for (uint32_t k = 0; k < s->p->rows; k++) {
        const double slope = s->g[k] - s->g[i];
        if (slope <= 0.0 || s->beta[k] <= s->low[k])
            continue;
        const double a = curvature(s, kernel_i, i, k);
        if (slope * slope > most * a) {
            most = slope * slope / a;
            best = k;
        }
    }
    return best;
}

/* Move as much from j to i as is best and as their bounds allow. A bound is hit exactly. */
static void step(struct solver *s, const float *kernel_i, uint32_t i, uint32_t j)
{
    const double room_i = s->high[i] - s->beta[i], room_j = s->beta[j] - s->low[j];
    double delta = (s->g[j] - s->g[i]) / curvature(s, kernel_i, i, j);
    delta = fmin(delta, fmin(room_i, room_j));
    s->beta[i] = delta == room_i ? s->high[i] : s->beta[i] + delta;
    s->beta[j] = delta == room_j ? s->low[j] : s->beta[j] - delta;
    const float *kernel_j = kernel_rows_get(&s->kernel, j);
    double *restrict g = s->g;
    for (uint32_t k = 0; k < s->p->rows; k++)
        g[k] += delta * ((double)kernel_i[k] - (double)kernel_j[k]);
}

/* The mean g of the betas between their bounds; without any, the middle of what the bounds allow.
 */
static double offset(const struct solver *s)
{
    double sum = 0.0, least = INFINITY, most = -INFINITY;
    uint32_t between = 0;
    for (uint32_t k = 0; k < s->p->rows; k++) {
        if (s->beta[k] >= s->high[k]) {
            most = fmax(most, s->g[k]);
        } else if (s->beta[k] <= s->low[k]) {
            least = fmin(least, s->g[k]);
        } else {
            sum += s->g[k];
            between++;
        }
    }
    return between > 0 ? sum / between : (least + most) / 2.0;
}

int smo_solve(const struct smo *p, double *beta, double *rho, struct mien_error *e)
{
    struct solver s;
    int result = start(&s, p, beta, e);
    /* libsvm's limit: far beyond what a scaled problem takes. */
    const uint64_t limit = p->rows > 100000 ? 100 * (uint64_t)p->rows : 10000000;
    for (uint64_t iteration = 0; result == 0 && iteration < limit; iteration++) {
        double worst;
        const uint32_t i = select_growing(&s, &worst);
        if (worst - s.g[i] < p->tolerance)
            break;
        const float *kernel_i = kernel_rows_get(&s.kernel, i);
        const uint32_t j = select_falling(&s, kernel_i, i);
        if (j == i)
            break;
        step(&s, kernel_i, i, j);
    }
    if (result == 0)
        *rho = offset(&s);
    kernel_rows_free(&s.kernel);
    free(s.g);
    return result;
}
