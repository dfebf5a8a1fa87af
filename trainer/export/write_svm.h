/* write_svm.h - support vector machines in exported headers: the vectors, or for a linear kernel
 * the weights they collapse into. */
#ifndef MIEN_TRAINER_EXPORT_WRITE_SVM_H
#define MIEN_TRAINER_EXPORT_WRITE_SVM_H

#include "trainer/export/operator_writer.h"

extern const struct operator_writer operator_svm;

#endif
