/* view_options.h - the options of `mien view`, which the command completes and the program behind
 * it parses: two programs, one table. */
#ifndef MIEN_HOST_CLI_VIEW_OPTIONS_H
#define MIEN_HOST_CLI_VIEW_OPTIONS_H

#include "runtime/host/cli/cli.h"

struct view_arguments {
    const char *source, *model, *mask, *size, *folder, *log, *snapshot,
        *record; /* NULL: not given */
    struct cli_list settings;
    long long frames, threads;
    bool consent, fullscreen, headless, clean, json, list, no_log, no_model;
};

enum { VIEW_OPTIONS = 19 };
extern const struct cli_option view_options[VIEW_OPTIONS]; /* of a view_arguments */

#endif
