/* test_drawing.c - drawings of faces that are made up: the canonical face seen by a camera, so that
 * where everything must be drawn is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "tests/run/scratch.h"
#include "trainer/portrait/portrait_draw.h"
#include "trainer/portrait/portrait_text.h"

enum { CLASSES = 4, FACES_MAX = 60 };

static const char *const names[CLASSES] = {"angry", "happy", "sad", "neutral"};
static const float pi = 3.14159265f;

/* A picture of one grey. */
static void make_picture(struct portrait *p, uint32_t width, uint32_t height, uint32_t channels,
                         int level)
{
    *p = (struct portrait){.path = "made-up", .field_of_view = 63.0f / 180.0f * pi};
    p->image = (struct image){malloc((size_t)width * height * channels), width, height, channels};
    assert_non_null(p->image.data);
    memset(p->image.data, level, (size_t)width * height * channels);
    p->faces = calloc(FACES_MAX, sizeof *p->faces);
    p->emotions = calloc(FACES_MAX * CLASSES, sizeof(float));
    assert_true(p->faces && p->emotions);
}

/* A face turned by `yaw` whose middle is at (x, y), `width` pixels wide. */
static void add_face(struct portrait *p, float x, float y, float width, float yaw)
{
    struct portrait_face *f = &p->faces[p->count];
    const float focal = 0.5f * (float)p->image.height / tanf(0.5f * p->field_of_view);
    const float depth = 16.0f * focal / width, c = cosf(yaw), s = sinf(yaw);
    const float at[3] = {(x - 0.5f * (float)p->image.width) * depth / focal,
                         (0.5f * (float)p->image.height - y) * depth / focal, -depth};
    const float turn[3][3] = {{c, 0.0f, s}, {0.0f, 1.0f, 0.0f}, {-s, 0.0f, c}};
    for (int i = 0; i < 3; i++) {
        memcpy(f->face.pose.matrix[i], turn[i], sizeof turn[i]);
        f->face.pose.matrix[i][3] = at[i];
    }
    f->face.pose.matrix[3][3] = 1.0f;
    f->face.pose.yaw = yaw;
    for (int k = 0; k < MIEN_MESH_POINTS; k++) {
        float seen[3];
        for (int i = 0; i < 3; i++) {
            const float *row = f->face.pose.matrix[i], *v = mien_mesh_vertices[k];
            seen[i] = row[0] * v[0] + row[1] * v[1] + row[2] * v[2] + row[3];
        }
        f->face.landmarks[k][0] = 0.5f * (float)p->image.width - focal * seen[0] / seen[2];
        f->face.landmarks[k][1] = 0.5f * (float)p->image.height + focal * seen[1] / seen[2];
        f->face.landmarks[k][2] = -seen[2];
    }
    f->face.box = mien_mesh_box(f->face.landmarks[0]);
    f->face.score = 0.97f;
    p->count++;
}

static void add_emotions(struct portrait *p)
{
    p->classes = CLASSES;
    p->names = names;
    for (int32_t k = 0; k < p->count; k++) {
        float *emotion = p->emotions + k * CLASSES;
        for (int i = 0; i < CLASSES; i++)
            emotion[i] = 0.1f;
        emotion[k % CLASSES] = 0.7f;
        p->faces[k].emotion = emotion;
    }
}

/* Draw and read the drawing back. */
static struct image draw(const struct portrait *p, const char *folder)
{
    char path[256];
    struct mien_error e;
    struct image m = {0};
    snprintf(path, sizeof path, "%s/drawing.png", folder);
    if (portrait_draw(p, path, &e) != 0 || image_read(&m, path, 3, &e) != 0)
        fail_msg("%s", e.text);
    return m;
}

/* The largest difference of a colour channel from `level` in a square of pixels. */
static int contrast(const struct image *m, float x, float y, int reach, int level)
{
    int most = 0;
    for (int row = (int)y - reach; row <= (int)y + reach; row++)
        for (int column = (int)x - reach; column <= (int)x + reach; column++)
            for (int k = 0; k < 3; k++) {
                const uint8_t *pixel = m->data + 3 * ((size_t)row * m->width + (size_t)column);
                const int off = abs(pixel[k] - level);
                most = off > most ? off : most;
            }
    return most;
}

/* Whatever the picture's grey, each line of the face stands out from it where it must lie. */
static void every_line_stands_out_on_dark_and_on_light(void **state)
{
    for (int level = 0; level <= 255; level += 51) {
        struct portrait p;
        make_picture(&p, 1280, 960, 1, level);
        add_face(&p, 640.0f, 480.0f, 400.0f, 0.3f);
        struct image m = draw(&p, *state);
        assert_int_equal(m.width, 1280);
        for (int k = 0; k < MIEN_CONTOUR_POINTS; k++) {
            const float *at = p.faces[0].face.landmarks[mien_contour_points[k]];
            assert_true(contrast(&m, at[0], at[1], 2, level) >= 60);
        }
        for (int k = 0; k < MIEN_MESH_POINTS; k++) {
            const float *at = p.faces[0].face.landmarks[k];
            assert_true(contrast(&m, at[0], at[1], 3, level) >= 25);
        }
        const struct mien_rect *box = &p.faces[0].face.box;
        assert_true(contrast(&m, box->x, box->y, 2, level) >= 60);
        assert_true(contrast(&m, box->x + box->width, box->y + box->height, 2, level) >= 60);
        assert_int_equal(contrast(&m, 100.0f, 900.0f, 20, level), 0);
        image_free(&m);
        portrait_free(&p);
    }
}

/* The axis ahead is drawn in sky blue, to the side that the face is turned to. */
static void the_axis_ahead_points_where_the_face_looks(void **state)
{
    for (int side = -1; side <= 1; side += 2) {
        struct portrait p;
        make_picture(&p, 1280, 960, 3, 0);
        add_face(&p, 640.0f, 480.0f, 300.0f, 0.6f * (float)side);
        struct image m = draw(&p, *state);
        const float *nose = p.faces[0].face.landmarks[1];
        const float x = nose[0] + (float)side * 40.0f;
        bool sky = false;
        for (int y = (int)nose[1] - 30; y < (int)nose[1] + 30; y++) {
            const uint8_t *pixel = m.data + 3 * ((size_t)y * m.width + (size_t)x);
            sky |= pixel[0] == 86 && pixel[1] == 180 && pixel[2] == 233;
        }
        assert_true(sky);
        image_free(&m);
        portrait_free(&p);
    }
}

static void a_small_picture_is_enlarged_and_a_large_one_shrunk(void **state)
{
    static const struct {
        uint32_t width, height, drawn_width, drawn_height;
    } cases[] = {{48, 48, 1280, 1280},   {1, 1, 1280, 1280}, {1000, 2, 1280, 3},
                 {1300, 700, 1300, 700}, {5, 2000, 5, 2000}, {9000, 3000, 4096, 1365}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct portrait p;
        make_picture(&p, cases[k].width, cases[k].height, 1, 99);
        struct image m = draw(&p, *state);
        assert_int_equal(m.width, cases[k].drawn_width);
        assert_int_equal(m.height, cases[k].drawn_height);
        image_free(&m);
        portrait_free(&p);
    }
}

/* One face in a wide picture has its panel beside it; a face that fills the picture, in a strip. */
static void bars_stand_in_the_picture_where_there_is_room(void **state)
{
    struct portrait p;
    make_picture(&p, 1600, 900, 3, 128);
    add_face(&p, 500.0f, 450.0f, 300.0f, 0.0f);
    add_emotions(&p);
    struct image m = draw(&p, *state);
    assert_int_equal(m.width, 1600);
    image_free(&m);
    portrait_free(&p);
    make_picture(&p, 48, 48, 1, 128);
    add_face(&p, 24.0f, 24.0f, 40.0f, 0.0f);
    add_emotions(&p);
    m = draw(&p, *state);
    assert_true(m.width > 1280 + 200 && m.height == 1280);
    image_free(&m);
    portrait_free(&p);
}

static void the_strip_of_many_faces_stays_narrower_than_the_picture(void **state)
{
    for (int count = 2; count <= FACES_MAX; count += 29) {
        struct portrait p;
        make_picture(&p, 1280, 960, 3, 40);
        for (int k = 0; k < count; k++)
            add_face(&p, 60.0f + 120.0f * (float)(k % 10), 80.0f + 150.0f * (float)(k / 10), 110.0f,
                     0.1f * (float)(k % 7));
        add_emotions(&p);
        struct image m = draw(&p, *state);
        assert_int_equal(m.height, 960);
        assert_true(m.width < 2 * 1280);
        image_free(&m);
        portrait_free(&p);
    }
}

/* Faces half outside, tiny, huge, behind the camera, and landmarks that all fall together. */
static void odd_faces_are_drawn_without_harm(void **state)
{
    struct portrait p;
    make_picture(&p, 640, 480, 3, 200);
    add_face(&p, 0.0f, 0.0f, 300.0f, 0.5f);
    add_face(&p, 640.0f, 480.0f, 5000.0f, -0.5f);
    add_face(&p, 320.0f, 240.0f, 1.0f, 0.0f);
    add_face(&p, -9000.0f, 100.0f, 50.0f, 0.0f);
    add_face(&p, 300.0f, 200.0f, 100.0f, 0.0f);
    p.faces[4].face.pose.matrix[2][3] = 50.0f;
    add_face(&p, 300.0f, 200.0f, 100.0f, 0.0f);
    memset(p.faces[5].face.landmarks, 0, sizeof p.faces[5].face.landmarks);
    p.faces[5].face.box = (struct mien_rect){0.0f, 0.0f, 0.0f, 0.0f};
    add_emotions(&p);
    struct image m = draw(&p, *state);
    image_free(&m);
    portrait_free(&p);
}

static void the_same_portrait_gives_the_same_bytes(void **state)
{
    char one[256], other[256];
    struct file_map a, b;
    struct mien_error e;
    struct portrait p;
    make_picture(&p, 700, 500, 3, 77);
    add_face(&p, 300.0f, 250.0f, 200.0f, 0.2f);
    add_emotions(&p);
    snprintf(one, sizeof one, "%s/one.png", (const char *)*state);
    snprintf(other, sizeof other, "%s/other.png", (const char *)*state);
    assert_int_equal(portrait_draw(&p, one, &e), 0);
    assert_int_equal(portrait_draw(&p, other, &e), 0);
    assert_int_equal(file_map(&a, one, &e), 0);
    assert_int_equal(file_map(&b, other, &e), 0);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    file_unmap(&a);
    file_unmap(&b);
    portrait_free(&p);
}

static void classes_are_ranked_and_equals_keep_their_order(void **state)
{
    const float emotion[CLASSES] = {0.2f, 0.3f, 0.3f, 0.2f};
    const struct portrait_face f = {.emotion = emotion};
    const struct portrait p = {.classes = CLASSES, .names = names};
    const uint32_t ranks[CLASSES] = {1, 2, 0, 3};
    (void)state;
    for (uint32_t k = 0; k < CLASSES; k++)
        assert_int_equal(portrait_class(&p, &f, k), ranks[k]);
}

#define SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH(every_line_stands_out_on_dark_and_on_light),
        SCRATCH(the_axis_ahead_points_where_the_face_looks),
        SCRATCH(a_small_picture_is_enlarged_and_a_large_one_shrunk),
        SCRATCH(bars_stand_in_the_picture_where_there_is_room),
        SCRATCH(the_strip_of_many_faces_stays_narrower_than_the_picture),
        SCRATCH(odd_faces_are_drawn_without_harm),
        SCRATCH(the_same_portrait_gives_the_same_bytes),
        cmocka_unit_test(classes_are_ranked_and_equals_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
