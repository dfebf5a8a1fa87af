/* head.h - the solid of a head: face, skull, ears, neck, eyes, mouth; and what grows on it or is in
 * front of it. Private to the room.
 *
 * The face is the mesh's 468 points, the first of the solid, cut open at eyes and mouth. The skull
 * goes on from the face's oval to the back; eyeballs, teeth and the mouth's cavity lie behind the
 * openings and show as far as the lids and lips let them. Each function appends one part. */
#ifndef MIEN_DATASETS_SYNTH_HEAD_H
#define MIEN_DATASETS_SYNTH_HEAD_H

#include "datasets/synth/moment.h"
#include "datasets/synth/solid.h"

/* A head on its way: who, when, and the face as it is moved. */
struct head {
    const struct person *person;
    const struct moment *moment;
    const uint8_t *skin; /* [MIEN_MESH_TRIANGLES]: 0 where a triangle closes an eye or the mouth */
    float face[MIEN_MESH_POINTS][3];
    struct solid *solid;
};

void head_add_face(struct head *h);
void head_add_skull(struct head *h);
void head_add_ears(struct head *h);
void head_add_neck(struct head *h);
void head_add_eyes(struct head *h);
void head_add_mouth(struct head *h);

/* wear.c */
void head_add_hair(struct head *h);
void head_add_glasses(struct head *h);
void head_add_hand(struct head *h);

/* Points of the face's oval in turn, from the chin, so that seen from the front they run clockwise
 * backwards: with rows that go away from the face, a sheet's outside is out. */
enum { OVAL_POINTS = 36 };
uint16_t head_oval(int column);

/* Where the skull is, `back` of the way (0..1) from the oval's point to the back of the head;
 * direction: the unit vector from the head's middle. */
void head_skull_point(const struct head *h, int column, float back, float at[3],
                      float direction[3]);

#endif
