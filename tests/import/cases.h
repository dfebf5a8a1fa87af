/* cases.h - small networks that between them use each operator that mien imports, with what
 * TensorFlow Lite 2.9 answered recorded in recorded.txt (by record.c). */
#ifndef MIEN_TESTS_IMPORT_CASES_H
#define MIEN_TESTS_IMPORT_CASES_H

#include "tests/import/tiny.h"

struct import_case {
    const char *name;
    void (*make)(struct tiny *t);
    const char *operators; /* mien's, that it must become */
};

extern const struct import_case import_cases[];
extern const int import_case_count;

/* A picture for the network's input, drawn from a seed: size numbers in [-1, 1). */
void import_case_input(float *x, size_t size);

#endif
