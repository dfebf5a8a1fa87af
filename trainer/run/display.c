/* display.c - see display.h. */
#include "trainer/run/display.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/term.h"
#include "runtime/host/text.h"

void display_start(struct display *d, FILE *out)
{
    *d = (struct display){
        .out = out, .live = term_live(out), .unicode = term_unicode(), .shown = -INFINITY};
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* "loss 1.423", "valid accuracy 53.1 %". */
static void metric_text(const struct metric *m, char *out, size_t size)
{
    char name[48];
    snprintf(name, sizeof name, "%s", m->name);
    for (char *p = name; *p; p++)
        *p = *p == '_' ? ' ' : *p;
    if (ends_with(name, "accuracy"))
        snprintf(out, size, "%s %.1f %%", name, 100 * m->value);
    else
        snprintf(out, size, "%s %.4g", name, m->value);
}

/* Append `part` behind two blanks where it fits `width` columns (parts are ASCII). */
static void append(char *out, size_t size, int width, const char *part)
{
    size_t used = strlen(out), gap = used ? 2 : 0, length = strlen(part);
    if (width < 0 || used + gap + length > (size_t)width || used + gap + length >= size)
        return;
    memcpy(out + used, "  ", gap);
    memcpy(out + used + gap, part, length + 1);
}

const char *display_line(const struct fit_report *r, double left, int width, char *out, size_t size)
{
    char part[96], number[32];
    out[0] = '\0';
    snprintf(part, sizeof part, "%s %.0f/%.0f", r->unit, floor(r->done), r->total);
    append(out, size, width, part);
    char tail[96] = ""; /* what metrics must not push out: measured first, appended last */
    if (r->samples_per_second > 0) {
        text_count(number, sizeof number, llround(fmin(r->samples_per_second, 1e15)));
        snprintf(part, sizeof part, "%s samples/s", number);
        append(tail, sizeof tail, width, part);
    }
    if (left >= 0) {
        snprintf(part, sizeof part, "%s left", text_duration(number, sizeof number, left));
        append(tail, sizeof tail, width, part);
    }
    int room = width - (tail[0] ? (int)strlen(tail) + 2 : 0);
    for (int i = 0; i < r->metric_count; i++) {
        metric_text(&r->metrics[i], part, sizeof part);
        append(out, size, room, part);
    }
    if (tail[0])
        append(out, size, width, tail);
    return out;
}

static double time_left(const struct display *d, double now)
{
    double done = d->last.done - d->first_done, elapsed = now - d->first;
    if (done <= 0 || elapsed < 0.5 || d->last.done >= d->last.total)
        return -1;
    return elapsed * (d->last.total - d->last.done) / done;
}

static void erase(struct display *d)
{
    if (d->drawn)
        fputs("\r\033[K\033[A\033[K", d->out);
    d->drawn = false;
}

static void print_last(struct display *d, double left, int width)
{
    char line[256];
    fprintf(d->out, "%s\n", display_line(&d->last, left, width, line, sizeof line));
    d->skipped = false;
}

/* One write a drawing, and no wrapping of lines in a window that has just been made narrower. */
static void redraw(struct display *d, double now)
{
    char curve[SPARKLINE_BUCKETS * 3 + 4];
    int width = term_width(d->out) - 1;
    fputs("\033[?7l", d->out);
    erase(d);
    print_last(d, time_left(d, now), width);
    if (width > 16 && d->loss.used)
        fprintf(d->out, "%s loss",
                sparkline_draw(&d->loss, width - 5, d->unicode, curve, sizeof curve));
    fputs("\033[?7h", d->out);
    fflush(d->out);
    d->drawn = true;
}

static void remember_loss(struct display *d, const struct fit_report *r)
{
    for (int i = 0; i < r->metric_count; i++)
        if (strcmp(r->metrics[i].name, "loss") == 0)
            sparkline_add(&d->loss, r->metrics[i].value);
}

/* What is measured only at the end of a step is shown until the next one: append to `r` the metrics
 * that `before` has and it lacks. */
static void carry_over(struct fit_report *r, const struct fit_report *before)
{
    for (int i = 0; i < before->metric_count && r->metric_count < FIT_METRICS_MAX; i++) {
        bool has = false;
        for (int k = 0; k < r->metric_count; k++)
            has |= strcmp(r->metrics[k].name, before->metrics[i].name) == 0;
        if (!has)
            r->metrics[r->metric_count++] = before->metrics[i];
    }
}

void display_update(struct display *d, const struct fit_report *r)
{
    double now = clock_seconds();
    if (!d->last.unit) {
        d->first = now;
        d->first_done = r->done;
    }
    if (r->finished_step)
        remember_loss(d, r);
    if (!d->live && !r->finished_step)
        return;
    const struct fit_report before = d->last;
    d->last = *r;
    if (!r->finished_step)
        carry_over(&d->last, &before);
    d->skipped = true;
    if (now - d->shown < (d->live ? 0.1 : 1.0))
        return;
    d->shown = now;
    if (d->live)
        redraw(d, now);
    else
        print_last(d, time_left(d, now), 200);
    fflush(d->out);
}

void display_say(struct display *d, const char *text)
{
    erase(d);
    fprintf(d->out, "%s\n", text);
    fflush(d->out);
}

void display_finish(struct display *d)
{
    bool live = d->drawn;
    int width = d->live ? term_width(d->out) - 1 : 200;
    erase(d);
    if (d->last.unit && (live || d->skipped))
        print_last(d, -1, width);
    fflush(d->out);
}
