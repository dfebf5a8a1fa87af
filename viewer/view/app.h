/* app.h - the viewer without its window: it takes inputs, follows the engine, draws on whatever
 * framebuffer is current. The window and the headless run are thin around it, and tests drive it
 * with made-up inputs.
 *
 * Emotions are read only after somebody said yes on the card that is shown first, and until
 * somebody takes that back; the badge in the corner says so. */
#ifndef MIEN_VIEWER_VIEW_APP_H
#define MIEN_VIEWER_VIEW_APP_H

#include "viewer/ui/input.h"
#include "viewer/view/app_state.h"

/* The context is current. Errors: those of what is opened; a source that will never be there; where
 * each frame is drawn, a mask that cannot be made. */
int app_open(struct app *a, const struct app_options *o, const struct settings *s,
             struct mien_error *e);

/* Finishes recordings, writes the settings where that is asked for. Accepts a zeroed struct.
 * Errors: what could not be written. */
int app_close(struct app *a, struct mien_error *e);

void app_input(struct app *a, const struct view_input *in);

/* Wait up to `seconds` for the next moment, take in what happened; true: draw. */
bool app_step(struct app *a, double seconds);

/* Draw on the current framebuffer, and add to a recording that is going on. */
void app_draw(struct app *a, int32_t width, int32_t height);

#endif
