/* help.c - see help.h. */
#include "viewer/console/app/help.h"

#include <stdio.h>
#include <string.h>

#include "viewer/console/app/actions.h"
#include "viewer/console/app/frame.h"
#include "viewer/console/app/keys.h"

enum {
    HELP_LINES_MAX = 128,
    HELP_WIDTH_MAX = 110, /* longer lines are hard to follow */
    KEYS_WIDTH = 16,
    NAME_WIDTH = 26
};

/* Keys that lists and plots share, which no table has. */
static const struct {
    const char *keys, *help;
} common[] = {
    {"arrows, hjkl", "move; in a table left and right bring up the columns that have no room"},
    {"PgUp PgDn g G", "a page up or down, to the first, to the last"},
    {"< > r", "in a table: the column to sort by, and the other way around"},
    {"mouse", "click a name, a row, a title or a hint; the wheel scrolls; drag zooms a plot"},
};
enum { COMMON_COUNT = sizeof common / sizeof *common };

/* A line: a title, an action, or keys with what they do. */
struct help_line {
    const char *title, *keys, *help;
    struct action_place place;
};

static int add_actions(struct help_line *lines, int count, const struct view_action *actions,
                       int action_count, int view)
{
    for (int i = 0; i < action_count && count < HELP_LINES_MAX; i++)
        lines[count++] = (struct help_line){.place = {&actions[i], view}};
    return count;
}

static int make(const struct console *c, struct help_line *lines)
{
    const struct view *view = views[c->view];
    int count = 0;
    lines[count++] = (struct help_line){.title = view->title, .help = view->about};
    count = add_actions(lines, count, view->actions, view->action_count, c->view);
    lines[count++] = (struct help_line){.title = ""};
    lines[count++] = (struct help_line){.title = "Moving"};
    for (int i = 0; i < COMMON_COUNT; i++)
        lines[count++] = (struct help_line){.keys = common[i].keys, .help = common[i].help};
    lines[count++] = (struct help_line){.title = ""};
    lines[count++] = (struct help_line){.title = "Everywhere"};
    return add_actions(lines, count, global_actions, global_action_count, -1);
}

/* All keys of an action with blanks between: "p Space". */
static const char *keys_text(const char *keys, char *out, size_t size)
{
    size_t length = 0;
    out[0] = '\0';
    for (uint32_t key; (key = keys_next(&keys)) != 0 && length < size;) {
        char name[16];
        length += (size_t)snprintf(out + length, size - length, "%s%s", length ? " " : "",
                                   input_key_name(key, name));
    }
    return out;
}

static void draw_action(struct area a, int y, const struct view_action *action)
{
    char keys[64], name[96];
    const int wide = a.width >= 60;
    area_field(a, 0, y, KEYS_WIDTH - 1, false, ROLE_KEY,
               keys_text(action->keys, keys, sizeof keys));
    snprintf(name, sizeof name, ":%s %s", action->name, action->argument ? action->argument : "");
    if (wide)
        area_field(a, KEYS_WIDTH, y, NAME_WIDTH - 1, false, ROLE_TEXT, name);
    const int x = KEYS_WIDTH + (wide ? NAME_WIDTH : 0);
    area_field(a, x, y, a.width - x, false, ROLE_FAINT, action->help);
}

static void draw_line(struct area a, int y, const struct help_line *line)
{
    if (line->place.action) {
        draw_action(a, y, line->place.action);
    } else if (line->title) {
        const int x = area_text(a, 0, y, ROLE_TITLE, line->title);
        if (line->help)
            area_field(a, x + 2, y, a.width - x - 2, false, ROLE_FAINT, line->help);
    } else {
        area_field(a, 0, y, KEYS_WIDTH - 1, false, ROLE_KEY, line->keys);
        area_field(a, KEYS_WIDTH, y, a.width - KEYS_WIDTH, false, ROLE_FAINT, line->help);
    }
}

/* Where the page lies within the view's area: as high as it needs. */
static struct area page(struct area a, int lines)
{
    const int width = a.width < HELP_WIDTH_MAX ? a.width : HELP_WIDTH_MAX;
    const int height = a.height < lines + 2 ? a.height : lines + 2;
    return area_part(a, (a.width - width) / 2, (a.height - height) / 2, width, height);
}

static int clamp_top(int top, int lines, int shown)
{
    const int last = lines > shown ? lines - shown : 0;
    return top < 0 ? 0 : top > last ? last : top;
}

void help_draw(struct console *c, struct area a)
{
    struct help_line lines[HELP_LINES_MAX + 16];
    char title[96];
    const int count = make(c, lines);
    struct area box = page(a, count);
    const int shown = box.height - 2;
    c->help_top = clamp_top(c->help_top, count, shown);
    if (count > shown && shown > 0)
        snprintf(title, sizeof title, " keys: %d to %d of %d, arrows scroll, Esc leaves ",
                 c->help_top + 1, c->help_top + shown, count);
    else
        snprintf(title, sizeof title, " keys: Esc leaves ");
    area_fill(box, ROLE_TEXT, ' ');
    struct area inside = area_box(box, ROLE_BORDER, title);
    inside = area_part(inside, 1, 0, inside.width - 2, inside.height);
    for (int y = 0; y < inside.height && c->help_top + y < count; y++)
        draw_line(inside, y, &lines[c->help_top + y]);
}

static bool click(struct console *c, const struct input *in)
{
    struct help_line lines[HELP_LINES_MAX + 16];
    const int count = make(c, lines);
    struct area box = page(frame_layout(c).view, count);
    const int line = in->y - box.y - 1 + c->help_top;
    if (!frame_holds(box, in->x, in->y)) {
        c->help = false;
    } else if (in->y > box.y && in->y < box.y + box.height - 1 && line >= 0 && line < count &&
               lines[line].place.action) {
        const struct view_action *action = lines[line].place.action;
        const char *keys = action->keys;
        c->help = false;
        action_do(c, lines[line].place, "", keys_next(&keys));
    }
    return true;
}

bool help_input(struct console *c, const struct input *in)
{
    static const struct {
        const char *keys;
        int by;
    } moves[] = {{"<Up>k", -1},
                 {"<Down>j", 1},
                 {"<PgUp>", -10},
                 {"<PgDn> ", 10},
                 {"<Home>g", -HELP_LINES_MAX},
                 {"<End>G", HELP_LINES_MAX}};
    static const char leave[] = "?q<Esc><F1>";
    if (in->kind == INPUT_MOUSE) {
        if (in->mouse == MOUSE_WHEEL_UP || in->mouse == MOUSE_WHEEL_DOWN)
            c->help_top += in->mouse == MOUSE_WHEEL_UP ? -3 : 3;
        return in->mouse == MOUSE_PRESS ? click(c, in) : true;
    }
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (keys_hold(moves[i].keys, in->key)) {
            c->help_top += moves[i].by;
            return true;
        }
    c->help = false;
    return keys_hold(leave, in->key);
}
