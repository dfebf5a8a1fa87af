/* views.h - the views, in the order of their keys. */
#ifndef MIEN_VIEWER_CONSOLE_APP_VIEWS_H
#define MIEN_VIEWER_CONSOLE_APP_VIEWS_H

#include "viewer/console/views/view.h"

extern const struct view *const views[VIEW_COUNT];

/* The place of a view by its name; -1: there is none. */
int view_named(const char *name);

#endif
