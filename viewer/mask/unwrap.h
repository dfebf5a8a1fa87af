/* unwrap.h - a mask of a photo: the face on it, spread out in the canonical mesh's coordinates.
 *
 * Each texel takes its colour from where its place of the mesh lies in the photo, as far as the
 * surface there is seen from the front; the rest comes from the mirrored texel, its brightness
 * brought to its surroundings. What is seen from neither side, and hair or a collar at the border,
 * becomes the skin around it. Eyes and mouth openings are taken with the face; the mask is a
 * person's, and is worn with the real mouth's opening. */
#ifndef MIEN_VIEWER_MASK_UNWRAP_H
#define MIEN_VIEWER_MASK_UNWRAP_H

#include "runtime/face/mien_face.h"
#include "viewer/mask/mask.h"

/* Fill m->texels from a picture and the face found on it (landmarks in the picture's pixels). The
 * cover is 1 inside the face oval. Errors: out of memory, a face that is too small (under 32 pixels
 * wide) or turned too far to be spread out (over 60 degrees). */
int mask_unwrap(struct mask *m, const struct mien_picture *p, const struct mien_face *face,
                struct mien_error *e);

/* The same from a picture file: PNG or JPEG, of any size the readers take. The largest face is
 * taken. `faces` finds it (not following); its landmarks are refitted first, see refit.h. Errors
 * also: no face on it, those of reading it. */
int mask_unwrap_file(struct mask *m, const char *path, struct mien_faces *faces,
                     struct mien_error *e);

#endif
