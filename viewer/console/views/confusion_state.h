/* confusion_state.h - what the files of the view of confusions share: its state, and what is shown
 * of which run. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_CONFUSION_STATE_H
#define MIEN_VIEWER_CONSOLE_VIEWS_CONFUSION_STATE_H

#include "viewer/console/views/confusion_measure.h"
#include "viewer/console/views/view.h"

/* Where the last drawing put the matrix, in the area of the view. */
struct confusion_grid {
    int x, y; /* of the first cell */
    int cell_width, cell_height;
    int first_row, first_column; /* classes that are there */
    int rows, columns;           /* classes shown; 0: nothing was drawn */
};

struct confusion_state {
    const struct journal *run;      /* chosen within the view; NULL: the selected one */
    const struct journal *selected; /* that the model had selected at the last drawing */
    bool counts;                    /* rows instead of shares of the label */
    bool difference;                /* to the first pinned run */
    bool cursor;                    /* there is one */
    int row, column;                /* where */
    int first_row, first_column;    /* scrolled to */
    struct confusion_grid grid;
    struct table_column *columns; /* of the last table, and behind them their names */
};

/* A run's matrix, what it is compared with, and what both say. */
struct confusion_subject {
    const struct journal *run;
    const struct journal *base; /* NULL: no difference is shown */
    int place, of;              /* among the chosen runs that have a matrix */
    const struct journal_confusion *matrix;
    struct confusion_measures measures, base_measures;
};

/* What to show; false: no run that is chosen has a matrix. */
bool confusion_choose(struct confusion_state *s, const struct model *m,
                      struct confusion_subject *out);

/* To which step the matrix belongs: "epoch 7", "at the end": out [size], returned. */
const char *confusion_when(const struct journal *run, char *out, size_t size);

/* The chosen runs that have a matrix: out [SHELF_RUNS_MAX]. */
int confusion_runs(const struct model *m, struct journal **out);

/* The first pinned run but `run` whose matrix has the same classes, or NULL. */
const struct journal *confusion_base(const struct model *m, const struct journal *run);

/* A cell: rows, or the share of its label's rows (NaN where it has none); the same less that of the
 * base where there is one. */
double confusion_cell(const struct confusion_state *s, const struct confusion_subject *c, int row,
                      int column);

/* A class's name for `width` columns: where it is longer, without what all names begin with
 * ("class-07" is "07"); it may still have to be cut. out [size], returned. */
const char *confusion_name(const struct journal *run, int class, int width, char *out, size_t size);

/* A cell's text: "24" percent, "119" rows, "+3"; "·" for none: out [16], returned. And its shade
 * or, of a difference, whether it is for the better. */
const char *confusion_cell_text(const struct confusion_state *s, const struct confusion_subject *c,
                                int row, int column, bool unicode, char out[16]);
enum cell_role confusion_cell_role(const struct confusion_state *s,
                                   const struct confusion_subject *c, int row, int column);

/* The shade 0..shades-1 of a share or of a difference of two. */
int confusion_shade(double share, int shades);

/* "fear taken for sad: 24.0 %, 119 of 496": out [size], returned. */
const char *confusion_sentence(const struct confusion_subject *c, int row, int column, char *out,
                               size_t size);

void confusion_draw(void *state, struct model *m, struct area a);
void confusion_draw_classes(const struct confusion_state *s, const struct confusion_subject *c,
                            struct area a);
void confusion_draw_summary(const struct confusion_state *s, const struct confusion_subject *c,
                            struct area a);
bool confusion_table(void *state, struct model *m, struct table *t);
int confusion_figure(void *state, struct model *m, const char *path, struct mien_error *e);

#endif
