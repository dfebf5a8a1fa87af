/* portrait_file.h - the landmarks of a portrait, from what `mien face PICTURE --json` printed.
 * Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_PORTRAIT_FILE_H
#define MIEN_VIEWER_PUPPET_PORTRAIT_FILE_H

#include "runtime/host/error.h"

/* Landmarks [468, 3] of the first face on the first picture. Errors: no such file, no JSON, another
 * form than that, a number that is not finite. */
int portrait_landmarks(const char *path, float *landmarks, struct mien_error *e);

#endif
