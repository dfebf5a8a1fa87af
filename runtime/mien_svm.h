/* mien_svm.h - one-against-one support vector machines, as the runtime sees them.
 *
 * Support vectors are grouped by class: those of class c are rows start[c]..start[c + 1). Pair
 * (i, j), i < j, in the order (0,1), (0,2), ... decides by
 *
 *     d = sum over class i of coefficient[j - 1][v] * k(v, x)
 *       + sum over class j of coefficient[i][v] * k(v, x) - rho[pair]
 *
 * and d > 0 speaks for i: libsvm's layout. A linear kernel needs no vectors: each pair is collapsed
 * into weight[pair] . x - rho[pair]. Each d becomes a probability through its sigmoid (H.-T. Lin,
 * C.-J. Lin, R. Weng, "A note on Platt's probabilistic outputs for support vector machines", 2007)
 * and the pairs become one distribution by pairwise coupling (T.-F. Wu, C.-J. Lin, R. Weng,
 * "Probability estimates for multi-class classification by pairwise coupling", JMLR 5 (2004),
 * second method, solved directly where libsvm iterates: the exact answer at a fixed cost).
 *
 * Rounding: thousands of terms of either sign cancel in a decision, so kernel values are summed in
 * double; distances and linear products are short and stay in float, in eight partial sums of fixed
 * order that compilers vectorise without reordering anything. */
#ifndef MIEN_SVM_H
#define MIEN_SVM_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum mien_kernel { MIEN_KERNEL_LINEAR, MIEN_KERNEL_RBF };

struct mien_svm {
    enum mien_kernel kernel;
    int32_t features, classes, vectors; /* vectors is 0 for a linear kernel */
    float gamma;                        /* k(v, x) = exp(-gamma |v - x|^2) */
    const float *vector;                /* [vectors, features] */
    const float *coefficient;           /* [classes - 1, vectors] */
    const int32_t *start;               /* [classes + 1] */
    const float *weight;                /* [pairs, features], linear only */
    const float *rho;                   /* [pairs] */
    const float *sigmoid;               /* [pairs, 2]: P(i | i or j) = 1 / (1 + exp(A d + B)) */
};

enum {
    MIEN_SVM_LANES = 8, /* partial sums of a dot product or a distance */
    MIEN_SVM_TILE = 64  /* kernel values held at a time, on the stack */
};

/* Floats of scratch that mien_svm_predict needs, whatever the number of vectors. It is read as
 * doubles: a decision a pair, the lower triangle of the coupling matrix, its solution. */
#define MIEN_SVM_SCRATCH(vectors, classes) (2 * (classes) * ((classes) + 1))

/* Double i of a scratch of floats, which need not be aligned for doubles. */
static inline double mien_svm_get(const float *scratch, size_t i)
{
    double value;
    memcpy(&value, scratch + 2 * i, sizeof value);
    return value;
}

static inline void mien_svm_put(float *scratch, size_t i, double value)
{
    memcpy(scratch + 2 * i, &value, sizeof value);
}

/* Place of pair (i, j), i < j, among (0,1), (0,2), ..., (1,2), ... */
static inline size_t mien_svm_pair(int32_t i, int32_t j, int32_t classes)
{
    return (size_t)i * (size_t)(2 * classes - i - 1) / 2 + (size_t)(j - i - 1);
}

static inline float mien_svm_sum(const float *lane)
{
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
           ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

/* a . b: a, b [size]. */
static inline float mien_svm_dot(const float *a, const float *b, int32_t size)
{
    const int32_t whole = size - size % MIEN_SVM_LANES;
    float lane[MIEN_SVM_LANES] = {0.0f};
    for (int32_t i = 0; i < whole; i += MIEN_SVM_LANES)
        for (int32_t l = 0; l < MIEN_SVM_LANES; l++)
            lane[l] += a[i + l] * b[i + l];
    for (int32_t l = 0; l < size - whole; l++)
        lane[l] += a[whole + l] * b[whole + l];
    return mien_svm_sum(lane);
}

/* exp(-gamma |a - b|^2): a, b [size]. */
static inline float mien_svm_rbf(const float *a, const float *b, int32_t size, float gamma)
{
    const int32_t whole = size - size % MIEN_SVM_LANES;
    float lane[MIEN_SVM_LANES] = {0.0f};
    for (int32_t i = 0; i < whole; i += MIEN_SVM_LANES)
        for (int32_t l = 0; l < MIEN_SVM_LANES; l++) {
            const float d = a[i + l] - b[i + l];
            lane[l] += d * d;
        }
    for (int32_t l = 0; l < size - whole; l++) {
        const float d = a[whole + l] - b[whole + l];
        lane[l] += d * d;
    }
    return expf(-gamma * mien_svm_sum(lane));
}

/* Sum of coefficient[v] * kernel[v], v < count. */
static inline double mien_svm_weigh(const float *coefficient, const float *kernel, int32_t count)
{
    const int32_t whole = count - count % 4;
    double lane[4] = {0.0};
    for (int32_t v = 0; v < whole; v += 4)
        for (int32_t l = 0; l < 4; l++)
            lane[l] += (double)coefficient[v + l] * (double)kernel[v + l];
    for (int32_t l = 0; l < count - whole; l++)
        lane[l] += (double)coefficient[whole + l] * (double)kernel[whole + l];
    return (lane[0] + lane[2]) + (lane[1] + lane[3]);
}

/* Add to the decisions what vectors [first, first + count) of class c say; count <= MIEN_SVM_TILE.
 */
static inline void mien_svm_tile(const struct mien_svm *s, const float *x, int32_t c, int32_t first,
                                 int32_t count, float *scratch)
{
    float kernel[MIEN_SVM_TILE];
    for (int32_t v = 0; v < count; v++)
        kernel[v] = mien_svm_rbf(s->vector + (size_t)(first + v) * (size_t)s->features, x,
                                 s->features, s->gamma);
    for (int32_t o = 0; o < s->classes; o++) {
        if (o == c)
            continue;
        const int32_t row = o < c ? o : o - 1;
        const size_t pair =
            o < c ? mien_svm_pair(o, c, s->classes) : mien_svm_pair(c, o, s->classes);
        const float *coefficient = s->coefficient + (size_t)row * (size_t)s->vectors + first;
        mien_svm_put(scratch, pair,
                     mien_svm_get(scratch, pair) + mien_svm_weigh(coefficient, kernel, count));
    }
}

/* Decisions of all pairs as doubles in scratch[0..pairs), read with mien_svm_get. */
static inline void mien_svm_decide(const struct mien_svm *s, const float *x, float *scratch)
{
    const int32_t pairs = s->classes * (s->classes - 1) / 2;
    for (int32_t pair = 0; pair < pairs; pair++) {
        double d = -(double)s->rho[pair];
        if (s->kernel == MIEN_KERNEL_LINEAR)
            d += (double)mien_svm_dot(s->weight + (size_t)pair * (size_t)s->features, x,
                                      s->features);
        mien_svm_put(scratch, (size_t)pair, d);
    }
    if (s->kernel == MIEN_KERNEL_RBF)
        for (int32_t c = 0; c < s->classes; c++)
            for (int32_t v = s->start[c]; v < s->start[c + 1]; v += MIEN_SVM_TILE) {
                const int32_t left = s->start[c + 1] - v;
                mien_svm_tile(s, x, c, v, left < MIEN_SVM_TILE ? left : MIEN_SVM_TILE, scratch);
            }
}

/* P(i | i or j) of a decision, kept off 0 and 1 as libsvm keeps it. */
static inline double mien_svm_sigmoid(double decision, double a, double b)
{
    const double z = a * decision + b;
    const double r = z >= 0.0 ? exp(-z) / (1.0 + exp(-z)) : 1.0 / (1.0 + exp(z));
    return r < 1e-7 ? 1e-7 : r > 1.0 - 1e-7 ? 1.0 - 1e-7 : r;
}

/* P(t | t or s) from the pairs' probabilities in scratch. */
static inline double mien_svm_beats(const float *scratch, int32_t t, int32_t s, int32_t classes)
{
    return t < s ? mien_svm_get(scratch, mien_svm_pair(t, s, classes))
                 : 1.0 - mien_svm_get(scratch, mien_svm_pair(s, t, classes));
}

/* The distribution p [classes] that agrees best with the pairs' probabilities r, which stand in
 * scratch[0..pairs): minimise sum over t, s of (r[s][t] p[t] - r[t][s] p[s])^2 with p summing to 1.
 * With Q as in the paper's (21), p is proportional to the z that solves (Q + e e') z = e, and the
 * matrix is positive definite: one Cholesky factorisation. */
static inline void mien_svm_couple(float *scratch, int32_t classes, float *p)
{
    float *const matrix = scratch + (size_t)classes * (size_t)(classes - 1);
    float *const z = matrix + (size_t)classes * (size_t)(classes + 1);
    double total = 0.0;
    for (int32_t t = 0; t < classes; t++) {
        const size_t row = (size_t)t * (size_t)(t + 1) / 2;
        double diagonal = 1.0, solution = 1.0;
        for (int32_t s = 0; s < classes; s++)
            if (s != t) {
                const double r = mien_svm_beats(scratch, s, t, classes);
                diagonal += r * r;
            }
        for (int32_t s = 0; s < t; s++) {
            const size_t other = (size_t)s * (size_t)(s + 1) / 2;
            const double r = mien_svm_beats(scratch, s, t, classes);
            double a = 1.0 - r * (1.0 - r);
            for (int32_t m = 0; m < s; m++)
                a -=
                    mien_svm_get(matrix, row + (size_t)m) * mien_svm_get(matrix, other + (size_t)m);
            a /= mien_svm_get(matrix, other + (size_t)s);
            mien_svm_put(matrix, row + (size_t)s, a);
            diagonal -= a * a;
            solution -= a * mien_svm_get(z, (size_t)s);
        }
        diagonal = sqrt(diagonal);
        mien_svm_put(matrix, row + (size_t)t, diagonal);
        mien_svm_put(z, (size_t)t, solution / diagonal);
    }
    for (int32_t t = classes - 1; t >= 0; t--) {
        double solution = mien_svm_get(z, (size_t)t);
        for (int32_t m = t + 1; m < classes; m++)
            solution -= mien_svm_get(matrix, (size_t)m * (size_t)(m + 1) / 2 + (size_t)t) *
                        mien_svm_get(z, (size_t)m);
        solution /= mien_svm_get(matrix, (size_t)t * (size_t)(t + 1) / 2 + (size_t)t);
        mien_svm_put(z, (size_t)t, solution);
        total += solution > 0.0 ? solution : 0.0;
    }
    for (int32_t t = 0; t < classes; t++) {
        const double solution = mien_svm_get(z, (size_t)t);
        p[t] = (float)(solution > 0.0 ? solution / total : 0.0);
    }
}

/* Class probabilities: x [features] -> p [classes], sums to 1. scratch [MIEN_SVM_SCRATCH]; x, p and
 * scratch do not overlap. x must be finite. Cost: vectors * (features + classes - 1) multiply-adds
 * and vectors exponentials (linear: pairs * features), then classes^3 / 6. Never fails. */
static inline void mien_svm_predict(const struct mien_svm *s, const float *x, float *p,
                                    float *scratch)
{
    const int32_t pairs = s->classes * (s->classes - 1) / 2;
    mien_svm_decide(s, x, scratch);
    for (int32_t pair = 0; pair < pairs; pair++)
        mien_svm_put(scratch, (size_t)pair,
                     mien_svm_sigmoid(mien_svm_get(scratch, (size_t)pair),
                                      (double)s->sigmoid[2 * pair],
                                      (double)s->sigmoid[2 * pair + 1]));
    mien_svm_couple(scratch, s->classes, p);
}

#endif
