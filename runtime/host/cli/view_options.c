/* view_options.c - see view_options.h. */
#include "runtime/host/cli/view_options.h"

#include <stddef.h>

#define AT(field) offsetof(struct view_arguments, field)

const struct cli_option view_options[VIEW_OPTIONS] = {
    {"source", 's', CLI_STRING, AT(source), 0, 0, "WORD",
     "camera, camera:2, /dev/video0, puppet, puppet:hand, pattern, a video or picture file, "
     "a folder of pictures, or an address such as rtsp://HOST/PATH (the first camera, else the "
     "puppet)"},
    {"mask", 'x', CLI_STRING, AT(mask), 0, 0, "MASK",
     "put it on every face: collins, mona-lisa, robot, clown, skull, cat, a mask of mien "
     "studio, or any photo of a face"},
    {"set", 0, CLI_LIST, AT(settings), 0, 0, "KEY=VALUE",
     "a setting, such as mesh=wire or privacy=blur; may be repeated; --list names them"},
    {"list", 0, CLI_FLAG, AT(list), 0, 0, NULL, "print cameras, masks and settings, and exit"},
    {"consent", 0, CLI_FLAG, AT(consent), 0, 0, NULL,
     "everyone before the camera has agreed that emotions are read: do not ask"},
    {"model", 'm', CLI_STRING, AT(model), 0, 0, "FILE",
     "model of emotions (models/emotion.safetensors)"},
    {"no-model", 0, CLI_FLAG, AT(no_model), 0, 0, NULL, "read no emotions, and ask for nothing"},
    {"size", 0, CLI_STRING, AT(size), 0, 0, "WxH",
     "of the window, and of what a camera or the puppet gives (1280x720)"},
    {"fullscreen", 'f', CLI_FLAG, AT(fullscreen), 0, 0, NULL, "start on the whole screen"},
    {"record", 'r', CLI_STRING, AT(record), 0, 0, "FILE",
     "record from the first frame on to FILE.webm, with a table of landmarks and scores beside it: "
     "FILE.csv, or FILE.jsonl by --set table=jsonl"},
    {"clean", 0, CLI_FLAG, AT(clean), 0, 0, NULL,
     "with --record: without what is drawn over the picture"},
    {"folder", 'd', CLI_STRING, AT(folder), 0, 0, "FOLDER",
     "for pictures and recordings made by keys (the current one)"},
    {"snapshot", 0, CLI_STRING, AT(snapshot), 0, 0, "FILE",
     "write the last frame as PNG, with what is drawn over it"},
    {"frames", 'n', CLI_INTEGER, AT(frames), 1, 1e9, "N", "leave after N frames"},
    {"headless", 0, CLI_FLAG, AT(headless), 0, 0, NULL,
     "without a window: every frame of a file, as fast as it goes, until its end; the puppet has "
     "none but --frames"},
    {"json", 0, CLI_FLAG, AT(json), 0, 0, NULL,
     "print what was seen and how fast, as JSON, at the end"},
    {"log", 0, CLI_STRING, AT(log), 0, 0, "FOLDER",
     "write timings, and scores where they are read, to FOLDER/metrics.jsonl for mien console (in "
     "a "
     "window runs/live-001, the next free number)"},
    {"no-log", 0, CLI_FLAG, AT(no_log), 0, 0, NULL, "write none"},
    {"threads", 'j', CLI_INTEGER, AT(threads), 1, 64, "N",
     "of the analysis (one less than processors, at most 4)"},
};
