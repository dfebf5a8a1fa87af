/* The hand before the puppet's face: it hides what it says it hides and nothing else, and passes
 * over a part, a half and nearly all of a face. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/puppet/hand.h"
#include "viewer/puppet/puppet.h"

#define FRAME 30.0

enum { WIDTH = 320, HEIGHT = 180, BYTES = 4 * WIDTH * HEIGHT, GREY = 90 };

static struct hand *open_hand(void)
{
    struct mien_error e;
    struct hand *h = hand_open(&e);
    assert_non_null(h);
    return h;
}

/* Of the built-in puppet's landmarks at rest, [468, 3] and their box. */
static struct mien_rect face_at_rest(float *landmarks)
{
    struct mien_error e;
    struct puppet *p = puppet_open_built_in(WIDTH, HEIGHT, 1, &e);
    uint8_t *pixels = malloc(BYTES);
    assert_non_null(p);
    const struct puppet_pose pose = puppet_photo(p);
    puppet_draw(p, &pose, pixels, landmarks);
    free(pixels);
    puppet_close(p);
    return mien_mesh_box(landmarks);
}

static double share_covered(const struct hand *h, const struct hand_place *at,
                            const float *landmarks)
{
    double sum = 0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        sum += (double)hand_cover(h, at, landmarks[3 * i], landmarks[3 * i + 1]);
    return sum / MIEN_MESH_POINTS;
}

static void what_it_hides_is_what_it_says_and_nothing_else_changes(void **state)
{
    (void)state;
    struct hand *h = open_hand();
    uint8_t *pixels = malloc(BYTES);
    const struct hand_place at = {0.5f * WIDTH, 0.4f * HEIGHT, 4, 0.4f};
    int hidden = 0, soft = 0;
    memset(pixels, GREY, BYTES);
    hand_draw(h, &at, pixels, WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            const uint8_t *pixel = pixels + 4 * (y * WIDTH + x);
            const float cover = hand_cover(h, &at, (float)x + 0.5f, (float)y + 0.5f);
            assert_int_equal(pixel[3], GREY);
            if (cover <= 0)
                assert_true(pixel[0] == GREY && pixel[1] == GREY && pixel[2] == GREY);
            else if (cover >= 1)
                assert_true(pixel[0] != GREY || pixel[2] != GREY);
            hidden += cover >= 1;
            soft += cover > 0.2f && cover < 0.8f;
        }
    assert_true(hidden > 1500); /* palm and fingers: some 100 square centimetres */
    assert_true(soft > 50);
    free(pixels);
    hand_close(h);
}

static void a_hand_that_is_nowhere_changes_nothing(void **state)
{
    (void)state;
    struct hand *h = open_hand();
    uint8_t *pixels = malloc(BYTES);
    static const struct hand_place nowhere[] = {
        {WIDTH / 2, HEIGHT / 2, 0, 0}, {-1e9f, 0, 5, 0}, {WIDTH / 2, HEIGHT / 2, 1e-20f, 1},
        {NAN, NAN, NAN, NAN},          {NAN, 0, 5, 0},   {0, 0, 5, INFINITY},
    };
    memset(pixels, GREY, BYTES);
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
        hand_draw(h, &nowhere[i], pixels, WIDTH, HEIGHT);
        assert_true(hand_cover(h, &nowhere[i], 10, 10) == 0);
    }
    for (int i = 0; i < BYTES; i++)
        assert_int_equal(pixels[i], GREY);
    free(pixels);
    hand_close(h);
}

static void it_passes_over_a_third_a_half_and_nearly_all_of_the_face(void **state)
{
    (void)state;
    static const double least[] = {0.2, 0.45, 0.8}, most[] = {0.4, 0.65, 1};
    struct hand *h = open_hand();
    static float landmarks[3 * MIEN_MESH_POINTS];
    const struct mien_rect face = face_at_rest(landmarks);
    double highest[3] = {0}, before = 0;
    for (int i = 0; i < (int)(HAND_ROUND * FRAME); i++) {
        const double seconds = i / FRAME;
        const struct hand_place at = hand_script(seconds, &face);
        const double now = share_covered(h, &at, landmarks);
        assert_true(fabs(now - before) < 0.2);
        const double of_pass = fmod(seconds, HAND_PASS);
        if (of_pass < 0.3 || of_pass > HAND_PASS - 0.7)
            assert_true(now == 0);
        highest[(int)(seconds / HAND_PASS)] = fmax(highest[(int)(seconds / HAND_PASS)], now);
        before = now;
    }
    for (int i = 0; i < 3; i++)
        assert_true(highest[i] >= least[i] && highest[i] <= most[i]);
    hand_close(h);
}

static void the_round_repeats_and_any_time_will_do(void **state)
{
    (void)state;
    const struct mien_rect face = {100, 50, 80, 90};
    const struct hand_place a = hand_script(5.5, &face), b = hand_script(5.5 + HAND_ROUND, &face),
                            c = hand_script(5.5 - HAND_ROUND, &face);
    assert_float_equal(a.x, b.x, 1e-3);
    assert_float_equal(a.y, c.y, 1e-3);
    assert_true(hand_script((double)NAN, &face).scale == 0);
    assert_true(hand_script((double)INFINITY, &face).scale == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_hides_is_what_it_says_and_nothing_else_changes),
        cmocka_unit_test(a_hand_that_is_nowhere_changes_nothing),
        cmocka_unit_test(it_passes_over_a_third_a_half_and_nearly_all_of_the_face),
        cmocka_unit_test(the_round_repeats_and_any_time_will_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
