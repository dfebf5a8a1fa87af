/* test_surface.c - what masks know of the face's surface. */
#include "mask_case.h"

#include "runtime/mien_landmarks.h"
#include "viewer/mask/atlas.h"
#include "viewer/mask/surface.h"

enum { NOSE_TIP = 4, RIGHT_CHEEK = 50, LEFT_CHEEK = 280 };

static void the_border_starts_at_the_face_oval(void **state)
{
    (void)state;
    float edge[MIEN_MESH_POINTS];
    surface_edge(edge);
    const struct mien_contour *oval = &mien_contours[MIEN_CONTOUR_FACE];
    for (int i = 0; i < oval->count; i++)
        assert_float_equal(edge[mien_contour_points[oval->first + i]], 0.0f, 1e-6f);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        assert_float_equal(edge[v], edge[mien_mirror468[v]], 1e-5f);
    assert_true(edge[NOSE_TIP] > 0.4f);
}

static void a_mask_grows_from_nothing_to_all_over_its_feather(void **state)
{
    (void)state;
    assert_float_equal(surface_border(0.0f, 0.1f), 0.0f, 0.0f);
    assert_float_equal(surface_border(0.05f, 0.1f), 0.5f, 1e-6f);
    assert_float_equal(surface_border(0.1f, 0.1f), 1.0f, 0.0f);
    assert_float_equal(surface_border(0.0f, 0.0f), 1.0f, 0.0f);
}

static void skin_faces_the_viewer_as_the_head_is_turned(void **state)
{
    (void)state;
    struct mien_face face;
    float front[MIEN_MESH_POINTS], turned[MIEN_MESH_POINTS];
    known_face(&face, 100, 100, 10, 0.0f);
    surface_facing(face.landmarks, front);
    assert_float_equal(front[RIGHT_CHEEK], front[LEFT_CHEEK], 1e-5f);
    assert_true(front[RIGHT_CHEEK] > 0.6f);
    known_face(&face, 100, 100, 10, 0.7f); /* its right cheek towards the viewer */
    surface_facing(face.landmarks, turned);
    assert_true(turned[RIGHT_CHEEK] > front[RIGHT_CHEEK]);
    assert_true(turned[LEFT_CHEEK] < front[LEFT_CHEEK] - 0.2f);
    assert_true(turned[454] < -0.3f);
}

static void each_texel_lies_in_its_triangle_and_has_a_place_beyond_the_border(void **state)
{
    (void)state;
    struct atlas atlas;
    struct mien_error e;
    assert_int_equal(atlas_init(&atlas, &e), 0);
    int inside = 0;
    for (int y = 0; y < MASK_SIDE; y += 3)
        for (int x = 0; x < MASK_SIDE; x += 3) {
            const struct atlas_texel *t = &atlas.texels[y * MASK_SIDE + x];
            float uv[2], at[2];
            atlas_blend(t, mien_mesh_uv[0], 2, uv);
            mask_texel(uv, &at[0], &at[1]);
            assert_in_range(t->triangle, 0, MIEN_MESH_TRIANGLES - 1);
            if (t->inside) {
                assert_float_equal(at[0], (float)x + 0.5f, 0.05f);
                assert_float_equal(at[1], (float)y + 0.5f, 0.05f);
                inside++;
            } else {
                /* towards the middle */
                assert_true(fabsf(at[0] - 512.0f) <= fabsf((float)x - 512.0f) + 1.5f);
            }
        }
    atlas_free(&atlas);
    /* The oval's area in texture coordinates, by the triangles' own. */
    double area = 0.0;
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++) {
        const float *a = mien_mesh_uv[mien_mesh_triangles[i][0]];
        const float *b = mien_mesh_uv[mien_mesh_triangles[i][1]];
        const float *c = mien_mesh_uv[mien_mesh_triangles[i][2]];
        area += fabs((double)(b[0] - a[0]) * (c[1] - a[1]) - (double)(b[1] - a[1]) * (c[0] - a[0]));
    }
    assert_float_equal(9.0 * inside / ATLAS_TEXELS, area / 2.0, 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_border_starts_at_the_face_oval),
        cmocka_unit_test(a_mask_grows_from_nothing_to_all_over_its_feather),
        cmocka_unit_test(skin_faces_the_viewer_as_the_head_is_turned),
        cmocka_unit_test(each_texel_lies_in_its_triangle_and_has_a_place_beyond_the_border),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
