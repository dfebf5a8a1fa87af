/* storm.c - a person who does anything at any time: random keys, clicks, sizes, sources, masks and
 * files. The program goes on, OpenGL has no complaint, memory does not grow, nothing is stuck.
 *
 * MIEN_STORM sets how many actions (60), MIEN_STORM_SEED which. Memory is compared from the 200th
 * on: by then everything was done once. What the process has of the machine's memory is told beside
 * what is in use: the first has what the allocator keeps for later, and differs from run to run. */
#include "tests/view/show.h"

#include <malloc.h>
#include <math.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/rng.h"
#include "runtime/host/term.h"
#include "viewer/view/app_actions.h"
#include "viewer/view/app_files.h"

enum { ACTIONS = 60, WARM = 200, CALM = 12 };

/* Far beyond what a quiet machine takes, for a busy one. */
#define STUCK 10.0

struct storm {
    struct show *show;
    struct rng rng;
    double slowest; /* seconds of one call */
    int slow;       /* calls that took over half a second */
    char slowest_in[64];
};

/* Megabytes: in use, and of the machine's. */
struct memory {
    double used, resident;
};

static int any(struct storm *s, int below)
{
    return (int)(rng_below(&s->rng, (uint32_t)below));
}

static void note(struct storm *s, const char *what, double started)
{
    const double took = clock_seconds() - started;
    s->slow += took > 0.5;
    if (took > s->slowest) {
        s->slowest = took;
        snprintf(s->slowest_in, sizeof s->slowest_in, "%s", what);
    }
}

/* What a key or a file is, for the report. */
static void describe(const struct view_input *in, char text[64])
{
    if (in->kind == VIEW_KEY)
        snprintf(text, 64, "key %#x", (unsigned)in->key);
    else if (in->kind == VIEW_DROP)
        snprintf(text, 64, "dropped %s", file_name(in->text));
    else
        snprintf(text, 64, "the mouse");
}

static void input(struct storm *s, const struct view_input *in)
{
    char text[64];
    const double started = clock_seconds();
    app_input(&s->show->app, in);
    describe(in, text);
    note(s, text, started);
}

static void some_key(struct storm *s)
{
    static const uint32_t others[] = {VIEW_ENTER, VIEW_ESCAPE, VIEW_UP,        VIEW_DOWN,
                                      VIEW_HOME,  VIEW_END,    VIEW_PAGE_DOWN, VIEW_F1};
    const int which = any(s, 3);
    uint32_t key = 0;
    if (which == 0)
        key = others[any(s, (int)(sizeof others / sizeof *others))];
    else if (which == 1)
        key = app_actions[any(s, app_action_count)].key;
    else
        key = settings_table[any(s, settings_count)].hotkey;
    input(s, &(struct view_input){.kind = VIEW_KEY, .key = key});
}

static void some_mouse(struct storm *s)
{
    static const enum view_input_kind kinds[] = {VIEW_MOVE, VIEW_PRESS, VIEW_DRAG, VIEW_WHEEL};
    input(s, &(struct view_input){.kind = kinds[any(s, 4)],
                                  .x = (float)any(s, s->show->width),
                                  .y = (float)any(s, s->show->height),
                                  .wheel = (float)(any(s, 3) - 1)});
}

static void some_size(struct storm *s)
{
    s->show->width = 1 + any(s, 640);
    s->show->height = 1 + any(s, 480);
}

static void some_file(struct storm *s)
{
    static const char *const files[] = {"missing.png",
                                        "missing.webm",
                                        "corrupt.png",
                                        "words.webm",
                                        "puppet",
                                        "pattern",
                                        "clip.webm",
                                        "clip.webm",
                                        "HOME/datasets/portraits/mona_lisa.jpg",
                                        "HOME/tests/mask/no-face.png"};
    const char *name = files[any(s, (int)(sizeof files / sizeof *files))];
    if (strncmp(name, "HOME/", 5) == 0)
        name = show_home(s->show, name + 5);
    input(s, &(struct view_input){.kind = VIEW_DROP, .text = name});
}

static void some_setting(struct storm *s)
{
    struct app *a = &s->show->app;
    const struct setting *what = &settings_table[any(s, settings_count)];
    if (!what->key)
        return;
    setting_step(what, &a->settings, any(s, 2) ? 1 : -1);
    app_settings_changed(a);
}

static void some_mask(struct storm *s)
{
    struct app *a = &s->show->app;
    app_wear(a, wardrobe_word(a->wardrobe, any(s, wardrobe_count(a->wardrobe))));
}

static void some_place(struct storm *s)
{
    engine_seek(s->show->app.engine, 0.1 * any(s, 30));
}

static void watch(struct storm *s, int steps)
{
    struct app *a = &s->show->app;
    for (int i = 0; i < steps; i++) {
        double started = clock_seconds();
        const bool due = app_step(a, 0.02);
        note(s, "a step", started);
        started = clock_seconds();
        if (due)
            show_draw(s->show);
        note(s, "a drawing", started);
    }
}

static bool at_rest(const struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    return a->masked && !wardrobe_busy(a->wardrobe) && !news.opening.word[0] &&
           news.opening.closing == 0 && strcmp(news.word, "puppet") == 0 && a->moment &&
           a->moment->count > 0;
}

static double resident_pages(void)
{
    double pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%*s %lf", &pages), 1);
    fclose(f);
    return pages;
}

/* In the same state each time. */
static struct memory memory_at_rest(struct storm *s)
{
    struct app *a = &s->show->app;
    struct mien_error e;
    a->page = APP_PICTURE;
    app_stop_recording(a, &e);
    a->settings = settings_defaults();
    s->show->width = SHOW_WIDTH;
    s->show->height = SHOW_HEIGHT;
    app_open_source(a, "puppet", NULL);
    app_wear(a, "robot");
    show_until(s->show, at_rest);
    engine_pause(a->engine, false);
    show_frames(s->show, CALM);
    const struct mallinfo2 m = mallinfo2();
    return (struct memory){(double)(m.uordblks + m.hblkhd) / 1e6,
                           resident_pages() * (double)sysconf(_SC_PAGESIZE) / 1e6};
}

static void (*const actions[])(struct storm *s) = {some_key,  some_key,     some_mouse, some_size,
                                                   some_file, some_setting, some_mask,  some_place};

/* A clip of the puppet, and files that are none. */
static void make_files(struct show *s)
{
    struct app *a = &s->app;
    struct mien_error e;
    show_frames(s, 1);
    if (app_record(a, "clip.webm", true, &e) != 0)
        fail_msg("%s", e.text);
    show_frames(s, 20);
    assert_int_equal(app_stop_recording(a, &e), 0);
    static const char *const names[] = {"corrupt.png", "words.webm"};
    for (int i = 0; i < 2; i++) {
        FILE *f = fopen(names[i], "we");
        assert_non_null(f);
        fputs("\x89PNG\r\n\x1a\nthis is none", f);
        fclose(f);
    }
}

static int wanted(const char *name, int otherwise)
{
    const char *text = getenv(name);
    return text ? atoi(text) : otherwise;
}

static void whatever_a_person_does_the_picture_goes_on(void **state)
{
    struct app_options o = show_options(*state);
    const int count = wanted("MIEN_STORM", ACTIONS);
    struct storm s = {.show = *state};
    struct memory before = {0, 0};
    o.consent = true;
    show_start(state, &o);
    make_files(s.show);
    s.rng = rng_seed((uint64_t)wanted("MIEN_STORM_SEED", 1));
    for (int i = 1; i <= count; i++) {
        actions[any(&s, (int)(sizeof actions / sizeof *actions))](&s);
        s.show->app.quit = false;
        watch(&s, 1 + any(&s, 4));
        if (i == WARM)
            before = memory_at_rest(&s);
    }
    const struct memory after = memory_at_rest(&s);
    print_message("%d actions: slowest %.0f ms (%s), %d over half a second; %.0f MB in use, then "
                  "%.0f; resident %.0f, then %.0f\n",
                  count, 1e3 * s.slowest, s.slowest_in, s.slow, before.used, after.used,
                  before.resident, after.resident);
    assert_true(s.slowest < STUCK);
#ifndef __SANITIZE_ADDRESS__ /* what is freed stays in quarantine there */
    if (count >= 2 * WARM)
        assert_true(after.used < 1.05 * before.used);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(whatever_a_person_does_the_picture_goes_on, show_end),
    };
    return cmocka_run_group_tests(tests, show_set_up, show_tear_down);
}
