/* cameras.h - the cameras of this machine, as GStreamer's device monitor lists them. */
#ifndef MIEN_VIEWER_SOURCE_CAMERAS_H
#define MIEN_VIEWER_SOURCE_CAMERAS_H

#include "runtime/host/error.h"
#include "viewer/source/camera_facts.h"

enum { CAMERAS_MAX = 16 };

/* Fill out [CAMERAS_MAX], in the order of their paths; returns how many, -1 with an error
 * (GStreamer's video4linux2 plugin is missing). */
int cameras_list(struct camera *out, struct mien_error *e);

#endif
