/* data_work.h - long work on rows, as the verbs of `mien data` show it: a progress bar once it
 * takes noticeable time, and Ctrl-C that leaves nothing half-written. */
#ifndef MIEN_TRAINER_CLI_DATA_WORK_H
#define MIEN_TRAINER_CLI_DATA_WORK_H

#include "datasets/dataset_write.h"
#include "runtime/host/term.h"
#include "runtime/host/cli/cli.h"

struct data_work {
    const char *label;
    double began;
    bool shown;
    struct progress bar;
    struct dataset_watch watch; /* what the library reports to */
};

/* `w` must stay where it is until it is finished. */
void data_work_start(struct data_work *w, const char *label);

/* Erase the bar. Returns the verb's result: `result`, or 130 after saying so where Ctrl-C made it
 * fail. */
int data_work_finish(struct data_work *w, int result);

/* "Wrote FOLDER: 32,298 rows, 7 classes, train 28,709, valid 3,589" on stdout. Errors: those of
 * dataset_open. */
int data_print_summary(const char *folder, struct mien_error *e);

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
