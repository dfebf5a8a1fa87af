/* mien_face_detection.c - anchors, decoding, suppression: from the detector's numbers to boxes. */
#include <math.h>

#include "runtime/face/mien_face_detection.h"

/* Two grids over the input: cells a side, anchors in each cell, and the first anchor's number. */
static const struct {
    int32_t first, cells, each;
} grids[] = {{0, 16, 2}, {512, 8, 6}};

static const float logit_bound = 100.0f; /* keeps expf finite */

void mien_anchor(int32_t i, float *x, float *y)
{
    int32_t g = i >= grids[1].first, cell = (i - grids[g].first) / grids[g].each;
    *x = ((float)(cell % grids[g].cells) + 0.5f) / (float)grids[g].cells;
    *y = ((float)(cell / grids[g].cells) + 0.5f) / (float)grids[g].cells;
}

static float least_of(float a, float b)
{
    return a < b ? a : b;
}

static float most_of(float a, float b)
{
    return a > b ? a : b;
}

float mien_rect_overlap(const struct mien_rect *a, const struct mien_rect *b)
{
    float w = least_of(a->x + a->width, b->x + b->width) - most_of(a->x, b->x);
    float h = least_of(a->y + a->height, b->y + b->height) - most_of(a->y, b->y);
    if (!(w > 0.0f) || !(h > 0.0f))
        return 0.0f;
    return w * h / (a->width * a->height + b->width * b->height - w * h);
}

static void decode_one(const float *numbers, int32_t anchor, struct mien_detection *d)
{
    const float unit = 1.0f / MIEN_DETECTOR_SIDE;
    float x, y;
    mien_anchor(anchor, &x, &y);
    d->box.width = numbers[2] * unit;
    d->box.height = numbers[3] * unit;
    d->box.x = x + numbers[0] * unit - 0.5f * d->box.width;
    d->box.y = y + numbers[1] * unit - 0.5f * d->box.height;
    for (int k = 0; k < MIEN_KEYPOINTS; k++) {
        d->keypoints[k][0] = x + numbers[4 + 2 * k] * unit;
        d->keypoints[k][1] = y + numbers[5 + 2 * k] * unit;
    }
}

int32_t mien_detections_decode(const float *boxes, const float *logits, float least,
                               struct mien_detection *out)
{
    int32_t count = 0;
    for (int32_t i = 0; i < MIEN_ANCHORS; i++) {
        float logit = least_of(most_of(logits[i], -logit_bound), logit_bound);
        float score = 1.0f / (1.0f + expf(-logit));
        if (!(score >= least))
            continue;
        decode_one(boxes + i * MIEN_DETECTOR_NUMBERS, i, out + count);
        out[count++].score = score;
    }
    return count;
}

/* sum += weight * d, all numbers but the score. */
static void add_weighted(struct mien_detection *sum, const struct mien_detection *d, float weight)
{
    sum->box.x += weight * d->box.x;
    sum->box.y += weight * d->box.y;
    sum->box.width += weight * d->box.width;
    sum->box.height += weight * d->box.height;
    for (int k = 0; k < MIEN_KEYPOINTS; k++) {
        sum->keypoints[k][0] += weight * d->keypoints[k][0];
        sum->keypoints[k][1] += weight * d->keypoints[k][1];
    }
}

/* Takes the surest and all that overlap it out of all [*count]; returns their mean. */
static struct mien_detection take_surest(struct mien_detection *all, int32_t *count)
{
    int32_t best = 0, left = 0;
    float total = 0.0f;
    for (int32_t i = 1; i < *count; i++)
        if (all[i].score > all[best].score)
            best = i;
    struct mien_detection surest = all[best], mean = {{0}, {{0}}, 0.0f};
    for (int32_t i = 0; i < *count; i++)
        if (i == best || mien_rect_overlap(&all[i].box, &surest.box) > MIEN_SAME_FACE)
            total += all[i].score;
    for (int32_t i = 0; i < *count; i++)
        if (i == best || mien_rect_overlap(&all[i].box, &surest.box) > MIEN_SAME_FACE)
            add_weighted(&mean, &all[i], all[i].score / total);
        else
            all[left++] = all[i];
    *count = left;
    mean.score = surest.score;
    return mean;
}

int32_t mien_detections_merge(struct mien_detection *all, int32_t count,
                              struct mien_detection *kept, int32_t most)
{
    int32_t n = 0;
    while (count > 0 && n < most)
        kept[n++] = take_surest(all, &count);
    return n;
}

void mien_detection_place(struct mien_detection *d, const struct mien_region *r)
{
    float x, y;
    mien_region_point(r, d->box.x + 0.5f * d->box.width, d->box.y + 0.5f * d->box.height, &x, &y);
    d->box.width *= r->size;
    d->box.height *= r->size;
    d->box.x = x - 0.5f * d->box.width;
    d->box.y = y - 0.5f * d->box.height;
    for (int k = 0; k < MIEN_KEYPOINTS; k++)
        mien_region_point(r, d->keypoints[k][0], d->keypoints[k][1], &d->keypoints[k][0],
                          &d->keypoints[k][1]);
}

struct mien_region mien_region_of_detection(const struct mien_detection *d)
{
    const float *right = d->keypoints[0], *left = d->keypoints[1];
    struct mien_region r = {d->box.x + 0.5f * d->box.width, d->box.y + 0.5f * d->box.height,
                            1.5f * most_of(d->box.width, d->box.height),
                            atan2f(left[1] - right[1], left[0] - right[0])};
    return r;
}
