/* rig.h - the puppet's body: points in space that textures hang on.
 *
 * Points are kept in the face's own space (canonical centimetres, mien_face_mesh.h), as the photo
 * shows them: the pose found in the photo takes them to where they are seen. The first 468 are the
 * landmarks. Rings of points go on from the face's oval over hair and neck into what is behind; how
 * far they follow the head fades. Behind the openings lie eyeballs, teeth, tongue and the mouth's
 * dark. Every point has its place in the backdrop, where its colour comes from, so that unmoved the
 * photo is drawn again. Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_RIG_H
#define MIEN_VIEWER_PUPPET_RIG_H

#include "runtime/expression/mien_expression.h"
#include "runtime/face/mien_face.h"

enum {
    RIG_OVAL = 36,  /* points of the face's oval */
    RIG_RINGS = 14, /* of points around it */
    RIG_SIDE_ROWS = 4,
    RIG_SIDE_COLUMNS = 21, /* of the oval, from ear to ear below the chin */
    RIG_EYE_ROWS = 5,
    RIG_EYE_COLUMNS = 7,
    RIG_LID_ROWS = 3,
    RIG_LID_COLUMNS = 9,
    RIG_MOUTH_COLUMNS = 11,         /* the inner lips' corners and the nine pairs between */
    RIG_MOUTH_ROWS = 3 + 2 + 3 + 3, /* upper teeth, the dark, lower teeth, tongue */
    RIG_SIDE_FIRST = MIEN_MESH_POINTS + RIG_OVAL * RIG_RINGS,
    RIG_EYES_FIRST = RIG_SIDE_FIRST + RIG_SIDE_ROWS * RIG_SIDE_COLUMNS,
    RIG_LIDS_FIRST = RIG_EYES_FIRST + 2 * RIG_EYE_ROWS * RIG_EYE_COLUMNS,
    RIG_MOUTH_FIRST = RIG_LIDS_FIRST + 2 * RIG_LID_ROWS * RIG_LID_COLUMNS,
    RIG_POINTS = RIG_MOUTH_FIRST + RIG_MOUTH_ROWS * RIG_MOUTH_COLUMNS,
    RIG_TRIANGLES_MAX = MIEN_MESH_TRIANGLES + 2 * (RIG_POINTS - MIEN_MESH_POINTS)
};

/* The backdrop, with the face's skin as it is at this moment, and the eyes without lids. */
enum rig_texture { RIG_SKIN, RIG_EYEBALLS, RIG_TEXTURES };

struct rig_point {
    float at[3];
    float texel[2];     /* in the frame's pixels */
    float slid[2];      /* where that goes: on a lid as it closes, beside the jaw as the head */
    float slide;        /* turns its side to the camera, so far */
    float turn, follow; /* 0..1: with the head's turn, and with its shift, tilt and size */
    float share;        /* 0..1 of what landmark `lead` is moved by the muscles */
    float bright;       /* factor on the texture */
    float sink;         /* share of its nearness taken off: behind all that is drawn in front */
    uint16_t lead;
    uint8_t jaw; /* 1: fixed to the lower jaw */
    uint8_t lid; /* 1: on an upper lid, between landmarks `lead` and `edge`: see rig_inside.c */
    uint16_t edge;
    float open, shut; /* shares of the way to `edge`, of an open and of a closed eye */
};

struct rig_triangle {
    uint16_t corner[3];
    uint8_t texture;
};

struct rig {
    struct mien_muscles muscles;
    struct mien_actions own;           /* what the face does in the photo */
    float seal[MIEN_MESH_POINTS][3];   /* closes the lips, once `own` is undone */
    float normal[MIEN_MESH_POINTS][3]; /* of the photo's face, camera space */
    struct mien_pose pose;             /* of the photo in the frame */
    float width, height, focal, depth; /* pixels; centimetres to the middle of the head */
    int32_t triangles;
    struct rig_point point[RIG_POINTS];
    struct rig_triangle triangle[RIG_TRIANGLES_MAX];
};

/* The landmark `step` on from the first corner along a contour: openings have `half` of them to the
 * other corner along the lower side; step and count - step face each other. */
uint16_t rig_contour(enum mien_contour_name contour, int32_t step);

/* What parts are made of, appended: a triangle; two for each square between `rows` rows of
 * `columns` points from `first` on, with those between the last column and the first where it is
 * closed. */
void rig_add_triangle(struct rig *r, int a, int b, int c, enum rig_texture texture);
void rig_add_sheet(struct rig *r, int first, int rows, int columns, int closed,
                   enum rig_texture texture);

/* Where a point of the face's space was before the camera: centimetres. */
void rig_to_camera(const struct rig *r, const float at[3], float out[3]);

/* Where it is seen in the photo: pixels. */
void rig_see(const struct rig *r, const float at[3], float pixel[2]);

/* Unit normals of the face's points at [468, 3], outwards where x runs right, y up, z to the eye.
 */
void rig_normals(const float (*at)[3], float (*normal)[3]);

#endif
