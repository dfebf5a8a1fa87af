/* verb_console.c - `mien console`: a program of its own, which needs a library that nothing else of
 * mien does. It lies beside this one where it was built. */
#include "runtime/host/cli/console_options.h"
#include "trainer/cli/beside.h"

extern const struct cli_verb verb_console;

static int run(int argc, char **argv, struct mien_error *e)
{
    (void)argc;
    return beside_exec("mien-console", argv, "libncurses-dev", e);
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
