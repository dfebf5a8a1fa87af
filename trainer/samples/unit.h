/* unit.h - pixels 0..255 as numbers 0..1: the first operator of models whose pictures are taken as
 * Darknet takes them. */
#ifndef MIEN_TRAINER_SAMPLES_UNIT_H
#define MIEN_TRAINER_SAMPLES_UNIT_H

#include <stdbool.h>

#include "runtime/host/model.h"

/* Append it to m, which must be empty and takes pictures [h, w, c]. Errors: those of
 * model_add_node.
 */
int unit_add(struct model *m, struct mien_error *e);

/* Whether m begins with it. */
bool unit_is_first(const struct model *m);

#endif
