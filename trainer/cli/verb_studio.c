/* verb_studio.c - `mien studio`: a program of its own, which needs libraries that nothing else of
 * mien does. It lies beside this one where it was built. */
#include "runtime/host/cli/studio_options.h"
#include "trainer/cli/beside.h"

extern const struct cli_verb verb_studio;

static int run(int argc, char **argv, struct mien_error *e)
{
    (void)argc;
    return beside_exec("mien-studio", argv, "libglfw3-dev, libgstreamer1.0-dev and others", e);
}

const struct cli_verb verb_studio = {
    .name = "studio",
    .summary = "Look at a face mesh in 3D, and make masks.",
    .example = "mien studio robot",
    .usage = "mien studio PICTURE|MASK [options]",
    .options = studio_options,
    .option_count = STUDIO_OPTIONS,
    .least = 1,
    .most = 1,
    .run = run,
};
