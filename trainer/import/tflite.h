/* tflite.h - a TensorFlow Lite file as lists of tensors and operators; what they mean is
 * tflite_graph.h's.
 *
 * The file is a flatbuffer: tables of fields that reach each other by offsets. Each offset, table,
 * vector and index is checked against the file before it is followed, and the walk is as deep as
 * the schema, whatever the offsets say: a file that is damaged or circular costs a message and
 * nothing else. Names and arrays stay where they are, in the file.
 *
 * Formats: "FlatBuffers Internals" (google.github.io/flatbuffers); TensorFlow Lite's schema,
 * version 3 (tflite_schema.h), of which this reads one subgraph with arrays inside the flatbuffer.
 */
#ifndef MIEN_TRAINER_IMPORT_TFLITE_H
#define MIEN_TRAINER_IMPORT_TFLITE_H

#include <stdbool.h>

#include "runtime/host/file.h"
#include "trainer/import/tflite_schema.h"

enum {
    TFLITE_SIZE_MAX = 0x7fffffff, /* of a flatbuffer: its offsets are of 32 bits */
    TFLITE_OPERATORS_MAX = 2048,  /* published networks of hundreds of layers stay below */
    TFLITE_TENSORS_MAX = 16 * 2048,
    TFLITE_DIMENSIONS_MAX = 4, /* batch, height, width, channels */
    TFLITE_INPUTS_MAX = 8,     /* that an operator which mien knows may have, and more */
    TFLITE_OPTIONS_MAX = 7,
    TFLITE_SIDE_MAX = 1 << 24, /* of a tensor, and of the product of its sides */
};

/* Names are not terminated, may hold anything, and may be empty. */
struct tflite_text {
    const char *at;
    int size;
};

struct tflite_tensor {
    struct tflite_text name;
    int32_t type; /* enum tflite_type, or a number that a later schema added */
    int32_t dimensions;
    int32_t shape[TFLITE_DIMENSIONS_MAX];
    size_t count;        /* the product of the shape, 1..TFLITE_SIDE_MAX */
    const uint8_t *data; /* of a constant: count numbers, aligned to nothing; else NULL */
};

/* An operator's options are a table of scalars. They are kept in the schema's order, as integers
 * (a float as its bits), defaults where the file leaves them out; all 0 for operators whose options
 * mien has no use for. */
struct tflite_operator {
    int32_t code;              /* of the schema's BuiltinOperator */
    struct tflite_text custom; /* the name of an operator outside it */
    uint32_t input_count, output_count;
    int32_t inputs[TFLITE_INPUTS_MAX]; /* tensors, the first ones; -1: left out */
    int32_t output;                    /* the first one; -1 where there is none */
    int32_t options[TFLITE_OPTIONS_MAX];
};

struct tflite {
    char *path;
    struct file_map map; /* zero where parsed from memory */
    size_t size;         /* bytes of the file */
    struct tflite_tensor *tensors;
    struct tflite_operator *operators;
    int32_t tensor_count, operator_count;
    int32_t input;    /* a tensor: the one input */
    int32_t *outputs; /* tensors */
    int32_t output_count;
};

/* Errors, each naming the file and what in it: no TensorFlow Lite file, another schema than 3, cut
 * or inconsistent tables, several subgraphs or inputs, arrays kept outside the flatbuffer, a
 * constant whose bytes disagree with its shape, indices out of range, more than the limits above.
 * `tflite_close` accepts a zeroed struct; a failed open or parse leaves one. */
int tflite_open(struct tflite *t, const char *path, struct mien_error *e);
int tflite_parse(struct tflite *t, const char *path, const void *data, size_t size,
                 struct mien_error *e); /* from memory that outlives t */
void tflite_close(struct tflite *t);

#endif
