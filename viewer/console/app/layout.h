/* layout.h - which rows of the screen are whose. */
#ifndef MIEN_VIEWER_CONSOLE_APP_LAYOUT_H
#define MIEN_VIEWER_CONSOLE_APP_LAYOUT_H

#include "viewer/console/app/state.h"

/* Of a screen of c->width x c->height; what has no room has no height. `cells` of the areas is
 * NULL. */
struct layout {
    struct area tabs, view, messages, bar;
};
struct layout layout_of(const struct console *c);

#endif
