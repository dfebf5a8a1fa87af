/* gemm.h - single-precision matrix product, one thread, for the sizes networks have.
 *
 * Every element of C is one chain of multiply-adds over k in ascending order, whatever part of C
 * a call computes: cutting the same product differently among threads gives the same bits. (A
 * BLAS promises no such thing, and at a batch of a hundred rows it is no faster.)
 *
 * Method: K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS
 * 34 (2008): B is packed into panels as wide as the register tile; A, which is only broadcast
 * from, is read where it lies. Written with the vector types of GCC and Clang, so one source
 * serves SSE, AVX2, AVX-512 and NEON. */
#ifndef MIEN_NETWORK_GEMM_H
#define MIEN_NETWORK_GEMM_H

#include <stddef.h>

/* Element (i, j) is at data[i * row + j * column]; swap the strides to transpose. */
struct matrix {
    const float *data;
    size_t row, column;
};

/* Floats of workspace that gemm() needs for a C of n columns. */
size_t gemm_workspace(size_t n);

/* C [m, n] = A [m, k] . B [k, n] + start, where start is
 *     C itself           where `accumulate`
 *     `bias` [n], on each row  where that is not NULL
 *     0                  else (k may then be 0).
 * C's rows are c_row floats apart. C overlaps neither A, B nor the workspace. */
void gemm(size_t m, size_t n, size_t k, struct matrix a, struct matrix b, float *c, size_t c_row,
          const float *bias, int accumulate, float *workspace);

#endif
