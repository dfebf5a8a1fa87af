/* app_draw.h - the studio's picture: the figure, what is under the mouse, the panel, a line below,
 * a question. */
#ifndef MIEN_VIEWER_STUDIO_APP_DRAW_H
#define MIEN_VIEWER_STUDIO_APP_DRAW_H

#include "viewer/studio/app_state.h"

/* Draw on the current framebuffer. Error: a framebuffer that cannot be had. */
int studio_draw(struct studio *s, int32_t width, int32_t height, struct mien_error *e);

#endif
