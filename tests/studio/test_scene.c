/* test_scene.c - the camera against closed forms, the figure against faces whose truth is known,
 * and what is found under the mouse. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/studio/camera.h"
#include "viewer/studio/pick.h"

enum { WIDTH = 800, HEIGHT = 600, NOSE_TIP = 1, RIGHT_CORNER = 61, LEFT_CORNER = 291 };

static struct figure *figure(void)
{
    struct figure *f = malloc(sizeof *f);
    assert_non_null(f);
    figure_init(f);
    return f;
}

static void assert_near(float found, float wanted, float most)
{
    if (!(fabsf(found - wanted) <= most))
        fail_msg("%g is not %g within %g", (double)found, (double)wanted, (double)most);
}

/* --- camera --------------------------------------------------------------------------------- */

static void the_target_is_seen_in_the_middle(void **state)
{
    (void)state;
    struct camera c = camera_start();
    float m[16], at[3];
    camera_orbit(&c, 0.7f, -0.4f);
    camera_matrix(&c, WIDTH, HEIGHT, m);
    camera_project(m, WIDTH, HEIGHT, c.target, at);
    assert_near(at[0], WIDTH / 2, 1e-3f);
    assert_near(at[1], HEIGHT / 2, 1e-3f);
}

static void a_point_is_seen_where_a_pinhole_shows_it(void **state)
{
    (void)state;
    const struct camera c = {.distance = 50.0f, .target = {0, 0, 0}};
    const float point[3] = {3.0f, 4.0f, 10.0f}; /* 40 before the camera */
    const float pixels = 0.5f * HEIGHT / tanf(0.5f * CAMERA_VIEW);
    float m[16], at[3];
    camera_matrix(&c, WIDTH, HEIGHT, m);
    camera_project(m, WIDTH, HEIGHT, point, at);
    assert_near(at[0], WIDTH / 2 + pixels * 3.0f / 40.0f, 1e-2f);
    assert_near(at[1], HEIGHT / 2 - pixels * 4.0f / 40.0f, 1e-2f);
}

static void what_is_nearer_has_less_depth_and_what_is_behind_is_not_seen(void **state)
{
    (void)state;
    const struct camera c = {.distance = 50.0f};
    const float near[3] = {0, 0, 10}, far[3] = {0, 0, -10}, behind[3] = {0, 0, 60};
    float m[16], a[3], b[3], z[3];
    camera_matrix(&c, WIDTH, HEIGHT, m);
    camera_project(m, WIDTH, HEIGHT, near, a);
    camera_project(m, WIDTH, HEIGHT, far, b);
    camera_project(m, WIDTH, HEIGHT, behind, z);
    assert_true(a[2] < b[2] && a[2] > -1.0f && b[2] < 1.0f);
    assert_true(z[2] > 1.0f);
}

static void orbits_keep_the_distance(void **state)
{
    (void)state;
    struct camera c = camera_start();
    for (int i = 0; i < 200; i++) {
        float eye[3];
        camera_orbit(&c, 0.37f, 0.11f * (float)(i % 7 - 3));
        camera_place(&c, eye);
        const float x = eye[0] - c.target[0], y = eye[1] - c.target[1], z = eye[2] - c.target[2];
        assert_near(sqrtf(x * x + y * y + z * z), c.distance, 1e-3f);
    }
}

static void a_quarter_turn_looks_from_the_subjects_left(void **state)
{
    (void)state;
    struct camera c = camera_start();
    float eye[3];
    camera_orbit(&c, 1.5707963f, 0.0f);
    camera_place(&c, eye);
    assert_near(eye[0], c.target[0] + c.distance, 1e-3f);
    assert_near(eye[2], c.target[2], 1e-3f);
}

static void panning_moves_the_picture_by_its_share(void **state)
{
    (void)state;
    struct camera c = camera_start();
    float point[3], m[16], at[3];
    camera_orbit(&c, 0.5f, 0.3f);
    memcpy(point, c.target, sizeof point);
    camera_pan(&c, 0.25f, 0.125f);
    camera_matrix(&c, WIDTH, HEIGHT, m);
    camera_project(m, WIDTH, HEIGHT, point, at);
    assert_near(at[0], WIDTH / 2 - 0.25f * HEIGHT, 0.02f);
    assert_near(at[1], HEIGHT / 2 + 0.125f * HEIGHT, 0.02f);
}

static void zooming_stays_within_its_limits(void **state)
{
    (void)state;
    struct camera c = camera_start();
    camera_zoom(&c, 1000);
    assert_near(c.distance, CAMERA_NEAREST, 0);
    camera_zoom(&c, -1000);
    assert_near(c.distance, CAMERA_FARTHEST, 0);
}

/* --- figure --------------------------------------------------------------------------------- */

/* The canonical face as a camera far away sees it, turned by yaw and roll,
 * `scale` pixels a centimetre. */
static void photographed(struct mien_face *face, float scale, float yaw, float roll)
{
    *face = (struct mien_face){.score = 1.0f};
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *at = mien_mesh_vertices[v];
        const float x = cosf(yaw) * at[0] + sinf(yaw) * at[2];
        const float z = cosf(yaw) * at[2] - sinf(yaw) * at[0];
        const float right = cosf(roll) * x - sinf(roll) * at[1];
        const float up = sinf(roll) * x + cosf(roll) * at[1];
        face->landmarks[v][0] = 420.0f + scale * right;
        face->landmarks[v][1] = 310.0f - scale * up;
        face->landmarks[v][2] = -scale * z;
    }
    face->box = mien_mesh_box(face->landmarks[0]);
}

static void a_fitted_face_has_neither_pose_nor_scale_left(void **state)
{
    (void)state;
    static const float poses[][3] = {{20, 0, 0}, {7, 0.5f, 0}, {31, -0.4f, 0.3f}, {12, 0.2f, -1}};
    struct figure *f = figure();
    for (size_t i = 0; i < sizeof poses / sizeof *poses; i++) {
        struct mien_face face;
        photographed(&face, poses[i][0], poses[i][1], poses[i][2]);
        figure_fit(f, &face);
        assert_true(f->fits);
        for (int v = 0; v < MIEN_MESH_POINTS; v++)
            for (int k = 0; k < 3; k++)
                assert_near(f->fitted[v][k], mien_mesh_vertices[v][k], 0.05f);
    }
    free(f);
}

static void blending_goes_from_the_canonical_face_to_the_fitted_one(void **state)
{
    (void)state;
    const struct mien_actions rest = {{{0}}};
    struct figure *f = figure();
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        f->fitted[v][0] = 1.5f * f->muscles.rest[v][0];
    figure_shape(f, 0.5f, &rest);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        assert_near(f->vertex[v][0], 1.25f * f->muscles.rest[v][0], 1e-4f);
    free(f);
}

static void a_smile_lifts_the_lip_corners_of_either_face(void **state)
{
    (void)state;
    struct mien_actions smile = {{{0}}};
    struct mien_face face;
    struct figure *f = figure();
    mien_expression_add(&mien_expressions[10], 1.0f, &smile); /* happy: AU 6, 12 */
    photographed(&face, 15, 0.3f, 0.1f);
    figure_fit(f, &face);
    for (int blend = 0; blend < 2; blend++) {
        float before[2];
        figure_shape(f, (float)blend, &(struct mien_actions){{{0}}});
        before[0] = f->vertex[RIGHT_CORNER][1];
        before[1] = f->vertex[LEFT_CORNER][1];
        figure_shape(f, (float)blend, &smile);
        assert_true(f->vertex[RIGHT_CORNER][1] > before[0] + 0.3f);
        assert_true(f->vertex[LEFT_CORNER][1] > before[1] + 0.3f);
    }
    free(f);
}

static void normals_look_outwards_with_length_one(void **state)
{
    (void)state;
    struct figure *f = figure();
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *n = f->normal[v];
        assert_near(sqrtf(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]), 1.0f, 1e-4f);
    }
    assert_true(f->normal[NOSE_TIP][2] > 0.8f);
    assert_true(f->normal[234][0] < 0 && f->normal[454][0] > 0); /* the face's sides */
    free(f);
}

static void landmarks_have_groups(void **state)
{
    (void)state;
    assert_string_equal(figure_group(NOSE_TIP), "nose");
    assert_string_equal(figure_group(RIGHT_CORNER), "outer lips");
    assert_string_equal(figure_group(33), "right eye");
    assert_string_equal(figure_group(10), "face oval");
    assert_string_equal(figure_group(50), "skin");
    assert_int_equal(figure_ibug68(RIGHT_CORNER), 48);
    assert_int_equal(figure_ibug68(50), -1);
}

/* --- the mouse ------------------------------------------------------------------------------ */

static void the_mouse_finds_the_landmark_under_it(void **state)
{
    (void)state;
    const struct camera c = camera_start();
    struct figure *f = figure();
    float m[16], eye[3], at[3];
    camera_matrix(&c, WIDTH, HEIGHT, m);
    camera_place(&c, eye);
    camera_project(m, WIDTH, HEIGHT, f->vertex[NOSE_TIP], at);
    assert_int_equal(pick_vertex(f, m, eye, WIDTH, HEIGHT, at[0], at[1], 10), NOSE_TIP);
    assert_int_equal(pick_vertex(f, m, eye, WIDTH, HEIGHT, 3, 3, 10), -1);
    free(f);
}

static void what_the_face_hides_is_not_found(void **state)
{
    (void)state;
    struct camera c = camera_start();
    struct figure *f = figure();
    float m[16], eye[3], at[3];
    camera_orbit(&c, 3.14159265f, 0.0f); /* from behind */
    camera_matrix(&c, WIDTH, HEIGHT, m);
    camera_place(&c, eye);
    camera_project(m, WIDTH, HEIGHT, f->vertex[NOSE_TIP], at);
    assert_int_not_equal(pick_vertex(f, m, eye, WIDTH, HEIGHT, at[0], at[1], 10), NOSE_TIP);
    free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_target_is_seen_in_the_middle),
        cmocka_unit_test(a_point_is_seen_where_a_pinhole_shows_it),
        cmocka_unit_test(what_is_nearer_has_less_depth_and_what_is_behind_is_not_seen),
        cmocka_unit_test(orbits_keep_the_distance),
        cmocka_unit_test(a_quarter_turn_looks_from_the_subjects_left),
        cmocka_unit_test(panning_moves_the_picture_by_its_share),
        cmocka_unit_test(zooming_stays_within_its_limits),
        cmocka_unit_test(a_fitted_face_has_neither_pose_nor_scale_left),
        cmocka_unit_test(blending_goes_from_the_canonical_face_to_the_fitted_one),
        cmocka_unit_test(a_smile_lifts_the_lip_corners_of_either_face),
        cmocka_unit_test(normals_look_outwards_with_length_one),
        cmocka_unit_test(landmarks_have_groups),
        cmocka_unit_test(the_mouse_finds_the_landmark_under_it),
        cmocka_unit_test(what_the_face_hides_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
