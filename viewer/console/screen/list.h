/* list.h - a table (runtime/host/table.h) on the screen: scrolled, sorted by a column, one row
 * selected. The columns that do not fit are left out from the right, those before `fixed` never;
 * what is left out can be scrolled to. Over-long texts are cut with an ellipsis before a column is
 * left out. Sorted are numbers as numbers, texts in natural order (run-9 before run-10), what is
 * empty behind all others. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_LIST_H
#define MIEN_VIEWER_CONSOLE_SCREEN_LIST_H

#include "runtime/host/table.h"
#include "viewer/console/screen/cells.h"
#include "viewer/console/screen/input.h"

enum { LIST_COLUMNS_MAX = 32 }; /* a table's columns beyond are left out */

struct list {
    int selected, top; /* rows in the order shown */
    int first_column;  /* behind the fixed ones */
    int columns;       /* of the table */
    int column_most;   /* the first column with which the last one is in sight */
    int sort;          /* column, -1: as they come */
    bool descending;
    int fixed;                     /* columns that always stay */
    int *order;                    /* [rows]: the table's row shown at a place */
    int rows, shown;               /* rows of the table; rows that fitted the last drawing */
    int title_x[LIST_COLUMNS_MAX]; /* where the last drawing put column titles; -1: not shown, -2:
                                      it has none and cannot be sorted by */
};

void list_free(struct list *l); /* accepts a zeroed struct */

/* Draw titles and rows; `role` may be NULL or gives rows a role of their own by the table's row. A
 * cell drawn by `cell` (may be NULL) returns true: a sparkline, a bar. The selection stays on its
 * row when rows are added or sorted anew. */
struct list_painter {
    void *context;
    enum cell_role (*role)(void *context, int row);
    bool (*cell)(void *context, int row, int column, struct area a);
};
void list_draw(struct list *l, const struct table *t, struct area a, const struct list_painter *p);

/* Arrows, hjkl, Page Up and Down, Home, End, g, G, '<' and '>' (sort column), 'r' (reverse); wheel,
 * a click on a row or a title (once more: the other way round). Left and right are not used where
 * there is nothing to scroll to. x and y of the mouse are relative to the area of the last drawing.
 * Returns whether it was used. */
bool list_input(struct list *l, const struct input *in);

/* The selected row of the table, -1: it is empty. */
int list_row(const struct list *l);

#endif
