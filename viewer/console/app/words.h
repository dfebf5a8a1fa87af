/* words.h - a command's text as words, as a shell would have them. */
#ifndef MIEN_VIEWER_CONSOLE_APP_WORDS_H
#define MIEN_VIEWER_CONSOLE_APP_WORDS_H

#include "runtime/host/error.h"
#include "viewer/console/app/prompt.h"

enum { WORDS_MAX = 64 };

struct words {
    const char *word[WORDS_MAX + 1]; /* NULL behind the last */
    int count;
    char text[PROMPT_TEXT_MAX];
};

/* `first` (kept by its pointer; NULL: none), then the words of `text`: blanks part them, quotes of
 * both kinds and backslashes keep blanks. Errors: a quote that is not closed, too many words. */
int words_split(struct words *w, const char *first, const char *text, struct mien_error *e);

#endif
