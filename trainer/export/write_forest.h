/* write_forest.h - forests in exported headers: as tables that the runtime walks, or as nested ifs.
 */
#ifndef MIEN_TRAINER_EXPORT_WRITE_FOREST_H
#define MIEN_TRAINER_EXPORT_WRITE_FOREST_H

#include "trainer/export/operator_writer.h"

extern const struct operator_writer operator_forest;

/* A forest as nested ifs instead of tables; takes the place of the table's row where --inline asks.
 */
extern const struct operator_writer operator_forest_inline;

/* Levels of ifs that C99 promises to take (5.2.4.1: 127), less those around them. */
enum { OPERATOR_INLINE_DEPTH_MAX = 120 };

/* Levels of ifs that a forest's nested form needs; -1 where they are more than allowed, or where
 * the nodes do not stand in the order of a walk, a tree behind a tree. */
int32_t operator_inline_depth(const struct mien_forest *f);

#endif
