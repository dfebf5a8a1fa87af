/* prompt.h - a line being typed: editing, history, completion. */
#ifndef MIEN_VIEWER_CONSOLE_APP_PROMPT_H
#define MIEN_VIEWER_CONSOLE_APP_PROMPT_H

#include "viewer/console/screen/cells.h"
#include "viewer/console/screen/input.h"

enum { PROMPT_TEXT_MAX = 1024, PROMPT_HISTORY = 64 };

enum prompt_result { PROMPT_EDITING, PROMPT_DONE, PROMPT_LEFT };

struct prompt {
    bool open;
    char sign;                     /* ':' or '/' */
    char text[PROMPT_TEXT_MAX];    /* UTF-8 */
    int length, cursor;            /* bytes */
    char *history[PROMPT_HISTORY]; /* oldest first, each behind its sign */
    int history_count, history_at;
    int history_typed; /* the newest of them, which are kept nowhere else yet */
    char *candidates;  /* of the last completion, a line each; or NULL */
    int candidate;     /* which is in the text; -1: none */
    int word;          /* where the word that they complete begins */
};

/* The completions of the word that ends text[0..cursor): whole words a line each, for the caller to
 * free; NULL: none. *word comes as the place behind the last blank and may be moved. */
typedef char *prompt_complete(void *context, const char *text, int cursor, int *word);

void prompt_open(struct prompt *p, char sign, const char *text);
void prompt_free(struct prompt *p); /* accepts a zeroed struct */

/* Readline's usual keys: arrows, Home, End, Ctrl-A, E, K, U, W; Up and Down walk the history, Tab
 * and Shift-Tab the completions; Enter is PROMPT_DONE (the text stays until the next opening), Esc
 * and Ctrl-C PROMPT_LEFT, as is Backspace in an empty line. */
enum prompt_result prompt_input(struct prompt *p, const struct input *in, prompt_complete *complete,
                                void *context);

/* Add a line behind its sign to the history, unless it is the newest there. */
void prompt_remember(struct prompt *p, const char *line);

/* Draw it into the last row of the area, candidates in the rows above. */
void prompt_draw(const struct prompt *p, struct area a);

#endif
