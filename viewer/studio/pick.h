/* pick.h - which landmark is under the mouse. */
#ifndef MIEN_VIEWER_STUDIO_PICK_H
#define MIEN_VIEWER_STUDIO_PICK_H

#include "viewer/studio/figure.h"

/* The landmark nearest to a place of the picture, at most `reach` pixels away and on the side that
 * `eye` sees; -1: none. Among those within 2 pixels of the nearest the one in front. */
int pick_vertex(const struct figure *f, const float matrix[16], const float eye[3], int32_t width,
                int32_t height, float x, float y, float reach);

/* The same on the rolled out face: the landmark nearest to a place by its uv. */
int pick_uv(const float matrix[16], int32_t width, int32_t height, float x, float y, float reach);

#endif
