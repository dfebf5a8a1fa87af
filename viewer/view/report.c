/* report.c - see report.h. */
#include "viewer/view/report.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/term.h"

void report_start(struct report *r)
{
    *r = (struct report){.started = clock_seconds()};
}

void report_free(struct report *r)
{
    free(r->latency);
    *r = (struct report){0};
}

int report_note(struct report *r, const struct moment *m, struct mien_error *e)
{
    if (r->count == r->room) {
        const size_t room = r->room ? 2 * r->room : 1024;
        float *more = realloc(r->latency, room * sizeof *more);
        if (!more)
            return error_memory(e, "the report", room * sizeof *more);
        r->latency = more;
        r->room = room;
    }
    r->last = clock_seconds();
    r->first = r->count ? r->first : r->last;
    r->latency[r->count++] = (float)(1e3 * (r->last - m->frame->taken));
    r->analysed += m->analysed;
    for (int i = 0; i < LIVE_STAGE_COUNT; i++)
        r->stage[i] += m->stage[i];
    return 0;
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double quantile(struct report *r, double share)
{
    qsort(r->latency, r->count, sizeof *r->latency, by_value);
    return r->count ? (double)r->latency[(size_t)(share * (double)(r->count - 1))] : 0;
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

static cJSON *speed_json(struct report *r)
{
    const double frames = (double)r->count, between = r->last - r->first;
    cJSON *o = cJSON_CreateObject();
    cJSON_AddNumberToObject(o, "seconds", clock_seconds() - r->started);
    cJSON_AddNumberToObject(o, "frames_per_second", between > 0 ? (frames - 1) / between : 0);
    cJSON_AddNumberToObject(o, "latency_median", quantile(r, 0.5));
    cJSON_AddNumberToObject(o, "latency_95", quantile(r, 0.95));
    for (int i = 0; i < LIVE_STAGE_COUNT; i++) {
        char key[32];
        snprintf(key, sizeof key, "stage_%s", live_stage_names[i]);
        cJSON_AddNumberToObject(o, key, r->count ? r->stage[i] / frames : 0);
    }
    return o;
}

int report_print(struct report *r, struct app *a, struct mien_error *e)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    cJSON *o = cJSON_CreateObject();
    cJSON_AddStringToObject(o, "source", news.word);
    cJSON_AddNumberToObject(o, "width", news.source.width);
    cJSON_AddNumberToObject(o, "height", news.source.height);
    cJSON_AddNumberToObject(o, "frames", (double)r->count);
    cJSON_AddNumberToObject(o, "analysed", (double)r->analysed);
    cJSON_AddNumberToObject(o, "dropped", (double)news.dropped);
    cJSON_AddBoolToObject(o, "consent", a->consent);
    cJSON_AddItemToObject(o, "speed", speed_json(r));
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
