/* scratch.h - a folder of its own for a test, as cmocka set-up and tear-down. *state is its path.
 */
#ifndef MIEN_TESTS_RUN_SCRATCH_H
#define MIEN_TESTS_RUN_SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int scratch_make(void **state)
{
    char *folder = strdup("/tmp/mien-test-XXXXXX");
    *state = folder ? mkdtemp(folder) : NULL;
    return *state ? 0 : -1;
}

static int scratch_remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static int scratch_remove(void **state)
{
    int result = nftw(*state, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return result;
}

#endif
