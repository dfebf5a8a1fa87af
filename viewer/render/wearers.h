/* wearers.h - which faces wear the mask, and how much of it is seen on each, over time.
 *
 * A face's share of the mask goes to 1 in WEARERS_FADE seconds while the face is sure, and to 0
 * while it is lost or hardly a face: a hand before it lowers the score of a face, and then it is
 * lost, as a rule within a few frames. Between the two scores the share stands still. What was
 * doubted or lost must be sure for WEARERS_SURE before its share grows again, and a face that is
 * found where another was lost goes on as that one, under whatever id: so as a hand passes the mask
 * goes once and comes once, and does not flicker while the pipeline finds the face now and then.
 *
 * Private to the room. */
#ifndef MIEN_VIEWER_RENDER_WEARERS_H
#define MIEN_VIEWER_RENDER_WEARERS_H

#include "viewer/live/moment.h"

#define WEARERS_FADE 0.2
#define WEARERS_SURE 0.1
#define WEARERS_MEMORY 2.0 /* seconds after which a lost face is forgotten */

/* Scores: a face is doubted below the first, sure from the second on. */
#define WEARERS_DOUBTED 0.6f
#define WEARERS_CERTAIN 0.9f

struct wearer {
    int32_t id;  /* of its face, or the last it had; 0: nobody */
    bool fresh;  /* it was not there before the last moment */
    float share; /* of the mask that is seen, 0..1 */
    double seen; /* when its face was there last */
    double sure; /* seconds that its score has been high enough, without a break */
    double wait; /* seconds of that before its share grows */
    struct mien_rect box;
    float landmarks[MIEN_MESH_POINTS][3];
};

/* To begin: all zeroes. */
struct wearers {
    struct wearer at[LIVE_FACES_MAX];
    double last;   /* moment */
    double passed; /* seconds before it, at most 1 */
};

/* Bring all wearers to this moment, `seconds` after any fixed one, rising. */
void wearers_follow(struct wearers *w, const struct moment *m, double seconds);

/* The place of the face with this id; each face of the last moment has one. */
int wearers_place(const struct wearers *w, int32_t id);

#endif
