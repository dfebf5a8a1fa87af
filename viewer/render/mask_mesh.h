/* mask_mesh.h - one mask on one face: the textured mesh on the GPU. Private to the room.
 *
 * Landmarks are where they appear in the frame, so the mesh is drawn flat, from back to front, what
 * faces away left out; each vertex keeps its depth for perspective-right texels. */
#ifndef MIEN_VIEWER_RENDER_MASK_MESH_H
#define MIEN_VIEWER_RENDER_MASK_MESH_H

#include "viewer/mask/tone.h"
#include "viewer/render/video.h"

struct mask_mesh;

int mask_mesh_open(struct mask_mesh **m, struct mien_error *e);
void mask_mesh_close(struct mask_mesh *m); /* accepts NULL */

/* Draw `texture` (a mask's texels) on landmarks [468, 3], corrected by `tone`, `opacity` 0..1 times
 * that of the look. */
void mask_mesh_draw(struct mask_mesh *m, const struct gl_texture *texture,
                    const struct mask_look *look, const struct tone *tone,
                    const float (*landmarks)[3], const struct video_place *place, float opacity);

#endif
