/* test_files.c - what the viewer writes: nothing that was not asked for, and what was asked for
 * whole: recordings as shown and clean, their tables, pictures; and what a full disk does. */
#include "tests/view/show.h"

#include <unistd.h>

#include "runtime/host/image/image.h"
#include "viewer/source/source.h"
#include "viewer/view/app_files.h"

static bool face_seen(const struct app *a)
{
    return a->moment && a->moment->count > 0;
}

static bool masked(const struct app *a)
{
    return a->masked;
}

static struct app *start(void **state)
{
    struct app_options o = show_options(*state);
    o.consent = true;
    struct app *a = show_start(state, &o);
    show_until(*state, face_seen);
    return a;
}

static void nothing_is_written_that_was_not_asked_for(void **state)
{
    struct app *a = start(state);
    struct mien_error e;
    static const uint32_t keys[] = {'m', 'e', 't', 'i', 'x', 's', VIEW_ESCAPE, 'k', 'v', 'M'};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        show_key(*state, keys[i]);
        show_frames(*state, 1);
    }
    show_drop(*state, show_home(*state, "datasets/portraits/mona_lisa.jpg"));
    show_until(*state, masked);
    assert_int_equal(app_close(a, &e), 0);
    assert_string_equal(show_files(*state, false), "");
}

/* --- recordings ----------------------------------------------------------------------------- */

static bool all_finished(const struct app *a)
{
    return a->ending_count == 0;
}

/* Frames of a clip, read again from its beginning to its end. */
static uint64_t count_frames(const char *path)
{
    struct frame_pool *pool = frame_pool_open(4);
    struct source *s;
    struct mien_error e;
    uint64_t count = 0;
    if (source_open(&s, path, &(struct source_options){.once = true, .unpaced = true}, &e) != 0)
        fail_msg("%s", e.text);
    for (int turns = 0; turns < 600; turns++) {
        struct frame *f = NULL;
        const enum source_event event = source_next(s, pool, 0.1, &f, &e);
        frame_release(f);
        count += event == SOURCE_FRAME;
        if (event == SOURCE_LOST)
            fail_msg("%s", e.text);
        if (event == SOURCE_ENDED)
            break;
    }
    source_close(s);
    frame_pool_close(pool);
    return count;
}

static int lines_of(const char *path)
{
    char *text = show_text(path);
    const int count = show_count(text, "\n");
    free(text);
    return count;
}

static void a_recording_has_every_picture_and_a_row_for_each_face(void **state)
{
    struct app *a = start(state);
    show_key(*state, 'r');
    assert_non_null(a->recorder);
    show_frames(*state, 12);
    const struct recorder_news news = recorder_news(a->recorder);
    show_key(*state, 'r');
    assert_null(a->recorder);
    show_until(*state, all_finished);
    if (!strstr(a->notice, "recorded: "))
        fail_msg("%s", a->notice);
    assert_string_equal(show_files(*state, false), "mien-001.csv\nmien-001.webm\n");
    assert_true(news.pictures + news.dropped >= 12);
    assert_int_equal(count_frames("mien-001.webm"), news.pictures);
    assert_int_equal(lines_of("mien-001.csv"), 1 + news.pictures + news.dropped);
    char *table = show_text("mien-001.csv");
    assert_int_equal(strncmp(table, "seconds,face,score,", 19), 0);
    free(table);
    show_key(*state, 'R'); /* the next free name */
    show_frames(*state, 2);
    show_key(*state, 'R');
    assert_int_equal(access("mien-002.webm", R_OK), 0);
}

static void a_recording_may_begin_while_others_are_being_finished(void **state)
{
    struct app *a = start(state);
    struct mien_error e;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(app_record(a, NULL, true, &e), 0);
        show_frames(*state, 4);
    }
    if (app_stop_recording(a, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(a->ending_count, 0);
    assert_true(count_frames("mien-001.webm") > 0);
    assert_true(count_frames("mien-002.webm") > 0);
    assert_true(count_frames("mien-003.webm") > 0);
}

static void leaving_waits_until_recordings_are_whole(void **state)
{
    struct app *a = start(state);
    struct mien_error e;
    show_key(*state, 'R');
    show_frames(*state, 4);
    const uint64_t pictures = recorder_news(a->recorder).pictures;
    show_key(*state, 'R');
    assert_int_equal(app_close(a, &e), 0);
    assert_int_equal(count_frames("mien-001.webm"), pictures);
}

/* Mean difference of what was recorded last from the frame itself, 0..255. */
static double difference(const struct app *a)
{
    const struct frame *f = a->moment->frame;
    const size_t count = 4 * (size_t)f->width * (size_t)f->height;
    double sum = 0;
    assert_int_equal(a->recording_width, f->width);
    for (size_t i = 0; i < count; i++)
        if (i % 4 != 3)
            sum += abs(a->pixels[i] - f->pixels[i]);
    return sum / (0.75 * (double)count);
}

/* Pixels of the mark's yellow edge in what was recorded last. */
static int mark_pixels(const struct app *a)
{
    int count = 0;
    for (int i = 0; i < a->recording_width * a->recording_height; i++) {
        const uint8_t *p = a->pixels + 4 * i;
        count += p[0] > 170 && p[1] > 160 && p[2] < 110;
    }
    return count;
}

static void a_clean_recording_has_nothing_over_the_picture(void **state)
{
    struct app *a = start(state);
    a->settings.look.mesh = MESH_WIRE;
    a->settings.look.emoji = a->settings.look.strip = a->settings.look.times = true;
    app_settings_changed(a);
    show_key(*state, 'R');
    show_frames(*state, 3);
    assert_true(difference(a) < 1.0);
    assert_int_equal(mark_pixels(a), 0);
    show_key(*state, 'R');
    show_key(*state, 'r');
    show_frames(*state, 3);
    assert_true(difference(a) > 3.0);
    show_key(*state, 'r');
}

static bool marked(const struct app *a)
{
    return a->recorder && a->pixels && mark_pixels(a) > 60;
}

/* It has faded in as well. */
static bool masked_and_marked(const struct app *a)
{
    return marked(a) && difference(a) > 2.0;
}

static void masks_are_marked_in_clean_recordings_too(void **state)
{
    struct app *a = start(state);
    app_wear(a, "robot");
    show_until(*state, masked);
    show_key(*state, 'R');
    show_until(*state, masked_and_marked);
    for (int i = 0; i < 5; i++) {
        show_frames(*state, 1);
        assert_true(difference(a) > 2.0);
        assert_true(marked(a));
    }
    show_key(*state, 'x'); /* off: the picture is its own again */
    show_frames(*state, 2);
    assert_true(difference(a) < 1.0);
    assert_int_equal(mark_pixels(a), 0);
}

static void hidden_faces_are_hidden_in_clean_recordings_too(void **state)
{
    struct app *a = start(state);
    a->settings.look.privacy = PRIVACY_BLUR;
    app_settings_changed(a);
    show_key(*state, 'R');
    show_frames(*state, 3);
    assert_true(difference(a) > 1.5);
}

static bool stopped(const struct app *a)
{
    return !a->recorder;
}

static void a_full_disk_ends_the_recording_and_not_the_program(void **state)
{
    struct app *a = start(state);
    struct mien_error e = {.text = ""};
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(symlink("/dev/full", "full.webm"), 0);
    if (app_record(a, "full.webm", false, &e) == 0) {
        show_until(*state, stopped);
        assert_true(a->notice_bad);
        snprintf(e.text, sizeof e.text, "%s", a->notice);
    }
    print_message("%s\n", e.text);
    assert_non_null(strstr(e.text, "full.webm"));
    show_frames(*state, 3);
}

static void a_table_on_a_full_disk_ends_it_as_well(void **state)
{
    struct app *a = start(state);
    struct mien_error e;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(symlink("/dev/full", "table.csv"), 0);
    assert_int_equal(app_record(a, "table.webm", false, &e), 0);
    show_until(*state, stopped);
    assert_non_null(strstr(a->notice, "table.csv"));
    show_frames(*state, 3);
}

static void what_cannot_be_recorded_is_said(void **state)
{
    struct app *a = start(state);
    struct mien_error e;
    assert_int_equal(app_record(a, "missing/clip.webm", false, &e), -1);
    print_message("%s\n", e.text);
    assert_non_null(strstr(e.text, "missing/clip.webm"));
    assert_int_equal(app_record(a, "clip.mp4", false, &e), -1);
    assert_true(e.usage);
    assert_int_equal(app_picture(a, "missing/a.png", &e), -1);
    assert_string_equal(show_files(*state, false), "");
}

static bool picture_written(const struct app *a)
{
    return !a->still;
}

static void a_picture_is_as_large_as_the_frame(void **state)
{
    struct show *s = *state;
    struct app *a = start(state);
    struct image picture;
    struct mien_error e;
    s->width = 160;
    s->height = 120;
    show_key(s, 'p');
    show_until(s, picture_written);
    assert_false(a->notice_bad);
    assert_non_null(strstr(a->notice, "mien-001.png"));
    assert_string_equal(show_files(s, false), "mien-001.png\n");
    assert_int_equal(image_read(&picture, "mien-001.png", 3, &e), 0);
    assert_int_equal(picture.width, SHOW_WIDTH);
    assert_int_equal(picture.height, SHOW_HEIGHT);
    image_free(&picture);
}

#define TEST(name) cmocka_unit_test_teardown(name, show_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_written_that_was_not_asked_for),
        TEST(a_recording_has_every_picture_and_a_row_for_each_face),
        TEST(a_recording_may_begin_while_others_are_being_finished),
        TEST(leaving_waits_until_recordings_are_whole),
        TEST(a_clean_recording_has_nothing_over_the_picture),
        TEST(masks_are_marked_in_clean_recordings_too),
        TEST(hidden_faces_are_hidden_in_clean_recordings_too),
        TEST(a_full_disk_ends_the_recording_and_not_the_program),
        TEST(a_table_on_a_full_disk_ends_it_as_well),
        TEST(what_cannot_be_recorded_is_said),
        TEST(a_picture_is_as_large_as_the_frame),
    };
    return cmocka_run_group_tests(tests, show_set_up, show_tear_down);
}
