/* app_state.c - see app_state.h. */
#include "viewer/view/app_state.h"

#include <stdarg.h>
#include <stdio.h>

#include "runtime/host/home.h"
#include "runtime/host/term.h"

#define NOTICE_SECONDS 5.0

/* --- what is said --------------------------------------------------------------------------- */

static void show_notice(struct app *a, bool bad)
{
    a->notice_bad = bad;
    a->notice_until = clock_seconds() + (bad ? 2 : 1) * NOTICE_SECONDS;
    a->stale = true;
}

void app_say(struct app *a, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(a->notice, sizeof a->notice, format, list);
    va_end(list);
    show_notice(a, false);
}

void app_complain(struct app *a, const struct mien_error *e)
{
    snprintf(a->notice, sizeof a->notice, "%s", e->text);
    show_notice(a, true);
}

void app_end_log(struct app *a, const struct mien_error *why)
{
    struct mien_error ignored;
    app_complain(a, why);
    session_log_close(&a->log, METRICS_FAILED, &ignored);
}

void app_log_event(struct app *a, const char *text)
{
    struct mien_error e;
    if (a->log.open && session_log_event(&a->log, &e, "%s", text) != 0)
        app_end_log(a, &e);
}

void app_log_consent(struct app *a)
{
    app_log_event(a, a->consent ? "emotion analysis on" : "emotion analysis off");
}

/* --- what is wanted ------------------------------------------------------------------------- */

void app_wish(struct app *a)
{
    struct analyst_wish w = settings_wish(&a->settings);
    w.consent = a->consent;
    w.calibrate = a->calibrate;
    w.forget = a->forget;
    engine_wish(a->engine, &w);
}

void app_show(struct app *a, enum app_page page)
{
    static const char *const titles[] = {[APP_SETTINGS] = "Settings",
                                         [APP_SOURCES] = "Sources",
                                         [APP_MASKS] = "Masks",
                                         [APP_KEYS] = "Keys"};
    struct mien_error e;
    a->page = page;
    page_open(&a->list, page >= APP_SETTINGS ? titles[page] : "");
    if (page == APP_SOURCES) {
        a->unfolded = 0;
        if (!home_has(a->clip, sizeof a->clip, "datasets/portraits/clip.webm"))
            a->clip[0] = '\0';
        a->camera_count = cameras_list(a->cameras, &e);
        if (a->camera_count < 0) {
            a->camera_count = 0;
            app_complain(a, &e);
        }
    }
    a->stale = true;
}

void app_consent(struct app *a, bool given)
{
    const bool changed = a->consent != given;
    a->consent = given;
    if (changed) {
        app_log_consent(a);
        stage_forget(a->stage);
    }
    if (!given && a->moment)
        moment_forget(a->moment);
    a->page = APP_PICTURE;
    a->stale = true;
    app_wish(a);
}

void app_settings_changed(struct app *a)
{
    const struct mask_look look = settings_worn(&a->settings, &a->worn_look);
    a->settings.look.scale = (float)a->settings.scale * a->density;
    if (a->masked)
        wear_look(stage_wear(a->stage), &look);
    app_wish(a);
    a->stale = true;
}

void app_open_source(struct app *a, const char *word, const struct camera_mode *mode)
{
    struct source_options how = a->options.reading;
    struct mien_error e;
    if (mode) {
        how.width = mode->width;
        how.height = mode->height;
        how.rate = mode->rate;
    }
    if (engine_source(a->engine, word, &how, &e) != 0)
        app_complain(a, &e);
    else
        app_say(a, "opening %s", word);
}

void app_wear(struct app *a, const char *word)
{
    struct mien_error e;
    if (wardrobe_wish(a->wardrobe, word, &e) != 0) {
        app_complain(a, &e);
        return;
    }
    a->settings.look.swap = true;
    app_settings_changed(a);
}

/* --- what is told --------------------------------------------------------------------------- */

struct stage_news app_news(struct app *a)
{
    struct engine_news news;
    struct stage_news s = {.seconds = a->moment ? a->moment->seconds : 0,
                           .rate = a->rate,
                           .latency = a->latency,
                           .recording = a->recorder != NULL,
                           .recorded = a->recorder ? a->moment->seconds - a->recording_since : 0};
    engine_news(a->engine, &news);
    s.dropped = news.dropped;
    s.class_count = engine_classes(a->engine, &s.classes);
    return s;
}
