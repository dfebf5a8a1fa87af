/* app_sources.h - the page of sources: its rows, and what choosing one of them does. */
#ifndef MIEN_VIEWER_VIEW_APP_SOURCES_H
#define MIEN_VIEWER_VIEW_APP_SOURCES_H

#include "viewer/view/app_state.h"

/* rows [PAGE_ROWS_MAX]; those after the first *count are made. */
void app_source_rows(const struct app *a, struct page_row *rows, int *count);
void app_choose_source(struct app *a, int row);

#endif
