/* frame.c - see frame.h. Where something is drawn and what a click there means come from the same
 * rows of hints (spans.h). */
#include "viewer/console/app/frame.h"

#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/app/actions.h"
#include "viewer/console/app/keys.h"
#include "viewer/console/app/layout.h"
#include "viewer/console/app/spans.h"
#include "viewer/console/screen/wrap.h"

enum { QUESTION_WIDTH = 24 }; /* columns: fewer are no place to ask something */

static struct area on(struct cells *cells, struct area a)
{
    a.cells = cells;
    return a;
}

/* Names of the views: with more air, with less, that of the shown one alone, their numbers. */
static struct spans tabs(const struct console *c, int width)
{
    struct spans s;
    for (int form = 0; form < 4; form++) {
        s = (struct spans){.width = form == 0};
        for (int i = 0; i < VIEW_COUNT; i++)
            spans_add(&s, '1' + (uint32_t)i,
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
    const char *more = c->model.shelf.full ? "+" : ""; /* than the shelf has room for */
    snprintf(texts[0], sizeof texts[0], "%s%d running · %d%s run%s ", state, running, runs, more,
             s);
    snprintf(texts[1], sizeof texts[1], "%s%d%s run%s ", state, runs, more, s);
    snprintf(texts[2], sizeof texts[2], "%d%s ", runs, more);
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
        spans_add(&s, 'y', "yes", 2);
        spans_add(&s, 'n', "no", 2);
        spans_add(&s, KEY_CODE_ESCAPE, "cancel", 1);
    } else {
        spans_add(&s, '?', "help", 2);
        spans_add(&s, ':', "command", 2);
        spans_add(&s, 'q', "quit", 1);
    }
    spans_align_right(&s, width);
    return s;
}

/* Hints from the left: the view's actions in the order of its table, the program's, as they fit. */
static struct spans left_hints(const struct console *c, int width)
{
    const struct view *view = views[c->view];
    struct spans s = {.width = 1};
    const struct view_action *lists[] = {view->actions, c->actions};
    const int counts[] = {view->action_count, c->action_count};
    for (int list = 0; list < 2; list++)
        for (int i = 0; i < counts[list]; i++) {
            const char *keys = lists[list][i].keys;
            const uint32_t key = keys_next(&keys);
            if (key == 0 || (list == 1 && (action_reserved(c, key).action ||
                                           action_of_view(c->view, key).action)))
                continue;
            spans_add(&s, key, lists[list][i].name, 2);
            if (s.width - 1 > width)
                spans_drop(&s);
        }
    return s;
}

/* The rows at the foot of a screen that a text of `columns` takes, with some spare ones below. */
static struct area foot(const struct console *c, const char *text, int columns, int spare)
{
    const int rows = wrap_rows(text, columns) + spare, most = c->height;
    return (struct area){NULL, 0, rows < most ? most - rows : 0, c->width,
                         rows < most ? rows : most};
}

static void draw_text(const struct console *c, struct cells *cells, enum cell_role role,
                      const char *text, int columns, int spare)
{
    const struct area a = on(cells, foot(c, text, columns, spare));
    area_fill(a, ROLE_TEXT, ' ');
    wrap_draw(area_part(a, 0, 0, columns, a.height), 0, role, text);
}

static void draw_hints(const struct console *c, struct area a, const struct spans *right)
{
    char filter[MODEL_FILTER_MAX + 16] = "";
    if (c->model.filter[0])
        snprintf(filter, sizeof filter, " /%s ", c->model.filter);
    const int room = spans_start(right, a.width) - 2, width = utf8_text_width(filter);
    const struct spans left = left_hints(c, room - width);
    area_text(a, 0, 0, ROLE_MATCH, filter);
    spans_draw(&left, area_part(a, width, 0, room - width, 1));
}

/* A question stands beside its answers, or above them where that leaves it few columns. */
static void draw_question(const struct console *c, struct cells *cells, const struct spans *answers)
{
    const int room = spans_start(answers, c->width) - 2;
    const bool beside = room >= QUESTION_WIDTH;
    draw_text(c, cells, ROLE_WARN, c->question, beside ? room : c->width, !beside);
}

/* A question or a notice that is too long for the bar goes up over the rows above it. */
static void draw_bar(const struct console *c, struct cells *cells, struct area a)
{
    const struct model *m = &c->model;
    const struct spans right = right_hints(c, a.width);
    if (c->question[0])
        draw_question(c, cells, &right);
    else if (m->notice[0])
        draw_text(c, cells, m->notice_bad ? ROLE_BAD : ROLE_GOOD, m->notice, a.width, 0);
    else
        draw_hints(c, a, &right);
    if (c->question[0] || !m->notice[0])
        spans_draw(&right, a);
}

bool frame_notice_holds(const struct console *c, int x, int y)
{
    return !c->question[0] && !c->prompt.open && c->model.notice[0] &&
           area_holds(foot(c, c->model.notice, c->width, 0), x, y);
}

static uint32_t bar_key_at(const struct console *c, int x, int width)
{
    const struct spans right = right_hints(c, width);
    const struct span *found = spans_at(&right, x);
    if (found || c->question[0])
        return found ? found->key : 0;
    const int filter = c->model.filter[0] ? utf8_text_width(c->model.filter) + 3 : 0;
    const struct spans left = left_hints(c, spans_start(&right, width) - 2 - filter);
    found = spans_at(&left, x - filter);
    return found ? found->key : 0;
}

uint32_t frame_key_at(const struct console *c, int x, int y)
{
    const struct layout f = layout_of(c);
    if (area_holds(f.bar, x, y))
        return bar_key_at(c, x, f.bar.width);
    if (area_holds(f.messages, x, y))
        return messages_key_at(&c->messages, &c->children, f.messages, x, y);
    if (!area_holds(f.tabs, x, y))
        return 0;
    const struct spans s = tabs(c, f.tabs.width);
    const struct span *found = spans_at(&s, x);
    return found ? found->key : 0;
}

void frame_draw(const struct console *c, struct cells *cells)
{
    const struct layout f = layout_of(c);
    if (f.tabs.height > 0)
        draw_tabs(c, on(cells, f.tabs));
    if (f.messages.height > 0)
        messages_draw(&c->messages, &c->children, on(cells, f.messages));
    if (c->prompt.open)
        prompt_draw(&c->prompt, cells_all(cells));
    else if (f.bar.height > 0)
        draw_bar(c, cells, on(cells, f.bar));
}
