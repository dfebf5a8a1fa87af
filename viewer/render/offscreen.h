/* offscreen.h - an OpenGL context without a window or a display: EGL on Mesa's surfaceless platform
 * (EGL_MESA_platform_surfaceless), or on the default display where that is missing. */
#ifndef MIEN_VIEWER_RENDER_OFFSCREEN_H
#define MIEN_VIEWER_RENDER_OFFSCREEN_H

#include "runtime/host/error.h"

struct offscreen;

/* Open and make current in this thread. Errors: no EGL, no OpenGL 3.3, with the Debian package that
 * would bring it (libgl1-mesa-dri). */
int offscreen_open(struct offscreen **o, struct mien_error *e);
void offscreen_close(struct offscreen *o); /* accepts NULL */

#endif
