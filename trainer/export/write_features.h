/* write_features.h - preprocessing in exported headers: landmarks to features, standardisation. */
#ifndef MIEN_TRAINER_EXPORT_WRITE_FEATURES_H
#define MIEN_TRAINER_EXPORT_WRITE_FEATURES_H

#include "trainer/export/operator_writer.h"

extern const struct operator_writer operator_features, operator_standardize;

#endif
