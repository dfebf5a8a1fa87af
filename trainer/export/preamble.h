/* preamble.h - the comment an exported header opens with: what its user reads first. */
#ifndef MIEN_TRAINER_EXPORT_PREAMBLE_H
#define MIEN_TRAINER_EXPORT_PREAMBLE_H

#include "trainer/export/layout.h"

/* `constants`: bytes of the header's arrays. */
void preamble_write(struct emit *w, const struct model *m, const struct facts *f,
                    const struct export_options *o, const struct record *r, size_t constants);

/* What no model of this kind may be used for. */
extern const char preamble_not_for[];

/* The operators of the model in running order, "box of 68 landmarks -> 136; dense 136 -> 7", for
 * the caller to free; NULL when out of memory. */
char *preamble_operators(const struct model *m, const struct export_options *o);

/* "angry, disgust, ... and neutral", the same terms. */
char *preamble_classes(const struct model *m);

#endif
