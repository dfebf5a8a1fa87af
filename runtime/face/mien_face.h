/* mien_face.h - from pixels to faces: detection, 468 landmarks, tracking, pose.
 *
 * The stages, each usable by itself:
 *
 *     detect   a region of the picture as 128 x 128 pixels, BlazeFace's boxes and six key points
 *     region   the square around a face, turned by its eyes, half as large again
 *     mesh     the region as 192 x 192 pixels, FaceMesh's 468 landmarks put back into the picture
 *     follow   in video the next region comes from the last landmarks; detection runs only while
 *              fewer faces than wanted are followed
 *
 * Coordinates are those of mien_picture.h; a landmark's z has x's scale, smaller is nearer. Nothing
 * is allocated: the caller gives the memory that mien_faces_memory states; the two networks are
 * graphs of models/. The same calls give the same bits.
 *
 * Methods: V. Bazarevsky et al., "BlazeFace" (2019); Y. Kartynnik et al., "Real-time Facial Surface
 * Geometry from Monocular Video on Mobile GPUs" (2019); the constants are those of MediaPipe's
 * face_detection_short_range and face_landmark graphs (Apache-2.0). */
#ifndef MIEN_FACE_H
#define MIEN_FACE_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/face/mien_face_detection.h"
#include "runtime/face/mien_face_mesh.h"
#include "runtime/face/mien_face_pose.h"
#include "runtime/face/mien_picture.h"
#include "runtime/mien_graph.h"

#ifdef __cplusplus
extern "C" {
#endif

struct mien_face {
    int32_t id;                /* stays with a followed face; counts up from 1 */
    float score;               /* that there is a face in the region, 0..1 */
    struct mien_region region; /* the landmarks were found in */
    float landmarks[MIEN_MESH_POINTS][3];
    struct mien_rect box; /* around the landmarks */
    struct mien_pose pose;
    float eyes[2]; /* openness of the subject's right and left eye, see mien_mesh_openness */
    float mouth;
};

struct mien_faces_options {
    const struct mien_graph *detector, *mesh;
    const struct mien_crew *crew; /* NULL: one thread */
    int32_t most;                 /* faces to find, 1..MIEN_FACES_MAX */
    int32_t levels;        /* of ever smaller parts to search a still picture in, see find; 1..4 */
    float detection_score; /* least score of a detection: 0.5 */
    float face_score;      /* least score of a face: 0.5 */
    float field_of_view;   /* vertical, radians, for the pose: 63 degrees */
    int32_t smooth;        /* 1: followed landmarks pass a One-Euro filter */
    float lost_seconds;    /* that a lost face's place is kept, see follow: 1; 0: it is not */
};

enum { MIEN_FACES_MAX = 256, MIEN_LEVELS_MAX = 4 };

/* MediaPipe's own values, one face, three levels, smoothing on. */
struct mien_faces_options mien_faces_defaults(const struct mien_graph *detector,
                                              const struct mien_graph *mesh);

/* The state of a camera, a clip or a heap of pictures; its memory is the caller's. */
struct mien_faces;

/* Bytes that a state with these options needs (0 where init would refuse), and its making in
 * `memory`, aligned as malloc's. The graphs must be the detector (128 x 128 x 3 to 896 x 16 and
 * 896) and the mesh (192 x 192 x 3 to 1404 and 1); NULL where they are not, or where an option is
 * out of range. The graphs, and the crew, must outlive the state. */
size_t mien_faces_memory(const struct mien_faces_options *o);
struct mien_faces *mien_faces_init(const struct mien_faces_options *o, void *memory);

/* All faces of a still picture: detection, mesh, and the mesh once more in the region of its own
 * landmarks. Returns how many, at most `most`; they stay valid until the next call.
 *
 * The detector sees faces from a tenth of what it looks at. So the whole picture (level 1) is
 * followed, while fewer than `most` faces are found, by overlapping squares of half, a quarter and
 * an eighth of its longer side, in steps of half their own side, down to squares of 64 pixels.
 * Faces come in this order, and the surest first within a level. Cost: a detection for each square
 * (a 4:3 picture has 1, 6, 35 and 165 of them), two meshes for each face. */
int32_t mien_faces_find(struct mien_faces *f, const struct mien_picture *p);

/* The next frame of a video, `seconds` after any fixed moment, rising. Faces keep their id and
 * their order for as long as they are followed; new ones come last. While fewer than `most` are
 * followed, the whole picture is searched for others: in each frame where there is none, else five
 * times a second, at the cost of one detection. A face is given up when it leaves the picture, or
 * when the mesh says that it is one that another already follows.
 *
 * Where the mesh says that there is none (a hand lies over it, the head is turned away), the place
 * is kept for options.lost_seconds, and looked at in each frame: a face found there is the same,
 * with its id; and it counts towards `most`, so that nobody else takes its turn meanwhile.
 *
 * A picture of another size, or time that does not rise, starts anew (ids go on counting). */
int32_t mien_faces_follow(struct mien_faces *f, const struct mien_picture *p, double seconds);

/* How the mesh's input is read out of a face's region. */
extern const struct mien_sampling mien_mesh_sampling;

/* Forget all faces. */
void mien_faces_reset(struct mien_faces *f);

/* Face `index` of those that the last call found, NULL where there is none. */
const struct mien_face *mien_faces_get(const struct mien_faces *f, int32_t index);

/* The stages. `detect` looks at a region of the picture, beyond whose border the picture's border
 * goes on, or with NULL at the whole of it, letterboxed in black; writes at most `most` detections,
 * surest first, and returns how many. `mesh` fills score, region, landmarks and box of *face and
 * returns 1 where the score is at least options.face_score. `complete` fills pose and openness from
 * the landmarks. None of them changes which faces are found or followed. */
int32_t mien_faces_detect(struct mien_faces *f, const struct mien_picture *p,
                          const struct mien_region *region, struct mien_detection *found,
                          int32_t most);
int32_t mien_faces_mesh(struct mien_faces *f, const struct mien_picture *p,
                        const struct mien_region *region, struct mien_face *face);
void mien_faces_complete(const struct mien_faces *f, const struct mien_picture *p,
                         struct mien_face *face);

#ifdef __cplusplus
}
#endif

#endif
