/* test_augment.c - what augmentation may and may not change in a face. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mien_features.h"
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
    assert_int_equal(augment_parse(&a, "mirror, jitter:0.01 ,rotate:5,scale:0.05", "c", 1, NULL),
                     0);
    assert_true(a.mirror);
    assert_float_equal(a.jitter, 0.01, 1e-12);
    assert_float_equal(a.rotate, 5, 1e-12);
    assert_float_equal(a.scale, 0.05, 1e-12);
    assert_int_equal(augment_parse(&a, "mirror", "c", 1, NULL), 0);
    assert_false(augment_moves(&a));
}

static void a_wrong_list_is_one_error_with_its_line(void **state)
{
    static const char *const wrong[] = {"miror",    "jitter",     "jitter:",    "jitter:x",
                                        "rotate:0", "rotate:181", "scale:-0.1", "mirror,,jitter:1",
                                        "mirror:2", "jitter:nan"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct augment a;
        struct mien_error e;
        assert_int_equal(augment_parse(&a, wrong[i], "some.cfg", 12, &e), -1);
        assert_memory_equal(e.text, "some.cfg:12: ", 13);
    }
}

static void mirroring_negates_aligned_x_of_the_other_side(void **state)
{
    float q[2 * POINTS], before[2 * POINTS], after[2 * POINTS];
    (void)state;
    make_face(q);
    mien_features(q, MIEN_ALIGNED, POINTS, 2, 2, 0, before);
    augment_mirror(q, POINTS, 2);
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
    augment_mirror(q, MIEN_MESH_POINTS, 3);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *from = before + 3 * mien_mirror468[i];
        assert_float_equal(q[3 * i], -from[0], 0);
        assert_memory_equal(q + 3 * i + 1, from + 1, 2 * sizeof *q);
    }
    augment_mirror(q, MIEN_MESH_POINTS, 3);
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
    augment_move(&a, &r, q, POINTS, 2);
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
        augment_move(&a, &r, q, POINTS, 2);
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
    augment_move(&a, &r, q, MIEN_MESH_POINTS, 3);
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
    augment_move(&a, &r, q, POINTS, 2);
    augment_move(&a, &s, again, POINTS, 2);
    assert_memory_equal(q, again, sizeof q);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
