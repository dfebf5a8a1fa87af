/* imported.h - what models made of other programs' files have in common: where they are from, and
 * that what was written is held against what was read. */
#ifndef MIEN_TRAINER_IMPORT_IMPORTED_H
#define MIEN_TRAINER_IMPORT_IMPORTED_H

#include "runtime/host/file.h"
#include "runtime/host/model.h"

/* What a user says about the file; NULL: not known. */
struct import_origin {
    const char *origin, *licence;
};

/* Set m's "provenance": the source's name and SHA-256, origin and licence. Nothing else goes in:
 * the same file gives the same bytes. */
int import_set_origin(struct model *m, const char *path, const struct file_map *file,
                      const struct import_origin *o, struct mien_error *e);

/* Set a metadata string to `json`, which is deleted; NULL: memory ran out while it was made. */
int import_set_json(struct model *m, const char *key, cJSON *json, struct mien_error *e);

/* Write m to `path`, and hold the file against it: opened, it must answer seeded noise with the
 * same bits, all finite, or it is removed. Errors: those of model_save and model_open, out of
 * memory, other answers. */
int import_save(struct model *m, const char *path, struct mien_error *e);

#endif
