/* finder.h - what finds the landmarks of one picture.
 *
 * A finder is a table: the work around it (files, journal, threads, reports) needs no network, and
 * is tested without one. `landmark_tries` in tries.h is the finder over runtime/face. */
#ifndef MIEN_DATASETS_LANDMARKS_FINDER_H
#define MIEN_DATASETS_LANDMARKS_FINDER_H

#include "runtime/face/mien_face.h"
#include "runtime/host/error.h"

enum { LANDMARK_TRIES_MAX = 32 };

struct landmark_found {
    float score;                          /* how sure it is of a face, 0..1 */
    uint8_t kept;                         /* the try that gave the landmarks, below try_count */
    uint8_t tries;                        /* made, at least 1 */
    uint8_t at_once;                      /* 1: a face in the first pass of the first try */
    uint8_t detected;                     /* 1: some try's detector saw a face */
    float landmarks[MIEN_MESH_POINTS][3]; /* edge coordinates of the picture; always a guess */
};

struct landmark_finder {
    const void *context;
    const char *about; /* the method with all its settings and networks: for people, and what tells
                          one way of finding from another */
    const char *const *try_names; /* [try_count] */
    int32_t try_count;            /* at most LANDMARK_TRIES_MAX */
    /* The state of one thread; NULL on failure. */
    void *(*open)(const void *context, struct mien_error *e);
    void (*close)(void *state);
    /* The result depends on nothing but the picture. Error: out of memory. */
    int (*find)(void *state, const struct mien_picture *p, struct landmark_found *found,
                struct mien_error *e);
};

#endif
