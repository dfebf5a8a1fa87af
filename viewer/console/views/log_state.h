/* log_state.h - the state of the view of raw records, shared by its parts: log_go.c goes from
 * record to record, log_draw.c draws, log.c has the actions. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LOG_STATE_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LOG_STATE_H

#include "viewer/console/model.h"
#include "viewer/console/views/log_page.h"

enum { LOG_ROWS_MAX = 512, LOG_FAR = INT32_MAX };

/* What a walk that is under way is for. */
enum log_purpose { FOR_MOVING, FOR_FOLLOWING, FOR_SEARCHING };

struct log_state {
    struct log_lines lines;
    struct log_page page;
    struct log_walk walk;
    enum log_purpose purpose;
    enum log_kind kind;
    bool follow;
    uint64_t followed;         /* lines looked at for the newest record of the kind */
    bool none;                 /* there is no record of the kind */
    uint64_t selected;         /* the record, a line */
    int row;                   /* it stands on, from the top */
    char words[LOG_WORDS_MAX]; /* searched for */
    int left;                  /* columns scrolled to the right */
    bool wrap, record;         /* records are wrapped; the selected one is taken apart in a pane */
    int record_top, record_rows;

    /* As last drawn. */
    int height;                    /* rows for records */
    int64_t line_at[LOG_ROWS_MAX]; /* the record on a row; -1: none */
    int pane_x, pane_y;            /* where the pane begins, in the view's area */
};

/* The run whose records are shown, NULL: none is selected. */
struct journal *log_shown(const struct model *m);

/* Turn to the file that is to be shown, and begin anew where it is another one. */
void log_turn(struct log_state *s, struct journal *j);

/* Begin anew: at the newest record of the kind. */
void log_begin_anew(struct log_state *s);

/* Keep the newest record of the kind in sight, where the file is followed. */
void log_follow(struct log_state *s, struct model *m);

/* Select a line; `row` is where it is to stand unless it is in sight. */
void log_go_to(struct log_state *s, int64_t line, int row);

/* Look for the `by`th record from line `at` on, that line included, and go on with what is under
 * way: one slice of it. */
void log_begin_walk(struct log_state *s, enum log_purpose purpose, bool back, int64_t at, int by);
void log_walk_on(struct log_state *s, struct model *m);

/* `by` records on, or back where negative; past an end, that end. Returns true. */
bool log_move(struct log_state *s, struct model *m, int by);

void log_draw(void *state, struct model *m, struct area a);

#endif
