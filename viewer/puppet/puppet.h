/* puppet.h - an actor for a machine without a camera: a portrait that mien moves by itself.
 *
 * The portrait is a photo with its 468 landmarks. Its mesh is lifted into space (the landmarks'
 * own depth, the pose found in the photo), moved by action units (mien_expression.h), turned, and
 * drawn with the photo as its texture; what surrounds the face - hair, neck, background - follows
 * less the farther it is, so that nothing tears. Where lids close or lips part, lids, eyeballs, the
 * mouth's cavity and teeth are drawn as they are needed. Drawn in software with a depth buffer: the
 * puppet runs on any machine, and gives the same bytes for the same moment.
 *
 * What the puppet does is a script in time: expressions of EMFACS (mien_expressions) that come and
 * go, head turns, blinks, small drifts. For tests its truth is known: the landmarks drawn. */
#ifndef MIEN_VIEWER_PUPPET_PUPPET_H
#define MIEN_VIEWER_PUPPET_PUPPET_H

#include "runtime/expression/mien_expression.h"
#include "runtime/face/mien_face.h"
#include "runtime/host/error.h"

/* What it does at one moment. Angles as struct mien_pose has them, added to the photo's own.
 * Actions are what the face then shows, not what is added: all at 0 is a neutral face with closed
 * lips, also where the photo smiles. */
struct puppet_pose {
    struct mien_actions actions;
    float yaw, pitch, roll; /* radians */
    float x, y;             /* shift, shares of the face's width, right and down */
    float size;             /* factor on its size, around 1 */
    uint8_t emotion;        /* that the script shows now, FER2013's; 6 neutral */
};

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

/* The script at `seconds` from its start, for any of them; it repeats after PUPPET_ROUND. All seven
 * emotions are shown, for at least two seconds each, with turns of the head between. */
#define PUPPET_ROUND 48.0
struct puppet_pose puppet_script(double seconds);

/* The turns alone, with a neutral face: yaw from -`reach` to `reach` radians and back in ten
 * seconds, pitch and roll a third of that, out of step. */
struct puppet_pose puppet_turns(double seconds, float reach);

#endif
