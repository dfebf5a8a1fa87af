/* tone.h - a mask lit as the face it is worn on.
 *
 * The live face's colour is read at each landmark, as the mean of its surroundings, and compared
 * with the mask's there, in a perceptual space (Oklab: B. Ottosson, "A perceptual color space for
 * image processing", 2020). Two corrections come of it. Over the face as a whole the mask's mean
 * and spread become the live face's (E. Reinhard et al., "Color Transfer between Images", 2001).
 * What is left is light, or a seam: it is followed smoothly over the mesh, closely at the border,
 * loosely inside, and not at eyes, brows and lips, which differ between people. That is the
 * screened membrane of P. Bhat et al., "Fourier Analysis of the 2D Screened Poisson Equation for
 * Gradient Domain Problems" (2008), which without its screen is that of P. Perez et al., "Poisson
 * Image Editing" (2003). Corrections follow the live face with a time constant, so that they never
 * flicker. */
#ifndef MIEN_VIEWER_MASK_TONE_H
#define MIEN_VIEWER_MASK_TONE_H

#include "runtime/face/mien_face.h"
#include "viewer/mask/mask.h"

enum { TONE_NEIGHBOURS = 16 };

/* How the mesh holds a correction together. Made once, in a ms, then only read (50 KB). */
struct tone_membrane {
    uint8_t count[MIEN_MESH_POINTS];
    uint16_t to[MIEN_MESH_POINTS][TONE_NEIGHBOURS];
    float link[MIEN_MESH_POINTS][TONE_NEIGHBOURS]; /* to each neighbour; they sum to 1 */
    float firm[MIEN_MESH_POINTS]; /* how closely what is measured is followed, against all links */
    float linear[256];            /* light of sRGB bytes, 0..1 */
    bool skin[MIEN_MESH_TRIANGLES]; /* not an eye, not the mouth */
    bool border[MIEN_MESH_POINTS];
};
void tone_membrane_init(struct tone_membrane *t);

/* A mask's own colours. */
struct tone_mask {
    float color[MIEN_MESH_POINTS][3]; /* Oklab, mean around each landmark */
    float cover[MIEN_MESH_POINTS];    /* of the same texels, 0..1 */
};
/* Error: out of memory. Cost: some 100 ms. */
int tone_of_mask(struct tone_mask *t, const struct tone_membrane *membrane, const struct mask *m,
                 struct mien_error *e);

/* How one worn mask is corrected: at each landmark color * scale + offset, in Oklab, interpolated
 * over the triangles. */
struct tone {
    bool running; /* false: the next face is taken as it is */
    float scale[3];
    float offset[MIEN_MESH_POINTS][3];
};

/* No correction, not running. */
void tone_init(struct tone *t);

/* Bring *t up to a live face, `seconds` after the last; strength 0..1 is the look's tone. Landmarks
 * that lie outside the picture, or are covered by something whose colour is far from the face's, do
 * not count. Cost: some 0.5 ms. */
void tone_follow(struct tone *t, const struct tone_membrane *membrane, const struct tone_mask *mask,
                 const struct mien_picture *p, const struct mien_face *face, float strength,
                 double seconds);

#endif
