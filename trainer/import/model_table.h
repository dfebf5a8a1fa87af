/* model_table.h - a model's graph as a table: one row an operator, in running order.
 *
 * Row n makes value n; value 0 is the input. Windows read "3x3/2": 3 x 3 pixels in steps of 2.
 * Multiply-adds are those of one row of input. */
#ifndef MIEN_TRAINER_IMPORT_MODEL_TABLE_H
#define MIEN_TRAINER_IMPORT_MODEL_TABLE_H

#include "runtime/host/model.h"
#include "runtime/host/table.h"

/* Start `t` and fill it with m's operators; `total` appends the row of sums, for people. The caller
 * prints and frees it; memory that runs out is told by table_print. */
void model_table(struct table *t, const struct model *m, bool total);

#endif
