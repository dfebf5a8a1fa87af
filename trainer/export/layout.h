/* layout.h - the code of an exported header: everything behind its opening comment. */
#ifndef MIEN_TRAINER_EXPORT_LAYOUT_H
#define MIEN_TRAINER_EXPORT_LAYOUT_H

#include "runtime/host/model.h"
#include "trainer/export/export_options.h"
#include "trainer/export/operator_writer.h"

/* Floats of arena that the header's functions need, at least 1. The feature vector lies with the
 * caller, so this can be less than the model's own arena. */
size_t layout_arena(const struct model *m);

/* Floats of output i of a model without classes; its maps lie dense. */
size_t layout_output(const struct model *m, int32_t i);

/* What the header calls a raw row. */
const char *layout_input_name(const struct model *m);

/* Can the outputs' names be parameters, macros and members of C and C++? The error names one that
 * cannot. */
int layout_check_outputs(const struct model *m, struct mien_error *e);

/* Numbers a landmark has in a raw row, 2 or 3; 0 where rows are no landmarks. */
uint32_t layout_landmark_stride(const struct model *m);

/* The row of the operators' table that writes node `n`, or the form of a forest that `o` asks for.
 */
const struct operator_writer *layout_writer(const struct mien_node *n,
                                            const struct export_options *o);

/* Write the code. w->constants then holds the bytes of its constants. */
void layout_write(struct emit *w, const struct model *m, const struct export_options *o);

#endif
