/* stage.c - see stage.h. */
#include "tests/source/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <dirent.h>
#include <gst/gst.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/host/file.h"

int stage_set_up(void **state)
{
    char *folder = strdup("/tmp/mien-source-XXXXXX");
    gst_init(NULL, NULL);
    *state = folder;
    return folder && mkdtemp(folder) ? 0 : -1;
}

static void remove_files(const char *folder)
{
    DIR *dir = opendir(folder);
    for (const struct dirent *d; dir && (d = readdir(dir));) {
        char *path = file_join(folder, d->d_name);
        if (d->d_name[0] != '.' && path && unlink(path) != 0)
            remove_files(path);
        free(path);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

int stage_tear_down(void **state)
{
    remove_files(*state);
    free(*state);
    return 0;
}

const char *stage_path(void **state, const char *name)
{
    static char paths[8][256];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", (const char *)*state, name);
    return path;
}

const char *stage_file(void **state, const char *name, const void *bytes, size_t size)
{
    const char *path = stage_path(state, name);
    struct mien_error e;
    if (file_write(path, bytes, size, &e) != 0)
        fail_msg("%s", e.text);
    return path;
}

/* Run a pipeline to its end. */
static void run(GstElement *pipeline)
{
    GstBus *bus = gst_element_get_bus(pipeline);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    GstMessage *end =
        gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    const bool made = GST_MESSAGE_TYPE(end) == GST_MESSAGE_EOS;
    gst_message_unref(end);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(bus);
    gst_object_unref(pipeline);
    assert_true(made);
}

const char *stage_clip(void **state, const char *name, const char *pipeline)
{
    const char *path = stage_path(state, name);
    GError *error = NULL;
    char text[1024];
    snprintf(text, sizeof text, "%s ! filesink location=%s", pipeline, path);
    GstElement *p = gst_parse_launch(text, &error);
    if (!p || error)
        fail_msg("%s", error->message);
    run(p);
    return path;
}

const char *stage_part(void **state, const char *name, const char *of, double share)
{
    struct file_map map;
    struct mien_error e;
    if (file_map(&map, of, &e) != 0)
        fail_msg("%s", e.text);
    const char *path = stage_file(state, name, map.data, (size_t)((double)map.size * share));
    file_unmap(&map);
    return path;
}

const char *stage_ramp(void **state, const char *name, int width, int height, int frames)
{
    const char *path = stage_path(state, name);
    char text[512];
    snprintf(text, sizeof text,
             "appsrc name=in format=time caps=video/x-raw,format=GRAY8,width=%d,height=%d,"
             "framerate=30/1,colorimetry=2:3:5:1 ! videoconvert ! vp8enc deadline=1 "
             "keyframe-max-dist=10 "
             "min-quantizer=0 max-quantizer=4 ! webmmux ! filesink location=%s",
             width, height, path);
    GstElement *p = gst_parse_launch(text, NULL);
    assert_non_null(p);
    GstElement *in = gst_bin_get_by_name(GST_BIN(p), "in");
    gst_element_set_state(p, GST_STATE_PAUSED);
    const gsize size = (gsize)((width + 3) / 4 * 4) * (gsize)height;
    for (int i = 0; i < frames; i++) {
        GstBuffer *b = gst_buffer_new_allocate(NULL, size, NULL);
        GstFlowReturn flow;
        gst_buffer_memset(b, 0, (guint8)(STAGE_RAMP_FIRST + STAGE_RAMP_STEP * i), size);
        GST_BUFFER_PTS(b) = (GstClockTime)i * GST_SECOND / 30;
        GST_BUFFER_DURATION(b) = GST_SECOND / 30;
        g_signal_emit_by_name(in, "push-buffer", b, &flow);
        gst_buffer_unref(b);
    }
    GstFlowReturn flow;
    g_signal_emit_by_name(in, "end-of-stream", &flow);
    gst_object_unref(in);
    run(p);
    return path;
}

struct source *stage_open(const char *word, const struct source_options *o)
{
    struct source *s = NULL;
    struct mien_error e = {0};
    if (source_open(&s, word, o, &e) != 0)
        fail_msg("%s", e.text);
    return s;
}

enum source_event stage_next(struct source *s, struct frame_pool *pool, struct frame **f,
                             struct mien_error *e)
{
    return source_next(s, pool, STAGE_PATIENCE, f, e);
}

struct frame *stage_frame(struct source *s, struct frame_pool *pool)
{
    struct frame *f = NULL;
    struct mien_error e = {0};
    for (;;) {
        const enum source_event event = stage_next(s, pool, &f, &e);
        if (event == SOURCE_FRAME)
            return f;
        if (event == SOURCE_NOTHING || event == SOURCE_ENDED)
            fail_msg("no frame came: %s", e.text);
    }
}

int stage_count(struct source *s, struct frame_pool *pool,
                void (*see)(const struct frame *f, int index))
{
    struct frame *f = NULL;
    struct mien_error e = {0};
    int count = 0;
    for (;;) {
        const enum source_event event = stage_next(s, pool, &f, &e);
        if (event == SOURCE_ENDED)
            return count;
        assert_int_not_equal(event, SOURCE_NOTHING);
        if (event != SOURCE_FRAME)
            continue;
        if (see)
            see(f, count);
        count++;
        frame_release(f);
    }
}

int stage_threads(void)
{
    DIR *dir = opendir("/proc/self/task");
    int count = 0;
    assert_non_null(dir);
    for (const struct dirent *d; (d = readdir(dir));)
        count += d->d_name[0] != '.';
    closedir(dir);
    return count;
}
