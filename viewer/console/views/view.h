/* view.h - a view of the console: an entry of a table that draws itself.
 *
 * A view reads the console's model (model.h), keeps a state of its own, and changes the model only
 * by what model.h offers. It draws into the area that it is given, of any size. Its keys are a
 * table too: help, hints in the bar and dispatch all read it. Text that asks for an answer goes
 * through the command line: `:` commands of a view are its actions by name. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_VIEW_H
#define MIEN_VIEWER_CONSOLE_VIEWS_VIEW_H

#include "runtime/host/table.h"
#include "viewer/console/model.h"
#include "viewer/console/screen/cells.h"
#include "viewer/console/screen/input.h"

/* One thing a view can do: by key, by name on the command line (":smooth 0.9"), by a click on its
 * hint in the bar. `argument` is "" where a key did it. Returns false with m->notice set where it
 * cannot be done. */
struct view_action {
    const char *name; /* "smooth" */
    const char
        *keys; /* first is shown: "s", "+=", "<Left>h"; "" for none. <...> as input_key_name */
    const char *argument; /* "0..0.99", or NULL: takes none */
    const char *help;     /* "smooth the curves; the raw band stays behind" */
    bool (*act)(void *state, struct model *m, const char *argument, uint32_t key);
};

struct view {
    const char *name;  /* "curves": on the command line and in the settings */
    const char *title; /* "Curves" */
    const char *about; /* one line for help */
    size_t state_size; /* the state is zeroed memory */
    double settle;     /* seconds between two drawings, before which it has no figures; mostly 0 */
    const struct view_action *actions;
    int action_count;

    /* Set what zeroes do not mean; and give back what the state owns. NULL: nothing to do. */
    void (*open)(void *state, struct model *m);
    void (*close)(void *state);

    void (*draw)(void *state, struct model *m, struct area a);

    /* Mouse in the area of the last drawing (coordinates relative to it), and keys that no action
     * has. Returns whether it was used. NULL: none. */
    bool (*input)(void *state, struct model *m, const struct input *in);

    /* While true every key goes to `input` and to no action: a word is being typed. NULL: never. */
    bool (*grabs)(const void *state);

    /* The table that ":export table.csv" writes and --json prints; NULL: the view has none. Filled
     * with rows for the runs shown. */
    bool (*table)(void *state, struct model *m, struct table *t);

    /* Draw what the view shows as a figure for ":export plot.svg"; NULL: the view has none. */
    int (*figure)(void *state, struct model *m, const char *path, struct mien_error *e);
};

/* The views in the order of their keys 1..7. */
#define VIEWS(X)                                                                                   \
    X(overview)                                                                                    \
    X(curves)                                                                                      \
    X(confusion)                                                                                   \
    X(compare)                                                                                     \
    X(live)                                                                                        \
    X(log)                                                                                         \
    X(system)

#define X(name) extern const struct view view_##name;
VIEWS(X)
#undef X

enum view_place {
#define X(name) VIEW_##name,
    VIEWS(X)
#undef X
        VIEW_COUNT
};

#endif
