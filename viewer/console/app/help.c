/* help.c - see help.h. */
#include "viewer/console/app/help.h"

#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/app/actions.h"
#include "viewer/console/app/keys.h"
#include "viewer/console/app/layout.h"

enum {
    HELP_LINES_MAX = 256,
    HELP_WIDTH_MAX = 120, /* longer lines are hard to follow */
    KEYS_WIDTH = 14,
    NAME_WIDTH = 24,
    WIDE = 60 /* narrower pages leave the names out */
};

/* Keys that lists and plots share, which no table has. */
static const struct {
    const char *keys, *help;
} common[] = {
    {"arrows, hjkl", "move; in a table left and right bring up the columns that have no room"},
    {"PgUp PgDn g G", "a page up or down, to the first, to the last"},
    {"< > r", "in a table: the column to sort by, and the other way around"},
    {"mouse", "click a name, a row, a title or a hint; the wheel scrolls; drag zooms a plot; with "
              "Shift held the terminal selects text"},
};
enum { COMMON_COUNT = sizeof common / sizeof *common };

/* A line: a title, an action, or keys with what they do. A text that is too long goes on in lines
 * of its own. */
struct help_line {
    const char *title, *keys;
    const char *help; /* [help_length] */
    int help_length;
    struct action_place place;
    bool goes_on; /* the line before */
};

struct help_page {
    struct help_line line[HELP_LINES_MAX];
    int count, width; /* of the inside, columns */
};

/* Columns before the text of a line. */
static int margin(const struct help_page *p, const struct help_line *line)
{
    if (line->title)
        return utf8_text_width(line->title) + 2;
    return KEYS_WIDTH + (line->place.action && p->width >= WIDE ? NAME_WIDTH : 0);
}

/* Bytes of the text that go into a line of `room` columns, cut between words. */
static int fitting(const char *text, int room)
{
    int best = 0;
    for (int end = 0; end <= room; end++) { /* what is said here is ASCII */
        if (!text[end])
            return end;
        if (text[end] == ' ')
            best = end;
    }
    return best > 0 ? best : (int)strlen(text);
}

static void add(struct help_page *p, struct help_line line)
{
    const char *text = line.help ? line.help : "";
    do {
        if (p->count == HELP_LINES_MAX)
            return;
        line.help = text;
        line.help_length = fitting(text, p->width - margin(p, &line));
        p->line[p->count++] = line;
        text += line.help_length;
        text += strspn(text, " ");
        line.goes_on = true;
    } while (*text);
}

static void add_actions(struct help_page *p, const struct view_action *actions, int count, int view)
{
    for (int i = 0; i < count; i++)
        add(p, (struct help_line){.help = actions[i].help, .place = {&actions[i], view}});
}

static void make(const struct console *c, int width, struct help_page *p)
{
    const struct view *view = views[c->view];
    p->count = 0;
    p->width = width;
    add(p, (struct help_line){.title = view->title, .help = view->about});
    add_actions(p, view->actions, view->action_count, c->view);
    add(p, (struct help_line){.title = ""});
    add(p, (struct help_line){.title = "Moving"});
    for (int i = 0; i < COMMON_COUNT; i++)
        add(p, (struct help_line){.keys = common[i].keys, .help = common[i].help});
    add(p, (struct help_line){.title = ""});
    add(p, (struct help_line){.title = "Everywhere"});
    add_actions(p, c->actions, c->action_count, -1);
}

/* All keys that do an action in the shown view, with blanks between: "p Space". */
static const char *keys_text(int shown_view, struct action_place place, char *out, size_t size)
{
    size_t length = 0;
    const char *keys = place.action->keys;
    out[0] = '\0';
    for (uint32_t key; (key = keys_next(&keys)) != 0 && length < size;) {
        char name[16];
        if (place.view < 0 && action_of_view(shown_view, key).action)
            continue; /* the view means something else by it */
        length += (size_t)snprintf(out + length, size - length, "%s%s", length ? " " : "",
                                   input_key_name(key, name));
    }
    return out;
}

static void draw_line(const struct help_page *p, int view, const struct help_line *line,
                      struct area a, int y)
{
    char text[512], name[96];
    const struct view_action *action = line->place.action;
    const int x = margin(p, line);
    snprintf(text, sizeof text, "%.*s", line->help_length, line->help);
    area_field(a, x, y, a.width - x, false, ROLE_FAINT, text);
    if (line->goes_on)
        return;
    if (line->title) {
        area_text(a, 0, y, ROLE_TITLE, line->title);
        return;
    }
    area_field(a, 0, y, KEYS_WIDTH - 1, false, ROLE_KEY,
               action ? keys_text(view, line->place, text, sizeof text) : line->keys);
    if (!action || x == KEYS_WIDTH)
        return;
    snprintf(name, sizeof name, ":%s %s", action->name, action->argument ? action->argument : "");
    area_field(a, KEYS_WIDTH, y, NAME_WIDTH - 1, false, ROLE_TEXT, name);
}

/* Where the page lies within the view's area, as high as it needs; and what is on it. */
static struct area lay_out(const struct console *c, struct area a, struct help_page *p)
{
    const int width = a.width < HELP_WIDTH_MAX ? a.width : HELP_WIDTH_MAX;
    make(c, width - 4, p); /* the frame, and a blank beside it */
    const int height = a.height < p->count + 2 ? a.height : p->count + 2;
    return area_part(a, (a.width - width) / 2, (a.height - height) / 2, width, height);
}

static int clamp_top(int top, int lines, int shown)
{
    const int last = lines > shown ? lines - shown : 0;
    return top < 0 ? 0 : top > last ? last : top;
}

void help_draw(struct console *c, struct area a)
{
    struct help_page p;
    char title[96] = "Keys: Esc leaves";
    const struct area box = lay_out(c, a, &p);
    const int shown = box.height > 2 ? box.height - 2 : 0;
    c->help_top = clamp_top(c->help_top, p.count, shown);
    if (p.count > shown)
        snprintf(title, sizeof title, "Keys: lines %d to %d of %d, arrows scroll, Esc leaves",
                 c->help_top + 1, c->help_top + shown, p.count);
    area_fill(box, ROLE_TEXT, ' ');
    struct area inside = area_box(box, ROLE_BORDER, title);
    inside = area_part(inside, 1, 0, p.width, inside.height);
    for (int y = 0; y < inside.height && c->help_top + y < p.count; y++)
        draw_line(&p, c->view, &p.line[c->help_top + y], inside, y);
}

static void click(struct console *c, const struct input *in)
{
    struct help_page p;
    const struct area box = lay_out(c, layout_of(c).view, &p);
    const int line = in->y - box.y - 1 + c->help_top;
    const bool within = in->y > box.y && in->y < box.y + box.height - 1;
    if (!area_holds(box, in->x, in->y)) {
        c->help = false;
    } else if (within && line >= 0 && line < p.count && p.line[line].place.action) {
        const char *keys = p.line[line].place.action->keys;
        c->help = false;
        action_do(c, p.line[line].place, "", keys_next(&keys));
    }
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
        else if (in->mouse == MOUSE_PRESS)
            click(c, in);
        return true;
    }
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (keys_hold(moves[i].keys, in->key)) {
            c->help_top += moves[i].by;
            return true;
        }
    c->help = false;
    return keys_hold(leave, in->key);
}
