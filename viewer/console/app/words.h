/* words.h - a command's text as words, as a shell would have them. */
#ifndef MIEN_VIEWER_CONSOLE_APP_WORDS_H
#define MIEN_VIEWER_CONSOLE_APP_WORDS_H

#include "runtime/host/error.h"
#include "viewer/console/app/prompt.h"

enum { WORDS_MAX = 64 };

struct words {
    const char *word[WORDS_MAX + 1]; /* NULL behind the last */
    int count;
    char text[4 * PROMPT_TEXT_MAX];
};

/* `first` (kept by its pointer; NULL: none), then the words of `text`: blanks part them, quotes of
 * both kinds and backslashes keep blanks, "~" and "~/" at the start of a word are the user's home.
 * Errors: a quote that is not closed, too many words, too long. */
int words_split(struct words *w, const char *first, const char *text, struct mien_error *e);

/* The home that stands for the "~" a path begins with, *rest behind it; "" where it has none. */
const char *words_home(const char *path, const char **rest);

#endif
