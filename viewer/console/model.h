/* model.h - what the console is about: the runs, which are chosen, how they are looked at.
 *
 * Views and the program around them share this and nothing else. Chosen are one run under the
 * cursor and those that are pinned; views of several runs show the pinned ones and the one under
 * the cursor. */
#ifndef MIEN_VIEWER_CONSOLE_MODEL_H
#define MIEN_VIEWER_CONSOLE_MODEL_H

#include "viewer/console/journal/shelf.h"
#include "viewer/console/screen/theme.h"

enum { MODEL_NOTICE_MAX = 512, MODEL_FILTER_MAX = 128 };

/* How views look at runs, kept from one start to the next (app/settings.h): a view begins with it
 * in its `open` and writes it where a person changes it. */
struct model_look {
    char sort[32];     /* of the overview: a column's key, '-' in front: descending; "": its own */
    char metrics[256]; /* of the curves: "loss,accuracy"; "": what the runs have */
    double smooth;     /* of the curves: weight of the past, 0..0.99 */
    bool log;          /* of the curves: y on a logarithmic scale */
};

struct model {
    struct shelf shelf;
    const struct journal *selected; /* the run under the cursor; NULL: there is none */
    const struct journal *pinned[SHELF_RUNS_MAX];
    int pinned_count;

    char filter[MODEL_FILTER_MAX]; /* runs whose name, model or state contains every word of it; ""
                                      all */
    struct model_look look;
    enum theme_ground ground;
    bool unicode;
    double now; /* seconds since 1970: time stands still while a frame is drawn */

    char notice[MODEL_NOTICE_MAX]; /* what the bar says next: an error, or what was done */
    bool notice_bad;
    int wanted_view;           /* a view asks for another to be shown (enum view_place); -1: none */
    const char *wanted_prompt; /* a view asks for the command line with this text in it (":search "
                                  without the colon); NULL: none */
    bool again; /* set by a drawing that has work left: it goes on with the next one, which is due
                   at once. Cleared before each drawing */
};

/* The runs that the filter lets through: out[0..returned), out [SHELF_RUNS_MAX]. */
int model_runs(const struct model *m, struct journal **out);

/* Those that views of several runs show: the pinned ones in the order in which they were pinned,
 * then the selected one, without doubles: out [SHELF_RUNS_MAX]. A run's colour is its place here,
 * so a pinned run keeps its own while the cursor moves. */
int model_chosen(const struct model *m, struct journal **out);

/* The place of a run among the chosen: its colour and marker; -1: it is none of them. */
int model_color(const struct model *m, const struct journal *j);

bool model_is_pinned(const struct model *m, const struct journal *j);

/* Pin it or let it go; of more than SHELF_RUNS_MAX nothing is pinned. */
void model_pin(struct model *m, const struct journal *j, bool on);

/* Select the run `by` places further among those the filter lets through. */
void model_select_next(struct model *m, int by);

/* Say something in the bar. */
void model_say(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
void model_complain(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
