/* data_work.h - long work on rows, as the verbs of `mien data` show it: a progress bar once it
 * takes noticeable time, Ctrl-C that leaves nothing half-written, and in the end a line that says
 * what was made. */
#ifndef MIEN_TRAINER_CLI_DATA_WORK_H
#define MIEN_TRAINER_CLI_DATA_WORK_H

#include "datasets/dataset_write.h"
#include "runtime/host/term.h"

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

#endif
