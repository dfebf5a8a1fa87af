/* gst_arrivals.c - see gst_arrivals.h. */
#include "viewer/source/gst_arrivals.h"

#include "runtime/host/term.h"

static void clear(struct arrivals *a)
{
    if (a->latest.sample)
        gst_sample_unref(a->latest.sample);
    a->latest.sample = NULL;
    gst_clear_buffer(&a->prerolled);
}

/* Number `sample`; false: it was given already, before it was due. */
static bool count(struct arrivals *a, GstSample *sample, bool preroll, struct arrival *out)
{
    GstBuffer *buffer = gst_sample_get_buffer(sample);
    const bool again = buffer && buffer == a->prerolled;
    gst_clear_buffer(&a->prerolled);
    if (again)
        return false;
    if (preroll && buffer)
        a->prerolled = gst_buffer_ref(buffer);
    *out = (struct arrival){sample, clock_seconds(), ++a->given};
    return true;
}

static void put(struct arrivals *a, GstSample *sample, bool preroll)
{
    struct arrival new;
    pthread_mutex_lock(&a->lock);
    GstSample *old = sample;
    if (count(a, sample, preroll, &new)) {
        old = a->latest.sample;
        a->latest = new;
    }
    pthread_mutex_unlock(&a->lock);
    if (old)
        gst_sample_unref(old);
    bell_ring(a->bell);
}

static GstFlowReturn on_preroll(GstAppSink *sink, gpointer own)
{
    GstSample *sample = gst_app_sink_try_pull_preroll(sink, 0);
    if (sample)
        put(own, sample, true);
    return GST_FLOW_OK;
}

static GstFlowReturn on_sample(GstAppSink *sink, gpointer own)
{
    struct arrivals *a = own;
    GstSample *sample = a->every ? NULL : gst_app_sink_try_pull_sample(sink, 0);
    if (sample)
        put(a, sample, false);
    else
        bell_ring(a->bell);
    return GST_FLOW_OK;
}

/* A seek has begun: what came before is no longer wanted. */
static GstPadProbeReturn on_flush(GstPad *pad, GstPadProbeInfo *info, gpointer own)
{
    struct arrivals *a = own;
    (void)pad;
    if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) == GST_EVENT_FLUSH_STOP) {
        pthread_mutex_lock(&a->lock);
        clear(a);
        pthread_mutex_unlock(&a->lock);
    }
    return GST_PAD_PROBE_OK;
}

void arrivals_init(struct arrivals *a, GstAppSink *sink, struct bell *bell, bool every,
                   guint64 given)
{
    *a = (struct arrivals){.sink = sink, .bell = bell, .every = every, .given = given};
    GstAppSinkCallbacks callbacks = {.new_preroll = on_preroll, .new_sample = on_sample};
    GstPad *pad = gst_element_get_static_pad(GST_ELEMENT(sink), "sink");
    pthread_mutex_init(&a->lock, NULL);
    gst_app_sink_set_callbacks(sink, &callbacks, a, NULL);
    gst_app_sink_set_max_buffers(sink, 1);
    gst_app_sink_set_drop(sink, !every);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_FLUSH, on_flush, a, NULL);
    gst_object_unref(pad);
}

void arrivals_free(struct arrivals *a)
{
    if (!a->sink)
        return;
    clear(a);
    gst_object_unref(a->sink);
    pthread_mutex_destroy(&a->lock);
    a->sink = NULL;
}

/* Where each is wanted they wait in the sink. */
static void fetch(struct arrivals *a)
{
    GstSample *sample;
    while (a->every && !a->latest.sample && (sample = gst_app_sink_try_pull_sample(a->sink, 0)))
        if (!count(a, sample, false, &a->latest))
            gst_sample_unref(sample);
}

bool arrivals_any(struct arrivals *a)
{
    pthread_mutex_lock(&a->lock);
    fetch(a);
    const bool any = a->latest.sample != NULL;
    pthread_mutex_unlock(&a->lock);
    return any;
}

bool arrivals_take(struct arrivals *a, struct arrival *out)
{
    pthread_mutex_lock(&a->lock);
    fetch(a);
    *out = a->latest;
    a->latest.sample = NULL;
    pthread_mutex_unlock(&a->lock);
    return out->sample != NULL;
}

guint64 arrivals_given(struct arrivals *a)
{
    pthread_mutex_lock(&a->lock);
    const guint64 given = a->given;
    pthread_mutex_unlock(&a->lock);
    return given;
}
