/* facts.h - what is said between a source and who reads it: how to read, what happens, what is
 * known. */
#ifndef MIEN_VIEWER_SOURCE_FACTS_H
#define MIEN_VIEWER_SOURCE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "viewer/source/word.h"

/* How to read; zeroes are what most want. */
struct source_options {
    int32_t width,
        height;   /* wanted of a camera, pattern or puppet; 0: 1280 x 720, or its nearest */
    double rate;  /* frames a second wanted of the same; 0: 30 */
    double dwell; /* seconds that each picture of a folder is shown; 0: 3 */
    bool once;    /* a file or folder ends at its end; else it starts again */
    bool unpaced; /* a file, pattern or puppet gives frames as fast as they are taken, each
                     of them, with `taken` now and `position` its own: for work without a
                     person who watches */
};

enum source_event {
    SOURCE_FRAME,   /* *f is held for the caller */
    SOURCE_NOTHING, /* none came within the time */
    SOURCE_LOST,    /* nothing can come now; `e` says why and what to do. It is tried again */
    SOURCE_BACK,    /* it is there again after that */
    SOURCE_ENDED    /* only with `once` */
};

/* What can be told of a source. */
struct source_facts {
    enum source_kind kind;
    char name[256];        /* "Integrated Camera", "clip.webm" */
    int32_t width, height; /* of the last frame; 0: none yet */
    double rate;           /* nominal, frames a second; 0: not known */
    double length;         /* seconds; 0: endless or not known */
    double position;       /* of the last frame, as in it */
    bool paused, seekable;
    double speed;
};

#endif
