/* export.h - C headers from models, model cards, and the proof that a header answers as its model.
 *
 * An exported header is straight-line C99 that is C++17 too: constants with the header's name in
 * front, NAME_features from raw rows to features, NAME_predict from features to probabilities,
 * NAME_argmax, and macros for the sizes; a model whose outputs are no classes has NAME_run from raw
 * rows to all of them in place of the three. It calls the inline kernels of runtime/ with every
 * shape a literal; it allocates nothing and keeps no state. Its opening comment says what an
 * embedded developer asks first: how to call it, what it was trained on, how good it is, what it
 * costs. */
#ifndef MIEN_TRAINER_EXPORT_EXPORT_H
#define MIEN_TRAINER_EXPORT_EXPORT_H

#include "runtime/host/model.h"
#include "trainer/export/export_options.h"
#include "trainer/export/facts.h"

/* Error (usage): not a prefix that emit_name_valid takes. */
int export_check_name(const char *name, struct mien_error *e);

/* The header of a finished model as text, *size bytes, NUL-terminated, for the caller to free.
 * Errors: a name that is no C identifier (usage), an output's that is none, `inlined` for a model
 * that is no forest or whose trees are too deep, more than max_bytes with the number needed, out of
 * memory. */
char *export_header(const struct model *m, const struct facts *f, const struct export_options *o,
                    size_t *size, struct mien_error *e);

/* What the header takes of a device: bytes of constants in flash, bytes of arena and, where the
 * caller keeps them, of features and outputs in RAM. */
struct export_cost {
    size_t constants, arena, kept;
};

/* Error: out of memory. */
int export_cost(const struct model *m, const struct export_options *o, struct export_cost *cost,
                struct mien_error *e);

/* Whether a path is a model file's by its name, FILE.safetensors. */
bool export_is_model_file(const char *path);

/* Write the model to a model file, its arrays of floats as float16 where `half` is set, and open
 * what was written: *written, for the caller to free, answers as the file will. Errors: those of
 * model_halve, model_save and model_open. */
int export_model_file(struct model *written, struct model *m, bool half, const char *path,
                      struct mien_error *e);

/* A model card in Markdown for the header, or the model file, that `o` describes; the same terms.
 */
char *export_card(const struct model *m, const struct facts *f, const struct export_options *o,
                  size_t *size, struct mien_error *e);

#endif
