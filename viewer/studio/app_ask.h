/* app_ask.h - what a person is asked before something is lost, in a card over the picture; it is
 * answered by key or by mouse, and nothing else is taken before. */
#ifndef MIEN_VIEWER_STUDIO_APP_ASK_H
#define MIEN_VIEWER_STUDIO_APP_ASK_H

#include "viewer/studio/app_state.h"
#include "viewer/ui/input.h"

/* Do it, or ask first where it would cost a file or a change: save the mask; leave; open another
 * photo or mask, by the next studio_work. */
void studio_ask_save(struct studio *s);
void studio_ask_leave(struct studio *s);
void studio_ask_open(struct studio *s, const char *path);

void studio_ask_input(struct studio *s, const struct view_input *in);
void studio_draw_question(struct studio *s);

#endif
