/* model_plan.h - the arena: where each value and scratch of a model lies, by liveness.
 *
 * Operators run in the order of their list. A value is alive from the operator that makes it to
 * the last that reads it, scratch while its operator runs. Places are given in running order, each
 * the lowest that is free all that time: first fit (Y. Pisarchyk and J. Lee, "Efficient Memory
 * Management for Deep Neural Net Inference", 2020, compare such plans). */
#ifndef MIEN_HOST_MODEL_PLAN_H
#define MIEN_HOST_MODEL_PLAN_H

#include "runtime/host/model.h"

/* Give every value and scratch its place in the arena, and the operators the strides of their
 * maps. Error: out of memory. */
int model_plan(struct model *m, struct mien_error *e);

#endif
