/* log.c - the raw records of the run under the cursor, one a row, as they stand in its file.
 *
 * What is shown hangs on the selected record and the row it stands on; the records around it are
 * gathered anew from the file (log_page.h), whose end is kept in sight while it is followed. Moving
 * and searching are walks (log_walk.h), which go on from drawing to drawing where they take long.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"
#include "viewer/console/views/log_state.h"
#include "viewer/console/views/view.h"

/* ---- actions ---- */

#define ACTION(name)                                                                               \
    static bool name(void *state, struct model *m, const char *argument, uint32_t key)
#define UNUSED() (void)m, (void)argument, (void)key

ACTION(down)
{
    UNUSED();
    return log_move(state, m, 1);
}

ACTION(up)
{
    UNUSED();
    return log_move(state, m, -1);
}

ACTION(page_down)
{
    UNUSED();
    return log_move(state, m, ((struct log_state *)state)->height);
}

ACTION(page_up)
{
    UNUSED();
    return log_move(state, m, -((struct log_state *)state)->height);
}

ACTION(first)
{
    UNUSED();
    return log_move(state, m, -LOG_FAR);
}

ACTION(last)
{
    struct log_state *s = state;
    UNUSED();
    s->follow = true;
    s->followed = 0;
    s->row = s->height - 1;
    return true;
}

ACTION(toggle_follow)
{
    struct log_state *s = state;
    if (!s->follow)
        return last(state, m, argument, key);
    s->follow = false;
    return true;
}

ACTION(scroll_left)
{
    struct log_state *s = state;
    UNUSED();
    s->left = s->left > 8 ? s->left - 8 : 0;
    return true;
}

ACTION(scroll_right)
{
    struct log_state *s = state;
    UNUSED();
    s->left += !s->wrap && s->left < LOG_LINE_MAX ? 8 : 0;
    return true;
}

ACTION(toggle_wrap)
{
    struct log_state *s = state;
    UNUSED();
    s->wrap = !s->wrap;
    s->left = 0;
    return true;
}

ACTION(toggle_record)
{
    struct log_state *s = state;
    UNUSED();
    s->record = !s->record;
    s->record_top = 0;
    return true;
}

static void scroll_record(struct log_state *s, int by)
{
    const int last_top = s->record_rows - 1;
    s->record_top = s->record_top + by > last_top ? last_top : s->record_top + by;
    s->record_top = s->record_top < 0 ? 0 : s->record_top;
}

ACTION(record_down)
{
    UNUSED();
    scroll_record(state, 1);
    return true;
}

ACTION(record_up)
{
    UNUSED();
    scroll_record(state, -1);
    return true;
}

/* Look for the words from the selected record on, or back. */
static bool find(struct log_state *s, struct model *m, bool back)
{
    if (!s->words[0]) {
        m->wanted_prompt = "search ";
        return true;
    }
    if (!s->lines.journal || s->lines.lines == 0) {
        model_complain(m, "no record to search");
        return false;
    }
    s->follow = false;
    log_begin_walk(s, FOR_SEARCHING, back, (int64_t)s->selected + (back ? -1 : 1), 1);
    log_walk_on(s, m);
    return true;
}

ACTION(search)
{
    struct log_state *s = state;
    if (key != 0 && !*argument) {
        m->wanted_prompt = "search ";
        return true;
    }
    snprintf(s->words, sizeof s->words, "%s", argument);
    return !s->words[0] || find(s, m, false);
}

ACTION(find_next)
{
    UNUSED();
    return find(state, m, false);
}

ACTION(find_previous)
{
    UNUSED();
    return find(state, m, true);
}

/* "1234" is a line as editors count, "50%" a place in the file. */
static bool line_of(const char *text, uint64_t lines, int64_t *line)
{
    char number[32];
    double value;
    const size_t length = strlen(text);
    const bool share = length > 0 && text[length - 1] == '%';
    snprintf(number, sizeof number, "%.*s", (int)(length - share), text);
    if (!text_number(number, &value) || value < 0)
        return false;
    const double end = (double)lines - 1;
    *line = (int64_t)fmin(fmax(share ? value / 100 * end : value - 1, 0), end);
    return true;
}

ACTION(line)
{
    struct log_state *s = state;
    int64_t wanted;
    if (key != 0 && !*argument) {
        m->wanted_prompt = "line ";
        return true;
    }
    if (!s->lines.journal || s->lines.lines == 0 || !line_of(argument, s->lines.lines, &wanted)) {
        model_complain(m, "no such line (%s); a number, as 1234, or a place, as 50%%", argument);
        return false;
    }
    s->follow = false;
    log_begin_walk(s, FOR_MOVING, false, wanted, 1);
    log_walk_on(s, m);
    return true;
}

ACTION(kind)
{
    struct log_state *s = state;
    int wanted = (int)s->kind + 1;
    if (*argument)
        for (wanted = 0; wanted < LOG_KIND_COUNT; wanted++)
            if (strcmp(log_kind_names[wanted], argument) == 0)
                break;
    if (*argument && wanted == LOG_KIND_COUNT) {
        model_complain(m, "no kind of records is called so (%s); one of all, run, step, event, bad",
                       argument);
        return false;
    }
    (void)key;
    s->kind = (enum log_kind)(wanted % LOG_KIND_COUNT);
    log_begin_anew(s);
    return true;
}

static bool switch_run(struct model *m, int by)
{
    model_select_next(m, by);
    return true;
}

ACTION(previous_run)
{
    (void)state;
    UNUSED();
    return switch_run(m, -1);
}

ACTION(next_run)
{
    (void)state;
    UNUSED();
    return switch_run(m, 1);
}

/* Whatever is under way, open or marked, the last begun first. */
ACTION(leave)
{
    struct log_state *s = state;
    (void)argument, (void)key;
    if (s->walk.active) {
        s->walk.active = false;
        s->follow = s->follow && s->purpose != FOR_FOLLOWING;
        model_say(m, "stopped looking");
    } else if (s->record)
        s->record = false;
    else
        s->words[0] = '\0';
    return true;
}

/* ---- mouse ---- */

static bool in_pane(const struct log_state *s, const struct input *in)
{
    return s->pane_y >= 0 && in->x >= s->pane_x && in->y - 1 >= s->pane_y;
}

static bool log_input(void *state, struct model *m, const struct input *in)
{
    struct log_state *s = state;
    if (in->kind != INPUT_MOUSE)
        return false;
    const int row = in->y - 1; /* below the head */
    const int wheel = in->mouse == MOUSE_WHEEL_UP ? -3 : in->mouse == MOUSE_WHEEL_DOWN ? 3 : 0;
    if (wheel != 0 && in_pane(s, in))
        scroll_record(s, wheel);
    else if (wheel != 0)
        return log_move(s, m, wheel);
    else if (in_pane(s, in) || row < 0 || row >= s->height || s->line_at[row] < 0)
        return false;
    else if (in->mouse == MOUSE_PRESS || in->mouse == MOUSE_DOUBLE) {
        s->follow = false;
        log_go_to(s, s->line_at[row], row);
        s->record = s->record || in->mouse == MOUSE_DOUBLE;
    }
    return true;
}

/* ---- table ---- */

static const struct table_column columns[] = {
    {"line", "Line", TABLE_RIGHT},
    {"kind", "Kind", TABLE_LEFT},
    {"record", "Record", TABLE_LEFT},
};

static void fill_row(struct log_state *s, struct table *t, uint64_t line)
{
    const struct log_text *text = log_lines_text(&s->lines, line);
    if (!text)
        return;
    table_count(t, (long long)line + 1);
    table_text(t, log_kind_names[text->kind]);
    table_text(t, text->text);
}

/* The records around the selected one, as many as are gathered at once. */
static bool log_table(void *state, struct model *m, struct table *t)
{
    struct log_state *s = state;
    struct journal *j = log_shown(m);
    log_turn(s, j);
    if (!j)
        return false;
    for (log_follow(s, m); s->walk.active;)
        log_walk_on(s, m);
    table_init(t, columns, sizeof columns / sizeof *columns);
    if (s->none)
        return true;
    const int rows = s->height > 0 ? s->height : LOG_PAGE_HALF;
    while (!log_page_gather(&s->page, &s->lines, s->selected, s->kind, rows, false))
        continue;
    for (int row = 0; row < log_page_count(&s->page); row++)
        fill_row(s, t, log_page_line(&s->page, row));
    return true;
}

static void log_close(void *state)
{
    log_lines_free(&((struct log_state *)state)->lines);
}

static const struct view_action actions[] = {
    {"search", "s", "TEXT", "records that hold the text", search},
    {"find-next", "n", NULL, "the next record found", find_next},
    {"find-previous", "N", NULL, "the record found before", find_previous},
    {"kind", "o", "all|run|step|event|bad", "only records of one kind", kind},
    {"record", "<Enter>", NULL, "the record as keys and values", toggle_record},
    {"follow", "f", NULL, "keep the newest record in sight", toggle_follow},
    {"wrap", "w", NULL, "wrap long records, or cut them", toggle_wrap},
    {"line", "L", "1234|50%", "go to a line", line},
    {"record-down", "J", NULL, "scroll the keys and values", record_down},
    {"record-up", "K", NULL, "scroll the keys and values back", record_up},
    {"down", "<Down>j", NULL, "the next record", down},
    {"up", "<Up>k", NULL, "the record before", up},
    {"page-down", "<PgDn> <Ctrl-F>", NULL, "a screen on", page_down},
    {"page-up", "<PgUp>b<Ctrl-B>", NULL, "a screen back", page_up},
    {"first", "<Home>g", NULL, "the first record", first},
    {"last", "<End>G", NULL, "the newest record, and follow", last},
    {"left", "<Left>h", NULL, "scroll to the left", scroll_left},
    {"right", "<Right>l", NULL, "scroll to the right", scroll_right},
    {"previous", "[", NULL, "the run before", previous_run},
    {"next", "]", NULL, "the next run", next_run},
    {"leave", "<Esc>", NULL, "stop looking, close the record, unmark what was found", leave},
};

const struct view view_log = {
    .name = "log",
    .title = "Log",
    .about = "the raw records of a run: follow, search, take apart",
    .state_size = sizeof(struct log_state),
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions,
    .close = log_close,
    .draw = log_draw,
    .input = log_input,
    .table = log_table,
};
