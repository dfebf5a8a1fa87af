/* console_options.h - the options of `mien console`, which the command completes and the program
 * behind it parses: two programs, one table. */
#ifndef MIEN_HOST_CLI_CONSOLE_OPTIONS_H
#define MIEN_HOST_CLI_CONSOLE_OPTIONS_H

#include "runtime/host/cli/cli.h"

struct console_arguments {
    const char *view, *theme, *size, *out; /* NULL: not given */
    struct cli_list commands;
    bool once, json, ascii;
};

enum { CONSOLE_OPTIONS = 8 };
extern const struct cli_option console_options[CONSOLE_OPTIONS]; /* of a console_arguments */

#endif
