/* curves_state.h - what the files of the view of curves share: its state, and the scene that is
 * gathered from the runs for each drawing, table and figure.
 *
 * A panel is a measure (measure.h), and in it each run chosen has a trace for the rows on which it
 * was taken. Ranges and the cursor are in units of the axis below: the runs' own count, or a unit
 * of time. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_CURVES_STATE_H
#define MIEN_VIEWER_CONSOLE_VIEWS_CURVES_STATE_H

#include "runtime/host/plot/measure.h"
#include "viewer/console/screen/chart.h"
#include "viewer/console/views/view.h"

enum {
    SCENE_RUNS_MAX = 64,   /* as many as a figure has */
    SCENE_PANELS_MAX = 16, /* on one screen */
    SCENE_METRICS_MAX = JOURNAL_COLUMNS_MAX
};

/* Where something lies in the area of the view. */
struct place {
    int x, y, width, height;
};

struct scene_trace {
    struct journal *journal;
    int color;
    const struct journal_column *column;
    const struct series *series; /* the column's own, or one of the store's */
    enum measure_rows rows;
    bool dashed; /* the second measure of its run in the panel */
};

struct scene_panel {
    const char *metric;
    struct measure measure;
    int first, count;         /* of its traces in the scene */
    struct place place;       /* of all of it */
    struct place legend;      /* a row each trace; width 0: none */
    struct chart_frame frame; /* in the view's area */
};

struct scene {
    struct journal *runs[SCENE_RUNS_MAX];
    int run_count, runs_left_out;
    char metrics[SCENE_METRICS_MAX][JOURNAL_NAME_MAX]; /* that are chosen, in their order */
    int metric_count;
    int focus;                                   /* the metric that keys speak of */
    struct scene_panel panels[SCENE_PANELS_MAX]; /* of them those on the screen */
    int first_panel, panel_count;                /* the metric of panels[0] */
    struct scene_trace *traces;
    int trace_count, trace_capacity;
    double full_low, full_high; /* extent of all traces; low > high: there are none */
    double x_low, x_high;       /* what is shown of it */
    double seconds;             /* of a unit of the axis; 0: it has the runs' own count */
    const char *x_name;         /* "epoch", "minutes" */
    bool x_whole;
};

/* Series that are no column's own: read again for a zoom, or over time. */
struct store;
void store_free(struct store *s); /* accepts NULL */

struct picker {
    bool open;
    char filter[JOURNAL_NAME_MAX];
    int selected, top;
    struct place place; /* of its rows in the last drawing */
};

struct curves_state {
    char metrics[SCENE_PANELS_MAX][JOURNAL_NAME_MAX]; /* chosen by a person */
    int metric_count;                                 /* 0: the usual ones */
    char focus[JOURNAL_NAME_MAX];                     /* a metric; "": the first */
    bool full;                                        /* it alone is shown */
    double low, high;                                 /* zoom; low >= high: all */
    double cursor;                                    /* NaN: none */
    double seconds;                                   /* of the unit that these three are in */
    double smooth;
    bool log, fixed, wall;
    double drag_from, drag_to; /* what the mouse draws in the panel of the focus; NaN: nothing */
    struct picker picker;
    int panels_at_once; /* that the screen had room for */
    struct scene scene; /* of the last drawing; its traces hold until the runs are read on */
    struct store *store;
    struct table_column *columns; /* of the last table, and behind them their names */
};

/* ---- curves_scene.c ---- */

/* Gather what is to be shown: all but places and frames. `panels`: at most so many at once, 0 for
 * as many as the last time. */
void scene_gather(struct curves_state *s, struct model *m, int panels);

/* All metrics of the chosen runs, in the order in which they appear; out as in struct scene. */
int scene_metrics(const struct scene *scene, char out[SCENE_METRICS_MAX][JOURNAL_NAME_MAX]);

/* Gather runs and metrics alone: how many metrics there are to show. */
int scene_choose(struct curves_state *s, const struct model *m);

/* The chart of a panel; curves [panel->count] is the caller's. */
struct chart scene_chart(const struct curves_state *s, const struct scene_panel *p,
                         struct chart_curve *curves);

/* Change what is shown of the axis; a range beyond it or without width is cut to what there is. */
void scene_zoom(struct curves_state *s, double low, double high);

/* ---- curves_store.c ---- */

/* The series to draw for a column: over seconds / unit (unit 0: over the run's own count), as exact
 * as the file where [low, high] in units of the axis shows less than half of the buckets (low >=
 * high: all is shown). NULL where there is no time to draw it over. Kept until store_sweep finds it
 * unused. *store is made when first needed. */
const struct series *store_series(struct store **store, struct model *m, struct journal *j,
                                  const struct journal_column *c, double unit, double low,
                                  double high);
void store_sweep(struct store *s);

/* Seconds of the run's newest step, NaN: unknown. */
double store_seconds(const struct journal *j);

/* ---- curves_look.c ---- */

/* Choose the metrics of a list ("loss,accuracy"); "": the usual ones. */
void curves_set_metrics(struct curves_state *s, const char *list);

/* Take the metrics that are ticked into the scene, and all that is to be kept into m->look. */
void curves_remember(struct curves_state *s, struct model *m);

/* ---- the rest ---- */

void curves_draw(void *state, struct model *m, struct area a);
void legend_draw(const struct curves_state *s, const struct model *m, const struct scene_panel *p,
                 const struct chart *c, struct area title, struct area a);
void picker_draw(struct curves_state *s, const struct model *m, struct area a);
bool picker_input(struct curves_state *s, struct model *m, const struct input *in);
bool curves_table(void *state, struct model *m, struct table *t);
int curves_figure(void *state, struct model *m, const char *path, struct mien_error *e);

#endif
