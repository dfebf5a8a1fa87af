/* The threads between a source and whoever draws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "runtime/host/term.h"
#include "viewer/live/engine.h"

#define PATIENCE 20.0 /* seconds: machines are busy */

static struct engine *start(bool each, const char *word)
{
    struct engine *g;
    struct mien_error e;
    const struct engine_options o = {.threads = 1, .each = each};
    const struct source_options reading = {
        .width = 160, .height = 120, .once = each, .unpaced = each};
    assert_int_equal(engine_open(&g, &o, &e), 0);
    assert_int_equal(engine_source(g, word, &reading, &e), 0);
    assert_int_equal(engine_await(g, &e), 0);
    return g;
}

static struct moment *next(struct engine *g)
{
    const double until = clock_seconds() + PATIENCE;
    struct moment *m = NULL;
    while (!m && clock_seconds() < until)
        m = engine_take(g, 0.1);
    assert_non_null(m);
    return m;
}

static void every_frame_comes_in_turn_where_none_may_be_dropped(void **state)
{
    (void)state;
    struct engine *g = start(true, "pattern");
    struct engine_news news;
    double before = -1;
    for (uint64_t i = 1; i <= 20; i++) {
        struct moment *m = next(g);
        assert_int_equal(m->frame->number, i);
        assert_true(m->seconds > before);
        before = m->seconds;
        moment_free(m);
        if (i % 7 == 0)
            usleep(30000);
    }
    engine_news(g, &news);
    assert_int_equal(news.dropped, 0);
    engine_close(g);
}

static void who_draws_slowly_gets_the_latest_frame(void **state)
{
    (void)state;
    struct engine *g = start(false, "pattern");
    struct engine_news news;
    struct moment *m = next(g);
    const uint64_t first = m->frame->number;
    moment_free(m);
    usleep(500000);
    m = next(g);
    assert_true(m->frame->number > first + 2);
    moment_free(m);
    engine_news(g, &news);
    assert_true(news.dropped > 0);
    assert_true(news.captured >= news.analysed);
    engine_close(g);
}

static void another_source_takes_over(void **state)
{
    (void)state;
    struct engine *g = start(false, "pattern");
    const struct source_options reading = {.width = 320, .height = 240};
    struct mien_error e;
    moment_free(next(g));
    assert_int_equal(engine_source(g, "puppet", &reading, &e), 0);
    int32_t width = 160;
    for (double until = clock_seconds() + PATIENCE; width != 320 && clock_seconds() < until;) {
        struct moment *m = next(g);
        width = m->frame->width;
        moment_free(m);
    }
    assert_int_equal(width, 320);
    engine_close(g);
}

static void a_source_that_is_none_leaves_the_old_one(void **state)
{
    (void)state;
    struct engine *g = start(false, "pattern");
    const struct source_options reading = {0};
    struct engine_news news;
    struct mien_error e;
    moment_free(next(g));
    assert_int_equal(engine_source(g, "/no/such/clip.webm", &reading, &e), 0);
    assert_int_equal(engine_await(g, &e), -1);
    assert_non_null(strstr(e.text, "/no/such/clip.webm"));
    engine_news(g, &news);
    assert_int_equal(news.opening.refused, 1);
    assert_string_equal(news.opening.why.text, e.text);
    assert_string_equal(news.opening.word, "");
    assert_string_equal(news.word, "pattern");
    moment_free(next(g));
    engine_close(g);
}

static void of_many_sources_the_last_one_stays(void **state)
{
    (void)state;
    static const char *const words[] = {"puppet", "/no/such/clip.webm", "pattern", "/none"};
    struct engine *g = start(false, "pattern");
    struct source_options reading = {.height = 120};
    struct engine_news news;
    struct mien_error e;
    for (int i = 0; i < 40; i++) {
        reading.width = 160 + 4 * i;
        assert_int_equal(engine_source(g, words[i % 4], &reading, &e), 0);
        usleep(i % 8 * 2000);
    }
    reading.width = 400;
    assert_int_equal(engine_source(g, "puppet", &reading, &e), 0);
    assert_int_equal(engine_await(g, &e), 0);
    for (double until = clock_seconds() + PATIENCE; clock_seconds() < until;) {
        struct moment *m = next(g);
        const int32_t width = m->frame->width;
        moment_free(m);
        if (width == 400)
            break;
    }
    engine_news(g, &news);
    assert_string_equal(news.word, "puppet");
    assert_int_equal(news.source.width, 400);
    engine_close(g);
}

static void closing_drops_what_was_wished_last(void **state)
{
    (void)state;
    struct engine *g = start(false, "pattern");
    const struct source_options reading = {.width = 160, .height = 120};
    struct mien_error e;
    assert_int_equal(engine_source(g, "puppet", &reading, &e), 0);
    assert_int_equal(engine_source(g, "pattern", &reading, &e), 0);
    engine_close(g);
}

static void a_camera_that_is_not_there_is_news(void **state)
{
    (void)state;
    struct engine *g = start(false, "/dev/video77");
    struct engine_news news = {.lost = false};
    for (double until = clock_seconds() + PATIENCE; !news.lost && clock_seconds() < until;) {
        assert_null(engine_take(g, 0.05));
        engine_news(g, &news);
    }
    assert_true(news.lost);
    assert_non_null(strstr(news.why.text, "/dev/video77"));
    engine_close(g);
}

static void closing_does_not_wait_for_who_draws(void **state)
{
    (void)state;
    struct engine *g = start(true, "pattern");
    usleep(100000);
    const double started = clock_seconds();
    engine_close(g);
    assert_true(clock_seconds() - started < PATIENCE);
    engine_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_frame_comes_in_turn_where_none_may_be_dropped),
        cmocka_unit_test(who_draws_slowly_gets_the_latest_frame),
        cmocka_unit_test(another_source_takes_over),
        cmocka_unit_test(a_source_that_is_none_leaves_the_old_one),
        cmocka_unit_test(of_many_sources_the_last_one_stays),
        cmocka_unit_test(closing_drops_what_was_wished_last),
        cmocka_unit_test(a_camera_that_is_not_there_is_news),
        cmocka_unit_test(closing_does_not_wait_for_who_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
