/* verb_console.c - `mien console`: a program of its own, which needs a library that nothing else of
 * mien does. It lies beside this one where it was built. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/cli/console_options.h"

extern const struct cli_verb verb_console;

static int run(int argc, char **argv, struct mien_error *e)
{
    (void)argc;
    static const char name[] = "mien-console";
    char path[4096];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof name);
    if (length < 0)
        return error_system(e, "/proc/self/exe", "read");
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    strcpy(slash ? slash + 1 : path, name);
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
