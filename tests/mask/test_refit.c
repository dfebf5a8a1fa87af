/* test_refit.c - landmarks of a photo that is turned move to where its mask is found again on
 * another face; the oval, and what cannot be found, stay. */
#include "mask_case.h"
#include "tests/mask/swap_measure.h"

#include "viewer/mask/refit.h"
#include "viewer/mask/tone.h"
#include "viewer/mask/unwrap.h"
#include "viewer/mask/worn.h"
#include "viewer/puppet/puppet.h"
#include "viewer/puppet/script.h"

static struct finder finder;

/* A portrait's mask, of its landmarks as they were found, or refitted. */
static void make(struct mask *m, const char *path, bool refitted)
{
    struct mien_error e;
    struct portrait p;
    portrait_open(&p, &finder, path);
    assert_int_equal(mask_init(m, path, &e), 0);
    if (refitted)
        assert_int_equal(refit_landmarks(&p.picture, finder.faces, &p.face, &e), 0);
    assert_int_equal(mask_unwrap(m, &p.picture, &p.face, &e), 0);
    portrait_close(&p);
}

/* How far landmarks are found from where they are worn, by the puppet as it turns its head. */
static double found_away(const char *mask, bool refitted)
{
    enum { WIDTH = 640, HEIGHT = 360, POSES = 8 };
    static struct tone_membrane membrane;
    static uint8_t pixels[4 * WIDTH * HEIGHT];
    const struct mien_picture picture = {pixels, WIDTH, HEIGHT, 4, 4 * WIDTH};
    struct mask m;
    struct tone_mask own;
    struct mien_error e;
    struct puppet *puppet = puppet_open_built_in(WIDTH, HEIGHT, 1, &e);
    double sum = 0;
    assert_non_null(puppet);
    tone_membrane_init(&membrane);
    make(&m, mask, refitted);
    assert_int_equal(tone_of_mask(&own, &membrane, &m, &e), 0);
    for (int i = 0; i < POSES; i++) {
        const struct puppet_pose pose = puppet_turns(10.0 * i / POSES, 0.5f);
        struct tone tone;
        struct mien_face again;
        puppet_draw(puppet, &pose, pixels, NULL);
        assert_int_equal(mien_faces_find(finder.faces, &picture), 1);
        const struct mien_face face = *mien_faces_get(finder.faces, 0);
        tone_init(&tone);
        tone_follow(&tone, &membrane, &own, &picture, &face, 1, 0);
        assert_int_equal(mask_wear(&m, &tone, &face, pixels, WIDTH, HEIGHT, 4, &e), 0);
        assert_int_equal(mien_faces_mesh(finder.faces, &picture, &face.region, &again), 1);
        sum += swap_apart(&face, &again);
    }
    puppet_close(puppet);
    mask_free(&m);
    return sum / POSES;
}

static void a_turned_portraits_mask_is_found_nearer_to_where_it_is_worn(void **state)
{
    (void)state;
    const double plain = found_away(MONA_LISA, false), refitted = found_away(MONA_LISA, true);
    print_message("%.2f %% of the way between the eyes, %.2f %% refitted\n", 100 * plain,
                  100 * refitted);
    assert_true(refitted < 0.85 * plain);
    assert_true(refitted < 0.03);
}

static void a_portrait_from_the_front_stays_as_good(void **state)
{
    (void)state;
    const double plain = found_away(COLLINS, false), refitted = found_away(COLLINS, true);
    print_message("%.2f %%, %.2f %% refitted\n", 100 * plain, 100 * refitted);
    assert_true(refitted < 1.05 * plain);
}

static void the_oval_stays_and_nothing_goes_far(void **state)
{
    (void)state;
    struct portrait p;
    struct mien_error e;
    portrait_open(&p, &finder, MONA_LISA);
    struct mien_face face = p.face, other = p.face;
    assert_int_equal(refit_landmarks(&p.picture, finder.faces, &face, &e), 0);
    assert_int_equal(refit_landmarks(&p.picture, finder.faces, &other, &e), 0);
    assert_memory_equal(&face, &other, sizeof face);
    const struct mien_contour *oval = &mien_contours[MIEN_CONTOUR_FACE];
    for (int i = 0; i < oval->count; i++) {
        const int v = mien_contour_points[oval->first + i];
        assert_memory_equal(face.landmarks[v], p.face.landmarks[v], sizeof face.landmarks[v]);
    }
    float farthest = 0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        assert_true(face.landmarks[i][2] == p.face.landmarks[i][2]);
        farthest = fmaxf(farthest, hypotf(face.landmarks[i][0] - p.face.landmarks[i][0],
                                          face.landmarks[i][1] - p.face.landmarks[i][1]));
    }
    assert_true(farthest > 0.005f * p.face.box.width && farthest < 0.1f * p.face.box.width);
    portrait_close(&p);
}

static void what_is_not_found_again_stays(void **state)
{
    (void)state;
    enum { SIDE = 300 };
    uint8_t *pixels = malloc(SIDE * SIDE * 3);
    const struct mien_picture picture = {pixels, SIDE, SIDE, 3, SIDE * 3};
    struct mien_face face, before;
    struct mien_error e;
    memset(pixels, 120, SIDE * SIDE * 3);
    static const float x[] = {SIDE / 2, 5000};
    for (int i = 0; i < 2; i++) { /* a grey face, and one outside the picture */
        memset(&face, 0, sizeof face);
        known_face(&face, x[i], SIDE / 2, 12, 0);
        before = face;
        assert_int_equal(refit_landmarks(&picture, finder.faces, &face, &e), 0);
        assert_memory_equal(&face, &before, sizeof face);
    }
    free(pixels);
}

int main(void)
{
    finder_open(&finder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turned_portraits_mask_is_found_nearer_to_where_it_is_worn),
        cmocka_unit_test(a_portrait_from_the_front_stays_as_good),
        cmocka_unit_test(the_oval_stays_and_nothing_goes_far),
        cmocka_unit_test(what_is_not_found_again_stays),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    finder_close(&finder);
    return failed;
}
