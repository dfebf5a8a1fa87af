/* log_record.h - one record as a list of its keys and values. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LOG_RECORD_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LOG_RECORD_H

#include "viewer/console/screen/cells.h"
#include "viewer/console/views/log_lines.h"

/* Draw it from row `top` on; texts are wrapped, a line that is no JSON object stands as it is.
 * Returns the rows that all of it takes. */
int log_record_draw(struct area a, const struct log_text *t, int top);

#endif
