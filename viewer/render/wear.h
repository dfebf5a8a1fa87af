/* wear.h - masks on faces, on the GPU: perspective-right, lit to match, soft at the border.
 *
 * The 468 landmarks are drawn as a mesh, from back to front, with the depth that they have; the
 * mask's texels are corrected by tone.h at each landmark, in Oklab, in the fragment shader; the
 * cover falls to 0 along the face oval over the look's feather. A mask that replaces another is
 * cross-faded; a face that is lost for a moment fades out and in instead of flickering. */
#ifndef MIEN_VIEWER_RENDER_WEAR_H
#define MIEN_VIEWER_RENDER_WEAR_H

#include "viewer/live/moment.h"
#include "viewer/mask/outfit.h"
#include "viewer/render/video.h"

struct wear;

int wear_open(struct wear **w, struct mien_error *e);
void wear_close(struct wear *w); /* accepts NULL */

/* Wear this from now on; its texels are copied. The change takes `seconds`. */
void wear_mask(struct wear *w, const struct outfit *o, double seconds);

/* Only the look of the worn mask changes: at once. */
void wear_look(struct wear *w, const struct mask_look *look);

/* Draw the mask on every face of the moment over the picture as video.h placed it. `seconds` since
 * any fixed moment, rising. */
void wear_draw(struct wear *w, const struct moment *m, const struct video_place *place,
               double seconds);

/* Whether any face wears a mask: such a picture must be marked. */
bool wear_shows(const struct wear *w);

#endif
