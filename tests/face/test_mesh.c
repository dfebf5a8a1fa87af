/* test_mesh.c - the canonical face's tables hang together, and measures on landmarks mean what they
 * say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/face/mien_face_mesh.h"

static bool edge[MIEN_MESH_POINTS][MIEN_MESH_POINTS];

static void edges_are_the_triangles_sides_each_once(void **state)
{
    (void)state;
    for (int i = 0; i < MIEN_MESH_EDGES; i++) {
        const uint16_t *e = mien_mesh_edges[i];
        assert_true(e[0] < e[1] && e[1] < MIEN_MESH_POINTS && !edge[e[0]][e[1]]);
        edge[e[0]][e[1]] = edge[e[1]][e[0]] = true;
    }
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++) {
        const uint16_t *t = mien_mesh_triangles[i];
        assert_true(edge[t[0]][t[1]] && edge[t[1]][t[2]] && edge[t[2]][t[0]]);
    }
}

static void contours_run_along_edges_and_cover_their_points_once(void **state)
{
    int points = 0;
    (void)state;
    for (int k = 0; k < MIEN_CONTOURS; k++) {
        const uint16_t *p = mien_contour_points + mien_contours[k].first;
        int count = mien_contours[k].count;
        assert_int_equal(mien_contours[k].first, points);
        points += count;
        for (int i = 0; i < count; i++)
            assert_true(edge[p[i]][p[(i + 1) % count]]);
    }
    assert_int_equal(points, MIEN_CONTOUR_POINTS);
}

static void the_right_eye_is_on_the_pictures_left(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        const enum mien_contour_name right = k ? MIEN_CONTOUR_RIGHT_BROW : MIEN_CONTOUR_RIGHT_EYE;
        const enum mien_contour_name left = k ? MIEN_CONTOUR_LEFT_BROW : MIEN_CONTOUR_LEFT_EYE;
        assert_true(mien_mesh_vertices[mien_contour_points[mien_contours[right].first]][0] < -1.0f);
        assert_true(mien_mesh_vertices[mien_contour_points[mien_contours[left].first]][0] > 1.0f);
    }
}

static void weights_and_texture_are_whole(void **state)
{
    double total = 0.0;
    (void)state;
    for (int i = 0; i < MIEN_MESH_RIGID; i++)
        total += (double)mien_mesh_rigid[i].weight;
    assert_float_equal(total, 1.0, 0.1);
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        for (int k = 0; k < 2; k++)
            assert_true(mien_mesh_uv[i][k] >= 0.0f && mien_mesh_uv[i][k] <= 1.0f);
    assert_true(mien_mesh_uv[10][1] > mien_mesh_uv[152][1]); /* the forehead is up */
}

/* The canonical face as landmarks of a picture, turned by `angle` about (200, 100). */
static void turned_face(float landmarks[MIEN_MESH_POINTS * 3], float angle)
{
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *v = mien_mesh_vertices[i];
        landmarks[3 * i] = 200.0f + 10.0f * (v[0] * cosf(angle) + v[1] * sinf(angle));
        landmarks[3 * i + 1] = 100.0f + 10.0f * (v[0] * sinf(angle) - v[1] * cosf(angle));
        landmarks[3 * i + 2] = -10.0f * v[2];
    }
}

static void a_region_turns_with_its_face(void **state)
{
    static float landmarks[MIEN_MESH_POINTS * 3];
    (void)state;
    turned_face(landmarks, 0.0f);
    const struct mien_rect box = mien_mesh_box(landmarks);
    const struct mien_region level = mien_region_of_landmarks(landmarks);
    assert_float_equal(level.size, 1.5f * fmaxf(box.width, box.height), 1e-3);
    assert_float_equal(level.x, box.x + 0.5f * box.width, 1e-3);
    assert_float_equal(level.y, box.y + 0.5f * box.height, 1e-3);
    for (int k = -3; k <= 3; k++) {
        const float angle = (float)k;
        turned_face(landmarks, angle);
        const struct mien_region r = mien_region_of_landmarks(landmarks);
        assert_float_equal(r.size, level.size, 0.01);
        assert_float_equal(r.angle, angle, 1e-4);
        assert_float_equal(hypotf(r.x - 200.0f, r.y - 100.0f),
                           hypotf(level.x - 200.0f, level.y - 100.0f), 0.01);
    }
}

static void openness_is_height_over_width_and_not_a_matter_of_turn(void **state)
{
    static float landmarks[MIEN_MESH_POINTS * 3];
    float eyes[2], mouth;
    (void)state;
    mien_mesh_openness(landmarks, eyes, &mouth); /* all in one place */
    assert_true(eyes[0] == 0.0f && eyes[1] == 0.0f && mouth == 0.0f);
    landmarks[3 * 308] = 40.0f;
    landmarks[3 * 13] = landmarks[3 * 14] = 20.0f;
    landmarks[3 * 14 + 1] = 10.0f;
    mien_mesh_openness(landmarks, eyes, &mouth);
    assert_float_equal(mouth, 0.25, 1e-6);
    for (int k = 0; k < 3; k++) {
        turned_face(landmarks, (float)k);
        mien_mesh_openness(landmarks, eyes, &mouth);
        assert_float_equal(eyes[0], eyes[1], 1e-3);
        assert_in_range((int)(1000.0f * eyes[0]), 200, 350);
        assert_in_range((int)(1000.0f * mouth), 0, 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_are_the_triangles_sides_each_once),
        cmocka_unit_test(contours_run_along_edges_and_cover_their_points_once),
        cmocka_unit_test(the_right_eye_is_on_the_pictures_left),
        cmocka_unit_test(weights_and_texture_are_whole),
        cmocka_unit_test(a_region_turns_with_its_face),
        cmocka_unit_test(openness_is_height_over_width_and_not_a_matter_of_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
