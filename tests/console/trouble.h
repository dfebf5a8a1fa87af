/* trouble.h - what happens to files of runs in the field, and worse: at random, the same for the
 * same seed. */
#ifndef MIEN_TESTS_CONSOLE_TROUBLE_H
#define MIEN_TESTS_CONSOLE_TROUBLE_H

#include "runtime/host/rng.h"

/* The file by this path with some faults: pieces missing or doubled, other values, other bytes. One
 * that is not there is left alone. */
void trouble_spoil(const char *path, struct rng *rng);

/* Something happens to a run in runs/ of the current folder: it is written to, cut, rotated,
 * removed, spoiled or begun. */
void trouble(struct rng *rng);

#endif
