/* pca.c - see pca.h. */
#include "trainer/samples/pca.h"

#include <math.h>
#include <stdlib.h>

void column_moments(const float *x, uint32_t rows, uint32_t width, float *mean, float *deviation)
{
    for (uint32_t i = 0; i < width; i++) {
        double sum = 0, square = 0;
        for (uint32_t r = 0; r < rows; r++)
            sum += x[(size_t)r * width + i];
        const double centre = rows ? sum / rows : 0;
        for (uint32_t r = 0; r < rows; r++) {
            const double d = x[(size_t)r * width + i] - centre;
            square += d * d;
        }
        mean[i] = (float)centre;
        deviation[i] = (float)sqrt(rows ? square / rows : 0);
    }
}

#ifdef MIEN_LAPACK

/* LAPACK: all eigenvalues, ascending, and eigenvectors of a symmetric matrix. */
extern void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda,
                    double *w, double *work, const int *lwork, int *iwork, const int *liwork,
                    int *info);

/* covariance [width, width]; each row block is summed in the same order by whichever thread. */
static void covariance(const float *x, uint32_t rows, uint32_t width, double *c)
{
#pragma omp parallel for schedule(dynamic, 4)
    for (uint32_t i = 0; i < width; i++) {
        double *out = c + (size_t)i * width;
        for (uint32_t j = 0; j <= i; j++)
            out[j] = 0;
        for (uint32_t r = 0; r < rows; r++) {
            const float *row = x + (size_t)r * width;
            const double v = row[i];
            for (uint32_t j = 0; j <= i; j++)
                out[j] += v * row[j];
        }
    }
    for (uint32_t i = 0; i < width; i++)
        for (uint32_t j = 0; j <= i; j++)
            c[(size_t)j * width + i] = c[(size_t)i * width + j] /= rows;
}

int pca_whiten(const float *x, uint32_t rows, uint32_t width, uint32_t components, float *basis,
               struct mien_error *e)
{
    const int n = (int)width, work_size = 1 + 6 * n + 2 * n * n, iwork_size = 3 + 5 * n;
    int info = 0, result = -1;
    double *c = malloc((size_t)width * width * sizeof *c);
    double *values = malloc(width * sizeof *values);
    double *work = malloc((size_t)work_size * sizeof *work);
    int *iwork = malloc((size_t)iwork_size * sizeof *iwork);
    if (!c || !values || !work || !iwork) {
        error_memory(e, "principal components", (size_t)width * width * 3 * sizeof *c);
    } else if (components == 0 || components > width) {
        error_set(e, NULL, 0, "cannot keep %u principal components of %u features", components,
                  width);
    } else {
        covariance(x, rows, width, c);
        dsyevd_("V", "U", &n, c, &n, values, work, &work_size, iwork, &iwork_size, &info);
        const double least = values[width - components], most = values[width - 1];
        if (info != 0 || !(least > 1e-12 * most))
            error_set(e, NULL, 0,
                      "the rows do not span %u principal components; choose a smaller pca",
                      components);
        else
            result = 0;
    }
    for (uint32_t k = 0; result == 0 && k < components; k++) {
        const double *axis = c + (size_t)(width - 1 - k) * width;
        uint32_t largest = 0;
        for (uint32_t i = 1; i < width; i++)
            if (fabs(axis[i]) > fabs(axis[largest]))
                largest = i;
        const double scale = copysign(1 / sqrt(values[width - 1 - k]), axis[largest]);
        for (uint32_t i = 0; i < width; i++)
            basis[(size_t)i * components + k] = (float)(axis[i] * scale);
    }
    free(c);
    free(values);
    free(work);
    free(iwork);
    return result;
}

#else

int pca_whiten(const float *x, uint32_t rows, uint32_t width, uint32_t components, float *basis,
               struct mien_error *e)
{
    (void)x, (void)rows, (void)width, (void)components, (void)basis;
    return error_set(e, NULL, 0,
                     "this mien was built without LAPACK, which pca needs; install "
                     "libopenblas-dev and build again");
}

#endif
