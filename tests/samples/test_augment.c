/* test_augment.c - what augmentation may and may not change in a face. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mien_features.h"
#include "datasets/mirror.h"
#include "trainer/samples/augment.h"

enum { POINTS = MIEN_LANDMARKS68 };

static void make_face(float *q)
{
    struct rng r = rng_seed(3);
    for (int i = 0; i < POINTS; i++) {
        q[2 * i] = 24 + 10 * rng_normal(&r);
        q[2 * i + 1] = 24 + 10 * rng_normal(&r);
    }
    for (int i = 36; i < 48; i++)
        q[2 * i] = i < 42 ? 15 + (float)(i % 3) : 31 + (float)(i % 3);
}

static void the_list_is_read_with_its_numbers(void **state)
{
    struct augment a;
    (void)state;
    assert_int_equal(augment_parse(&a, "mirror, jitter:0.01 ,rotate:5,scale:0.05",
                                   AUGMENT_LANDMARKS, "c", 1, NULL),
                     0);
    assert_true(a.mirror);
    assert_float_equal(a.jitter, 0.01, 1e-12);
    assert_float_equal(a.rotate, 5, 1e-12);
    assert_float_equal(a.scale, 0.05, 1e-12);
    assert_int_equal(augment_parse(&a, "mirror, mixup:0.2", AUGMENT_PICTURES, "c", 1, NULL), 0);
    assert_false(augment_moves(&a));
    assert_float_equal(a.mixup, 0.2, 1e-12);
    assert_int_equal(augment_parse(&a, "jitter:0.1", AUGMENT_PICTURES, "c", 1, NULL), -1);
    assert_int_equal(augment_parse(&a, "mirror", AUGMENT_VECTORS, "c", 1, NULL), -1);
}

static void a_wrong_list_is_one_error_with_its_line(void **state)
{
    static const char *const wrong[] = {"miror",    "jitter",     "jitter:",    "jitter:x",
                                        "rotate:0", "rotate:181", "scale:-0.1", "mirror,,jitter:1",
                                        "mirror:2", "jitter:nan", "shift:0.1"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct augment a;
        struct mien_error e;
        assert_int_equal(augment_parse(&a, wrong[i], AUGMENT_LANDMARKS, "some.cfg", 12, &e), -1);
        assert_memory_equal(e.text, "some.cfg:12: ", 13);
    }
}

static void mirroring_negates_aligned_x_of_the_other_side(void **state)
{
    float q[2 * POINTS], before[2 * POINTS], after[2 * POINTS];
    (void)state;
    make_face(q);
    mien_features(q, MIEN_ALIGNED, POINTS, 2, 2, 0, before);
    mirror_landmarks(q, POINTS, 2, 0);
    mien_features(q, MIEN_ALIGNED, POINTS, 2, 2, 0, after);
    for (int i = 0; i < POINTS; i++) {
        assert_float_equal(after[2 * i], -before[2 * mien_mirror68[i]], 1e-5);
        assert_float_equal(after[2 * i + 1], before[2 * mien_mirror68[i] + 1], 1e-5);
    }
}

static void mirroring_a_mesh_keeps_y_and_z_and_is_undone_by_itself(void **state)
{
    static float q[3 * MIEN_MESH_POINTS], before[3 * MIEN_MESH_POINTS];
    struct rng r = rng_seed(4);
    (void)state;
    for (int i = 0; i < 3 * MIEN_MESH_POINTS; i++)
        before[i] = q[i] = rng_normal(&r);
    mirror_landmarks(q, MIEN_MESH_POINTS, 3, 0);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *from = before + 3 * mien_mirror468[i];
        assert_float_equal(q[3 * i], -from[0], 0);
        assert_memory_equal(q + 3 * i + 1, from + 1, 2 * sizeof *q);
    }
    mirror_landmarks(q, MIEN_MESH_POINTS, 3, 0);
    assert_memory_equal(q, before, sizeof q);
}

static void rotation_alone_leaves_aligned_features(void **state)
{
    float q[2 * POINTS], before[2 * POINTS], after[2 * POINTS], moved = 0;
    const struct augment a = {.rotate = 20};
    struct rng r = rng_seed(5);
    (void)state;
    make_face(q);
    mien_features(q, MIEN_ALIGNED, POINTS, 2, 2, 0, before);
    const float x = q[0];
    augment_landmarks(&a, &r, q, POINTS, 2);
    moved = fabsf(q[0] - x);
    mien_features(q, MIEN_ALIGNED, POINTS, 2, 2, 0, after);
    assert_true(moved > 0.01f);
    for (int i = 0; i < 2 * POINTS; i++)
        assert_float_equal(after[i], before[i], 1e-4);
}

static void jitter_has_the_stated_deviation_in_interocular_distances(void **state)
{
    float q[2 * POINTS], face[2 * POINTS];
    const struct augment a = {.jitter = 0.05};
    struct rng r = rng_seed(9);
    double square = 0;
    (void)state;
    make_face(face);
    const float unit = mien_eyes_of(face, POINTS, 2).d;
    for (int n = 0; n < 200; n++) {
        memcpy(q, face, sizeof q);
        augment_landmarks(&a, &r, q, POINTS, 2);
        for (int i = 0; i < 2 * POINTS; i++)
            square += (q[i] - face[i]) * (q[i] - face[i]) / (unit * unit);
    }
    assert_float_equal(sqrt(square / (200 * 2 * POINTS)), 0.05, 0.001);
}

static void a_stretched_mesh_keeps_its_eyes_midpoint(void **state)
{
    static float q[3 * MIEN_MESH_POINTS];
    const struct augment a = {.scale = 0.2, .rotate = 15};
    struct rng r = rng_seed(6);
    (void)state;
    for (int i = 0; i < 3 * MIEN_MESH_POINTS; i++)
        q[i] = 20 + 5 * rng_normal(&r);
    const struct mien_eyes before = mien_eyes_of(q, MIEN_MESH_POINTS, 3);
    const float depth = q[2] - before.z;
    augment_landmarks(&a, &r, q, MIEN_MESH_POINTS, 3);
    const struct mien_eyes after = mien_eyes_of(q, MIEN_MESH_POINTS, 3);
    assert_float_equal(after.x, before.x, 1e-3);
    assert_float_equal(after.y, before.y, 1e-3);
    assert_float_equal(after.z, before.z, 1e-3);
    assert_in_range((int)(100 * (q[2] - after.z) / depth), 79, 121);
}

static void the_same_random_state_gives_the_same_face(void **state)
{
    float q[2 * POINTS], again[2 * POINTS];
    const struct augment a = {.jitter = 0.02, .rotate = 10, .scale = 0.1};
    struct rng r = rng_stream(1, 2), s = rng_stream(1, 2);
    (void)state;
    make_face(q);
    make_face(again);
    augment_landmarks(&a, &r, q, POINTS, 2);
    augment_landmarks(&a, &s, again, POINTS, 2);
    assert_memory_equal(q, again, sizeof q);
}

enum { SIDE = 24, PIXELS = SIDE * SIDE };
static const uint32_t shape[3] = {SIDE, SIDE, 1};

/* A grey ramp to the right and down, which bilinear resampling keeps. */
static void make_ramp(float *picture)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            picture[y * SIDE + x] = 40 + 3 * (float)x + 4 * (float)y;
}

static void a_picture_mirrored_twice_is_itself(void **state)
{
    float a[3 * 4 * 5], b[3 * 4 * 5];
    const uint32_t colour[3] = {4, 5, 3};
    (void)state;
    for (int i = 0; i < 60; i++)
        a[i] = b[i] = (float)i;
    mirror_picture(a, colour);
    for (int y = 0; y < 4; y++)
        for (int x = 0; x < 5; x++)
            assert_memory_equal(a + (y * 5 + x) * 3, b + (y * 5 + 4 - x) * 3, 3 * sizeof *a);
    mirror_picture(a, colour);
    assert_memory_equal(a, b, sizeof a);
}

/* A ramp under an affine map is a ramp: its values inside tell where each pixel was read. */
static void a_moved_ramp_stays_a_ramp_within_the_bounds_asked_for(void **state)
{
    float p[PIXELS], scratch[PIXELS];
    const struct augment a = {.shift = 0.1, .rotate = 20, .scale = 0.1};
    float widest = 0;
    (void)state;
    for (uint64_t n = 0; n < 200; n++) {
        struct rng r = rng_stream(1, n);
        make_ramp(p);
        augment_picture(&a, &r, p, shape, scratch);
        const float *q = p + SIDE / 2 * SIDE + SIDE / 2;
        const float right = q[1] - q[0], down = q[SIDE] - q[0];
        for (int y = -3; y <= 3; y++)
            for (int x = -3; x <= 3; x++)
                assert_float_equal(q[y * SIDE + x], q[0] + (float)x * right + (float)y * down,
                                   2e-3);
        /* the gradient (3, 4) is turned by at most 20 degrees and stretched by at most 1 / 0.9 */
        const float turn = atan2f(down, right) - atan2f(4, 3);
        assert_true(fabsf(turn) < 27 * 3.1416f / 180);
        assert_in_range((int)(100 * hypotf(right, down)), 450, 560);
        const float centre = q[0] - 0.5f * (right + down); /* between the four middle pixels */
        const float moved = fabsf(centre - (40 + 7 * 11.5f));
        assert_true(moved <= (3 + 4) * 0.1f * SIDE / 0.9f + 1e-3f);
        widest = moved > widest ? moved : widest;
    }
    assert_true(widest > 8);
}

static void tones_keep_their_order_and_range(void **state)
{
    float p[PIXELS], scratch[PIXELS];
    const struct augment a = {.brightness = 0.3, .contrast = 0.5, .gamma = 1};
    bool differs = false;
    (void)state;
    for (uint64_t n = 0; n < 100; n++) {
        struct rng r = rng_stream(2, n);
        for (int i = 0; i < PIXELS; i++)
            p[i] = 255 * (float)i / (PIXELS - 1);
        augment_picture(&a, &r, p, shape, scratch);
        for (int i = 0; i < PIXELS; i++) {
            assert_true(p[i] >= 0 && p[i] <= 255);
            assert_true(i == 0 || p[i] >= p[i - 1]);
        }
        differs |= fabsf(p[PIXELS / 2] - 127.5f) > 20;
    }
    assert_true(differs);
}

static void a_rectangle_of_the_stated_size_is_erased_as_often_as_asked(void **state)
{
    float p[PIXELS], scratch[PIXELS];
    const struct augment a = {.erase = 0.25};
    int erased = 0;
    (void)state;
    for (uint64_t n = 0; n < 2000; n++) {
        struct rng r = rng_stream(3, n);
        int changed = 0;
        for (int i = 0; i < PIXELS; i++)
            p[i] = -1; /* a grey that noise never has */
        augment_picture(&a, &r, p, shape, scratch);
        for (int i = 0; i < PIXELS; i++)
            changed += p[i] >= 0;
        erased += changed > 0;
        assert_true(changed <= PIXELS / 5);
        assert_true(changed == 0 || changed >= PIXELS / 50 - SIDE);
    }
    assert_in_range(erased, 430, 570);
}

/* Beta(1, 1) is uniform; Beta(a, a) has mean 1/2 and variance 1 / (4 (2 a + 1)). */
static void shares_are_beta_distributed(void **state)
{
    static const double as[] = {0.2, 0.5, 1};
    (void)state;
    for (int k = 0; k < 3; k++) {
        struct rng r = rng_seed(7);
        double sum = 0, square = 0;
        const int n = 20000;
        for (int i = 0; i < n; i++) {
            const double v = augment_share(as[k], &r) - 0.5;
            sum += v;
            square += v * v;
        }
        assert_float_equal(sum / n, 0, 0.01);
        assert_float_equal(square / n, 1 / (4 * (2 * as[k] + 1)), 0.004);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_read_with_its_numbers),
        cmocka_unit_test(a_wrong_list_is_one_error_with_its_line),
        cmocka_unit_test(mirroring_negates_aligned_x_of_the_other_side),
        cmocka_unit_test(mirroring_a_mesh_keeps_y_and_z_and_is_undone_by_itself),
        cmocka_unit_test(rotation_alone_leaves_aligned_features),
        cmocka_unit_test(jitter_has_the_stated_deviation_in_interocular_distances),
        cmocka_unit_test(a_stretched_mesh_keeps_its_eyes_midpoint),
        cmocka_unit_test(the_same_random_state_gives_the_same_face),
        cmocka_unit_test(a_picture_mirrored_twice_is_itself),
        cmocka_unit_test(a_moved_ramp_stays_a_ramp_within_the_bounds_asked_for),
        cmocka_unit_test(tones_keep_their_order_and_range),
        cmocka_unit_test(a_rectangle_of_the_stated_size_is_erased_as_often_as_asked),
        cmocka_unit_test(shares_are_beta_distributed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
