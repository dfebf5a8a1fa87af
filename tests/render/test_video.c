/* test_video.c - the frame lies where it should, as it is; hidden faces have no detail left. */
#include "tests/render/board.h"

static void a_frame_fits_in_the_middle(void **state)
{
    (void)state;
    const struct video_place wide = video_fit(640, 480, 1280, 720, false);
    assert_float_equal(wide.scale, 1.5f, 1e-6f);
    assert_float_equal(wide.x, 160, 1e-4f);
    assert_float_equal(wide.y, 0, 1e-4f);
    const struct video_place tall = video_fit(640, 480, 320, 720, true);
    float x, y;
    assert_float_equal(tall.y, 240, 1e-4f);
    video_point(&tall, 0, 0, &x, &y); /* its left edge is on the right */
    assert_float_equal(x, 320, 1e-4f);
    assert_float_equal(y, 240, 1e-4f);
    video_point(&wide, 320, 240, &x, &y);
    assert_float_equal(x, 640, 1e-4f);
    assert_float_equal(y, 360, 1e-4f);
}

static struct video *open_video(void)
{
    struct video *v;
    struct mien_error e;
    if (video_open(&v, &e) != 0)
        fail_msg("%s", e.text);
    return v;
}

static void a_frame_is_drawn_as_it_is_and_mirrored_on_request(void **state)
{
    struct board *b = board_clear(state);
    struct video *v = open_video();
    const struct puppet_pose pose = puppet_photo(b->puppet);
    struct moment *m = board_moment(b, &pose, 0, true);
    for (int mirror = 0; mirror < 2; mirror++) {
        const struct video_place place =
            video_fit(BOARD_WIDTH, BOARD_HEIGHT, BOARD_WIDTH, BOARD_HEIGHT, mirror);
        board_clear(state);
        video_draw(v, m, &place, PRIVACY_OFF);
        const uint8_t *pixels = board_read(b);
        for (int y = 0; y < BOARD_HEIGHT; y += 7)
            for (int x = 0; x < BOARD_WIDTH; x += 3)
                for (int k = 0; k < 3; k++) {
                    const int from = mirror ? BOARD_WIDTH - 1 - x : x;
                    assert_in_range(1 + pixels[4 * (y * BOARD_WIDTH + x) + k] -
                                        m->frame->pixels[4 * (y * BOARD_WIDTH + from) + k],
                                    0, 2);
                }
    }
    moment_free(m);
    video_close(v);
}

/* Mean difference of pixels from that `step` to their right, around the face's middle: what is
 * finer than that. */
static double detail(const uint8_t *pixels, const struct mien_rect *box, int step)
{
    double sum = 0;
    int count = 0;
    for (int y = (int)(box->y + 0.2f * box->height); y < box->y + 0.8f * box->height; y++)
        for (int x = (int)(box->x + 0.2f * box->width); x < box->x + 0.8f * box->width; x++) {
            const uint8_t *p = pixels + 4 * (y * BOARD_WIDTH + x);
            sum += abs(p[0] - p[4 * step]) + abs(p[1] - p[4 * step + 1]);
            count++;
        }
    return sum / count;
}

static void a_hidden_face_has_no_detail_left(void **state)
{
    struct board *b = board_clear(state);
    struct video *v = open_video();
    const struct video_place place = board_place();
    const struct puppet_pose pose = puppet_photo(b->puppet);
    struct moment *m = board_moment(b, &pose, 1, true);
    const struct mien_rect box = m->faces[0].face.box;
    const double open = detail(m->frame->pixels, &box, 1);
    for (int privacy = PRIVACY_BLUR; privacy <= PRIVACY_PIXELS; privacy++) {
        board_clear(state);
        video_draw(v, m, &place, (enum look_privacy)privacy);
        const double hidden = detail(board_read(b), &box, 1);
        print_message("%s: detail %.2f of %.2f\n", look_privacy_names[privacy], hidden, open);
        assert_true(hidden < 0.35 * open);
    }
    /* What is beside the face is as it was; behind people it is the other way round. */
    const struct mien_rect corner = {4, 4, 60, 60};
    assert_float_equal(detail(b->pixels, &corner, 1), detail(m->frame->pixels, &corner, 1), 0.3);
    board_clear(state);
    video_draw(v, m, &place, PRIVACY_BACKGROUND);
    assert_float_equal(detail(board_read(b), &box, 1), open, 0.3);
    moment_free(m);
    video_close(v);
}

static void a_face_that_is_lost_for_a_moment_stays_hidden(void **state)
{
    struct board *b = board_clear(state);
    struct video *v = open_video();
    const struct video_place place = board_place();
    const struct puppet_pose pose = puppet_photo(b->puppet);
    struct moment *m = board_moment(b, &pose, 1, true);
    const struct mien_rect box = m->faces[0].face.box;
    const double open = detail(m->frame->pixels, &box, 1);
    video_draw(v, m, &place, PRIVACY_BLUR);
    m->count = 0;
    m->seconds = 1.5;
    board_clear(state);
    video_draw(v, m, &place, PRIVACY_BLUR);
    assert_true(detail(board_read(b), &box, 1) < 0.35 * open);
    m->analysed = false; /* nobody looked: all is hidden */
    m->seconds = 30;
    board_clear(state);
    video_draw(v, m, &place, PRIVACY_BLUR);
    assert_true(detail(board_read(b), &box, 1) < 0.35 * open);
    moment_free(m);
    video_close(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_fits_in_the_middle),
        cmocka_unit_test(a_frame_is_drawn_as_it_is_and_mirrored_on_request),
        cmocka_unit_test(a_hidden_face_has_no_detail_left),
        cmocka_unit_test(a_face_that_is_lost_for_a_moment_stays_hidden),
    };
    return cmocka_run_group_tests(tests, board_open, board_close);
}
