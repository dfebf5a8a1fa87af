/* stage.h - one whole picture: the frame, the masks on it, everything drawn over it.
 *
 * The same code draws into the window, into a recording and off screen. A stage owns what it has on
 * the GPU, and the history that the strip shows. */
#ifndef MIEN_VIEWER_RENDER_STAGE_H
#define MIEN_VIEWER_RENDER_STAGE_H

#include "viewer/live/moment.h"
#include "viewer/render/look.h"
#include "viewer/render/news.h"
#include "viewer/render/pen.h"
#include "viewer/render/wear.h"

struct stage;

int stage_open(struct stage **s, struct mien_error *e);
void stage_close(struct stage *s); /* accepts NULL; the context is current */

struct pen *stage_pen(struct stage *s);
struct wear *stage_wear(struct stage *s);

/* Draw on the current framebuffer. m NULL: the ground alone. The pen is left open between this and
 * stage_end, so that panels may be drawn above. */
void stage_begin(struct stage *s, const struct moment *m, const struct look *look,
                 const struct stage_news *news, int32_t width, int32_t height);
void stage_end(struct stage *s);

/* Remember the moment's scores for the strip: once for each drawn moment. */
void stage_remember(struct stage *s, const struct moment *m, double seconds);
void stage_forget(struct stage *s);

#endif
