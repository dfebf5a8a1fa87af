/* copies.c - see copies.h. */
#include "datasets/copies.h"

#include <stdlib.h>
#include <string.h>

/* Eight bytes at a time, multiplied and folded. A collision costs a comparison, nothing else. */
static uint64_t hash_bytes(const uint8_t *p, size_t n)
{
    uint64_t h = n;
    for (uint64_t word; n > 0;) {
        size_t take = n < sizeof word ? n : sizeof word;
        word = 0;
        memcpy(&word, p, take);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
        p += take;
        n -= take;
    }
    return h;
}

enum { FREE = 0 }; /* slots hold row + 1 */

static void fill(const uint8_t *x, size_t row_bytes, uint32_t rows, uint64_t *hash, uint32_t *slots,
                 size_t mask, uint32_t *first)
{
    for (uint32_t r = 0; r < rows; r++) {
        const uint8_t *row = x + r * row_bytes;
        hash[r] = hash_bytes(row, row_bytes);
        size_t at = hash[r] & mask;
        for (;; at = (at + 1) & mask) {
            uint32_t other = slots[at] - 1;
            if (slots[at] == FREE) {
                slots[at] = r + 1;
                first[r] = r;
                break;
            }
            if (hash[other] == hash[r] && memcmp(x + other * row_bytes, row, row_bytes) == 0) {
                first[r] = other;
                break;
            }
        }
    }
}

int copies_find(const void *x, size_t row_bytes, uint32_t rows, uint32_t *first,
                struct mien_error *e)
{
    size_t size = 2;
    while (size < 2 * (size_t)rows)
        size *= 2;
    uint64_t *hash = malloc(((size_t)rows + 1) * sizeof *hash);
    uint32_t *slots = calloc(size, sizeof *slots);
    int result = 0;
    if (hash && slots)
        fill(x, row_bytes, rows, hash, slots, size - 1, first);
    else
        result =
            error_memory(e, "the search for copies", rows * sizeof *hash + size * sizeof *slots);
    free(hash);
    free(slots);
    return result;
}

int copies_mark(const void *x, size_t row_bytes, const uint8_t *split, uint32_t rows, uint8_t *copy,
                struct mien_error *e)
{
    uint32_t *first = malloc(((size_t)rows + 1) * sizeof *first);
    uint8_t *seen = calloc((size_t)rows + 1, 1); /* of a row's kind, in split 0, so far */
    int result = first && seen ? copies_find(x, row_bytes, rows, first, e)
                               : error_memory(e, "the search for copies", rows * sizeof *first);
    for (uint32_t r = 0; result == 0 && r < rows; r++) {
        copy[r] = seen[first[r]];
        if (split[r] == 0)
            seen[first[r]] = 1;
    }
    free(first);
    free(seen);
    return result;
}
