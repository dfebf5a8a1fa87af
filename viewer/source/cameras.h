/* cameras.h - the cameras of this machine, as GStreamer's device monitor lists them. */
#ifndef MIEN_VIEWER_SOURCE_CAMERAS_H
#define MIEN_VIEWER_SOURCE_CAMERAS_H

#include "runtime/host/error.h"

enum { CAMERAS_MAX = 16, CAMERA_MODES_MAX = 32 };

struct camera_mode {
    int width, height;
    double rate; /* the highest of this size; 0: not said */
};

struct camera {
    char name[128]; /* "Integrated Camera" */
    char path[64];  /* "/dev/video0" */
    int mode_count;
    struct camera_mode modes[CAMERA_MODES_MAX]; /* the largest first, each size once */
};

/* Fill out [CAMERAS_MAX], in the order of their paths; returns how many, -1 with an error
 * (GStreamer's video4linux2 plugin is missing). */
int cameras_list(struct camera *out, struct mien_error *e);

#endif
