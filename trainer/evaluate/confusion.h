/* confusion.h - confusion matrices to look at: on a terminal and as a PNG figure.
 *
 * A row is a label, a column a prediction; shade is the share of the row. The colour map is one
 * hue, blue, with lightness falling evenly in OKLab (B. Ottosson, 2020), so that it reads the same
 * in grey and to colour-blind eyes. */
#ifndef MIEN_TRAINER_EVALUATE_CONFUSION_H
#define MIEN_TRAINER_EVALUATE_CONFUSION_H

#include <stdio.h>

#include "runtime/host/error.h"
#include "trainer/evaluate/metrics.h"

/* A table of counts shaded by the share of the row: in colour where term_color says so, else with
 * glyphs. names [classes]. */
void confusion_print(const struct metrics *m, const char *const *names, FILE *stream);

/* A figure of 2 pixels a unit with percent and count in each cell, as long as cells are large
 * enough; title and subtitle in ASCII, subtitle may be NULL. Errors: more than 200 classes, out of
 * memory, a path that cannot be written. */
int confusion_png(const struct metrics *m, const char *const *names, const char *title,
                  const char *subtitle, const char *path, struct mien_error *e);

#endif
