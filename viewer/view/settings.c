/* settings.c - see settings.h. */
#include "viewer/view/settings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/config/cfg.h"
#include "runtime/host/file.h"
#include "runtime/host/xdg.h"
#include "viewer/record/table.h"

static const char file_called[] = "view.cfg";

#define AT(field) offsetof(struct settings, field)
#define FLAG(key, title, hotkey, field, help)                                                      \
    {                                                                                              \
        NULL, key, title, help, hotkey, SETTING_FLAG, AT(field), NULL, 0, 0, 0, 0, NULL, NULL      \
    }
#define CHOICE(key, title, hotkey, field, names, count, help)                                      \
    {                                                                                              \
        NULL, key, title, help, hotkey, SETTING_CHOICE, AT(field), names, count, 0, 0, 0, NULL,    \
            NULL                                                                                   \
    }
#define NUMBER_OR(key, title, field, low, high, step, unit, lowest, help)                          \
    {                                                                                              \
        NULL, key, title, help, 0, SETTING_NUMBER, AT(field), NULL, 0, low, high, step, unit,      \
            lowest                                                                                 \
    }
#define NUMBER(key, title, field, low, high, step, unit, help)                                     \
    NUMBER_OR(key, title, field, low, high, step, unit, NULL, help)
#define HEAD(text)                                                                                 \
    {                                                                                              \
        text, NULL, NULL, NULL, 0, SETTING_FLAG, 0, NULL, 0, 0, 0, 0, NULL, NULL                   \
    }

const struct setting settings_table[] = {
    HEAD("Over the picture"),
    CHOICE("mesh", "Mesh", 'm', look.mesh, look_mesh_names, LOOK_MESH_COUNT,
           "the face's landmarks: a net, its lines, points, or the usual 68"),
    FLAG("box", "Box and name", 'b', look.box, "corners around each face, what it shows in a word"),
    FLAG("axes", "Head axes", 'a', look.axes, "which way each head is turned"),
    FLAG("bars", "Emotion bars", 'w', look.bars, "a bar for each emotion, beside each face"),
    FLAG("strip", "History", 't', look.strip, "the last twenty seconds of the first face"),
    FLAG("emoji", "Emoji", 'e', look.emoji, "one above each head, that follows it"),
    FLAG("times", "Timings", 'i', look.times, "frames a second, and what each stage takes"),
    HEAD("Face swap"),
    FLAG("swap", "Wear the mask", 'x', look.swap, "on every face; choose it with M"),
    FLAG("own_look", "As it was made", 0, own_look,
         "with its own colours, border and openings; off: with those below"),
    NUMBER("tone", "Colours of the face", tone, 0, 1, 0.1, "%", "0 %: the mask's own colours"),
    NUMBER("feather", "Soft border", feather, 0, 0.25, 0.01, "%", "of the face's width"),
    NUMBER("opacity", "Opacity", opacity, 0, 1, 0.1, "%", "of the mask"),
    FLAG("eyes", "Real eyes", 0, eyes, "show through"),
    FLAG("mouth", "Real mouth", 0, mouth, "shows through"),
    HEAD("Emotions"),
    NUMBER("threshold", "Certain from", threshold, 0, 0.95, 0.05, "%",
           "below it a face is uncertain"),
    NUMBER("smooth", "Smoothing", smooth, 0, 3, 0.1, "s", "of scores over time"),
    NUMBER_OR("rate", "How often", rate, 0, 30, 1, "times a second", "each frame",
              "they are read; faces are followed on each frame"),
    HEAD("Faces"),
    NUMBER("faces", "At most", faces, 1, LIVE_FACES_MAX, 1, "faces", "so many are followed"),
    FLAG("steady", "Steady landmarks", 0, steady, "smoothed where they rest"),
    HEAD("Picture"),
    CHOICE("privacy", "Privacy", 'v', look.privacy, look_privacy_names, LOOK_PRIVACY_COUNT,
           "faces blurred or in pixels, or what is behind them blurred"),
    FLAG("mirror", "Mirrored", 'y', look.mirror, "as in a mirror"),
    CHOICE("theme", "Theme", 'd', look.theme, theme_names, THEME_COUNT, "dark or light panels"),
    NUMBER("scale", "Size of letters", scale, 0.6, 3, 0.1, "%", "and of lines"),
    FLAG("fullscreen", "Full screen", 'f', fullscreen, "or a window"),
    HEAD("Recordings"),
    CHOICE("table", "Table", 0, table, record_format_names, RECORD_FORMAT_COUNT,
           "numbers beside the next video: CSV, or JSON lines"),
};
const int settings_count = sizeof settings_table / sizeof *settings_table;

struct settings settings_defaults(void)
{
    const struct analyst_wish wish = analyst_defaults();
    return (struct settings){.look = look_defaults(),
                             .steady = wish.steady,
                             .faces = wish.most,
                             .rate = wish.rate,
                             .smooth = wish.smooth,
                             .threshold = (double)wish.threshold,
                             .own_look = true,
                             .tone = 1,
                             .feather = 0.08,
                             .opacity = 1,
                             .eyes = true,
                             .mouth = true,
                             .scale = 1};
}

const struct setting *setting_named(const char *key)
{
    for (int i = 0; i < settings_count; i++)
        if (settings_table[i].key && strcmp(settings_table[i].key, key) == 0)
            return &settings_table[i];
    return NULL;
}

/* --- one of them ---------------------------------------------------------------------------- */

static void *field(const struct setting *what, struct settings *s)
{
    return (char *)s + what->offset;
}

static double value(const struct setting *what, const struct settings *s)
{
    const char *at = (const char *)s + what->offset;
    switch (what->kind) {
    case SETTING_FLAG:
        return *(const bool *)at;
    case SETTING_CHOICE:
        return *(const int *)at;
    case SETTING_NUMBER:
        break;
    }
    return *(const double *)at;
}

static void set_number(const struct setting *what, struct settings *s, double number)
{
    const double stepped = what->step * round(number / what->step);
    *(double *)field(what, s) = fmax(what->low, fmin(what->high, stepped));
}

void setting_step(const struct setting *what, struct settings *s, int by)
{
    switch (what->kind) {
    case SETTING_FLAG:
        *(bool *)field(what, s) = !*(bool *)field(what, s);
        break;
    case SETTING_CHOICE: {
        int *choice = field(what, s);
        *choice = ((*choice + by) % what->count + what->count) % what->count;
        break;
    }
    case SETTING_NUMBER:
        set_number(what, s, value(what, s) + by * what->step);
        break;
    }
}

void setting_show(const struct setting *what, const struct settings *s, char *out, size_t size)
{
    const double v = value(what, s);
    if (what->kind == SETTING_FLAG)
        snprintf(out, size, "%s", v != 0 ? "on" : "off");
    else if (what->kind == SETTING_CHOICE)
        snprintf(out, size, "%s", what->names[(int)v]);
    else if (what->lowest && v <= what->low)
        snprintf(out, size, "%s", what->lowest);
    else if (strcmp(what->unit, "%") == 0)
        snprintf(out, size, "%.0f %%", 100 * v);
    else
        snprintf(out, size, "%g %s", v, what->unit);
}

float setting_share(const struct setting *what, const struct settings *s)
{
    return (float)((value(what, s) - what->low) / (what->high - what->low));
}

void setting_place(const struct setting *what, struct settings *s, float share)
{
    set_number(what, s, what->low + (double)share * (what->high - what->low));
}

/* --- text ----------------------------------------------------------------------------------- */

/* One key of a section [view] into *s. */
static int read_key(const struct setting *what, struct cfg_section *section, struct settings *s,
                    struct mien_error *e)
{
    switch (what->kind) {
    case SETTING_FLAG:
        return cfg_flag(section, what->key, field(what, s), value(what, s) != 0, e);
    case SETTING_CHOICE:
        return cfg_choice(section, what->key, field(what, s), what->names, (size_t)what->count,
                          (int)value(what, s), e);
    case SETTING_NUMBER:
        break;
    }
    return cfg_number(section, what->key, field(what, s), value(what, s), what->low, what->high, e);
}

/* All that can be read is; the first that cannot is the error. */
static int read_section(struct cfg *c, struct settings *s, struct mien_error *e)
{
    struct cfg_section *section = cfg_find(c, "view");
    struct mien_error first = {0}, next;
    int result = 0;
    for (int i = 0; section && i < settings_count; i++)
        if (settings_table[i].key && read_key(&settings_table[i], section, s, &next) != 0) {
            if (result == 0)
                first = next;
            result = -1;
        }
    if (result == 0)
        return cfg_check_used(c, e);
    *e = first;
    return result;
}

/* An error of a line that was made here, as one of the option. */
static void blame_option(struct mien_error *e)
{
    char text[sizeof e->text];
    const char *what = strstr(e->text, ": ");
    snprintf(text, sizeof text, "%s", what ? what + 2 : e->text);
    error_usage(e, "--set: %s", text);
}

int settings_set(struct settings *s, const char *key, const char *text, struct mien_error *e)
{
    struct cfg c;
    struct settings changed = *s;
    char line[256];
    const int length = snprintf(line, sizeof line, "[view]\n%s = %s\n", key, text);
    if (length < 0 || (size_t)length >= sizeof line)
        return error_usage(e, "--set: too long a value");
    if (cfg_parse(&c, "--set", line, e) != 0) {
        blame_option(e);
        return -1;
    }
    const int result = read_section(&c, &changed, e);
    cfg_close(&c);
    if (result == 0)
        *s = changed;
    else
        blame_option(e);
    return result;
}

int settings_load(struct settings *s, struct mien_error *e)
{
    char path[XDG_PATH_MAX];
    struct cfg c;
    *s = settings_defaults();
    if (!xdg_path(XDG_CONFIG, file_called, path) || access(path, F_OK) != 0)
        return 0;
    if (cfg_open(&c, path, e) != 0)
        return -1;
    const int result = read_section(&c, s, e);
    cfg_close(&c);
    return result;
}

static void print(const struct setting *what, const struct settings *s, FILE *out)
{
    const double v = value(what, s);
    if (what->kind == SETTING_CHOICE)
        fprintf(out, "%s = %s\n", what->key, what->names[(int)v]);
    else
        fprintf(out, "%s = %g\n", what->key, v);
}

int settings_save(const struct settings *s, struct mien_error *e)
{
    char folder[XDG_PATH_MAX], path[XDG_PATH_MAX];
    struct file_atomic f;
    if (!xdg_path(XDG_CONFIG, NULL, folder) || !xdg_path(XDG_CONFIG, file_called, path))
        return error_set(e, NULL, 0,
                         "settings are not saved (HOME is not set); set HOME or XDG_CONFIG_HOME");
    if (file_make_folder(folder, e) != 0 || file_atomic_open(&f, path, e) != 0)
        return -1;
    fputs("# What mien view remembers.\n[view]\n", f.stream);
    for (int i = 0; i < settings_count; i++)
        if (settings_table[i].key)
            print(&settings_table[i], s, f.stream);
    return file_atomic_commit(&f, e);
}

/* --- what others take of them --------------------------------------------------------------- */

struct analyst_wish settings_wish(const struct settings *s)
{
    return (struct analyst_wish){.faces = true,
                                 .most = (int32_t)s->faces,
                                 .rate = s->rate,
                                 .smooth = s->smooth,
                                 .steady = s->steady,
                                 .threshold = (float)s->threshold};
}

struct mask_look settings_worn(const struct settings *s, const struct mask_look *own)
{
    return s->own_look ? *own
                       : (struct mask_look){.tone = (float)s->tone,
                                            .feather = (float)s->feather,
                                            .opacity = (float)s->opacity,
                                            .eyes = s->eyes,
                                            .mouth = s->mouth};
}
