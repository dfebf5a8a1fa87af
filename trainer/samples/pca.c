/* pca.c - see pca.h. */
#include "trainer/samples/pca.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 64 }; /* summed side by side, as they lie in memory */

void column_moments(const float *x, uint32_t rows, uint32_t width, float *mean, float *deviation)
{
    for (uint32_t from = 0; from < width; from += COLUMNS) {
        const uint32_t count = width - from < COLUMNS ? width - from : COLUMNS;
        double centre[COLUMNS] = {0}, square[COLUMNS] = {0};
        for (uint32_t r = 0; r < rows; r++)
            for (uint32_t i = 0; i < count; i++)
                centre[i] += x[(size_t)r * width + from + i];
        for (uint32_t i = 0; i < count; i++)
            mean[from + i] = (float)(centre[i] = rows ? centre[i] / rows : 0);
        for (uint32_t r = 0; r < rows; r++)
            for (uint32_t i = 0; i < count; i++) {
                const double d = x[(size_t)r * width + from + i] - centre[i];
                square[i] += d * d;
            }
        for (uint32_t i = 0; i < count; i++)
            deviation[from + i] = (float)sqrt(rows ? square[i] / rows : 0);
    }
}

#ifdef MIEN_LAPACK

/* LAPACK: all eigenvalues, ascending, and eigenvectors of a symmetric matrix. */
extern void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda,
                    double *w, double *work, const int *lwork, int *iwork, const int *liwork,
                    int *info);

enum { TILE = 8, LANES = 4, BLOCK = 128 };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

/* c [LANES, TILE], its rows `stride` apart, += the products of columns a [rows, TILE], the first
 * LANES of them, with columns b [rows, TILE]. All are aligned to lanes. */
static void add_products(const double *a, const double *b, uint32_t rows, size_t stride, double *c)
{
    lanes sum[LANES][2];
    for (size_t i = 0; i < LANES; i++)
        for (size_t k = 0; k < 2; k++)
            sum[i][k] = *(const lanes *)(c + i * stride + k * LANES);
    for (uint32_t r = 0; r < rows; r++, a += TILE, b += TILE) {
        const lanes b0 = *(const lanes *)b, b1 = *(const lanes *)(b + LANES);
        for (size_t i = 0; i < LANES; i++) {
            sum[i][0] += b0 * a[i];
            sum[i][1] += b1 * a[i];
        }
    }
    for (size_t i = 0; i < LANES; i++)
        for (size_t k = 0; k < 2; k++)
            *(lanes *)(c + i * stride + k * LANES) = sum[i][k];
}

/* The triangle of c [stride, stride] up to each row's diagonal, where stride is `width` rounded up
 * to whole tiles. Rows are taken in blocks that stay in the cache, their columns in panels
 * [stride / TILE, BLOCK, TILE]; every sum is over the rows in order, whichever thread makes it. */
static void covariance(const float *x, uint32_t rows, uint32_t width, size_t stride, double *panels,
                       double *c)
{
    memset(c, 0, stride * stride * sizeof *c);
    memset(panels, 0, BLOCK * stride * sizeof *panels);
    for (uint32_t from = 0; from < rows; from += BLOCK) {
        const uint32_t count = rows - from < BLOCK ? rows - from : BLOCK;
        for (uint32_t r = 0; r < count; r++)
            for (uint32_t i = 0; i < width; i++)
                panels[(i / TILE * BLOCK + r) * TILE + i % TILE] =
                    x[(size_t)(from + r) * width + i];
#pragma omp parallel for schedule(dynamic, 8)
        for (size_t i = 0; i < stride; i += LANES)
            for (size_t j = 0; j <= i; j += TILE)
                add_products(panels + i / TILE * TILE * BLOCK + i % TILE, panels + j * BLOCK, count,
                             stride, c + i * stride + j);
    }
    for (size_t i = 0; i < width; i++)
        for (size_t j = 0; j <= i; j++)
            c[i * stride + j] /= rows;
}

/* basis [width, components] from the eigenvectors of the largest values, which come last. */
static void write_basis(const double *vectors, size_t stride, const double *values, uint32_t width,
                        uint32_t components, double exponent, float *basis)
{
    double total = 0;
    for (uint32_t k = 0; k < components; k++)
        total += pow(values[width - 1 - k], 1 - exponent);
    for (uint32_t k = 0; k < components; k++) {
        const double *axis = vectors + (width - 1 - k) * stride, value = values[width - 1 - k];
        uint32_t largest = 0;
        for (uint32_t i = 1; i < width; i++)
            if (fabs(axis[i]) > fabs(axis[largest]))
                largest = i;
        const double variance = components * pow(value, 1 - exponent) / total;
        const double scale = copysign(sqrt(variance / value), axis[largest]);
        for (uint32_t i = 0; i < width; i++)
            basis[(size_t)i * components + k] = (float)(axis[i] * scale);
    }
}

int pca_whiten(const float *x, uint32_t rows, uint32_t width, uint32_t components, double exponent,
               float *basis, struct mien_error *e)
{
    const size_t stride = (width + TILE - 1) / TILE * TILE;
    const int n = (int)width, lda = (int)stride, work_size = 1 + 6 * n + 2 * n * n;
    const int iwork_size = 3 + 5 * n;
    int info = 0, result = -1;
    double *c = aligned_alloc(sizeof(lanes), stride * stride * sizeof *c);
    double *panels = aligned_alloc(sizeof(lanes), BLOCK * stride * sizeof *panels);
    double *values = malloc(width * sizeof *values);
    double *work = malloc((size_t)work_size * sizeof *work);
    int *iwork = malloc((size_t)iwork_size * sizeof *iwork);
    if (!c || !panels || !values || !work || !iwork) {
        error_memory(e, "principal components", (size_t)width * width * 3 * sizeof *c);
    } else if (components == 0 || components > width) {
        error_set(e, NULL, 0, "cannot keep %u principal components of %u features", components,
                  width);
    } else {
        covariance(x, rows, width, stride, panels, c);
        dsyevd_("V", "U", &n, c, &lda, values, work, &work_size, iwork, &iwork_size, &info);
        const double least = values[width - components], most = values[width - 1];
        if (info != 0 || !(least > 1e-12 * most))
            error_set(e, NULL, 0,
                      "the rows do not span %u principal components; choose a smaller pca",
                      components);
        else
            result = 0;
    }
    if (result == 0)
        write_basis(c, stride, values, width, components, exponent, basis);
    free(c);
    free(panels);
    free(values);
    free(work);
    free(iwork);
    return result;
}

#else

int pca_whiten(const float *x, uint32_t rows, uint32_t width, uint32_t components, double exponent,
               float *basis, struct mien_error *e)
{
    (void)x, (void)rows, (void)width, (void)components, (void)exponent;
    (void)basis;
    return error_set(e, NULL, 0,
                     "this mien was built without LAPACK, which pca needs; install "
                     "libopenblas-dev and build again");
}

#endif
