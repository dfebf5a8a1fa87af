/* test_unwrap.c - a photo's colours come to the texels that stand for their places on the face;
 * what is not seen comes from the other side; what is no face is refused in words. */
#include "mask_case.h"

#include <stdio.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/draw/triangle.h"
#include "viewer/mask/unwrap.h"

enum { SIDE = 640 };

/* A face's own colours, the same on both sides: bands along the height, and towards the middle. */
static void skin(const float vertex[3], float color[3])
{
    color[0] = 180.0f + 40.0f * sinf(vertex[1]);
    color[1] = 140.0f + 30.0f * cosf(0.8f * vertex[0]);
    color[2] = 120.0f;
}

/* A picture of a face that has these colours, darker towards the picture's left by `shadow`. */
static uint8_t *draw_face(const struct mien_face *face, float shadow)
{
    uint8_t *pixels = malloc(SIDE * SIDE * 3);
    float *depth = malloc(SIDE * SIDE * sizeof *depth);
    memset(pixels, 150, SIDE * SIDE * 3);
    for (int i = 0; i < SIDE * SIDE; i++)
        depth[i] = INFINITY;
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++) {
        const uint16_t *c = mien_mesh_triangles[i];
        struct triangle t;
        if (!triangle_start(&t, face->landmarks[c[0]], face->landmarks[c[1]], face->landmarks[c[2]],
                            SIDE, SIDE))
            continue;
        for (struct triangle_row row; triangle_next(&t, &row);)
            for (int x = row.first; x < row.end; x++) {
                float at[4] = {0}, color[3];
                for (int k = 0; k < 3; k++) {
                    const float w = row.weight[k] + (float)(x - row.first) * t.step[k];
                    for (int d = 0; d < 3; d++)
                        at[d] += w * mien_mesh_vertices[c[k]][d];
                    at[3] += w * face->landmarks[c[k]][2];
                }
                if (at[3] >= depth[row.y * SIDE + x])
                    continue;
                depth[row.y * SIDE + x] = at[3];
                skin(at, color);
                const float light = 1.0f - shadow * (float)(SIDE - x) / SIDE;
                for (int k = 0; k < 3; k++)
                    pixels[3 * (row.y * SIDE + x) + k] = (uint8_t)lrintf(light * color[k]);
            }
    }
    free(depth);
    return pixels;
}

static void make(struct mask *m, float yaw, float shadow)
{
    struct mien_face face;
    struct mien_error e;
    known_face(&face, SIDE / 2, SIDE / 2, 30, yaw);
    uint8_t *pixels = draw_face(&face, shadow);
    const struct mien_picture picture = {pixels, SIDE, SIDE, 3, SIDE * 3};
    assert_int_equal(mask_init(m, "known", &e), 0);
    if (mask_unwrap(m, &picture, &face, &e) != 0)
        fail_msg("%s", e.text);
    free(pixels);
}

static const uint8_t *texel_of(const struct mask *m, int landmark)
{
    float x, y;
    mask_texel(mien_mesh_uv[landmark], &x, &y);
    return m->texels + 4 * ((size_t)y * MASK_SIDE + (size_t)x);
}

/* Landmarks of the forehead, cheeks and chin on either side, well within the face. */
static const int right[] = {69, 105, 66, 50, 205, 207, 32, 187},
                 left[] = {299, 334, 296, 280, 425, 427, 262, 411};
enum { PLACES = sizeof right / sizeof *right };

static void assert_skin(const struct mask *m, int landmark, float light, float tolerance)
{
    float color[3];
    skin(mien_mesh_vertices[landmark], color);
    const uint8_t *texel = texel_of(m, landmark);
    for (int k = 0; k < 3; k++)
        assert_float_equal(texel[k], light * color[k], tolerance);
}

static void texels_have_the_colours_of_their_places(void **state)
{
    (void)state;
    struct mask m;
    make(&m, 0.0f, 0.0f);
    for (int i = 0; i < PLACES; i++) {
        assert_skin(&m, right[i], 1.0f, 6.0f);
        assert_skin(&m, left[i], 1.0f, 6.0f);
    }
    assert_true(m.person);
    assert_int_equal(texel_of(&m, 4)[3], 255);
    assert_int_equal(m.texels[3], 0);
    mask_free(&m);
}

static void the_side_that_is_turned_away_is_filled_from_the_other(void **state)
{
    (void)state;
    struct mask m;
    make(&m, 0.75f, 0.0f);
    for (int i = 0; i < PLACES; i++) {
        assert_skin(&m, right[i], 1.0f, 8.0f);
        assert_skin(&m, left[i], 1.0f, 14.0f);
    }
    mask_free(&m);
}

static void a_fill_has_no_seam(void **state)
{
    (void)state;
    struct mask m;
    make(&m, 0.75f, 0.5f);
    /* Along a line across the cheeks the steps are those of the skin's own bands. */
    float steepest = 0.0f;
    for (int x = 200; x < 824; x++) {
        const uint8_t *a = m.texels + 4 * (540 * MASK_SIDE + (size_t)x);
        steepest = fmaxf(steepest, fabsf((float)a[2] - (float)a[4 * 4 + 2]));
    }
    assert_true(steepest < 10.0f);
    mask_free(&m);
}

static void a_face_too_small_or_turned_too_far_is_refused(void **state)
{
    (void)state;
    static uint8_t pixels[SIDE * SIDE * 3];
    const struct mien_picture picture = {pixels, SIDE, SIDE, 3, SIDE * 3};
    struct mask m;
    struct mien_face face;
    struct mien_error e;
    assert_int_equal(mask_init(&m, "x", &e), 0);
    known_face(&face, 300, 300, 1.5f, 0.0f);
    assert_int_equal(mask_unwrap(&m, &picture, &face, &e), -1);
    assert_non_null(strstr(e.text, "too small"));
    known_face(&face, 300, 300, 20, 1.1f);
    assert_int_equal(mask_unwrap(&m, &picture, &face, &e), -1);
    assert_non_null(strstr(e.text, "turned too far"));
    known_face(&face, -1000, 5000, 20, 0.2f); /* outside the picture altogether */
    assert_int_equal(mask_unwrap(&m, &picture, &face, &e), 0);
    mask_free(&m);
}

static void a_photo_becomes_a_mask_and_one_without_a_face_is_refused(void **state)
{
    const struct finder *f = *state;
    struct mask m;
    struct mien_error e;
    assert_int_equal(mask_init(&m, "x", &e), 0);
    assert_int_equal(mask_unwrap_file(&m, COLLINS, f->faces, &e), 0);
    const uint8_t *cheek = texel_of(&m, 50);
    assert_true(cheek[0] > cheek[1] && cheek[1] > cheek[2] && cheek[0] > 150);
    /* Hair and collar do not come along: the border is skin. */
    const struct mien_contour *oval = &mien_contours[MIEN_CONTOUR_FACE];
    for (int i = 0; i < oval->count; i++) {
        const uint8_t *t = texel_of(&m, mien_contour_points[oval->first + i]);
        assert_true(t[0] > 95 && t[0] >= t[1] && t[1] > t[2]);
    }
    assert_int_equal(mask_unwrap_file(&m, "tests/mask/no-face.png", f->faces, &e), -1);
    assert_non_null(strstr(e.text, "tests/mask/no-face.png: no face"));
    assert_int_equal(mask_unwrap_file(&m, "tests/mask/none.jpg", f->faces, &e), -1);
    assert_non_null(strstr(e.text, "tests/mask/none.jpg"));
    mask_free(&m);
}

int main(void)
{
    static struct finder finder;
    finder_open(&finder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texels_have_the_colours_of_their_places),
        cmocka_unit_test(the_side_that_is_turned_away_is_filled_from_the_other),
        cmocka_unit_test(a_fill_has_no_seam),
        cmocka_unit_test(a_face_too_small_or_turned_too_far_is_refused),
        cmocka_unit_test_prestate(a_photo_becomes_a_mask_and_one_without_a_face_is_refused,
                                  &finder),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    finder_close(&finder);
    return failed;
}
