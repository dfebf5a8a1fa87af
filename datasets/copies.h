/* copies.h - rows with the same content.
 *
 * Public picture sets hold the same picture many times over, also in training and test at once.
 * Rows are grouped by a 64-bit hash of their bytes in an open-addressing table, and every match is
 * confirmed byte by byte. */
#ifndef MIEN_DATASETS_COPIES_H
#define MIEN_DATASETS_COPIES_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/host/error.h"

/* first[r] is the lowest row whose row_bytes bytes equal those of row r: r itself where none is
 * earlier. x [rows, row_bytes], first [rows]. Cost: one pass over x. Error: out of memory. */
int copies_find(const void *x, size_t row_bytes, uint32_t rows, uint32_t *first,
                struct mien_error *e);

/* copy[r] is 1 where row r equals an earlier row of split 0, the meaning of copy.npy. */
int copies_mark(const void *x, size_t row_bytes, const uint8_t *split, uint32_t rows, uint8_t *copy,
                struct mien_error *e);

#endif
