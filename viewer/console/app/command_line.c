/* command_line.c - see command_line.h. */
#include "viewer/console/app/command_line.h"

#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"
#include "viewer/console/app/actions.h"

enum { NAMES_MAX = 256 };

/* All that a word could have meant, what is nearest at hand first: out [NAMES_MAX]. */
static size_t all_names(const struct console *c, const char **out)
{
    size_t count = 0;
    const struct view *shown = views[c->view];
    for (int i = 0; i < shown->action_count && count < NAMES_MAX; i++)
        out[count++] = shown->actions[i].name;
    for (int i = 0; i < c->action_count && count < NAMES_MAX; i++)
        out[count++] = c->actions[i].name;
    for (int v = 0; v < VIEW_COUNT && count < NAMES_MAX; v++)
        out[count++] = views[v]->name;
    for (int v = 0; v < VIEW_COUNT; v++)
        for (int i = 0; v != c->view && i < views[v]->action_count && count < NAMES_MAX; i++)
            out[count++] = views[v]->actions[i].name;
    return count;
}

static void refuse(struct console *c, const char *word)
{
    char hint[128];
    const char *names[NAMES_MAX];
    text_did_you_mean(hint, sizeof hint, word, names, all_names(c, names), sizeof *names);
    model_complain(&c->model, "unknown command '%s'%s", word,
                   hint[0] ? hint : "; ? lists them all");
}

/* Bytes of a text without the blanks at its end. */
static int trimmed(const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return (int)length;
}

void console_command(struct console *c, const char *line)
{
    char word[64], argument[PROMPT_TEXT_MAX];
    line += strspn(line, " :");
    const size_t length = strcspn(line, " ");
    if (length == 0)
        return;
    snprintf(word, sizeof word, "%.*s", (int)length, line);
    line += length;
    line += strspn(line, " ");
    snprintf(argument, sizeof argument, "%.*s", trimmed(line), line);
    const struct action_place a = action_named(c, word, *argument != '\0');
    const int view = view_named(word);
    if (a.action && (view < 0 || strcmp(a.action->name, word) == 0))
        action_do(c, a, argument, 0);
    else if (view >= 0)
        console_show(c, view);
    else
        refuse(c, word);
}
