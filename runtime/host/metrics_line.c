/* metrics_line.c - see metrics_line.h. */
#include "runtime/host/metrics_line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/host/json_line.h"
#include "runtime/host/text.h"
#include "runtime/host/utf8.h"

enum metrics_kind metrics_kind_of(const struct json_value *kind)
{
    static const char *const names[] = {
#define X(symbol, name) name,
        METRICS_KINDS(X)
#undef X
    };
    for (int k = 0; kind && k < METRICS_STEP; k++)
        if (json_is(kind, names[k]))
            return (enum metrics_kind)k;
    return METRICS_STEP;
}

static void put_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        const size_t size = (size_t)utf8_size(at, (size_t)(end - at));
        if (size == 0)
            fputs("\xef\xbf\xbd", out);
        else if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at == '\n')
            fputs("\\n", out);
        else if (size == 1 && *at < 0x20)
            fprintf(out, "\\u%04x", (unsigned)*at);
        else
            fwrite(at, 1, size, out);
        at += size ? size : 1;
    }
    fputc('"', out);
}

void metrics_line_start(struct metrics_line *l, const char *kind, long long step)
{
    *l = (struct metrics_line){.step = step, .end = strcmp(kind, "end") == 0};
    l->out = open_memstream(&l->text, &l->size);
    if (l->out)
        fprintf(l->out, "{\"kind\":\"%s\",\"step\":%lld", kind, step);
}

/* Where the value of `key` goes; NULL when out of memory. */
static FILE *begin(struct metrics_line *l, const char *key)
{
    if (l->out)
        fprintf(l->out, ",\"%s\":", key);
    return l->out;
}

void metrics_line_whole(struct metrics_line *l, const char *key, long long value)
{
    if (begin(l, key))
        fprintf(l->out, "%lld", value);
}

void metrics_line_number(struct metrics_line *l, const char *key, double value, int digits)
{
    if (begin(l, key) && isfinite(value))
        fprintf(l->out, "%.*g", digits, value);
    else if (l->out)
        fputs("null", l->out);
}

void metrics_line_text(struct metrics_line *l, const char *key, const char *text)
{
    if (begin(l, key))
        put_string(l->out, text);
}

void metrics_line_texts(struct metrics_line *l, const char *key, const char *const *texts,
                        uint32_t count)
{
    if (!begin(l, key))
        return;
    for (uint32_t k = 0; k < count; k++) {
        fputc(k ? ',' : '[', l->out);
        put_string(l->out, texts[k]);
    }
    fputs(count ? "]" : "[]", l->out);
}

void metrics_line_confusion(struct metrics_line *l, const char *key, const uint32_t *counts,
                            uint32_t classes)
{
    if (!begin(l, key))
        return;
    fputc('[', l->out);
    for (uint32_t r = 0; r < classes; r++)
        for (uint32_t c = 0; c < classes; c++)
            fprintf(l->out, "%s%u%s",
                    c   ? ","
                    : r ? ",["
                        : "[",
                    counts[(size_t)r * classes + c], c + 1 == classes ? "]" : "");
    fputc(']', l->out);
}

void metrics_line_seconds(struct metrics_line *l, const char *key, double seconds)
{
    if (begin(l, key))
        fprintf(l->out, "%.3f", seconds);
}

void metrics_line_time(struct metrics_line *l)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    metrics_line_seconds(l, "time", (double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
}

char *metrics_line_finish(struct metrics_line *l)
{
    if (!l->out)
        return NULL;
    fputs("}\n", l->out);
    const bool whole = !ferror(l->out);
    if (fclose(l->out) == 0 && whole)
        return l->text;
    free(l->text);
    return NULL;
}
