/* data_arguments.c - see data_arguments.h. */
#include "trainer/cli/data_arguments.h"

#include <stdlib.h>
#include <string.h>

int data_check_out(char **out, const char *given, const struct cli_verb *verb, struct mien_error *e)
{
    if (!given || !*given)
        return error_usage(e, "no place to write to; give -o (usage: %s)", verb->usage);
    *out = strdup(given);
    if (!*out)
        return error_memory(e, "a path", strlen(given));
    for (size_t n = strlen(*out); n > 1 && (*out)[n - 1] == '/'; n--)
        (*out)[n - 1] = '\0';
    return 0;
}

int data_parse_classes(struct data_classes *c, const char *text, struct mien_error *e)
{
    c->count = 0;
    c->text = text ? strdup(text) : NULL;
    if (text && !c->text)
        return error_memory(e, "class names", strlen(text));
    for (char *word = c->text; word;) {
        char *comma = strchr(word, ',');
        if (comma)
            *comma = '\0';
        if (!*word || c->count == DATASET_CLASSES_MAX) {
            error_usage(e, "--classes: %s", *word ? "more than 256 names" : "a name is empty");
            free(c->text);
            return -1;
        }
        c->names[c->count++] = word;
        word = comma ? comma + 1 : NULL;
    }
    return 0;
}
