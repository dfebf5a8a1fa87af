/* verb_console.c - `mien console`: a program of its own, which needs a library that nothing else of
 * mien does. It lies beside this one where it was built. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/host/cli/console_options.h"
#include "trainer/cli/beside.h"

extern const struct cli_verb verb_console;

static int run(int argc, char **argv, struct mien_error *e)
{
    (void)argc;
    char path[4096];
    if (beside_path(path, sizeof path, "mien-console", e) != 0)
        return -1;
    execv(path, argv);
    if (errno != ENOENT)
        return error_system(e, path, "run");
    return error_set(
        e, path, 0,
        "not built, for the Debian package libncurses-dev was missing; ./mien console, "
        "in the source tree, installs it and builds");
}

const struct cli_verb verb_console = {
    .name = "console",
    .summary = "Watch training runs and live sessions in the terminal.",
    .example = "mien console runs/",
    .usage = "mien console [RUN...|runs/] [options]",
    .options = console_options,
    .option_count = CONSOLE_OPTIONS,
    .most = -1,
    .run = run,
};
