/* video.h - the frame itself on the target: fitted, mirrored, and made unrecognisable on request.
 */
#ifndef MIEN_VIEWER_RENDER_VIDEO_H
#define MIEN_VIEWER_RENDER_VIDEO_H

#include "viewer/live/moment.h"
#include "viewer/render/gl.h"
#include "viewer/render/look.h"

/* Where a frame lies on the target: as large as fits, in the middle. */
struct video_place {
    float x, y, scale;     /* of its left upper corner, pixels; target pixels a frame pixel */
    int32_t width, height; /* of the frame */
    int32_t target_width, target_height;
    bool mirror;
};
struct video_place video_fit(int32_t width, int32_t height, int32_t target_width,
                             int32_t target_height, bool mirror);

/* From pixels of the frame to pixels of the target. */
void video_point(const struct video_place *p, float x, float y, float *to_x, float *to_y);

struct video;

int video_open(struct video **v, struct mien_error *e);
void video_close(struct video *v); /* accepts NULL */

/* Draw the moment's frame, faces or background blurred or pixelated as `privacy` says. A frame that
 * was drawn last is not uploaded again. Where privacy is wanted of faces and the frame was not
 * analysed, all of it is blurred. */
void video_draw(struct video *v, const struct moment *m, const struct video_place *place,
                enum look_privacy privacy);

#endif
