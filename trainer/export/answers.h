/* answers.h - what a model gives for raw rows, its outputs one behind another: by the interpreter,
 * and by C that includes the model's header.
 *
 * A header is proven and timed by a program of two files. One is made here: it defines
 *
 *     void answer(const float *row, float *y, float *arena);
 *
 * by the header's functions, so that all their memory comes from outside. */
#ifndef MIEN_TRAINER_EXPORT_ANSWERS_H
#define MIEN_TRAINER_EXPORT_ANSWERS_H

#include <stdio.h>

#include "runtime/host/model.h"
#include "trainer/export/workshop.h"

/* Floats of one answer. */
size_t answers_width(const struct model *m);

/* The model's own answers to x [rows, input_width]: [rows, answers_width], for the caller to free;
 * NULL with an error: out of memory. */
float *answers_make(const struct model *m, const float *x, uint32_t rows, struct mien_error *e);

/* The source of `answer`; it includes "header.h", a header of m's whose name is `name`. */
void answers_source(FILE *out, const struct model *m, const char *name);

/* Write a source like that into a file of a workshop. */
int answers_file(const struct workshop *w, const char *file,
                 void (*source)(FILE *out, const struct model *m, const char *name),
                 const struct model *m, const char *name, struct mien_error *e);

/* What the program's other file calls it with: its prototype, and static arrays of the names above.
 * They need the header's macros. */
void answers_memory(FILE *out, const struct model *m, const char *name);

/* Rows to ask where no data set has any, [rows, input_width], for the caller to free; NULL with an
 * error: out of memory. The first is the least value of the input's range throughout, the second
 * the largest, the others uniform noise of that range: the same for the same number of rows. */
float *answers_rows(const struct model *m, uint32_t rows, struct mien_error *e);

#endif
