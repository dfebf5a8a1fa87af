/* recorder.c - see recorder.h. */
#include "viewer/record/recorder.h"

#include <fcntl.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/term.h"
#include "viewer/record/table.h"

/* Pictures that may wait for the encoder; a frame of 1280 x 720 is 3.7 MB. */
enum { WAITING = 4 };

/* Between two looks whether one was taken, where none may be dropped. */
#define ROOM_SECONDS 0.002

#define CLOSE_SECONDS 60 /* that the encoder may take to finish, on a busy machine too */

struct recorder {
    GstElement *pipeline;
    GstAppSrc *pictures;
    GstBus *bus;
    char *path;
    int32_t width, height;
    bool each;
    double last; /* seconds of the last picture; below 0: none yet */
    struct recorder_news news;
    double ended; /* clock_seconds() of recorder_end; 0: not yet */
    bool whole, failed;
    struct mien_error why;     /* it failed */
    struct record_table table; /* zeroed: none */
};

/* Elements and the Debian packages that have them. */
static const struct {
    const char *element, *package;
} needed[] = {
    {"appsrc", "gstreamer1.0-plugins-base"},
    {"videoconvert", "gstreamer1.0-plugins-base"},
    {"vp8enc", "gstreamer1.0-plugins-good"},
    {"webmmux", "gstreamer1.0-plugins-good"},
};

static int check_plugins(const char *path, struct mien_error *e)
{
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        GstElementFactory *f = gst_element_factory_find(needed[i].element);
        if (!f)
            return error_set(e, path, 0,
                             "cannot record (GStreamer has no %s); install the Debian package %s",
                             needed[i].element, needed[i].package);
        gst_object_unref(f);
    }
    return 0;
}

static void note_failure(struct recorder *r, GstMessage *message)
{
    GError *error = NULL;
    gst_message_parse_error(message, &error, NULL);
    error_set(&r->why, r->path, 0, "%s (%s); is the disk full?",
              r->ended > 0 ? "was not finished" : "cannot be recorded", error->message);
    g_error_free(error);
    r->failed = true;
}

/* Wait at most so long for the pipeline to say that it is at its end, or failed: neither is taken
 * back. */
static void hear_bus(struct recorder *r, double seconds)
{
    if (r->whole || r->failed)
        return;
    GstMessage *message = gst_bus_timed_pop_filtered(r->bus, (GstClockTime)(seconds * GST_SECOND),
                                                     GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    if (!message)
        return;
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS)
        r->whole = true;
    else
        note_failure(r, message);
    gst_message_unref(message);
}

/* What the pipeline complained of, if it did. */
static int complaint(struct recorder *r, struct mien_error *e)
{
    hear_bus(r, 0);
    if (r->failed)
        *e = r->why;
    return r->failed ? -1 : 0;
}

/* Speed over size: the picture on the screen comes first. Keyframes each two seconds make seeking
 * quick and lose little when a recording is cut off. */
static int make_pipeline(struct recorder *r, struct mien_error *e)
{
    GError *error = NULL;
    r->pipeline = gst_parse_launch(
        "appsrc name=pictures format=time is-live=false ! videoconvert n-threads=2 ! "
        "vp8enc name=encoder deadline=1 cpu-used=8 threads=2 end-usage=cq cq-level=18 "
        "target-bitrate=6000000 keyframe-max-dist=60 ! webmmux writing-app=mien ! "
        "filesink name=file",
        &error);
    if (error) {
        error_set(e, r->path, 0, "cannot record (%s)", error->message);
        g_error_free(error);
        return -1;
    }
    GstElement *file = gst_bin_get_by_name(GST_BIN(r->pipeline), "file");
    g_object_set(file, "location", r->path, NULL);
    gst_object_unref(file);
    r->pictures = GST_APP_SRC(gst_bin_get_by_name(GST_BIN(r->pipeline), "pictures"));
    r->bus = gst_element_get_bus(r->pipeline);
    GstCaps *caps = gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, "RGBx", "width",
                                        G_TYPE_INT, r->width, "height", G_TYPE_INT, r->height,
                                        "framerate", GST_TYPE_FRACTION, 0, 1, NULL);
    gst_app_src_set_caps(r->pictures, caps);
    gst_caps_unref(caps);
    gst_app_src_set_max_buffers(r->pictures, WAITING);
    gst_app_src_set_max_bytes(r->pictures, 0);
    if (gst_element_set_state(r->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE)
        return 0;
    return complaint(r, e) != 0 ? -1 : error_set(e, r->path, 0, "cannot be recorded");
}

static void discard(struct recorder *r)
{
    struct mien_error ignored;
    if (r->pipeline)
        gst_element_set_state(r->pipeline, GST_STATE_NULL);
    if (r->pictures)
        gst_object_unref(r->pictures);
    if (r->bus)
        gst_object_unref(r->bus);
    if (r->pipeline)
        gst_object_unref(r->pipeline);
    record_table_close(&r->table, &ignored);
    free(r->path);
    free(r);
}

/* A path that cannot be written is better told by the system than by GStreamer. */
static int check_path(const char *path, struct mien_error *e)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0)
        return error_system(e, path, "write");
    close(file);
    return 0;
}

int recorder_open(struct recorder **out, const struct recorder_options *o, struct mien_error *e)
{
    const size_t n = strlen(o->path);
    *out = NULL;
    if (n < 6 || strcmp(o->path + n - 5, ".webm") != 0)
        return error_usage(e, "a recording ends in .webm ('%s')", o->path);
    gst_init(NULL, NULL);
    if (check_plugins(o->path, e) != 0 || check_path(o->path, e) != 0)
        return -1;
    struct recorder *r = calloc(1, sizeof *r);
    if (!r)
        return error_memory(e, o->path, sizeof *r);
    r->width = o->width & ~1;
    r->height = o->height & ~1;
    r->each = o->each;
    r->last = -1;
    r->path = strdup(o->path);
    if (!r->path)
        error_memory(e, o->path, n);
    if (!r->path || make_pipeline(r, e) != 0 ||
        (o->table && record_table_open(&r->table, o->table, o->classes, o->class_count, e) != 0)) {
        discard(r);
        return -1;
    }
    *out = r;
    return 0;
}

/* --- adding --------------------------------------------------------------------------------- */

static bool crowded(const struct recorder *r)
{
    return gst_app_src_get_current_level_buffers(r->pictures) >= WAITING;
}

/* Where none may be dropped, wait for room; not in appsrc, which would wait for ever for an encoder
 * that has failed. */
int recorder_picture(struct recorder *r, const uint8_t *pixels, double seconds,
                     struct mien_error *e)
{
    while (r->each && !r->failed && crowded(r))
        hear_bus(r, ROOM_SECONDS);
    if (complaint(r, e) != 0)
        return -1;
    if (seconds <= r->last)
        return 0; /* the same moment again */
    if (crowded(r)) {
        r->news.dropped++;
        return 0;
    }
    const size_t size = 4 * (size_t)r->width * (size_t)r->height;
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, size, NULL);
    if (!buffer)
        return error_memory(e, r->path, size);
    gst_buffer_fill(buffer, 0, pixels, size);
    GST_BUFFER_PTS(buffer) = (GstClockTime)(1e9 * (seconds > 0 ? seconds : 0));
    r->last = seconds;
    r->news.pictures++;
    return gst_app_src_push_buffer(r->pictures, buffer) == GST_FLOW_OK ? 0
           : complaint(r, e) != 0
               ? -1
               : error_set(e, r->path, 0, "cannot be recorded (the encoder stopped)");
}

int recorder_row(struct recorder *r, const struct moment *m, double seconds, struct mien_error *e)
{
    return r->table.out ? record_table_add(&r->table, m, seconds, e) : 0;
}

struct recorder_news recorder_news(struct recorder *r)
{
    return r->news;
}

/* --- closing -------------------------------------------------------------------------------- */

void recorder_end(struct recorder *r)
{
    if (r->ended > 0)
        return;
    r->ended = clock_seconds();
    gst_app_src_end_of_stream(r->pictures);
}

bool recorder_done(struct recorder *r)
{
    hear_bus(r, 0);
    return r->whole || r->failed || clock_seconds() > r->ended + CLOSE_SECONDS;
}

static int finish(struct recorder *r, struct mien_error *e)
{
    if (complaint(r, e) != 0)
        return -1;
    recorder_end(r);
    hear_bus(r, fmax(0, r->ended + CLOSE_SECONDS - clock_seconds()));
    if (!r->whole && !r->failed)
        return error_set(e, r->path, 0, "was not finished (the encoder took over %d s)",
                         CLOSE_SECONDS);
    return complaint(r, e);
}

int recorder_close(struct recorder *r, struct mien_error *e)
{
    struct mien_error more;
    if (!r)
        return 0;
    int result = finish(r, e);
    if (record_table_close(&r->table, &more) != 0 && result == 0) {
        *e = more;
        result = -1;
    }
    discard(r);
    return result;
}

char *recorder_path(const char *folder, const char *name, const char *ending, struct mien_error *e)
{
    for (int number = 1;; number++) {
        char *path = NULL;
        if (asprintf(&path, "%s/%s-%03d.%s", folder, name, number, ending) < 0) {
            error_memory(e, folder, strlen(folder) + strlen(name) + 16);
            return NULL;
        }
        if (access(path, F_OK) != 0)
            return path;
        free(path);
    }
}
