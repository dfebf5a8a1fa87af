/* test_wear.c - masks on the GPU: as the software draws them, faded in, out and over, and found
 * again where the driving face is.
 *
 * MIEN_SWAP_FRAMES sets how many frames of head turns are worn (40). */
#include "tests/mask/swap_measure.h"
#include "tests/render/board.h"

#include "viewer/mask/presets.h"
#include "viewer/mask/surface.h"
#include "viewer/mask/worn.h"
#include "viewer/puppet/script.h"
#include "viewer/render/wear.h"

#define REACH 0.6108652f /* 35 degrees */
#define FRAME_RATE 30.0

enum { FRAMES = 40, ROUND = 300 };

static struct wear *open_wear(void)
{
    struct wear *w;
    struct mien_error e;
    if (wear_open(&w, &e) != 0)
        fail_msg("%s", e.text);
    return w;
}

static void make(struct board *b, struct mask *m, const char *name)
{
    struct mien_error e;
    if (mask_make(m, name, b->faces, &e) != 0)
        fail_msg("%s", e.text);
}

static void put_on(struct wear *w, const struct mask *m, double seconds)
{
    struct outfit o;
    struct mask copy;
    struct mien_error e;
    assert_int_equal(mask_init(&copy, m->name, &e), 0);
    memcpy(copy.texels, m->texels, (size_t)4 * MASK_SIDE * MASK_SIDE);
    copy.look = m->look;
    assert_int_equal(outfit_make(&o, &copy, &e), 0);
    wear_mask(w, &o, seconds);
    outfit_free(&o);
}

/* The moment's frame with what is worn on it, read back. */
static const uint8_t *draw(struct board *b, struct video *v, struct wear *w, const struct moment *m,
                           double seconds)
{
    const struct video_place place = board_place();
    void *state = b;
    board_clear(&state);
    video_draw(v, m, &place, PRIVACY_OFF);
    wear_draw(w, m, &place, seconds);
    return board_read(b);
}

/* Mean difference of two pictures in a box, 0..255. */
static double difference(const uint8_t *a, const uint8_t *b, const struct mien_rect *box)
{
    double sum = 0;
    int count = 0;
    for (int y = (int)box->y; y < (int)(box->y + box->height); y++)
        for (int x = (int)box->x; x < (int)(box->x + box->width); x++)
            for (int k = 0; k < 3; k++, count++)
                sum += abs(a[4 * (y * BOARD_WIDTH + x) + k] - b[4 * (y * BOARD_WIDTH + x) + k]);
    return sum / count;
}

struct scene {
    struct board *board;
    struct video *video;
    struct wear *wear;
    struct moment *moment;
    struct mien_rect box;
};

static struct scene open_scene(void **state)
{
    struct scene s = {.board = board_clear(state), .wear = open_wear()};
    struct mien_error e;
    const struct puppet_pose pose = puppet_photo(s.board->puppet);
    assert_int_equal(video_open(&s.video, &e), 0);
    s.moment = board_moment(s.board, &pose, 0, true);
    s.box = s.moment->faces[0].face.box;
    return s;
}

static void close_scene(struct scene *s)
{
    moment_free(s->moment);
    wear_close(s->wear);
    video_close(s->video);
}

static void a_mask_is_drawn_as_the_software_draws_it(void **state)
{
    struct scene s = open_scene(state);
    static const char *const names[] = {"robot", "mona-lisa"};
    static struct tone_membrane membrane;
    const struct mien_picture picture = frame_picture(s.moment->frame);
    const size_t size = (size_t)4 * BOARD_WIDTH * BOARD_HEIGHT;
    uint8_t *soft = malloc(size);
    tone_membrane_init(&membrane);
    for (int i = 0; i < 2; i++) {
        struct mask m;
        struct tone_mask own;
        struct tone tone;
        struct mien_error e;
        make(s.board, &m, names[i]);
        assert_int_equal(tone_of_mask(&own, &membrane, &m, &e), 0);
        tone_init(&tone);
        tone_follow(&tone, &membrane, &own, &picture, &s.moment->faces[0].face, m.look.tone, 0);
        memcpy(soft, s.moment->frame->pixels, size);
        assert_int_equal(
            mask_wear(&m, &tone, &s.moment->faces[0].face, soft, BOARD_WIDTH, BOARD_HEIGHT, 4, &e),
            0);
        struct wear *w = open_wear();
        put_on(w, &m, 0);
        draw(s.board, s.video, w, s.moment, 10);
        const uint8_t *hard = draw(s.board, s.video, w, s.moment, 11);
        const double away = difference(hard, soft, &s.box);
        const double worn = difference(hard, s.moment->frame->pixels, &s.box);
        print_message("%s: %.2f from software, %.2f from the face\n", names[i], away, worn);
        assert_true(worn > 5);
        /* The GPU ramps the border at each pixel, the software between landmarks. */
        assert_true(away < 0.15 * worn);
        wear_close(w);
        mask_free(&m);
    }
    free(soft);
    close_scene(&s);
}

static void a_mask_fades_in_over_into_another_and_out(void **state)
{
    struct scene s = open_scene(state);
    struct mask robot, clown;
    const uint8_t *bare = s.moment->frame->pixels;
    make(s.board, &robot, "robot");
    make(s.board, &clown, "clown");
    put_on(s.wear, &robot, 0);
    double last = -1;
    for (int i = 0; i <= 10; i++) { /* a face that is found gets its mask by and by */
        const double now =
            difference(draw(s.board, s.video, s.wear, s.moment, 1 + 0.03 * i), bare, &s.box);
        assert_true(now >= last - 0.05);
        if (i < 3)
            assert_true(now < 0.9 * 40);
        last = now;
    }
    assert_true(last > 5 && wear_shows(s.wear));

    /* Between two masks the bare face never shows. */
    put_on(s.wear, &clown, 0.4);
    for (int i = 0; i <= 20; i++)
        assert_true(difference(draw(s.board, s.video, s.wear, s.moment, 2 + 0.03 * i), bare,
                               &s.box) > 0.4 * last);

    /* A face that is lost sheds its mask without a jump, and gets it back. */
    s.moment->count = 0;
    double before = difference(draw(s.board, s.video, s.wear, s.moment, 2.62), bare, &s.box);
    const double whole = before;
    for (int i = 1; i <= 12; i++) {
        const double now =
            difference(draw(s.board, s.video, s.wear, s.moment, 2.62 + 0.03 * i), bare, &s.box);
        assert_true(now <= before + 0.05 && before - now < 0.35 * whole);
        before = now;
    }
    assert_true(before < 0.3);
    assert_false(wear_shows(s.wear));
    mask_free(&robot);
    mask_free(&clown);
    close_scene(&s);
}

/* --- found again ---------------------------------------------------------------------------- */

/* The mean around a place. */
static void patch(const uint8_t *pixels, float x, float y, double lab[3])
{
    double sum[3] = {0};
    for (int i = 0; i < 49; i++) {
        const int px = (int)fminf(BOARD_WIDTH - 1, fmaxf(0, x + (float)(i % 7 - 3)));
        const int py = (int)fminf(BOARD_HEIGHT - 1, fmaxf(0, y + (float)(i / 7 - 3)));
        for (int k = 0; k < 3; k++)
            sum[k] += pixels[4 * (py * BOARD_WIDTH + px) + k] / 49.0;
    }
    swap_lab(sum, lab);
}

static double color_difference(const double a[3], const double b[3])
{
    return sqrt(pow(a[0] - b[0], 2) + pow(a[1] - b[1], 2) + pow(a[2] - b[2], 2));
}

/* Mean CIE difference between the worn mask where its soft border ends and the live skin there;
 * places that are hair, or turned away, do not count. */
static double border_difference(const uint8_t *worn, const struct moment *m)
{
    const struct mien_face *face = &m->faces[0].face;
    const struct mien_contour *oval = &mien_contours[MIEN_CONTOUR_FACE];
    const float *middle = face->landmarks[1];
    float facing[MIEN_MESH_POINTS];
    double cheek[3], sum = 0;
    int count = 0;
    surface_facing(face->landmarks, facing);
    patch(m->frame->pixels, face->landmarks[50][0], face->landmarks[50][1], cheek);
    for (int i = 0; i < oval->count; i++) {
        const int v = mien_contour_points[oval->first + i];
        const float *at = face->landmarks[v];
        const float x = at[0] + 0.14f * (middle[0] - at[0]),
                    y = at[1] + 0.14f * (middle[1] - at[1]);
        double mask[3], skin[3];
        patch(worn, x, y, mask);
        patch(m->frame->pixels, x, y, skin);
        if (facing[v] < 0.2f || color_difference(skin, cheek) > 30)
            continue;
        sum += color_difference(mask, skin);
        count++;
    }
    return count ? sum / count : 0;
}

/* A second pipeline, which sees the swapped pictures only. */
struct witness {
    void *memory;
    struct mien_faces *faces;
};

static void open_witness(struct witness *w, struct board *b)
{
    struct mien_faces_options o =
        mien_faces_defaults(&b->networks.detector.graph, &b->networks.mesh.graph);
    o.smooth = 0;
    w->memory = malloc(mien_faces_memory(&o));
    w->faces = mien_faces_init(&o, w->memory);
    assert_non_null(w->faces);
}

static void the_swapped_face_is_found_where_the_driving_face_is(void **state)
{
    struct scene s = open_scene(state);
    const char *wanted = getenv("MIEN_SWAP_FRAMES");
    const int frames = wanted ? atoi(wanted) : FRAMES;
    static const char *const names[] = {"collins", "mona-lisa"};
    for (int k = 0; k < 2; k++) {
        struct mask m;
        struct witness witness;
        double sum = 0, worst = 0, border = 0;
        make(s.board, &m, names[k]);
        put_on(s.wear, &m, 0);
        open_witness(&witness, s.board);
        mien_faces_reset(s.board->faces);
        for (int i = -6; i < frames; i++) { /* six frames to put it on */
            const double at = (i < 0 ? 0 : i) * (double)ROUND / frames / FRAME_RATE;
            const double now = 100 * (k + 1) + (i < 0 ? i / FRAME_RATE : at);
            const struct puppet_pose pose = puppet_turns(at, REACH);
            struct moment *moment = board_moment(s.board, &pose, now, false);
            const uint8_t *pixels = draw(s.board, s.video, s.wear, moment, now);
            const struct mien_picture picture = {pixels, BOARD_WIDTH, BOARD_HEIGHT, 4,
                                                 (ptrdiff_t)4 * BOARD_WIDTH};
            assert_int_equal(mien_faces_follow(witness.faces, &picture, now), 1);
            const double away =
                swap_apart(&moment->faces[0].face, mien_faces_get(witness.faces, 0));
            assert_true(i < 0 || wear_shows(s.wear));
            sum += i < 0 ? 0 : away;
            border += i < 0 ? 0 : border_difference(pixels, moment);
            worst = i >= 0 && away > worst ? away : worst;
            moment_free(moment);
        }
        print_message("%s, %d frames of turns: %.2f %% of the way between the eyes apart, at most "
                      "%.2f %%; border %.1f from the skin\n",
                      names[k], frames, 100 * sum / frames, 100 * worst, border / frames);
        assert_true(sum / frames < 0.03);
        assert_true(border / frames <= 6);
        free(witness.memory);
        mask_free(&m);
    }
    close_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mask_is_drawn_as_the_software_draws_it),
        cmocka_unit_test(a_mask_fades_in_over_into_another_and_out),
        cmocka_unit_test(the_swapped_face_is_found_where_the_driving_face_is),
    };
    return cmocka_run_group_tests(tests, board_open, board_close);
}
