/* mien_face_smooth.h - landmarks of a video steadied: a One-Euro filter for each coordinate.
 *
 * A low pass whose cutoff rises with speed: steady at rest, hardly behind in motion. Lengths are in
 * face sizes, so that a near and a far face are treated alike.
 *
 * What it costs, at 30 frames a second: a face that moves by a tenth of its size a second is shown
 * one frame late, one that moves by its size a fifth of a frame; a head shaken once a second by
 * half its size, a third of a frame. White noise at rest falls to 0.3 of what it was.
 *
 * Method: G. Casiez, N. Roussel, D. Vogel, "1 Euro Filter: A Simple Speed-based Low-pass Filter for
 * Noisy Input in Interactive Systems", CHI (2012). */
#ifndef MIEN_FACE_SMOOTH_H
#define MIEN_FACE_SMOOTH_H

#include <stdint.h>

#include "runtime/face/mien_face_mesh.h"

#ifdef __cplusplus
extern "C" {
#endif

struct mien_smoother {
    int32_t running; /* 0: the next landmarks are taken as they are; the rest is then unset */
    float position[MIEN_MESH_POINTS][3], speed[MIEN_MESH_POINTS][3]; /* pixels, pixels a second */
};

/* landmarks [MIEN_MESH_POINTS, 3] of a face of `size` pixels, `seconds` (above 0) after the last:
 * filtered in place. */
void mien_smooth(struct mien_smoother *s, float *landmarks, float size, float seconds);

#ifdef __cplusplus
}
#endif

#endif
