/* log_go.c - see log_state.h: from record to record. */
#include <stdlib.h>

#include "viewer/console/views/log_state.h"

struct journal *log_shown(const struct model *m)
{
    for (int i = 0; i < m->shelf.count; i++)
        if (m->shelf.runs[i] == m->selected)
            return m->shelf.runs[i];
    return NULL;
}

void log_go_to(struct log_state *s, int64_t line, int row)
{
    for (int y = 0; y < s->height; y++)
        if (s->line_at[y] == line) {
            row = y;
            break;
        }
    s->row = row;
    if (s->selected != (uint64_t)line)
        s->record_top = 0;
    s->selected = (uint64_t)line;
    s->none = false;
}

void log_begin_walk(struct log_state *s, enum log_purpose purpose, bool back, int64_t at, int by)
{
    log_walk_begin(&s->walk, s->kind, purpose == FOR_SEARCHING ? s->words : "", back, at, by);
    s->walk.wraps = purpose == FOR_SEARCHING;
    s->purpose = purpose;
}

/* A walk has ended: what it found, if it did, is selected. */
static void arrive(struct log_state *s, struct model *m)
{
    const struct log_walk *w = &s->walk;
    if (s->purpose == FOR_SEARCHING && w->last < 0)
        model_complain(m, "no record holds \"%s\"", s->words);
    else if (s->purpose == FOR_SEARCHING && w->wrapped)
        model_say(m, w->back ? "from the end again" : "from the start again");
    if (w->last < 0)
        return;
    const int end = s->height - 1;
    const int rows[] = {[FOR_MOVING] = (uint64_t)w->last < s->selected ? 0 : end,
                        [FOR_FOLLOWING] = end,
                        [FOR_SEARCHING] = s->height / 2};
    log_go_to(s, w->last, rows[s->purpose]);
    if (s->purpose == FOR_FOLLOWING)
        s->row = end;
}

void log_walk_on(struct log_state *s, struct model *m)
{
    if (s->walk.active && log_walk_step(&s->walk, &s->lines))
        arrive(s, m);
}

bool log_move(struct log_state *s, struct model *m, int by)
{
    const int64_t selected = (int64_t)s->selected, lines = (int64_t)s->lines.lines;
    if (!s->lines.journal || lines == 0)
        return true;
    s->follow = false;
    if (s->kind != LOG_ALL) {
        const bool far = by == LOG_FAR || by == -LOG_FAR;
        const int64_t from = far ? (by < 0 ? 0 : lines - 1) : selected + (by < 0 ? -1 : 1);
        log_begin_walk(s, FOR_MOVING, far ? by > 0 : by < 0, from, far ? 1 : abs(by));
        log_walk_on(s, m);
        return true;
    }
    const int64_t line = selected + by < 0 ? 0 : selected + by >= lines ? lines - 1 : selected + by;
    log_go_to(s, line, by < 0 ? 0 : s->height - 1);
    return true;
}

void log_follow(struct log_state *s, struct model *m)
{
    const uint64_t lines = s->lines.lines;
    if (!s->follow || s->followed == lines || (s->walk.active && s->purpose != FOR_FOLLOWING))
        return;
    if (s->kind == LOG_ALL && lines > 0) {
        s->selected = lines - 1;
        s->none = false;
    } else if (lines > 0 && !s->walk.active) { /* what was looked at before need not be again */
        log_begin_walk(s, FOR_FOLLOWING, true, (int64_t)lines - 1, 1);
        s->walk.wrapped = true;
        s->walk.stop = (int64_t)s->followed;
        log_walk_on(s, m);
    }
    s->followed = lines;
}

void log_begin_anew(struct log_state *s)
{
    s->walk.active = false;
    s->follow = true;
    s->followed = 0;
    s->none = true;
    s->selected = 0;
    s->record_top = 0;
    s->left = 0;
}

void log_turn(struct log_state *s, struct journal *j)
{
    if (!log_lines_follow(&s->lines, j))
        return;
    log_begin_anew(s);
    s->page.wanted = 0; /* what it holds is void */
}
