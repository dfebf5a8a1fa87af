/* app.h - the studio without its window: it takes files and inputs, and app_draw.h shows it. The
 * window and the headless run are thin around both, and tests drive them with made-up inputs. */
#ifndef MIEN_VIEWER_STUDIO_APP_H
#define MIEN_VIEWER_STUDIO_APP_H

#include "viewer/studio/app_state.h"
#include "viewer/ui/input.h"

/* Begin with the canonical face and nothing on it. The context is current. About 10 MB. Errors: out
 * of memory, those of what is drawn with. `studio_close` accepts a zeroed struct. */
int studio_open(struct studio *s, struct mien_error *e);
void studio_close(struct studio *s);

/* Take a photo, a mask's file or a preset, in place of what there was; views, expression and camera
 * stay. NULL `file`: masks are saved as NAME.png in the current folder, or where the mask came
 * from. Errors: those of sitter_open, a path that is too long; what there was stays. */
int studio_take(struct studio *s, const char *what, const char *file, struct mien_error *e);

/* What takes a while and was said before: to be called after each drawing. */
void studio_work(struct studio *s);

void studio_input(struct studio *s, const struct view_input *in);

#endif
