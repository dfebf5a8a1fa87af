/* mien_face_crop.c - see mien_face_crop.h. */
#include <math.h>

#include "runtime/face/mien_face_crop.h"
#include "runtime/mien_landmarks.h"

enum { RIGHT_EYE = 36, LEFT_EYE = 42, EYE_POINTS = 6 }; /* among the 68 */

struct point {
    float x, y;
};

static struct point landmark68(const float *landmarks, int index)
{
    const float *l = landmarks + 3 * mien_ibug68[index];
    struct point p = {l[0], l[1]};
    return p;
}

/* The mean of `count` of the 68 from `first` on. */
static struct point mean_of(const float *landmarks, int first, int count)
{
    struct point sum = {0.0f, 0.0f};
    for (int i = first; i < first + count; i++) {
        struct point p = landmark68(landmarks, i);
        sum.x += p.x;
        sum.y += p.y;
    }
    sum.x /= (float)count;
    sum.y /= (float)count;
    return sum;
}

static float spread_about(const float *landmarks, struct point centre)
{
    float sum = 0.0f;
    for (int i = 0; i < MIEN_LANDMARKS68; i++) {
        struct point p = landmark68(landmarks, i);
        float x = p.x - centre.x, y = p.y - centre.y;
        sum += x * x + y * y;
    }
    return sqrtf(sum / (float)MIEN_LANDMARKS68);
}

struct mien_region mien_crop_region(const float *landmarks)
{
    struct point centre = mean_of(landmarks, 0, MIEN_LANDMARKS68);
    struct point right = mean_of(landmarks, RIGHT_EYE, EYE_POINTS);
    struct point left = mean_of(landmarks, LEFT_EYE, EYE_POINTS);
    float r = spread_about(landmarks, centre), rise = MIEN_CROP_RISE * r;
    float angle = atan2f(left.y - right.y, left.x - right.x);
    struct mien_region square = {centre.x + rise * sinf(angle), centre.y - rise * cosf(angle),
                                 MIEN_CROP_SIDE * r, angle};
    return square;
}

void mien_crop_sample(const struct mien_picture *p, const struct mien_region *square, int32_t side,
                      int32_t channels, float *out)
{
    const struct mien_sampling how = {side, MIEN_BORDER_REPLICATE, 1.0f, 0.0f, 2.0f};
    mien_picture_sample(p, square, &how, out);
    if (channels == 3)
        return;
    for (int32_t i = 0; i < side * side; i++) {
        const float *rgb = out + 3 * i;
        out[i] = 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
    }
}
