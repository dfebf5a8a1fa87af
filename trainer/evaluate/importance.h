/* importance.h - which features a forest decides by, in words. */
#ifndef MIEN_TRAINER_EVALUATE_IMPORTANCE_H
#define MIEN_TRAINER_EVALUATE_IMPORTANCE_H

#include <stdio.h>

#include "runtime/host/model.h"

/* What feature `index` of the model's feature vector is: "y of 57", "distance 48-54", "angle at 48
 * (51, 57)", "component 3", or "feature 9": out [size], which is returned. */
const char *feature_name(const struct model *m, uint32_t index, char *out, size_t size);

/* A line with the most important features of a forest; nothing for a model without importances. */
void importance_print(const struct model *m, FILE *stream);

#endif
