/* Video files: every frame, loops, seeks, speed, pauses, turned and odd and broken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <gst/gst.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/file.h"
#include "tests/source/stage.h"

enum { FRAMES = 60 };

static const struct source_options every = {.unpaced = true, .once = true};

/* The index of a ramp's picture by its grey, which lies in 16..235 within the file. */
static int index_of(const struct frame *f)
{
    const size_t middle = ((size_t)f->height / 2 * (size_t)f->width + (size_t)f->width / 2) * 4;
    const double grey = f->pixels[middle + 1] * 219.0 / 255 + 16;
    return (int)lrint((grey - STAGE_RAMP_FIRST) / STAGE_RAMP_STEP);
}

static const char *ramp(void **state)
{
    return stage_path(state, "ramp.webm");
}

static int set_up(void **state)
{
    if (stage_set_up(state) != 0)
        return -1;
    stage_ramp(state, "ramp.webm", 64, 48, FRAMES);
    return 0;
}

static void see_each(const struct frame *f, int index)
{
    assert_int_equal(f->width, 64);
    assert_int_equal(f->height, 48);
    assert_int_equal(f->number, index + 1);
    assert_true(fabs(f->position - index / 30.0) < 0.002);
    if (abs(index_of(f) - index) > 1)
        fail_msg("frame %d shows %d", index, index_of(f));
}

static void unpaced_each_frame_comes_once_in_order_then_the_end(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(ramp(state), &every);
    const struct source_facts facts = source_facts(s);
    assert_int_equal(facts.kind, SOURCE_VIDEO);
    assert_string_equal(facts.name, "ramp.webm");
    assert_true(fabs(facts.length - FRAMES / 30.0) < 0.05);
    assert_true(facts.seekable);
    assert_int_equal(stage_count(s, pool, see_each), FRAMES);
    assert_true(source_facts(s).rate == 30);
    assert_int_equal(stage_count(s, pool, NULL), 0); /* ended, it stays so */
    source_close(s);
    frame_pool_close(pool);
}

static void unpaced_a_slow_reader_with_one_frame_misses_none(void **state)
{
    struct frame_pool *pool = frame_pool_open(1);
    struct source *s = stage_open(ramp(state), &every);
    struct frame *held = stage_frame(s, pool), *none;
    assert_int_equal(source_next(s, pool, 0.05, &none, NULL), SOURCE_NOTHING);
    frame_release(held);
    assert_int_equal(stage_count(s, pool, NULL), FRAMES - 1);
    source_close(s);
    frame_pool_close(pool);
}

static void unpaced_it_starts_again_and_again_with_nothing_left_out(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(ramp(state), &(struct source_options){.unpaced = true});
    for (int i = 0; i < 3 * FRAMES; i++) {
        struct frame *f = stage_frame(s, pool);
        assert_int_equal(f->number, i + 1);
        assert_true(abs(index_of(f) - i % FRAMES) <= 1);
        frame_release(f);
    }
    source_close(s);
    frame_pool_close(pool);
}

static void paced_it_loops_and_positions_follow(void **state)
{
    struct frame_pool *pool = frame_pool_open(3);
    struct source *s = stage_open(ramp(state), &(struct source_options){0});
    double before = -1;
    int rounds = 0;
    source_speed(s, 8); /* so that it takes little time */
    for (uint64_t last = 0; rounds < 4;) {
        struct frame *f = stage_frame(s, pool);
        assert_true(f->number > last);
        rounds += f->position < before - 1;
        before = f->position;
        last = f->number;
        frame_release(f);
    }
    source_close(s);
    frame_pool_close(pool);
}

static void a_seek_shows_the_frame_of_its_position(void **state)
{
    static const double positions[] = {1.5, 0.1, 1.9, 0, 0.5, 1.2, 99};
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(ramp(state), &(struct source_options){0});
    frame_release(stage_frame(s, pool));
    source_pause(s, true);
    for (size_t i = 0; i < sizeof positions / sizeof *positions; i++) {
        const double wanted = fmin(positions[i], (FRAMES - 1) / 30.0);
        source_seek(s, positions[i]);
        struct frame *f = NULL;
        do { /* one that was on its way when the pause came may be first */
            frame_release(f);
            f = stage_frame(s, pool);
        } while (i == 0 && f->position < 1);
        if (fabs(f->position - wanted) > 1 / 30.0 + 0.002)
            fail_msg("sought %g, got %g", wanted, f->position);
        if (fabs(index_of(f) - f->position * 30) > 2.1)
            fail_msg("at %g is picture %d", f->position, index_of(f));
        frame_release(f);
    }
    struct frame *f;
    assert_int_equal(source_next(s, pool, 0.1, &f, NULL), SOURCE_NOTHING);
    source_pause(s, false);
    frame_release(stage_frame(s, pool));
    source_close(s);
    frame_pool_close(pool);
}

static void of_many_seeks_the_last_is_reached(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(ramp(state), &(struct source_options){0});
    struct frame *f = stage_frame(s, pool);
    source_pause(s, true);
    for (int i = 0; i < 50; i++) {
        source_seek(s, i % 7 * 0.2);
        frame_release(f);
        if (source_next(s, pool, 0.001, &f, NULL) != SOURCE_FRAME)
            f = NULL;
    }
    source_seek(s, 1);
    while (!f || fabs(f->position - 1) > 1 / 30.0 + 0.002) {
        frame_release(f);
        f = stage_frame(s, pool);
    }
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void after_the_end_a_seek_goes_on(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(ramp(state), &every);
    assert_int_equal(stage_count(s, pool, NULL), FRAMES);
    source_seek(s, 1);
    const int rest = stage_count(s, pool, NULL);
    assert_true(abs(rest - FRAMES / 2) <= 1);
    source_close(s);
    frame_pool_close(pool);
}

static void odd_sizes_and_oblong_pixels_become_square_ones(void **state)
{
    static const struct {
        const char *name, *caps;
        int width, height;
    } clips[] = {
        {"odd.webm", "width=175,height=131", 175, 131},
        {"tiny.webm", "width=16,height=1", 16, 1},
        {"wide.mkv", "width=64,height=48,pixel-aspect-ratio=2/1", 128, 48},
    };
    struct frame_pool *pool = frame_pool_open(2);
    for (size_t i = 0; i < sizeof clips / sizeof *clips; i++) {
        char text[256];
        snprintf(text, sizeof text,
                 "videotestsrc num-buffers=3 ! video/x-raw,%s ! vp8enc deadline=1 ! matroskamux",
                 clips[i].caps);
        struct source *s = stage_open(stage_clip(state, clips[i].name, text), &every);
        struct frame *f = stage_frame(s, pool);
        assert_int_equal(f->width, clips[i].width);
        assert_int_equal(f->height, clips[i].height);
        frame_release(f);
        assert_int_equal(stage_count(s, pool, NULL), 2);
        source_close(s);
    }
    frame_pool_close(pool);
}

/* A copy of a QuickTime file whose track is to be turned by a quarter to the right: the matrix of
 * its track header (ISO/IEC 14496-12, 8.3.2) becomes 0 1 0, -1 0 0. */
static const char *turned(void **state, const char *name, const char *of)
{
    static const uint8_t plain[20] = {0, 1, [17] = 1}, quarter[20] = {[5] = 1, [12] = 0xff, 0xff};
    struct file_map map;
    struct mien_error e;
    assert_int_equal(file_map(&map, of, &e), 0);
    uint8_t *copy = malloc(map.size);
    assert_non_null(copy);
    memcpy(copy, map.data, map.size);
    uint8_t *header = memmem(copy, map.size, "tkhd", 4);
    assert_non_null(header);
    assert_memory_equal(header + 44, plain, sizeof plain);
    memcpy(header + 44, quarter, sizeof quarter);
    const char *path = stage_file(state, name, copy, map.size);
    free(copy);
    file_unmap(&map);
    return path;
}

static void a_turned_video_is_shown_upright(void **state)
{
    /* The left half is white; turned by a quarter to the right it is the upper one. */
    const char *path = stage_clip(
        state, "lying.mov",
        "videotestsrc num-buffers=3 pattern=solid-color foreground-color=0xffffffff ! "
        "video/x-raw,width=32,height=48 ! videobox left=0 right=-32 fill=black ! jpegenc ! qtmux");
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(turned(state, "turned.mov", path), &every);
    struct frame *f = stage_frame(s, pool);
    assert_int_equal(f->width, 48);
    assert_int_equal(f->height, 64);
    assert_true(f->pixels[(8 * 48 + 24) * 4] > 200);
    assert_true(f->pixels[(56 * 48 + 24) * 4] < 60);
    frame_release(f);
    source_close(s);
    frame_pool_close(pool);
}

static void see_uneven(const struct frame *f, int index)
{
    static const double at[] = {0, 0.04, 0.08, 0.5, 0.52, 1.9};
    assert_true(index < 6 && fabs(f->position - at[index]) < 0.002);
}

static void frames_of_a_variable_rate_keep_their_times(void **state)
{
    static const int ms[] = {0, 40, 80, 500, 520, 1900};
    const char *path = stage_path(state, "uneven.webm");
    char text[512];
    snprintf(text, sizeof text,
             "appsrc name=in format=time caps=video/x-raw,format=GRAY8,width=32,height=32,"
             "framerate=0/1 ! videoconvert ! vp8enc deadline=1 ! webmmux ! filesink location=%s",
             path);
    GstElement *p = gst_parse_launch(text, NULL), *in = gst_bin_get_by_name(GST_BIN(p), "in");
    GstFlowReturn flow;
    gst_element_set_state(p, GST_STATE_PLAYING);
    for (int i = 0; i < 6; i++) {
        GstBuffer *b = gst_buffer_new_allocate(NULL, 1024, NULL);
        gst_buffer_memset(b, 0, (guint8)(40 * i), 1024);
        GST_BUFFER_PTS(b) = (GstClockTime)ms[i] * GST_MSECOND;
        g_signal_emit_by_name(in, "push-buffer", b, &flow);
        gst_buffer_unref(b);
    }
    g_signal_emit_by_name(in, "end-of-stream", &flow);
    GstBus *bus = gst_element_get_bus(p);
    gst_message_unref(gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS));
    gst_element_set_state(p, GST_STATE_NULL);
    gst_object_unref(bus);
    gst_object_unref(in);
    gst_object_unref(p);
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(path, &every);
    assert_int_equal(stage_count(s, pool, see_uneven), 6);
    assert_true(source_facts(s).rate == 0);
    source_close(s);
    frame_pool_close(pool);
}

static void sound_beside_the_pictures_is_left_alone(void **state)
{
    const char *path =
        stage_clip(state, "sound.webm",
                   "videotestsrc num-buffers=15 ! video/x-raw,width=64,height=48 ! vp8enc "
                   "deadline=1 ! queue ! webmmux name=m  audiotestsrc num-buffers=20 ! vorbisenc ! "
                   "queue ! m.  m.");
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(path, &every);
    assert_int_equal(stage_count(s, pool, NULL), 15);
    source_close(s);
    frame_pool_close(pool);
}

static void a_file_cut_short_plays_what_is_there_then_says_so(void **state)
{
    const char *path = stage_part(state, "cut.webm", ramp(state), 0.5);
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(path, &every);
    struct mien_error e = {0};
    struct frame *f;
    enum source_event event;
    int count = 0;
    while ((event = stage_next(s, pool, &f, &e)) == SOURCE_FRAME) {
        count++;
        frame_release(f);
    }
    assert_true(count > 10 && count < FRAMES - 10);
    assert_int_equal(event, SOURCE_LOST);
    assert_non_null(strstr(e.text, "cut short"));
    assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_ENDED);
    source_close(s);
    frame_pool_close(pool);
}

static void in_a_loop_a_cut_is_told_once(void **state)
{
    const char *path = stage_part(state, "cut2.webm", ramp(state), 0.5);
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(path, &(struct source_options){.unpaced = true});
    struct mien_error e = {0};
    struct frame *f;
    int lost = 0, back = 0;
    for (int count = 0; count < 3 * FRAMES;) {
        const enum source_event event = stage_next(s, pool, &f, &e);
        lost += event == SOURCE_LOST;
        back += event == SOURCE_BACK;
        count += event == SOURCE_FRAME;
        assert_int_not_equal(event, SOURCE_NOTHING);
        frame_release(f);
    }
    assert_int_equal(lost, 1);
    assert_int_equal(back, 1);
    source_close(s);
    frame_pool_close(pool);
}

static void assert_refused(const char *path, const char *because)
{
    struct mien_error e = {0};
    struct source *s;
    assert_int_equal(source_open(&s, path, &every, &e), -1);
    assert_null(s);
    if (strncmp(e.text, path, strlen(path)) != 0 || !strstr(e.text, because))
        fail_msg("refused by: %s", e.text);
}

static void what_is_no_video_is_refused_with_a_reason(void **state)
{
    static const char text[] = "This is a story, and no video at all.\n";
    char noise[4096];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * i * 31 + i / 7);
    assert_refused(stage_file(state, "text.webm", text, sizeof text - 1), "no video");
    assert_refused(stage_file(state, "empty.webm", "", 0), "empty");
    assert_refused(stage_file(state, "noise.mp4", noise, sizeof noise), "no video");
    assert_refused(
        stage_clip(state, "sound-only.webm", "audiotestsrc num-buffers=20 ! vorbisenc ! webmmux"),
        "only sound");
    assert_refused(stage_part(state, "head.webm", ramp(state), 0.01), "head.webm");
}

static void a_missing_decoder_is_named_with_its_package(void **state)
{
    GstPluginFeature *f = gst_registry_lookup_feature(gst_registry_get(), "vp8dec");
    const guint rank = gst_plugin_feature_get_rank(f);
    gst_plugin_feature_set_rank(f, GST_RANK_NONE);
    assert_refused(ramp(state),
                   "no VP8 decoder; install one with the Debian package gstreamer1.0-plugins-good");
    gst_plugin_feature_set_rank(f, rank);
    gst_object_unref(f);
}

static void a_video_of_one_picture_is_shown_without_haste(void **state)
{
    const char *path = stage_clip(
        state, "still.webm",
        "videotestsrc num-buffers=1 ! video/x-raw,width=64,height=48 ! vp8enc ! webmmux");
    struct frame_pool *pool = frame_pool_open(2);
    struct source *s = stage_open(path, &(struct source_options){0});
    frame_release(stage_frame(s, pool));
    frame_release(stage_frame(s, pool));
    source_close(s);
    frame_pool_close(pool);
}

static void threads_end_with_the_source(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    g_thread_pool_stop_unused_threads();
    const int before = stage_threads();
    for (int i = 0; i < 5; i++) {
        struct source *s = stage_open(ramp(state), &(struct source_options){.once = i % 2});
        for (int n = 0; n < i; n++)
            frame_release(stage_frame(s, pool));
        source_close(s);
    }
    g_thread_pool_stop_unused_threads(); /* GLib keeps a few for the next */
    for (int i = 0; i < 200 && stage_threads() > before; i++)
        g_usleep(10000);
    assert_true(stage_threads() <= before);
    frame_pool_close(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unpaced_each_frame_comes_once_in_order_then_the_end),
        cmocka_unit_test(unpaced_a_slow_reader_with_one_frame_misses_none),
        cmocka_unit_test(unpaced_it_starts_again_and_again_with_nothing_left_out),
        cmocka_unit_test(paced_it_loops_and_positions_follow),
        cmocka_unit_test(a_seek_shows_the_frame_of_its_position),
        cmocka_unit_test(of_many_seeks_the_last_is_reached),
        cmocka_unit_test(after_the_end_a_seek_goes_on),
        cmocka_unit_test(odd_sizes_and_oblong_pixels_become_square_ones),
        cmocka_unit_test(a_turned_video_is_shown_upright),
        cmocka_unit_test(frames_of_a_variable_rate_keep_their_times),
        cmocka_unit_test(sound_beside_the_pictures_is_left_alone),
        cmocka_unit_test(a_file_cut_short_plays_what_is_there_then_says_so),
        cmocka_unit_test(in_a_loop_a_cut_is_told_once),
        cmocka_unit_test(what_is_no_video_is_refused_with_a_reason),
        cmocka_unit_test(a_missing_decoder_is_named_with_its_package),
        cmocka_unit_test(a_video_of_one_picture_is_shown_without_haste),
        cmocka_unit_test(threads_end_with_the_source),
    };
    return cmocka_run_group_tests(tests, set_up, stage_tear_down);
}
