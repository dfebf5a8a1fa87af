/* main.c - mien-view, which `mien view` runs: options, and what is opened in which order. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/cli/view_options.h"
#include "runtime/host/file.h"
#include "runtime/host/home.h"
#include "runtime/host/stop.h"
#include "viewer/render/offscreen.h"
#include "viewer/view/app.h"
#include "viewer/view/headless.h"
#include "viewer/view/hush.h"
#include "viewer/view/listing.h"
#include "viewer/view/window.h"

enum { SIDE_MAX = 8192 };

static int run(int argc, char **argv, struct mien_error *e);

static const struct cli_verb verb = {
    .name = "view",
    .summary = "Show faces live: landmarks, emotions, emoji, masks; from a camera, a video, or "
               "mien's puppet.",
    .example = "mien view --source puppet --mask robot",
    .usage = "mien view [options]",
    .details =
        "Emotions are read only after somebody agreed on the screen (or --consent); c takes it "
        "back.\n"
        "Keys: ? all of them, s settings, o sources, M masks, x swap, m mesh, e emoji, p picture,\n"
        "r record, q leave. Pictures stay on this machine; none is written unless you ask for it.",
    .options = view_options,
    .option_count = VIEW_OPTIONS,
    .run = run,
};

/* "1280x720". */
static int parse_size(const char *text, int *width, int *height, struct mien_error *e)
{
    char rest;
    *width = 1280;
    *height = 720;
    if (text && (sscanf(text, "%5dx%5d%c", width, height, &rest) != 2 || *width < 64 ||
                 *height < 64 || *width > SIDE_MAX || *height > SIDE_MAX))
        return error_usage(e,
                           "--size: not a size ('%.40s'); give WxH such as 1280x720, up to %dx%d",
                           text, SIDE_MAX, SIDE_MAX);
    return 0;
}

static int take_settings(struct settings *s, const struct view_arguments *v, struct mien_error *e)
{
    for (int i = 0; i < v->settings.count; i++) {
        const char *item = v->settings.items[i], *equals = strchr(item, '=');
        char key[64];
        if (!equals || (size_t)(equals - item) >= sizeof key)
            return error_usage(e, "--set: not KEY=VALUE ('%.60s')", item);
        snprintf(key, sizeof key, "%.*s", (int)(equals - item), item);
        if (settings_set(s, key, equals + 1, e) != 0)
            return -1;
    }
    if (v->fullscreen)
        s->fullscreen = true;
    return 0;
}

/* --- running -------------------------------------------------------------------------------- */

/* The first camera, or the puppet where there is none. */
static const char *default_source(void)
{
    struct camera cameras[CAMERAS_MAX];
    struct mien_error e;
    return cameras_list(cameras, &e) > 0 ? source_kind_names[SOURCE_CAMERA]
                                         : source_kind_names[SOURCE_PUPPET];
}

/* What a run needs that is made of the arguments. */
struct plan {
    struct app_options app;
    struct settings settings;
    struct errand errand;
    int width, height;
    char model[4096];
    char *log;
    bool settings_bad; /* the user's file could not be read: `why` is shown */
    struct mien_error why;
};

/* Options that take each other back are a slip. */
static int check_pairs(const struct view_arguments *v, struct mien_error *e)
{
    if (v->log && v->no_log)
        return error_usage(e, "--log and --no-log exclude each other; give one of them");
    if (v->model && v->no_model)
        return error_usage(e, "--model and --no-model exclude each other; give one of them");
    if (v->clean && !v->record)
        return error_usage(e, "--clean is of a recording, and there is none; give --record FILE");
    return 0;
}

static int make_plan(struct plan *p, const struct view_arguments *v, struct mien_error *e)
{
    if (check_pairs(v, e) != 0 || parse_size(v->size, &p->width, &p->height, e) != 0)
        return -1;
    p->settings = settings_defaults();
    if (!v->headless)
        p->settings_bad = settings_load(&p->settings, &p->why) != 0;
    if (take_settings(&p->settings, v, e) != 0)
        return -1;
    p->errand = (struct errand){.frames = (uint64_t)v->frames,
                                .snapshot = v->snapshot,
                                .record = v->record,
                                .clean = v->clean,
                                .json = v->json};
    p->app = (struct app_options){.source = v->source ? v->source : default_source(),
                                  .model = v->model,
                                  .mask = v->mask,
                                  .folder = v->folder,
                                  .log = v->log,
                                  .consent = v->consent,
                                  .ask = !v->headless,
                                  .each = v->headless,
                                  .remember = !v->headless && !p->settings_bad,
                                  .threads = (int)v->threads};
    p->app.reading = (struct source_options){
        .width = p->width, .height = p->height, .once = v->headless, .unpaced = v->headless};
    if (!v->model && !v->no_model &&
        home_has(p->model, sizeof p->model, "models/emotion.safetensors"))
        p->app.model = p->model;
    if (v->log || v->no_log || v->headless)
        return 0;
    p->log = file_make_numbered("runs", "live", e);
    p->app.log = p->log;
    return p->log ? 0 : -1;
}

static int open_offscreen(struct offscreen **o, struct mien_error *e)
{
    const int kept = hush();
    const int result = offscreen_open(o, e);
    unhush(kept);
    return result;
}

static int open_window(struct window **w, const struct plan *p, struct mien_error *e)
{
    const int kept = hush();
    const int result = window_open(w, p->width, p->height, p->settings.fullscreen, e);
    unhush(kept);
    return result;
}

static int run_headless(struct plan *p, struct mien_error *e)
{
    struct offscreen *o;
    struct app a = {0};
    struct mien_error more;
    if (open_offscreen(&o, e) != 0)
        return -1;
    int result = app_open(&a, &p->app, &p->settings, e);
    if (result == 0)
        result = headless_run(&a, &p->errand, p->width, p->height, e);
    if (app_close(&a, &more) != 0 && result == 0) {
        *e = more;
        result = -1;
    }
    offscreen_close(o);
    return result;
}

static int run_window(struct plan *p, struct mien_error *e)
{
    struct window *w;
    struct app a = {0};
    struct mien_error more;
    if (open_window(&w, p, e) != 0)
        return -1;
    int result = app_open(&a, &p->app, &p->settings, e);
    if (result == 0) {
        if (p->settings_bad)
            app_complain(&a, &p->why);
        result = window_run(w, &a, &p->errand, e);
    }
    if (app_close(&a, &more) != 0 && result == 0) {
        *e = more;
        result = -1;
    }
    window_close(w);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct view_arguments v = {0};
    struct plan p = {0};
    int count;
    const int parsed = cli_parse(&verb, argc, argv, &v, &count, e);
    if (parsed != 0)
        return parsed < 0 ? -1 : 0;
    if (v.list)
        return listing_print(e);
    int result = make_plan(&p, &v, e);
    stop_watch();
    if (result == 0)
        result = v.headless ? run_headless(&p, e) : run_window(&p, e);
    stop_unwatch();
    if (p.log && result < 0)
        rmdir(p.log); /* which a session that never began left empty */
    free(p.log);
    return result;
}

int main(int argc, char **argv)
{
    struct mien_error e = {.text = ""};
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_DFL);
    int result = run(argc, argv, &e);
    if (result == 0 && (fflush(stdout) != 0 || ferror(stdout)))
        result = error_system(&e, "standard output", "write");
    if (result < 0)
        fprintf(stderr, "mien: %s\n", e.text);
    return result >= 0 ? result : e.usage ? 2 : 1;
}
