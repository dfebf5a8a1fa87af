/* complete.h - completion on the command line: of commands, and of what a command takes.
 *
 * What an argument can be is told by its placeholder in the tables of actions: RUN is the name of a
 * run, "auto|dark|light" is one of these, "loss,accuracy" a list of keys. */
#ifndef MIEN_VIEWER_CONSOLE_APP_COMPLETE_H
#define MIEN_VIEWER_CONSOLE_APP_COMPLETE_H

/* A prompt_complete (prompt.h) with the console as its context. */
char *command_complete(void *console, const char *text, int cursor, int *word);

#endif
