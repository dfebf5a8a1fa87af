/* Pictures as sources: one, many, damaged, huge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "runtime/host/draw/canvas.h"
#include "tests/source/stage.h"

static const struct source_options each_once = {.dwell = 0.5, .once = true, .unpaced = true};

/* A PNG of one colour. */
static const char *picture(void **state, const char *name, int width, int height, uint8_t grey)
{
    const char *path = stage_path(state, name);
    struct canvas c = {0};
    struct mien_error e;
    assert_int_equal(canvas_init(&c, (float)width, (float)height, 1,
                                 (struct color){grey, (uint8_t)(grey / 2), 7}, &e),
                     0);
    assert_int_equal(canvas_save(&c, path, &e), 0);
    canvas_free(&c);
    return path;
}

static const char *folder(void **state, const char *name)
{
    const char *path = stage_path(state, name);
    assert_int_equal(mkdir(path, 0700), 0);
    return path;
}

static void see_their_order(const struct frame *f, int index)
{
    assert_int_equal(f->pixels[0], 10 * (index + 1));
    assert_int_equal(f->pixels[1], 5 * (index + 1));
    assert_int_equal(f->width, 20 + index);
    assert_true(fabs(f->position - 0.5 * index) < 1e-6);
}

static void a_folder_gives_its_pictures_in_the_order_that_people_count(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    folder(state, "album");
    picture(state, "album/face10.png", 22, 8, 30);
    picture(state, "album/face2.PNG", 21, 8, 20);
    picture(state, "album/face1.png", 20, 8, 10);
    stage_file(state, "album/notes.txt", "no picture", 10);
    picture(state, "album/.hidden.png", 9, 9, 99);
    struct source *s = stage_open(stage_path(state, "album"), &each_once);
    assert_true(source_facts(s).length == 1.5);
    assert_true(source_facts(s).seekable);
    assert_string_equal(source_facts(s).name, "album");
    assert_int_equal(stage_count(s, pool, see_their_order), 3);
    source_seek(s, 0.7); /* behind its end it can go back */
    struct frame *f = stage_frame(s, pool);
    assert_int_equal(f->pixels[0], 20);
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void a_damaged_picture_is_told_of_and_passed_over(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct mien_error e = {0};
    struct frame *f;
    folder(state, "mixed");
    picture(state, "mixed/a.png", 8, 8, 10);
    stage_file(state, "mixed/b.png", "no picture", 10);
    picture(state, "mixed/c.png", 8, 8, 30);
    struct source *s = stage_open(stage_path(state, "mixed"), &each_once);
    frame_release(stage_frame(s, pool));
    assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_LOST);
    assert_non_null(strstr(e.text, "mixed/b.png"));
    assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_BACK);
    assert_null(f);
    assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_FRAME);
    assert_int_equal(f->pixels[0], 30);
    frame_release(f);
    assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_ENDED);
    source_close(s);
    frame_pool_close(pool);
}

static void a_picture_is_given_again_while_it_is_shown(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    const char *path = picture(state, "one.png", 31, 17, 200);
    struct source *s = stage_open(path, &(struct source_options){0});
    for (uint64_t n = 1; n < 3; n++) {
        struct frame *f = stage_frame(s, pool);
        assert_true(f->number >= n);
        assert_int_equal(f->width, 31);
        assert_int_equal(f->pixels[31 * 17 * 4 - 4], 200);
        frame_release(f);
    }
    assert_string_equal(source_facts(s).name, "one.png");
    assert_false(source_facts(s).seekable);
    source_close(s);
    frame_pool_close(pool);
}

static void a_huge_picture_is_shrunk_to_what_graphics_can_take(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    const char *path = picture(state, "huge.png", 6000, 40, 120);
    struct source *s = stage_open(path, &each_once);
    struct frame *f = stage_frame(s, pool);
    assert_int_equal(f->width, 3840);
    assert_int_equal(f->height, 25);
    assert_int_equal(f->pixels[0], 120);
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void a_picture_that_is_none_is_refused(void **state)
{
    struct mien_error e = {0};
    struct source *s;
    const char *path = stage_file(state, "none.jpg", "\xff\xd8\xff", 3);
    assert_int_equal(source_open(&s, path, &each_once, &e), -1);
    assert_non_null(strstr(e.text, "none.jpg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_gives_its_pictures_in_the_order_that_people_count),
        cmocka_unit_test(a_damaged_picture_is_told_of_and_passed_over),
        cmocka_unit_test(a_picture_is_given_again_while_it_is_shown),
        cmocka_unit_test(a_huge_picture_is_shrunk_to_what_graphics_can_take),
        cmocka_unit_test(a_picture_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, stage_set_up, stage_tear_down);
}
