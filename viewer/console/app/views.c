/* views.c - see views.h. */
#include "viewer/console/app/views.h"

#include <string.h>

#define X(name) &view_##name,
const struct view *const views[VIEW_COUNT] = {VIEWS(X)};
#undef X

int view_named(const char *name)
{
    for (int i = 0; i < VIEW_COUNT; i++)
        if (strcmp(views[i]->name, name) == 0)
            return i;
    return -1;
}
