/* profile.h - where a network's training spends its time: a table of its layers.
 *
 * Times are processor time of the first of the training's threads, in milliseconds a step; what the
 * other threads, the batches' making and the optimiser take is not in them. */
#ifndef MIEN_TRAINER_EXPERIMENT_PROFILE_H
#define MIEN_TRAINER_EXPERIMENT_PROFILE_H

#include <stdio.h>

#include "trainer/experiment/experiment.h"

/* Have x's fits measured from now on. Error of usage: x fits no network. */
int profile_start(struct experiment *x, struct mien_error *e);

/* The table of all steps since then. Errors: those of table_print. */
int profile_print(const struct experiment *x, FILE *out, struct mien_error *e);

#endif
