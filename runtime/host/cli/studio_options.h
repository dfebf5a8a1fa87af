/* studio_options.h - the options of `mien studio`, which the command completes and the program
 * behind it parses: two programs, one table. */
#ifndef MIEN_HOST_CLI_STUDIO_OPTIONS_H
#define MIEN_HOST_CLI_STUDIO_OPTIONS_H

#include "runtime/host/cli/cli.h"

struct studio_arguments {
    const char *view, *output, *size, *snapshot; /* NULL: not given */
    struct cli_list expressions, settings;
    double yaw, pitch; /* degrees */
    bool headless, force;
};

enum { STUDIO_OPTIONS = 10 };
extern const struct cli_option studio_options[STUDIO_OPTIONS]; /* of a studio_arguments */

#endif
