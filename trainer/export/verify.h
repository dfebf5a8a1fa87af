/* verify.h - the proof that an exported header answers as its model does.
 *
 * The header is compiled as a user would: strict C99, warnings as errors, included from two
 * translation units of one program, and once more as C++17. The object must call nothing but the
 * math library and memcpy's kin and hold no writable data. Then every row goes through
 * NAME_features and NAME_predict and is held against the trainer's own answer. All files are
 * temporary, all are removed, also when the program is interrupted. */
#ifndef MIEN_TRAINER_EXPORT_VERIFY_H
#define MIEN_TRAINER_EXPORT_VERIFY_H

#include "trainer/export/export.h"

enum { VERIFY_COMPILERS_MAX = 8 };

struct verify_options {
    const char *compilers[VERIFY_COMPILERS_MAX];
    int compiler_count; /* at least 1 */
    float tolerance;    /* largest difference of a probability that still holds */
};

/* What one compiler's program gave. */
struct proof {
    const char *compiler; /* as in the options */
    char version[64];     /* "gcc 12.2.0" */
    bool cplusplus;       /* it compiles C++ as well, and took the header */
    uint32_t rows, argmax_differ;
    double largest; /* difference of a probability; infinity where one is not a number */
    uint32_t worst; /* row it is in */
    uint32_t first; /* first row that does not hold; `rows` where all do */
};

/* Compile `header` (of name `name`, its text at `path`) and run rows x [rows, input_width] against
 * expected [rows, classes]. Fills proofs[0..compiler_count). Whether the proof holds is for the
 * caller to see (proof_holds); errors are what kept it from being made: no such compiler, a
 * compiler's message, a forbidden symbol, a program that fails, no room for the files. */
int verify_rows(const struct model *m, const char *path, const char *name,
                const struct verify_options *o, const float *x, const float *expected,
                uint32_t rows, struct proof *proofs, struct mien_error *e);

bool proof_holds(const struct proof *p);

/* The header was made from model `m`; the code behind its comment is as it was written. Errors say
 * what it is instead. */
int verify_model(const struct record *r, const struct model *m, const char *path,
                 struct mien_error *e);
int verify_code(const struct record *r, const char *path, const char *text, struct mien_error *e);

/* Compilers of `names` that the PATH has, in order; *count of them. */
void verify_find_compilers(const char *const *names, int name_count,
                           const char *found[VERIFY_COMPILERS_MAX], int *count);

#endif
