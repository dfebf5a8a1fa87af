/* actions.c - see actions.h. */
#include "viewer/console/app/actions.h"

#include <string.h>

#include "viewer/console/app/keys.h"

/* A person who is lost must get on by these in every view. */
static const char reserved[] = "1234567:?q<F1><Ctrl-C><Ctrl-L>";

static const struct view_action *with_key(const struct view_action *actions, int count,
                                          uint32_t key)
{
    for (int i = 0; i < count; i++)
        if (keys_hold(actions[i].keys, key))
            return &actions[i];
    return NULL;
}

struct action_place action_global(const struct console *c, uint32_t key)
{
    return (struct action_place){with_key(c->actions, c->action_count, key), -1};
}

struct action_place action_reserved(const struct console *c, uint32_t key)
{
    return keys_hold(reserved, key) ? action_global(c, key) : (struct action_place){NULL, -1};
}

struct action_place action_of_view(int view, uint32_t key)
{
    return (struct action_place){with_key(views[view]->actions, views[view]->action_count, key),
                                 view};
}

/* How an action is looked for. */
struct wanted {
    const char *word;
    bool begins; /* the only one whose name begins so will do */
    bool argued; /* it must take an argument */
};

static const struct view_action *with_name(const struct view_action *actions, int count,
                                           const struct wanted *w)
{
    const struct view_action *found = NULL;
    for (int i = 0; i < count; i++) {
        const char *name = actions[i].name;
        if (w->begins ? strncmp(name, w->word, strlen(w->word)) != 0 : strcmp(name, w->word) != 0)
            continue;
        if (w->argued && !actions[i].argument)
            continue;
        if (found)
            return NULL;
        found = &actions[i];
    }
    return found;
}

static struct action_place find_name(const struct console *c, const struct wanted *w)
{
    const struct view *shown = views[c->view];
    const struct view_action *a = with_name(shown->actions, shown->action_count, w);
    if (a)
        return (struct action_place){a, c->view};
    a = with_name(c->actions, c->action_count, w);
    for (int v = 0; !a && v < VIEW_COUNT; v++) {
        a = with_name(views[v]->actions, views[v]->action_count, w);
        if (a)
            return (struct action_place){a, v};
    }
    return (struct action_place){a, -1};
}

struct action_place action_named(const struct console *c, const char *word, bool argued)
{
    struct action_place a = {NULL, -1};
    for (int i = argued ? 0 : 1; i < 4 && !a.action; i++) {
        const struct wanted w = {word, .begins = i >= 2, .argued = i % 2 == 0 && argued};
        a = find_name(c, &w);
    }
    return a;
}

void action_do(struct console *c, struct action_place a, const char *argument, uint32_t key)
{
    if (a.view >= 0 && a.view != c->view)
        console_show(c, a.view);
    void *state = a.view < 0 ? (void *)c : c->state[a.view];
    if (a.action->act && !a.action->act(state, &c->model, argument, key) && !c->model.notice[0])
        model_complain(&c->model, "%s: not possible here", a.action->name);
}
