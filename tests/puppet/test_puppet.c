/* The puppet's pictures: the photo where nothing moves, the same bytes for the same moment, and
 * nothing but a picture whatever is asked of it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/image/image.h"
#include "viewer/puppet/puppet.h"
#include "viewer/puppet/script.h"

enum { WIDTH = 640, HEIGHT = 360, BYTES = 4 * WIDTH * HEIGHT };

struct stage {
    struct puppet *puppet;
    uint8_t *pixels, *other;
    float landmarks[3 * MIEN_MESH_POINTS];
};

static int open_stage(void **state)
{
    struct mien_error e = {.text = ""};
    struct stage *s = calloc(1, sizeof *s);
    s->puppet = puppet_open_built_in(WIDTH, HEIGHT, 1, &e);
    s->pixels = malloc(BYTES);
    s->other = malloc(BYTES);
    *state = s;
    return s->puppet && s->pixels && s->other ? 0 : -1;
}

static int close_stage(void **state)
{
    struct stage *s = *state;
    puppet_close(s->puppet);
    free(s->pixels);
    free(s->other);
    free(s);
    return 0;
}

static double difference(const uint8_t *a, const uint8_t *b, int left, int top, int right,
                         int bottom)
{
    double sum = 0;
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++)
            for (int c = 0; c < 3; c++) {
                const ptrdiff_t i = 4 * ((ptrdiff_t)y * WIDTH + x) + c;
                sum += (a[i] - b[i]) * (a[i] - b[i]);
            }
    return sum / (3.0 * (right - left) * (bottom - top));
}

/* The photo as it lies in the frame: bilinear, by the landmarks' own map. */
static void lay_photo(const struct image *m, const float *found, const float *laid, uint8_t *out)
{
    const float scale = (laid[3 * 454] - laid[3 * 234]) / (found[3 * 454] - found[3 * 234]);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            const float u = ((float)x + 0.5f - laid[3]) / scale + found[3] - 0.5f;
            const float v = ((float)y + 0.5f - laid[4]) / scale + found[4] - 0.5f;
            const int left = (int)fmaxf(0, fminf((float)m->width - 2, floorf(u)));
            const int top = (int)fmaxf(0, fminf((float)m->height - 2, floorf(v)));
            const float s = u - (float)left, t = v - (float)top;
            for (int c = 0; c < 3; c++) {
                const uint8_t *p = m->data + 3 * ((ptrdiff_t)top * m->width + left) + c;
                const uint8_t *q = p + 3 * m->width;
                const float value =
                    (1 - t) * ((1 - s) * p[0] + s * p[3]) + t * ((1 - s) * q[0] + s * q[3]);
                out[4 * ((ptrdiff_t)y * WIDTH + x) + c] = (uint8_t)(value + 0.5f);
            }
        }
}

/* Landmarks 1 (nose) and the ears' give the map; they are those of collins.json. */
static void the_photo_is_drawn_again_where_nothing_moves(void **state)
{
    struct stage *s = *state;
    struct mien_error e;
    struct image photo;
    static float found[3 * MIEN_MESH_POINTS];
    found[3] = 223.3532f;
    found[4] = 130.9418f;
    found[3 * 234] = 179.4736f;
    found[3 * 454] = 271.3163f;
    assert_int_equal(image_read(&photo, "datasets/portraits/collins.jpg", 3, &e), 0);
    const struct puppet_pose pose = puppet_photo(s->puppet);
    puppet_draw(s->puppet, &pose, s->pixels, s->landmarks);
    lay_photo(&photo, found, s->landmarks, s->other);
    const struct mien_rect box = mien_mesh_box(s->landmarks);
    const double noise = difference(s->pixels, s->other, (int)box.x, (int)box.y,
                                    (int)(box.x + box.width), (int)(box.y + box.height));
    print_message("PSNR in the face: %.1f dB\n", 10 * log10(255 * 255 / noise));
    assert_true(10 * log10(255 * 255 / noise) > 33);
    image_free(&photo);
}

static void the_same_moment_gives_the_same_bytes_with_any_threads(void **state)
{
    struct stage *s = *state;
    static const int threads[] = {1, 2, 4};
    struct mien_error e;
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct puppet *other = puppet_open_built_in(WIDTH, HEIGHT, threads[i], &e);
        assert_non_null(other);
        for (double t = 0; t < PUPPET_ROUND; t += 3.7) {
            const struct puppet_pose pose = puppet_script(t);
            puppet_draw(s->puppet, &pose, s->pixels, NULL);
            puppet_draw(other, &pose, s->other, NULL);
            assert_memory_equal(s->pixels, s->other, BYTES);
        }
        puppet_close(other);
    }
}

static void what_was_drawn_before_does_not_matter(void **state)
{
    struct stage *s = *state;
    const struct puppet_pose first = puppet_script(6), second = puppet_script(12);
    puppet_draw(s->puppet, &first, s->pixels, NULL);
    puppet_draw(s->puppet, &second, s->other, NULL);
    puppet_draw(s->puppet, &first, s->other, NULL);
    assert_memory_equal(s->pixels, s->other, BYTES);
}

static void emotions_differ_from_each_other(void **state)
{
    struct stage *s = *state;
    uint8_t *faces[MIEN_EMOTIONS] = {NULL};
    struct puppet_pose pose = {.size = 1};
    puppet_draw(s->puppet, &pose, s->other, s->landmarks);
    const struct mien_rect box = mien_mesh_box(s->landmarks);
    for (int i = 0, next = 0; i < MIEN_EXPRESSIONS; i++)
        if (mien_expressions[i].emotion == next) {
            pose.actions = (struct mien_actions){0};
            mien_expression_add(&mien_expressions[i], 1, &pose.actions);
            faces[next] = malloc(BYTES);
            puppet_draw(s->puppet, &pose, faces[next++], NULL);
        }
    for (int i = 0; i < MIEN_EMOTIONS; i++)
        for (int k = 0; k < i; k++)
            assert_true(difference(faces[i], faces[k], (int)box.x, (int)box.y,
                                   (int)(box.x + box.width), (int)(box.y + box.height)) > 15);
    for (int i = 0; i < MIEN_EMOTIONS; i++)
        free(faces[i]);
}

static void every_pixel_is_drawn(void **state)
{
    struct stage *s = *state;
    for (double t = 0; t < 10; t += 0.9) {
        const struct puppet_pose pose = puppet_turns(t, 0.6f);
        memset(s->pixels, 0, BYTES);
        puppet_draw(s->puppet, &pose, s->pixels, NULL);
        for (int i = 3; i < BYTES; i += 4)
            assert_int_equal(s->pixels[i], 255);
    }
}

static void the_frame_s_border_does_not_move(void **state)
{
    struct stage *s = *state;
    struct puppet_pose pose = {.size = 1};
    puppet_draw(s->puppet, &pose, s->other, NULL);
    pose.yaw = 0.6f;
    pose.roll = 0.3f;
    puppet_draw(s->puppet, &pose, s->pixels, NULL);
    assert_true(difference(s->pixels, s->other, 0, 0, WIDTH / 5, HEIGHT) == 0);
    assert_true(difference(s->pixels, s->other, 4 * WIDTH / 5, 0, WIDTH, HEIGHT) == 0);
}

static void extremes_give_a_picture_and_finite_landmarks(void **state)
{
    struct stage *s = *state;
    static const float values[] = {1.6f, -1.6f, 3.2f, 50, -1e6f, 1e30f, -3e38f};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (int field = 0; field < 7; field++) {
            struct puppet_pose pose = {.size = 1};
            float *const fields[] = {&pose.yaw,
                                     &pose.pitch,
                                     &pose.roll,
                                     &pose.x,
                                     &pose.y,
                                     &pose.size,
                                     &pose.actions.at[MIEN_AU27][0]};
            *fields[field] = values[i];
            memset(s->pixels, 0, BYTES);
            puppet_draw(s->puppet, &pose, s->pixels, s->landmarks);
            for (int k = 0; k < 3 * MIEN_MESH_POINTS; k++)
                assert_true(fabsf(s->landmarks[k]) < 1e5f);
            for (int k = 3; k < BYTES; k += 4)
                assert_int_equal(s->pixels[k], 255);
        }
}

static void frames_of_any_shape_show_a_face(void **state)
{
    (void)state;
    static const int32_t sizes[][2] = {{64, 48}, {360, 640}, {1920, 240}, {33, 31}};
    static float landmarks[3 * MIEN_MESH_POINTS];
    struct mien_error e;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct puppet *p = puppet_open_built_in(sizes[i][0], sizes[i][1], 2, &e);
        assert_non_null(p);
        uint8_t *pixels = calloc((size_t)sizes[i][0] * (size_t)sizes[i][1], 4);
        const struct puppet_pose pose = puppet_script(6);
        puppet_draw(p, &pose, pixels, landmarks);
        const struct mien_rect box = mien_mesh_box(landmarks);
        assert_true(box.x > 0 && box.y > 0 && box.x + box.width < (float)sizes[i][0] &&
                    box.y + box.height < (float)sizes[i][1]);
        free(pixels);
        puppet_close(p);
    }
}

static void landmarks_that_are_no_face_are_refused(void **state)
{
    (void)state;
    static float landmarks[3 * MIEN_MESH_POINTS];
    static uint8_t photo[16 * 16 * 3];
    struct mien_error e = {.text = ""};
    assert_null(puppet_open(photo, 16, 16, landmarks, WIDTH, HEIGHT, 1, &e));
    assert_non_null(strstr(e.text, "no face"));
    for (int i = 0; i < 3 * MIEN_MESH_POINTS; i++)
        landmarks[i] = i % 7 == 0 ? NAN : (float)(i % 16);
    assert_null(puppet_open(photo, 16, 16, landmarks, WIDTH, HEIGHT, 1, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_photo_is_drawn_again_where_nothing_moves),
        cmocka_unit_test(the_same_moment_gives_the_same_bytes_with_any_threads),
        cmocka_unit_test(what_was_drawn_before_does_not_matter),
        cmocka_unit_test(emotions_differ_from_each_other),
        cmocka_unit_test(every_pixel_is_drawn),
        cmocka_unit_test(the_frame_s_border_does_not_move),
        cmocka_unit_test(extremes_give_a_picture_and_finite_landmarks),
        cmocka_unit_test(frames_of_any_shape_show_a_face),
        cmocka_unit_test(landmarks_that_are_no_face_are_refused),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
