/* settings.h - what the console remembers: $XDG_CONFIG_HOME/mien/console.conf, "key = value" lines.
 *
 * Keys are those of the table in settings.c; a line that it does not know, such as a comment, is
 * kept as it stands, a value that it cannot read is an error that names file and line and leaves
 * the default. Numbers read the same in every locale. */
#ifndef MIEN_VIEWER_CONSOLE_APP_SETTINGS_H
#define MIEN_VIEWER_CONSOLE_APP_SETTINGS_H

#include "runtime/host/error.h"
#include "viewer/console/model.h"

struct settings {
    char view[16]; /* shown at the start: "overview" */
    char theme[8]; /* "auto", "dark", "light" */
    struct model_look look;
};

struct settings settings_default(void);

/* Whether settings could say so of the theme. */
bool settings_is_theme(const char *theme);

/* Defaults, then the user's file where there is one. All that can be read is; the error is the
 * first of what cannot, or that of a file that is there and cannot be read. */
int settings_load(struct settings *s, struct mien_error *e);

/* Write them, whole or not at all, where they differ from what the file says. Errors: a folder or
 * file that cannot be written; no home to write to. */
int settings_save(const struct settings *s, struct mien_error *e);

#endif
