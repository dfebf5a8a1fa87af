/* preamble.h - the comment an exported header opens with: what its user reads first. */
#ifndef MIEN_TRAINER_EXPORT_PREAMBLE_H
#define MIEN_TRAINER_EXPORT_PREAMBLE_H

#include "runtime/host/model.h"
#include "trainer/export/emit.h"
#include "trainer/export/export_options.h"
#include "trainer/export/facts.h"
#include "trainer/export/record.h"

/* `constants`: bytes of the header's arrays. */
void preamble_write(struct emit *w, const struct model *m, const struct facts *f,
                    const struct export_options *o, const struct record *r, size_t constants);

/* What a model of this kind may not be used for. */
const char *preamble_not_for(const struct model *m);

/* The operators of the model in running order, "box of 68 landmarks -> 136; dense 136 -> 7", or of
 * many how many of each kind; for the caller to free; NULL when out of memory. */
char *preamble_operators(const struct model *m, const struct export_options *o);

/* "angry, disgust, ... or neutral", or the outputs, "boxes and scores"; the same terms. */
char *preamble_answers(const struct model *m);

/* What raw rows are: "the landmarks of a face". */
const char *preamble_input(const struct model *m);

#endif
