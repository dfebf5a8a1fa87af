/* What happens to scores of one face over time. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "viewer/live/steady.h"

enum { CLASSES = 3, NEUTRAL = 2 };

static void take(struct steady *s, const float raw[CLASSES], double seconds, double constant,
                 struct live_face *f)
{
    *f = (struct live_face){0};
    steady_take(s, raw, seconds, constant, 0.5f, f);
}

static void the_first_answer_is_taken_as_it_is(void **state)
{
    (void)state;
    struct steady s;
    struct live_face f;
    steady_init(&s, CLASSES, NEUTRAL);
    take(&s, (float[]){0.7f, 0.2f, 0.1f}, 0, 1, &f);
    assert_true(f.scored);
    assert_float_equal(f.scores[0], 0.7f, 1e-6);
    assert_int_equal(f.emotion, 0);
}

/* exp(-t / constant) of an old answer is left, however many steps t is divided into. */
static void smoothing_does_not_depend_on_the_rate(void **state)
{
    (void)state;
    struct live_face f;
    for (int steps = 1; steps <= 32; steps *= 2) {
        struct steady s;
        steady_init(&s, CLASSES, NEUTRAL);
        take(&s, (float[]){1, 0, 0}, 0, 0.5, &f);
        for (int i = 0; i < steps; i++)
            take(&s, (float[]){0, 1, 0}, 1.0 / steps, 0.5, &f);
        assert_float_equal(f.scores[0], expf(-2), 1e-5);
        assert_float_equal(f.scores[0] + f.scores[1] + f.scores[2], 1, 1e-5);
    }
}

static void a_low_score_is_uncertain_and_its_edge_does_not_flicker(void **state)
{
    (void)state;
    struct steady s;
    struct live_face f;
    steady_init(&s, CLASSES, NEUTRAL);
    take(&s, (float[]){0.45f, 0.35f, 0.2f}, 0, 0, &f);
    assert_int_equal(f.emotion, -1);
    take(&s, (float[]){0.52f, 0.28f, 0.2f}, 1, 0, &f);
    assert_int_equal(f.emotion, -1);
    take(&s, (float[]){0.56f, 0.24f, 0.2f}, 1, 0, &f);
    assert_int_equal(f.emotion, 0);
    take(&s, (float[]){0.51f, 0.29f, 0.2f}, 1, 0, &f);
    assert_int_equal(f.emotion, 0);
    take(&s, (float[]){0.49f, 0.31f, 0.2f}, 1, 0, &f);
    assert_int_equal(f.emotion, -1);
}

static void a_held_neutral_face_is_neutral_from_then_on(void **state)
{
    (void)state;
    struct steady s;
    struct live_face f;
    const float resting[CLASSES] = {0.6f, 0.1f, 0.3f}; /* looks like class 0 to the model */
    steady_init(&s, CLASSES, NEUTRAL);
    take(&s, resting, 0, 0, &f);
    assert_int_equal(f.emotion, 0);
    steady_calibrate(&s);
    for (int i = 0; i < 19; i++)
        take(&s, resting, 0.1, 0, &f);
    assert_false(f.calibrated);
    assert_float_equal(f.calibrating, 0.95f, 1e-3);
    for (int i = 0; i < 2; i++)
        take(&s, resting, 0.1, 0, &f);
    assert_true(f.calibrated);
    assert_float_equal(f.calibrating, 0, 1e-6);
    assert_int_equal(f.emotion, NEUTRAL);
    /* What is far from rest is still seen. */
    take(&s, (float[]){0.02f, 0.96f, 0.02f}, 0.1, 0, &f);
    assert_int_equal(f.emotion, 1);
    steady_forget(&s);
    take(&s, resting, 0.1, 0, &f);
    assert_int_equal(f.emotion, 0);
}

static void certain_answers_do_not_make_calibration_run_away(void **state)
{
    (void)state;
    struct steady s;
    struct live_face f;
    steady_init(&s, CLASSES, NEUTRAL);
    steady_calibrate(&s);
    for (int i = 0; i < 30; i++)
        take(&s, (float[]){1, 0, 0}, 0.1, 0, &f);
    assert_true(f.calibrated);
    for (int c = 0; c < CLASSES; c++) {
        assert_true(fabsf(s.bias[c]) <= STEADY_BIAS);
        assert_true(isfinite(f.scores[c]));
    }
}

static void without_a_neutral_class_nothing_is_calibrated(void **state)
{
    (void)state;
    struct steady s;
    struct live_face f;
    steady_init(&s, CLASSES, -1);
    steady_calibrate(&s);
    for (int i = 0; i < 30; i++)
        take(&s, (float[]){0.6f, 0.3f, 0.1f}, 0.1, 0, &f);
    assert_false(f.calibrated);
    assert_float_equal(f.calibrating, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_answer_is_taken_as_it_is),
        cmocka_unit_test(smoothing_does_not_depend_on_the_rate),
        cmocka_unit_test(a_low_score_is_uncertain_and_its_edge_does_not_flicker),
        cmocka_unit_test(a_held_neutral_face_is_neutral_from_then_on),
        cmocka_unit_test(certain_answers_do_not_make_calibration_run_away),
        cmocka_unit_test(without_a_neutral_class_nothing_is_calibrated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
