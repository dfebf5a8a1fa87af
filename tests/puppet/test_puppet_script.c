/* What the puppet's script promises: every emotion, for long enough, smoothly, for ever. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/puppet/script.h"

#define STEP 0.02

static void shows_every_emotion_for_two_seconds(void **state)
{
    (void)state;
    double longest[MIEN_EMOTIONS] = {0}, since = 0;
    int last = -1;
    for (double t = 0; t < PUPPET_ROUND; t += STEP) {
        const struct puppet_pose pose = puppet_script(t);
        assert_in_range(pose.emotion, 0, MIEN_EMOTIONS - 1);
        since = pose.emotion == last ? since + STEP : 0;
        last = pose.emotion;
        longest[last] = fmax(longest[last], since);
    }
    for (int i = 0; i < MIEN_EMOTIONS; i++)
        assert_true(longest[i] >= 2);
}

static void blinks_every_three_to_five_seconds(void **state)
{
    (void)state;
    double last = -1;
    int blinks = 0, shut = 0;
    for (double t = 0; t < 2 * PUPPET_ROUND; t += STEP) {
        const struct puppet_pose pose = puppet_script(t);
        const int now = pose.actions.at[MIEN_AU43][0] > 0.95f;
        if (now && !shut) {
            assert_true(last < 0 || (t - last > 2.5 && t - last < 5));
            last = t;
            blinks++;
        }
        shut = now;
    }
    assert_true(blinks >= 24);
}

static void moves_without_a_jump(void **state)
{
    (void)state;
    struct puppet_pose last = puppet_script(0);
    for (double t = 0.005; t < PUPPET_ROUND + 1; t += 0.005) {
        const struct puppet_pose pose = puppet_script(t);
        assert_true(fabsf(pose.yaw - last.yaw) < 0.02f);
        assert_true(fabsf(pose.pitch - last.pitch) < 0.01f);
        assert_true(fabsf(pose.roll - last.roll) < 0.01f);
        assert_true(fabsf(pose.x - last.x) < 0.001f);
        for (int a = 0; a < MIEN_ACTION_COUNT; a++)
            assert_true(fabsf(pose.actions.at[a][0] - last.actions.at[a][0]) < 0.12f);
        last = pose;
    }
}

static void is_the_same_in_every_round_and_for_any_seconds(void **state)
{
    (void)state;
    static const double odd[] = {-1, -1e9, 1e9, 1e300, INFINITY, -INFINITY, NAN};
    const struct puppet_pose once = puppet_script(7.25), again = puppet_script(7.25 + PUPPET_ROUND);
    assert_memory_equal(&once.actions, &again.actions, sizeof once.actions);
    assert_true(once.yaw == again.yaw && once.size == again.size && once.emotion == again.emotion);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        const struct puppet_pose pose = puppet_script(odd[i]), turns = puppet_turns(odd[i], 1);
        assert_true(isfinite(pose.yaw) && isfinite(pose.x) && isfinite(turns.yaw));
    }
}

static void turns_reach_both_ends(void **state)
{
    (void)state;
    float least = 0, most = 0;
    for (double t = 0; t < 10; t += STEP) {
        const float yaw = puppet_turns(t, 0.6f).yaw;
        least = fminf(least, yaw);
        most = fmaxf(most, yaw);
    }
    assert_float_equal(least, -0.6f, 1e-4f);
    assert_float_equal(most, 0.6f, 1e-4f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_every_emotion_for_two_seconds),
        cmocka_unit_test(blinks_every_three_to_five_seconds),
        cmocka_unit_test(moves_without_a_jump),
        cmocka_unit_test(is_the_same_in_every_round_and_for_any_seconds),
        cmocka_unit_test(turns_reach_both_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
