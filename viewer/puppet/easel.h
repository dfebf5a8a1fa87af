/* easel.h - textured triangles with depth, drawn by several threads to the same bytes.
 *
 * The picture is divided into bands of rows, whose number does not depend on the threads'; each
 * thread draws whole bands. What no triangle covers shows the ground. Where one surface ends before
 * another, the edge is softened as a lens does it. Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_EASEL_H
#define MIEN_VIEWER_PUPPET_EASEL_H

#include "runtime/host/team.h"
#include "viewer/puppet/rig_move.h"

struct easel {
    int32_t width, height;
    const uint8_t *texture[RIG_TEXTURES]; /* [height, width, 4]; the first is the ground too */
    uint32_t *drawn;                      /* [height, width], before edges are softened */
    float *near;                          /* [height, width]: one over the distance */
    float ground;                         /* the ground's */
    struct team *team;
    int workers; /* of the team */
};

/* textures are borrowed. Errors: out of memory, no threads. `easel_free` accepts a zeroed struct
 * and one that failed. */
int easel_init(struct easel *a, int32_t width, int32_t height,
               uint8_t *const textures[RIG_TEXTURES], float ground, int threads,
               struct mien_error *e);
void easel_free(struct easel *a);

/* The rig's triangles, points where `seen` has them -> pixels [height, width, 4]. */
void easel_draw(struct easel *a, const struct rig *r, const struct rig_seen *seen, uint8_t *pixels);

#endif
