/* mirror.c - see mirror.h. */
#include "datasets/mirror.h"

#include <string.h>

#include "runtime/mien_features.h"

bool mirror_knows(const struct dataset *d)
{
    struct dataset_part picture, landmarks;
    const bool pictured = dataset_find_part(d, DATASET_IMAGE, &picture);
    if (!dataset_find_part(d, DATASET_LANDMARKS, &landmarks))
        return pictured;
    return landmarks.shape[0] == MIEN_LANDMARKS68 || landmarks.shape[0] == MIEN_MESH_POINTS;
}

void mirror_row(const struct dataset *d, float *row)
{
    struct dataset_part picture, landmarks;
    const bool pictured = dataset_find_part(d, DATASET_IMAGE, &picture);
    if (pictured)
        mirror_picture(row + picture.start, picture.shape);
    if (dataset_find_part(d, DATASET_LANDMARKS, &landmarks))
        mirror_landmarks(row + landmarks.start, landmarks.shape[0], landmarks.shape[1],
                         pictured ? (float)picture.shape[1] : 0);
}

void mirror_picture(float *picture, const uint32_t shape[3])
{
    const size_t w = shape[1], c = shape[2];
    for (size_t y = 0; y < shape[0]; y++)
        for (size_t x = 0; x < w / 2; x++)
            for (size_t k = 0; k < c; k++) {
                float *a = picture + (y * w + x) * c + k;
                float *b = picture + (y * w + w - 1 - x) * c + k;
                const float t = *a;
                *a = *b;
                *b = t;
            }
}

void mirror_landmarks(float *landmarks, uint32_t points, uint32_t stride, float width)
{
    float before[MIEN_MESH_POINTS * 3];
    memcpy(before, landmarks, points * stride * sizeof *before);
    for (uint32_t i = 0; i < points; i++) {
        const float *from = before + mien_mirror((int32_t)i, (int32_t)points) * (int32_t)stride;
        landmarks[i * stride] = width - from[0];
        for (uint32_t k = 1; k < stride; k++)
            landmarks[i * stride + k] = from[k];
    }
}
