/* test_expression.c - a face that moves: each action does what FACS says of it, where it says. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/expression/mien_expression.h"

enum { UPPER_LIP = 13, LOWER_LIP = 14, CHIN = 152, RIGHT_CORNER = 61, LEFT_CORNER = 291 };

static int make(void **state)
{
    *state = malloc(sizeof(struct mien_muscles));
    if (!*state)
        return -1;
    mien_muscles_init(*state);
    return 0;
}

static int drop(void **state)
{
    free(*state);
    return 0;
}

/* What one action does to the face at rest: moved [468, 3]. */
static void act(const struct mien_muscles *m, int action, float right, float left,
                float (*moved)[3])
{
    struct mien_actions a = {{{0}}};
    a.at[action][MIEN_RIGHT] = right;
    a.at[action][MIEN_LEFT] = left;
    memcpy(moved, m->rest, sizeof m->rest);
    mien_muscles_move(m, &a, moved);
}

/* Landmarks as a picture has them: y down, z away. */
static void openness(float (*face)[3], float eyes[2], float *mouth)
{
    float landmarks[MIEN_MESH_POINTS][3];
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        for (int k = 0; k < 3; k++)
            landmarks[i][k] = k ? -face[i][k] : face[i][k];
    mien_mesh_openness(&landmarks[0][0], eyes, mouth);
}

static void a_face_at_rest_has_closed_lips_and_open_eyes(void **state)
{
    struct mien_muscles *m = *state;
    float eyes[2], mouth;
    openness(m->rest, eyes, &mouth);
    assert_true(fabsf(m->rest[UPPER_LIP][1] - m->rest[LOWER_LIP][1]) < 0.1f);
    assert_true(eyes[0] > 0.2f && eyes[1] > 0.2f);
}

static void every_action_is_the_same_on_both_sides(void **state)
{
    struct mien_muscles *m = *state;
    float face[MIEN_MESH_POINTS][3];
    for (int a = 0; a < MIEN_ACTION_COUNT; a++) {
        act(m, a, 1, 1, face);
        for (int i = 0; i < MIEN_MESH_POINTS; i++) {
            const float *other = face[mien_mirror468[i]];
            assert_float_equal(face[i][0], -other[0], 1e-4);
            assert_float_equal(face[i][1], other[1], 1e-4);
            assert_float_equal(face[i][2], other[2], 1e-4);
        }
    }
}

static void one_side_acts_alone(void **state)
{
    struct mien_muscles *m = *state;
    float face[MIEN_MESH_POINTS][3];
    act(m, MIEN_AU12, 0, 1, face);
    assert_true(face[LEFT_CORNER][1] > m->rest[LEFT_CORNER][1] + 0.5f);
    assert_memory_equal(face[RIGHT_CORNER], m->rest[RIGHT_CORNER], sizeof face[0]);
}

static void intensities_add_up(void **state)
{
    struct mien_muscles *m = *state;
    struct mien_actions a = {{{0}}};
    float whole[MIEN_MESH_POINTS][3], steps[MIEN_MESH_POINTS][3];
    act(m, MIEN_AU4, 0.9f, 0.6f, whole);
    memcpy(steps, m->rest, sizeof steps);
    a.at[MIEN_AU4][MIEN_RIGHT] = 0.3f;
    a.at[MIEN_AU4][MIEN_LEFT] = 0.2f;
    for (int i = 0; i < 3; i++)
        mien_muscles_move(m, &a, steps);
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        for (int k = 0; k < 3; k++)
            assert_float_equal(steps[i][k], whole[i][k], 1e-5);
}

/* Each action's sign at a landmark of the right side: axis and least travel, centimetres. */
static void actions_go_the_way_facs_says(void **state)
{
    static const struct {
        int action, point, axis;
        float least;
    } ways[] = {
        {MIEN_AU1, 55, 1, 0.5f},    {MIEN_AU2, 53, 1, 0.5f},   {MIEN_AU4, 55, 1, -0.5f},
        {MIEN_AU4, 55, 0, 0.2f},    {MIEN_AU5, 159, 1, 0.2f},  {MIEN_AU6, 50, 1, 0.3f},
        {MIEN_AU7, 145, 1, 0.1f},   {MIEN_AU9, 129, 1, 0.3f},  {MIEN_AU10, 37, 1, 0.3f},
        {MIEN_AU12, 61, 1, 0.5f},   {MIEN_AU12, 61, 0, -0.4f}, {MIEN_AU15, 61, 1, -0.4f},
        {MIEN_AU16, 17, 1, -0.3f},  {MIEN_AU17, 200, 1, 0.3f}, {MIEN_AU20, 61, 0, -0.5f},
        {MIEN_AU22, 0, 2, 0.2f},    {MIEN_AU23, 61, 0, 0.2f},  {MIEN_AU24, 0, 1, -0.1f},
        {MIEN_AU25, 14, 1, -0.2f},  {MIEN_AU26, 17, 1, -0.8f}, {MIEN_AU27, 17, 1, -1.5f},
        {MIEN_AU43, 159, 1, -0.4f},
    };
    struct mien_muscles *m = *state;
    float face[MIEN_MESH_POINTS][3];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const int p = ways[i].point, k = ways[i].axis;
        act(m, ways[i].action, 1, 1, face);
        const float went = face[p][k] - m->rest[p][k], least = ways[i].least;
        if (least > 0 ? went < least : went > least)
            fail_msg("AU %d moves landmark %d by %g along axis %d",
                     mien_action_names[ways[i].action].number, p, (double)went, k);
    }
}

/* The shortest way from lip to lip goes round the corner: what pulls one leaves the other. */
static void lips_and_lids_are_slit(void **state)
{
    struct mien_muscles *m = *state;
    float face[MIEN_MESH_POINTS][3];
    act(m, MIEN_AU16, 1, 1, face);
    assert_true(fabsf(face[UPPER_LIP][1] - m->rest[UPPER_LIP][1]) < 0.02f);
    act(m, MIEN_AU26, 1, 1, face);
    assert_true(fabsf(face[UPPER_LIP][1] - m->rest[UPPER_LIP][1]) < 0.05f);
    act(m, MIEN_AU43, 1, 1, face);
    assert_true(fabsf(face[145][1] - m->rest[145][1]) < 0.05f);
}

static void lids_close_and_open_wide(void **state)
{
    struct mien_muscles *m = *state;
    float face[MIEN_MESH_POINTS][3], rest[2], eyes[2], mouth;
    openness(m->rest, rest, &mouth);
    act(m, MIEN_AU43, 1, 0, face);
    openness(face, eyes, &mouth);
    assert_true(eyes[0] < 0.35f * rest[0]);
    assert_float_equal(eyes[1], rest[1], 1e-3);
    act(m, MIEN_AU5, 1, 1, face);
    openness(face, eyes, &mouth);
    assert_true(eyes[0] > 1.3f * rest[0]);
}

/* The closed form: a turn by a small angle moves a point across its radius, by angle times it. */
static void the_jaw_turns_about_its_joint(void **state)
{
    struct mien_actions a = {{{0}}};
    const float joint[3] = {0, 1.0f, -2.2f}, start[3] = {1, -9, 4};
    float p[3] = {1, -9, 4}, dot = 0, radius = 0, way = 0;
    (void)state;
    a.at[MIEN_AU26][MIEN_RIGHT] = a.at[MIEN_AU26][MIEN_LEFT] = 0.5f;
    mien_jaw_move(&a, p);
    for (int k = 1; k < 3; k++) {
        dot += (p[k] - start[k]) * (start[k] - joint[k]);
        radius += (start[k] - joint[k]) * (start[k] - joint[k]);
        way += (p[k] - start[k]) * (p[k] - start[k]);
    }
    assert_float_equal(p[0], start[0], 0);
    assert_float_equal(dot, 0, 1e-4);
    assert_float_equal(sqrtf(way / radius), 0.10f, 1e-4);
    assert_true(p[1] < start[1] && p[2] < start[2]);
}

static void the_chin_goes_with_the_jaw(void **state)
{
    struct mien_muscles *m = *state;
    struct mien_actions a = {{{0}}};
    float face[MIEN_MESH_POINTS][3], chin[3];
    memcpy(chin, m->rest[CHIN], sizeof chin);
    a.at[MIEN_AU26][MIEN_RIGHT] = a.at[MIEN_AU26][MIEN_LEFT] = 1;
    act(m, MIEN_AU26, 1, 1, face);
    mien_jaw_move(&a, chin);
    for (int k = 0; k < 3; k++)
        assert_float_equal(face[CHIN][k], chin[k], 0.02);
    assert_true(m->jaw[CHIN] > 0.99f && m->jaw[1] < 0.01f && m->jaw[10] < 0.1f);
}

static void openings_are_those_of_eyes_and_mouth(void **state)
{
    int counts[MIEN_CONTOURS] = {0}, skin = 0;
    (void)state;
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++) {
        const int32_t opening = mien_mesh_opening(mien_mesh_triangles[i]);
        if (opening < 0)
            skin++;
        else
            counts[opening]++;
    }
    /* a closed polygon of n corners is n - 2 triangles */
    assert_int_equal(counts[MIEN_CONTOUR_RIGHT_EYE], 14);
    assert_int_equal(counts[MIEN_CONTOUR_LEFT_EYE], 14);
    assert_int_equal(counts[MIEN_CONTOUR_INNER_LIPS], 18);
    assert_int_equal(skin, MIEN_MESH_TRIANGLES - 46);
}

static void every_emotion_has_its_ways(void **state)
{
    float sums[MIEN_EMOTIONS] = {0};
    (void)state;
    for (int i = 0; i < MIEN_EXPRESSIONS; i++) {
        struct mien_actions a = {{{0}}};
        float most = 0;
        sums[mien_expressions[i].emotion] += mien_expressions[i].weight;
        assert_true(i == 0 || mien_expressions[i].emotion >= mien_expressions[i - 1].emotion);
        mien_expression_add(&mien_expressions[i], 0.5f, &a);
        for (int k = 0; k < MIEN_ACTION_COUNT; k++) {
            assert_true(a.at[k][MIEN_RIGHT] == a.at[k][MIEN_LEFT]);
            most = fmaxf(most, a.at[k][MIEN_LEFT]);
        }
        assert_true(most <= 0.6f && (most > 0.3f || mien_expressions[i].emotion == 6));
    }
    for (int i = 0; i < MIEN_EMOTIONS; i++)
        assert_float_equal(sums[i], 1, 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_face_at_rest_has_closed_lips_and_open_eyes),
        cmocka_unit_test(every_action_is_the_same_on_both_sides),
        cmocka_unit_test(one_side_acts_alone),
        cmocka_unit_test(intensities_add_up),
        cmocka_unit_test(actions_go_the_way_facs_says),
        cmocka_unit_test(lips_and_lids_are_slit),
        cmocka_unit_test(lids_close_and_open_wide),
        cmocka_unit_test(the_jaw_turns_about_its_joint),
        cmocka_unit_test(the_chin_goes_with_the_jaw),
        cmocka_unit_test(openings_are_those_of_eyes_and_mouth),
        cmocka_unit_test(every_emotion_has_its_ways),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
