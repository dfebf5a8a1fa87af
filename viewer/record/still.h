/* still.h - pictures as PNG files.
 *
 * To pack a large picture takes a large part of a second: where another one is waited for, that is
 * done on a thread of its own. */
#ifndef MIEN_VIEWER_RECORD_STILL_H
#define MIEN_VIEWER_RECORD_STILL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"

/* Write pixels [height, width, 4], the fourth of no account, whole or not at all. */
int still_write(const char *path, const uint8_t *pixels, int32_t width, int32_t height,
                struct mien_error *e);

struct still;

/* Begin to write it. Path and pixels, of malloc, become the still's, also on failure. Error: no
 * thread, no memory. */
int still_begin(struct still **s, char *path, uint8_t *pixels, int32_t width, int32_t height,
                struct mien_error *e);
bool still_done(struct still *s); /* still_end will not wait */

/* Wait until it is written. Errors: those of still_write. *path is the caller's, to be freed,
 * whatever is returned. */
int still_end(struct still *s, char **path, struct mien_error *e);

#endif
