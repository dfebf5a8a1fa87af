/* mask.h - a face to be worn: a picture in the texture coordinates of the canonical mesh.
 *
 * A mask is a square of colours and cover in the uv of mien_mesh_uv, so that it fits every face on
 * which the 468 landmarks were found. It is made from a photo (mask_unwrap.h), drawn by mien
 * (mask_presets.h), or opened from a file that was saved before: a PNG picture with the mask's
 * values in its text chunks, which any painting program opens. */
#ifndef MIEN_VIEWER_MASK_MASK_H
#define MIEN_VIEWER_MASK_MASK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"

enum { MASK_SIDE = 1024 };

/* How it is worn; a person may change it. */
struct mask_look {
    float tone;       /* 0: its own colours, 1: those of the live face, see tone.h */
    float feather;    /* width of the soft border, shares of the face's width, 0..0.25 */
    float opacity;    /* 0..1 */
    bool eyes, mouth; /* the real ones show through */
};

struct mask {
    char name[64];
    uint8_t *texels; /* [MASK_SIDE, MASK_SIDE, 4]: sRGB and cover (0: the live face shows), not
                        premultiplied; row 0 is v = 1, the forehead */
    struct mask_look look;
    bool person; /* shows a real person's face: it is marked wherever it is worn */
};

/* A mask without cover. Error: out of memory. */
int mask_init(struct mask *m, const char *name, struct mien_error *e);
void mask_free(struct mask *m); /* accepts a zeroed struct */

/* Texel that stands for a place uv of the canonical mesh, in texels from the left and top. */
void mask_texel(const float uv[2], float *x, float *y);

/* Save and open. Errors: not writable; no PNG, another size than MASK_SIDE x MASK_SIDE, values that
 * are none, truncated. */
int mask_save(const struct mask *m, const char *path, struct mien_error *e);
int mask_open(struct mask *m, const char *path, struct mien_error *e);

#endif
