/* drawn.h - sources that mien draws itself: when a frame is due, and of which moment.
 *
 * Frames are due at a steady pace; what a late reader missed is left out, so that a moment comes
 * when it should. Unpaced, each frame is given, as soon as it is asked for. */
#ifndef MIEN_VIEWER_SOURCE_DRAWN_H
#define MIEN_VIEWER_SOURCE_DRAWN_H

#include "viewer/source/kind.h"

struct drawn {
    double step;   /* seconds from frame to frame */
    double length; /* seconds; 0: endless */
    bool once;     /* ends at its end */
    /* The next frame: its moment, and clock_seconds() when it is due; 0: at once. */
    double position, due;
    bool sought; /* it is wanted though the source is paused */
};

/* Put the frame of `position` into t->frame, its pixels drawn: SOURCE_FRAME, or SOURCE_NOTHING
 * where there is none to draw into, or SOURCE_LOST. */
typedef enum source_event drawn_frame(struct source *s, struct turn *t, double position);

/* A turn of such a source. */
enum source_event drawn_next(struct drawn *d, struct source *s, struct turn *t, drawn_frame *draw);

#endif
