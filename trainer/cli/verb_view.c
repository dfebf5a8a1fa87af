/* verb_view.c - `mien view`: a program of its own, which needs libraries that nothing else of mien
 * does. It lies beside this one where it was built. */
#include "runtime/host/cli/view_options.h"
#include "trainer/cli/beside.h"

extern const struct cli_verb verb_view;

static int run(int argc, char **argv, struct mien_error *e)
{
    (void)argc;
    return beside_exec("mien-view", argv, "libsdl2-dev, libgstreamer1.0-dev and others", e);
}

const struct cli_verb verb_view = {
    .name = "view",
    .summary = "Show faces live: landmarks, emotions, emoji, masks.",
    .example = "mien view --source puppet --mask robot",
    .usage = "mien view [options]",
    .options = view_options,
    .option_count = VIEW_OPTIONS,
    .run = run,
};
