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

struct action_place action_global(uint32_t key)
{
    return (struct action_place){with_key(global_actions, global_action_count, key), -1};
}

struct action_place action_reserved(uint32_t key)
{
    return keys_hold(reserved, key) ? action_global(key) : (struct action_place){NULL, -1};
}

struct action_place action_of_view(int view, uint32_t key)
{
    return (struct action_place){with_key(views[view]->actions, views[view]->action_count, key),
                                 view};
}

/* The action called `word`, else (`begins`) the only one whose name begins so. */
static const struct view_action *with_name(const struct view_action *actions, int count,
                                           const char *word, bool begins)
{
    const struct view_action *found = NULL;
    for (int i = 0; i < count; i++) {
        const char *name = actions[i].name;
        if (begins ? strncmp(name, word, strlen(word)) != 0 : strcmp(name, word) != 0)
            continue;
        if (found)
            return NULL;
        found = &actions[i];
    }
    return found;
}

static struct action_place find_name(int shown_view, const char *word, bool begins)
{
    const struct view *shown = views[shown_view];
    const struct view_action *a = with_name(shown->actions, shown->action_count, word, begins);
    if (a)
        return (struct action_place){a, shown_view};
    a = with_name(global_actions, global_action_count, word, begins);
    for (int v = 0; !a && v < VIEW_COUNT; v++) {
        a = with_name(views[v]->actions, views[v]->action_count, word, begins);
        if (a)
            return (struct action_place){a, v};
    }
    return (struct action_place){a, -1};
}

struct action_place action_named(int shown_view, const char *word)
{
    const struct action_place exact = find_name(shown_view, word, false);
    return exact.action ? exact : find_name(shown_view, word, true);
}

void action_do(struct console *c, struct action_place a, const char *argument, uint32_t key)
{
    if (a.view >= 0 && a.view != c->view)
        console_show(c, a.view);
    void *state = a.view < 0 ? (void *)c : c->state[a.view];
    if (a.action->act && !a.action->act(state, &c->model, argument, key) && !c->model.notice[0])
        model_complain(&c->model, "%s: not possible here", a.action->name);
}
