/* test_covered.c - a hand before a face: the mask goes once as it comes and comes once as it goes,
 * never faster than it fades; of two faces the other one keeps its mask, and each is itself. */
#include "tests/render/board.h"

#include "viewer/puppet/hand.h"
#include "viewer/render/wear.h"
#include "viewer/render/wearers.h"

#define FRAME (1 / 15.0)

/* Of an 8-bit picture; and of a share. */
#define NOISE 0.03

enum { NOSE = 4, PATCH = 4 };

/* What a viewer has: a pipeline that follows two faces, and a mask that is pure green. */
struct viewer {
    struct board *board;
    void *memory;
    struct mien_faces *faces;
    struct video *video;
    struct wear *wear;
    struct hand *hand;
    struct moment moment;
};

static void put_on_green(struct wear *w)
{
    struct mask m;
    struct outfit o;
    struct mien_error e;
    assert_int_equal(mask_init(&m, "green", &e), 0);
    m.look.tone = 0;
    for (int i = 0; i < MASK_SIDE * MASK_SIDE; i++)
        memcpy(m.texels + 4 * (size_t)i, (uint8_t[4]){0, 255, 0, 255}, 4);
    assert_int_equal(outfit_make(&o, &m, &e), 0);
    wear_mask(w, &o, 0);
    outfit_free(&o);
}

/* A frame of its own for every moment: one that was drawn is not taken up again. */
static uint8_t *new_frame(struct viewer *v)
{
    frame_release(v->moment.frame);
    v->moment.frame = frame_take(v->board->pool, BOARD_WIDTH, BOARD_HEIGHT);
    assert_non_null(v->moment.frame);
    return v->moment.frame->pixels;
}

static struct viewer open_viewer(void **state)
{
    struct viewer v = {.board = board_clear(state)};
    struct mien_error e;
    struct mien_faces_options o =
        mien_faces_defaults(&v.board->networks.detector.graph, &v.board->networks.mesh.graph);
    o.most = 2;
    v.memory = malloc(mien_faces_memory(&o));
    v.faces = mien_faces_init(&o, v.memory);
    assert_non_null(v.faces);
    assert_int_equal(video_open(&v.video, &e), 0);
    assert_int_equal(wear_open(&v.wear, &e), 0);
    v.hand = hand_open(&e);
    assert_non_null(v.hand);
    put_on_green(v.wear);
    return v;
}

static void close_viewer(struct viewer *v)
{
    frame_release(v->moment.frame);
    hand_close(v->hand);
    wear_close(v->wear);
    video_close(v->video);
    free(v->memory);
}

/* Look for faces on the moment's frame, and draw it with their masks. */
static const uint8_t *show(struct viewer *v, double seconds)
{
    const struct mien_picture picture = frame_picture(v->moment.frame);
    const struct video_place place = board_place();
    void *state = v->board;
    v->moment.seconds = seconds;
    v->moment.analysed = true;
    v->moment.count = mien_faces_follow(v->faces, &picture, seconds);
    for (int32_t i = 0; i < v->moment.count; i++)
        v->moment.faces[i].face = *mien_faces_get(v->faces, i);
    board_clear(&state);
    video_draw(v->video, &v->moment, &place, PRIVACY_OFF);
    wear_draw(v->wear, &v->moment, &place, seconds);
    return board_read(v->board);
}

/* How much of the mask is seen around a place, 0..1: pure green has no red. */
static double visible(const struct viewer *v, const uint8_t *drawn, const float *at)
{
    double before = 0, after = 0;
    for (int y = (int)at[1] - PATCH; y <= (int)at[1] + PATCH; y++)
        for (int x = (int)at[0] - PATCH; x <= (int)at[0] + PATCH; x++) {
            before += v->moment.frame->pixels[4 * (y * BOARD_WIDTH + x)];
            after += drawn[4 * (y * BOARD_WIDTH + x)];
        }
    return 1 - after / before;
}

/* A pass of hand_script before the face of the board's puppet, from `from` seconds on: the mask is
 * whole, falls, is gone, rises, is whole. */
static void assert_goes_and_comes_once(struct viewer *v, double from, double *time)
{
    const struct puppet_pose pose = puppet_photo(v->board->puppet);
    float landmarks[3 * MIEN_MESH_POINTS];
    puppet_draw(v->board->puppet, &pose, new_frame(v), landmarks);
    const struct mien_rect face = mien_mesh_box(landmarks);
    for (int i = 0; i < 10; i++, *time += FRAME)
        show(v, *time);
    double last = 1;
    bool rises = false;
    int gone = 0;
    for (double at = from; at < from + HAND_PASS - 0.5; at += FRAME, *time += FRAME) {
        const struct hand_place place = hand_script(at, &face);
        puppet_draw(v->board->puppet, &pose, new_frame(v), NULL);
        hand_draw(v->hand, &place, v->moment.frame->pixels, BOARD_WIDTH, BOARD_HEIGHT);
        const double now = visible(v, show(v, *time), landmarks + 3 * NOSE);
        assert_true(fabs(now - last) < FRAME / WEARERS_FADE + NOISE);
        rises |= now > last + NOISE;
        if (rises)
            assert_true(now > last - NOISE);
        gone += now < NOISE;
        last = now;
    }
    assert_true(gone > 10);
    assert_true(last > 1 - NOISE);
}

static void as_a_hand_passes_the_mask_goes_once_and_comes_once(void **state)
{
    struct viewer v = open_viewer(state);
    double time = 10;
    assert_goes_and_comes_once(&v, 1 * HAND_PASS, &time); /* before one half of the face */
    assert_goes_and_comes_once(&v, 2 * HAND_PASS, &time); /* before all of it */
    close_viewer(&v);
}

/* Two puppets side by side in the moment's frame. */
static void draw_two(struct viewer *v, struct puppet *p, uint8_t *half)
{
    enum { HALF = BOARD_WIDTH / 2 };
    uint8_t *pixels = new_frame(v);
    const struct puppet_pose pose = puppet_photo(p);
    puppet_draw(p, &pose, half, NULL);
    for (int y = 0; y < BOARD_HEIGHT; y++)
        for (int side = 0; side < 2; side++)
            memcpy(pixels + 4 * (y * BOARD_WIDTH + side * HALF), half + 4 * y * HALF, 4 * HALF);
}

static void of_two_faces_the_one_that_is_not_covered_keeps_its_mask(void **state)
{
    enum { HALF = BOARD_WIDTH / 2 };
    struct viewer v = open_viewer(state);
    struct mien_error e;
    struct puppet *p = puppet_open_built_in(HALF, BOARD_HEIGHT, 1, &e);
    uint8_t *half = malloc((size_t)4 * HALF * BOARD_HEIGHT);
    float landmarks[3 * MIEN_MESH_POINTS];
    assert_non_null(p);
    const struct puppet_pose pose = puppet_photo(p);
    puppet_draw(p, &pose, half, landmarks);
    const struct mien_rect left = mien_mesh_box(landmarks);
    const float nose[2] = {landmarks[3 * NOSE] + HALF, landmarks[3 * NOSE + 1]};
    int32_t right_id = 0;
    int lost = 0;
    for (int i = -12; i * FRAME < HAND_PASS; i++) {
        const struct hand_place place = hand_script(2 * HAND_PASS + (i < 0 ? 0 : i * FRAME), &left);
        draw_two(&v, p, half);
        hand_draw(v.hand, &place, v.moment.frame->pixels, BOARD_WIDTH, BOARD_HEIGHT);
        const uint8_t *drawn = show(&v, 10 + i * FRAME);
        int32_t on_right = 0;
        for (int32_t k = 0; k < v.moment.count; k++)
            if (v.moment.faces[k].face.landmarks[NOSE][0] > HALF)
                on_right = v.moment.faces[k].face.id;
        if (i < 0) {
            right_id = on_right;
            continue;
        }
        assert_int_equal(on_right, right_id);
        assert_true(visible(&v, drawn, nose) > 1 - NOISE);
        lost += v.moment.count == 1;
    }
    assert_true(lost > 10);              /* the other one was covered indeed, */
    assert_int_equal(v.moment.count, 2); /* and is there again */
    free(half);
    puppet_close(p);
    close_viewer(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_a_hand_passes_the_mask_goes_once_and_comes_once),
        cmocka_unit_test(of_two_faces_the_one_that_is_not_covered_keeps_its_mask),
    };
    return cmocka_run_group_tests(tests, board_open, board_close);
}
