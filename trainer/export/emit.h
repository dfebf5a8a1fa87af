/* emit.h - C text: names with a header's prefix, numbers that read back to the same bits, arrays
 * wrapped at 100 columns, comments that nothing inside can close.
 *
 * An `emit` writes to a stream and knows the header's name in both cases. Callers write to memory
 * and look at `failed` and at the stream once, when the text is whole. */
#ifndef MIEN_TRAINER_EXPORT_EMIT_H
#define MIEN_TRAINER_EXPORT_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { EMIT_NAME_MAX = 64, EMIT_NUMBER_MAX = 32 };

struct emit {
    FILE *out;
    char name[EMIT_NAME_MAX];  /* emotion_mlp: prefix of functions and constants */
    char upper[EMIT_NAME_MAX]; /* EMOTION_MLP: prefix of macros */
    size_t constants;          /* bytes of the arrays written so far, as the program holds them */
    bool counting;             /* arrays are counted alone, not written */
    bool failed;               /* out of memory: the text is not whole */
};

/* Can `name` be a header's prefix? It must be a C identifier shorter than EMIT_NAME_MAX that begins
 * with a letter and is neither "mien" nor begins with "mien_", which is the runtime's. */
bool emit_name_valid(const char *name);

/* `name` must be valid. */
struct emit emit_to(FILE *out, const char *name);

/* The shortest literal of at most nine digits that reads back to `value` (finite): "0.1f", "5.0f";
 * `out` [EMIT_NUMBER_MAX] is returned. */
const char *emit_float(char *out, float value);

/* Types of array elements: symbol, spelling in C, bytes. */
#define EMIT_TYPES(X)                                                                              \
    X(EMIT_F32, "float", float)                                                                    \
    X(EMIT_I32, "int32_t", int32_t)                                                                \
    X(EMIT_I16, "int16_t", int16_t)                                                                \
    X(EMIT_U16, "uint16_t", uint16_t)                                                              \
    X(EMIT_I8, "int8_t", int8_t)                                                                   \
    X(EMIT_U8, "uint8_t", uint8_t)                                                                 \
    X(EMIT_U32, "uint32_t", uint32_t)

enum emit_type {
#define X(symbol, name, type) symbol,
    EMIT_TYPES(X)
#undef X
        EMIT_TYPE_COUNT
};

/* static const TYPE NAME_ARRAY[count] = {...}; values [count], count > 0; `what` is its comment. */
void emit_array(struct emit *w, enum emit_type type, const char *array, const void *values,
                size_t count, const char *what);

/* `text` as a C string literal, with quotes; control characters and trigraphs are escaped. */
void emit_string(struct emit *w, const char *text);

/* One paragraph of a block comment: " * LABEL  text", wrapped at 100 columns, continued under its
 * own first word; "" as label indents all the same, NULL starts at the margin. Whatever `format`
 * yields cannot close the comment or open another. */
void emit_note(struct emit *w, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* One line of a block comment as it stands, which the same holds for; and an empty one. */
void emit_line(struct emit *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void emit_gap(struct emit *w);

#endif
