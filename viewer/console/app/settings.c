/* settings.c - see settings.h. */
#include "viewer/console/app/settings.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/text.h"
#include "runtime/host/xdg.h"

enum { SETTINGS_BYTES_MAX = 1 << 16, SETTINGS_LINE_MAX = 512 };
static const char file_called[] = "console.conf";

enum setting_kind { SETTING_TEXT, SETTING_SHARE, SETTING_FLAG };

static const char themes[] = "auto|dark|light";

static const struct setting {
    const char *key;
    enum setting_kind kind;
    size_t offset, size;
    const char *expected; /* of a text: the values it can have, "|" between them; NULL: any */
} settings[] = {
    {"view", SETTING_TEXT, offsetof(struct settings, view), sizeof((struct settings *)0)->view,
     "overview|curves|confusion|compare|live|log|system"},
    {"theme", SETTING_TEXT, offsetof(struct settings, theme), sizeof((struct settings *)0)->theme,
     themes},
    {"overview.sort", SETTING_TEXT, offsetof(struct settings, look.sort),
     sizeof((struct model_look *)0)->sort, NULL},
    {"curves.metrics", SETTING_TEXT, offsetof(struct settings, look.metrics),
     sizeof((struct model_look *)0)->metrics, NULL},
    {"curves.smooth", SETTING_SHARE, offsetof(struct settings, look.smooth), 0, NULL},
    {"curves.log", SETTING_FLAG, offsetof(struct settings, look.log), 0, NULL},
};
enum { SETTING_COUNT = sizeof settings / sizeof *settings };

/* A file as it was read: what it sets, and its other lines. */
struct file {
    struct settings values;
    char *kept; /* lines of no setting, for `file_free` */
};

static void *field(const struct settings *s, const struct setting *what)
{
    return (char *)(uintptr_t)s + what->offset;
}

static bool is_one_of(const char *values, const char *value)
{
    const size_t length = strlen(value);
    for (; *values; values += strcspn(values, "|"), values += *values == '|')
        if (strcspn(values, "|") == length && strncmp(values, value, length) == 0)
            return true;
    return false;
}

struct settings settings_default(void)
{
    return (struct settings){.view = "overview", .theme = "auto"};
}

bool settings_is_theme(const char *theme)
{
    return is_one_of(themes, theme);
}

/* What `value` should be, where it is not; else NULL and it is taken. */
static const char *take(struct settings *s, const struct setting *what, const char *value)
{
    double number;
    switch (what->kind) {
    case SETTING_TEXT:
        if ((what->expected && !is_one_of(what->expected, value)) || strlen(value) >= what->size)
            return what->expected ? what->expected : "a shorter text";
        strcpy(field(s, what), value);
        break;
    case SETTING_SHARE:
        if (!text_number(value, &number) || number < 0 || number > 0.99)
            return "a number from 0 to 0.99";
        *(double *)field(s, what) = number;
        break;
    case SETTING_FLAG:
        if (!is_one_of("0|1", value))
            return "0 or 1";
        *(bool *)field(s, what) = value[0] == '1';
        break;
    }
    return NULL;
}

static void print(const struct settings *s, const struct setting *what, FILE *out)
{
    switch (what->kind) {
    case SETTING_TEXT:
        fprintf(out, "%s = %s\n", what->key, (const char *)field(s, what));
        break;
    case SETTING_SHARE:
        fprintf(out, "%s = %g\n", what->key, *(const double *)field(s, what));
        break;
    case SETTING_FLAG:
        fprintf(out, "%s = %d\n", what->key, *(const bool *)field(s, what));
        break;
    }
}

/* "key = value" in a line [length]: its parts without blanks around them. */
static const struct setting *split(const char *line, size_t length, char *value, size_t size)
{
    const char *equals = memchr(line, '=', length), *end = line + length;
    if (!equals)
        return NULL;
    const char *key_end = equals;
    while (key_end > line && key_end[-1] == ' ')
        key_end--;
    const char *from = equals + 1;
    while (from < end && *from == ' ')
        from++;
    while (end > from && strchr(" \r\t", end[-1]))
        end--;
    snprintf(value, size, "%.*s", (int)(end - from), from);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strlen(settings[i].key) == (size_t)(key_end - line) &&
            strncmp(line, settings[i].key, (size_t)(key_end - line)) == 0)
            return &settings[i];
    return NULL;
}

static void file_free(struct file *f)
{
    free(f->kept);
}

static int parse(struct file *f, const char *path, const char *text, struct mien_error *e)
{
    int line = 1, result = 0;
    char value[SETTINGS_LINE_MAX], *kept = f->kept = malloc(strlen(text) + 2);
    if (!kept)
        return error_memory(e, "the settings", strlen(text) + 2);
    for (; *text; line++) {
        const size_t length = strcspn(text, "\n");
        const struct setting *what = split(text, length, value, sizeof value);
        const char *expected = what ? take(&f->values, what, value) : NULL;
        if (expected && result == 0)
            result = error_set(e, path, line, "'%s' cannot be read ('%.40s'); give %s", what->key,
                               value, expected);
        if (!what) {
            memcpy(kept, text, length);
            kept += length;
            *kept++ = '\n';
        }
        text += length + (text[length] == '\n');
    }
    *kept = '\0';
    return result;
}

static int file_load(struct file *f, struct mien_error *e)
{
    char path[XDG_PATH_MAX];
    *f = (struct file){.values = settings_default()};
    if (!xdg_path(XDG_CONFIG, file_called, path) || access(path, F_OK) != 0)
        return 0;
    char *text = file_text(path, SETTINGS_BYTES_MAX, e);
    const int result = text ? parse(f, path, text, e) : -1;
    free(text);
    return result;
}

int settings_load(struct settings *s, struct mien_error *e)
{
    struct file f;
    const int result = file_load(&f, e);
    *s = f.values;
    file_free(&f);
    return result;
}

static bool same(const struct settings *a, const struct settings *b)
{
    return strcmp(a->view, b->view) == 0 && strcmp(a->theme, b->theme) == 0 &&
           strcmp(a->look.sort, b->look.sort) == 0 &&
           strcmp(a->look.metrics, b->look.metrics) == 0 && a->look.smooth == b->look.smooth &&
           a->look.log == b->look.log;
}

static int save(const struct settings *s, const char *kept, struct mien_error *e)
{
    char folder[XDG_PATH_MAX], path[XDG_PATH_MAX];
    struct file_atomic f;
    if (!xdg_path(XDG_CONFIG, NULL, folder) || !xdg_path(XDG_CONFIG, file_called, path))
        return error_set(e, NULL, 0,
                         "settings are not saved (HOME is not set); set HOME or XDG_CONFIG_HOME");
    if (file_make_folder(folder, e) != 0 || file_atomic_open(&f, path, e) != 0)
        return -1;
    fputs(kept ? kept : "# What mien console remembers.\n", f.stream);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        print(s, &settings[i], f.stream);
    return file_atomic_commit(&f, e);
}

int settings_save(const struct settings *s, struct mien_error *e)
{
    struct file f;
    const bool readable = file_load(&f, NULL) == 0 || f.kept;
    int result = 0;
    if (readable && !same(s, &f.values))
        result = save(s, f.kept, e);
    file_free(&f);
    return result;
}
