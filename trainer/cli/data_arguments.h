/* data_arguments.h - arguments that several verbs of `mien data` take. */
#ifndef MIEN_TRAINER_CLI_DATA_ARGUMENTS_H
#define MIEN_TRAINER_CLI_DATA_ARGUMENTS_H

#include "datasets/dataset.h"
#include "runtime/host/cli/cli.h"

/* Where a verb writes to; a usage error where `out` was not given. Slashes at its end are cut off.
 */
int data_check_out(char **out, const char *given, const struct cli_verb *verb,
                   struct mien_error *e);

/* What --classes names, in its order. */
struct data_classes {
    char *text; /* what the names point into, for the caller to free */
    const char *names[DATASET_CLASSES_MAX];
    uint32_t count;
};

/* Cut "A,B,..." (NULL: no names). A failed call leaves nothing to free. */
int data_parse_classes(struct data_classes *c, const char *text, struct mien_error *e);

#endif
