/* test_presets.c - the presets that are painted, and masks by name. */
#include "mask_case.h"

#include "runtime/host/file.h"
#include "viewer/mask/presets.h"

static void presets_are_found_by_their_names(void **state)
{
    (void)state;
    for (int i = 0; i < MASK_PRESET_COUNT; i++) {
        assert_int_equal(mask_preset_named(mask_preset_names[i]), i);
        assert_true(mask_preset_titles[i][0]);
    }
    assert_int_equal(mask_preset_named("nobody"), -1);
    assert_string_equal(mask_preset_names[MASK_mona_lisa], "mona-lisa");
}

static const uint8_t *texel_of(const struct mask *m, int landmark)
{
    float x, y;
    mask_texel(mien_mesh_uv[landmark], &x, &y);
    return m->texels + 4 * ((size_t)y * MASK_SIDE + (size_t)x);
}

static void assert_color(const struct mask *m, int landmark, const uint8_t low[3],
                         const uint8_t high[3])
{
    const uint8_t *texel = texel_of(m, landmark);
    for (int k = 0; k < 3; k++)
        assert_in_range(texel[k], low[k], high[k]);
    assert_int_equal(texel[3], 255);
}

#define COLOR(...) ((const uint8_t[3]){__VA_ARGS__})

static void painted_faces_have_what_they_are_known_by(void **state)
{
    (void)state;
    static const struct {
        enum mask_preset preset;
        int landmark;
        uint8_t low[3], high[3];
    } known[] = {
        {MASK_robot, 50, {60, 70, 80}, {190, 200, 210}},  /* steel */
        {MASK_robot, 151, {180, 20, 5}, {255, 190, 160}}, /* the signal */
        {MASK_clown, 4, {150, 5, 5}, {255, 120, 110}},    /* the nose */
        {MASK_clown, 151, {200, 190, 180}, {255, 255, 255}},
        {MASK_skull, 253, {0, 0, 0}, {40, 40, 40}}, /* below the eye */
        {MASK_skull, 197, {0, 0, 0}, {255, 255, 255}},
        {MASK_skull, 151, {140, 120, 90}, {255, 250, 235}},
        {MASK_cat, 4, {150, 70, 70}, {255, 240, 240}}, /* the nose */
        {MASK_cat, 199, {180, 170, 150}, {255, 255, 255}},
    };
    for (int preset = MASK_robot; preset < MASK_PRESET_COUNT; preset++) {
        struct mask m;
        struct mien_error e;
        assert_int_equal(mask_preset(&m, (enum mask_preset)preset, NULL, &e), 0);
        assert_string_equal(m.name, mask_preset_titles[preset]);
        assert_false(m.person);
        assert_int_equal(m.texels[3], 0);
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if ((int)known[i].preset == preset)
                assert_color(&m, known[i].landmark, known[i].low, known[i].high);
        mask_free(&m);
    }
}

static void a_painting_is_the_same_each_time(void **state)
{
    (void)state;
    struct mask a, b;
    struct mien_error e;
    assert_int_equal(mask_preset(&a, MASK_clown, NULL, &e), 0);
    assert_int_equal(mask_preset(&b, MASK_clown, NULL, &e), 0);
    assert_memory_equal(a.texels, b.texels, (size_t)MASK_SIDE * MASK_SIDE * 4);
    mask_free(&a);
    mask_free(&b);
}

static void a_mask_is_a_preset_a_file_or_a_photo(void **state)
{
    const struct finder *f = *state;
    static const char path[] = "/tmp/mien-mask-made.png";
    struct mask m;
    struct mien_error e;
    assert_int_equal(mask_make(&m, MONA_LISA, f->faces, &e), 0);
    assert_string_equal(m.name, "mona_lisa.jpg");
    assert_true(m.person);
    assert_int_equal(mask_save(&m, path, &e), 0);
    mask_free(&m);
    assert_int_equal(mask_make(&m, path, f->faces, &e), 0);
    assert_string_equal(m.name, "mona_lisa.jpg");
    assert_true(m.person);
    mask_free(&m);
    remove(path);
    assert_int_equal(mask_make(&m, "collins", f->faces, &e), 0);
    assert_string_equal(m.name, "Eileen Collins");
    assert_true(m.person);
    mask_free(&m);
    assert_int_equal(mask_make(&m, "neither.jpg", f->faces, &e), -1);
    assert_null(m.texels);
}

int main(void)
{
    static struct finder finder;
    finder_open(&finder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_are_found_by_their_names),
        cmocka_unit_test(painted_faces_have_what_they_are_known_by),
        cmocka_unit_test(a_painting_is_the_same_each_time),
        cmocka_unit_test_prestate(a_mask_is_a_preset_a_file_or_a_photo, &finder),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    finder_close(&finder);
    return failed;
}
