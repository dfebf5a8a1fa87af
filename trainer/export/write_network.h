/* write_network.h - a network's layers in exported headers. */
#ifndef MIEN_TRAINER_EXPORT_WRITE_NETWORK_H
#define MIEN_TRAINER_EXPORT_WRITE_NETWORK_H

#include "trainer/export/operator_writer.h"

extern const struct operator_writer operator_dense, operator_softmax;

#endif
