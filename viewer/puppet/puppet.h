/* puppet.h - an actor for a machine without a camera: a portrait that mien moves by itself.
 *
 * The portrait is a photo with its 468 landmarks. Its mesh is lifted into space (the landmarks'
 * own depth, the pose found in the photo), moved by action units (mien_expression.h), turned, and
 * drawn with the photo as its texture; what surrounds the face - hair, neck, background - follows
 * less the farther it is, so that nothing tears. Where lids close or lips part, lids, eyeballs, the
 * mouth's cavity and teeth are drawn as they are needed. Drawn in software with a depth buffer: the
 * puppet runs on any machine, and gives the same bytes for the same moment.
 * For tests the puppet's truth is known: the landmarks drawn. */
#ifndef MIEN_VIEWER_PUPPET_PUPPET_H
#define MIEN_VIEWER_PUPPET_PUPPET_H

#include "runtime/host/error.h"
#include "viewer/puppet/pose.h"

struct puppet;

/* Make a puppet of a photo: pixels [height, width, 3] and its landmarks [468, 3] in them. Frames
 * are frame_width x frame_height; `threads` draw them. NULL: out of memory, or landmarks that are
 * no face. */
struct puppet *puppet_open(const uint8_t *photo, int32_t width, int32_t height,
                           const float *landmarks, int32_t frame_width, int32_t frame_height,
                           int threads, struct mien_error *e);
void puppet_close(struct puppet *p); /* accepts NULL */

/* Mien's own: datasets/portraits/collins.jpg, with its landmarks from the file beside it. */
struct puppet *puppet_open_built_in(int32_t frame_width, int32_t frame_height, int threads,
                                    struct mien_error *e);

/* The pose that draws the photo as it is: its own expression, nothing moved. */
struct puppet_pose puppet_photo(const struct puppet *p);

/* Draw a moment: pixels [frame_height, frame_width, 4]. landmarks [468, 3], where not NULL, become
 * where the mesh was drawn, in the frame's pixels. */
void puppet_draw(struct puppet *p, const struct puppet_pose *pose, uint8_t *pixels,
                 float *landmarks);

#endif
