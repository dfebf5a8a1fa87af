/* test_worn.c - a worn mask lies where the face is, is soft at its border, leaves out what it is
 * told to, and has the skin's colour where it meets it. */
#include "mask_case.h"
#include "tests/mask/swap_measure.h"

#include "viewer/mask/outfit.h"
#include "viewer/mask/presets.h"
#include "viewer/mask/surface.h"
#include "viewer/mask/worn.h"

/* From the oval towards the nose: about where a feather of 0.08 ends. */
#define INWARD 0.14f

enum { SIDE = 400 };

static struct finder finder;
static struct tone_membrane membrane;

/* A green mask, and what is seen of it on grey, 0..1, at a landmark. */
static void wear_green(const struct mask_look *look, const struct mien_face *face, uint8_t *pixels)
{
    struct mask m;
    struct mien_error e;
    assert_int_equal(mask_init(&m, "green", &e), 0);
    m.look = *look;
    for (int i = 0; i < MASK_SIDE * MASK_SIDE; i++)
        memcpy(m.texels + 4 * (size_t)i, (uint8_t[4]){0, 255, 0, 255}, 4);
    memset(pixels, 100, SIDE * SIDE * 4);
    assert_int_equal(mask_wear(&m, NULL, face, pixels, SIDE, SIDE, 4, &e), 0);
    mask_free(&m);
}

static float seen_at(const uint8_t *pixels, float x, float y)
{
    return (100.0f - (float)pixels[4 * ((int)y * SIDE + (int)x)]) / 100.0f;
}

static void a_mask_covers_the_face_and_nothing_else(void **state)
{
    (void)state;
    static uint8_t pixels[SIDE * SIDE * 4];
    struct mien_face face;
    known_face(&face, SIDE / 2, SIDE / 2, 15, 0.0f);
    wear_green(&(struct mask_look){.feather = 0.08f, .opacity = 1}, &face, pixels);
    assert_float_equal(seen_at(pixels, face.landmarks[4][0], face.landmarks[4][1]), 1.0f, 0.02f);
    assert_float_equal(seen_at(pixels, face.landmarks[13][0], face.landmarks[13][1]), 1.0f, 0.02f);
    const float border = seen_at(pixels, face.landmarks[10][0], face.landmarks[10][1] + 2.0f);
    assert_true(border < 0.3f);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            const bool outside = (float)x < face.box.x - 1 || (float)y < face.box.y - 1 ||
                                 (float)x > face.box.x + face.box.width + 1 ||
                                 (float)y > face.box.y + face.box.height + 1;
            if (outside)
                assert_int_equal(pixels[4 * (y * SIDE + x)], 100);
            assert_int_equal(pixels[4 * (y * SIDE + x) + 3], 100);
        }
}

static void half_opaque_is_half_seen(void **state)
{
    (void)state;
    static uint8_t pixels[SIDE * SIDE * 4];
    struct mien_face face;
    known_face(&face, SIDE / 2, SIDE / 2, 15, 0.6f);
    wear_green(&(struct mask_look){.opacity = 0.5f}, &face, pixels);
    /* Along the nose, where one part of the mask lies before another, each pixel is blended once.
     */
    for (int y = 150; y < 260; y++)
        for (int x = 150; x < 250; x++)
            assert_float_equal(seen_at(pixels, (float)x, (float)y), 0.5f, 0.02f);
}

static void real_eyes_and_mouth_show_where_the_look_says_so(void **state)
{
    (void)state;
    static uint8_t pixels[SIDE * SIDE * 4];
    struct mien_face face;
    known_face(&face, SIDE / 2, SIDE / 2, 15, 0.0f);
    const float *up = face.landmarks[159], *down = face.landmarks[145];
    const float eye[2] = {(up[0] + down[0]) / 2, (up[1] + down[1]) / 2};
    const float lips[2] = {face.landmarks[13][0],
                           (face.landmarks[13][1] + face.landmarks[14][1]) / 2};
    for (int look = 0; look < 4; look++) {
        const bool eyes = look & 1, mouth = look & 2;
        wear_green(&(struct mask_look){.opacity = 1, .eyes = eyes, .mouth = mouth}, &face, pixels);
        assert_float_equal(seen_at(pixels, eye[0], eye[1]), eyes ? 0.0f : 1.0f, 0.02f);
        assert_float_equal(seen_at(pixels, lips[0], lips[1]), mouth ? 0.0f : 1.0f, 0.02f);
        assert_float_equal(seen_at(pixels, eye[0], up[1] - 6.0f), 1.0f, 0.02f);
    }
}

static void a_face_partly_outside_the_picture_is_worn_as_far_as_it_is_seen(void **state)
{
    (void)state;
    static uint8_t pixels[SIDE * SIDE * 4];
    struct mien_face face;
    known_face(&face, 0, SIDE, 15, 0.0f);
    wear_green(&(struct mask_look){.opacity = 1}, &face, pixels);
    assert_float_equal(seen_at(pixels, 5, SIDE - 5), 1.0f, 0.02f);
    known_face(&face, 5000, SIDE, 15, 0.0f);
    wear_green(&(struct mask_look){.opacity = 1}, &face, pixels);
    assert_float_equal(seen_at(pixels, 5, SIDE - 5), 0.0f, 0.0f);
}

/* ---- the border on portraits ---- */

static double difference(const double a[3], const double b[3])
{
    return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
                (a[2] - b[2]) * (a[2] - b[2]));
}

/* The mean around a place, as L*a*b*. */
static void patch(const struct image *m, const uint8_t *pixels, float x, float y, int radius,
                  double lab[3])
{
    double sum[3] = {0}, count = 0.0;
    for (int j = (int)y - radius; j <= (int)y + radius; j++)
        for (int i = (int)x - radius; i <= (int)x + radius; i++) {
            if (i < 0 || j < 0 || i >= (int)m->width || j >= (int)m->height)
                continue;
            for (int k = 0; k < 3; k++)
                sum[k] += pixels[3 * ((size_t)j * m->width + (size_t)i) + (size_t)k];
            count += 1.0;
        }
    for (int k = 0; k < 3; k++)
        sum[k] /= fmax(count, 1.0);
    swap_lab(sum, lab);
}

/* The mean difference between a mask that ends hard and the skin that it ends on, along the border:
 * where the live face's skin is seen there, which hair and the head's outline are not. */
static double border_difference(const char *mask, const char *live)
{
    struct mask m;
    struct mien_error e;
    struct portrait p;
    struct tone_mask own;
    struct tone tone;
    float facing[MIEN_MESH_POINTS];
    assert_int_equal(mask_make(&m, mask, finder.faces, &e), 0);
    portrait_open(&p, &finder, live);
    assert_int_equal(tone_of_mask(&own, &membrane, &m, &e), 0);
    tone_init(&tone);
    tone_follow(&tone, &membrane, &own, &p.picture, &p.face, 1.0f, 0.0);
    const size_t bytes = (size_t)p.image.width * p.image.height * 3;
    uint8_t *worn = malloc(bytes);
    memcpy(worn, p.image.data, bytes);
    m.look.feather = 0.0f;
    assert_int_equal(
        mask_wear(&m, &tone, &p.face, worn, (int)p.image.width, (int)p.image.height, 3, &e), 0);
    surface_facing(p.face.landmarks, facing);
    double cheek[3], sum = 0.0;
    const int radius = (int)(p.face.box.width / 40.0f) + 1;
    patch(&p.image, p.image.data, p.face.landmarks[50][0], p.face.landmarks[50][1], 2 * radius,
          cheek);
    const float *middle = p.face.landmarks[1];
    const struct mien_contour *oval = &mien_contours[MIEN_CONTOUR_FACE];
    int count = 0;
    for (int i = 0; i < oval->count; i++) {
        const int v = mien_contour_points[oval->first + i];
        const float *at = p.face.landmarks[v];
        const float x = at[0] + INWARD * (middle[0] - at[0]),
                    y = at[1] + INWARD * (middle[1] - at[1]);
        double inside[3], skin[3];
        patch(&p.image, worn, x, y, radius, inside);
        patch(&p.image, p.image.data, x, y, radius, skin);
        if (facing[v] < 0.2f || difference(skin, cheek) > 30.0)
            continue;
        sum += difference(inside, skin);
        count++;
    }
    free(worn);
    portrait_close(&p);
    mask_free(&m);
    assert_true(count >= 8);
    return sum / count;
}

static void a_persons_mask_has_the_skins_colour_where_it_meets_it(void **state)
{
    (void)state;
    assert_true(border_difference("collins", MONA_LISA) <= 6.0);
    assert_true(border_difference("mona-lisa", COLLINS) <= 6.0);
    assert_true(border_difference("collins", COLLINS) <= 6.0);
    assert_true(border_difference("mona-lisa", MONA_LISA) <= 6.0);
}

/* Stripes of green, and of red without cover. */
static void what_is_not_covered_lends_no_colour_to_smaller_sizes(void **state)
{
    (void)state;
    struct outfit o;
    struct mask m;
    struct mien_error e;
    assert_int_equal(mask_init(&m, "stripes", &e), 0);
    for (int i = 0; i < MASK_SIDE * MASK_SIDE; i++)
        memcpy(m.texels + 4 * (size_t)i,
               i % 2 ? (uint8_t[4]){0, 200, 0, 240} : (uint8_t[4]){255, 0, 0, 0}, 4);
    assert_int_equal(outfit_make(&o, &m, &e), 0);
    assert_null(m.texels);
    for (int level = 1; level < OUTFIT_LEVELS; level++) {
        const int side = MASK_SIDE >> level;
        const uint8_t *texel = outfit_level(&o, level);
        for (int i = 0; i < side * side; i++)
            assert_memory_equal(texel + 4 * (size_t)i, ((uint8_t[4]){0, 200, 0, 120}), 4);
    }
    outfit_free(&o);
}

int main(void)
{
    finder_open(&finder);
    tone_membrane_init(&membrane);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_covered_lends_no_colour_to_smaller_sizes),
        cmocka_unit_test(a_mask_covers_the_face_and_nothing_else),
        cmocka_unit_test(half_opaque_is_half_seen),
        cmocka_unit_test(real_eyes_and_mouth_show_where_the_look_says_so),
        cmocka_unit_test(a_face_partly_outside_the_picture_is_worn_as_far_as_it_is_seen),
        cmocka_unit_test(a_persons_mask_has_the_skins_colour_where_it_meets_it),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    finder_close(&finder);
    return failed;
}
