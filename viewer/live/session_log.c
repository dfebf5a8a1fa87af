/* session_log.c - see session_log.h. */
#include "viewer/live/session_log.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/term.h"

/* Seconds between two lines of frames: ten a second are as many as a console draws, and a day of
 * them is some hundred megabytes. */
#define LINE_EVERY 0.1

/* Weight of the past in the rate of frames, after a second. */
#define RATE_MEMORY 0.3

static int begin(struct session_log *s, const char *model, const char *source, struct mien_error *e)
{
    struct metrics_line line;
    metrics_line_start(&line, "session", 0);
    metrics_line_time(&line);
    metrics_line_text(&line, "unit", "frame");
    metrics_line_text(&line, "model", model);
    metrics_line_text(&line, "source", source);
    metrics_line_texts(&line, "classes", s->classes, (uint32_t)s->class_count);
    metrics_line_texts(&line, "stages", live_stage_names, LIVE_STAGE_COUNT);
    return metrics_log_write(&s->log, &line, e);
}

int session_log_open(struct session_log *s, const char *folder, const char *model,
                     const char *source, const char *const *classes, int32_t class_count,
                     struct mien_error *e)
{
    *s = (struct session_log){.classes = classes, .class_count = class_count, .last = -1};
    char *path = file_join(folder, "metrics.jsonl");
    if (!path)
        return error_memory(e, folder, strlen(folder) + 16);
    s->open = file_make_folder(folder, e) == 0 && metrics_log_open(&s->log, path, e) == 0;
    free(path);
    if (!s->open)
        return -1;
    if (metrics_log_start(&s->log, e) != 0 || begin(s, model, source, e) != 0) {
        struct mien_error ignored;
        session_log_close(s, METRICS_FAILED, &ignored);
        return -1;
    }
    return 0;
}

/* Frames a second, over the last second or so. */
static void take_rate(struct session_log *s, double now)
{
    const double step = now - s->last;
    if (s->last >= 0 && step > 0) {
        const double fresh = s->rate > 0 ? 1 - exp(-step / RATE_MEMORY) : 1;
        s->rate += fresh * (1 / step - s->rate);
    }
    s->last = now;
}

/* A class's name as a part of a key: letters and digits of ASCII stay. */
static void write_key(char *out, size_t size, const char *name)
{
    size_t n = 0;
    for (; name[n] && n + 1 < size; n++)
        out[n] = isalnum((unsigned char)name[n]) && (unsigned char)name[n] < 128 ? name[n] : '_';
    out[n] = '\0';
}

static void write_scores(const struct session_log *s, struct metrics_line *line,
                         const struct live_face *f)
{
    for (int32_t c = 0; c < s->class_count; c++) {
        char key[96] = "emotion_";
        write_key(key + strlen(key), sizeof key - strlen(key), s->classes[c]);
        metrics_line_number(line, key, (double)f->scores[c], 4);
    }
}

static int note_faces(struct session_log *s, int32_t faces, struct mien_error *e)
{
    const int32_t before = s->faces;
    s->faces = faces;
    if (faces < before)
        return session_log_event(s, e, faces ? "a face lost, %d left" : "face lost", faces);
    if (faces > before)
        return session_log_event(s, e, faces > 1 ? "a face found, %d now" : "face found", faces);
    return 0;
}

static int write_moment(struct session_log *s, const struct moment *m, uint64_t dropped,
                        struct mien_error *e)
{
    struct metrics_line line;
    if (metrics_log_step(&s->log, &line, "frame", (long long)s->frames, (long long)s->frames, e))
        return -1;
    metrics_line_number(&line, "frames_per_second", s->rate, 4);
    for (int i = 0; i < LIVE_STAGE_COUNT; i++) {
        char key[32];
        snprintf(key, sizeof key, "stage_%s", live_stage_names[i]);
        metrics_line_number(&line, key, m->stage[i], 4);
    }
    metrics_line_number(&line, "latency", s->latency, 4);
    metrics_line_whole(&line, "dropped", (long long)dropped);
    metrics_line_whole(&line, "faces", m->count);
    if (m->count > 0 && m->faces[0].scored)
        write_scores(s, &line, &m->faces[0]);
    return metrics_log_write(&s->log, &line, e);
}

int session_log_moment(struct session_log *s, const struct moment *m, double latency,
                       uint64_t dropped, struct mien_error *e)
{
    const double now = clock_seconds();
    s->frames++;
    take_rate(s, now);
    s->latency = fmax(s->latency, latency);
    if (now - s->written >= LINE_EVERY) {
        if (write_moment(s, m, dropped, e) != 0)
            return -1;
        s->written = now;
        s->latency = 0;
    }
    return note_faces(s, m->count, e);
}

int session_log_event(struct session_log *s, struct mien_error *e, const char *format, ...)
{
    char text[256];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    struct metrics_line line;
    metrics_line_start(&line, "event", (long long)s->frames);
    metrics_line_seconds(&line, "wall", metrics_log_wall(&s->log));
    metrics_line_text(&line, "text", text);
    return metrics_log_write(&s->log, &line, e);
}

int session_log_close(struct session_log *s, enum metrics_state state, struct mien_error *e)
{
    int result = 0;
    if (s->open) {
        struct metrics_line line;
        metrics_log_end(&s->log, &line, state);
        result = metrics_log_write(&s->log, &line, e);
        if (metrics_log_close(&s->log, e) != 0)
            result = -1;
    }
    *s = (struct session_log){0};
    return result;
}
