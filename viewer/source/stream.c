/* stream.c - an address: a camera of the network, a server, a file of the web.
 *
 * What is live is shown as it comes; what could come faster than it is to be seen, a file, is shown
 * at its pace. A stream that ends is asked for again: its server may come back. */
#include <gst/gst.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/source/feed.h"
#include "viewer/source/gst_explain.h"

#define PIPELINE                                                                                   \
    "uridecodebin name=source caps=video/x-raw(ANY) expose-all-streams=false "                     \
    "force-sw-decoders=true"

/* A network's hiccup is no loss; a server that is switched off is told of soon enough. */
#define PATIENCE 10.0

struct stream {
    struct feed feed;
    char *address;
};

static int connect_stream(struct source *s, struct gst_reader **r, struct mien_error *e)
{
    const struct stream *a = s->own;
    const struct reader_plan plan = {.pipeline = PIPELINE,
                                     .property = "uri",
                                     .value = a->address,
                                     .name = a->address,
                                     .given = s->given};
    return gst_reader_open(r, &plan, &s->bell, false, e);
}

static enum source_event next(struct source *s, struct turn *t)
{
    struct stream *a = s->own;
    return feed_next_live(&a->feed, s, t,
                          "the stream has ended; it is asked for again, in case it comes back");
}

static void close_stream(struct source *s)
{
    struct stream *a = s->own;
    gst_reader_close(a->feed.reader);
    free(a->address);
    free(a);
}

/* Errors: nothing installed reads such an address. */
static int check_scheme(const char *word, struct mien_error *e)
{
    char detail[64];
    GError *error = NULL;
    if (!gst_init_check(NULL, NULL, &error)) {
        error_set(e, word, 0, "GStreamer does not start (%s)", error->message);
        g_error_free(error);
        return -1;
    }
    char *scheme = strndup(word, strcspn(word, ":"));
    if (!scheme)
        return error_memory(e, "an address", strlen(word));
    int result = 0;
    snprintf(detail, sizeof detail, "urisource-%s", scheme);
    if (!gst_uri_protocol_is_supported(GST_URI_SRC, scheme))
        result = error_set(e, word, 0,
                           "GStreamer reads no addresses of %s://; check it, or install the "
                           "Debian package %s",
                           scheme, gst_package(detail));
    free(scheme);
    return result;
}

static int open_stream(struct source *s, const char *word, struct mien_error *e)
{
    if (check_scheme(word, e) != 0)
        return -1;
    struct stream *a = malloc(sizeof *a);
    char *address = strdup(word);
    if (!a || !address) {
        free(a);
        free(address);
        return error_memory(e, "a stream", sizeof *a);
    }
    *a = (struct stream){{.connect = connect_stream, .patience = PATIENCE}, address};
    s->own = a;
    return 0;
}

const struct kind source_stream = {open_stream, next, close_stream};
