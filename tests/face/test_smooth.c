/* test_smooth.c - the One-Euro filter against its closed forms. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/face/mien_face_smooth.h"

static struct mien_smoother s;
static float landmarks[MIEN_MESH_POINTS * 3];

static float pass(float value, float size, float seconds)
{
    for (int i = 0; i < MIEN_MESH_POINTS * 3; i++)
        landmarks[i] = value;
    mien_smooth(&s, landmarks, size, seconds);
    for (int i = 1; i < MIEN_MESH_POINTS * 3; i++)
        assert_true(landmarks[i] == landmarks[0]);
    return landmarks[0];
}

static double gain(double cutoff, double seconds)
{
    return 1.0 / (1.0 + 1.0 / (2.0 * M_PI * cutoff * seconds));
}

static void the_first_landmarks_pass_and_a_still_face_stays(void **state)
{
    (void)state;
    s.running = 0;
    for (int i = 0; i < 5; i++)
        assert_true(pass(17.0f, 100.0f, 0.03f) == 17.0f);
}

/* Speed and position of a step by the paper's two low passes. */
static void a_step_follows_the_filters_recursion(void **state)
{
    const double dt = 0.04;
    double position = 0.0, speed = 0.0;
    (void)state;
    s.running = 0;
    pass(0.0f, 200.0f, 0.04f);
    for (int i = 0; i < 30; i++) {
        double moved = 10.0 - position;
        speed += gain(1.0, dt) * (moved / dt - speed);
        position += gain(0.7 + 20.0 / 200.0 * fabs(speed), dt) * moved;
        assert_float_equal(pass(10.0f, 200.0f, 0.04f), position, 1e-4);
    }
    assert_float_equal(position, 10.0, 0.01);
}

/* Behind a ramp of speed v the filter stays by e with speed^ = v + e / dt and
 * e = v dt (1 - a) / a at its gain a. */
static void a_steady_motion_is_shown_less_than_a_frame_late(void **state)
{
    const float dt = 1.0f / 30.0f, size = 100.0f;
    (void)state;
    for (int k = 0; k < 3; k++) {
        const float speed = (float[]){0.2f, 1.0f, 2.0f}[k] * size;
        float behind = 0.0f;
        s.running = 0;
        for (int i = 0; i < 200; i++)
            behind = speed * dt * (float)i - pass(speed * dt * (float)i, size, dt);
        const double seen =
            (double)speed + (double)behind / (double)dt; /* the filter's own speed */
        const double a = gain(0.7 + 20.0 * seen / (double)size, (double)dt);
        assert_float_equal(behind, (double)(speed * dt) * (1.0 - a) / a, 0.02);
        assert_true(behind / (speed * dt) < (k == 0 ? 0.7f : 0.2f)); /* frames */
    }
}

static void near_and_far_faces_are_treated_alike(void **state)
{
    float near[20], far[20];
    (void)state;
    for (int k = 0; k < 2; k++) {
        s.running = 0;
        for (int i = 0; i < 20; i++)
            (k ? near : far)[i] =
                pass(sinf((float)i) * (k ? 40.0f : 10.0f), k ? 400.0f : 100.0f, 0.05f);
    }
    for (int i = 0; i < 20; i++)
        assert_float_equal(near[i], 4.0f * far[i], 1e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_landmarks_pass_and_a_still_face_stays),
        cmocka_unit_test(a_step_follows_the_filters_recursion),
        cmocka_unit_test(a_steady_motion_is_shown_less_than_a_frame_late),
        cmocka_unit_test(near_and_far_faces_are_treated_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
