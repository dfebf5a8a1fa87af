/* mask.h - a face to be worn: a picture in the texture coordinates of the canonical mesh.
 *
 * A mask is a square of colours and cover in the uv of mien_mesh_uv, so that it fits every face on
 * which the 468 landmarks were found. It is made from a photo (unwrap.h), drawn by mien
 * (presets.h), or opened from a file that was saved before: a PNG picture with the mask's values in
 * its text chunks, which any painting program opens:
 *
 *     Title            the name
 *     mien:tone        and feather, opacity: numbers
 *     mien:eyes        and mouth, person: 0 or 1 */
#ifndef MIEN_VIEWER_MASK_MASK_H
#define MIEN_VIEWER_MASK_MASK_H

#include <stdbool.h>
#include <stddef.h>
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

/* A mask without cover, worn with tone 1 and a feather of 0.08, the real eyes and mouth covered.
 * Error: out of memory. */
int mask_init(struct mask *m, const char *name, struct mien_error *e);
void mask_free(struct mask *m); /* accepts a zeroed struct */

/* Texel that stands for a place uv of the canonical mesh, in texels from the left and top. */
void mask_texel(const float uv[2], float *x, float *y);

/* Half as large: texels [side, side, 4] to [side / 2, side / 2, 4], each the mean of four, colours
 * weighted by cover. `to` may be `from`. */
void mask_halve(const uint8_t *from, int side, uint8_t *to);

/* Save and open. What a file does not say - a painting program may drop it - is the look of
 * mask_init, the file's name, and that it shows a person. Errors: not writable; no PNG, another
 * size than MASK_SIDE x MASK_SIDE, values that are none, truncated. A mask that failed to open is
 * empty.
 */
int mask_save(const struct mask *m, const char *path, struct mien_error *e);
int mask_open(struct mask *m, const char *path, struct mien_error *e);
/* The same from memory; `path` is what messages name. */
int mask_decode(struct mask *m, const char *path, const void *data, size_t size,
                struct mien_error *e);

/* Whether a file is a mask rather than a photo of a face: a PNG picture of a mask's size with
 * values of a mask, or with cover. False where it cannot be read. */
bool mask_is_file(const char *path);

/* Take at most what fits of a name in UTF-8, whole characters of it. */
void mask_rename(struct mask *m, const char *name);

#endif
