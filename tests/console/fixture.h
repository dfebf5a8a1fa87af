/* fixture.h - run folders with fixed numbers, for tests of the whole console. */
#ifndef MIEN_TESTS_CONSOLE_FIXTURE_H
#define MIEN_TESTS_CONSOLE_FIXTURE_H

#include <stdbool.h>

#define FIXTURE_STARTED 1763726400.0 /* seconds since 1970 of every run's first line */

/* Write the lines of a run of 20 epochs, `epochs` of them done, into FOLDER/NAME/metrics.jsonl:
 * epoch e has the loss 2 / (1 + e / 5), valid_accuracy 0.3 + e / 50 and a confusion matrix of three
 * classes. `state`: of its last line; NULL: it has none. Fails the test where it cannot. */
void fixture_run(const char *folder, const char *name, int epochs, const char *state);

/* Append the line of an epoch to an open file, with one write. */
void fixture_epoch(int file, int epoch);

/* The lock that a run's writer holds: a file open for appending, held until it is closed. */
int fixture_hold(const char *folder, const char *name);

/* Four runs: "alpha" (network, finished), "beta" (stopped at epoch 7), "gamma" (crashed at epoch 3)
 * and "delta", a live session of five seconds. */
void fixture_runs(const char *folder);

/* Remove the folder and all in it. */
void fixture_remove(const char *folder);

#endif
