/* Faces of a real picture, frame after frame; and that nothing is read of them without consent. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "runtime/host/image/image.h"
#include "viewer/live/analyst.h"

enum { WIDTH = 480, HEIGHT = 360 };

struct place {
    struct frame_pool *pool;
    struct analyst *analyst;
    struct image photo;
};

static int begin(void **state)
{
    static struct place p;
    struct mien_error e;
    p.pool = frame_pool_open(4);
    assert_int_equal(analyst_open(&p.analyst, "models/emotion.safetensors", 2, &e), 0);
    assert_int_equal(image_read(&p.photo, "datasets/portraits/collins.jpg", 0, &e), 0);
    *state = &p;
    return 0;
}

static int end(void **state)
{
    struct place *p = *state;
    image_free(&p->photo);
    analyst_close(p->analyst);
    frame_pool_close(p->pool);
    return 0;
}

/* The head of the portrait, or nothing, in a frame. */
static struct frame *shoot(struct place *p, bool empty)
{
    struct frame *f = frame_take(p->pool, WIDTH, HEIGHT);
    assert_non_null(f);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < 3; c++)
                f->pixels[(y * WIDTH + x) * 4 + c] =
                    empty ? 90
                          : p->photo.data[((size_t)(y * 270 / HEIGHT) * p->photo.width + 60 +
                                           (size_t)x * 360 / WIDTH) *
                                              p->photo.channels +
                                          (size_t)c];
    return f;
}

static struct moment *look(struct place *p, double seconds, const struct analyst_wish *w,
                           bool empty)
{
    struct moment *m = analyst_look(p->analyst, shoot(p, empty), seconds, w);
    assert_non_null(m);
    return m;
}

static void without_consent_no_score_exists(void **state)
{
    struct place *p = *state;
    const struct analyst_wish w = analyst_defaults();
    for (int i = 0; i < 3; i++) {
        struct moment *m = look(p, 1 + i / 30.0, &w, false);
        assert_int_equal(m->count, 1);
        assert_false(m->consent);
        assert_false(m->faces[0].scored);
        for (int c = 0; c < LIVE_CLASSES_MAX; c++) {
            assert_float_equal(m->faces[0].raw[c], 0, 0);
            assert_float_equal(m->faces[0].scores[c], 0, 0);
        }
        assert_float_equal(m->stage[LIVE_EMOTION], 0, 0);
        moment_free(m);
    }
}

static void with_consent_a_smile_is_happy(void **state)
{
    struct place *p = *state;
    const char *const *names;
    struct analyst_wish w = analyst_defaults();
    const int32_t classes = analyst_classes(p->analyst, &names);
    float sum = 0;
    w.consent = true;
    struct moment *m = look(p, 1, &w, false);
    assert_true(m->consent && m->faces[0].scored);
    assert_string_equal(names[m->faces[0].emotion], "happy");
    for (int32_t c = 0; c < classes; c++)
        sum += m->faces[0].scores[c];
    assert_float_equal(sum, 1, 1e-4);
    moment_free(m);
}

static void consent_taken_back_takes_back_what_was_read(void **state)
{
    struct place *p = *state;
    struct analyst_wish w = analyst_defaults();
    w.consent = true;
    moment_free(look(p, 1, &w, false));
    w.consent = false;
    struct moment *m = look(p, 1.03, &w, false);
    assert_false(m->faces[0].scored);
    assert_float_equal(m->faces[0].scores[0], 0, 0);
    moment_free(m);
}

static void a_face_keeps_its_number_and_a_lost_one_is_gone(void **state)
{
    struct place *p = *state;
    const struct analyst_wish w = analyst_defaults();
    struct moment *m = look(p, 1, &w, false);
    const int32_t id = m->faces[0].face.id;
    moment_free(m);
    m = look(p, 1.03, &w, false);
    assert_int_equal(m->faces[0].face.id, id);
    assert_int_equal(moment_face(m, id), 0);
    moment_free(m);
    m = look(p, 1.06, &w, true);
    assert_int_equal(m->count, 0);
    assert_int_equal(moment_face(m, id), -1);
    moment_free(m);
}

static void emotions_are_read_as_often_as_wished(void **state)
{
    struct place *p = *state;
    struct analyst_wish w = analyst_defaults();
    int read = 0;
    w.consent = true;
    w.rate = 10;
    for (int i = 0; i < 31; i++) {
        struct moment *m = look(p, 1 + i / 30.0, &w, false);
        assert_true(m->faces[0].scored);
        read += m->faces[0].raw[0] != 0 || m->faces[0].raw[3] != 0;
        moment_free(m);
    }
    assert_in_range(read, 9, 11);
}

static void faces_are_not_looked_for_where_nobody_wants_them(void **state)
{
    struct place *p = *state;
    struct analyst_wish w = analyst_defaults();
    w.faces = false;
    struct moment *m = look(p, 1, &w, false);
    assert_false(m->analysed);
    assert_int_equal(m->count, 0);
    moment_free(m);
}

static void the_same_frames_give_the_same_scores_with_any_threads(void **state)
{
    struct place *p = *state;
    struct analyst *one;
    struct mien_error e;
    struct analyst_wish w = analyst_defaults();
    w.consent = true;
    assert_int_equal(analyst_open(&one, "models/emotion.safetensors", 1, &e), 0);
    for (int i = 0; i < 3; i++) {
        struct moment *a = look(p, 1 + i / 30.0, &w, false);
        struct moment *b = analyst_look(one, shoot(p, false), 1 + i / 30.0, &w);
        assert_memory_equal(a->faces[0].scores, b->faces[0].scores, sizeof a->faces[0].scores);
        assert_memory_equal(a->faces[0].face.landmarks, b->faces[0].face.landmarks,
                            sizeof a->faces[0].face.landmarks);
        moment_free(a);
        moment_free(b);
    }
    analyst_close(one);
}

static void a_model_of_something_else_is_refused(void **state)
{
    (void)state;
    struct analyst *a;
    struct mien_error e;
    assert_int_equal(analyst_open(&a, "models/face_mesh.safetensors", 1, &e), -1);
    assert_null(a);
    assert_int_equal(analyst_open(&a, "models/none.safetensors", 1, &e), -1);
    assert_null(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_consent_no_score_exists, begin, end),
        cmocka_unit_test_setup_teardown(with_consent_a_smile_is_happy, begin, end),
        cmocka_unit_test_setup_teardown(consent_taken_back_takes_back_what_was_read, begin, end),
        cmocka_unit_test_setup_teardown(a_face_keeps_its_number_and_a_lost_one_is_gone, begin, end),
        cmocka_unit_test_setup_teardown(emotions_are_read_as_often_as_wished, begin, end),
        cmocka_unit_test_setup_teardown(faces_are_not_looked_for_where_nobody_wants_them, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_same_frames_give_the_same_scores_with_any_threads,
                                        begin, end),
        cmocka_unit_test(a_model_of_something_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
