/* The view of a live session: what it shows of a made-up one, and of what is none. */
#include "tests/console/stage.h"

#include "tests/console/session.h"
#include "viewer/console/app/keys.h"
#include "viewer/console/views/live_window.h"
#include "viewer/console/views/strip.h"

/* The lines of so many frames, with an end; for the caller to free. */
static char *session_text(uint64_t seed, double started, int frames)
{
    char *text;
    size_t size;
    struct session s;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    session_begin(&s, seed, started, stream);
    for (int i = 0; i < frames; i++)
        session_frame(&s, stream);
    session_end(&s, started + s.wall, "finished", stream);
    fclose(stream);
    return text;
}

static struct journal *session_run(struct stage *s, const char *name, uint64_t seed, double started,
                                   int frames)
{
    char *text = session_text(seed, started, frames);
    struct journal *j = stage_run(s, name, text);
    free(text);
    return j;
}

/* 100 frames, ten a second: latency 1..100 ms, the last second without a face. */
static const char *plain_session(void)
{
    static char text[100 * 256];
    int n = sprintf(text, "{\"kind\":\"session\",\"step\":0,\"time\":1763729990,\"unit\":"
                          "\"frame\",\"model\":\"mlp\",\"source\":\"clip.webm\",\"classes\":"
                          "[\"happy\",\"sad\"],\"stages\":[\"mesh\",\"draw\"]}\n");
    for (int i = 1; i <= 100; i++) {
        n += sprintf(text + n,
                     "{\"kind\":\"frame\",\"step\":%d,\"frame\":%d,\"wall\":%.1f,"
                     "\"frames_per_second\":10,\"stage_mesh\":3,\"stage_draw\":1,\"latency\":%d,"
                     "\"dropped\":%d,\"faces\":%d",
                     i, i, i * 0.1, i, i / 10, i <= 90);
        if (i <= 90)
            n += sprintf(text + n, ",\"emotion_happy\":0.75,\"emotion_sad\":0.25,"
                                   "\"engagement\":3.5");
        n += sprintf(text + n, "}\n");
        if (i == 90)
            n += sprintf(text + n,
                         "{\"kind\":\"event\",\"step\":90,\"wall\":9.0,\"text\":\"face lost\"}\n");
        if (i == 20)
            n += sprintf(text + n, "{\"kind\":\"event\",\"step\":20,\"wall\":2.0,\"text\":"
                                   "\"mask: robot\"}\n");
    }
    return text;
}

static void everything_essential_fits_80_by_24(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    session_run(&s, "demo", 1, STAGE_NOW - 400, 9000);
    stage_draw(&s, 80, 22);
    const char *const shown[] = {"demo",    "finished",   "5:18",    "cnn-small", "/dev/video0",
                                 "angry",   "disgust",    "happy",   "neutral",   "frames",
                                 "latency", "ms p95",     "dropped", "faces",     "engagement",
                                 "of 5",    "ms a frame", "Events",  "full rate", "last 2 min"};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        stage_shows(&s, shown[i]);
    stage_close(&s);
}

static void large_screens_show_stages_and_moods_over_time(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    session_run(&s, "demo", 1, STAGE_NOW - 400, 9000);
    stage_draw(&s, 200, 58);
    stage_shows(&s, "All emotions");
    stage_shows(&s, "now ms   mean    p95  share");
    stage_shows(&s, "stacked, up to");
    stage_draw(&s, 120, 38);
    stage_shows(&s, "All emotions");
    stage_shows(&s, "L classify");
    stage_close(&s);
}

static void any_size_is_drawn_in_ascii_too(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    session_run(&s, "demo", 1, STAGE_NOW - 400, 600);
    s.m.unicode = s.cells.unicode = false;
    for (int width = 1; width < 240; width += 7)
        for (int height = 1; height < 70; height += 5) {
            const char *text = stage_draw(&s, width, height);
            for (; *text; text++)
                assert_true((unsigned char)*text < 0x80);
        }
    stage_close(&s);
}

static void the_emotion_in_front_is_told_in_words(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    struct journal *j = stage_run(&s, "plain", plain_session());
    stage_draw(&s, 80, 22);
    stage_shows(&s, "no face in sight"); /* in the last second */
    assert_true(j->live);
    stage_close(&s);

    char text[100 * 256];
    snprintf(text, sizeof text, "%s", plain_session());
    *strstr(text, "{\"kind\":\"event\",\"step\":90") = '\0';
    stage_open(&s, &view_live);
    stage_run(&s, "plain", text);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "happy 75 %");
    stage_shows(&s, "3.5 of 5");
    stage_close(&s);
}

static void numbers_are_those_of_the_window(void **state)
{
    struct stage s;
    struct live_frames f = {0};
    (void)state;
    stage_open(&s, &view_live);
    struct journal *j = stage_run(&s, "plain", plain_session());
    assert_true(live_frames_follow(&f, j));
    assert_int_equal(f.count, 100);
    assert_string_equal(f.source, "clip.webm");

    struct live_window w = live_window(j, &f, INFINITY);
    struct live_summary latency = live_summary(&w, "latency");
    assert_true(w.exact);
    assert_int_equal((int)latency.count, 100);
    assert_true(latency.mean == 50.5 && latency.low == 1 && latency.high == 100);
    assert_true(live_p95(&w, "latency") == 95);

    w = live_window(j, &f, 0.95); /* the last ten frames */
    latency = live_summary(&w, "latency");
    assert_int_equal((int)latency.count, 10);
    assert_true(latency.mean == 95.5 && live_p95(&w, "latency") == 100);
    assert_true(live_summary(&w, "emotion_happy").count == 0);
    assert_true(isnan(live_summary(&w, "emotion_happy").mean));
    assert_true(isnan(live_p95(&w, "no such key")));

    double slices[20];
    w = live_window(j, &f, INFINITY);
    live_slices(&w, "emotion_happy", slices, 20);
    assert_true(slices[1] == 0.75 && slices[18] == 0.75);
    assert_true(isnan(slices[19])); /* no face is a gap, no zero */
    live_frames_free(&f);
    stage_close(&s);
}

static void longer_sessions_than_are_kept_come_from_the_series(void **state)
{
    struct stage s;
    struct live_frames f = {0};
    (void)state;
    stage_open(&s, &view_live);
    struct journal *j = session_run(&s, "long", 3, STAGE_NOW - 900, 20000);
    assert_true(live_frames_follow(&f, j));
    assert_false(f.whole);
    const struct live_window all = live_window(j, &f, INFINITY);
    const struct live_window minute = live_window(j, &f, 60);
    assert_false(all.exact);
    assert_true(minute.exact);
    /* What the sample says of usual latency is what all frames say. */
    assert_true(fabs(live_summary(&all, "latency").mean - live_summary(&minute, "latency").mean) <
                4);
    assert_true(live_summary(&all, "latency").high >= live_summary(&minute, "latency").high);
    double slices[100];
    live_slices(&all, "frames_per_second", slices, 100);
    for (int i = 0; i < 100; i++)
        assert_true(slices[i] > 10 && slices[i] < 40);
    live_frames_free(&f);
    stage_close(&s);
}

static void frames_join_as_they_are_written(void **state)
{
    struct stage s;
    struct mien_error e;
    (void)state;
    stage_open(&s, &view_live);
    struct journal *j = stage_run(&s, "plain", plain_session());
    stage_draw(&s, 80, 22);
    FILE *stream = fopen(j->path, "a");
    fputs("{\"kind\":\"frame\",\"step\":101,\"frame\":101,\"wall\":10.1,\"latency\":77,\"faces\":1,"
          "\"emotion_happy\":0.1,\"emotion_sad\":0.9}\n",
          stream);
    fclose(stream);
    while (journal_poll(j, 1 << 20, s.m.now, &e) > 0)
        ;
    stage_draw(&s, 80, 22);
    stage_shows(&s, "sad 90 %");
    stage_close(&s);
}

static void a_session_that_replaces_another_is_shown_alone(void **state)
{
    struct stage s;
    struct mien_error e;
    (void)state;
    stage_open(&s, &view_live);
    struct journal *j = session_run(&s, "demo", 1, STAGE_NOW - 400, 3000);
    stage_draw(&s, 80, 22);
    assert_int_equal(file_write(j->path, plain_session(), strlen(plain_session()), &e), 0);
    while (journal_poll(j, 1 << 20, s.m.now, &e) > 0)
        ;
    stage_draw(&s, 80, 22);
    stage_shows(&s, "clip.webm");
    stage_hides(&s, "surprise");
    stage_close(&s);
}

static void the_window_of_time_cycles_and_is_set_by_name(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    session_run(&s, "demo", 1, STAGE_NOW - 400, 300);
    const char *const spans[] = {"last 2 min", "last 10 min", "whole session", "last 30 s"};
    for (int i = 0; i < 4; i++) {
        stage_draw(&s, 80, 22);
        stage_shows(&s, spans[i]);
        assert_true(stage_act(&s, "window", ""));
    }
    assert_true(stage_act(&s, "window", "all"));
    stage_draw(&s, 80, 22);
    stage_shows(&s, "whole session");
    assert_false(stage_act(&s, "window", "3h"));
    assert_non_null(strstr(s.m.notice, "30s, 2min, 10min, all"));
    stage_close(&s);
}

static void events_stand_newest_first_and_are_filtered_by_words(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    stage_run(&s, "plain", plain_session());
    stage_draw(&s, 80, 22);
    assert_true(stage_find(&s, "face lost", NULL) < stage_find(&s, "mask: robot", NULL));
    stage_shows(&s, "0:09 ! face lost");
    assert_true(stage_act(&s, "events", "mask engine"));
    stage_draw(&s, 80, 22);
    stage_shows(&s, "only: mask engine");
    stage_hides(&s, "face lost");
    stage_shows(&s, "mask: robot");
    assert_true(stage_act(&s, "events", ""));
    assert_true(stage_act(&s, "older", ""));
    stage_draw(&s, 80, 22);
    stage_hides(&s, "face lost");
    stage_act(&s, "newest", "");
    stage_draw(&s, 80, 22);
    stage_shows(&s, "face lost");
    assert_true(stage_mouse(&s, MOUSE_WHEEL_DOWN, 5, 20));
    stage_draw(&s, 80, 22);
    stage_hides(&s, "face lost");
    stage_close(&s);
}

static void the_newest_session_is_shown_beside_training_runs(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    stage_run(&s, "trained", "{\"kind\":\"epoch\",\"step\":1,\"epoch\":1,\"loss\":2}\n");
    session_run(&s, "older", 1, STAGE_NOW - 900, 50);
    session_run(&s, "newer", 2, STAGE_NOW - 100, 50);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "newer  2 of 2, ] next");
    assert_true(stage_act(&s, "next", ""));
    assert_string_equal(s.m.selected->name, "older"); /* round */
    stage_draw(&s, 80, 22);
    stage_shows(&s, "older  1 of 2");
    assert_true(stage_act(&s, "previous", ""));
    assert_string_equal(s.m.selected->name, "newer");
    strcpy(s.m.filter, "newer");
    stage_draw(&s, 80, 22);
    stage_hides(&s, "next"); /* there is none that the filter lets through */
    stage_close(&s);
}

static void without_a_session_it_says_what_to_do(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "mien view");
    assert_false(stage_act(&s, "next", ""));
    stage_run(&s, "cnn-small", "{\"kind\":\"epoch\",\"step\":1,\"epoch\":1,\"loss\":2}\n");
    stage_draw(&s, 80, 22);
    stage_shows(&s, "cnn-small is a training run; press 2 for its curves");
    stage_close(&s);

    stage_open(&s, &view_live);
    stage_run(&s, "young", "{\"kind\":\"session\",\"step\":0,\"time\":1,\"unit\":\"frame\"}\n");
    stage_draw(&s, 80, 22);
    stage_shows(&s, "no frame came so far");
    stage_close(&s);
}

static void the_table_has_a_row_a_second(void **state)
{
    struct stage s;
    struct table t;
    (void)state;
    stage_open(&s, &view_live);
    assert_false(view_live.table(s.state, &s.m, &t));
    stage_run(&s, "plain", plain_session());
    assert_true(view_live.table(s.state, &s.m, &t));
    assert_int_equal(t.count / t.column_count, 10);
    assert_string_equal(t.columns[6].key, "emotion");
    assert_string_equal(t.cells[6].text, "happy");
    assert_true(fabs(t.cells[1].value - 10) < 1e-9);
    table_free(&t);
    stage_close(&s);
}

static void numbers_that_are_none_do_no_harm(void **state)
{
    static const char text[] =
        "{\"kind\":\"session\",\"step\":0,\"time\":1,\"unit\":\"frame\"}\n"
        "{\"kind\":\"frame\",\"step\":1,\"wall\":null,\"latency\":null,\"emotion_a\":null}\n"
        "{\"kind\":\"frame\",\"step\":2,\"wall\":1e300,\"latency\":1e308,\"stage_x\":-5,"
        "\"emotion_a\":1e200,\"engagement\":-1e99,\"dropped\":-3}\n"
        "{\"kind\":\"frame\",\"step\":3,\"wall\":-1e300,\"latency\":-1e308,\"stage_\":0,"
        "\"emotion_\":7,\"faces\":1e40}\n"
        "no json\n{\"kind\":\"event\",\"step\":3,\"wall\":-1,\"text\":\"\\u0007\\n\"}\n";
    struct stage s;
    (void)state;
    stage_open(&s, &view_live);
    stage_run(&s, "odd", text);
    for (int i = 0; i < 4; i++) {
        stage_draw(&s, 80, 22);
        stage_draw(&s, 200, 58);
        stage_act(&s, "window", "");
    }
    stage_close(&s);
}

static void a_stack_is_as_high_as_its_layers(void **state)
{
    struct cells c = {.unicode = false};
    const double low[] = {1, 2, NAN}, high[] = {1, 2, 4};
    const struct strip_layer layers[] = {{ROLE_CURVE, 'a', "low", low},
                                         {ROLE_CURVE + 1, 'b', "high", high}};
    (void)state;
    assert_true(cells_resize(&c, 10, 4));
    strip_stack(cells_all(&c), 3, layers, 2, 4);
    const char *const rows[] = {" bb", " bb", "bab", "aab"};
    for (int y = 0; y < 4; y++)
        for (int x = 0; x < 3; x++)
            assert_int_equal(c.cell[y * 10 + x].glyph, rows[y][x]);
    assert_int_equal(c.cell[3 * 10 + 4].glyph, 'h'); /* "high": all of the last column is it */
    cells_free(&c);
}

static void keys_are_named_once(void **state)
{
    (void)state;
    for (int i = 0; i < view_live.action_count; i++)
        for (const char *keys = view_live.actions[i].keys; *keys;) {
            const uint32_t key = keys_next(&keys);
            for (int k = 0; k < i; k++)
                assert_false(keys_hold(view_live.actions[k].keys, key));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_essential_fits_80_by_24),
        cmocka_unit_test(large_screens_show_stages_and_moods_over_time),
        cmocka_unit_test(any_size_is_drawn_in_ascii_too),
        cmocka_unit_test(the_emotion_in_front_is_told_in_words),
        cmocka_unit_test(numbers_are_those_of_the_window),
        cmocka_unit_test(longer_sessions_than_are_kept_come_from_the_series),
        cmocka_unit_test(frames_join_as_they_are_written),
        cmocka_unit_test(a_session_that_replaces_another_is_shown_alone),
        cmocka_unit_test(the_window_of_time_cycles_and_is_set_by_name),
        cmocka_unit_test(events_stand_newest_first_and_are_filtered_by_words),
        cmocka_unit_test(the_newest_session_is_shown_beside_training_runs),
        cmocka_unit_test(without_a_session_it_says_what_to_do),
        cmocka_unit_test(the_table_has_a_row_a_second),
        cmocka_unit_test(numbers_that_are_none_do_no_harm),
        cmocka_unit_test(a_stack_is_as_high_as_its_layers),
        cmocka_unit_test(keys_are_named_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
