/* app_help.h - all keys and what the mouse does, in a card over the figure. */
#ifndef MIEN_VIEWER_STUDIO_APP_HELP_H
#define MIEN_VIEWER_STUDIO_APP_HELP_H

#include "viewer/studio/app_state.h"

void studio_draw_help(struct studio *s);

#endif
