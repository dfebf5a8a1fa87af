/* mien_face_mesh.c - contours of a face, and measures on its landmarks. */
#include <float.h>
#include <math.h>

#include "runtime/face/mien_face_mesh.h"

const struct mien_contour mien_contours[MIEN_CONTOURS] = {{0, 36},  {36, 10}, {46, 10}, {56, 16},
                                                          {72, 16}, {88, 20}, {108, 20}};

const uint16_t mien_contour_points[MIEN_CONTOUR_POINTS] = {
    /* face */
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
    /* brows, right and left */
    46, 53, 52, 65, 55, 107, 66, 105, 63, 70, 276, 283, 282, 295, 285, 336, 296, 334, 293, 300,
    /* eyes, right and left */
    33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246, 263, 249, 390, 373,
    374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
    /* lips, outer and inner */
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185, 78,
    95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191};

enum { RIGHT_EYE_CORNER = 33, LEFT_EYE_CORNER = 263 }; /* the outer ones */

/* Upper and lower landmark, twice, and the two corners. */
static const uint16_t openings[3][6] = {
    {160, 144, 158, 153, 33, 133}, {387, 373, 385, 380, 263, 362}, {13, 14, 13, 14, 78, 308}};

/* Bounds of the landmarks along (c, s) and across it: left, top, right, bottom. */
static void bounds(const float *landmarks, float c, float s, float out[4])
{
    out[0] = out[1] = FLT_MAX;
    out[2] = out[3] = -FLT_MAX;
    for (int i = 0; i < MIEN_MESH_POINTS; i++, landmarks += 3) {
        float x = landmarks[0] * c + landmarks[1] * s;
        float y = landmarks[1] * c - landmarks[0] * s;
        out[0] = x < out[0] ? x : out[0];
        out[1] = y < out[1] ? y : out[1];
        out[2] = x > out[2] ? x : out[2];
        out[3] = y > out[3] ? y : out[3];
    }
}

struct mien_rect mien_mesh_box(const float *landmarks)
{
    float b[4];
    bounds(landmarks, 1.0f, 0.0f, b);
    struct mien_rect box = {b[0], b[1], b[2] - b[0], b[3] - b[1]};
    return box;
}

struct mien_region mien_region_of_landmarks(const float *landmarks)
{
    const float *right = landmarks + 3 * RIGHT_EYE_CORNER, *left = landmarks + 3 * LEFT_EYE_CORNER;
    float angle = atan2f(left[1] - right[1], left[0] - right[0]);
    float c = cosf(angle), s = sinf(angle), b[4];
    bounds(landmarks, c, s, b);
    float x = 0.5f * (b[0] + b[2]), y = 0.5f * (b[1] + b[3]);
    float width = b[2] - b[0], height = b[3] - b[1];
    struct mien_region r = {x * c - y * s, x * s + y * c, 1.5f * (width > height ? width : height),
                            angle};
    return r;
}

static float distance(const float *landmarks, int32_t i, int32_t j)
{
    const float *a = landmarks + 3 * i, *b = landmarks + 3 * j;
    float x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
    return sqrtf(x * x + y * y + z * z);
}

static float openness(const float *landmarks, const uint16_t points[6])
{
    float width = distance(landmarks, points[4], points[5]);
    float height = 0.5f * (distance(landmarks, points[0], points[1]) +
                           distance(landmarks, points[2], points[3]));
    return width > 0.0f ? height / width : 0.0f;
}

void mien_mesh_openness(const float *landmarks, float eyes[2], float *mouth)
{
    eyes[0] = openness(landmarks, openings[0]);
    eyes[1] = openness(landmarks, openings[1]);
    *mouth = openness(landmarks, openings[2]);
}
