/* Sources that mien draws: the pattern and the puppet, paced and not, steered, late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/host/term.h"
#include "tests/source/stage.h"

static const struct source_options every = {
    .width = 160, .height = 96, .rate = 25, .unpaced = true};

static void a_pattern_gives_each_frame_of_the_wanted_size_and_rate(void **state)
{
    (void)state;
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open("pattern", &every);
    for (uint64_t n = 1; n <= 60; n++) {
        struct frame *f = stage_frame(s, pool);
        assert_int_equal(f->width, 160);
        assert_int_equal(f->height, 96);
        assert_int_equal(f->number, n);
        assert_true(fabs(f->position - (double)(n - 1) / 25) < 1e-9);
        frame_release(f);
    }
    const struct source_facts facts = source_facts(s);
    assert_int_equal(facts.kind, SOURCE_PATTERN);
    assert_string_equal(facts.name, "pattern");
    assert_int_equal(facts.width, 160);
    assert_true(facts.rate == 25 && facts.length == 0);
    source_close(s);
    frame_pool_close(pool);
}

static void a_pattern_has_bars_and_a_mark_that_moves(void **state)
{
    (void)state;
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open("pattern", &every);
    struct frame *first = stage_frame(s, pool), *second = stage_frame(s, pool);
    const uint8_t grey[3] = {191, 191, 191}, blue[3] = {0, 0, 191};
    assert_memory_equal(first->pixels, grey, 3);
    assert_memory_equal(first->pixels + (160 - 25) * 4, blue, 3);
    assert_memory_not_equal(first->pixels, second->pixels, 160 * 96 * 4);
    frame_release(first);
    frame_release(second);
    source_close(s);
    frame_pool_close(pool);
}

static void the_same_moment_is_the_same_picture(void **state)
{
    (void)state;
    struct frame_pool *pool = frame_pool_open(2);
    struct source *a = stage_open("pattern", &every), *b = stage_open("pattern", &every);
    for (int i = 0; i < 5; i++) {
        struct frame *f = stage_frame(a, pool), *g = stage_frame(b, pool);
        assert_memory_equal(f->pixels, g->pixels, 160 * 96 * 4);
        frame_release(f);
        frame_release(g);
    }
    source_close(a);
    source_close(b);
    frame_pool_close(pool);
}

static void unpaced_none_is_left_out_while_all_frames_are_held(void **state)
{
    (void)state;
    struct frame_pool *pool = frame_pool_open(1);
    struct source *s = stage_open("pattern", &every);
    struct frame *f = stage_frame(s, pool), *none;
    assert_int_equal(source_next(s, pool, 0.02, &none, NULL), SOURCE_NOTHING);
    assert_null(none);
    frame_release(f);
    f = stage_frame(s, pool);
    assert_int_equal(f->number, 2);
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void paced_frames_come_when_they_are_due_and_a_late_reader_misses_some(void **state)
{
    (void)state;
    const struct source_options o = {.width = 32, .height = 32, .rate = 50};
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open("pattern", &o);
    const double start = clock_seconds();
    struct frame *f = stage_frame(s, pool);
    assert_int_equal(f->number, 1);
    frame_release(f);
    usleep(110000); /* five or six frames */
    f = stage_frame(s, pool);
    assert_true(f->number >= 5);
    assert_true(f->taken >= start + 0.1);
    assert_true(fabs(f->position - (double)(f->number - 1) / 50) < 1e-6);
    assert_true(f->position <= clock_seconds() - start);
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void paused_nothing_comes_but_what_is_sought(void **state)
{
    (void)state;
    const struct source_options o = {.width = 32, .height = 32, .rate = 100};
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open("pattern", &o);
    struct frame *f = stage_frame(s, pool);
    frame_release(f);
    source_pause(s, true);
    assert_int_equal(source_next(s, pool, 0.05, &f, NULL), SOURCE_NOTHING);
    source_seek(s, 12);
    f = stage_frame(s, pool);
    assert_true(f->position == 12);
    frame_release(f);
    assert_int_equal(source_next(s, pool, 0.05, &f, NULL), SOURCE_NOTHING);
    assert_true(source_facts(s).paused);
    source_pause(s, false);
    f = stage_frame(s, pool);
    assert_true(fabs(f->position - 12.01) < 1e-6); /* time stood still */
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void odd_wishes_are_brought_within_bounds(void **state)
{
    (void)state;
    const struct source_options o = {.width = -5, .height = 1 << 30, .rate = NAN, .unpaced = true};
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open("pattern", &o);
    struct frame *f = stage_frame(s, pool);
    assert_int_equal(f->width, 1280);
    assert_int_equal(f->height, 720);
    frame_release(f);
    source_speed(s, 1000);
    assert_true(source_facts(s).speed == 8);
    source_speed(s, -3);
    assert_true(source_facts(s).speed == 0.1);
    source_speed(s, NAN);
    assert_true(source_facts(s).speed == 0.1);
    source_seek(s, INFINITY);
    source_seek(s, NAN);
    source_seek(s, -7);
    f = stage_frame(s, pool);
    assert_true(f->position == 0);
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void a_double_speed_doubles_the_steps(void **state)
{
    (void)state;
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open("pattern", &every);
    struct frame *f;
    source_speed(s, 2);
    frame_release(stage_frame(s, pool));
    f = stage_frame(s, pool);
    assert_true(fabs(f->position - 0.08) < 1e-9);
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void the_puppet_acts(void **state)
{
    (void)state;
    const struct source_options o = {.width = 320, .height = 240, .rate = 2, .unpaced = true};
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open("puppet", &o);
    struct frame *first = stage_frame(s, pool);
    assert_int_equal(first->width, 320);
    for (int i = 0; i < 4; i++)
        frame_release(stage_frame(s, pool));
    struct frame *later = stage_frame(s, pool);
    assert_memory_not_equal(first->pixels, later->pixels, 320 * 240 * 4);
    assert_true(source_facts(s).seekable);
    frame_release(first);
    frame_release(later);
    source_close(s);
    frame_pool_close(pool);
}

static void a_hand_passes_before_the_puppet_where_it_is_wished(void **state)
{
    (void)state;
    const struct source_options o = {.width = 320, .height = 240, .rate = 2, .unpaced = true};
    struct frame_pool *pool = frame_pool_open(2);
    struct source *bare = stage_open("puppet", &o), *covered = stage_open("puppet:hand", &o);
    for (int i = 0; i < 4; i++) {
        struct frame *a = stage_frame(bare, pool), *b = stage_frame(covered, pool);
        assert_int_equal(memcmp(a->pixels, b->pixels, 320 * 240 * 4) == 0, i == 0);
        frame_release(a);
        frame_release(b);
    }
    source_close(bare);
    source_close(covered);
    frame_pool_close(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_gives_each_frame_of_the_wanted_size_and_rate),
        cmocka_unit_test(a_pattern_has_bars_and_a_mark_that_moves),
        cmocka_unit_test(the_same_moment_is_the_same_picture),
        cmocka_unit_test(unpaced_none_is_left_out_while_all_frames_are_held),
        cmocka_unit_test(paced_frames_come_when_they_are_due_and_a_late_reader_misses_some),
        cmocka_unit_test(paused_nothing_comes_but_what_is_sought),
        cmocka_unit_test(odd_wishes_are_brought_within_bounds),
        cmocka_unit_test(a_double_speed_doubles_the_steps),
        cmocka_unit_test(the_puppet_acts),
        cmocka_unit_test(a_hand_passes_before_the_puppet_where_it_is_wished),
    };
    return cmocka_run_group_tests(tests, stage_set_up, stage_tear_down);
}
