/* report.c - see report.h. */
#include "viewer/view/report.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"

void report_start(struct report *r)
{
    *r = (struct report){.started = clock_seconds()};
}

void report_note(struct report *r, const struct moment *m)
{
    struct report_frame *f = &r->last[r->count++ % REPORT_FRAMES];
    f->drawn = clock_seconds();
    f->latency = 1e3 * (f->drawn - m->frame->taken);
    memcpy(f->stage, m->stage, sizeof f->stage);
    r->analysed += m->analysed;
}

/* --- figures of the last frames ------------------------------------------------------------- */

static int known(const struct report *r)
{
    return r->count < REPORT_FRAMES ? (int)r->count : REPORT_FRAMES;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Latencies, sorted: latency [REPORT_FRAMES]. */
static void sort_latencies(const struct report *r, double *latency)
{
    const int count = known(r);
    for (int i = 0; i < count; i++)
        latency[i] = r->last[i].latency;
    qsort(latency, (size_t)count, sizeof *latency, by_value);
}

static double stage_mean(const struct report *r, int stage)
{
    double sum = 0;
    for (int i = 0; i < known(r); i++)
        sum += r->last[i].stage[stage];
    return sum / known(r);
}

static double frame_rate(const struct report *r)
{
    const int count = known(r);
    if (count < 2)
        return 0;
    const double newest = r->last[(r->count - 1) % REPORT_FRAMES].drawn;
    const double oldest = r->last[(r->count - (uint64_t)count) % REPORT_FRAMES].drawn;
    return newest > oldest ? (count - 1) / (newest - oldest) : 0;
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

static cJSON *speed_json(const struct report *r)
{
    double latency[REPORT_FRAMES] = {0};
    const int count = known(r), last = count > 0 ? count - 1 : 0;
    cJSON *o = cJSON_CreateObject();
    sort_latencies(r, latency);
    cJSON_AddNumberToObject(o, "seconds", clock_seconds() - r->started);
    cJSON_AddNumberToObject(o, "frames_per_second", frame_rate(r));
    cJSON_AddNumberToObject(o, "latency_median", latency[last / 2]);
    cJSON_AddNumberToObject(o, "latency_95", latency[(int)(0.95 * last)]);
    for (int i = 0; count > 0 && i < LIVE_STAGE_COUNT; i++) {
        char key[32];
        snprintf(key, sizeof key, "stage_%s", live_stage_names[i]);
        cJSON_AddNumberToObject(o, key, stage_mean(r, i));
    }
    return o;
}

int report_print(const struct report *r, struct app *a, struct mien_error *e)
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
