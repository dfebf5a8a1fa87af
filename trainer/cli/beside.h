/* beside.h - programs of mien that lie beside this one where it was built. */
#ifndef MIEN_TRAINER_CLI_BESIDE_H
#define MIEN_TRAINER_CLI_BESIDE_H

#include <stddef.h>

#include "runtime/host/error.h"

/* The path of the program `name`, which need not be there, to out [size]. Errors: this program
 * cannot be told where it lies; a path too long. */
int beside_path(char *out, size_t size, const char *name, struct mien_error *e);

/* Become the program `name` with these arguments; returns only where that fails. Errors: not built,
 * for `packages` were missing (Debian's names); those of beside_path. Always -1. */
int beside_exec(const char *name, char **argv, const char *packages, struct mien_error *e);

#endif
