/* atlas.h - which triangle of the mesh each texel of a mask lies in, and where in it.
 *
 * Texels outside the face oval get the place of the next one inside, on the way to the face's
 * middle: so what is drawn by an atlas goes on beyond the border, and a texture read there, blurred
 * or made smaller, has a face's colours. */
#ifndef MIEN_VIEWER_MASK_ATLAS_H
#define MIEN_VIEWER_MASK_ATLAS_H

#include <stdbool.h>

#include "runtime/face/mien_face_mesh.h"
#include "runtime/host/error.h"
#include "viewer/mask/mask.h"

enum { ATLAS_TEXELS = MASK_SIDE * MASK_SIDE };

struct atlas_texel {
    int16_t triangle;
    bool inside;     /* the oval */
    float weight[3]; /* of the triangle's corners */
};

struct atlas {
    struct atlas_texel *texels; /* [MASK_SIDE, MASK_SIDE] */
};

/* Cost: some 10 ms, 16 MB. Error: out of memory. `atlas_free` accepts a zeroed struct. */
int atlas_init(struct atlas *a, struct mien_error *e);
void atlas_free(struct atlas *a);

/* What is given at the landmarks, `count` numbers each, at a texel: values [468, count]. */
void atlas_blend(const struct atlas_texel *t, const float *values, int count, float *out);

#endif
