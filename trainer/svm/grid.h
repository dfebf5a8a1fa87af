/* grid.h - the search for C and gamma by cross-validation on the rows of a fit. */
#ifndef MIEN_TRAINER_SVM_GRID_H
#define MIEN_TRAINER_SVM_GRID_H

#include "trainer/fit.h"
#include "trainer/svm/checkpoint.h"
#include "trainer/svm/pairs.h"

/* Fit every point of the options' grid on all folds but one and judge it by the votes of its pairs
 * on that one. `best` starts as the setting of the fit and leaves with the C and gamma of the
 * highest mean accuracy; of equals, the first of the lists. points is for the caller to free, also
 * on failure. */
enum fit_result grid_search(const struct samples *s, const struct svm_options *o,
                            const struct fit_context *c, struct checkpoint *checkpoint,
                            struct svm_setting *best, struct svm_grid_point **points, size_t *count,
                            struct mien_error *e);

#endif
