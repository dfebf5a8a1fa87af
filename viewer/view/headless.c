/* headless.c - see headless.h. */
#include "viewer/view/headless.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/stop.h"
#include "runtime/host/term.h"

/* Latencies of the drawn frames, for their quantiles. */
struct tally {
    float *latency;
    size_t count, room;
    double stage[LIVE_STAGE_COUNT]; /* sums, milliseconds */
    double started;
};

static bool note(struct tally *t, const struct moment *m)
{
    if (t->count == t->room) {
        const size_t room = t->room ? 2 * t->room : 1024;
        float *more = realloc(t->latency, room * sizeof *more);
        if (!more)
            return false;
        t->latency = more;
        t->room = room;
    }
    t->latency[t->count++] = (float)(1e3 * (clock_seconds() - m->frame->taken));
    for (int i = 0; i < LIVE_STAGE_COUNT; i++)
        t->stage[i] += m->stage[i];
    return true;
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double quantile(struct tally *t, double share)
{
    qsort(t->latency, t->count, sizeof *t->latency, by_value);
    return t->count ? (double)t->latency[(size_t)(share * (double)(t->count - 1))] : 0;
}

/* --- what was seen, as JSON ----------------------------------------------------------------- */

static cJSON *face_json(const struct app *a, const struct live_face *f)
{
    const char *const *classes;
    const int32_t count = engine_classes(a->engine, &classes);
    const struct mien_rect *b = &f->face.box;
    const double degree = 57.29577951308232;
    cJSON *o = cJSON_CreateObject();
    const double box[4] = {b->x, b->y, b->width, b->height};
    cJSON_AddNumberToObject(o, "id", f->face.id);
    cJSON_AddNumberToObject(o, "score", f->face.score);
    cJSON_AddItemToObject(o, "box", cJSON_CreateDoubleArray(box, 4));
    cJSON_AddNumberToObject(o, "yaw", degree * (double)f->face.pose.yaw);
    cJSON_AddNumberToObject(o, "pitch", degree * (double)f->face.pose.pitch);
    cJSON_AddNumberToObject(o, "roll", degree * (double)f->face.pose.roll);
    if (!f->scored)
        return o;
    cJSON_AddStringToObject(o, "emotion", f->emotion < 0 ? "uncertain" : classes[f->emotion]);
    cJSON *scores = cJSON_AddObjectToObject(o, "scores");
    for (int32_t c = 0; c < count; c++)
        cJSON_AddNumberToObject(scores, classes[c], f->scores[c]);
    return o;
}

static cJSON *speed_json(struct tally *t)
{
    const double seconds = clock_seconds() - t->started, frames = (double)t->count;
    cJSON *o = cJSON_CreateObject();
    cJSON_AddNumberToObject(o, "seconds", seconds);
    cJSON_AddNumberToObject(o, "frames_per_second", seconds > 0 ? frames / seconds : 0);
    cJSON_AddNumberToObject(o, "latency_median", quantile(t, 0.5));
    cJSON_AddNumberToObject(o, "latency_95", quantile(t, 0.95));
    for (int i = 0; i < LIVE_STAGE_COUNT; i++) {
        char key[32];
        snprintf(key, sizeof key, "stage_%s", live_stage_names[i]);
        cJSON_AddNumberToObject(o, key, t->count ? t->stage[i] / frames : 0);
    }
    return o;
}

static int print_json(struct app *a, struct tally *t, struct mien_error *e)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    cJSON *o = cJSON_CreateObject();
    cJSON_AddStringToObject(o, "source", news.word);
    cJSON_AddNumberToObject(o, "width", news.source.width);
    cJSON_AddNumberToObject(o, "height", news.source.height);
    cJSON_AddNumberToObject(o, "frames", (double)t->count);
    cJSON_AddNumberToObject(o, "dropped", (double)news.dropped);
    cJSON_AddBoolToObject(o, "consent", a->consent);
    cJSON_AddItemToObject(o, "speed", speed_json(t));
    cJSON *faces = cJSON_AddArrayToObject(o, "faces");
    for (int32_t i = 0; a->moment && i < a->moment->count; i++)
        cJSON_AddItemToArray(faces, face_json(a, &a->moment->faces[i]));
    char *text = cJSON_Print(o);
    cJSON_Delete(o);
    if (!text)
        return error_memory(e, "the report", 0);
    puts(text);
    cJSON_free(text);
    return 0;
}

/* --- running -------------------------------------------------------------------------------- */

/* A file that cannot be read will not mend itself, a camera may be plugged in. */
static double patience(struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    const enum source_kind kind = news.source.kind;
    return news.lost && kind != SOURCE_CAMERA && kind != SOURCE_STREAM ? 0 : HEADLESS_PATIENCE;
}

/* Why nothing comes, after a while. */
static int give_up(struct app *a, struct mien_error *e)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    if (news.lost) {
        *e = news.why;
        return -1;
    }
    return error_set(e, news.word, 0, "gives no pictures (waited %.0f s)", HEADLESS_PATIENCE);
}

static int draw_frames(struct app *a, const struct headless_options *o, struct tally *t,
                       struct mien_error *e)
{
    struct gl_target screen = {0};
    double last = t->started = clock_seconds();
    uint64_t drawn = 0;
    int result = 0;
    while (result == 0 && !a->quit && !stop_asked() &&
           (!o->frames || drawn < (uint64_t)o->frames)) {
        if (!app_step(a, 0.1) || a->frames == drawn) {
            if (clock_seconds() - last > patience(a))
                result = give_up(a, e);
            continue;
        }
        last = clock_seconds();
        drawn = a->frames;
        if (o->record && !a->recorder && drawn == 1)
            result = app_record(a, o->record, o->clean, e);
        if (result == 0)
            result = gl_target_use(&screen, o->width, o->height, e);
        if (result == 0) {
            app_draw(a, o->width, o->height);
            if (!note(t, a->moment))
                result = error_memory(e, "the report", 0);
        }
        const char *complaint = gl_complaint();
        if (result == 0 && complaint)
            result = error_set(e, "OpenGL", 0, "%s while drawing frame %llu", complaint,
                               (unsigned long long)drawn);
    }
    gl_target_free(&screen);
    return result;
}

int headless_run(struct app *a, const struct headless_options *o, struct mien_error *e)
{
    struct tally t = {0};
    int result = draw_frames(a, o, &t, e);
    if (result == 0 && o->snapshot)
        result = app_picture(a, o->snapshot, e);
    if (result == 0)
        result = app_stop_recording(a, e);
    if (result == 0 && o->json)
        result = print_json(a, &t, e);
    free(t.latency);
    return result;
}
