/* gst_reader.c - see gst_reader.h: building a pipeline, its messages, its pictures, its seeks.
 *
 * A loop without a gap is made of segment seeks: at the end of one the pipeline says so while it
 * still shows what it has in hand, and the next is appended to it (GStreamer's design document
 * "part-segments", and "Seeking" of its Application Development Manual). The first pass is made
 * such a segment as soon as its first picture was given. */
#include "viewer/source/gst_reader.h"

#include <gst/video/video.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"
#include "viewer/source/gst_arrivals.h"
#include "viewer/source/gst_explain.h"

/* Decoding and conversion share the work: each has a thread, with two pictures between them. A live
 * pipeline keeps none waiting: what is late is left out (see start). */
#define TAIL                                                                                       \
    " ! queue name=between max-size-buffers=2 max-size-bytes=0 max-size-time=0"                    \
    " ! videoconvertscale ! video/x-raw,format=RGBx,pixel-aspect-ratio=1/1"                        \
    " ! videoflip video-direction=auto ! appsink name=sink"

enum { LEAK_DOWNSTREAM = 2 /* of queue: its oldest goes */ };

/* A round shorter than this is one of a video that is no more than a picture. */
#define LEAST_ROUND 0.05
/* Pictures that end so much before the file does: the rest is missing. */
#define CUT_SECONDS 0.5
#define CUT_SHARE 0.02

struct gst_reader {
    char name[256];
    bool every, loop;
    GstElement *pipeline;
    GstBus *bus;
    GAsyncQueue *messages;
    struct arrivals arrivals;
    struct bell *bell;
    struct arrival pending; /* waits for a frame */
    struct gst_missing missing;

    bool live;        /* the pictures of now, not of a file */
    bool paused;      /* as the pipeline is told to be */
    double speed;     /* the same */
    bool seeking;     /* until the first picture of there is ready */
    bool segmented;   /* the end of this round is told before it is reached */
    bool skip;        /* the next picture was given already */
    bool sought;      /* the next picture may be anywhere */
    bool done, ended; /* the round's last picture is on its way; is past */
    bool cut_told;
    bool fresh;           /* a picture came since the last round began */
    double restarted;     /* clock_seconds() */
    double position, end; /* of the last picture: where it begins and ends, seconds */
    struct reader_facts facts;
};

/* What messages are taken note of. */
enum {
    HEARD = GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT | GST_MESSAGE_EOS | GST_MESSAGE_SEGMENT_DONE |
            GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_DURATION_CHANGED | GST_MESSAGE_LATENCY
};

/* Messages have a queue of the reader's own: that of the bus is filled only behind this call, too
 * late for who is woken by the bell. */
static GstBusSyncReply on_message(GstBus *bus, GstMessage *message, gpointer own)
{
    struct gst_reader *r = own;
    (void)bus;
    if (GST_MESSAGE_TYPE(message) & HEARD) {
        g_async_queue_push(r->messages, message);
        bell_ring(r->bell);
    } else {
        gst_message_unref(message);
    }
    return GST_BUS_DROP;
}

static void free_message(gpointer message)
{
    gst_message_unref(message);
}

static int build(struct gst_reader *r, const struct reader_plan *plan, struct mien_error *e)
{
    GError *error = NULL;
    gchar *text = g_strconcat(plan->pipeline, TAIL, NULL);
    r->pipeline = gst_parse_launch_full(text, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
    g_free(text);
    if (!r->pipeline) {
        gst_explain_parse(e, plan->name, error);
        g_error_free(error);
        return -1;
    }
    GstElement *source = gst_bin_get_by_name(GST_BIN(r->pipeline), "source");
    if (plan->property)
        g_object_set(source, plan->property, plan->value, NULL);
    gst_object_unref(source);
    GstElement *sink = gst_bin_get_by_name(GST_BIN(r->pipeline), "sink");
    arrivals_init(&r->arrivals, GST_APP_SINK(sink), r->bell, r->every, plan->given);
    r->bus = gst_element_get_bus(r->pipeline);
    r->messages = g_async_queue_new_full(free_message);
    gst_bus_set_sync_handler(r->bus, on_message, r, NULL);
    return 0;
}

/* The clock of sound cards and networks may go away; the system's does not. */
static void set_clock(struct gst_reader *r)
{
    GstClock *clock = gst_system_clock_obtain();
    gst_pipeline_use_clock(GST_PIPELINE(r->pipeline), clock);
    gst_object_unref(clock);
}

/* What is live is shown as it comes, the newest only. */
static void set_live(struct gst_reader *r)
{
    GstElement *queue = gst_bin_get_by_name(GST_BIN(r->pipeline), "between");
    g_object_set(queue, "leaky", LEAK_DOWNSTREAM, "max-size-buffers", 1, NULL);
    gst_object_unref(queue);
    r->live = true;
}

static int fail(struct gst_reader *r, GstMessage *message, struct mien_error *e)
{
    if (message)
        return gst_explain(e, r->name, message, &r->missing);
    return error_set(e, r->name, 0, "does not start, and GStreamer does not say why");
}

static int start(struct gst_reader *r, struct mien_error *e)
{
    set_clock(r);
    const GstStateChangeReturn got = gst_element_set_state(r->pipeline, GST_STATE_PAUSED);
    if (got == GST_STATE_CHANGE_NO_PREROLL)
        set_live(r);
    gst_base_sink_set_sync(GST_BASE_SINK(r->arrivals.sink), !r->live && !r->every);
    if (got != GST_STATE_CHANGE_FAILURE &&
        (r->paused ||
         gst_element_set_state(r->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE))
        return 0;
    GstMessage *message;
    while ((message = g_async_queue_try_pop(r->messages)) &&
           GST_MESSAGE_TYPE(message) != GST_MESSAGE_ERROR) {
        gst_missing_note(&r->missing, message);
        gst_message_unref(message);
    }
    fail(r, message, e);
    if (message)
        gst_message_unref(message);
    return -1;
}

int gst_reader_open(struct gst_reader **out, const struct reader_plan *plan, struct bell *bell,
                    bool paused, struct mien_error *e)
{
    GError *error = NULL;
    *out = NULL;
    if (!gst_init_check(NULL, NULL, &error)) {
        error_set(e, plan->name, 0, "GStreamer does not start (%s)",
                  error ? error->message : "no reason given");
        g_clear_error(&error);
        return -1;
    }
    struct gst_reader *r = calloc(1, sizeof *r);
    if (!r)
        return error_memory(e, "a reader", sizeof *r);
    snprintf(r->name, sizeof r->name, "%s", plan->name);
    r->every = plan->every;
    r->loop = plan->loop;
    r->bell = bell;
    r->paused = paused;
    r->speed = 1;
    if (build(r, plan, e) != 0 || start(r, e) != 0) {
        gst_reader_close(r);
        return -1;
    }
    *out = r;
    return 0;
}

void gst_reader_close(struct gst_reader *r)
{
    if (!r)
        return;
    if (r->pipeline)
        gst_element_set_state(r->pipeline, GST_STATE_NULL);
    if (r->bus) {
        gst_bus_set_sync_handler(r->bus, NULL, NULL, NULL);
        gst_object_unref(r->bus);
        g_async_queue_unref(r->messages);
    }
    if (r->pending.sample)
        gst_sample_unref(r->pending.sample);
    arrivals_free(&r->arrivals);
    if (r->pipeline)
        gst_object_unref(r->pipeline);
    free(r);
}

/* Length and whether it can seek, as they are known now. */
static void ask(struct gst_reader *r)
{
    gint64 length = 0;
    gboolean seekable = FALSE;
    if (r->live || !gst_element_query_duration(r->pipeline, GST_FORMAT_TIME, &length))
        length = 0;
    GstQuery *query = gst_query_new_seeking(GST_FORMAT_TIME);
    if (!r->live && gst_element_query(r->pipeline, query))
        gst_query_parse_seeking(query, NULL, &seekable, NULL, NULL);
    gst_query_unref(query);
    r->facts.length = length > 0 ? (double)length / GST_SECOND : 0;
    r->facts.seekable = seekable;
}

/* Go to a position and show it at once. */
static bool flush_to(struct gst_reader *r, double position)
{
    const bool segment = r->loop && !r->every;
    const GstSeekFlags flags = GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE |
                               (segment ? GST_SEEK_FLAG_SEGMENT : GST_SEEK_FLAG_NONE);
    if (r->pending.sample)
        gst_sample_unref(r->pending.sample);
    r->pending.sample = NULL;
    r->done = r->ended = false;
    r->seeking = gst_element_seek(r->pipeline, r->speed, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET,
                                  (gint64)(position * GST_SECOND), GST_SEEK_TYPE_NONE, -1);
    r->segmented = r->seeking && segment;
    return r->seeking;
}

/* What cannot seek is begun anew. */
static void rewind_all(struct gst_reader *r)
{
    gst_element_set_state(r->pipeline, GST_STATE_READY);
    gst_element_set_state(r->pipeline, r->paused ? GST_STATE_PAUSED : GST_STATE_PLAYING);
    r->done = r->ended = r->seeking = r->segmented = false;
}

/* Whether the sink takes pictures now: not while paused, nor on the way from that to playing. */
static bool is_playing(const struct gst_reader *r)
{
    GstState state;
    return gst_element_get_state(r->pipeline, &state, NULL, 0) == GST_STATE_CHANGE_SUCCESS &&
           state == GST_STATE_PLAYING;
}

/* The next round of a loop: appended, or begun anew where what was appended gave no picture, as a
 * file of a single one does. Only while playing: what is appended waits, with the pipeline's state
 * locked, until the demuxer has pushed the end of its round, and that for a sink that takes it. */
static void restart(struct gst_reader *r)
{
    const double now = clock_seconds();
    if (now - r->restarted < LEAST_ROUND)
        return; /* at a later turn */
    r->restarted = now;
    const bool append = r->done && !r->ended && r->fresh;
    r->fresh = false;
    if (append && gst_element_seek(r->pipeline, r->speed, GST_FORMAT_TIME, GST_SEEK_FLAG_SEGMENT,
                                   GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE, -1))
        r->done = false;
    else if (!flush_to(r, 0))
        rewind_all(r);
}

static int take_message(struct gst_reader *r, GstMessage *message, struct mien_error *e)
{
    switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
        return fail(r, message, e);
    case GST_MESSAGE_ELEMENT:
        gst_missing_note(&r->missing, message);
        break;
    case GST_MESSAGE_EOS:
        r->ended = true;
        r->seeking = false;
        break;
    case GST_MESSAGE_SEGMENT_DONE:
        r->done = true;
        break;
    case GST_MESSAGE_ASYNC_DONE:
        r->seeking = false;
        ask(r);
        break;
    case GST_MESSAGE_DURATION_CHANGED:
        ask(r);
        break;
    case GST_MESSAGE_LATENCY:
        gst_bin_recalculate_latency(GST_BIN(r->pipeline));
        break;
    default:
        break;
    }
    return 0;
}

static int take_messages(struct gst_reader *r, struct mien_error *e)
{
    GstMessage *message;
    int result = 0;
    while (result == 0 && (message = g_async_queue_try_pop(r->messages))) {
        result = take_message(r, message, e);
        gst_message_unref(message);
    }
    return result;
}

int gst_reader_settle(struct gst_reader *r, double seconds, struct mien_error *e)
{
    const double until = clock_seconds() + seconds;
    while (take_messages(r, e) == 0) {
        if (arrivals_any(&r->arrivals)) {
            ask(r);
            return 0;
        }
        if (r->ended)
            return error_set(e, r->name, 0, "no picture in it; name a video");
        if (clock_seconds() >= until)
            return error_set(e, r->name, 0, "gave no picture within %g seconds; try again",
                             seconds);
        bell_wait(r->bell, until);
    }
    return -1;
}

/* Where the pending picture begins and how long it lasts; a time that is not told is the last. */
static double position_of(const struct gst_reader *r, double *duration)
{
    const GstBuffer *buffer = gst_sample_get_buffer(r->pending.sample);
    const guint64 at = gst_segment_to_stream_time(gst_sample_get_segment(r->pending.sample),
                                                  GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    *duration =
        GST_BUFFER_DURATION_IS_VALID(buffer) ? (double)GST_BUFFER_DURATION(buffer) / GST_SECOND : 0;
    return GST_CLOCK_TIME_IS_VALID(at) ? (double)at / GST_SECOND : r->position;
}

/* The pending picture in a frame of the pool; NULL: none is free. */
static struct frame *copy(struct gst_reader *r, struct frame_pool *pool)
{
    GstVideoInfo info;
    GstVideoFrame from;
    if (!gst_video_info_from_caps(&info, gst_sample_get_caps(r->pending.sample)) ||
        !gst_video_frame_map(&from, &info, gst_sample_get_buffer(r->pending.sample), GST_MAP_READ))
        return NULL;
    r->facts.rate = info.fps_n > 0 && info.fps_d > 0 ? (double)info.fps_n / info.fps_d : 0;
    const int32_t width = GST_VIDEO_FRAME_WIDTH(&from), height = GST_VIDEO_FRAME_HEIGHT(&from);
    const ptrdiff_t stride = GST_VIDEO_FRAME_PLANE_STRIDE(&from, 0);
    const uint8_t *pixels = GST_VIDEO_FRAME_PLANE_DATA(&from, 0);
    struct frame *f = frame_take(pool, width, height);
    for (int32_t y = 0; f && y < height; y++)
        memcpy(f->pixels + (size_t)y * (size_t)width * 4, pixels + y * stride, (size_t)width * 4);
    gst_video_frame_unmap(&from);
    return f;
}

/* Whether the pictures ended here although the file goes on; asked where a round is over. */
static bool is_cut(struct gst_reader *r, struct mien_error *e)
{
    const double missing = r->facts.length - r->end;
    if (r->cut_told || missing <= fmax(CUT_SECONDS, CUT_SHARE * r->facts.length))
        return false;
    r->cut_told = true;
    error_set(e, r->name, 0,
              "its pictures end at %.1f s of %.1f s: the file is cut short, or its sound goes on",
              r->end, r->facts.length);
    return true;
}

static enum reader_event no_picture(struct gst_reader *r, struct mien_error *e)
{
    if (!r->ended)
        return READER_NOTHING;
    if (is_cut(r, e))
        return READER_CUT;
    return r->loop ? READER_NOTHING : READER_ENDED;
}

/* The pending picture is given, or left out. */
static void let_pending_go(struct gst_reader *r, double position, double duration)
{
    gst_sample_unref(r->pending.sample);
    r->pending.sample = NULL;
    r->position = position;
    r->end = position + duration;
    r->sought = r->skip = false;
    r->fresh = true;
}

static enum reader_event give(struct gst_reader *r, struct frame_pool *pool, struct frame **f,
                              struct mien_error *e)
{
    double duration;
    const double position = position_of(r, &duration);
    if (position < r->position && !r->sought && is_cut(r, e))
        return READER_CUT;
    if (r->skip && position <= r->position) {
        let_pending_go(r, position, duration);
        return READER_NOTHING;
    }
    *f = copy(r, pool);
    if (!*f && r->every)
        return READER_HELD;
    if (*f) {
        (*f)->number = r->pending.number;
        (*f)->taken = r->pending.taken;
        (*f)->position = r->live ? -1 : position;
    }
    let_pending_go(r, position, duration);
    return *f ? READER_FRAME : READER_NOTHING;
}

/* Make the first round a segment, behind its first picture. */
static void segment_first_round(struct gst_reader *r)
{
    if (!r->loop || r->every || r->segmented || r->seeking || r->ended || !r->facts.seekable ||
        r->restarted > 0)
        return;
    r->restarted = clock_seconds();
    r->skip = flush_to(r, 0);
}

enum reader_event gst_reader_next(struct gst_reader *r, struct frame_pool *pool, struct frame **f,
                                  struct mien_error *e)
{
    *f = NULL;
    if (take_messages(r, e) != 0)
        return READER_FAILED;
    if (!r->pending.sample && !arrivals_take(&r->arrivals, &r->pending)) {
        const enum reader_event event = no_picture(r, e);
        if (r->loop && (r->done || r->ended) && event == READER_NOTHING && is_playing(r))
            restart(r);
        return event;
    }
    const enum reader_event event = give(r, pool, f, e);
    if (event == READER_FRAME)
        segment_first_round(r);
    return event;
}

void gst_reader_run(struct gst_reader *r, bool paused, double speed)
{
    if (paused != r->paused) {
        r->paused = paused;
        gst_element_set_state(r->pipeline, paused ? GST_STATE_PAUSED : GST_STATE_PLAYING);
    }
    if (speed != r->speed && !r->seeking && r->facts.seekable && !r->every) {
        r->speed = speed;
        flush_to(r, r->position);
    }
}

bool gst_reader_seek(struct gst_reader *r, double position)
{
    if (r->seeking)
        return false;
    /* Behind the last picture there is none to show. */
    const double last = fmax(0, r->facts.length - 0.001);
    if (r->facts.length > 0 && position > last)
        position = last;
    r->sought = flush_to(r, position);
    return true;
}

struct reader_facts gst_reader_facts(struct gst_reader *r)
{
    r->facts.given = arrivals_given(&r->arrivals);
    return r->facts;
}
