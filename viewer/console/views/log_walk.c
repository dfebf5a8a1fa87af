/* log_walk.c - see log_walk.h. */
#include "viewer/console/views/log_walk.h"

#include <stdio.h>

void log_walk_begin(struct log_walk *w, enum log_kind kind, const char *text, bool back, int64_t at,
                    int left)
{
    *w = (struct log_walk){
        .active = true, .kind = kind, .back = back, .at = at, .left = left, .last = -1};
    snprintf(w->text, sizeof w->text, "%s", text);
    w->stop = back ? at + 1 : at - 1; /* where it came from: a walk round ends there */
}

enum {
    AT_THE_END = -1,
    NOT_YET = -2,
    SEARCH_WORK = 64 /* lines that could be read while the file is opened */
};

/* The next line from w->at on that holds the text, or one of the above with w->at moved. */
static int64_t next_candidate(struct log_walk *w, struct log_lines *l)
{
    if (!w->text[0])
        return w->at;
    uint64_t from = (uint64_t)(w->back ? w->at + 1 : w->at - 1); /* UINT64_MAX: before line 0 */
    const int64_t found = journal_search(l->journal, &from, w->back, w->text, LOG_SLICE);
    l->work += SEARCH_WORK;
    if (found == NOT_YET) {
        w->looked += LOG_SLICE;
        w->at = w->back ? (int64_t)from - 1 : (int64_t)from + 1;
    }
    return found;
}

/* Begin at the other end of the file; false: that was done already, or is not to be. */
static bool go_round(struct log_walk *w, int64_t lines)
{
    if (!w->wraps || w->wrapped || lines == 0)
        return false;
    w->wrapped = true;
    w->at = w->back ? lines - 1 : 0;
    return true;
}

static bool past_stop(const struct log_walk *w, int64_t line)
{
    return w->wrapped && (w->back ? line < w->stop : line > w->stop);
}

bool log_walk_step(struct log_walk *w, struct log_lines *l)
{
    const int step = w->back ? -1 : 1;
    l->work = 0;
    for (int looked = 0; w->active && l->work < LOG_SLICE && looked < LOG_SLICE; looked++) {
        const int64_t lines = (int64_t)l->journal->lines;
        const bool outside = w->at < 0 || w->at >= lines;
        const int64_t line = outside ? AT_THE_END : next_candidate(w, l);
        if (line == NOT_YET)
            return false;
        if (line == AT_THE_END) {
            w->active = go_round(w, lines);
            continue;
        }
        w->at = line + step;
        w->looked++;
        if (past_stop(w, line))
            w->active = false;
        else if (log_lines_pass(l, (uint64_t)line, w->kind)) {
            w->last = line;
            w->active = --w->left > 0;
        }
    }
    return !w->active;
}

double log_walk_progress(const struct log_walk *w, const struct log_lines *l)
{
    const double lines = (double)l->journal->lines;
    const double share = lines > 0 ? (double)w->looked / lines : 1;
    return share < 1 ? share : 1;
}
