/* What GStreamer says and does, as the reader takes it: pipelines that end, fail, are missing
 * parts, fall silent; and the loss and return of what a feed reads. */
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

#include "runtime/host/term.h"
#include "tests/source/stage.h"
#include "viewer/source/camera_mode.h"
#include "viewer/source/cameras.h"
#include "viewer/source/feed.h"
#include "viewer/source/gst_explain.h"

/* Read a pipeline until something other than a frame happens; how many frames came. */
static enum reader_event read_out(const struct reader_plan *plan, int *count, struct mien_error *e)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct gst_reader *r;
    struct frame *f;
    struct bell bell;
    enum reader_event event;
    bell_init(&bell);
    if (gst_reader_open(&r, plan, &bell, false, e) != 0)
        event = READER_FAILED;
    else
        while ((event = gst_reader_next(r, pool, &f, e)) == READER_FRAME ||
               event == READER_NOTHING) {
            *count += event == READER_FRAME;
            if (event == READER_NOTHING)
                bell_wait(&bell, clock_seconds() + STAGE_PATIENCE);
            frame_release(f);
        }
    gst_reader_close(r);
    bell_free(&bell);
    frame_pool_close(pool);
    return event;
}

static void a_pipeline_that_ends_has_given_all_its_frames(void **state)
{
    const struct reader_plan plan = {
        .pipeline = "videotestsrc name=source num-buffers=30 ! video/x-raw,width=64,height=48",
        .name = "test",
        .every = true};
    struct mien_error e = {0};
    int count = 0;
    (void)state;
    assert_int_equal(read_out(&plan, &count, &e), READER_ENDED);
    assert_int_equal(count, 30);
}

static void a_pipeline_that_fails_midway_says_why(void **state)
{
    const struct reader_plan plan = {
        .pipeline = "videotestsrc name=source ! video/x-raw,width=64,height=48 ! identity "
                    "error-after=20",
        .name = "test",
        .every = true};
    struct mien_error e = {0};
    int count = 0;
    (void)state;
    assert_int_equal(read_out(&plan, &count, &e), READER_FAILED);
    assert_true(count <= 20);
    assert_memory_equal(e.text, "test: ", 6);
    assert_non_null(strstr(e.text, "GStreamer:"));
}

static void a_missing_element_is_named_with_its_package(void **state)
{
    const struct reader_plan plan = {.pipeline = "v4l9src name=source", .name = "test"};
    struct mien_error e = {0};
    int count = 0;
    (void)state;
    assert_int_equal(read_out(&plan, &count, &e), READER_FAILED);
    assert_string_equal(e.text, "test: GStreamer's element \"v4l9src\" is missing; install the "
                                "Debian package gstreamer1.0-plugins-base and start again");
    assert_string_equal(gst_package("element-v4l2src"), "gstreamer1.0-plugins-good");
    assert_string_equal(gst_package("decoder-video/x-h264, profile=main"), "gstreamer1.0-libav");
    assert_string_equal(gst_package("urisource-rtsp"), "gstreamer1.0-plugins-good");
    assert_string_equal(gst_package("decoder-video/x-av1"), "gstreamer1.0-plugins-bad");
}

/* What is explained of an error as an element would report it. */
static void assert_explained(GQuark domain, int code, const char *sentence, const char *detail,
                             const char *as)
{
    const struct gst_missing none = {0};
    struct mien_error e = {0};
    char debug[256];
    GError *error = g_error_new_literal(domain, code, sentence);
    snprintf(debug, sizeof debug, "file.c(1): function (): /element:\n%s", detail);
    GstMessage *m = gst_message_new_error(NULL, error, debug);
    gst_explain(&e, "/dev/video0", m, &none);
    if (!strstr(e.text, as))
        fail_msg("explained as: %s", e.text);
    gst_message_unref(m);
    g_error_free(error);
}

static void what_goes_wrong_is_said_in_words_of_use(void **state)
{
    (void)state;
    const GQuark resource = GST_RESOURCE_ERROR, stream = GST_STREAM_ERROR;
    assert_explained(resource, GST_RESOURCE_ERROR_BUSY, "Device '/dev/video0' is busy", "",
                     "in use by another program");
    assert_explained(resource, GST_RESOURCE_ERROR_OPEN_READ_WRITE, "Could not open device",
                     "system error: Device or resource busy", "in use by another program");
    assert_explained(resource, GST_RESOURCE_ERROR_OPEN_READ_WRITE, "Could not open device",
                     "system error: Permission denied", "sudo adduser $USER video");
    assert_explained(resource, GST_RESOURCE_ERROR_READ, "Failed to allocate a buffer",
                     "poll error 1: No such device (19)", "plug it in again");
    assert_explained(resource, GST_RESOURCE_ERROR_NOT_FOUND, "Cannot identify device",
                     "system error: No such file or directory", "not there");
    assert_explained(resource, GST_RESOURCE_ERROR_OPEN_READ, "Could not connect",
                     "Connection refused", "refuses to connect");
    assert_explained(resource, GST_RESOURCE_ERROR_OPEN_READ, "Could not connect",
                     "Network is unreachable", "network cannot be reached");
    assert_explained(resource, GST_RESOURCE_ERROR_NOT_FOUND, "Could not resolve server name", "",
                     "no such host");
    assert_explained(resource, GST_RESOURCE_ERROR_NOT_AUTHORIZED, "Unauthorized", "401",
                     "name and a password");
    assert_explained(stream, GST_STREAM_ERROR_DECODE, "Failed to decode frame", "", "damaged");
    assert_explained(stream, GST_STREAM_ERROR_TYPE_NOT_FOUND, "Could not determine type", "",
                     "no video");
    assert_explained(GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT, "odd", "very odd", "very odd");
}

/* A source whose feed reads what the test says. */
struct script {
    struct feed feed;
    const char *const *pipelines; /* one for each try; the last again and again */
    int tries;
};

static int connect_script(struct source *s, struct gst_reader **r, struct mien_error *e)
{
    struct script *script = s->own;
    const struct reader_plan plan = {
        .pipeline = script->pipelines[script->tries], .name = "script", .given = s->given};
    script->tries += script->pipelines[script->tries + 1] != NULL;
    return gst_reader_open(r, &plan, &s->bell, false, e);
}

static enum source_event next_of_script(struct source *s, struct turn *t)
{
    return feed_next_live(&((struct script *)s->own)->feed, s, t, "it has ended");
}

static const struct kind scripted = {.next = next_of_script};

static void begin(struct source *s, struct script *script, const char *const *pipelines,
                  double patience)
{
    *script = (struct script){{.connect = connect_script, .patience = patience}, pipelines, 0};
    *s = (struct source){.kind = &scripted, .own = script};
    bell_init(&s->bell);
    pthread_mutex_init(&s->lock, NULL);
}

static void end(struct source *s, struct script *script)
{
    gst_reader_close(script->feed.reader);
    frame_release(s->kept);
    pthread_mutex_destroy(&s->lock);
    bell_free(&s->bell);
}

#define LIVE "videotestsrc name=source is-live=true ! video/x-raw,width=64,height=48,framerate=50/1"

static void what_is_lost_is_told_once_and_comes_back(void **state)
{
    static const char *const tries[] = {LIVE " ! identity error-after=5", "no-such-thing",
                                        "no-such-thing", LIVE, NULL};
    struct frame_pool *pool = frame_pool_open(2);
    struct script script;
    struct source s;
    struct frame *f;
    struct mien_error e = {0};
    enum source_event event;
    uint64_t last = 0;
    (void)state;
    begin(&s, &script, tries, 0);
    while ((event = stage_next(&s, pool, &f, &e)) == SOURCE_FRAME) {
        assert_true(f->position == -1);
        last = f->number;
        frame_release(f);
    }
    const double lost = clock_seconds();
    assert_int_equal(event, SOURCE_LOST);
    assert_int_equal(stage_next(&s, pool, &f, &e), SOURCE_BACK);
    assert_true(clock_seconds() - lost > 2.5); /* three tries, a second apart */
    assert_int_equal(stage_next(&s, pool, &f, &e), SOURCE_FRAME);
    assert_true(f->number > last);
    frame_release(f);
    end(&s, &script);
    frame_pool_close(pool);
}

static void an_end_and_a_silence_are_losses_too(void **state)
{
    static const char *const tries[] = {"videotestsrc name=source num-buffers=3",
                                        LIVE " ! identity drop-probability=1", LIVE, NULL};
    struct frame_pool *pool = frame_pool_open(2);
    struct script script;
    struct source s;
    struct frame *f;
    struct mien_error e = {0};
    enum source_event event;
    (void)state;
    begin(&s, &script, tries, 3);
    while ((event = stage_next(&s, pool, &f, &e)) == SOURCE_FRAME)
        frame_release(f);
    assert_int_equal(event, SOURCE_LOST);
    assert_non_null(strstr(e.text, "it has ended"));
    s.lost = false; /* so that the second is told as well */
    assert_int_equal(stage_next(&s, pool, &f, &e), SOURCE_LOST);
    assert_non_null(strstr(e.text, "no picture has come"));
    assert_int_equal(stage_next(&s, pool, &f, &e), SOURCE_BACK);
    end(&s, &script);
    frame_pool_close(pool);
}

static void paused_a_live_source_goes_on_unseen(void **state)
{
    static const char *const tries[] = {LIVE, NULL};
    struct frame_pool *pool = frame_pool_open(2);
    struct script script;
    struct source s;
    struct frame *f;
    (void)state;
    begin(&s, &script, tries, 0);
    f = stage_frame(&s, pool);
    const uint64_t before = f->number;
    frame_release(f);
    source_pause(&s, true);
    while (gst_reader_facts(script.feed.reader).given < before + 4)
        assert_int_equal(source_next(&s, pool, 0.05, &f, NULL), SOURCE_NOTHING);
    source_pause(&s, false);
    f = stage_frame(&s, pool);
    assert_true(f->number > before + 3);
    frame_release(f);
    end(&s, &script);
    frame_pool_close(pool);
}

/* What a common camera offers. */
static const char offers[] =
    "video/x-raw, format=YUY2, width=640, height=480, framerate={ 30/1, 15/1 };"
    "video/x-raw, format=YUY2, width=1280, height=720, framerate=10/1;"
    "image/jpeg, width=1280, height=720, framerate={ 30/1, 25/1 };"
    "image/jpeg, width=1920, height=1080, framerate=30/1;"
    "video/x-raw, format=NV12, width=[ 160, 320 ], height=[ 120, 240 ], framerate=[ 1/1, 60/1 ]";

static void assert_chosen(int width, int height, double rate, const char *mode)
{
    char text[160];
    GstCaps *caps = gst_caps_from_string(offers);
    assert_string_equal(camera_mode_choose(text, sizeof text, caps, width, height, rate), mode);
    gst_caps_unref(caps);
}

static void a_camera_is_asked_for_the_mode_nearest_to_what_is_wanted(void **state)
{
    (void)state;
    assert_chosen(1280, 720, 30,
                  "image/jpeg, width=(int)1280, height=(int)720, framerate=(fraction)30/1");
    assert_chosen(1280, 720, 10,
                  "video/x-raw, width=(int)1280, height=(int)720, framerate=(fraction)10/1");
    assert_chosen(640, 480, 24,
                  "video/x-raw, width=(int)640, height=(int)480, framerate=(fraction)30/1");
    assert_chosen(4096, 2160, 30,
                  "image/jpeg, width=(int)1920, height=(int)1080, framerate=(fraction)30/1");
    assert_chosen(200, 150, 20,
                  "video/x-raw, width=(int)200, height=(int)150, framerate=(fraction)20000/1000");
    char text[160];
    assert_string_equal(camera_mode_choose(text, sizeof text, NULL, 640, 480, 30), "ANY");
}

static void a_cameras_sizes_are_listed_once_the_largest_first(void **state)
{
    struct camera_mode modes[CAMERA_MODES_MAX];
    GstCaps *caps = gst_caps_from_string(offers);
    (void)state;
    assert_int_equal(camera_modes(caps, modes), 4);
    assert_int_equal(modes[0].width, 1920);
    assert_int_equal(modes[1].width, 1280);
    assert_true(modes[1].rate == 30);
    assert_int_equal(modes[3].width, 320);
    assert_true(modes[3].rate == 60);
    gst_caps_unref(caps);
}

static void cameras_can_be_listed_and_what_is_missing_is_lost_until_it_comes(void **state)
{
    struct camera cameras[CAMERAS_MAX];
    struct mien_error e = {0};
    struct frame_pool *pool = frame_pool_open(2);
    struct frame *f;
    (void)state;
    assert_true(cameras_list(cameras, &e) >= 0);
    struct source *s = stage_open("/dev/video63", &(struct source_options){0});
    assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_LOST);
    assert_non_null(strstr(e.text, "no such camera"));
    assert_int_equal(source_next(s, pool, 1.5, &f, &e), SOURCE_NOTHING); /* told once */
    source_close(s);
    frame_pool_close(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipeline_that_ends_has_given_all_its_frames),
        cmocka_unit_test(a_pipeline_that_fails_midway_says_why),
        cmocka_unit_test(a_missing_element_is_named_with_its_package),
        cmocka_unit_test(what_goes_wrong_is_said_in_words_of_use),
        cmocka_unit_test(what_is_lost_is_told_once_and_comes_back),
        cmocka_unit_test(an_end_and_a_silence_are_losses_too),
        cmocka_unit_test(paused_a_live_source_goes_on_unseen),
        cmocka_unit_test(a_camera_is_asked_for_the_mode_nearest_to_what_is_wanted),
        cmocka_unit_test(a_cameras_sizes_are_listed_once_the_largest_first),
        cmocka_unit_test(cameras_can_be_listed_and_what_is_missing_is_lost_until_it_comes),
    };
    return cmocka_run_group_tests(tests, stage_set_up, stage_tear_down);
}
