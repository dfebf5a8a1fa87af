/* test_detection.c - the detector's numbers read: anchors, boxes, suppression. The folder
 * MIEN_ORACLES, where it is set, holds MediaPipe's own anchors and recorded answers of the network;
 * what they come to was computed apart from this code, in NumPy. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/npy.h"
#include "runtime/face/mien_face_detection.h"

static float boxes[MIEN_ANCHORS * MIEN_DETECTOR_NUMBERS], logits[MIEN_ANCHORS];
static struct mien_detection all[MIEN_ANCHORS], kept[MIEN_ANCHORS];

/* The sums are those of MediaPipe's golden file. */
static void anchors_are_two_on_sixteen_cells_and_six_on_eight(void **state)
{
    double across = 0.0, down = 0.0;
    float x, y;
    (void)state;
    for (int32_t i = 0; i < MIEN_ANCHORS; i++) {
        mien_anchor(i, &x, &y);
        across += i * (double)x;
        down += i * (double)y;
    }
    assert_true(across == 203352.0 && down == 234336.0);
    mien_anchor(511, &x, &y);
    assert_true(x == 0.96875f && y == 0.96875f);
    mien_anchor(512, &x, &y);
    assert_true(x == 0.0625f && y == 0.0625f);
}

static const char *oracle(const char *name)
{
    static char path[4096];
    if (!getenv("MIEN_ORACLES"))
        skip();
    snprintf(path, sizeof path, "%s/%s", getenv("MIEN_ORACLES"), name);
    return path;
}

/* The golden file is of the detector for 256 pixels, whose grids are of 32, 16 and 8 cells. */
static void anchors_are_those_of_the_golden_file(void **state)
{
    FILE *f = fopen(oracle("mediapipe/anchor_golden_file_0.txt"), "r");
    float golden[4], x, y;
    (void)state;
    assert_non_null(f);
    for (int32_t i = -2048; i < MIEN_ANCHORS; i++) {
        assert_int_equal(fscanf(f, "%f %f %f %f", golden, golden + 1, golden + 2, golden + 3), 4);
        if (i < 0)
            continue;
        mien_anchor(i, &x, &y);
        assert_true(x == golden[0] && y == golden[1]);
        assert_true(golden[2] == 1.0f && golden[3] == 1.0f);
    }
    fclose(f);
}

/* Number of faces; the surest's box, first and last key point and score. */
struct answer {
    int32_t count;
    float numbers[9];
};

static void recorded_outputs_become_the_boxes_that_they_come_to(void **state)
{
    static const struct answer answers[14] = {
        {2,
         {0.357334f, 0.270789f, 0.159582f, 0.159582f, 0.391330f, 0.321655f, 0.509502f, 0.336270f,
          0.602717f}},
        {2,
         {0.402319f, 0.455016f, 0.173518f, 0.173518f, 0.435377f, 0.506744f, 0.573643f, 0.510006f,
          0.929939f}},
        {3,
         {0.210830f, 0.449354f, 0.146344f, 0.146344f, 0.260409f, 0.485195f, 0.348201f, 0.511656f,
          0.949229f}},
        {1,
         {0.840895f, 0.440148f, 0.134567f, 0.134567f, 0.863595f, 0.506723f, 0.957218f, 0.455752f,
          0.530754f}},
        {1,
         {0.632211f, 0.258469f, 0.123393f, 0.123392f, 0.695063f, 0.304852f, 0.728708f, 0.306181f,
          0.655655f}},
        {3,
         {0.451390f, 0.324670f, 0.181882f, 0.181882f, 0.493755f, 0.386541f, 0.625687f, 0.371725f,
          0.953755f}},
        {0, {0}},
        {2,
         {0.692196f, 0.407386f, 0.151197f, 0.151197f, 0.784170f, 0.448704f, 0.783846f, 0.474431f,
          0.572493f}},
        {1,
         {0.379644f, 0.114319f, 0.227959f, 0.227959f, 0.451475f, 0.178773f, 0.594927f, 0.198383f,
          0.927935f}},
        {0, {0}},
        {0, {0}},
        {0, {0}},
        {0, {0}},
        {0, {0}},
    };
    struct npy b, s;
    struct mien_error e = {0};
    (void)state;
    assert_int_equal(npy_open(&b, oracle("oracle/face_detection.out0.npy"), &e), 0);
    assert_int_equal(npy_open(&s, oracle("oracle/face_detection.out1.npy"), &e), 0);
    for (int i = 0; i < 14; i++) {
        const float *box = (const float *)b.data + i * MIEN_ANCHORS * MIEN_DETECTOR_NUMBERS;
        const float *score = (const float *)s.data + i * MIEN_ANCHORS, *want = answers[i].numbers;
        int32_t count = mien_detections_decode(box, score, 0.5f, all);
        count = mien_detections_merge(all, count, kept, MIEN_ANCHORS);
        assert_int_equal(count, answers[i].count);
        if (count == 0)
            continue;
        const float got[9] = {kept->box.x,           kept->box.y,           kept->box.width,
                              kept->box.height,      kept->keypoints[0][0], kept->keypoints[0][1],
                              kept->keypoints[5][0], kept->keypoints[5][1], kept->score};
        for (int k = 0; k < 9; k++)
            assert_float_equal(got[k], want[k], 2e-5);
    }
    npy_close(&b);
    npy_close(&s);
}

static void numbers_are_read_from_the_anchor(void **state)
{
    (void)state;
    memset(boxes, 0, sizeof boxes);
    for (int i = 0; i < MIEN_ANCHORS; i++)
        logits[i] = -1000.0f; /* exp would overflow */
    const float numbers[16] = {8, -4, 32, 64, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    memcpy(boxes + 530 * 16, numbers, sizeof numbers); /* cell 3 of the first row of eight */
    logits[530] = 1000.0f;
    assert_int_equal(mien_detections_decode(boxes, logits, 0.5f, all), 1);
    assert_float_equal(all->score, 1.0, 1e-6);
    assert_float_equal(all->box.x, 0.4375 + 8.0 / 128 - 16.0 / 128, 1e-6);
    assert_float_equal(all->box.y, 0.0625 - 4.0 / 128 - 32.0 / 128, 1e-6);
    assert_float_equal(all->box.width, 0.25, 1e-6);
    assert_float_equal(all->box.height, 0.5, 1e-6);
    assert_float_equal(all->keypoints[5][1], 0.0625 + 12.0 / 128, 1e-6);
}

static struct mien_detection at(float x, float score)
{
    struct mien_detection d = {{x, 0.0f, 1.0f, 1.0f}, {{x, 0.0f}}, score};
    return d;
}

static void overlapping_boxes_become_their_mean_by_score(void **state)
{
    (void)state;
    all[0] = at(5.0f, 0.6f);
    all[1] = at(0.2f, 0.5f); /* overlaps the surest by 0.8 / 1.2 */
    all[2] = at(0.0f, 0.9f);
    all[3] = at(0.6f, 0.7f); /* by 0.4 / 1.6: a face of its own, with none */
    assert_int_equal(mien_detections_merge(all, 4, kept, 10), 3);
    assert_float_equal(kept[0].box.x, 0.2 * 0.5 / 1.4, 1e-6);
    assert_float_equal(kept[0].keypoints[0][0], 0.2 * 0.5 / 1.4, 1e-6);
    assert_float_equal(kept[0].score, 0.9, 1e-6);
    assert_float_equal(kept[1].box.x, 0.6, 1e-6);
    assert_float_equal(kept[2].box.x, 5.0, 1e-6);
    all[0] = at(5.0f, 0.6f);
    all[1] = at(0.0f, 0.9f);
    assert_int_equal(mien_detections_merge(all, 2, kept, 1), 1);
    assert_float_equal(kept[0].score, 0.9, 1e-6);
}

static void overlap_is_shared_over_joint_area(void **state)
{
    const struct mien_rect a = {0, 0, 2, 2}, b = {1, 1, 2, 2}, c = {5, 5, 1, 1},
                           none = {1, 1, 0, 0};
    (void)state;
    assert_float_equal(mien_rect_overlap(&a, &b), 1.0 / 7.0, 1e-6);
    assert_float_equal(mien_rect_overlap(&a, &a), 1.0, 1e-6);
    assert_true(mien_rect_overlap(&a, &c) == 0.0f);
    assert_true(mien_rect_overlap(&a, &none) == 0.0f);
}

static void a_detection_goes_to_the_picture_and_its_region_along_the_eyes(void **state)
{
    struct mien_detection d = {{0.25f, 0.5f, 0.5f, 0.25f}, {{0.4f, 0.6f}, {0.6f, 0.6f}}, 0.9f};
    const struct mien_region part = {100.0f, 200.0f, 40.0f, 1.57079633f}; /* its x axis downwards */
    (void)state;
    mien_detection_place(&d, &part);
    const struct mien_region r = mien_region_of_detection(&d);
    assert_float_equal(r.x, 100.0 - 0.125 * 40.0, 1e-4);
    assert_float_equal(r.y, 200.0, 1e-4);
    assert_float_equal(r.size, 1.5 * 20.0, 1e-4);
    assert_float_equal(r.angle, 1.57079633, 1e-5);
    assert_float_equal(d.keypoints[0][1], 200.0 - 0.1 * 40.0, 1e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anchors_are_two_on_sixteen_cells_and_six_on_eight),
        cmocka_unit_test(anchors_are_those_of_the_golden_file),
        cmocka_unit_test(recorded_outputs_become_the_boxes_that_they_come_to),
        cmocka_unit_test(numbers_are_read_from_the_anchor),
        cmocka_unit_test(overlapping_boxes_become_their_mean_by_score),
        cmocka_unit_test(overlap_is_shared_over_joint_area),
        cmocka_unit_test(a_detection_goes_to_the_picture_and_its_region_along_the_eyes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
