/* curves.h - what the metrics of runs have to show: panels, and in them a line for each run.
 *
 * A panel is a metric. The keys valid_NAME, train_NAME, oob_NAME and NAME itself are the same
 * metric, measured on other rows; a run's lines in a panel differ by that. Unless metrics are
 * named, there are panels of loss and accuracy, and of all else that a run has where it has neither
 * (the support vectors of an SVM). */
#ifndef MIEN_HOST_PLOT_CURVES_H
#define MIEN_HOST_PLOT_CURVES_H

#include <stdbool.h>

#include "runtime/host/history.h"
#include "runtime/host/plot/measure.h"

enum { CURVES_NAME_MAX = 64, CURVES_PANELS_MAX = 16, CURVES_RUNS_MAX = 64 };

/* On which rows a metric was measured; the later ones are drawn above the earlier. */
enum curve_role {
    ROWS_RAW, /* what a smoothed line was made of, drawn thinly behind it */
    ROWS_TRAINING,
    ROWS_BAG, /* each forest tree on the rows it was not grown from */
    ROWS_VALIDATION,
    ROWS_PLAIN, /* nobody says, and there is nothing to tell it from */
    ROWS_COUNT
};

struct curve {
    int run;
    const char *key;
    enum curve_role role;
    double *x, *y; /* [count]; x finite; y in the panel's unit, NaN where it was not finite */
    int count;
    int best;   /* index of the best point, -1 where no value is better than another */
    int last;   /* index of the last finite value, -1: none */
    bool chief; /* the run's line in this panel that its label speaks of */
};

struct panel {
    const char *name; /* "accuracy" */
    enum measure_goal goal;
    bool percent;
    bool log;             /* on a logarithmic scale: see curves_log */
    double low, high;     /* what the axis shows at least, in the panel's unit; NaN: the values */
    struct curve *curves; /* ordered by role, then by run */
    int count;
};

struct curve_run {
    const char *path;           /* as given; not owned */
    char name[CURVES_NAME_MAX]; /* short, and no other's if that can be */
    struct history history;
};

struct curves {
    struct curve_run *runs;
    int run_count;
    char **skipped; /* [skipped_count]: why a folder shows nothing */
    int skipped_count;
    struct panel panels[CURVES_PANELS_MAX];
    int panel_count;
    char *names;                  /* what the panels of named metrics are called, or NULL */
    char x_name[CURVES_NAME_MAX]; /* what x counts: "epoch", "minutes of fitting" */
    double x_low, x_high;
    bool x_whole; /* all x are whole numbers */
};

/* Read runs[0..count): folders or metrics files. A folder without metrics is skipped. `metrics`
 * names panels, "loss,learning_rate", or is NULL; `x` is the key of the axis below or NULL: what
 * all runs count by, else seconds of fitting. Errors: those of history_open; nothing to show; a
 * metric that no run has, with those there are; an x that a run lacks; too many runs or panels. */
int curves_open(struct curves *c, const char *const *runs, int count, const char *metrics,
                const char *x, struct mien_error *e);

/* Have the panels drawn on logarithmic scales, all but those in percent. Values that have no
 * logarithm become gaps. */
void curves_log(struct curves *c);

void curves_close(struct curves *c); /* accepts a zeroed struct */

/* Curves whose numbers are at hand, put together from empty ones: a run's place, a panel, and a
 * curve in the panel added last, whose x and y [count] are the caller's to fill. `name` and `key`
 * must stay good. NULL (-1) with an error: too many, out of memory. */
int curves_add_run(struct curves *c, const char *name, struct mien_error *e);
struct panel *curves_add_panel(struct curves *c, const char *name, struct mien_error *e);
struct curve *curves_add_curve(struct curves *c, int run, const char *key, int count,
                               struct mien_error *e);

/* Once they are filled: orders them, finds best points; x_low and x_high are then the extent of
 * what there is, and may be widened. */
void curves_settle(struct curves *c);

#endif
