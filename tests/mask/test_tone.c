/* test_tone.c - colours go through Oklab and back, the membrane is harmonic, and a mask takes on
 * the live face's light: all of it, in time, and not that of what covers the face. */
#include "mask_case.h"

#include "runtime/mien_landmarks.h"
#include "viewer/mask/oklab.h"
#include "viewer/mask/tone.h"

enum { SIDE = 400 };

static struct tone_membrane membrane;

static void oklab_is_its_authors(void **state)
{
    (void)state;
    /* Values of the reference implementation, as B. Ottosson and CSS Color 4 give them. */
    static const struct {
        uint8_t srgb[3];
        float lab[3];
    } known[] = {
        {{255, 255, 255}, {1.0f, 0.0f, 0.0f}},
        {{255, 0, 0}, {0.62796f, 0.22486f, 0.12585f}},
        {{0, 255, 0}, {0.86644f, -0.23389f, 0.17950f}},
        {{0, 0, 255}, {0.45201f, -0.03246f, -0.31153f}},
        {{0, 0, 0}, {0.0f, 0.0f, 0.0f}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        float lab[3];
        oklab_of_srgb(known[i].srgb, lab);
        for (int k = 0; k < 3; k++)
            assert_float_equal(lab[k], known[i].lab[k], 2e-4f);
    }
    for (int i = 0; i < 4096; i++) {
        const uint8_t srgb[3] = {(uint8_t)(i * 7), (uint8_t)(i * 13), (uint8_t)(i / 16)};
        uint8_t back[3];
        float lab[3];
        oklab_of_srgb(srgb, lab);
        oklab_to_srgb(lab, back);
        assert_memory_equal(back, srgb, 3);
    }
}

static void the_membrane_is_one_on_both_sides(void **state)
{
    (void)state;
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const int other = mien_mirror468[v];
        float sum = 0.0f;
        assert_true(membrane.count[v] < TONE_NEIGHBOURS);
        assert_int_equal(membrane.count[v], membrane.count[other]);
        assert_float_equal(membrane.firm[v], membrane.firm[other], 1e-4f);
        for (int i = 0; i < membrane.count[v]; i++) {
            sum += membrane.link[v][i];
            assert_true(membrane.link[v][i] > 0.0f);
        }
        assert_float_equal(sum, 1.0f, 1e-5f);
    }
}

/* A picture of one colour, darker towards the left by `shadow`. */
static uint8_t *picture_of(const uint8_t color[3], float shadow, struct mien_picture *p)
{
    uint8_t *pixels = malloc(SIDE * SIDE * 3);
    for (int i = 0; i < SIDE * SIDE; i++)
        for (int k = 0; k < 3; k++)
            pixels[3 * i + k] = (uint8_t)lrintf(
                (float)color[k] * (1.0f - shadow * (1.0f - (float)(i % SIDE) / SIDE)));
    *p = (struct mien_picture){pixels, SIDE, SIDE, 3, SIDE * 3};
    return pixels;
}

static void mask_of(struct tone_mask *t, const uint8_t color[3])
{
    struct mask m;
    struct mien_error e;
    assert_int_equal(mask_init(&m, "plain", &e), 0);
    for (int i = 0; i < MASK_SIDE * MASK_SIDE; i++)
        memcpy(m.texels + 4 * (size_t)i, (uint8_t[4]){color[0], color[1], color[2], 255}, 4);
    assert_int_equal(tone_of_mask(t, &membrane, &m, &e), 0);
    mask_free(&m);
}

static void assert_tone_at(const struct tone *t, const struct tone_mask *m, int landmark,
                           const uint8_t want[3], float tolerance)
{
    float lab[3];
    uint8_t srgb[3];
    for (int k = 0; k < 3; k++)
        lab[k] = m->color[landmark][k] * t->scale[k] + t->offset[landmark][k];
    oklab_to_srgb(lab, srgb);
    for (int k = 0; k < 3; k++)
        assert_float_equal(srgb[k], want[k], tolerance);
}

static const uint8_t pale[3] = {230, 200, 180}, dark[3] = {110, 80, 60}, blue[3] = {20, 60, 220};

static void a_mask_takes_on_the_live_faces_colour(void **state)
{
    (void)state;
    struct tone_mask mask;
    struct mien_picture p;
    struct mien_face face;
    struct tone tone;
    uint8_t *pixels = picture_of(pale, 0.0f, &p);
    mask_of(&mask, dark);
    known_face(&face, SIDE / 2, SIDE / 2, 15, 0.0f);
    tone_init(&tone);
    tone_follow(&tone, &membrane, &mask, &p, &face, 1.0f, 0.0);
    for (int v = 0; v < MIEN_MESH_POINTS; v += 9)
        assert_tone_at(&tone, &mask, v, pale, 2.0f);
    tone_init(&tone);
    tone_follow(&tone, &membrane, &mask, &p, &face, 0.0f, 0.0);
    for (int v = 0; v < MIEN_MESH_POINTS; v += 9)
        assert_tone_at(&tone, &mask, v, dark, 1.0f);
    free(pixels);
}

static void light_from_the_side_is_carried_into_the_face(void **state)
{
    (void)state;
    struct tone_mask mask;
    struct mien_picture p;
    struct mien_face face;
    struct tone tone;
    uint8_t *pixels = picture_of(pale, 0.5f, &p);
    mask_of(&mask, pale);
    known_face(&face, SIDE / 2, SIDE / 2, 15, 0.0f);
    tone_init(&tone);
    tone_follow(&tone, &membrane, &mask, &p, &face, 1.0f, 0.0);
    assert_true(tone.offset[280][0] > tone.offset[50][0] + 0.05f); /* the cheeks */
    free(pixels);
}

static void corrections_follow_in_time(void **state)
{
    (void)state;
    struct tone_mask mask;
    struct mien_picture p, q;
    struct mien_face face;
    struct tone tone, all;
    uint8_t *first = picture_of(dark, 0.0f, &p), *second = picture_of(pale, 0.0f, &q);
    mask_of(&mask, dark);
    known_face(&face, SIDE / 2, SIDE / 2, 15, 0.0f);
    tone_init(&tone);
    tone_init(&all);
    tone_follow(&tone, &membrane, &mask, &p, &face, 1.0f, 0.0);
    tone_follow(&all, &membrane, &mask, &q, &face, 1.0f, 0.0);
    const float from = tone.offset[1][0], to = all.offset[1][0];
    for (int i = 0; i < 9; i++)
        tone_follow(&tone, &membrane, &mask, &q, &face, 1.0f, 1.0 / 30.0);
    assert_float_equal((tone.offset[1][0] - from) / (to - from), 1.0 - exp(-1.0), 0.01);
    free(first);
    free(second);
}

static void what_covers_the_face_does_not_colour_the_mask(void **state)
{
    (void)state;
    struct tone_mask mask;
    struct mien_picture p;
    struct mien_face face;
    struct tone tone;
    uint8_t *pixels = picture_of(pale, 0.0f, &p);
    mask_of(&mask, dark);
    known_face(&face, SIDE / 2, SIDE / 2, 15, 0.0f);
    for (int y = SIDE / 2; y < SIDE; y++) /* over the subject's right cheek and jaw */
        for (int x = 0; x < SIDE / 2 - 30; x++)
            memcpy(pixels + 3 * (y * SIDE + x), blue, 3);
    tone_init(&tone);
    tone_follow(&tone, &membrane, &mask, &p, &face, 1.0f, 0.0);
    for (int v = 0; v < MIEN_MESH_POINTS; v += 9)
        assert_tone_at(&tone, &mask, v, pale, 60.0f);
    free(pixels);
}

static void what_lies_outside_the_picture_does_not_count(void **state)
{
    (void)state;
    struct tone_mask mask;
    struct mien_picture p;
    struct mien_face face;
    struct tone tone;
    uint8_t *pixels = picture_of(pale, 0.0f, &p);
    mask_of(&mask, dark);
    tone_init(&tone);
    known_face(&face, -900, SIDE / 2, 15, 0.0f); /* all of it */
    tone_follow(&tone, &membrane, &mask, &p, &face, 1.0f, 0.0);
    assert_false(tone.running);
    assert_tone_at(&tone, &mask, 4, dark, 1.0f);
    known_face(&face, 10, SIDE / 2, 15, 0.0f); /* half */
    tone_follow(&tone, &membrane, &mask, &p, &face, 1.0f, 0.0);
    for (int v = 0; v < MIEN_MESH_POINTS; v += 9)
        assert_tone_at(&tone, &mask, v, pale, 3.0f);
    free(pixels);
}

int main(void)
{
    tone_membrane_init(&membrane);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oklab_is_its_authors),
        cmocka_unit_test(the_membrane_is_one_on_both_sides),
        cmocka_unit_test(a_mask_takes_on_the_live_faces_colour),
        cmocka_unit_test(light_from_the_side_is_carried_into_the_face),
        cmocka_unit_test(corrections_follow_in_time),
        cmocka_unit_test(what_covers_the_face_does_not_colour_the_mask),
        cmocka_unit_test(what_lies_outside_the_picture_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
