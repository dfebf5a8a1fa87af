/* app_actions.c - see app_actions.h: a table of actions, and the settings that have a key of their
 * own. */
#include "viewer/view/app_actions.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "viewer/ui/input.h"
#include "viewer/view/app_files.h"

static void show_keys(struct app *a)
{
    app_show(a, APP_KEYS);
}

static void show_settings(struct app *a)
{
    app_show(a, APP_SETTINGS);
}

static void show_sources(struct app *a)
{
    app_show(a, APP_SOURCES);
}

static void show_masks(struct app *a)
{
    app_show(a, APP_MASKS);
}

/* On asks first; off is at once. */
static void change_consent(struct app *a)
{
    const char *const *classes;
    if (a->consent)
        app_consent(a, false);
    else if (engine_classes(a->engine, &classes) > 0)
        app_show(a, APP_CONSENT);
    else
        app_say(a, "no emotion model is loaded: start with --model FILE");
}

static void take_picture(struct app *a)
{
    struct mien_error e;
    if (app_snap(a, &e) != 0)
        app_complain(a, &e);
}

static void change_recording(struct app *a, bool clean)
{
    struct mien_error e;
    if (a->recorder)
        app_end_recording(a);
    else if (app_record(a, NULL, clean, &e) != 0)
        app_complain(a, &e);
}

static void record(struct app *a)
{
    change_recording(a, false);
}

static void record_clean(struct app *a)
{
    change_recording(a, true);
}

static void next_mask(struct app *a)
{
    const int count = wardrobe_count(a->wardrobe);
    int next = 0;
    for (int i = 0; i < count; i++)
        if (a->masked && strcmp(wardrobe_title(a->wardrobe, i), a->worn) == 0)
            next = (i + 1) % count;
    app_wear(a, wardrobe_word(a->wardrobe, next));
}

static void calibrate(struct app *a)
{
    if (!a->consent) {
        app_say(a, "emotion analysis is off: c switches it on");
        return;
    }
    a->calibrate++;
    app_settings_changed(a);
    app_say(a, "look neutral for two seconds");
}

static void forget(struct app *a)
{
    a->forget++;
    app_settings_changed(a);
    app_say(a, "calibration forgotten");
}

static void change_pause(struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    engine_pause(a->engine, !news.source.paused);
    app_say(a, news.source.paused ? "on" : "paused");
}

static void seek(struct app *a, double by)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    if (!news.source.seekable)
        return;
    double to = news.source.position + by;
    to = to < 0 ? 0 : news.source.length > 0 && to > news.source.length ? 0 : to;
    engine_seek(a->engine, to);
    app_say(a, "%d:%02d of %d:%02d", (int)to / 60, (int)to % 60, (int)news.source.length / 60,
            (int)news.source.length % 60);
}

static void seek_back(struct app *a)
{
    seek(a, -5);
}

static void seek_on(struct app *a)
{
    seek(a, 5);
}

static void change_speed(struct app *a, double factor)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    const double speed = news.source.speed * factor;
    engine_speed(a->engine, speed);
    app_say(a, "speed %g", speed < 0.1 ? 0.1 : speed > 8 ? 8 : speed);
}

static void slower(struct app *a)
{
    change_speed(a, 0.5);
}

static void faster(struct app *a)
{
    change_speed(a, 2);
}

static void fullscreen(struct app *a)
{
    a->settings.fullscreen = !a->settings.fullscreen;
}

static void quit(struct app *a)
{
    a->quit = true;
}

const struct app_action app_actions[] = {
    {'?', "show the keys", show_keys},
    {'s', "settings", show_settings},
    {'o', "sources: cameras, files, the puppet", show_sources},
    {'M', "masks", show_masks},
    {'n', "the next mask", next_mask},
    {'c', "emotion analysis: asks for consent, or ends it", change_consent},
    {'k', "calibrate: hold a neutral face for two seconds", calibrate},
    {'K', "forget the calibration", forget},
    {'p', "save a picture (PNG)", take_picture},
    {'r', "record, as shown (WebM and a table), and stop", record},
    {'R', "record the picture alone, and stop", record_clean},
    {VIEW_SPACE, "pause and go on", change_pause},
    {VIEW_LEFT, "five seconds back", seek_back},
    {VIEW_RIGHT, "five seconds on", seek_on},
    {'[', "half as fast", slower},
    {']', "twice as fast", faster},
    {'q', "leave", quit},
};
const int app_action_count = sizeof app_actions / sizeof *app_actions;

/* Other keys of the same actions. */
static const struct {
    uint32_t key, means;
} aliases[] = {{'h', '?'}, {VIEW_F1, '?'}, {VIEW_TAB, 's'}};

static bool change_setting(struct app *a, uint32_t key)
{
    char value[64];
    for (int i = 0; i < settings_count; i++) {
        const struct setting *what = &settings_table[i];
        if (!what->key || what->hotkey != key)
            continue;
        setting_step(what, &a->settings, 1);
        setting_show(what, &a->settings, value, sizeof value);
        app_settings_changed(a);
        app_say(a, "%s: %s", what->title, value);
        return true;
    }
    return false;
}

bool app_key(struct app *a, uint32_t key)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (aliases[i].key == key)
            key = aliases[i].means;
    if (key == VIEW_F11) {
        fullscreen(a);
        return true;
    }
    for (int i = 0; i < app_action_count; i++)
        if (app_actions[i].key == key) {
            app_actions[i].act(a);
            return true;
        }
    /* The first swap wears the first mask. */
    if (change_setting(a, key)) {
        if (a->settings.look.swap && !a->masked && !wardrobe_busy(a->wardrobe))
            next_mask(a);
        return true;
    }
    return false;
}

void app_drop(struct app *a, const char *path)
{
    struct stat s;
    const enum source_kind kind = source_kind_of(path);
    /* A picture that is dropped is a face to be worn; a folder, a video are looked at. */
    if (kind == SOURCE_PICTURE && stat(path, &s) == 0)
        app_wear(a, path);
    else
        app_open_source(a, path, NULL);
}
