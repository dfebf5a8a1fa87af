/* list_order.h - in which order a list shows the rows of its table. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_LIST_ORDER_H
#define MIEN_VIEWER_CONSOLE_SCREEN_LIST_ORDER_H

#include "viewer/console/screen/list.h"

/* Bring l->order and l->rows in step with the table. A list that memory ran out for has no rows. */
void list_order(struct list *l, const struct table *t);

/* The cell of the table; an empty one behind its end. */
const struct table_cell *list_cell(const struct table *t, int row, int column);

#endif
