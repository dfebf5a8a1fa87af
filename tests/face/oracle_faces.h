/* oracle_faces.h - annotated pictures of the folder MIEN_ORACLES: dlib's faces with 68 points. */
#ifndef MIEN_TESTS_ORACLE_FACES_H
#define MIEN_TESTS_ORACLE_FACES_H

#include "tests/face/face_case.h"

enum { ORACLE_FACES_MAX = 16 };

/* A picture's name in its folder, and the points of its faces, of the pixels' centres. */
struct oracle_picture {
    char name[128];
    int32_t count;
    float points[ORACLE_FACES_MAX][MIEN_LANDMARKS68][2];
};

/* The path of a file in MIEN_ORACLES, in static memory; skips the test where that is unset. */
const char *oracle_path(const char *name);

/* Calls visit(context, picture) for each of an XML file of dlib's imglab. */
void oracle_pictures(const char *path, void (*visit)(void *context, const struct oracle_picture *p),
                     void *context);

#endif
