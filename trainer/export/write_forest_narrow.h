/* write_forest_narrow.h - reduced forests in exported headers: nodes as text, about four bytes
 * each. */
#ifndef MIEN_TRAINER_EXPORT_WRITE_FOREST_NARROW_H
#define MIEN_TRAINER_EXPORT_WRITE_FOREST_NARROW_H

#include "trainer/export/operator_writer.h"

/* A reduced forest in its narrow form; takes the place of the table's row where it is reduced. */
extern const struct operator_writer operator_forest_narrow;

#endif
