/* app_pages.h - what lies over the picture: the question for consent, the lists, what the source
 * says, notices. */
#ifndef MIEN_VIEWER_VIEW_APP_PAGES_H
#define MIEN_VIEWER_VIEW_APP_PAGES_H

#include "viewer/ui/input.h"
#include "viewer/view/app_state.h"

void app_draw_page(struct app *a, struct pen *pen);

/* Whether the input was for the page that is shown. */
bool app_page_input(struct app *a, const struct view_input *in);

#endif
