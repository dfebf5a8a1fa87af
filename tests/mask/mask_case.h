/* mask_case.h - what tests of masks share: networks that find faces, portraits with theirs, and a
 * face whose truth is known. */
#ifndef MIEN_TESTS_MASK_CASE_H
#define MIEN_TESTS_MASK_CASE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/face/mien_face.h"
#include "runtime/host/face_networks.h"
#include "runtime/host/image/image.h"

#define COLLINS "datasets/portraits/collins.jpg"
#define MONA_LISA "datasets/portraits/mona_lisa.jpg"

struct finder {
    struct face_networks networks;
    void *memory;
    struct mien_faces *faces;
};

void finder_open(struct finder *f);
void finder_close(struct finder *f);

struct portrait {
    struct image image; /* RGB */
    struct mien_picture picture;
    struct mien_face face;
};

void portrait_open(struct portrait *p, const struct finder *f, const char *path);
void portrait_close(struct portrait *p);

/* The canonical face, `scale` pixels a centimetre, its origin at (x, y), turned about the vertical
 * by `yaw` (to the picture's right), as seen from far away. */
void known_face(struct mien_face *face, float x, float y, float scale, float yaw);

#endif
