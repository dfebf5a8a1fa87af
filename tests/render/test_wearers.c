/* test_wearers.c - who wears the mask, moment by moment: it comes and goes by and by, once each,
 * whatever the pipeline says of a face that is half hidden. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/render/wearers.h"

#define FRAME (1 / 30.0)

struct play {
    struct wearers wearers;
    struct moment moment;
    double seconds;
};

static struct mien_face face_at(int32_t id, float x, float score)
{
    struct mien_face f = {.id = id, .score = score, .box = {x, 50, 100, 120}};
    f.landmarks[0][0] = x;
    return f;
}

/* The next frame, with these faces. */
static void next(struct play *p, int32_t count, const struct mien_face *faces)
{
    p->seconds += FRAME;
    p->moment.count = count;
    for (int32_t i = 0; i < count; i++)
        p->moment.faces[i].face = faces[i];
    wearers_follow(&p->wearers, &p->moment, p->seconds);
}

static void next_one(struct play *p, int32_t id, float score)
{
    const struct mien_face f = face_at(id, 100, score);
    next(p, score > 0, &f);
}

static float share_of(const struct play *p, int32_t id)
{
    const int place = wearers_place(&p->wearers, id);
    return place < 0 ? 0 : p->wearers.at[place].share;
}

static struct play begun(void)
{
    struct play p = {.seconds = 1000};
    for (int i = 0; i < 10; i++)
        next_one(&p, 1, 0.99f);
    return p;
}

static void a_face_gets_its_mask_by_and_by_and_sheds_it_so(void **state)
{
    (void)state;
    struct play p = {.seconds = 1000};
    next_one(&p, 1, 0.99f);
    assert_true(share_of(&p, 1) == 0);
    assert_true(p.wearers.at[wearers_place(&p.wearers, 1)].fresh);
    for (int i = 1; i <= 8; i++) {
        next_one(&p, 1, 0.99f);
        assert_float_equal(share_of(&p, 1), fmin(1, i * FRAME / WEARERS_FADE), 1e-3);
        assert_false(p.wearers.at[wearers_place(&p.wearers, 1)].fresh);
    }
    for (int i = 1; i <= 8; i++) {
        next_one(&p, 1, 0);
        assert_float_equal(share_of(&p, 1), fmax(0, 1 - i * FRAME / WEARERS_FADE), 1e-3);
    }
}

static void a_face_lost_for_a_frame_keeps_most_of_its_mask(void **state)
{
    (void)state;
    struct play p = begun();
    next_one(&p, 1, 0);
    const float left = share_of(&p, 1);
    assert_true(left > 0.8f);
    float last = left;
    for (int i = 0; i < 8; i++) { /* it comes back under another id */
        next_one(&p, 2, 0.99f);
        assert_true(share_of(&p, 2) >= last);
        last = share_of(&p, 2);
        assert_true(wearers_place(&p.wearers, 1) < 0);
    }
    assert_true(last == 1);
}

static void found_now_and_then_behind_a_hand_it_does_not_flicker(void **state)
{
    (void)state;
    struct play p = begun();
    float last = 1;
    int32_t id = 1;
    for (int i = 0; i < 60; i++) { /* two frames of three it is not found, or hardly */
        const bool found = i % 3 == 2;
        id += found;
        next_one(&p, id, found ? 0.95f : i % 2 ? 0.55f : 0);
        assert_true(share_of(&p, id) <= last);
        last = share_of(&p, id);
    }
    assert_true(last == 0);
    for (int i = 0; i < 12; i++) {
        next_one(&p, id, 0.99f);
        assert_true(share_of(&p, id) >= last);
        last = share_of(&p, id);
    }
    assert_true(last == 1);
}

static void between_the_scores_nothing_changes(void **state)
{
    (void)state;
    struct play p = begun();
    for (int i = 0; i < 30; i++)
        next_one(&p, 1, 0.75f);
    assert_true(share_of(&p, 1) == 1);
    for (int i = 0; i < 3; i++)
        next_one(&p, 1, 0.5f);
    const float left = share_of(&p, 1);
    assert_true(left < 1);
    for (int i = 0; i < 30; i++)
        next_one(&p, 1, 0.75f);
    assert_true(share_of(&p, 1) == left);
}

static void who_comes_back_elsewhere_is_somebody_else(void **state)
{
    (void)state;
    struct play p = begun();
    const struct mien_face other = face_at(2, 400, 0.99f);
    next(&p, 1, &other);
    assert_true(share_of(&p, 1) > 0.8f && share_of(&p, 2) == 0);
    assert_true(p.wearers.at[wearers_place(&p.wearers, 1)].landmarks[0][0] == 100);
    for (int i = 0; i < 7; i++)
        next(&p, 1, &other);
    assert_true(share_of(&p, 1) == 0 && share_of(&p, 2) == 1);
    for (int i = 0; i * FRAME < WEARERS_MEMORY; i++)
        next(&p, 1, &other);
    assert_true(wearers_place(&p.wearers, 1) < 0);
}

static void of_two_faces_the_covered_one_alone_changes(void **state)
{
    (void)state;
    struct play p = {.seconds = 1000};
    struct mien_face both[2] = {face_at(1, 100, 0.99f), face_at(2, 260, 0.99f)};
    for (int i = 0; i < 10; i++)
        next(&p, 2, both);
    const int first = wearers_place(&p.wearers, 1), second = wearers_place(&p.wearers, 2);
    for (int i = 0; i < 10; i++) {
        next(&p, 1, &both[1]);
        assert_true(share_of(&p, 2) == 1);
    }
    assert_true(share_of(&p, 1) == 0);
    const struct mien_face back[2] = {both[1], face_at(3, 104, 0.99f)};
    for (int i = 0; i < 12; i++) {
        next(&p, 2, back);
        assert_true(share_of(&p, 2) == 1);
    }
    assert_int_equal(wearers_place(&p.wearers, 3), first);
    assert_int_equal(wearers_place(&p.wearers, 2), second);
    assert_true(share_of(&p, 3) == 1);
}

static void there_is_a_place_for_every_face_however_many_came_before(void **state)
{
    (void)state;
    struct play p = {.seconds = 1000};
    struct mien_face crowd[LIVE_FACES_MAX];
    for (int32_t round = 0; round < 5; round++) {
        for (int32_t i = 0; i < LIVE_FACES_MAX; i++)
            crowd[i] = face_at(1 + round * LIVE_FACES_MAX + i, (float)(1000 * round + 110 * i), 1);
        next(&p, LIVE_FACES_MAX, crowd);
        for (int32_t i = 0; i < LIVE_FACES_MAX; i++)
            assert_true(wearers_place(&p.wearers, crowd[i].id) >= 0);
    }
}

static void time_that_stands_still_or_jumps_does_no_harm(void **state)
{
    (void)state;
    struct play p = begun();
    p.seconds -= 500;
    next_one(&p, 1, 0);
    assert_true(share_of(&p, 1) == 1);
    p.seconds += 1e6;
    next_one(&p, 1, 0);
    assert_true(share_of(&p, 1) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_face_gets_its_mask_by_and_by_and_sheds_it_so),
        cmocka_unit_test(a_face_lost_for_a_frame_keeps_most_of_its_mask),
        cmocka_unit_test(found_now_and_then_behind_a_hand_it_does_not_flicker),
        cmocka_unit_test(between_the_scores_nothing_changes),
        cmocka_unit_test(who_comes_back_elsewhere_is_somebody_else),
        cmocka_unit_test(of_two_faces_the_covered_one_alone_changes),
        cmocka_unit_test(there_is_a_place_for_every_face_however_many_came_before),
        cmocka_unit_test(time_that_stands_still_or_jumps_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
