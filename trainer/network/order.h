/* order.h - in which order an epoch goes through the rows. */
#ifndef MIEN_NETWORK_ORDER_H
#define MIEN_NETWORK_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/rng.h"

struct order {
    uint32_t *rows;   /* [count] of the epoch under way */
    uint32_t *sorted; /* [count] by class, or NULL: every row once */
    uint32_t count, classes;
    const uint8_t *y; /* [count], not owned */
};

/* Rows of labels y [count]. `balanced`: every class comes equally often, those with fewer rows
 * having theirs again and those with more resting some. Returns -1 when out of memory. */
int order_init(struct order *o, const uint8_t *y, uint32_t count, uint32_t classes, bool balanced);
void order_free(struct order *o); /* accepts a zeroed struct */

/* The order of the epoch that `r` stands for: o->rows. */
void order_draw(struct order *o, struct rng *r);

#endif
