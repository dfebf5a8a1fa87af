/* home.h - where the project's own data lie: converted networks, models, experiments.
 *
 * Home is the project's folder. The launcher names it in MIEN_HOME; where that is unset it is the
 * current folder. */
#ifndef MIEN_HOST_HOME_H
#define MIEN_HOST_HOME_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/host/error.h"

/* Where `name`, such as "models/face_mesh.safetensors", lies: its path is written to out [size].
 * Errors: it is not there, the path is too long. */
int home_path(char *out, size_t size, const char *name, struct mien_error *e);

/* The same where it need not be there: false if it is not. */
bool home_has(char *out, size_t size, const char *name);

#endif
