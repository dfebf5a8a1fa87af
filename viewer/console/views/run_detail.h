/* run_detail.h - all that is known of one run, on a part of a screen. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_RUN_DETAIL_H
#define MIEN_VIEWER_CONSOLE_VIEWS_RUN_DETAIL_H

#include "viewer/console/model.h"

/* State, progress, the newest and best value of every key, curves where there is room. */
void run_detail_draw(const struct model *m, const struct journal *j, struct area a);

#endif
