/* app.c - see app.h. */
#include "viewer/view/app.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/host/term.h"
#include "viewer/view/app_actions.h"
#include "viewer/view/app_files.h"
#include "viewer/view/app_pages.h"

#define MASK_CHANGE 0.4 /* seconds of the cross-fade between masks */
#define MEMORY 0.5      /* seconds of smoothing of what is said of times */

enum { HEAPS = 2 };

/* --- opening -------------------------------------------------------------------------------- */

/* Put on a mask that was made, if one was. Error: it could not be made; what was worn stays. */
static int take_mask(struct app *a, struct mien_error *e)
{
    struct outfit o = {0};
    const int made = wardrobe_take(a->wardrobe, &o, e);
    if (made <= 0)
        return made;
    a->masked = true;
    a->worn_look = o.mask.look;
    snprintf(a->worn, sizeof a->worn, "%s", o.mask.name);
    o.mask.look = settings_worn(&a->settings, &a->worn_look);
    wear_mask(stage_wear(a->stage), &o, MASK_CHANGE);
    outfit_free(&o);
    app_say(a, "%s", a->worn);
    return 0;
}

static int open_log(struct app *a, struct mien_error *e)
{
    const char *const *classes;
    const int32_t count = engine_classes(a->engine, &classes);
    return a->options.log ? session_log_open(&a->log, a->options.log, engine_model(a->engine),
                                             a->options.source, classes, count, e)
                          : 0;
}

/* Masks are made on the side; where every frame counts, the first one has it on already. */
static int await_mask(struct app *a, struct mien_error *e)
{
    int result = 0;
    while (result == 0 && wardrobe_busy(a->wardrobe)) {
        usleep(5000);
        result = take_mask(a, e);
    }
    return result;
}

/* What is wished of its frames is known before the first of them. */
static int wish_source(struct app *a, struct mien_error *e)
{
    app_wish(a);
    return engine_source(a->engine, a->options.source, &a->options.reading, e);
}

/* The source is opened on the side meanwhile, unless its first frame must find all else there. */
static int open_parts(struct app *a, struct mien_error *e)
{
    const struct app_options *o = &a->options;
    const struct engine_options engine = {
        .model = o->model, .threads = o->threads, .each = o->each};
    if (engine_open(&a->engine, &engine, e) != 0 || (!o->each && wish_source(a, e) != 0) ||
        stage_open(&a->stage, e) != 0 || wardrobe_open(&a->wardrobe, e) != 0 ||
        (o->mask && wardrobe_wish(a->wardrobe, o->mask, e) != 0))
        return -1;
    if (o->each && (await_mask(a, e) != 0 || wish_source(a, e) != 0))
        return -1;
    return engine_await(a->engine, e) != 0 ? -1 : open_log(a, e);
}

/* Threads come and go with each source and each recording, and the allocator would give each a heap
 * of its own, which stays: they share a few. */
int app_open(struct app *a, const struct app_options *o, const struct settings *s,
             struct mien_error *e)
{
    mallopt(M_ARENA_MAX, HEAPS);
    *a = (struct app){.options = *o,
                      .settings = *s,
                      .consent = o->consent,
                      .density = 1,
                      .drawn = -1,
                      .stale = true};
    if (open_parts(a, e) != 0) {
        struct mien_error ignored;
        a->options.remember = false;
        app_close(a, &ignored);
        return -1;
    }
    if (o->mask)
        a->settings.look.swap = true;
    app_settings_changed(a);
    if (o->consent)
        app_log_consent(a);
    else if (o->ask && o->model)
        app_show(a, APP_CONSENT);
    return 0;
}

int app_close(struct app *a, struct mien_error *e)
{
    struct mien_error more;
    int result = app_stop_recording(a, e);
    if (session_log_close(&a->log, METRICS_FINISHED, &more) != 0 && result == 0) {
        *e = more;
        result = -1;
    }
    if (a->options.remember && settings_save(&a->settings, &more) != 0 && result == 0) {
        *e = more;
        result = -1;
    }
    moment_free(a->moment);
    if (a->sheet.framebuffer)
        gl_target_free(&a->sheet);
    stage_close(a->stage);
    wardrobe_close(a->wardrobe);
    engine_close(a->engine);
    free(a->pixels);
    *a = (struct app){0};
    return result;
}

/* --- what happened -------------------------------------------------------------------------- */

/* Each is said once; the first source speaks for itself. */
static void hear_source(struct app *a, const struct engine_news *news)
{
    if (news->sources != a->sources && a->sources > 0) {
        stage_forget(a->stage);
        app_log_event(a, "another source");
        app_say(a, "%s", news->word);
    }
    if (news->opening.refused != a->refused)
        app_complain(a, &news->opening.why);
    /* What is missing of a file, which goes on, would be seen for a moment. */
    if (news->losses != a->losses && news->source.kind != SOURCE_CAMERA &&
        news->source.kind != SOURCE_STREAM)
        app_complain(a, &news->why);
    if (news->lost != a->lost)
        a->stale = true;
    a->sources = news->sources;
    a->refused = news->opening.refused;
    a->lost = news->lost;
    a->losses = news->losses;
}

static void hear_news(struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    hear_source(a, &news);
    if (news.ended && a->options.reading.once && news.captured <= a->frames + news.dropped)
        a->quit = true;
}

/* Weight of what is new after `step` seconds. */
static double fresh(double step)
{
    return 1 - exp(-fmax(step, 0) / MEMORY);
}

static void take_moment(struct app *a, struct moment *m)
{
    const double step = a->drawn < 0 ? 0 : a->now - a->drawn;
    moment_free(a->moment);
    a->moment = m;
    if (!a->consent)
        moment_forget(m);
    a->frames++;
    if (step > 0)
        a->rate += (a->rate > 0 ? fresh(step) : 1) * (1 / step - a->rate);
    a->drawn = a->now;
    if (m->consent)
        stage_remember(a->stage, m, m->seconds);
}

bool app_step(struct app *a, double seconds)
{
    struct mien_error e;
    struct moment *m = engine_take(a->engine, seconds);
    a->now = clock_seconds();
    if (m)
        take_moment(a, m);
    if (take_mask(a, &e) != 0)
        app_complain(a, &e);
    hear_news(a);
    app_hear_files(a);
    if (a->notice[0] && a->now > a->notice_until) {
        a->notice[0] = '\0';
        a->stale = true;
    }
    const bool due = m != NULL || a->stale;
    a->stale = false;
    return due;
}

void app_input(struct app *a, const struct view_input *in)
{
    if (in->kind == VIEW_MOVE || in->kind == VIEW_SLIDE)
        return; /* nothing here follows the mouse */
    a->stale = true;
    if (in->kind == VIEW_QUIT)
        a->quit = true;
    else if (in->kind == VIEW_DROP)
        app_drop(a, in->text);
    else if (!app_page_input(a, in) && in->kind == VIEW_KEY)
        app_key(a, in->key);
}

/* --- drawing -------------------------------------------------------------------------------- */

static void note_times(struct app *a, double started)
{
    struct moment *m = a->moment;
    struct mien_error e;
    const double now = clock_seconds(), latency = 1e3 * (now - m->frame->taken);
    m->stage[LIVE_DRAW] = 1e3 * (now - started);
    a->latency += (a->latency > 0 ? fresh(now - a->now + 1.0 / 30) : 1) * (latency - a->latency);
    if (a->log.open && session_log_moment(&a->log, m, latency, app_news(a).dropped, &e) != 0)
        app_end_log(a, &e);
}

void app_draw(struct app *a, int32_t width, int32_t height)
{
    const double started = clock_seconds();
    struct stage_news news = app_news(a);
    if (a->page >= APP_SETTINGS && a->list.box.width > 0)
        news.covered = (float)width - a->list.box.x;
    a->width = width;
    a->height = height;
    stage_begin(a->stage, a->moment, &a->settings.look, &news, width, height);
    app_draw_page(a, stage_pen(a->stage));
    stage_end(a->stage);
    if (!a->moment || a->moment->frame->number == a->logged)
        return;
    a->logged = a->moment->frame->number;
    glFinish(); /* or the times would be those of asking for it */
    note_times(a, started);
    if (a->recorder)
        app_record_moment(a);
}
