/* network_fit.h - the training loop: epochs, validation, the best epoch, checkpoints.
 *
 * Reports count epochs. One a finished epoch carries loss, train_accuracy (both as trained: with
 * dropout, augmentation, smoothing), gradient_norm, learning_rate and, where there are validation
 * rows, valid_loss, valid_accuracy and their confusion matrix; those in between, several a second,
 * carry loss and learning_rate. Throughput counts training alone.
 *
 * The rows' order in epoch e is drawn from (seed, e), what happens to the k-th row of all epochs
 * from (seed, k): results depend on neither threads nor interruptions. */
#ifndef MIEN_NETWORK_FIT_H
#define MIEN_NETWORK_FIT_H

#include "trainer/network/batch.h"
#include "trainer/network/network.h"

struct network_fit_summary {
    long long epochs;           /* trained, fewer than asked for where patience ended it */
    long long best_epoch;       /* whose values the network now has; 1 is the first */
    struct network_score valid; /* of that epoch; zero without validation rows */
};

/* Epochs that network_fit trains on so many rows, unless patience ends it. */
long long network_fit_epochs(const struct network *n, uint32_t rows);

/* Train `n`, made by network_init with source->scratch and c->threads workers. `valid` may be NULL:
 * the last epoch is then kept. Continues from c->checkpoint where that file exists, else from
 * fresh parameters; writes it every few seconds, when asked to stop, and at the end. FIT_DONE: the
 * network's values are those of the epoch to keep (network_lower makes the model). FIT_STOPPED: the
 * monitor asked for it. FIT_FAILED: a source that does not fit the network, a class without rows
 * where classes are balanced, a checkpoint that cannot be read or written or is of another
 * training, numbers that are not finite, memory. */
enum fit_result network_fit(struct network *n, const struct batch_source *source,
                            const struct samples *valid, const struct fit_context *c,
                            struct network_fit_summary *summary, struct mien_error *e);

#endif
