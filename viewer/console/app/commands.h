/* commands.h - the program's own actions: their table, and what those of other files in it do. Each
 * has the form of view_action's `act`, with the struct console as its state. */
#ifndef MIEN_VIEWER_CONSOLE_APP_COMMANDS_H
#define MIEN_VIEWER_CONSOLE_APP_COMMANDS_H

#include "viewer/console/app/state.h"

extern const struct view_action global_actions[];
extern const int global_action_count;

/* commands_runs.c */
bool command_train(void *state, struct model *m, const char *argument, uint32_t key);
bool command_resume(void *state, struct model *m, const char *argument, uint32_t key);
bool command_stop(void *state, struct model *m, const char *argument, uint32_t key);
bool command_pin(void *state, struct model *m, const char *argument, uint32_t key);
bool command_select(void *state, struct model *m, const char *argument, uint32_t key);
bool command_quit(void *state, struct model *m, const char *argument, uint32_t key);

/* Start `mien WORDS...` as a child, and open the pane of its messages. */
void console_start(struct console *c, const char *const *words);

/* commands_export.c */
bool command_export(void *state, struct model *m, const char *argument, uint32_t key);
bool command_picture(void *state, struct model *m, const char *argument, uint32_t key);

#endif
