/* model_parts.h - what the metadata say of a raw row: its parts, where a model takes several things
 * of one face, and the range of its numbers.
 *
 * With parts the input is of kind "mixed"; its metadata "input" then lists the parts, which lie one
 * behind another:
 *
 *     {"kind": "mixed", "shape": [2440, 1, 1],
 *      "parts": [{"kind": "image", "shape": [48, 48, 1]}, {"kind": "landmarks", "shape": [68, 2,
 * 1]}]}
 */
#ifndef MIEN_HOST_MODEL_PARTS_H
#define MIEN_HOST_MODEL_PARTS_H

#include "runtime/host/model.h"

enum { MODEL_PARTS_MAX = 4, MODEL_PART_KIND = 24 };

/* Numbers [start, start + width) of a row. */
struct model_part {
    char kind[MODEL_PART_KIND];
    uint32_t shape[3]; /* ones behind where fewer */
    uint32_t start, width;
};

/* Say what the rows of m, which is of kind "mixed", are made of; starts and widths follow from the
 * shapes. */
int model_set_parts(struct model *m, const struct model_part *parts, uint32_t count,
                    struct mien_error *e);

/* parts [MODEL_PARTS_MAX]; returns their number: 0 where rows are one thing, or where what the file
 * says of the parts does not add up to a row. */
uint32_t model_parts(const struct model *m, struct model_part *parts);

/* Between which numbers a raw row's lie, as the model's metadata state ("input": {"range": [0,
 * 1]}); `stated` is false where they do not: from 0 to 1 then. */
struct model_range {
    float low, high;
    bool stated;
};
struct model_range model_input_range(const struct model *m);

#endif
