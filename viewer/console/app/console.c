/* console.c - see console.h. */
#include "viewer/console/app/console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/app/actions.h"
#include "viewer/console/app/command_line.h"
#include "viewer/console/app/commands.h"
#include "viewer/console/app/complete.h"
#include "viewer/console/app/frame.h"
#include "viewer/console/app/help.h"
#include "viewer/console/app/history.h"
#include "viewer/console/app/keys.h"
#include "viewer/console/app/layout.h"

/* The settings, and over them what the command line says. */
static int begin_with(struct console *c, const struct console_options *o, struct mien_error *e)
{
    struct mien_error wrong = {.text = ""};
    if (o->remember && settings_load(&c->settings, &wrong) != 0)
        model_complain(&c->model, "%s", wrong.text);
    else if (o->remember && history_load(&c->prompt, &wrong) != 0)
        model_complain(&c->model, "%s", wrong.text);
    if (!o->remember)
        c->settings = settings_default();
    c->remember = o->remember;
    c->model.look = c->settings.look;
    const char *theme = o->theme ? o->theme : c->settings.theme;
    if (!settings_is_theme(theme))
        return error_usage(e, "--theme: unknown theme '%.40s'; give auto, dark or light", theme);
    console_set_theme(c, theme);
    const char *view = o->view ? o->view : c->settings.view;
    c->view = view_named(view);
    if (c->view >= 0)
        return 0;
    return error_usage(e,
                       "--view: unknown view '%.40s'; give overview, curves, confusion, compare, "
                       "live, log or system",
                       view);
}

int console_open(struct console *c, const struct console_options *o, struct mien_error *e)
{
    memset(c, 0, sizeof *c);
    c->model.unicode = o->unicode;
    c->model.wanted_view = -1;
    c->actions = global_actions;
    c->action_count = global_action_count;
    c->changed = c->reading = true;
    if (begin_with(c, o, e) != 0 || children_init(&c->children, e) != 0 ||
        shelf_open(&c->model.shelf, o->paths, o->path_count, e) != 0)
        goto failed;
    for (int i = 0; i < VIEW_COUNT; i++) {
        c->state[i] = calloc(1, views[i]->state_size + 1);
        if (!c->state[i]) {
            error_memory(e, "the views", views[i]->state_size);
            goto failed;
        }
        if (views[i]->open)
            views[i]->open(c->state[i], &c->model);
    }
    return 0;
failed:
    c->remember = false;
    console_close(c, NULL);
    return -1;
}

/* Write what the next start is to know. */
static int remember(struct console *c, struct mien_error *e)
{
    if (!c->remember)
        return 0;
    snprintf(c->settings.view, sizeof c->settings.view, "%s", views[c->view]->name);
    c->settings.look = c->model.look;
    const int result = settings_save(&c->settings, e);
    return history_save(&c->prompt, result == 0 ? e : NULL) == 0 ? result : -1;
}

int console_close(struct console *c, struct mien_error *e)
{
    const int result = remember(c, e);
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (c->state[i] && views[i]->close)
            views[i]->close(c->state[i]);
        free(c->state[i]);
    }
    prompt_free(&c->prompt);
    children_free(&c->children);
    shelf_close(&c->model.shelf);
    memset(c, 0, sizeof *c);
    return result;
}

int console_descriptors(const struct console *c, int out[8])
{
    out[0] = shelf_descriptor(&c->model.shelf);
    return out[0] >= 0 ? 1 : 0;
}

/* The place of the selected run on the shelf; -1: there is none. */
static int selected_place(const struct console *c)
{
    for (int i = 0; i < c->model.shelf.count; i++)
        if (c->model.shelf.runs[i] == c->model.selected)
            return i;
    return -1;
}

/* The run that a child began is selected as soon as its file tells who writes it. */
static void select_awaited(struct console *c)
{
    for (int i = 0; c->awaited && i < c->model.shelf.count; i++)
        if (c->model.shelf.runs[i]->writer == c->awaited) {
            c->model.selected = c->model.shelf.runs[i];
            c->awaited = 0;
        }
}

/* Say how those children ended that ran before. */
static void tell_ended(struct console *c, const bool *ran)
{
    char state[64];
    for (int i = 0; i < c->children.count; i++) {
        const struct child *child = c->children.child[i];
        if (!ran[i] || child->running)
            continue;
        child_state(child, state, sizeof state);
        const char *last = child_line(child, 0);
        if (!child_failed(child))
            model_say(&c->model, "%s: %s", child->title, state);
        else
            model_complain(&c->model, "%s: %s%s%s", child->title, state, last ? "; " : "",
                           last ? last : "");
        if (c->awaited == child->pid)
            c->awaited = 0;
    }
}

static void poll_children(struct console *c)
{
    bool ran[CHILDREN_MAX];
    for (int i = 0; i < c->children.count; i++)
        ran[i] = c->children.child[i]->running;
    if (!children_poll(&c->children))
        return;
    c->changed = true;
    tell_ended(c, ran);
    if (c->leaving && children_running(&c->children) == 0)
        c->quit = true;
}

int console_poll(struct console *c, double now, double seconds)
{
    c->model.now = now;
    const bool more = shelf_poll(&c->model.shelf, seconds, selected_place(c)) != 0;
    poll_children(c);
    select_awaited(c);
    if (!c->model.selected && c->model.shelf.count > 0)
        model_select_next(&c->model, 1);
    if (c->model.shelf.generation != c->seen || more != c->reading)
        c->changed = true;
    c->seen = c->model.shelf.generation;
    c->reading = more;
    return more;
}

static void input_prompt(struct console *c, const struct input *in)
{
    const bool filters = c->prompt.sign == '/';
    const enum prompt_result result =
        prompt_input(&c->prompt, in, filters ? NULL : command_complete, c);
    if (filters)
        console_set_filter(c, result == PROMPT_LEFT ? "" : c->prompt.text);
    else if (result == PROMPT_DONE)
        console_command(c, c->prompt.text);
    if (result == PROMPT_DONE)
        remember(c, NULL); /* the line to the terminal may break; the end tells of errors */
}

static void input_question(struct console *c, uint32_t key)
{
    static const char yes[] = "yY", no[] = "nN", call_off[] = "<Esc>q<Ctrl-C>";
    const bool agreed = keys_hold(yes, key);
    if (!agreed && !keys_hold(no, key) && !keys_hold(call_off, key))
        return;
    c->question[0] = '\0';
    if (!keys_hold(call_off, key))
        c->answer(c, agreed);
}

static void input_key(struct console *c, uint32_t key)
{
    const struct view *view = views[c->view];
    const struct input in = {.kind = INPUT_KEY, .key = key};
    if (c->question[0]) {
        input_question(c, key);
        return;
    }
    if (c->help && help_input(c, &in))
        return;
    if (view->grabs && view->grabs(c->state[c->view])) {
        view->input(c->state[c->view], &c->model, &in);
        return;
    }
    struct action_place a = action_reserved(c, key);
    if (!a.action)
        a = action_of_view(c->view, key);
    if (!a.action && view->input && view->input(c->state[c->view], &c->model, &in))
        return;
    if (!a.action)
        a = action_global(c, key);
    if (a.action)
        action_do(c, a, "", key);
    else if (key == KEY_CODE_ESCAPE) /* nothing else to leave */
        console_set_filter(c, "");
}

static void input_mouse(struct console *c, const struct input *in)
{
    const struct layout f = layout_of(c);
    const uint32_t key = in->mouse == MOUSE_PRESS ? frame_key_at(c, in->x, in->y) : 0;
    struct input inside = *in;
    if (key != 0) {
        input_key(c, key);
        return;
    }
    if (c->question[0])
        return;
    if (c->help && help_input(c, in))
        return;
    if (area_holds(f.messages, in->x, in->y)) {
        if (in->mouse == MOUSE_WHEEL_UP || in->mouse == MOUSE_WHEEL_DOWN)
            messages_scroll(&c->messages, &c->children, f.messages,
                            in->mouse == MOUSE_WHEEL_UP ? -3 : 3);
        return;
    }
    inside.x -= f.view.x;
    inside.y -= f.view.y;
    if (area_holds(f.view, in->x, in->y) && views[c->view]->input)
        views[c->view]->input(c->state[c->view], &c->model, &inside);
}

/* What is pasted goes where text is being typed, as one line, and presses no keys. */
static void input_paste(struct console *c, uint32_t key)
{
    const struct view *view = views[c->view];
    const bool ends = key == KEY_CODE_ENTER || key == KEY_CODE_TAB;
    const struct input in = {.kind = INPUT_KEY, .key = ends ? ' ' : key};
    if (in.key < ' ' || in.key >= KEY_CODE_FIRST)
        return;
    if (c->prompt.open)
        input_prompt(c, &in);
    else if (!c->question[0] && view->grabs && view->grabs(c->state[c->view]))
        view->input(c->state[c->view], &c->model, &in);
    else
        model_complain(&c->model, "nothing takes the pasted text here; type : first for a command");
}

/* What a view asked for while it took the input. */
static void grant_wishes(struct console *c)
{
    struct model *m = &c->model;
    if (m->wanted_view >= 0 && m->wanted_view < VIEW_COUNT)
        console_show(c, m->wanted_view);
    m->wanted_view = -1;
    if (m->wanted_prompt)
        prompt_open(&c->prompt, ':', m->wanted_prompt);
    m->wanted_prompt = NULL;
}

void console_input(struct console *c, const struct input *in)
{
    const bool acts =
        in->kind == INPUT_KEY || (in->kind == INPUT_MOUSE && in->mouse <= MOUSE_DOUBLE);
    const bool put_away = in->kind == INPUT_MOUSE && frame_notice_holds(c, in->x, in->y);
    if (acts)
        c->model.notice[0] = '\0';
    c->changed = true;
    if (in->kind == INPUT_END)
        c->quit = true;
    else if (in->kind == INPUT_RESIZE)
        c->redraw = true;
    else if (in->kind == INPUT_KEY && in->pasted)
        input_paste(c, in->key);
    else if (in->kind == INPUT_KEY && c->prompt.open)
        input_prompt(c, in);
    else if (in->kind == INPUT_KEY)
        input_key(c, in->key);
    else if (in->kind == INPUT_MOUSE && !c->prompt.open && !put_away)
        input_mouse(c, in);
    grant_wishes(c);
}
