/* parts.h - small pieces of drawing that views have in common. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_PARTS_H
#define MIEN_VIEWER_CONSOLE_VIEWS_PARTS_H

#include "viewer/console/model.h"
#include "viewer/console/screen/chart.h"

/* A line across the area's first row with a title in it; the area below is returned. */
struct area parts_rule(struct area a, const char *title);

/* What to do where there is nothing to show: lines, parted by '\n', in the middle of the area; what
 * stands between backticks is something to type. */
void parts_hint(struct area a, const char *text);

/* The hint of a view of runs where no run passes the filter, or where there is none. */
void parts_no_runs(const struct model *m, struct area a);

/* A column of a run as a chart under a line that names it with its newest and best value, with the
 * same measure on training rows dashed beside it. */
void parts_chart(const struct model *m, const struct journal *j, const struct journal_column *c,
                 struct area a);

#endif
