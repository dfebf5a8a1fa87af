/* draw.c - see draw.h. */
#include "viewer/console/app/draw.h"

#include "viewer/console/app/frame.h"
#include "viewer/console/app/help.h"
#include "viewer/console/app/layout.h"

enum { SLICES_MAX = 10000 };

void console_draw(struct console *c, struct cells *cells)
{
    c->width = cells->width;
    c->height = cells->height;
    c->changed = c->model.again = false;
    cells_clear(cells);
    struct area view = layout_of(c).view;
    view.cells = cells;
    if (view.width > 0 && view.height > 0) {
        views[c->view]->draw(c->state[c->view], &c->model, view);
        if (c->help)
            help_draw(c, view);
    }
    frame_draw(c, cells);
    c->changed = c->changed || c->model.again;
}

void console_draw_done(struct console *c, struct cells *cells)
{
    int slices = 0;
    do
        console_draw(c, cells);
    while (c->model.again && ++slices < SLICES_MAX);
}

void console_draw_view(struct console *c, struct cells *cells)
{
    int slices = 0;
    do {
        c->model.again = false;
        cells_clear(cells);
        views[c->view]->draw(c->state[c->view], &c->model, cells_all(cells));
    } while (c->model.again && ++slices < SLICES_MAX);
}
