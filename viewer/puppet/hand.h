/* hand.h - a hand that passes before the puppet's face, for who wishes to see what is made of a
 * face that is covered.
 *
 * The back of a hand with its sleeve, drawn once in software: bones are capsules, blended where
 * they meet, rounded towards the viewer and lit from above; the picture is then laid over frames
 * wherever it is wanted. Where it covers is known for each pixel, which is its truth. */
#ifndef MIEN_VIEWER_PUPPET_HAND_H
#define MIEN_VIEWER_PUPPET_HAND_H

#include "runtime/face/mien_face.h"
#include "runtime/host/error.h"

struct hand;

struct hand *hand_open(struct mien_error *e); /* NULL: out of memory */
void hand_close(struct hand *h);              /* accepts NULL */

/* Where it is in a frame: the middle of its palm and fingers, the pixels of a centimetre, and the
 * angle of its fingers from upright, clockwise, radians. scale 0: nowhere. */
struct hand_place {
    float x, y, scale, angle;
};

/* Lay it over pixels [height, width, 4]; the fourth is left as it is. */
void hand_draw(const struct hand *h, const struct hand_place *at, uint8_t *pixels, int32_t width,
               int32_t height);

/* How much of what lies at a place of the frame it hides, 0..1. */
float hand_cover(const struct hand *h, const struct hand_place *at, float x, float y);

/* What it does at `seconds`, for any of them, before a face in this box; it repeats after
 * HAND_ROUND. It comes and goes three times, each in HAND_PASS: over mouth and nose, over one half
 * of the face, over nearly all of it. */
#define HAND_PASS 4.0
#define HAND_ROUND (3 * HAND_PASS)
struct hand_place hand_script(double seconds, const struct mien_rect *face);

#endif
