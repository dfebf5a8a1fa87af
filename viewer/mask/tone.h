/* tone.h - a mask lit as the face it is worn on.
 *
 * The live face's colour is read at each landmark, as the mean of its surroundings, and compared
 * with the mask's there, in a perceptual space (Oklab: B. Ottosson, "A perceptual color space for
 * image processing", 2020). Two corrections come of it. Over the face as a whole the mask's mean
 * and spread become the live face's (E. Reinhard et al., "Color Transfer between Images", 2001). At
 * the border what is left is spread inwards smoothly, so that no seam is seen: the membrane of
 * P. Perez et al., "Poisson Image Editing" (2003), on the mesh, as a fixed combination of the
 * border's values (Z. Farbman et al., "Coordinates for Instant Image Cloning", 2009), which also
 * carries light from the side into the face. Corrections follow the live face with a time constant,
 * so that they never flicker. */
#ifndef MIEN_VIEWER_MASK_TONE_H
#define MIEN_VIEWER_MASK_TONE_H

#include "runtime/face/mien_face.h"
#include "viewer/mask/mask.h"

enum { TONE_BORDER = 36 }; /* landmarks of the face oval */

/* What the membrane takes from each border landmark at each landmark: rows sum to 1. Border
 * landmarks come in the order of MIEN_CONTOUR_FACE. Made once, in a few ms, then only read (70 KB).
 */
struct tone_membrane {
    float weight[MIEN_MESH_POINTS][TONE_BORDER];
    float linear[256];              /* light of sRGB bytes, 0..1 */
    bool skin[MIEN_MESH_TRIANGLES]; /* not an eye, not the mouth */
};
void tone_membrane_init(struct tone_membrane *t);

/* A mask's own colours. */
struct tone_mask {
    float color[MIEN_MESH_POINTS][3]; /* Oklab, mean around each landmark */
    float cover[MIEN_MESH_POINTS];    /* of the same texels, 0..1 */
};
/* Error: out of memory. Cost: some 50 ms. */
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
 * not count. Cost: some 0.1 ms. */
void tone_follow(struct tone *t, const struct tone_membrane *membrane, const struct tone_mask *mask,
                 const struct mien_picture *p, const struct mien_face *face, float strength,
                 double seconds);

/* sRGB bytes to Oklab, and back (out of gamut: clipped), as the shader does it too. */
void tone_oklab(const uint8_t srgb[3], float lab[3]);
void tone_srgb(const float lab[3], uint8_t srgb[3]);

#endif
