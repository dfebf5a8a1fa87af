/* camera_facts.h - what is known of a camera, and of the sizes that it has. */
#ifndef MIEN_VIEWER_SOURCE_CAMERA_FACTS_H
#define MIEN_VIEWER_SOURCE_CAMERA_FACTS_H

enum { CAMERA_MODES_MAX = 32 };

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

#endif
