/* test_drawing.c - rendered faces: triangles cover what geometry says, landmarks lie where the face
 * is drawn, pictures are compressed as a JPEG library does. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/synth/develop.h"
#include "datasets/synth/face.h"
#include "runtime/face/mien_face_pose.h"

enum { SIDE = 48, LARGE = 192 };

/* ---- triangles ---- */

static struct raster open_raster(uint32_t over)
{
    struct raster r;
    struct mien_error e;
    if (raster_init(&r, SIDE, SIDE, over, &e) != 0)
        fail_msg("%s", e.text);
    raster_clear(&r);
    return r;
}

/* Resolve over black: sum of brightness, and its centre. */
static float weigh(struct raster *r, float *x, float *y)
{
    float picture[SIDE * SIDE] = {0}, sum = 0;
    raster_resolve(r, picture);
    *x = *y = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        sum += picture[i];
        *x += picture[i] * ((float)(i % SIDE) + 0.5f);
        *y += picture[i] * ((float)(i / SIDE) + 0.5f);
    }
    *x /= sum;
    *y /= sum;
    return sum;
}

static void a_triangle_covers_its_area_about_its_centre(void **state)
{
    struct rng random = rng_seed(5);
    struct raster r = open_raster(8);
    (void)state;
    for (int trial = 0; trial < 50; trial++) {
        struct raster_point p[3];
        float x, y;
        for (int i = 0; i < 3; i++)
            p[i] =
                (struct raster_point){48 * rng_float(&random), 48 * rng_float(&random), 1, 1, 0, 0};
        const float area = 0.5f * fabsf((p[1].x - p[0].x) * (p[2].y - p[0].y) -
                                        (p[2].x - p[0].x) * (p[1].y - p[0].y));
        if (area < 100)
            continue;
        raster_clear(&r);
        raster_triangle(&r, &p[0], &p[1], &p[2], NULL);
        assert_float_equal(weigh(&r, &x, &y), area, 0.02 * area);
        assert_float_equal(x, (p[0].x + p[1].x + p[2].x) / 3, 0.2);
        assert_float_equal(y, (p[0].y + p[1].y + p[2].y) / 3, 0.2);
    }
    raster_free(&r);
}

static void neighbours_leave_no_gap(void **state)
{
    struct raster r = open_raster(3);
    const struct raster_point a = {4.3f, 3.1f, 1, 1, 0, 0}, b = {41.7f, 6.2f, 1, 1, 0, 0};
    const struct raster_point c = {44.4f, 43.9f, 1, 1, 0, 0}, d = {2.2f, 40.5f, 1, 1, 0, 0};
    float picture[SIDE * SIDE] = {0};
    (void)state;
    raster_triangle(&r, &a, &b, &c, NULL);
    raster_triangle(&r, &c, &d, &a, NULL);
    raster_resolve(&r, picture);
    for (int y = 8; y < 38; y++)
        for (int x = 6; x < 40; x++)
            assert_true(picture[y * SIDE + x] == 1);
    raster_free(&r);
}

static void the_nearer_triangle_is_seen(void **state)
{
    struct raster_point far[3] = {
        {0, 0, 2, 0.2f, 0, 0}, {48, 0, 2, 0.2f, 0, 0}, {24, 48, 2, 0.2f, 0, 0}};
    struct raster_point near[3];
    (void)state;
    memcpy(near, far, sizeof near);
    for (int i = 0; i < 3; i++) {
        near[i].depth = 1;
        near[i].shade = 0.8f;
    }
    for (int order = 0; order < 2; order++) {
        struct raster r = open_raster(2);
        struct raster_point *first = order ? near : far, *second = order ? far : near;
        float picture[SIDE * SIDE] = {0};
        raster_triangle(&r, &first[0], &first[1], &first[2], NULL);
        raster_triangle(&r, &second[0], &second[1], &second[2], NULL);
        raster_resolve(&r, picture);
        assert_float_equal(picture[10 * SIDE + 24], 0.8, 1e-6);
        raster_free(&r);
    }
}

static void what_lies_outside_is_cut_off(void **state)
{
    struct raster r = open_raster(3);
    const struct raster_point a = {-500, -400, 1, 1, 0, 0}, b = {900, -300, 1, 1, 0, 0};
    const struct raster_point c = {20, 2000, 1, 1, 0, 0}, d = {60, 60, 1, 1, 0, 0};
    const struct raster_point f = {90, 60, 1, 1, 0, 0}, g = {60, 99, 1, 1, 0, 0};
    float x, y;
    (void)state;
    raster_triangle(&r, &d, &f, &g, NULL);
    raster_triangle(&r, &a, &b, &c, NULL);
    assert_float_equal(weigh(&r, &x, &y), SIDE * SIDE, 1e-3);
    raster_free(&r);
}

static void textures_lie_where_the_corners_say(void **state)
{
    float texels[16];
    const struct raster_texture t = {texels, 4};
    const struct raster_point a = {0, 0, 1, 2, 0, 0}, b = {48, 0, 1, 2, 1, 0};
    const struct raster_point c = {0, 48, 1, 2, 0, 1};
    float picture[SIDE * SIDE] = {0};
    struct raster r = open_raster(1);
    (void)state;
    for (int i = 0; i < 16; i++)
        texels[i] = (float)i;
    raster_triangle(&r, &a, &b, &c, &t);
    raster_resolve(&r, picture);
    assert_true(picture[5 * SIDE + 5] == 0 && picture[5 * SIDE + 30] == 4);
    assert_true(picture[30 * SIDE + 5] == 16 && picture[14 * SIDE + 14] == 10);
    raster_free(&r);
}

/* ---- faces ---- */

struct studio {
    struct face_stock stock;
    struct face_desk desk;
    struct person person;
    struct moment moment;
    uint8_t pixels[LARGE * LARGE];
    float landmarks[MIEN_MESH_POINTS][3];
};

static int make(void **state)
{
    struct studio *s = *state = calloc(1, sizeof *s);
    struct mien_error e;
    if (!s)
        return -1;
    face_stock_init(&s->stock);
    return face_desk_open(&s->desk, &s->stock, LARGE, LARGE, &e);
}

static int drop(void **state)
{
    struct studio *s = *state;
    face_desk_close(&s->desk);
    free(s);
    return 0;
}

/* A plain face in plain light, from the front and far away. */
static void set_up(struct studio *s)
{
    struct rng r = rng_seed(3);
    struct moment *m = &s->moment;
    person_draw(&s->person, &s->stock.shapes, (const float(*)[3])s->stock.muscles.rest, &r);
    memcpy(s->person.shape, s->stock.muscles.rest, sizeof s->person.shape);
    memset(&s->person.habit, 0, sizeof s->person.habit);
    s->person.skin = 0.45f;
    s->person.iris = 0.02f;
    s->person.glasses = false;
    moment_draw(m, &s->person, 6, &r);
    memset(&m->actions, 0, sizeof m->actions);
    m->yaw = m->pitch = m->roll = m->gaze[0] = m->gaze[1] = 0;
    m->distance = 1e5f;
    m->scale = 2.7f;
    m->eyes[0] = 0.5f;
    m->eyes[1] = 0.4f;
    m->key.strength = m->fill.strength = m->key.sky = 0;
    m->key.ambient = 1;
    m->contrast = 1;
    m->hand = false;
    m->noise = m->blur = 0;
    m->quality = 100;
}

static void shoot(struct studio *s)
{
    struct rng r = rng_seed(4);
    face_draw(&s->desk, &s->person, &s->moment, &r, s->pixels, s->landmarks);
}

static void from_far_and_in_front_landmarks_are_scaled_vertices(void **state)
{
    struct studio *s = *state;
    const float(*v)[3] = (const float(*)[3])s->person.shape;
    const float scale = 2.7f * LARGE / SIDE;
    set_up(s);
    shoot(s);
    const float x = 0.25f * (v[33][0] + v[133][0] + v[362][0] + v[263][0]);
    const float y = 0.25f * (v[33][1] + v[133][1] + v[362][1] + v[263][1]);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        assert_float_equal(s->landmarks[i][0], LARGE * 0.5f + scale * (v[i][0] - x), 0.05);
        assert_float_equal(s->landmarks[i][1], LARGE * 0.4f - scale * (v[i][1] - y), 0.05);
        assert_float_equal(s->landmarks[i][2], -scale * (v[i][2] + 1), 0.3);
    }
}

/* The pipeline's own estimate of a head's pose from its landmarks is the pose it was drawn in. */
static void the_head_turns_as_the_pose_estimate_sees_it(void **state)
{
    static const float poses[][3] = {{0.4f, 0, 0},   {-0.4f, 0, 0}, {0, 0.25f, 0},
                                     {0, -0.25f, 0}, {0, 0, 0.3f},  {0, 0, -0.3f}};
    struct studio *s = *state;
    for (size_t i = 0; i < sizeof poses / sizeof *poses; i++) {
        struct mien_pose pose;
        set_up(s);
        s->moment.yaw = poses[i][0];
        s->moment.pitch = poses[i][1];
        s->moment.roll = poses[i][2];
        /* as the estimate's camera: the picture's height at this distance, 63 degrees */
        s->moment.distance = SIDE / 2.7f / 2 / tanf(1.0995574f / 2);
        shoot(s);
        mien_pose_estimate(&s->landmarks[0][0], LARGE, LARGE, 1.0995574f, &pose);
        assert_float_equal(pose.yaw, poses[i][0], 0.08);
        assert_float_equal(pose.pitch, poses[i][1], 0.08);
        assert_float_equal(pose.roll, poses[i][2], 0.08);
    }
}

/* The darkest place between the lids is the pupil, which looks straight ahead from the middle of
 * its eye; the eye's landmarks are around it. */
static void eyes_are_drawn_where_their_landmarks_are(void **state)
{
    static const uint16_t eyes[2][4] = {{33, 133, 159, 145}, {263, 362, 386, 374}};
    struct studio *s = *state;
    set_up(s);
    s->person.lashes = 0;
    shoot(s);
    for (int k = 0; k < 2; k++) {
        const float *a = s->landmarks[eyes[k][0]], *b = s->landmarks[eyes[k][1]];
        const float top = s->landmarks[eyes[k][2]][1], low = s->landmarks[eyes[k][3]][1];
        float sum = 0, at = 0;
        for (int x = (int)fminf(a[0], b[0]); x < (int)fmaxf(a[0], b[0]); x++)
            for (int y = (int)top + 2; y < (int)low; y++) {
                const float dark = s->pixels[y * LARGE + x] < 60 ? 1 : 0;
                sum += dark;
                at += dark * ((float)x + 0.5f);
            }
        assert_true(sum > 10);
        assert_float_equal(at / sum, 0.5f * (a[0] + b[0]), 2);
    }
}

/* Background black, skin white: the face's own skin is where its landmarks say. */
static void skin_is_drawn_inside_the_oval_and_not_beyond_the_head(void **state)
{
    struct studio *s = *state;
    set_up(s);
    s->person.style = HAIR_NONE;
    s->person.cloth = 0;
    memset(s->moment.back, 0, sizeof s->moment.back);
    s->moment.spots = 0;
    shoot(s);
    const float *nose = s->landmarks[1], *right = s->landmarks[234], *left = s->landmarks[454];
    const int y = (int)s->landmarks[234][1] - 60;
    assert_true(s->pixels[(int)nose[1] * LARGE + (int)nose[0]] > 60);
    assert_true(s->pixels[(int)right[1] * LARGE + (int)right[0] + 8] > 40);
    assert_true(s->pixels[(int)left[1] * LARGE + (int)left[0] - 8] > 40);
    assert_true(s->pixels[y * LARGE + 1] < 5 && s->pixels[y * LARGE + LARGE - 2] < 5);
}

static void an_open_mouth_is_dark_between_the_lips(void **state)
{
    struct studio *s = *state;
    set_up(s);
    s->moment.eyes[1] = 0.25f;
    for (int side = 0; side < MIEN_SIDES; side++)
        s->moment.actions.at[MIEN_AU25][side] = s->moment.actions.at[MIEN_AU27][side] = 1;
    shoot(s);
    const float *upper = s->landmarks[13], *lower = s->landmarks[14];
    assert_true(lower[1] - upper[1] > 12);
    const int y = (int)(0.35f * upper[1] + 0.65f * lower[1]);
    assert_true(s->pixels[y * LARGE + (int)upper[0]] < 50);
    assert_true(s->pixels[(int)(lower[1] + 14) * LARGE + (int)upper[0]] > 60);
}

static void people_differ_and_stay_people(void **state)
{
    struct studio *s = *state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct rng r = rng_seed(seed);
        double sum = 0, square = 0;
        person_draw(&s->person, &s->stock.shapes, (const float(*)[3])s->stock.muscles.rest, &r);
        moment_draw(&s->moment, &s->person, (uint8_t)(seed % 7), &r);
        face_draw(&s->desk, &s->person, &s->moment, &r, s->pixels, s->landmarks);
        for (int i = 0; i < LARGE * LARGE; i++) {
            sum += s->pixels[i];
            square += s->pixels[i] * s->pixels[i];
        }
        const double mean = sum / (LARGE * LARGE);
        assert_true(mean > 20 && mean < 235);
        assert_true(square / (LARGE * LARGE) - mean * mean > 50);
        for (int i = 0; i < MIEN_MESH_POINTS; i++)
            assert_true(fabsf(s->landmarks[i][0] - LARGE / 2) < LARGE &&
                        fabsf(s->landmarks[i][1] - LARGE / 2) < LARGE);
        assert_true(s->desk.solid.points < SOLID_POINTS);
        assert_true(s->desk.solid.triangles < SOLID_TRIANGLES);
    }
}

/* ---- compression ---- */

/* What libjpeg-turbo (through Pillow, quality 50, grey) leaves of the pattern below. */
static const uint8_t jpeg50[16][16] = {
    {52, 59, 68, 74, 77, 80, 84, 87, 92, 97, 97, 92, 96, 107, 112, 109},
    {62, 69, 78, 85, 88, 90, 94, 97, 112, 118, 118, 113, 117, 128, 133, 130},
    {75, 82, 91, 97, 100, 103, 107, 110, 119, 124, 124, 120, 124, 135, 141, 138},
    {83, 90, 100, 106, 109, 111, 115, 118, 118, 124, 124, 120, 125, 137, 142, 140},
    {88, 95, 104, 110, 113, 116, 120, 123, 128, 134, 134, 131, 135, 148, 154, 152},
    {93, 101, 110, 116, 119, 121, 125, 129, 133, 139, 140, 137, 142, 155, 162, 159},
    {102, 110, 119, 125, 128, 130, 134, 138, 136, 142, 143, 141, 146, 159, 166, 164},
    {110, 117, 126, 133, 136, 138, 142, 145, 145, 151, 152, 150, 155, 169, 175, 173},
    {123, 125, 151, 126, 153, 135, 152, 136, 165, 137, 174, 176, 129, 164, 171, 67},
    {118, 128, 143, 128, 136, 139, 161, 165, 185, 136, 140, 184, 200, 200, 190, 163},
    {126, 155, 166, 172, 151, 159, 157, 164, 148, 180, 170, 119, 73, 45, 53, 89},
    {121, 149, 143, 163, 132, 157, 143, 153, 175, 166, 172, 187, 188, 183, 182, 181},
    {142, 153, 130, 150, 136, 181, 177, 189, 178, 46, 75, 188, 156, 74, 60, 60},
    {149, 163, 166, 185, 184, 194, 168, 149, 190, 60, 85, 156, 91, 50, 92, 99},
    {131, 151, 182, 181, 183, 144, 107, 65, 191, 101, 57, 53, 54, 96, 111, 60},
    {168, 172, 196, 161, 167, 125, 122, 95, 75, 72, 71, 82, 91, 82, 82, 103},
};

static void compression_loses_what_libjpeg_loses(void **state)
{
    float grey[16 * 16];
    (void)state;
    for (int y = 0; y < 16; y++)
        for (int x = 0; x < 16; x++)
            grey[y * 16 + x] = (float)(((x * 7 + y * 13 + (x * y) % 11 * 5) & 255) / 2 + 60);
    develop_compress(grey, 16, 16, 50);
    for (int i = 0; i < 256; i++)
        assert_float_equal(grey[i], jpeg50[i / 16][i % 16], 1.5);
}

static void compression_keeps_a_flat_picture(void **state)
{
    float grey[11 * 13];
    (void)state;
    for (int i = 0; i < 11 * 13; i++)
        grey[i] = 128;
    develop_compress(grey, 11, 13, 30);
    for (int i = 0; i < 11 * 13; i++)
        assert_float_equal(grey[i], 128, 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_triangle_covers_its_area_about_its_centre),
        cmocka_unit_test(neighbours_leave_no_gap),
        cmocka_unit_test(the_nearer_triangle_is_seen),
        cmocka_unit_test(what_lies_outside_is_cut_off),
        cmocka_unit_test(textures_lie_where_the_corners_say),
        cmocka_unit_test(from_far_and_in_front_landmarks_are_scaled_vertices),
        cmocka_unit_test(the_head_turns_as_the_pose_estimate_sees_it),
        cmocka_unit_test(eyes_are_drawn_where_their_landmarks_are),
        cmocka_unit_test(skin_is_drawn_inside_the_oval_and_not_beyond_the_head),
        cmocka_unit_test(an_open_mouth_is_dark_between_the_lips),
        cmocka_unit_test(people_differ_and_stay_people),
        cmocka_unit_test(compression_loses_what_libjpeg_loses),
        cmocka_unit_test(compression_keeps_a_flat_picture),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
