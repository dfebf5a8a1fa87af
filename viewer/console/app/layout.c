/* layout.c - see layout.h. */
#include "viewer/console/app/layout.h"

enum {
    ROWS_FOR_TABS = 4, /* fewer rows belong to the view */
    ROWS_FOR_BAR = 2,
    ROWS_FOR_MESSAGES = 12
};

struct layout layout_of(const struct console *c)
{
    struct layout f = {.view = {NULL, 0, 0, c->width, c->height}};
    if (c->height >= ROWS_FOR_TABS)
        f.tabs = area_cut_rows(&f.view, 1);
    if (c->height >= ROWS_FOR_BAR)
        f.bar = area_cut_rows(&f.view, -1);
    if (c->messages.open && f.view.height >= ROWS_FOR_MESSAGES)
        f.messages = area_cut_rows(&f.view, -f.view.height / 3);
    else if (c->messages.open)
        f.messages = area_cut_rows(&f.view, -f.view.height / 2);
    return f;
}
