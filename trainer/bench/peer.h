/* peer.h - another program's figures: what mien is measured beside.
 *
 * A peer is any shell command that prints JSON objects, one a line, among whatever else it says. */
#ifndef MIEN_TRAINER_BENCH_PEER_H
#define MIEN_TRAINER_BENCH_PEER_H

#include <cjson/cJSON.h>

#include "runtime/host/error.h"

/* Run `command`: the objects it printed, an array in order, for cJSON_Delete. NULL where it cannot
 * be run, fails or prints none. */
cJSON *peer_run(const char *command, struct mien_error *e);

#endif
