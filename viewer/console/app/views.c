/* views.c - the table of views. */
#include "viewer/console/app/console.h"

#define X(name) &view_##name,
const struct view *const views[VIEW_COUNT] = {VIEWS(X)};
#undef X
