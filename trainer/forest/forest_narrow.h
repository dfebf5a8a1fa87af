/* forest_narrow.h - from a forest to the narrow form that headers print (mien_forest.h).
 *
 * Any forest can be written so, to the same answers; what it costs depends on how many thresholds a
 * feature has and how many leaf rows there are, which forest_reduce keeps few. */
#ifndef MIEN_TRAINER_FOREST_FOREST_NARROW_H
#define MIEN_TRAINER_FOREST_FOREST_NARROW_H

#include "runtime/host/error.h"
#include "runtime/mien_forest.h"

struct forest_narrow {
    struct mien_forest_narrow view; /* of the arrays below */
    char *text;                     /* [text_size] */
    uint32_t *root;                 /* [trees] */
    float *threshold;               /* [features, thresholds]; a feature's last one fills its row */
    float *leaf;                    /* [leaves, classes] */
    size_t text_size;               /* a multiple of MIEN_FOREST_ROW */
};

/* Errors: out of memory; more leaf rows (65,535) or tests (2^32) than its numbers count. `f`
 * lists each tree's nodes in preorder, as every fitted or opened forest does. */
int forest_narrow_make(struct forest_narrow *n, const struct mien_forest *f, struct mien_error *e);
void forest_narrow_free(struct forest_narrow *n); /* accepts a zeroed struct */

/* Bytes of its constants in flash. */
size_t forest_narrow_flash(const struct forest_narrow *n);

/* Bytes of its constants as C text: one literal a line for each row of the text (with ", \ and ?
 * escaped), numbers at their shortest, lines of about 100 columns. Never less than it takes. */
size_t forest_narrow_text(const struct forest_narrow *n);

#endif
