/* app_files.h - pictures and recordings of what is shown.
 *
 * They are drawn once more, without pages and notices, as large as the frame, so that a small
 * window costs them nothing and letters in them are not the window's. A recording is finished on
 * the side; what became of it is said then. */
#ifndef MIEN_VIEWER_VIEW_APP_FILES_H
#define MIEN_VIEWER_VIEW_APP_FILES_H

#include "viewer/view/app_state.h"

/* A picture is written when app_picture returns; that of app_snap, to the next free name, on the
 * side, and then it is spoken of. Errors: no moment was drawn yet, what cannot be written. */
int app_picture(struct app *a, const char *path, struct mien_error *e);
int app_snap(struct app *a, struct mien_error *e);

/* Begin to record what is drawn from now on; NULL: to the next free name. Errors: no moment was
 * drawn yet, APP_ENDING_MOST are being finished, those of recorder_open. */
int app_record(struct app *a, const char *path, bool clean, struct mien_error *e);
void app_record_moment(struct app *a); /* the one drawn last */
void app_end_recording(struct app *a); /* it is finished on the side, and then spoken of */

/* What became of what is done on the side. */
void app_hear_files(struct app *a);

/* Wait until all that is finished. Errors: what could not be written. */
int app_stop_recording(struct app *a, struct mien_error *e);

#endif
