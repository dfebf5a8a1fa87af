/* video.c - a video file: played at its pace, round and round, or each frame for work without a
 * person who watches.
 *
 * Its sound is not decoded. Decoders in software are taken: those of graphics cards give pictures
 * that are expensive to bring back into memory, and differ from machine to machine. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/host/file.h"
#include "runtime/host/text.h"
#include "viewer/source/feed.h"

#define PIPELINE                                                                                   \
    "filesrc name=source ! decodebin caps=video/x-raw(ANY) expose-all-streams=false "              \
    "force-sw-decoders=true"

#define FIRST_PICTURE 10.0 /* seconds that a disk may take to wake */

struct video {
    struct feed feed;
    char *path;
    double seek; /* where to, when the last seek is done; NAN: nowhere */
    bool paused; /* at the last turn */
    bool over;
};

static int connect_video(struct source *s, struct gst_reader **r, struct mien_error *e)
{
    const struct video *v = s->own;
    const struct reader_plan plan = {.pipeline = PIPELINE,
                                     .property = "location",
                                     .value = v->path,
                                     .name = v->path,
                                     .every = s->options.unpaced,
                                     .loop = !s->options.once,
                                     .given = s->given};
    return gst_reader_open(r, &plan, &s->bell, v->paused, e);
}

static void tell(struct source *s, struct gst_reader *r)
{
    const struct reader_facts f = gst_reader_facts(r);
    source_tell(s, f.rate, f.length, f.seekable);
}

static void steer(struct source *s, struct video *v, const struct turn *t)
{
    double position;
    v->paused = t->paused;
    if (source_take_seek(s, &position))
        v->seek = position;
    if (!v->feed.reader)
        return;
    gst_reader_run(v->feed.reader, t->paused, t->speed);
    if (!isnan(v->seek) && gst_reader_seek(v->feed.reader, v->seek)) {
        v->seek = NAN;
        v->over = false;
    }
}

static enum source_event next(struct source *s, struct turn *t)
{
    struct video *v = s->own;
    steer(s, v, t);
    if (v->over)
        return SOURCE_ENDED;
    const enum source_event event = feed_next(&v->feed, s, t);
    if (event == SOURCE_FRAME)
        tell(s, v->feed.reader);
    /* What ends once ends also where it breaks. */
    v->over =
        s->options.once && (event == SOURCE_ENDED || (event == SOURCE_LOST && !v->feed.reader));
    return event;
}

static void close_video(struct source *s)
{
    struct video *v = s->own;
    gst_reader_close(v->feed.reader);
    free(v->path);
    free(v);
}

/* Errors: `word` is no file; it tells what else can be named. */
static int check_file(const char *word, struct mien_error *e)
{
    struct stat found;
    char meant[64];
    if (stat(word, &found) == 0)
        return 0;
    if (errno != ENOENT)
        return error_system(e, word, "open");
    return error_set(e, word, 0,
                     "no such file, folder or other source%s; name a file or folder that exists, "
                     "puppet, pattern, camera, or an address such as rtsp://HOST/PATH",
                     text_did_you_mean(meant, sizeof meant, word, source_kind_names, SOURCE_FOLDER,
                                       sizeof *source_kind_names));
}

static int open_video(struct source *s, const char *word, struct mien_error *e)
{
    if (check_file(word, e) != 0)
        return -1;
    struct video *v = malloc(sizeof *v);
    char *path = strdup(word);
    if (!v || !path) {
        free(v);
        free(path);
        return error_memory(e, "a video", sizeof *v);
    }
    *v = (struct video){.feed = {.connect = connect_video}, .path = path, .seek = NAN};
    s->own = v;
    if (connect_video(s, &v->feed.reader, e) != 0 ||
        gst_reader_settle(v->feed.reader, FIRST_PICTURE, e) != 0) {
        close_video(s);
        return -1;
    }
    snprintf(s->facts.name, sizeof s->facts.name, "%s", file_name(word));
    tell(s, v->feed.reader);
    return 0;
}

const struct kind source_video = {open_video, next, close_video};
