/* face_bench.h - how long each stage from pixels to emotions takes, on one thread.
 *
 * The stages run in turn, round after round, on one 640 x 480 frame that holds a face, so that a
 * slow minute of the machine falls on all of them. */
#ifndef MIEN_TRAINER_BENCH_FACE_BENCH_H
#define MIEN_TRAINER_BENCH_FACE_BENCH_H

#include "runtime/face/mien_face.h"
#include "runtime/host/emotion.h"
#include "runtime/host/face_networks.h"
#include "trainer/bench/timing.h"

/* The stages: symbol, name, what it is. */
#define FACE_STAGES(X)                                                                             \
    X(FACE_DETECTOR, "detector", "the detection network")                                          \
    X(FACE_DETECT, "detect", "letterbox, detector, boxes")                                         \
    X(FACE_CROP, "crop", "the face's region resampled")                                            \
    X(FACE_MESH, "mesh", "the landmark network")                                                   \
    X(FACE_FEATURES, "features", "landmarks to features")                                          \
    X(FACE_CLASSIFY, "classify", "features to emotions")                                           \
    X(FACE_FRAME, "frame", "a followed face: pixels to emotions")

enum face_stage {
#define X(symbol, name, what) symbol,
    FACE_STAGES(X)
#undef X
        FACE_STAGE_COUNT
};

struct face_bench {
    struct face_networks networks;
    struct model model;        /* of emotions; its kind is NULL where there is none */
    struct emotion emotion;    /* runs it */
    struct mien_picture frame; /* 640 x 480 RGB, owned */
};

/* Open the networks and the emotion model (NULL: none), the picture that becomes the frame.
 * `kernels` NULL: the best. Errors: a file that cannot be read, a model that is none of faces or
 * landmarks. `close` accepts a zeroed struct. */
int face_bench_open(struct face_bench *b, const char *picture, const char *emotion,
                    const struct mien_kernels *kernels, struct mien_error *e);
void face_bench_close(struct face_bench *b);

/* Run all stages `rounds` times. Stages without a model get NaN. Error: no face in the picture. */
int face_bench_run(const struct face_bench *b, int rounds, struct timing stages[FACE_STAGE_COUNT],
                   struct mien_error *e);

#endif
