/* actions.h - everything that can be done, found by key or by name: one table a view, one of the
 * program's own, all of the same form. Dispatch, hints, help and completion read nothing else. */
#ifndef MIEN_VIEWER_CONSOLE_APP_ACTIONS_H
#define MIEN_VIEWER_CONSOLE_APP_ACTIONS_H

#include "viewer/console/app/state.h"

/* An action and whose it is. */
struct action_place {
    const struct view_action *action; /* NULL: none */
    int view;                         /* -1: the program's own */
};

/* What a key does now: keys that mean the same everywhere, then the view's own, then the others of
 * the program. */
struct action_place action_reserved(const struct console *c, uint32_t key);
struct action_place action_of_view(int view, uint32_t key);
struct action_place action_global(const struct console *c, uint32_t key);

/* What a word of the command line means, or the only beginning of one: actions of the shown view,
 * of the program, of other views. Where something stands behind it (`argued`), one that takes no
 * argument is meant last. */
struct action_place action_named(const struct console *c, const char *word, bool argued);

/* Do it; an action of a view that is not shown brings that view up. */
void action_do(struct console *c, struct action_place a, const char *argument, uint32_t key);

#endif
