/* main.c - mien-studio, which `mien studio` runs: options, and what is opened in which order. */
#include <locale.h>
#include <stdio.h>

#include "runtime/host/cli/studio_options.h"
#include "viewer/render/offscreen.h"
#include "viewer/studio/app.h"
#include "viewer/studio/app_panels.h"
#include "viewer/studio/headless.h"
#include "viewer/studio/window.h"

enum { SIDE_MAX = 8192 };
#define DEGREE 0.017453293f

static int run(int argc, char **argv, struct mien_error *e);

static const struct cli_verb verb = {
    .name = "studio",
    .summary = "Look at a face mesh in 3D, and make masks.",
    .example = "mien studio robot",
    .usage = "mien studio PICTURE|MASK [options]",
    .details =
        "PICTURE is a photo of a face; MASK a mask's file, or collins, mona-lisa, robot, clown,\n"
        "skull, cat.\n"
        "Drag to turn, the right button moves, the wheel zooms; keys: ? all of them, tab the\n"
        "panels, 1 to 5 the views, s save, q leave.",
    .options = studio_options,
    .option_count = STUDIO_OPTIONS,
    .least = 1,
    .most = 1,
    .run = run,
};

/* "1280x720". */
static int parse_size(const char *text, int *width, int *height, struct mien_error *e)
{
    char rest;
    *width = 1280;
    *height = 800;
    if (text && (sscanf(text, "%5dx%5d%c", width, height, &rest) != 2 || *width < 64 ||
                 *height < 64 || *width > SIDE_MAX || *height > SIDE_MAX))
        return error_usage(e,
                           "--size: not a size ('%.40s'); give WxH such as 1280x800, up to %dx%d",
                           text, SIDE_MAX, SIDE_MAX);
    return 0;
}

/* Before anything is opened: what is wrong on the command line is said at once. */
static int take_wishes(struct wishes *w, const struct studio_arguments *a, struct mien_error *e)
{
    char view[64];
    snprintf(view, sizeof view, "view=%.50s", a->view ? a->view : "texture");
    if (knobs_set(w, view, e) != 0)
        return -1;
    for (int i = 0; i < a->expressions.count; i++)
        if (knobs_express(w, a->expressions.items[i], e) != 0)
            return -1;
    for (int i = 0; i < a->settings.count; i++)
        if (knobs_set(w, a->settings.items[i], e) != 0)
            return -1;
    return 0;
}

static int prepare(struct studio *s, const char *what, const struct studio_arguments *a,
                   struct mien_error *e)
{
    if (studio_take(s, what, a->output, e) != 0)
        return -1;
    camera_orbit(&s->camera, (float)a->yaw * DEGREE, (float)a->pitch * DEGREE);
    return take_wishes(&s->wishes, a, e);
}

static int save(struct studio *s, bool force, struct mien_error *e)
{
    if (studio_would_overwrite(s) && !force)
        return error_set(e, s->wishes.file, 0,
                         "it is there already; give --force to write over it, or another --output");
    return studio_save(s, e);
}

static int run_headless(const char *what, const struct studio_arguments *a, int width, int height,
                        struct mien_error *e)
{
    struct offscreen *o;
    struct studio s = {0};
    if (offscreen_open(&o, e) != 0)
        return -1;
    int result = studio_open(&s, e) == 0 ? prepare(&s, what, a, e) : -1;
    if (result == 0)
        studio_show_panel(&s, PANEL_COUNT);
    if (result == 0 && a->snapshot)
        result = headless_snapshot(&s, a->snapshot, width, height, e);
    if (result == 0 && a->output)
        result = save(&s, a->force, e);
    studio_close(&s);
    offscreen_close(o);
    return result;
}

static int run_window(const char *what, const struct studio_arguments *a, int width, int height,
                      struct mien_error *e)
{
    struct window *w;
    struct studio s = {0};
    if (window_open(&w, width, height, e) != 0)
        return -1;
    int result = studio_open(&s, e);
    if (result == 0) {
        studio_say(&s, "opening %s ...", what);
        result = window_show(w, &s, e);
    }
    if (result == 0)
        result = prepare(&s, what, a, e);
    if (result == 0) {
        s.notice[0] = '\0';
        result = window_run(w, &s, e);
    }
    studio_close(&s);
    window_close(w);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct studio_arguments a = {0};
    struct wishes tried = knobs_defaults();
    int count, width, height;
    const int parsed = cli_parse(&verb, argc, argv, &a, &count, e);
    if (parsed != 0)
        return parsed < 0 ? -1 : 0;
    if (!*argv[0])
        return error_usage(e, "PICTURE|MASK: no name (''); give a photo, a mask's file or robot");
    if (parse_size(a.size, &width, &height, e) != 0 || take_wishes(&tried, &a, e) != 0)
        return -1;
    if (a.headless && !a.snapshot && !a.output)
        return error_usage(e,
                           "--headless: nothing to write; give --snapshot FILE or --output FILE");
    return a.headless ? run_headless(argv[0], &a, width, height, e)
                      : run_window(argv[0], &a, width, height, e);
}

int main(int argc, char **argv)
{
    struct mien_error e = {.text = ""};
    setlocale(LC_CTYPE, "");
    const int result = run(argc, argv, &e);
    if (result < 0)
        fprintf(stderr, "mien: %s\n", e.text);
    return result >= 0 ? result : e.usage ? 2 : 1;
}
