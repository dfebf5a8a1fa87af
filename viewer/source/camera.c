/* camera.c - a camera of this machine, by Video4Linux.
 *
 * Each try looks anew which cameras there are: one that was pulled out may come back as another
 * device. Why a device does not open is asked of the system before GStreamer is, which knows
 * less. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/text.h"
#include "viewer/source/camera_mode.h"
#include "viewer/source/cameras.h"
#include "viewer/source/feed.h"

/* Longer than any camera takes to begin; less than a person waits before asking. */
#define PATIENCE 5.0

enum { MODE_TEXT = 160 };

struct camera_source {
    struct feed feed;
    int which;  /* the nth of those there are, from 1; 0: `path` */
    char *path; /* as it was named */
};

/* The device that is wanted: the one at `path`, else the nth; NULL: not there. */
static GstDevice *find(GList *devices, const struct camera_source *c)
{
    if (c->which > 0) {
        GstDevice *device = g_list_nth_data(devices, (guint)c->which - 1);
        return device ? gst_object_ref(device) : NULL;
    }
    char *real = realpath(c->path, NULL); /* of /dev/v4l/by-id/... */
    GstDevice *found = NULL;
    for (GList *i = devices; i && !found; i = i->next) {
        gchar *path = camera_path(i->data);
        if (real && strcmp(path, real) == 0)
            found = gst_object_ref(i->data);
        g_free(path);
    }
    free(real);
    return found;
}

static int report_missing(const struct source *s, const struct camera_source *c, guint count,
                          struct mien_error *e)
{
    if (c->which > 0 && count == 0)
        return error_set(e, s->facts.name, 0,
                         "no camera is there; plug one in, or choose another source (puppet is "
                         "built in)");
    return error_set(e, s->facts.name, 0,
                     "no such camera (there %s %u); choose one of them, plug this one in, or "
                     "choose another source",
                     count == 1 ? "is" : "are", count);
}

/* Whether the device can be opened at all. */
static int check_device(const char *path, struct mien_error *e)
{
    if (access(path, R_OK | W_OK) == 0)
        return 0;
    if (errno == ENOENT)
        return error_set(e, path, 0,
                         "no such camera; plug it in, or choose another source (puppet is built "
                         "in)");
    if (errno == EACCES)
        return error_set(e, path, 0,
                         "you may not read this camera; become a member of its group: sudo "
                         "adduser $USER video, then log in again");
    return error_system(e, path, "open");
}

/* Where the wanted camera is and how to ask for pictures; *path is for g_free. */
static int locate(struct source *s, gchar **path, char mode[MODE_TEXT], struct mien_error *e)
{
    const struct camera_source *c = s->own;
    const struct source_options *o = &s->options;
    GList *devices = camera_devices();
    GstDevice *device = find(devices, c);
    int result = 0;
    snprintf(mode, MODE_TEXT, "ANY");
    if (device) {
        GstCaps *caps = gst_device_get_caps(device);
        camera_mode_choose(mode, MODE_TEXT, caps, o->width, o->height, o->rate);
        gst_clear_caps(&caps);
        *path = camera_path(device);
        gst_object_unref(device);
    } else if (c->path) {
        *path = g_strdup(c->path);
    } else {
        result = report_missing(s, c, g_list_length(devices), e);
    }
    g_list_free_full(devices, gst_object_unref);
    return result;
}

static int connect_camera(struct source *s, struct gst_reader **r, struct mien_error *e)
{
    char mode[MODE_TEXT], pipeline[MODE_TEXT + 128];
    gchar *path = NULL;
    int result = locate(s, &path, mode, e);
    if (result == 0 && (result = check_device(path, e)) == 0) {
        snprintf(pipeline, sizeof pipeline,
                 "v4l2src name=source ! %s ! decodebin force-sw-decoders=true", mode);
        const struct reader_plan plan = {.pipeline = pipeline,
                                         .property = "device",
                                         .value = path,
                                         .name = path,
                                         .given = s->given};
        result = gst_reader_open(r, &plan, &s->bell, false, e);
    }
    g_free(path);
    return result;
}

static enum source_event next(struct source *s, struct turn *t)
{
    struct camera_source *c = s->own;
    return feed_next_live(
        &c->feed, s, t, "the camera gives no more pictures; if it was unplugged, plug it in again");
}

static void close_camera(struct source *s)
{
    struct camera_source *c = s->own;
    gst_reader_close(c->feed.reader);
    free(c->path);
    free(c);
}

/* "camera", "camera:2", or a path. */
static int read_word(struct camera_source *c, const char *word, struct mien_error *e)
{
    const char *colon = strchr(word, ':');
    long long which = 1;
    if (strncmp(word, "camera", 6) != 0) {
        c->path = strdup(word);
        return c->path ? 0 : error_memory(e, "a camera's name", strlen(word));
    }
    if (colon && (!text_integer(colon + 1, &which) || which < 1 || which > CAMERAS_MAX))
        return error_set(e, word, 0,
                         "no camera's number (%s); cameras are counted from 1: camera:1, camera:2",
                         colon + 1);
    c->which = (int)which;
    return 0;
}

static int open_camera(struct source *s, const char *word, struct mien_error *e)
{
    struct camera now[CAMERAS_MAX];
    struct camera_source *c = calloc(1, sizeof *c);
    if (!c)
        return error_memory(e, "a camera", sizeof *c);
    c->feed = (struct feed){.connect = connect_camera, .patience = PATIENCE};
    s->own = c;
    if (cameras_list(now, e) >= 0 && read_word(c, word, e) == 0)
        return 0;
    close_camera(s);
    return -1;
}

const struct kind source_camera = {open_camera, next, close_camera};
