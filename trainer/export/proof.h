/* proof.h - what a compiled header gave, held against what its model gives. */
#ifndef MIEN_TRAINER_EXPORT_PROOF_H
#define MIEN_TRAINER_EXPORT_PROOF_H

#include "runtime/host/model.h"

/* What one compiler's program gave. Differences are those of a probability; in a model without
 * classes those of any number of an output, as a share of the largest magnitude that the output has
 * in all rows. */
struct proof {
    const char *compiler; /* as in the options of verify.h */
    const char *flags;    /* "-O2 -std=c99" */
    char version[64];     /* "gcc 12.2.0" */
    bool cplusplus;       /* it compiles C++ as well, and took the header */
    uint32_t rows, argmax_differ;
    double largest; /* difference; infinity where one is not a number */
    uint32_t worst; /* row it is in */
    uint32_t first; /* first row that does not hold; `rows` where all do */
};

/* How much may differ by rounding alone. */
struct proof_limits {
    float tolerance; /* the largest difference */
    float tie;       /* the likeliest class, where the model gives both so nearly the same */
};

/* Convolutions add up in another order on each instruction set (mien_kernels.h): 1e-4 for both.
 * Everything else adds up in one order; only the math library and fused multiply-adds differ, by
 * less than 1e-5, and the likeliest class must be the same. */
struct proof_limits proof_limits_of(const struct model *m);

/* Does the model hold convolutions, and its header so the paths of mien_simd.h? */
bool proof_has_convolutions(const struct model *m);

/* Fill in the differences of given from expected, both [p->rows, answers_width(m)]. */
void proof_compare(struct proof *p, const struct model *m, const struct proof_limits *limits,
                   const float *given, const float *expected);

bool proof_holds(const struct proof *p);

#endif
