/* analyst.h - faces of one frame after the other: found, followed, and read.
 *
 * Owns the face networks, the emotion model, and what is remembered of each followed face. Without
 * consent no emotion model is run and no score exists anywhere. One thread. */
#ifndef MIEN_VIEWER_LIVE_ANALYST_H
#define MIEN_VIEWER_LIVE_ANALYST_H

#include "viewer/live/moment.h"

struct analyst;

/* What may be changed between two frames. */
struct analyst_wish {
    bool faces;         /* look for them at all */
    bool consent;       /* read emotions */
    int32_t most;       /* faces, 1..LIVE_FACES_MAX */
    double rate;        /* emotions are read so often a second; 0: on each frame */
    double smooth;      /* seconds of smoothing of scores */
    bool steady;        /* smooth the landmarks */
    float threshold;    /* below it a face is uncertain, 0..1 */
    uint32_t calibrate; /* a change of it: all faces begin to hold their neutral face */
    uint32_t forget;    /* a change of it: all calibrations are forgotten */
};
struct analyst_wish analyst_defaults(void);

/* Open with the emotion model at `path` (a model file or a run's folder; NULL: none) and `threads`
 * to share the networks' work. Errors: those of face_networks_open, model_open and emotion_open;
 * more than LIVE_CLASSES_MAX classes. */
int analyst_open(struct analyst **a, const char *path, int threads, struct mien_error *e);
void analyst_close(struct analyst *a); /* accepts NULL */

/* The emotion model's classes, and its file's name; 0 and "" without one. */
int32_t analyst_classes(const struct analyst *a, const char *const **names);
const char *analyst_model(const struct analyst *a);

/* Look at a frame, which the moment then holds, `seconds` after any fixed moment, rising: for a
 * file that is worked through, its own time. NULL: out of memory; the frame is let go. */
struct moment *analyst_look(struct analyst *a, struct frame *f, double seconds,
                            const struct analyst_wish *wish);

#endif
