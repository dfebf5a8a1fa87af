/* xdg.c - see xdg.h. */
#include "runtime/host/xdg.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *variable, *at_home;
} bases[] = {
    [XDG_CONFIG] = {"XDG_CONFIG_HOME", "/.config"},
    [XDG_STATE] = {"XDG_STATE_HOME", "/.local/state"},
};

bool xdg_path(enum xdg_base base, const char *name, char *out)
{
    const char *folder = getenv(bases[base].variable), *home = getenv("HOME"), *at_home = "";
    if (!folder || folder[0] != '/') { /* the specification ignores relative ones */
        if (!home || !*home)
            return false;
        folder = home;
        at_home = bases[base].at_home;
    }
    const int length = snprintf(out, XDG_PATH_MAX, "%s%s/mien%s%s", folder, at_home,
                                name ? "/" : "", name ? name : "");
    return length > 0 && length < XDG_PATH_MAX;
}
