/* command_line.c - a line of the command line becomes an action and what it is given. */
#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"
#include "viewer/console/app/actions.h"

/* Say that no command is called so, and which may have been meant: one of the shown view's, else of
 * the program's, else a view, else one of another view's. */
static void refuse(struct console *c, const char *word)
{
    char hint[128] = "";
    const struct view_action *const lists[] = {views[c->view]->actions, global_actions};
    const int counts[] = {views[c->view]->action_count, global_action_count};
    for (int i = 0; i < 2 && !hint[0]; i++)
        text_did_you_mean(hint, sizeof hint, word, &lists[i]->name, (size_t)counts[i],
                          sizeof *lists[i]);
    for (int v = 0; v < VIEW_COUNT && !hint[0]; v++)
        text_did_you_mean(hint, sizeof hint, word, &views[v]->name, 1, sizeof *views[v]);
    for (int v = 0; v < VIEW_COUNT && !hint[0]; v++)
        text_did_you_mean(hint, sizeof hint, word, &views[v]->actions->name,
                          (size_t)views[v]->action_count, sizeof *views[v]->actions);
    model_complain(&c->model, "unknown command '%s'%s; ? lists them all", word, hint);
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
    const struct action_place a = action_named(c->view, word, *argument != '\0');
    const int view = console_view_named(word);
    if (a.action && (view < 0 || strcmp(a.action->name, word) == 0))
        action_do(c, a, argument, 0);
    else if (view >= 0)
        console_show(c, view);
    else
        refuse(c, word);
}
