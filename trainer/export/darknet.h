/* darknet.h - the weights of a run, for Darknet. */
#ifndef MIEN_TRAINER_EXPORT_DARKNET_H
#define MIEN_TRAINER_EXPORT_DARKNET_H

#include "runtime/host/error.h"

/* Write the weights that `run` (a folder) learned to `path`, held against its cfg. Errors: no run;
 * one whose cfg is not Darknet's, or whose pictures were not taken as Darknet takes them (features
 * = unit); weights that are damaged or of another cfg; those of writing. */
int export_darknet(const char *run, const char *path, struct mien_error *e);

#endif
