/* run_list.h - a list of runs in a view: its cursor is the model's selected run.
 *
 * The mouse selects a row and sorts by a title; a double click or Enter opens the run's curves. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_RUN_LIST_H
#define MIEN_VIEWER_CONSOLE_VIEWS_RUN_LIST_H

#include "viewer/console/model.h"
#include "viewer/console/screen/list.h"

struct run_list {
    struct list list;
    int x, y, width, height; /* where the last drawing lies in the view's area */
    struct journal *runs[SHELF_RUNS_MAX];
    int count; /* rows of the last drawing, runs[row] is the table's row */
};

void run_list_free(struct run_list *l); /* accepts a zeroed struct */

/* Draw the table, row by row of l->runs[0..l->count), into `a`, a part of the view's area `view`.
 * A selected run that is not among the rows leaves the cursor on one that is. */
void run_list_draw(struct run_list *l, struct model *m, const struct table *t, struct area view,
                   struct area a, const struct list_painter *p);

/* Keys of list_input, and the mouse in the view's coordinates. Returns whether it was used. */
bool run_list_input(struct run_list *l, struct model *m, const struct input *in);

/* Sort by the column of that key, "-best" the other way round, "" as they come. False with a notice
 * that names the columns: there is none. */
bool run_list_sort(struct run_list *l, struct model *m, const struct table_column *columns,
                   size_t count, const char *key);

/* An action that sorts: by the key '<' or '>', or by a column's name. */
bool run_list_act_sort(struct run_list *l, struct model *m, const struct table_column *columns,
                       size_t count, const char *argument, uint32_t key);

/* Draw the curve's marker of a pinned run, and the state's glyph behind it: 3 columns. */
void run_list_mark(const struct model *m, const struct journal *j, struct area a);

/* The action of every list of runs: show the curves, or a session as it lives. */
bool run_list_open(void *state, struct model *m, const char *argument, uint32_t key);

#endif
