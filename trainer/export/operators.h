/* operators.h - the writer of every operator: the rows of the write_*.h by the operator's number.
 */
#ifndef MIEN_TRAINER_EXPORT_OPERATORS_H
#define MIEN_TRAINER_EXPORT_OPERATORS_H

#include "trainer/export/operator_writer.h"

/* In the order of MIEN_OPERATORS. */
extern const struct operator_writer *const operator_writers[MIEN_OPERATOR_COUNT];

#endif
