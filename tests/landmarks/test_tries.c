/* test_tries.c - the finder over the project's own networks, on a portrait that may ship: cut tight
 * and small as in FER2013, turned over, in a large picture, and on what is no face. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/landmarks/tries.h"
#include "runtime/host/image/image.h"

/* The portrait's face: left, top, side. */
enum { LEFT = 145, TOP = 45, CUT = 160, SMALL = 48 };

struct case_ {
    struct face_networks networks;
    struct landmark_tries tries;
    struct landmark_finder finder;
    struct image portrait, cut; /* 512 x 512; the face in 48 x 48, grey */
};

static struct image blank(uint32_t width, uint32_t height)
{
    struct image m = {calloc((size_t)width * height, 1), width, height, 1};
    assert_non_null(m.data);
    return m;
}

static int make(void **state)
{
    struct case_ *c = calloc(1, sizeof *c);
    struct mien_error e = {.text = ""};
    *state = c;
    if (!c || face_networks_open(&c->networks, &e) != 0 ||
        image_read(&c->portrait, "datasets/portraits/collins.jpg", 1, &e) != 0) {
        print_error("%s\n", e.text);
        return -1;
    }
    c->finder = landmark_tries_finder(&c->tries, &c->networks);
    struct image part = blank(CUT, CUT);
    c->cut = blank(SMALL, SMALL);
    for (size_t y = 0; y < CUT; y++)
        memcpy(part.data + y * CUT, c->portrait.data + (TOP + y) * 512 + LEFT, CUT);
    int result = image_resize(&part, SMALL, SMALL, c->cut.data, &e);
    image_free(&part);
    return result;
}

static int unmake(void **state)
{
    struct case_ *c = *state;
    face_networks_close(&c->networks);
    image_free(&c->portrait);
    image_free(&c->cut);
    free(c);
    return 0;
}

static void find(const struct case_ *c, const struct image *m, struct landmark_found *found)
{
    struct mien_error e = {.text = ""};
    const struct mien_picture p = {m->data, (int32_t)m->width, (int32_t)m->height, 1,
                                   (ptrdiff_t)m->width};
    void *finder = c->finder.open(c->finder.context, &e);
    assert_non_null(finder);
    assert_int_equal(c->finder.find(finder, &p, found, &e), 0);
    c->finder.close(finder);
    assert_in_range(found->tries, 1, c->finder.try_count);
    assert_true(found->kept < c->finder.try_count);
}

/* The mean distance of the eyes' outer corners, mouth's corners, nose tip and chin between `a` and
 * b * scale + (x, y), over the distance of the eyes in `a`. */
static float distance(const struct landmark_found *a, const struct landmark_found *b, float scale,
                      float x, float y)
{
    static const int points[] = {33, 263, 61, 291, 4, 152};
    const float(*p)[3] = a->landmarks, (*q)[3] = b->landmarks;
    float sum = 0;
    for (size_t i = 0; i < 6; i++)
        sum += hypotf(p[points[i]][0] - scale * q[points[i]][0] - x,
                      p[points[i]][1] - scale * q[points[i]][1] - y);
    return sum / 6 / hypotf(p[33][0] - p[263][0], p[33][1] - p[263][1]);
}

static void a_face_cut_tight_and_small_is_found_at_once(void **state)
{
    const struct case_ *c = *state;
    struct landmark_found large, small;
    find(c, &c->portrait, &large);
    find(c, &c->cut, &small);
    assert_true(large.score > 0.9f && small.score > 0.9f);
    assert_true(large.at_once && small.at_once && large.detected && small.detected);
    assert_int_equal(large.tries, 1);
    assert_int_equal(small.tries, 1);
    assert_string_equal(c->finder.try_names[large.kept], "picture");
    assert_string_equal(c->finder.try_names[small.kept], "margin of 15 %");
    assert_true(distance(&large, &small, (float)CUT / SMALL, LEFT, TOP) < 0.04f);
}

static void a_picture_turned_over_has_its_landmarks_turned_over(void **state)
{
    const struct case_ *c = *state;
    struct landmark_found found, over, back;
    struct image m = blank(SMALL, SMALL);
    for (size_t i = 0; i < SMALL * SMALL; i++)
        m.data[i] = c->cut.data[i / SMALL * SMALL + SMALL - 1 - i % SMALL];
    find(c, &c->cut, &found);
    find(c, &m, &over);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *from = over.landmarks[mien_mirror468[i]];
        back.landmarks[i][0] = SMALL - from[0];
        back.landmarks[i][1] = from[1];
    }
    assert_true(distance(&found, &back, 1, 0, 0) < 0.02f);
    image_free(&m);
}

static void a_small_face_in_a_large_picture_is_found(void **state)
{
    const struct case_ *c = *state;
    struct landmark_found alone, found;
    struct image m = blank(2400, 1600);
    for (size_t y = 0; y < 512; y++)
        memcpy(m.data + (1000 + y) * 2400 + 1700, c->portrait.data + y * 512, 512);
    find(c, &c->portrait, &alone);
    find(c, &m, &found);
    assert_true(found.score > 0.9f);
    assert_true(distance(&found, &alone, 1, 1700, 1000) < 0.03f);
    image_free(&m);
}

static void the_largest_of_several_faces_counts(void **state)
{
    const struct case_ *c = *state;
    struct landmark_found alone, found;
    struct image m = blank(512 + 256, 512), half = blank(256, 256);
    assert_int_equal(image_resize(&c->portrait, 256, 256, half.data, NULL), 0);
    for (size_t y = 0; y < 512; y++)
        memcpy(m.data + y * 768 + 256, c->portrait.data + y * 512, 512);
    for (size_t y = 0; y < 256; y++)
        memcpy(m.data + y * 768, half.data + y * 256, 256);
    find(c, &c->portrait, &alone);
    find(c, &m, &found);
    assert_true(distance(&found, &alone, 1, 256, 0) < 0.03f);
    image_free(&half);
    image_free(&m);
}

static void what_is_no_face_has_a_guess_and_a_low_score(void **state)
{
    const struct case_ *c = *state;
    struct landmark_found found;
    struct image m = blank(SMALL, SMALL), dot = blank(1, 1);
    struct image *const pictures[] = {&m, &dot};
    for (int k = 0; k < 2; k++) {
        find(c, pictures[k], &found);
        assert_true(found.score >= 0 && found.score < 0.5f);
        assert_int_equal(found.at_once, 0);
        for (int i = 0; i < MIEN_MESH_POINTS * 3; i++)
            assert_true(isfinite(found.landmarks[i / 3][i % 3]));
    }
    assert_true(found.tries > 5); /* none was sure: all that small pictures get */
    image_free(&m);
    image_free(&dot);
}

static void what_was_found_before_changes_nothing(void **state)
{
    const struct case_ *c = *state;
    struct landmark_found alone, after;
    struct mien_error e;
    const struct mien_picture first = {c->portrait.data, 512, 512, 1, 512},
                              second = {c->cut.data, SMALL, SMALL, 1, SMALL};
    find(c, &c->cut, &alone);
    void *finder = c->finder.open(c->finder.context, &e);
    assert_non_null(finder);
    assert_int_equal(c->finder.find(finder, &first, &after, &e), 0);
    assert_int_equal(c->finder.find(finder, &second, &after, &e), 0);
    c->finder.close(finder);
    assert_memory_equal(alone.landmarks, after.landmarks, sizeof alone.landmarks);
    assert_true(alone.score == after.score);
}

static void the_method_names_its_networks(void **state)
{
    const struct case_ *c = *state;
    assert_non_null(strstr(c->finder.about, c->networks.detector.weights_checksum));
    assert_non_null(strstr(c->finder.about, c->networks.mesh.weights_checksum));
    assert_true(strlen(c->finder.about) + 1 < sizeof c->tries.about);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_face_cut_tight_and_small_is_found_at_once),
        cmocka_unit_test(a_picture_turned_over_has_its_landmarks_turned_over),
        cmocka_unit_test(a_small_face_in_a_large_picture_is_found),
        cmocka_unit_test(the_largest_of_several_faces_counts),
        cmocka_unit_test(what_is_no_face_has_a_guess_and_a_low_score),
        cmocka_unit_test(what_was_found_before_changes_nothing),
        cmocka_unit_test(the_method_names_its_networks),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
