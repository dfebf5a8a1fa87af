/* test_features.c - feature vectors against geometry that can be worked out by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/face/mien_face_mesh.h"
#include "runtime/mien_features.h"

enum {
    POINTS = MIEN_LANDMARKS68,
    MESH = MIEN_MESH_POINTS,
    NUMBERS = MIEN_FEATURES_SIZE(MIEN_LANDMARKS68, 2, 1),
    DEEP = MIEN_FEATURES_SIZE(MIEN_MESH_POINTS, 3, 1)
};

/* A face whose eyes are regular hexagons of radius 1 about (-3, 0) and (3, 0), all else on a
 * spiral. */
static void make_face(float *q)
{
    for (int i = 0; i < POINTS; i++) {
        q[2 * i] = 0.3f * (float)i * cosf((float)i);
        q[2 * i + 1] = 0.2f * (float)i * sinf(1.3f * (float)i);
    }
    for (int i = 36; i < 48; i++) {
        const float angle = 3.14159265f / 3 * (float)(i - 36);
        q[2 * i] = (i < 42 ? -3.0f : 3.0f) + cosf(angle);
        q[2 * i + 1] = sinf(angle);
    }
}

static void transform(const float *q, float scale, float angle, float dx, float dy, float *out)
{
    for (int i = 0; i < POINTS; i++) {
        const float x = q[2 * i], y = q[2 * i + 1];
        out[2 * i] = scale * (cosf(angle) * x - sinf(angle) * y) + dx;
        out[2 * i + 1] = scale * (sinf(angle) * x + cosf(angle) * y) + dy;
    }
}

static void near(const float *a, const float *b, int n, float tolerance)
{
    for (int i = 0; i < n; i++)
        assert_float_equal(a[i], b[i], tolerance);
}

static void aligned_eyes_lie_half_a_unit_from_the_origin(void **state)
{
    float q[2 * POINTS], f[NUMBERS], centre[4] = {0};
    (void)state;
    make_face(q);
    transform(q, 7, 0.4f, 100, -20, q);
    mien_features(q, MIEN_ALIGNED, POINTS, 2, 2, 0, f);
    for (int i = 36; i < 48; i++) {
        centre[i < 42 ? 0 : 2] += f[2 * i] / 6;
        centre[i < 42 ? 1 : 3] += f[2 * i + 1] / 6;
    }
    near(centre, (float[]){-0.5f, 0, 0.5f, 0}, 4, 1e-5f);
}

static void aligned_and_measures_ignore_place_size_and_tilt(void **state)
{
    float q[2 * POINTS], moved[2 * POINTS], a[NUMBERS], b[NUMBERS];
    (void)state;
    make_face(q);
    transform(q, 3.7f, -0.6f, 11, 23, moved);
    mien_features(q, MIEN_ALIGNED, POINTS, 2, 2, 1, a);
    mien_features(moved, MIEN_ALIGNED, POINTS, 2, 2, 1, b);
    near(a, b, NUMBERS, 2e-4f);
}

static void box_spans_exactly_zero_to_one_on_both_axes(void **state)
{
    float q[2 * POINTS], f[NUMBERS];
    (void)state;
    make_face(q);
    mien_features(q, MIEN_BOX, POINTS, 2, 2, 0, f);
    for (int axis = 0; axis < 2; axis++) {
        float low = 9, high = -9;
        for (int i = 0; i < POINTS; i++) {
            low = fminf(low, f[2 * i + axis]);
            high = fmaxf(high, f[2 * i + axis]);
        }
        assert_float_equal(low, 0, 0);
        assert_float_equal(high, 1, 0);
    }
}

static void measures_are_the_distances_and_angles_they_name(void **state)
{
    float q[2 * POINTS], f[NUMBERS];
    const float *distance = f + 2 * POINTS, *angle = distance + MIEN_DISTANCES68;
    (void)state;
    make_face(q);
    q[2 * 48] = 0, q[2 * 48 + 1] = 0; /* mouth: right-angled at 48, 3 and 4 long */
    q[2 * 51] = 3, q[2 * 51 + 1] = 0;
    q[2 * 57] = 0, q[2 * 57 + 1] = 4;
    mien_features(q, MIEN_BOX, POINTS, 2, 2, 1, f);
    int checked = 0;
    for (int i = 0; i < MIEN_DISTANCES68; i++)
        if (mien_distances68[i][0] == 51 && mien_distances68[i][1] == 57) {
            assert_float_equal(distance[i], 5.0f / 6, 1e-6f); /* the eyes are 6 apart */
            checked++;
        }
    for (int i = 0; i < MIEN_ANGLES68; i++)
        if (mien_angles68[i][0] == 51 && mien_angles68[i][1] == 48 && mien_angles68[i][2] == 57) {
            assert_float_equal(angle[i], 1.5707963f, 1e-6f);
            checked++;
        }
    assert_int_equal(checked, 2);
}

/* The canonical face as in a picture: x right, y down, z away from the camera. */
static void make_mesh(float *q)
{
    for (int i = 0; i < MESH; i++) {
        q[3 * i] = 5 * mien_mesh_vertices[i][0] + 30;
        q[3 * i + 1] = -5 * mien_mesh_vertices[i][1] + 40;
        q[3 * i + 2] = -5 * mien_mesh_vertices[i][2] + 7;
    }
}

static void the_68_have_the_same_features_within_the_468(void **state)
{
    float q[3 * MESH], part[2 * POINTS], all[MIEN_FEATURES_SIZE(MESH, 2, 1)], few[NUMBERS];
    (void)state;
    make_mesh(q);
    for (int i = 0; i < POINTS; i++)
        memcpy(part + 2 * i, q + 3 * mien_ibug68[i], 2 * sizeof *q);
    mien_features(q, MIEN_ALIGNED, MESH, 3, 2, 1, all);
    mien_features(part, MIEN_ALIGNED, POINTS, 2, 2, 1, few);
    for (int i = 0; i < POINTS; i++)
        assert_memory_equal(all + 2 * mien_ibug68[i], few + 2 * i, 2 * sizeof *few);
    assert_memory_equal(all + 2 * MESH, few + 2 * POINTS,
                        (MIEN_DISTANCES68 + MIEN_ANGLES68) * sizeof *few);
}

static void depth_is_in_inter_ocular_distances_behind_the_eyes(void **state)
{
    float q[3 * MESH], f[DEEP], flat[MIEN_FEATURES_SIZE(MESH, 2, 1)];
    (void)state;
    make_mesh(q);
    const struct mien_eyes e = mien_eyes_of(q, MESH, 3);
    mien_features(q, MIEN_ALIGNED, MESH, 3, 3, 1, f);
    mien_features(q, MIEN_ALIGNED, MESH, 3, 2, 1, flat);
    float eyes = 0;
    for (int i = 36; i < 48; i++)
        eyes += f[3 * mien_ibug68[i] + 2] / 12;
    assert_float_equal(eyes, 0, 1e-6f);
    assert_true(f[3 * mien_ibug68[30] + 2] < -0.2f); /* the nose's tip is nearer */
    for (int i = 0; i < MESH; i++) {
        assert_memory_equal(f + 3 * i, flat + 2 * i, 2 * sizeof *f);
        assert_float_equal(f[3 * i + 2] - f[2], (q[3 * i + 2] - q[2]) / e.d, 1e-5f);
    }
    near(f + 3 * MESH, flat + 2 * MESH, MIEN_DISTANCES68 + MIEN_ANGLES68, 0);
}

static void a_larger_face_further_away_keeps_its_depth(void **state)
{
    float q[3 * MESH], moved[3 * MESH], a[DEEP], b[DEEP];
    (void)state;
    make_mesh(q);
    for (int i = 0; i < MESH; i++)
        for (int axis = 0; axis < 3; axis++)
            moved[3 * i + axis] = 2.5f * q[3 * i + axis] + 10 * (float)axis;
    for (int alignment = 0; alignment < MIEN_ALIGNMENT_COUNT; alignment++) {
        mien_features(q, (enum mien_alignment)alignment, MESH, 3, 3, 1, a);
        mien_features(moved, (enum mien_alignment)alignment, MESH, 3, 3, 1, b);
        near(a, b, DEEP, 1e-4f);
    }
}

static void z_is_left_out_without_depth(void **state)
{
    float q[2 * POINTS], deep[3 * POINTS], a[NUMBERS], b[NUMBERS];
    (void)state;
    make_face(q);
    for (int i = 0; i < POINTS; i++) {
        memcpy(deep + 3 * i, q + 2 * i, 2 * sizeof *q);
        deep[3 * i + 2] = 1e6f;
    }
    for (int a68 = 0; a68 < MIEN_ALIGNMENT_COUNT; a68++) {
        mien_features(q, (enum mien_alignment)a68, POINTS, 2, 2, 1, a);
        mien_features(deep, (enum mien_alignment)a68, POINTS, 3, 2, 1, b);
        assert_memory_equal(a, b, sizeof a);
    }
}

/* The canonical face is symmetric, so its mirror image is itself, renumbered. */
static void mirrored_landmarks_of_the_mesh_are_those_of_the_canonical_face(void **state)
{
    (void)state;
    for (int i = 0; i < MESH; i++) {
        const int other = mien_mirror468[i];
        assert_int_equal(mien_mirror468[other], i);
        assert_int_equal(mien_mirror(i, MESH), other);
        const float *v = mien_mesh_vertices[i], *w = mien_mesh_vertices[other];
        near(w, (float[]){-v[0], v[1], v[2]}, 3, 1e-6f);
    }
    for (int i = 0; i < POINTS; i++)
        assert_int_equal(mien_mirror468[mien_ibug68[i]], mien_ibug68[mien_mirror68[i]]);
}

static void mirroring_twice_changes_nothing_and_keeps_each_part(void **state)
{
    static const uint8_t part_end[] = {17, 27, 31, 36, 48, 60, 68};
    (void)state;
    for (int i = 0; i < POINTS; i++) {
        int part = 0, other = 0;
        while (i >= part_end[part])
            part++;
        while (mien_mirror68[i] >= part_end[other])
            other++;
        assert_int_equal(part, other);
        assert_int_equal(mien_mirror68[mien_mirror68[i]], i);
    }
    /* On the axis: chin, nose bridge, nose tip's base, lips' middles. */
    static const uint8_t axis[] = {8, 27, 28, 29, 30, 33, 51, 57, 62, 66};
    int fixed = 0;
    for (int i = 0; i < POINTS; i++)
        fixed += mien_mirror68[i] == i;
    assert_int_equal(fixed, sizeof axis);
    for (size_t i = 0; i < sizeof axis; i++)
        assert_int_equal(mien_mirror68[axis[i]], axis[i]);
}

static void a_face_in_one_point_gives_finite_numbers(void **state)
{
    float q[2 * POINTS], f[NUMBERS];
    (void)state;
    for (int i = 0; i < 2 * POINTS; i++)
        q[i] = 5;
    for (int a = 0; a < MIEN_ALIGNMENT_COUNT; a++) {
        mien_features(q, (enum mien_alignment)a, POINTS, 2, 2, 1, f);
        for (int i = 0; i < NUMBERS; i++)
            assert_true(isfinite(f[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aligned_eyes_lie_half_a_unit_from_the_origin),
        cmocka_unit_test(aligned_and_measures_ignore_place_size_and_tilt),
        cmocka_unit_test(box_spans_exactly_zero_to_one_on_both_axes),
        cmocka_unit_test(measures_are_the_distances_and_angles_they_name),
        cmocka_unit_test(the_68_have_the_same_features_within_the_468),
        cmocka_unit_test(depth_is_in_inter_ocular_distances_behind_the_eyes),
        cmocka_unit_test(a_larger_face_further_away_keeps_its_depth),
        cmocka_unit_test(z_is_left_out_without_depth),
        cmocka_unit_test(mirrored_landmarks_of_the_mesh_are_those_of_the_canonical_face),
        cmocka_unit_test(mirroring_twice_changes_nothing_and_keeps_each_part),
        cmocka_unit_test(a_face_in_one_point_gives_finite_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
