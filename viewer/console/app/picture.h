/* picture.h - the whole screen as a picture in a file. */
#ifndef MIEN_VIEWER_CONSOLE_APP_PICTURE_H
#define MIEN_VIEWER_CONSOLE_APP_PICTURE_H

#include "viewer/console/app/state.h"

/* Write a picture of the whole screen, width x height characters, in the theme of the settings
 * ("auto": in both, and its reader chooses). Written whole or not at all. Errors: those of the
 * name, out of memory, a path that cannot be written. */
int picture_write(struct console *c, int width, int height, const char *path, struct mien_error *e);

/* Whether a picture may be called so: it ends in .svg. Returns 0, or -1 with an error. */
int picture_check_name(const char *path, struct mien_error *e);

#endif
