/* settings.h - everything a person can set in the viewer: one table, read by the settings panel,
 * the keys, the file that remembers them and `--set`.
 *
 * The file is $XDG_CONFIG_HOME/mien/view.cfg, one section [view] of "key = value" lines (cfg.h).
 * Consent is never among them: it is asked for each time. */
#ifndef MIEN_VIEWER_VIEW_SETTINGS_H
#define MIEN_VIEWER_VIEW_SETTINGS_H

#include "viewer/live/analyst.h"
#include "viewer/mask/mask.h"
#include "viewer/render/look.h"

struct settings {
    struct look look;
    bool steady;                    /* landmarks are smoothed */
    double faces;                   /* at most */
    double rate, smooth, threshold; /* of emotions, as in struct analyst_wish */
    bool own_look;                  /* masks are worn as they were made; else by these: */
    double tone, feather, opacity;
    bool eyes, mouth;
    double scale; /* of letters: look.scale at 96 dots an inch */
    bool fullscreen;
    int table; /* beside a recording: enum record_format */
};

enum setting_kind { SETTING_FLAG, SETTING_CHOICE, SETTING_NUMBER };

struct setting {
    const char *group; /* its heading in the panel; NULL: that of the one before */
    const char *key;   /* in the file: "mesh" */
    const char *title; /* in the panel: "Mesh" */
    const char *help;  /* one line */
    uint32_t hotkey;   /* changes it: to the next choice, or on and off; 0: none */
    enum setting_kind kind;
    size_t offset;            /* in struct settings: bool, int or double */
    const char *const *names; /* [count] of a choice */
    int count;
    double low, high, step; /* of a number */
    const char *unit;       /* "%": shown times 100 */
    const char *lowest;     /* shown in place of the lowest number, or NULL */
};

extern const struct setting settings_table[];
extern const int settings_count;

struct settings settings_defaults(void);

/* The one called `key`, NULL: there is none. */
const struct setting *setting_named(const char *key);

/* Change it: on or off; to the choice `by` places further, round and round; by that many steps,
 * within its limits. */
void setting_step(const struct setting *what, struct settings *s, int by);

/* Its value as the panel shows it: "contours", "on", "40 %": out [size]. */
void setting_show(const struct setting *what, const struct settings *s, char *out, size_t size);

/* Where between its limits a number is, 0..1; and set it there, at a step. */
float setting_share(const struct setting *what, const struct settings *s);
void setting_place(const struct setting *what, struct settings *s, float share);

/* Set by text, as in the file. Error, of usage: no such key, a value that is none. */
int settings_set(struct settings *s, const char *key, const char *value, struct mien_error *e);

/* What the analysis is to do, by these settings; consent, calibrate and forget are the caller's. */
struct analyst_wish settings_wish(const struct settings *s);

/* How a mask made to be worn as `own` is worn. */
struct mask_look settings_worn(const struct settings *s, const struct mask_look *own);

/* Defaults, then the user's file where there is one. What cannot be read stays as it was, and the
 * first such place is the error. */
int settings_load(struct settings *s, struct mien_error *e);

/* Write them, whole or not at all. Errors: no home, a folder or file that cannot be written. */
int settings_save(const struct settings *s, struct mien_error *e);

#endif
