/* app_panels.h - the knobs as lists beside the figure: by keys and by mouse. */
#ifndef MIEN_VIEWER_STUDIO_APP_PANELS_H
#define MIEN_VIEWER_STUDIO_APP_PANELS_H

#include "viewer/studio/app_state.h"
#include "viewer/ui/input.h"

/* Rows of the panel that is shown; knobs [PAGE_ROWS_MAX]: the knob of each. The help of a row is
 * left to studio_draw, whose text it is. */
int studio_rows(const struct studio *s, struct page_row *rows, int *knobs);

/* Whether the input was for the panel that is shown. */
bool studio_panel_input(struct studio *s, const struct view_input *in);

void studio_show_panel(struct studio *s, int panel);

/* Keep what was written, or what was there before. */
void studio_end_writing(struct studio *s, bool keep);

#endif
