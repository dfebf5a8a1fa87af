/* kernel_rows.h - rows of a kernel matrix, computed when asked for and kept while memory lasts. */
#ifndef MIEN_TRAINER_SVM_KERNEL_ROWS_H
#define MIEN_TRAINER_SVM_KERNEL_ROWS_H

#include <stdint.h>

#include "runtime/host/error.h"
#include "runtime/mien_svm.h"

enum { KERNEL_LANES = 32 /* rows of a block: four registers of eight sums */ };

struct kernel_rows {
    uint32_t rows, width, padded; /* padded: rows rounded up to whole blocks */
    const float *const *row;      /* not owned */
    enum mien_kernel kernel;
    float gamma;
    float *blocks;     /* [padded / KERNEL_LANES, width, KERNEL_LANES] */
    float *slots;      /* [slot_count, padded] */
    int32_t *slot_of;  /* [rows]: the slot that holds a row's kernels, or -1 */
    int32_t *row_in;   /* [slot_count]: the row that a slot holds, or -1 */
    uint64_t *used_at; /* [slot_count] */
    uint32_t slot_count;
    uint64_t clock;
};

/* Room for at least two rows, and as many as `megabytes` hold. Errors: out of memory. */
int kernel_rows_init(struct kernel_rows *k, uint32_t rows, uint32_t width, const float *const *row,
                     enum mien_kernel kernel, double gamma, double megabytes, struct mien_error *e);
void kernel_rows_free(struct kernel_rows *k); /* accepts a zeroed struct */

/* K(i, .) [rows]; valid until two other rows were asked for. */
const float *kernel_rows_get(struct kernel_rows *k, uint32_t i);

#endif
