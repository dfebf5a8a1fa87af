/* The face pipeline looks at the puppet: it finds what was drawn. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "runtime/host/face_networks.h"
#include "runtime/face/mien_face.h"
#include "viewer/puppet/puppet.h"
#include "viewer/puppet/script.h"

enum { WIDTH = 640, HEIGHT = 360, FRAMES = 300 };
#define REACH 0.6108652f /* 35 degrees */
#define FRAME_RATE 30.0

struct scene {
    struct face_networks networks;
    struct mien_faces *faces;
    void *memory;
    struct puppet *puppet;
    uint8_t *pixels;
};

static int open_scene(void **state)
{
    struct mien_error e = {.text = ""};
    struct scene *s = calloc(1, sizeof *s);
    if (!s || face_networks_open(&s->networks, &e) != 0)
        return -1;
    struct mien_faces_options o =
        mien_faces_defaults(&s->networks.detector.graph, &s->networks.mesh.graph);
    o.smooth = 0;
    s->memory = malloc(mien_faces_memory(&o));
    s->pixels = malloc((size_t)4 * WIDTH * HEIGHT);
    s->puppet = puppet_open_built_in(WIDTH, HEIGHT, 2, &e);
    s->faces = s->memory ? mien_faces_init(&o, s->memory) : NULL;
    *state = s;
    return s->faces && s->pixels && s->puppet ? 0 : -1;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    puppet_close(s->puppet);
    face_networks_close(&s->networks);
    free(s->memory);
    free(s->pixels);
    free(s);
    return 0;
}

/* Mean distance of the landmarks found from those drawn, in shares of the way between the eyes'
 * outer corners, in space. */
static double error_of(const struct mien_face *face, const float *truth)
{
    double sum = 0, eyes = 0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        sum += hypot((double)(face->landmarks[i][0] - truth[3 * i]),
                     (double)(face->landmarks[i][1] - truth[3 * i + 1]));
    for (int k = 0; k < 3; k++)
        eyes += pow((double)(truth[3 * 33 + k] - truth[3 * 263 + k]), 2);
    return sum / MIEN_MESH_POINTS / sqrt(eyes);
}

/* Follow 300 frames; every one must show the same face. Returns the mean error. */
static double follow(struct scene *s, struct puppet_pose (*pose_at)(double seconds))
{
    static float truth[3 * MIEN_MESH_POINTS];
    const struct mien_picture picture = {s->pixels, WIDTH, HEIGHT, 4, (ptrdiff_t)4 * WIDTH};
    double sum = 0;
    int32_t id = 0;
    mien_faces_reset(s->faces);
    for (int i = 0; i < FRAMES; i++) {
        const struct puppet_pose pose = pose_at(i / FRAME_RATE);
        puppet_draw(s->puppet, &pose, s->pixels, truth);
        assert_int_equal(mien_faces_follow(s->faces, &picture, i / FRAME_RATE), 1);
        const struct mien_face *face = mien_faces_get(s->faces, 0);
        id = i == 0 ? face->id : id;
        assert_int_equal(face->id, id);
        sum += error_of(face, truth);
    }
    return sum / FRAMES;
}

static struct puppet_pose turns(double seconds)
{
    return puppet_turns(seconds, REACH);
}

/* The whole round in the time of 300 frames. */
static struct puppet_pose acting(double seconds)
{
    return puppet_script(seconds * FRAME_RATE / FRAMES * PUPPET_ROUND);
}

static void no_frame_is_lost_in_turns_of_35_degrees(void **state)
{
    const double error = follow(*state, turns);
    print_message("turns: mean error %.2f %% of the way between the eyes\n", 100 * error);
    assert_true(error < 0.045);
}

static void no_frame_is_lost_in_a_round_of_the_script(void **state)
{
    const double error = follow(*state, acting);
    print_message("script: mean error %.2f %% of the way between the eyes\n", 100 * error);
    assert_true(error < 0.035);
}

static void the_pose_found_is_the_pose_drawn(void **state)
{
    struct scene *s = *state;
    const struct mien_picture picture = {s->pixels, WIDTH, HEIGHT, 4, (ptrdiff_t)4 * WIDTH};
    struct puppet_pose pose = puppet_photo(s->puppet);
    puppet_draw(s->puppet, &pose, s->pixels, NULL);
    assert_int_equal(mien_faces_find(s->faces, &picture), 1);
    const struct mien_pose photo = mien_faces_get(s->faces, 0)->pose;
    for (int i = 0; i < 8; i++) {
        pose.yaw = i < 4 ? 0.3f * (float)i - 0.45f : 0;
        pose.roll = i < 4 ? 0 : 0.15f * (float)(i - 4) - 0.225f;
        puppet_draw(s->puppet, &pose, s->pixels, NULL);
        assert_int_equal(mien_faces_find(s->faces, &picture), 1);
        const struct mien_pose *seen = &mien_faces_get(s->faces, 0)->pose;
        assert_float_equal(seen->yaw - photo.yaw, pose.yaw, 0.12f);
        assert_float_equal(seen->roll - photo.roll, pose.roll, 0.06f);
    }
}

static void eyes_and_mouth_are_found_open_and_closed(void **state)
{
    struct scene *s = *state;
    const struct mien_picture picture = {s->pixels, WIDTH, HEIGHT, 4, (ptrdiff_t)4 * WIDTH};
    struct puppet_pose neutral = {.size = 1}, shut = neutral, wide = neutral;
    shut.actions.at[MIEN_AU43][0] = shut.actions.at[MIEN_AU43][1] = 1;
    wide.actions.at[MIEN_AU25][0] = wide.actions.at[MIEN_AU25][1] = 1;
    wide.actions.at[MIEN_AU27][0] = wide.actions.at[MIEN_AU27][1] = 1;
    const struct puppet_pose *poses[3] = {&neutral, &shut, &wide};
    float eyes[3], mouth[3];
    for (int i = 0; i < 3; i++) {
        puppet_draw(s->puppet, poses[i], s->pixels, NULL);
        assert_int_equal(mien_faces_find(s->faces, &picture), 1);
        const struct mien_face *face = mien_faces_get(s->faces, 0);
        eyes[i] = 0.5f * (face->eyes[0] + face->eyes[1]);
        mouth[i] = face->mouth;
    }
    assert_true(eyes[1] < eyes[0] - 0.05f);
    assert_true(mouth[2] > mouth[0] + 0.3f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_frame_is_lost_in_turns_of_35_degrees),
        cmocka_unit_test(no_frame_is_lost_in_a_round_of_the_script),
        cmocka_unit_test(the_pose_found_is_the_pose_drawn),
        cmocka_unit_test(eyes_and_mouth_are_found_open_and_closed),
    };
    return cmocka_run_group_tests(tests, open_scene, close_scene);
}
