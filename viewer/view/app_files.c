/* app_files.c - see app_files.h. */
#include "viewer/view/app_files.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/record/table.h"

/* A recording and a picture have an even number of pixels each way, as video wants it. */
static int ready_sheet(struct app *a, int32_t width, int32_t height, struct mien_error *e)
{
    const size_t size = 4 * (size_t)width * (size_t)height;
    if (!a->pixels || a->sheet.color.width != width || a->sheet.color.height != height) {
        free(a->pixels);
        a->pixels = malloc(size);
        if (!a->pixels)
            return error_memory(e, "a picture", size);
    }
    return gl_target_use(&a->sheet, width, height, e);
}

/* What a recording without anything drawn over the picture still has: hidden faces stay hidden, and
 * masks are marked. It is not mirrored: the table's landmarks are those of the frame. */
static struct look clean_look(const struct look *l)
{
    struct look clean = look_defaults();
    clean.mesh = MESH_OFF;
    clean.box = clean.bars = false;
    clean.privacy = l->privacy;
    clean.swap = l->swap;
    clean.mirror = false;
    clean.theme = l->theme;
    return clean;
}

/* Draw the moment on the sheet and read it back. */
static int draw_sheet(struct app *a, bool clean, int32_t width, int32_t height,
                      struct mien_error *e)
{
    GLint before;
    struct look look = clean ? clean_look(&a->settings.look) : a->settings.look;
    struct stage_news news = app_news(a);
    news.clean = clean;
    look.scale = (float)a->settings.scale * fmaxf(0.6f, (float)height / 720);
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
    const int result = ready_sheet(a, width, height, e);
    if (result == 0) {
        stage_begin(a->stage, a->moment, &look, &news, width, height);
        stage_end(a->stage);
        gl_read(a->pixels, width, height);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, (GLuint)before);
    return result;
}

static char *next_path(const struct app *a, const char *ending, struct mien_error *e)
{
    return recorder_path(a->options.folder ? a->options.folder : ".", "mien", ending, e);
}

/* The moment as it is shown, in a->pixels. */
static int draw_picture(struct app *a, struct mien_error *e)
{
    return a->moment ? draw_sheet(a, false, a->moment->frame->width, a->moment->frame->height, e)
                     : error_set(e, NULL, 0, "there is no picture yet; wait for the source");
}

int app_picture(struct app *a, const char *path, struct mien_error *e)
{
    if (draw_picture(a, e) != 0 ||
        still_write(path, a->pixels, a->sheet.color.width, a->sheet.color.height, e) != 0)
        return -1;
    app_say(a, "picture: %s", path);
    return 0;
}

int app_snap(struct app *a, struct mien_error *e)
{
    if (a->still)
        return error_set(e, NULL, 0, "the last picture is still being written; wait a moment");
    if (draw_picture(a, e) != 0)
        return -1;
    char *path = next_path(a, "png", e);
    uint8_t *pixels = a->pixels;
    if (!path)
        return -1;
    a->pixels = NULL;
    app_say(a, "writing %s", path);
    return still_begin(&a->still, path, pixels, a->sheet.color.width, a->sheet.color.height, e);
}

/* Wait for the picture that is being written, if one is. */
static int end_still(struct app *a, struct mien_error *e)
{
    char *path;
    if (!a->still)
        return 0;
    const int result = still_end(a->still, &path, e);
    if (result == 0)
        app_say(a, "picture: %s", path);
    free(path);
    a->still = NULL;
    return result;
}

/* --- recordings ----------------------------------------------------------------------------- */

/* FILE.webm and, beside it, FILE.csv or FILE.jsonl. */
static char *table_path(const char *path, const char *ending)
{
    char *table = NULL;
    const char *dot = strrchr(path, '.');
    const int length = dot ? (int)(dot - path) : (int)strlen(path);
    return asprintf(&table, "%.*s.%s", length, path, ending) < 0 ? NULL : table;
}

static int open_recorder(struct app *a, struct mien_error *e)
{
    const struct frame *f = a->moment->frame;
    char *table = table_path(a->recording, record_format_names[a->settings.table]);
    struct recorder_options o = {.path = a->recording,
                                 .width = f->width & ~1,
                                 .height = f->height & ~1,
                                 .table = table,
                                 .each = a->options.each};
    o.class_count = engine_classes(a->engine, &o.classes);
    const int result = table ? recorder_open(&a->recorder, &o, e)
                             : error_memory(e, a->recording, strlen(a->recording));
    free(table);
    return result;
}

/* app_record leaves room for it. */
static void end_recording(struct app *a, bool told)
{
    recorder_end(a->recorder);
    a->ending[a->ending_count++] = (struct app_ending){a->recorder, a->recording, told};
    a->recorder = NULL;
    a->recording = NULL;
    a->stale = true;
}

void app_end_recording(struct app *a)
{
    if (a->recorder)
        end_recording(a, false);
}

int app_record(struct app *a, const char *path, bool clean, struct mien_error *e)
{
    if (!a->moment)
        return error_set(e, NULL, 0, "there is nothing to record yet; wait for the source");
    app_end_recording(a);
    if (a->ending_count == APP_ENDING_MOST)
        return error_set(e, NULL, 0, "%d recordings are still being finished; wait a moment",
                         APP_ENDING_MOST);
    a->recording = path ? strdup(path) : next_path(a, "webm", e);
    if (!a->recording)
        return path ? error_memory(e, path, strlen(path)) : -1;
    if (open_recorder(a, e) != 0) {
        free(a->recording);
        a->recording = NULL;
        return -1;
    }
    a->clean = clean;
    a->recording_since = a->moment->seconds;
    a->recording_width = a->moment->frame->width & ~1;
    a->recording_height = a->moment->frame->height & ~1;
    a->spoilt.text[0] = '\0';
    app_say(a, "recording to %s", a->recording);
    return 0;
}

void app_record_moment(struct app *a)
{
    struct mien_error e;
    const double seconds = a->moment->seconds - a->recording_since;
    if (draw_sheet(a, a->clean, a->recording_width, a->recording_height, &e) == 0 &&
        recorder_picture(a->recorder, a->pixels, seconds, &e) == 0 &&
        recorder_row(a->recorder, a->moment, seconds, &e) == 0)
        return;
    end_recording(a, true);
    a->spoilt = e;
    app_complain(a, &e);
}

/* --- what became of them -------------------------------------------------------------------- */

static void say_recorded(struct app *a, const char *path, struct recorder_news news)
{
    if (news.dropped == 0)
        app_say(a, "recorded: %s", path);
    else
        app_say(a, "recorded: %s, without %llu of %llu pictures: this machine is too slow", path,
                (unsigned long long)news.dropped,
                (unsigned long long)(news.dropped + news.pictures));
}

/* Error: it failed, and that was not said yet. */
static int close_ending(struct app *a, struct app_ending *end, struct mien_error *e)
{
    const struct recorder_news news = recorder_news(end->recorder);
    const int result = recorder_close(end->recorder, e);
    if (result == 0 && !end->told)
        say_recorded(a, end->path, news);
    free(end->path);
    return end->told ? 0 : result;
}

static void hear_recordings(struct app *a)
{
    struct mien_error e;
    int kept = 0;
    for (int i = 0; i < a->ending_count; i++)
        if (!recorder_done(a->ending[i].recorder))
            a->ending[kept++] = a->ending[i];
        else if (close_ending(a, &a->ending[i], &e) != 0) {
            a->spoilt = e;
            app_complain(a, &e);
        }
    a->ending_count = kept;
}

void app_hear_files(struct app *a)
{
    struct mien_error e;
    hear_recordings(a);
    if (a->still && still_done(a->still) && end_still(a, &e) != 0)
        app_complain(a, &e);
}

int app_stop_recording(struct app *a, struct mien_error *e)
{
    struct mien_error more;
    int result = end_still(a, e);
    app_end_recording(a);
    for (int i = 0; i < a->ending_count; i++)
        if (close_ending(a, &a->ending[i], &more) != 0 && result == 0) {
            *e = more;
            result = -1;
        }
    a->ending_count = 0;
    return result;
}
