/* portrait_text.h - portraits in words: rows of a table for people, JSON for programs. */
#ifndef MIEN_TRAINER_PORTRAIT_PORTRAIT_TEXT_H
#define MIEN_TRAINER_PORTRAIT_PORTRAIT_TEXT_H

#include <cjson/cJSON.h>

#include "runtime/host/table.h"
#include "trainer/portrait/portrait_reader.h"

/* A table with a row a face; with or without the emotions. */
void portrait_table_init(struct table *t, bool emotions);

/* The faces of a picture, or a row that says that it has none. */
void portrait_table_add(struct table *t, const struct portrait *p);

/* {"picture", "width", "height", "channels", "faces": [...]} with all that is known of each face:
 * the keys are in the help of `mien face`. NULL when out of memory. */
cJSON *portrait_json(const struct portrait *p);

/* {"detector", "mesh", "emotion"}: file and checksum of each model, emotion null without one. NULL
 * when out of memory. */
cJSON *portrait_models_json(const struct portrait_reader *r);

#endif
