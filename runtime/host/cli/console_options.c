/* console_options.c - see console_options.h. */
#include "runtime/host/cli/console_options.h"

#define AT(member) offsetof(struct console_arguments, member)

const struct cli_option console_options[CONSOLE_OPTIONS] = {
    {"view", 'v', CLI_STRING, AT(view), 0, 0, "NAME",
     "overview, curves, confusion, compare, live, log or system (the one shown last)"},
    {"command", 'c', CLI_LIST, AT(commands), 0, 0, "COMMAND",
     "carry out what : takes, first (-c 'pin mlp68'); may be given many times"},
    {"once", '1', CLI_FLAG, AT(once), 0, 0, NULL,
     "print the view to stdout and exit; so does a stdout that is no terminal"},
    {"out", 'o', CLI_STRING, AT(out), 0, 0, "FILE.svg",
     "write a picture of the whole screen and exit"},
    {"size", 0, CLI_STRING, AT(size), 0, 0, "WxH",
     "of --once and --out, in characters (the terminal's, else 80x24)"},
    {"json", 0, CLI_FLAG, AT(json), 0, 0, NULL,
     "print the runs and the view's table as JSON and exit"},
    {"theme", 0, CLI_STRING, AT(theme), 0, 0, "NAME",
     "auto, dark or light (the one shown last; of a picture auto: as its reader has it)"},
    {"ascii", 0, CLI_FLAG, AT(ascii), 0, 0, NULL,
     "draw without Unicode, as in a locale that has none"},
};
