/* verify.h - the proof that an exported header answers as its model does.
 *
 * The header is compiled as a user would: strict C99, warnings as errors, included from two
 * translation units of one program, and once more as C++17. The object must call nothing but the
 * math library and memcpy's kin and hold no writable data. Then every row goes through the header's
 * functions and is held against the trainer's own answer. Where the model has convolutions all of
 * that is done again with -O3 -march=native, by which the header takes another path of mien_simd.h.
 * All files are temporary, all are removed, also when the program is interrupted. */
#ifndef MIEN_TRAINER_EXPORT_VERIFY_H
#define MIEN_TRAINER_EXPORT_VERIFY_H

#include "trainer/export/export.h"
#include "trainer/export/proof.h"
#include "trainer/export/record.h"

enum { VERIFY_COMPILERS_MAX = 8, VERIFY_PROOFS_MAX = 2 * VERIFY_COMPILERS_MAX };

struct verify_options {
    const char *compilers[VERIFY_COMPILERS_MAX];
    int compiler_count;         /* at least 1 */
    struct proof_limits limits; /* that still hold */
};

/* Compile `header` (of name `name`, its text at `path`) and run rows x [rows, input_width] against
 * expected [rows, answers_width(m)]. Fills *count proofs, one or two a compiler. Whether they hold
 * is for the caller to see (proof_holds); errors are what kept them from being made: no such
 * compiler, a compiler's message, a forbidden symbol, a program that fails, no room for the files.
 */
int verify_rows(const struct model *m, const char *path, const char *name,
                const struct verify_options *o, const float *x, const float *expected,
                uint32_t rows, struct proof proofs[VERIFY_PROOFS_MAX], int *count,
                struct mien_error *e);

/* The header was made from model `m`; the code behind its comment is as it was written. Errors say
 * what it is instead. */
int verify_model(const struct record *r, const struct model *m, const char *path,
                 struct mien_error *e);
int verify_code(const struct record *r, const char *path, const char *text, struct mien_error *e);

/* Compilers of `names` that the PATH has, in order; *count of them. */
void verify_find_compilers(const char *const *names, int name_count,
                           const char *found[VERIFY_COMPILERS_MAX], int *count);

#endif
