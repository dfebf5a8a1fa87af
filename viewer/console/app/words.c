/* words.c - see words.h. */
#include "viewer/console/app/words.h"

#include <stdlib.h>
#include <string.h>

const char *words_home(const char *path, const char **rest)
{
    const char *home = getenv("HOME");
    const bool has = path[0] == '~' && (!path[1] || path[1] == '/' || path[1] == ' ') && home;
    *rest = path + has;
    return has ? home : "";
}

/* Copy a word from *from to *to, without its quotes. Returns the quote that is not closed, or 0. */
static char copy_word(const char **from, char **to)
{
    char quote = 0;
    for (; **from && (quote || **from != ' '); (*from)++) {
        const char byte = **from;
        if (quote ? byte == quote : byte == '\'' || byte == '"')
            quote = quote ? 0 : byte;
        else if (byte == '\\' && quote != '\'' && (*from)[1])
            *(*to)++ = *++*from;
        else
            *(*to)++ = byte;
    }
    *(*to)++ = '\0';
    return quote;
}

int words_split(struct words *w, const char *first, const char *text, struct mien_error *e)
{
    char *to = w->text;
    const char *end = w->text + sizeof w->text;
    w->count = 0;
    if (first)
        w->word[w->count++] = first;
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        if (w->count == WORDS_MAX)
            return error_set(e, NULL, 0, "too many words (more than %d); leave some out",
                             WORDS_MAX);
        const char *home = words_home(text, &text);
        if ((size_t)(end - to) <= strlen(home) + strlen(text))
            return error_set(e, NULL, 0, "the command is too long; leave something out");
        w->word[w->count++] = to;
        to = stpcpy(to, home);
        const char quote = copy_word(&text, &to);
        if (quote)
            return error_set(e, NULL, 0, "a quote is not closed (%c); close it", quote);
    }
    w->word[w->count] = NULL;
    return 0;
}
