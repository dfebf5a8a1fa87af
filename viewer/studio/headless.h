/* headless.h - the studio without a window, for scripts and tests: the same code, drawn off screen.
 */
#ifndef MIEN_VIEWER_STUDIO_HEADLESS_H
#define MIEN_VIEWER_STUDIO_HEADLESS_H

#include "viewer/studio/app_state.h"

/* Write what the studio shows as a PNG of width x height pixels, without panels or lines of text.
 * The context is current. Errors: out of memory, what cannot be written, OpenGL's complaints. */
int headless_snapshot(struct studio *s, const char *path, int width, int height,
                      struct mien_error *e);

#endif
