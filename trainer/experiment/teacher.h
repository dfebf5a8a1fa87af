/* teacher.h - the [teacher] section: a finished model that another one learns from.
 *
 *     [teacher]
 *     run = runs/cnn-base-001  # a run's folder or a model file
 *     share = 0.5              # its answers count this much, the label or votes the rest
 *     temperature = 2          # its probabilities are raised to 1 / temperature */
#ifndef MIEN_TRAINER_EXPERIMENT_TEACHER_H
#define MIEN_TRAINER_EXPERIMENT_TEACHER_H

#include "trainer/samples/prepare.h"

/* Open the model that [teacher] in `c` names; without that section *t is a teacher of share 0.
 * Errors: no run, those of source_open, a model of other rows or classes than the data set's. */
int teacher_open(struct teacher *t, struct cfg *c, const struct dataset *d, struct mien_error *e);
void teacher_close(struct teacher *t); /* accepts a zeroed struct */

#endif
