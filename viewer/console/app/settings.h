/* settings.h - what the console remembers: $XDG_CONFIG_HOME/mien/console.conf, "key = value" lines.
 *
 * Keys are those of the table in settings.c; a key it does not know is kept as it stands, a value
 * it cannot read is an error that names file and line and leaves the default. */
#ifndef MIEN_VIEWER_CONSOLE_APP_SETTINGS_H
#define MIEN_VIEWER_CONSOLE_APP_SETTINGS_H

#include "runtime/host/error.h"
#include "viewer/console/model.h"

struct settings {
    char view[16]; /* shown at the start: "overview" */
    char theme[8]; /* "auto", "dark", "light" */
    struct model_look look;
    char *unknown; /* lines kept, or NULL */
};

/* Defaults, then the user's file where there is one. Errors leave defaults: shown as a notice. */
int settings_load(struct settings *s, struct mien_error *e);

/* Write them, whole or not at all, where they differ from what the file says. */
int settings_save(const struct settings *s, struct mien_error *e);
void settings_free(struct settings *s);

#endif
