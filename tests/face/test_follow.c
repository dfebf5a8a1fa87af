/* test_follow.c - faces of a video whose motion is known: the portrait laid on frames, moved,
 * turned and scaled. */
#include "runtime/host/rng.h"
#include "tests/face/face_case.h"

enum { WIDTH = 320, HEIGHT = 240 };

static struct face_case face;
static struct mien_face portrait; /* of the whole portrait, 107 pixels high */
static uint8_t frame[WIDTH * HEIGHT * 3];
static const struct mien_picture on_frame = {frame, WIDTH, HEIGHT, 3, WIDTH * 3};
static const double step = 1.0 / 30.0; /* seconds */

static int open_case(void **state)
{
    (void)state;
    face_case_open(&face);
    face_case_start(&face);
    const struct mien_picture p = face_case_picture(&face.portrait);
    assert_int_equal(mien_faces_find(face.faces, &p), 1);
    portrait = *mien_faces_get(face.faces, 0);
    return 0;
}

static int close_case(void **state)
{
    (void)state;
    face_case_close(&face);
    return 0;
}

static void start(int32_t most, int32_t smooth)
{
    face.options.most = most;
    face.options.smooth = smooth;
    face_case_start(&face);
}

/* A placing that brings the portrait's face, not the portrait, to (x, y). */
static struct placing face_at(float x, float y, float scale, float angle)
{
    struct placing at = {0.0f, 0.0f, scale, angle, 0.0f};
    float nose[2];
    placing_point(&at, portrait.landmarks[4], nose);
    at.x = x - nose[0];
    at.y = y - nose[1];
    return at;
}

/* The same, of the head alone, so that others show beside it. */
static struct placing head_at(float x, float y, float scale, float angle)
{
    struct placing at = face_at(x, y, scale, angle);
    at.reach = 68.0f;
    return at;
}

/* Frame `i`, with these faces on it. */
static int32_t follow(const struct placing *at, int count, int i)
{
    frame_clear(frame, WIDTH, HEIGHT);
    for (int k = 0; k < count; k++)
        frame_lay(frame, WIDTH, HEIGHT, &face.portrait, &at[k]);
    return mien_faces_follow(face.faces, &on_frame, 1.0 + step * i);
}

/* Mean distance of a face's landmarks from where the motion took the portrait's, in face sizes. */
static float distance(const struct mien_face *f, const struct placing *at)
{
    float sum = 0.0f, where[2];
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        placing_point(at, portrait.landmarks[i], where);
        sum += hypotf(f->landmarks[i][0] - where[0], f->landmarks[i][1] - where[1]);
    }
    return sum / MIEN_MESH_POINTS / (portrait.box.height * at->scale);
}

static struct placing on_the_way(int i)
{
    const float t = (float)i * 0.1f;
    return face_at(160.0f + 70.0f * sinf(t), 115.0f + 25.0f * sinf(1.7f * t),
                   0.85f + 0.2f * sinf(0.6f * t), 0.5f * sinf(0.8f * t));
}

static void a_moving_face_is_followed_under_one_id(void **state)
{
    (void)state;
    for (int32_t smooth = 0; smooth < 2; smooth++) {
        float mean = 0.0f;
        start(1, smooth);
        for (int i = 0; i < 90; i++) {
            const struct placing at = on_the_way(i);
            assert_int_equal(follow(&at, 1, i), 1);
            const struct mien_face *f = mien_faces_get(face.faces, 0);
            const float away = distance(f, &at);
            assert_int_equal(f->id, 1);
            assert_true(away < (smooth ? 0.06f : 0.045f));
            mean += away / 90.0f;
        }
        print_message("smooth %d: landmarks %.4f of the face's size away in the mean\n", smooth,
                      (double)mean);
        assert_true(mean < (smooth ? 0.025f : 0.02f));
    }
}

/* The shift in frames, of -1..3, at which the landmarks lie nearest to the motion, by parabola. */
static double lag_in_frames(int32_t smooth)
{
    enum { FRAMES = 75, SHIFTS = 5 };
    static float nose[FRAMES], truth[FRAMES];
    double cost[SHIFTS] = {0};
    int best = 1;
    start(1, smooth);
    for (int i = 0; i < FRAMES; i++) { /* half a face's size to and fro, once a second */
        const struct placing at =
            face_at(160.0f + 27.0f * sinf(6.2831853f * (float)(i * step)), 115.0f, 1.0f, 0.0f);
        float where[2];
        assert_int_equal(follow(&at, 1, i), 1);
        placing_point(&at, portrait.landmarks[4], where);
        truth[i] = where[0];
        nose[i] = mien_faces_get(face.faces, 0)->landmarks[4][0];
    }
    for (int s = 0; s < SHIFTS; s++)
        for (int i = 15; i < FRAMES - SHIFTS; i++)
            cost[s] += pow((double)(nose[i + s] - truth[i + 1]), 2.0);
    for (int s = 1; s < SHIFTS - 1; s++)
        if (cost[s] < cost[best])
            best = s;
    const double bend = cost[best - 1] - 2.0 * cost[best] + cost[best + 1];
    return best - 1 + 0.5 * (cost[best - 1] - cost[best + 1]) / bend;
}

static void smoothing_adds_less_than_half_a_frame_to_a_shaken_head(void **state)
{
    (void)state;
    const double plain = lag_in_frames(0), smooth = lag_in_frames(1);
    print_message("lag: %.2f frames plain, %.2f smooth\n", plain, smooth);
    assert_true(fabs(plain) < 0.3);
    assert_true(smooth - plain > 0.0 && smooth - plain < 0.5);
}

/* Mean standard deviation of the landmarks on one picture with noise of three grey levels. */
static double jitter(int32_t smooth)
{
    enum { FRAMES = 60, SETTLED = 10 };
    static double sum[MIEN_MESH_POINTS][2], square[MIEN_MESH_POINTS][2];
    static uint8_t clean[sizeof frame];
    const struct placing at = face_at(160.0f, 115.0f, 1.0f, 0.1f);
    const double count = FRAMES - SETTLED;
    struct rng g = rng_seed(11);
    double total = 0.0;
    memset(sum, 0, sizeof sum);
    memset(square, 0, sizeof square);
    frame_clear(clean, WIDTH, HEIGHT);
    frame_lay(clean, WIDTH, HEIGHT, &face.portrait, &at);
    start(1, smooth);
    for (int i = 0; i < FRAMES; i++) {
        for (size_t k = 0; k < sizeof frame; k++) {
            const float v = (float)clean[k] + 3.0f * rng_normal(&g) + 0.5f;
            frame[k] = (uint8_t)(v < 0.0f ? 0.0f : v > 255.0f ? 255.0f : v);
        }
        assert_int_equal(mien_faces_follow(face.faces, &on_frame, 1.0 + step * i), 1);
        for (int n = 0; i >= SETTLED && n < 2 * MIEN_MESH_POINTS; n++) {
            const double v = (double)mien_faces_get(face.faces, 0)->landmarks[n / 2][n % 2];
            sum[n / 2][n % 2] += v / count;
            square[n / 2][n % 2] += v * v / count;
        }
    }
    for (int n = 0; n < 2 * MIEN_MESH_POINTS; n++)
        total += sqrt(fmax(0.0, square[n / 2][n % 2] - pow(sum[n / 2][n % 2], 2.0)));
    return total / (2 * MIEN_MESH_POINTS);
}

static void jitter_at_rest_falls_by_more_than_half(void **state)
{
    (void)state;
    const double plain = jitter(0), smooth = jitter(1);
    print_message("jitter: %.4f pixels plain, %.4f smooth\n", plain, smooth);
    assert_true(plain < 0.15);
    assert_true(smooth < 0.5 * plain);
}

/* A frame without a face. */
static int32_t follow_nothing(int i)
{
    memset(frame, 0, sizeof frame);
    return mien_faces_follow(face.faces, &on_frame, 1.0 + step * i);
}

static int32_t only_id(void)
{
    return mien_faces_get(face.faces, 0)->id;
}

static void a_face_that_is_hidden_comes_back_under_its_id_within_a_second(void **state)
{
    const struct placing at = face_at(160.0f, 115.0f, 1.0f, 0.0f),
                         beside = face_at(170.0f, 110.0f, 1.0f, 0.1f);
    (void)state;
    start(1, 1);
    assert_int_equal(follow(&at, 1, 0), 1);
    for (int i = 1; i <= 28; i++)
        assert_int_equal(follow_nothing(i), 0);
    assert_int_equal(follow(&beside, 1, 29), 1);
    assert_int_equal(only_id(), 1);
    for (int i = 30; i <= 61; i++)
        assert_int_equal(follow_nothing(i), 0);
    assert_int_equal(follow(&at, 1, 62), 1);
    assert_int_equal(only_id(), 2);
    start(1, 1);
    face.options.lost_seconds = 0.0f;
    face_case_start(&face);
    assert_int_equal(follow(&at, 1, 0), 1);
    assert_int_equal(follow_nothing(1), 0);
    assert_int_equal(follow(&at, 1, 2), 1);
    assert_int_equal(only_id(), 2);
    face.options.lost_seconds = 1.0f;
}

static void nobody_takes_the_turn_of_a_face_that_is_hidden(void **state)
{
    const struct placing followed = head_at(80.0f, 90.0f, 0.9f, 0.0f),
                         other = head_at(240.0f, 90.0f, 0.9f, 0.0f);
    (void)state;
    start(1, 1);
    assert_int_equal(follow(&followed, 1, 0), 1);
    for (int i = 1; i <= 28; i++)
        assert_int_equal(follow(&other, 1, i), 0);
    assert_int_equal(follow((const struct placing[]){followed, other}, 2, 29), 1);
    assert_int_equal(only_id(), 1);
    assert_true(mien_faces_get(face.faces, 0)->landmarks[4][0] < 110.0f);
    int i = 30;
    while (i < 70 && follow(&other, 1, i) == 0) /* he is gone for good */
        i++;
    assert_true(i >= 60 && i < 70);
    assert_int_equal(only_id(), 2);
    start(2, 1); /* there is room for both */
    assert_int_equal(follow((const struct placing[]){followed, other}, 2, 0), 2);
    const int32_t left = mien_faces_get(face.faces, 0)->landmarks[4][0] < 110.0f ? 1 : 2;
    assert_int_equal(follow(&other, 1, 1), 1);
    assert_int_equal(only_id(), 3 - left);
    assert_int_equal(follow((const struct placing[]){followed, other}, 2, 2), 2);
    assert_int_equal(mien_faces_get(face.faces, 1)->id, left);
}

static void a_face_that_left_the_picture_is_not_waited_for(void **state)
{
    const struct placing other = head_at(80.0f, 90.0f, 0.9f, 0.0f);
    (void)state;
    start(1, 1);
    int i = 0;
    for (float x = 240.0f; x < 360.0f && i < 60; x += 4.0f, i++) {
        const struct placing away = head_at(x, 90.0f, 0.9f, 0.0f);
        if (follow(&away, 1, i) == 0)
            break;
    }
    assert_true(i > 10);
    assert_int_equal(follow(&other, 1, i + 1), 1);
    assert_int_equal(only_id(), 2);
}

/* Two, side by side, each a third of the picture on. */
static void two_faces_keep_their_ids_while_they_cross_the_picture(void **state)
{
    (void)state;
    start(2, 1);
    for (int i = 0; i < 40; i++) {
        const float x = 2.5f * (float)i;
        const struct placing at[2] = {head_at(60.0f + x, 80.0f, 0.7f, 0.1f),
                                      head_at(160.0f + x, 80.0f, 0.7f, -0.1f)};
        assert_int_equal(follow(at, 2, i), 2);
        for (int k = 0; k < 2; k++) {
            const struct mien_face *f = mien_faces_get(face.faces, k);
            static int32_t left;
            if (i == 0 && k == 0)
                left = f->landmarks[4][0] < 110.0f ? 0 : 1;
            assert_int_equal(f->id, k + 1);
            assert_true(distance(f, &at[k ^ left]) < 0.08f);
        }
    }
}

static void a_second_face_joins_when_there_is_room_and_only_then(void **state)
{
    const struct placing at[2] = {head_at(80.0f, 90.0f, 0.9f, 0.0f),
                                  head_at(240.0f, 90.0f, 0.9f, 0.0f)};
    (void)state;
    for (int32_t most = 1; most <= 3; most++) {
        start(most, 1);
        for (int i = 0; i < 3; i++)
            assert_int_equal(follow(at, 1, i), 1);
        int i = 3;
        while (i < 12 && follow(at, 2, i) < 2)
            i++;
        assert_int_equal(i<12, most> 1); /* within a fifth of a second */
        assert_int_equal(mien_faces_get(face.faces, 0)->id, 1);
        if (most > 1)
            assert_int_equal(mien_faces_get(face.faces, 1)->id, 2);
    }
}

static void two_that_come_to_one_place_become_one(void **state)
{
    (void)state;
    start(2, 1);
    for (int i = 0; i < 20; i++) { /* the second slides behind the first, who stays */
        const float x = i < 14 ? 240.0f - 10.0f * (float)i : 80.0f;
        const struct placing at[2] = {head_at(x, 90.0f, 0.9f, 0.0f),
                                      head_at(80.0f, 90.0f, 0.9f, 0.0f)};
        const int32_t count = follow(at, 2, i);
        assert_true(count >= 1 && count <= 2);
    }
    assert_non_null(mien_faces_get(face.faces, 0));
    assert_null(mien_faces_get(face.faces, 1));
}

static void another_size_or_a_clock_set_back_starts_anew(void **state)
{
    const struct placing at = face_at(160.0f, 115.0f, 1.0f, 0.0f);
    struct mien_picture cut = on_frame;
    (void)state;
    start(1, 1);
    follow(&at, 1, 5);
    follow(&at, 1, 6);
    assert_int_equal(mien_faces_get(face.faces, 0)->id, 1);
    follow(&at, 1, 6);
    assert_int_equal(mien_faces_get(face.faces, 0)->id, 2);
    cut.height -= 8;
    assert_int_equal(mien_faces_follow(face.faces, &cut, 9.0), 1);
    assert_int_equal(mien_faces_get(face.faces, 0)->id, 3);
    mien_faces_reset(face.faces);
    assert_null(mien_faces_get(face.faces, 0));
    assert_int_equal(mien_faces_follow(face.faces, &cut, 9.1), 1);
    assert_int_equal(mien_faces_get(face.faces, 0)->id, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moving_face_is_followed_under_one_id),
        cmocka_unit_test(smoothing_adds_less_than_half_a_frame_to_a_shaken_head),
        cmocka_unit_test(jitter_at_rest_falls_by_more_than_half),
        cmocka_unit_test(a_face_that_is_hidden_comes_back_under_its_id_within_a_second),
        cmocka_unit_test(nobody_takes_the_turn_of_a_face_that_is_hidden),
        cmocka_unit_test(a_face_that_left_the_picture_is_not_waited_for),
        cmocka_unit_test(two_faces_keep_their_ids_while_they_cross_the_picture),
        cmocka_unit_test(a_second_face_joins_when_there_is_room_and_only_then),
        cmocka_unit_test(two_that_come_to_one_place_become_one),
        cmocka_unit_test(another_size_or_a_clock_set_back_starts_anew),
    };
    return cmocka_run_group_tests(tests, open_case, close_case);
}
