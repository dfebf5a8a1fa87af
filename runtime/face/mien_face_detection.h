/* mien_face_detection.h - BlazeFace's answer, read: boxes and key points in the picture.
 *
 * The network says 16 numbers and a logit for each of 896 anchors: two at each cell of a 16 x 16
 * grid, six at each of an 8 x 8 grid. The numbers are the box's centre and size and six key points,
 * in pixels of the 128 x 128 input and from the anchor. Boxes that overlap become one by weighted
 * non-maximum suppression: the mean of all that overlap the surest, weighted by their scores.
 *
 * Method: V. Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs"
 * (2019); anchors: W. Liu et al., "SSD: Single Shot MultiBox Detector" (2016). */
#ifndef MIEN_FACE_DETECTION_H
#define MIEN_FACE_DETECTION_H

#include "runtime/face/mien_picture.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    MIEN_DETECTOR_SIDE = 128,
    MIEN_ANCHORS = 896,
    MIEN_DETECTOR_NUMBERS = 16, /* of an anchor: box and key points */
    MIEN_KEYPOINTS = 6 /* right eye, left eye, nose tip, mouth, right ear, left ear (the subject's
                          own right and left) */
};

struct mien_rect {
    float x, y, width, height; /* left, top */
};

struct mien_detection {
    struct mien_rect box;
    float keypoints[MIEN_KEYPOINTS][2];
    float score; /* 0..1 */
};

/* Centre of anchor i, 0..1 across the input. */
void mien_anchor(int32_t i, float *x, float *y);

/* Overlap above which two boxes are one face's. */
#define MIEN_SAME_FACE 0.3f

/* Shared area over joint area, 0..1; 0 where a box is empty. */
float mien_rect_overlap(const struct mien_rect *a, const struct mien_rect *b);

/* boxes [896, 16] and logits [896] -> the detections whose score is at least `least`, in order of
 * the anchors, 0..1 across the input: out [896]. Returns how many. */
int32_t mien_detections_decode(const float *boxes, const float *logits, float least,
                               struct mien_detection *out);

/* all [count] -> kept [most], surest first; returns how many. `all` is used up. */
int32_t mien_detections_merge(struct mien_detection *all, int32_t count,
                              struct mien_detection *kept, int32_t most);

/* From 0..1 across a region to the picture. The box stays upright and keeps its sides. */
void mien_detection_place(struct mien_detection *d, const struct mien_region *r);

/* The square to look for landmarks in: on the box's longer side, half as large again, its x axis
 * along the eyes. */
struct mien_region mien_region_of_detection(const struct mien_detection *d);

#ifdef __cplusplus
}
#endif

#endif
