/* view_options.c - see view_options.h. */
#include "runtime/host/cli/view_options.h"

#include <stddef.h>

#define AT(field) offsetof(struct view_arguments, field)

const struct cli_option view_options[VIEW_OPTIONS] = {
    {"source", 's', CLI_STRING, AT(source), 0, 0, "WORD",
     "camera, camera:2, /dev/video0, puppet, pattern, a video or picture file, a folder of "
     "pictures, or an address (the first camera, else the puppet)"},
    {"model", 'm', CLI_STRING, AT(model), 0, 0, "FILE",
     "model of emotions (models/emotion.safetensors)"},
    {"no-model", 0, CLI_FLAG, AT(no_model), 0, 0, NULL, "read no emotions at all"},
    {"mask", 'x', CLI_STRING, AT(mask), 0, 0, "MASK",
     "wear it: collins, mona-lisa, robot, clown, skull, cat, a mask's file or a photo"},
    {"set", 0, CLI_LIST, AT(settings), 0, 0, "KEY=VALUE",
     "as in the settings panel: mesh=wire, privacy=blur; may be repeated"},
    {"size", 0, CLI_STRING, AT(size), 0, 0, "WxH",
     "of the window, or of the picture without one (1280x720)"},
    {"fullscreen", 'f', CLI_FLAG, AT(fullscreen), 0, 0, NULL, "start on the whole screen"},
    {"consent", 0, CLI_FLAG, AT(consent), 0, 0, NULL,
     "everyone before the camera has agreed that emotions are read: do not ask"},
    {"folder", 'd', CLI_STRING, AT(folder), 0, 0, "FOLDER",
     "for pictures and recordings (the current one)"},
    {"log", 0, CLI_STRING, AT(log), 0, 0, "FOLDER",
     "the session's metrics.jsonl, for mien console (runs/live-001, the next free number)"},
    {"no-log", 0, CLI_FLAG, AT(no_log), 0, 0, NULL, "write no metrics"},
    {"threads", 'j', CLI_INTEGER, AT(threads), 1, 64, "N", "of the analysis"},
    {"list", 0, CLI_FLAG, AT(list), 0, 0, NULL, "print cameras and masks, and exit"},
    {"headless", 0, CLI_FLAG, AT(headless), 0, 0, NULL,
     "without a window: every frame of the source, as fast as it goes"},
    {"frames", 'n', CLI_INTEGER, AT(frames), 1, 1e9, "N", "leave after so many"},
    {"snapshot", 0, CLI_STRING, AT(snapshot), 0, 0, "FILE", "write the last frame as PNG"},
    {"record", 'r', CLI_STRING, AT(record), 0, 0, "FILE",
     "record to FILE.webm, with a table of landmarks and scores in FILE.csv beside it"},
    {"clean", 0, CLI_FLAG, AT(clean), 0, 0, NULL,
     "record the picture without what is drawn over it"},
    {"json", 0, CLI_FLAG, AT(json), 0, 0, NULL,
     "print what was seen and how fast, as JSON, at the end"},
};
