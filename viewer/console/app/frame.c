/* frame.c - see frame.h. Where something is drawn and what a click there means come from the same
 * function, so that they cannot disagree. */
#include "viewer/console/app/frame.h"

#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/app/actions.h"
#include "viewer/console/app/keys.h"

enum {
    ROWS_FOR_TABS = 4, /* fewer rows belong to the view */
    ROWS_FOR_BAR = 2,
    ROWS_FOR_MESSAGES = 12,
    SPANS_MAX = 32,
    SPAN_TEXT_MAX = 48
};

/* A piece of a row that can be clicked: a key's name, then what it does. */
struct span {
    int x, width;
    uint32_t key;
    char name[16], text[SPAN_TEXT_MAX];
};

struct spans {
    struct span span[SPANS_MAX];
    int count, width; /* columns that are taken, the gap behind the last among them */
};

struct frame frame_layout(const struct console *c)
{
    struct frame f = {.view = {NULL, 0, 0, c->width, c->height}};
    if (c->height >= ROWS_FOR_TABS)
        f.tabs = area_cut_rows(&f.view, 1);
    if (c->height >= ROWS_FOR_BAR)
        f.bar = area_cut_rows(&f.view, -1);
    if (c->messages && f.view.height >= ROWS_FOR_MESSAGES)
        f.messages = area_cut_rows(&f.view, -f.view.height / 3);
    else if (c->messages)
        f.messages = area_cut_rows(&f.view, -f.view.height / 2);
    return f;
}

bool frame_holds(struct area a, int x, int y)
{
    return x >= a.x && x < a.x + a.width && y >= a.y && y < a.y + a.height;
}

static void add_span(struct spans *s, uint32_t key, const char *text, int gap)
{
    if (s->count == SPANS_MAX)
        return;
    struct span *new = &s->span[s->count++];
    new->x = s->width;
    new->key = key;
    input_key_name(key, new->name);
    snprintf(new->text, sizeof new->text, "%s", text);
    const int text_width = utf8_text_width(new->text);
    new->width = utf8_text_width(new->name) + (text_width > 0 ? 1 + text_width : 0);
    s->width += new->width + gap;
}

static const struct span *span_at(const struct spans *s, int x)
{
    for (int i = 0; i < s->count; i++)
        if (x >= s->span[i].x && x < s->span[i].x + s->span[i].width)
            return &s->span[i];
    return NULL;
}

/* Names of the views: with more air, with less, that of the shown one alone, their numbers. */
static struct spans tabs(const struct console *c, int width)
{
    struct spans s;
    for (int form = 0; form < 4; form++) {
        s = (struct spans){.width = form == 0};
        for (int i = 0; i < VIEW_COUNT; i++)
            add_span(&s, '1' + (uint32_t)i,
                     form < 2 || (form == 2 && i == c->view) ? views[i]->title : "",
                     form == 0 ? 2 : 1);
        if (s.width - 1 <= width) /* the gap behind the last may be cut */
            break;
    }
    return s;
}

/* "3 running · 12 runs", in as many words as there is room for. */
static void draw_summary(const struct console *c, struct area a)
{
    char texts[3][64];
    int running = 0;
    const int runs = c->model.shelf.count;
    for (int i = 0; i < runs; i++)
        running += c->model.shelf.runs[i]->state == JOURNAL_RUNNING;
    const char *state = c->reading ? "reading… " : "", *s = runs == 1 ? "" : "s";
    snprintf(texts[0], sizeof texts[0], "%s%d running · %d run%s ", state, running, runs, s);
    snprintf(texts[1], sizeof texts[1], "%s%d run%s ", state, runs, s);
    snprintf(texts[2], sizeof texts[2], "%d ", runs);
    for (int i = 0; i < 3; i++) {
        const int width = utf8_text_width(texts[i]);
        if (width > a.width)
            continue;
        area_text(a, a.width - width, 0, ROLE_FAINT, texts[i]);
        return;
    }
}

static void draw_tabs(const struct console *c, struct area a)
{
    const struct spans s = tabs(c, a.width);
    const int pad = s.count > 0 ? s.span[0].x : 0;
    for (int i = 0; i < s.count; i++) {
        const struct span *t = &s.span[i];
        const bool shown = i == c->view;
        const int behind = area_text(a, t->x, 0, shown ? ROLE_TITLE : ROLE_KEY, t->name);
        area_text(a, behind + 1, 0, shown ? ROLE_TITLE : ROLE_FAINT, t->text);
        struct area whole = area_part(a, t->x - pad, 0, t->width + 2 * pad, 1);
        if (shown) {
            area_bold(whole, true);
            area_reverse(whole, true);
        }
    }
    draw_summary(c, area_part(a, s.width, 0, a.width - s.width, 1));
}

/* Hints that end at the right border: those that always help, or the answers to a question. */
static struct spans right_hints(const struct console *c, int width)
{
    struct spans s = {.width = 0};
    if (c->question[0]) {
        add_span(&s, 'y', "yes", 2);
        add_span(&s, 'n', "no", 2);
        add_span(&s, KEY_CODE_ESCAPE, "cancel", 1);
    } else {
        add_span(&s, '?', "help", 2);
        add_span(&s, ':', "command", 2);
        add_span(&s, 'q', "quit", 1);
    }
    while (s.count > 1 && s.width > width)
        s.width = s.span[--s.count].x;
    for (int i = 0; i < s.count; i++)
        s.span[i].x += width - s.width;
    return s;
}

/* Hints from the left: the view's actions in the order of its table, the program's, as they fit. */
static struct spans left_hints(const struct console *c, int width)
{
    const struct view *view = views[c->view];
    struct spans s = {.width = 1};
    const struct view_action *lists[] = {view->actions, global_actions};
    const int counts[] = {view->action_count, global_action_count};
    for (int list = 0; list < 2; list++)
        for (int i = 0; i < counts[list]; i++) {
            const char *keys = lists[list][i].keys;
            const uint32_t key = keys_next(&keys);
            if (key == 0 ||
                (list == 1 && (action_reserved(key).action || action_of_view(c->view, key).action)))
                continue;
            add_span(&s, key, lists[list][i].name, 2);
            if (s.width - 1 > width && s.count > 0)
                s.width = s.span[--s.count].x;
        }
    return s;
}

static void draw_spans(const struct spans *s, struct area a)
{
    for (int i = 0; i < s->count; i++) {
        const int behind = area_text(a, s->span[i].x, 0, ROLE_KEY, s->span[i].name);
        area_text(a, behind + 1, 0, ROLE_FAINT, s->span[i].text);
    }
}

static int spans_start(const struct spans *s, int otherwise)
{
    return s->count > 0 ? s->span[0].x : otherwise;
}

static void draw_bar(const struct console *c, struct area a)
{
    const struct model *m = &c->model;
    const struct spans right = right_hints(c, a.width);
    const int room = spans_start(&right, a.width) - 2;
    if (c->question[0]) {
        area_field(a, 0, 0, room, false, ROLE_WARN, c->question);
        draw_spans(&right, a);
    } else if (m->notice[0]) {
        area_field(a, 0, 0, a.width, false, m->notice_bad ? ROLE_BAD : ROLE_GOOD, m->notice);
    } else {
        char filter[MODEL_FILTER_MAX + 16] = "";
        if (m->filter[0])
            snprintf(filter, sizeof filter, " /%s ", m->filter);
        const int width = utf8_text_width(filter);
        const struct spans left = left_hints(c, room - width);
        area_text(a, 0, 0, ROLE_MATCH, filter);
        draw_spans(&left, area_part(a, width, 0, room - width, 1));
        draw_spans(&right, a);
    }
}

static uint32_t bar_key_at(const struct console *c, int x, int width)
{
    const struct spans right = right_hints(c, width);
    const struct span *found = span_at(&right, x);
    if (found || c->question[0] || c->model.notice[0])
        return found ? found->key : 0;
    const int filter = c->model.filter[0] ? utf8_text_width(c->model.filter) + 3 : 0;
    const struct spans left = left_hints(c, spans_start(&right, width) - 2 - filter);
    found = span_at(&left, x - filter);
    return found ? found->key : 0;
}

uint32_t frame_key_at(const struct console *c, int x, int y)
{
    const struct frame f = frame_layout(c);
    if (frame_holds(f.bar, x, y))
        return bar_key_at(c, x, f.bar.width);
    if (!frame_holds(f.tabs, x, y))
        return 0;
    const struct spans s = tabs(c, f.tabs.width);
    const struct span *found = span_at(&s, x);
    return found ? found->key : 0;
}

void frame_messages_input(struct console *c, const struct input *in)
{
    if (in->mouse == MOUSE_WHEEL_UP)
        c->messages_back += 3;
    else if (in->mouse == MOUSE_WHEEL_DOWN)
        c->messages_back -= c->messages_back < 3 ? c->messages_back : 3;
    else if (in->mouse == MOUSE_PRESS && c->children.count > 0) {
        c->shown_child = (c->shown_child + 1) % c->children.count;
        c->messages_back = 0;
    }
}

static void draw_messages(const struct console *c, struct area a)
{
    char title[256] = "messages", state[64];
    const struct child *child =
        c->shown_child < c->children.count ? c->children.child[c->shown_child] : NULL;
    if (child)
        snprintf(title, sizeof title, "%d/%d %.180s: %s", c->shown_child + 1, c->children.count,
                 child->title, child_state(child, state, sizeof state));
    struct area inside = area_box(a, ROLE_BORDER, title);
    if (!child)
        area_field(inside, 0, 0, inside.width, false, ROLE_FAINT,
                   "nothing was started from here: `:train experiments/mlp68.cfg` does");
    const bool writes = child && child->partial_length > 0;
    for (int row = inside.height - 1, i = 0; child && row >= 0; row--, i++) {
        char partial[CHILD_LINE_MAX + 1];
        const char *line;
        if (writes && i == 0 && c->messages_back == 0) {
            snprintf(partial, sizeof partial, "%.*s", (int)child->partial_length, child->partial);
            line = partial;
        } else {
            const bool shifted = writes && c->messages_back == 0;
            line = child_line(child, c->messages_back + (unsigned long)(i - shifted));
        }
        if (!line)
            break;
        area_field(inside, 0, row, inside.width, false, ROLE_TEXT, line);
    }
}

static struct area on(struct cells *cells, struct area a)
{
    a.cells = cells;
    return a;
}

void frame_draw(const struct console *c, struct cells *cells)
{
    const struct frame f = frame_layout(c);
    if (f.tabs.height > 0)
        draw_tabs(c, on(cells, f.tabs));
    if (f.messages.height > 0)
        draw_messages(c, on(cells, f.messages));
    if (c->prompt.open)
        prompt_draw(&c->prompt, cells_all(cells));
    else if (f.bar.height > 0)
        draw_bar(c, on(cells, f.bar));
}
