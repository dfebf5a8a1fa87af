/* studio_options.c - see studio_options.h. */
#include "runtime/host/cli/studio_options.h"

#include <stddef.h>

#define AT(field) offsetof(struct studio_arguments, field)

const struct cli_option studio_options[STUDIO_OPTIONS] = {
    {"view", 'v', CLI_STRING, AT(view), 0, 0, "VIEW",
     "texture, wire, normals, points or uv, the face rolled out (texture)"},
    {"expression", 'x', CLI_LIST, AT(expressions), 0, 0, "NAME[:SHARE]",
     "on the face: happy:0.8, happy-2, au12:0.5; may be repeated"},
    {"yaw", 0, CLI_NUMBER, AT(yaw), -180, 180, "DEGREES",
     "start with the camera turned to the subject's left"},
    {"pitch", 0, CLI_NUMBER, AT(pitch), -80, 80, "DEGREES", "and upwards"},
    {"set", 0, CLI_LIST, AT(settings), 0, 0, "KEY=VALUE",
     "as in the panels: blend=0, net=on, feather=0.1, name=Me; may be repeated"},
    {"output", 'o', CLI_STRING, AT(output), 0, 0, "FILE",
     "where the mask is saved: by the key s, or at once without a window (NAME.png)"},
    {"force", 0, CLI_FLAG, AT(force), 0, 0, NULL,
     "without a window: write over a mask that is there"},
    {"size", 0, CLI_STRING, AT(size), 0, 0, "WxH",
     "of the window, or of the picture without one (1280x800)"},
    {"headless", 0, CLI_FLAG, AT(headless), 0, 0, NULL, "without a window"},
    {"snapshot", 0, CLI_STRING, AT(snapshot), 0, 0, "FILE",
     "without a window: write what is seen as PNG"},
};
