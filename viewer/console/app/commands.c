/* commands.c - the program's own actions: their table, and those that change what is on screen. */
#include "viewer/console/app/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "viewer/console/app/layout.h"
#include "viewer/console/app/words.h"

static bool show_view(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct console *c = state;
    for (int i = 0; i < VIEW_COUNT; i++)
        if (key == '1' + (uint32_t)i || strcmp(argument, views[i]->name) == 0) {
            console_show(c, i);
            return true;
        }
    model_complain(m,
                   "no view '%s'; there are overview, curves, confusion, compare, live, log "
                   "and system",
                   argument);
    return false;
}

static bool show_next(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument, (void)key;
    struct console *c = state;
    console_show(c, (c->view + 1) % VIEW_COUNT);
    return true;
}

static bool show_previous(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument, (void)key;
    struct console *c = state;
    console_show(c, (c->view + VIEW_COUNT - 1) % VIEW_COUNT);
    return true;
}

static bool show_help(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument, (void)key;
    struct console *c = state;
    c->help = true;
    c->help_top = 0;
    return true;
}

static bool show_messages(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument, (void)key;
    struct console *c = state;
    if (c->messages.open)
        c->messages.open = false;
    else
        messages_open(&c->messages, c->messages.child);
    return true;
}

static bool scroll_messages(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument;
    struct console *c = state;
    c->messages.open = true;
    const struct area a = layout_of(c).messages;
    messages_scroll(&c->messages, &c->children, a, (key == '}' ? 1 : -1) * (a.height / 2));
    return true;
}

static bool turn_messages(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument;
    struct console *c = state;
    c->messages.open = true;
    messages_turn(&c->messages, &c->children, key == '(' ? -1 : 1);
    return true;
}

static bool filter(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct console *c = state;
    if (key != 0)
        prompt_open(&c->prompt, '/', m->filter);
    else
        console_set_filter(c, argument);
    return true;
}

static bool command_line(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument, (void)key;
    struct console *c = state;
    prompt_open(&c->prompt, ':', "");
    return true;
}

/* Without an argument the next of the three. */
static bool theme(void *state, struct model *m, const char *argument, uint32_t key)
{
    static const char *const order[] = {"auto", "dark", "light"};
    (void)key;
    struct console *c = state;
    int next = 0;
    for (int i = 0; i < 3; i++)
        if (strcmp(c->settings.theme, order[i]) == 0)
            next = (i + 1) % 3;
    const char *chosen = *argument ? argument : order[next];
    if (!settings_is_theme(chosen)) {
        model_complain(m, "no theme '%s'; there are auto, dark and light", chosen);
        return false;
    }
    console_set_theme(c, chosen);
    model_say(m, "theme: %s", chosen);
    return true;
}

static bool open_path(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct console *c = state;
    struct mien_error e;
    struct words w;
    if (key != 0) {
        prompt_open(&c->prompt, ':', "open ");
        return true;
    }
    int result = words_split(&w, NULL, argument, &e);
    if (result == 0 && w.count != 1)
        result = error_set(
            &e, NULL, 0, "which path? `:open PATH` takes a run, a folder of runs, a metrics file");
    if (result == 0)
        result = shelf_add(&m->shelf, w.word[0], &e);
    if (result != 0)
        model_complain(m, "%s", e.text);
    else if (access(w.word[0], R_OK) != 0)
        model_complain(m, "%s: cannot be read yet (%s); it is waited for", w.word[0],
                       strerror(errno));
    else
        model_say(m, "looking in %s", w.word[0]);
    return result == 0;
}

static bool draw_anew(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument, (void)key;
    struct console *c = state;
    c->redraw = true;
    return true;
}

const struct view_action global_actions[] = {
    {"pin", "p<Space>", "RUN", "pin a run: it is shown beside the one under the cursor",
     command_pin},
    {"filter", "/", "WORDS", "show runs with these words in name, model or state; Esc clears",
     filter},
    {"train", "N", "CFG [--set KEY=VALUE]", "start a training run; it appears and is selected",
     command_train},
    {"stop", "S", "RUN", "stop a run at a checkpoint; asked again: at once", command_stop},
    {"resume", "R", "RUN", "go on with a run that was stopped or crashed", command_resume},
    {"messages", "mM", NULL, "show or hide what runs say that were started from here",
     show_messages},
    {"scroll-messages", "{}", NULL, "scroll them back or on; so does the wheel", scroll_messages},
    {"next-messages", ")(", NULL, "what the next run says, or the one before", turn_messages},
    {"export", "E", "FILE", "write the plot (.svg .png) or the table (.csv .json .md) shown",
     command_export},
    {"picture", "", "FILE.svg", "write a picture of the whole screen", command_picture},
    {"open", "O", "PATH", "look for runs in one more place", open_path},
    {"select", "", "RUN", "put the cursor on a run", command_select},
    {"theme", "T", "auto|dark|light", "colours for a dark or a light ground", theme},
    {"view", "1234567", "VIEW", "show a view", show_view},
    {"next-view", "<Tab>", NULL, "show the next view", show_next},
    {"previous-view", "<Shift-Tab>", NULL, "show the one before", show_previous},
    {"redraw", "<Ctrl-L>", NULL, "draw the screen anew", draw_anew},
    {"command", ":", NULL, "type a command; Tab completes it", command_line},
    {"help", "?<F1>", NULL, "show this page", show_help},
    {"quit", "q<Ctrl-C>", NULL, "leave; asks where runs started from here go on", command_quit},
};
const int global_action_count = sizeof global_actions / sizeof *global_actions;
