/* leaf_rows.h - the distributions that leaves point to, each kept once.
 *
 * Rows are added in order and found again by their bytes through a hash table, so the leaves of a
 * whole forest share what is equal: the pure leaves of an unlimited forest come to one row a class.
 */
#ifndef MIEN_TRAINER_FOREST_LEAF_ROWS_H
#define MIEN_TRAINER_FOREST_LEAF_ROWS_H

#include <stddef.h>
#include <stdint.h>

struct leaf_rows {
    uint32_t classes;
    int32_t count;
    float *rows;   /* [count, classes] */
    int32_t *slot; /* [slots] row + 1, 0 where free; slots is a power of two */
    size_t capacity, slots;
};

void leaf_rows_init(struct leaf_rows *l, uint32_t classes);
void leaf_rows_free(struct leaf_rows *l); /* accepts a zeroed struct */

/* The index of `row` [classes], added where it is new; -1 where memory ran out or the index would
 * not fit an int32. */
int32_t leaf_rows_add(struct leaf_rows *l, const float *row);

#endif
