/* crew.h - independent tasks over worker threads, while the caller looks on.
 *
 * Workers take tasks in order, so the longest should come first. The calling thread does none of
 * them: it hears of each finished task, ten times a second of none, and may ask for a stop. Since a
 * task depends on nothing but its number, the results are the same for any number of threads. */
#ifndef MIEN_TRAINER_SVM_CREW_H
#define MIEN_TRAINER_SVM_CREW_H

#include <stdbool.h>
#include <stddef.h>

#include "trainer/fit.h"

enum { CREW_NO_TASK = -1 };

struct crew {
    int threads;
    size_t tasks;
    void *context;
    /* On a worker: do task `task`; -1 and an error stops the crew. */
    int (*work)(void *context, size_t task, struct mien_error *e);
    /* On the calling thread: task `task` is done, or CREW_NO_TASK a tenth of a second after the
     * last call. FIT_STOPPED asks for a stop at the end of the tasks in hand; these are still heard
     * of. */
    enum fit_result (*watch)(void *context, ptrdiff_t task, struct mien_error *e);
};

/* FIT_STOPPED where watch asked for it and tasks were left undone. Errors: the first that work or
 * watch gave, out of memory, no thread to be had. */
enum fit_result crew_run(const struct crew *c, struct mien_error *e);

#endif
