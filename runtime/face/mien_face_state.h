/* mien_face_state.h - what a struct mien_faces holds: for the files of this room alone. */
#ifndef MIEN_FACE_STATE_H
#define MIEN_FACE_STATE_H

#include "runtime/face/mien_face.h"
#include "runtime/face/mien_face_smooth.h"

enum {
    MIEN_FINDINGS = 256, /* detections of one level; the surest are kept */
    MIEN_PART_FACES = 64 /* of one look of the detector */
};

/* What following a face needs beyond the face. */
struct mien_track {
    struct mien_region next; /* where to look in the next frame */
    struct mien_rect seen;   /* where it was in the last one, not smoothed */
    struct mien_smoother smoother;
};

/* A face that was followed until it could not be seen. */
struct mien_lost {
    int32_t id;
    struct mien_rect box; /* where it was seen last */
    double until;         /* when it is forgotten */
};

struct mien_faces {
    struct mien_faces_options options;
    int32_t boxes_output, landmarks_output; /* the other of the two is the scores, the score */
    int32_t count, lost_count;              /* together at most options.most */
    int32_t last_id;
    int32_t width, height; /* of the last frame; 0: none yet */
    double frame_time, search_time;
    struct mien_face *faces;   /* [most + 1]: the last is for one that is tried */
    struct mien_track *tracks; /* [most] */
    struct mien_lost *lost;    /* [most] */
    float *arena;              /* of the larger graph */
    struct mien_detection pool[MIEN_FINDINGS];
    struct mien_detection raw[MIEN_ANCHORS]; /* before suppression */
    float input[MIEN_MESH_SIDE * MIEN_MESH_SIDE * 3];
    float boxes[MIEN_ANCHORS * MIEN_DETECTOR_NUMBERS], logits[MIEN_ANCHORS];
};

/* Which of the faces [count] the box belongs to, -1 where to none. */
int32_t mien_faces_owner(const struct mien_faces *f, const struct mien_rect *box);

/* The face that a detection may be: the mesh twice, the second time in the region of the first's
 * landmarks. Returns 1 where both say that there is one. */
int32_t mien_faces_mesh_of(struct mien_faces *f, const struct mien_picture *p,
                           const struct mien_detection *d, struct mien_face *face);

#endif
