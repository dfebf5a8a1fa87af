/* live.c - a live session as a presenter watches it: emotions, pace, stages, events.
 *
 * Shown is the run under the cursor where it is a session, else the session that runs or, where
 * none does, began last. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/views/live_scene.h"
#include "viewer/console/views/parts.h"
#include "viewer/console/views/view.h"

enum { EVENT_WORDS_MAX = 96, WIDE = 110, ROOMY_HEIGHT = 30 };

struct live_state {
    struct live_frames frames;
    int window; /* into windows */
    char events[EVENT_WORDS_MAX];
    int events_top;
};

static const struct {
    const char *name, *span;
    double seconds;
} windows[] = {
    {"30s", "last 30 s", 30},
    {"2min", "last 2 min", 120},
    {"10min", "last 10 min", 600},
    {"all", "whole session", INFINITY},
};
enum { WINDOWS = sizeof windows / sizeof *windows, WINDOW_FIRST = 1 };

/* ---- which session ---- */

/* Whether `a` is to be shown rather than `b`: it runs, or it began later. */
static bool goes_before(const struct journal *a, const struct journal *b)
{
    const bool a_runs = journal_at_work(a);
    return a_runs != journal_at_work(b) ? a_runs : a->started > b->started;
}

static struct journal *shown(const struct model *m)
{
    struct journal *best = NULL;
    for (int i = 0; i < m->shelf.count; i++) {
        struct journal *j = m->shelf.runs[i];
        if (j->live && j == m->selected)
            return j;
        if (j->live && (!best || goes_before(j, best)))
            best = j;
    }
    return best;
}

/* The sessions that the filter lets through: out [SHELF_RUNS_MAX]; *place is that of the one shown,
 * 0 where it is none of them. */
static int sessions(const struct model *m, struct journal **out, int *place)
{
    int count = 0;
    const int all = model_runs(m, out);
    const struct journal *now = shown(m);
    *place = 0;
    for (int i = 0; i < all; i++)
        if (out[i]->live) {
            *place = out[i] == now ? count : *place;
            out[count++] = out[i];
        }
    return count;
}

/* Select the session `by` places further, round. */
static bool switch_session(struct model *m, int by)
{
    struct journal *runs[SHELF_RUNS_MAX];
    int place;
    const int count = sessions(m, runs, &place);
    if (count == 0) {
        model_complain(m, "no live session here: start one with `mien view`");
        return false;
    }
    m->selected = runs[(place + by + count) % count];
    if (count == 1)
        model_say(m, "%s is the only session", m->selected->name);
    return true;
}

static bool next_session(void *state, struct model *m, const char *argument, uint32_t key)
{
    ((struct live_state *)state)->events_top = 0;
    (void)argument, (void)key;
    return switch_session(m, 1);
}

static bool previous_session(void *state, struct model *m, const char *argument, uint32_t key)
{
    ((struct live_state *)state)->events_top = 0;
    (void)argument, (void)key;
    return switch_session(m, -1);
}

/* ---- other actions ---- */

static bool set_window(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct live_state *s = state;
    (void)key;
    if (*argument == '\0') {
        s->window = (s->window + 1) % WINDOWS;
        return true;
    }
    for (int i = 0; i < WINDOWS; i++)
        if (strcmp(windows[i].name, argument) == 0) {
            s->window = i;
            return true;
        }
    model_complain(m, "no window of time is called so (%s); one of 30s, 2min, 10min, all",
                   argument);
    return false;
}

static int events_that_pass(const struct live_state *s, const struct journal *j)
{
    int count = 0;
    for (int i = 0; j && i < j->event_count; i++)
        count += live_event_passes(j->events[i].text, s->events);
    return count;
}

static bool filter_events(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct live_state *s = state;
    if (key != 0 && *argument == '\0' && *s->events == '\0') {
        m->wanted_prompt = "events ";
        return true;
    }
    snprintf(s->events, sizeof s->events, "%s", argument);
    s->events_top = 0;
    const struct journal *j = shown(m);
    if (*s->events == '\0')
        model_say(m, "all events are shown");
    else
        model_say(m, "%d of %d events", events_that_pass(s, j), j ? j->event_count : 0);
    return true;
}

static bool scroll_by(struct live_state *s, const struct model *m, int rows)
{
    const int last = events_that_pass(s, shown(m)) - 1;
    s->events_top = s->events_top + rows > last ? last : s->events_top + rows;
    s->events_top = s->events_top < 0 ? 0 : s->events_top;
    return true;
}

static bool older(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)argument, (void)key;
    return scroll_by(state, m, 1);
}

static bool newer(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)argument, (void)key;
    return scroll_by(state, m, -1);
}

static bool oldest(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)argument, (void)key;
    return scroll_by(state, m, JOURNAL_EVENTS_MAX);
}

static bool newest(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)argument, (void)key;
    return scroll_by(state, m, -JOURNAL_EVENTS_MAX);
}

/* ---- drawing ---- */

static void draw_two_columns(const struct live_scene *s, struct area a)
{
    const int n = s->emotion_count;
    const struct live_panel left[] = {{2, 2, 1, live_draw_leader},
                                      {n + 1, 4 * n + 1, n, live_draw_emotions},
                                      {n > 0 ? 4 : 0, n > 0 ? a.height : 0, 1, live_draw_mood}};
    const struct live_panel right[] = {
        {7, 17, 5, live_draw_pace},
        {s->stage_count + 4, s->stage_count + 16, 1, live_draw_stages},
        {6, a.height, 1, live_draw_events}};
    const struct area half = area_cut_columns(&a, a.width * 11 / 20);
    live_panels_draw(left, 3, s, area_part(half, 0, 0, half.width - 3, half.height));
    live_panels_draw(right, 3, s, a);
}

static void draw_one_column(const struct live_scene *s, struct area a)
{
    const int n = s->emotion_count;
    const bool roomy = a.height >= ROOMY_HEIGHT;
    const struct live_panel panels[] = {{1, 1, 1, live_draw_leader},
                                        {n + 1, roomy ? 2 * n + 1 : n + 1, n, live_draw_emotions},
                                        {6, 6, 1, live_draw_pace},
                                        {s->stage_count > 0 ? 3 : 0, roomy ? s->stage_count + 3 : 3,
                                         roomy ? s->stage_count : 1, live_draw_stages},
                                        {3, a.height, 1, live_draw_events}};
    live_panels_draw(panels, 5, s, a);
}

static void draw_nothing(const struct model *m, struct area a)
{
    char text[JOURNAL_NAME_MAX + 128] = "No live session yet.";
    if (m->selected)
        snprintf(text, sizeof text, "%s is a training run; press `2` for its curves.",
                 m->selected->name);
    strcat(text, "\nStart a live session with `mien view`: it shows up here by itself.");
    parts_hint(a, text);
}

static void live_draw(void *state, struct model *m, struct area a)
{
    struct live_state *s = state;
    struct journal *j = shown(m);
    if (!j) {
        draw_nothing(m, a);
        return;
    }
    if (!live_frames_follow(&s->frames, j))
        model_complain(m, "out of memory for the frames of %s; only the whole session is shown",
                       j->name);
    struct live_scene scene = {.model = m,
                               .journal = j,
                               .span = windows[s->window].span,
                               .window = live_window(j, &s->frames, windows[s->window].seconds),
                               .now = live_window(j, &s->frames, 0.5),
                               .events = s->events,
                               .events_top = s->events_top};
    struct journal *all[SHELF_RUNS_MAX];
    scene.session_count = sessions(m, all, &scene.session);
    live_scene_parts(&scene);
    live_draw_header(&scene, area_cut_rows(&a, a.width >= WIDE ? 2 : 1));
    if (!journal_find(j, "wall"))
        parts_hint(a, "The session has begun; no frame came so far.");
    else if (a.width >= WIDE)
        draw_two_columns(&scene, a);
    else
        draw_one_column(&scene, a);
}

static bool live_input(void *state, struct model *m, const struct input *in)
{
    if (in->kind != INPUT_MOUSE || (in->mouse != MOUSE_WHEEL_UP && in->mouse != MOUSE_WHEEL_DOWN))
        return false;
    return scroll_by(state, m, in->mouse == MOUSE_WHEEL_UP ? -3 : 3);
}

static void live_open(void *state, struct model *m)
{
    (void)m;
    ((struct live_state *)state)->window = WINDOW_FIRST;
}

static void live_close(void *state)
{
    live_frames_free(&((struct live_state *)state)->frames);
}

/* ---- table: a row a second ---- */

static const struct table_column columns[] = {
    {"second", "Second", TABLE_RIGHT},         {"frames_per_second", "Frames/s", TABLE_RIGHT},
    {"latency_ms", "Latency ms", TABLE_RIGHT}, {"dropped", "Dropped", TABLE_RIGHT},
    {"faces", "Faces", TABLE_RIGHT},           {"engagement", "Engagement", TABLE_RIGHT},
    {"emotion", "Emotion", TABLE_LEFT},        {"emotion_share", "Share", TABLE_RIGHT},
};

enum { ROWS_MAX = 3600, MEASURES = 5 };

static const struct {
    const char *key, *format;
} measures[MEASURES] = {{"frames_per_second", "%.1f"},
                        {"latency", "%.2f"},
                        {"dropped", "%.0f"},
                        {"faces", "%.0f"},
                        {"engagement", "%.2f"}};

static void fill_row(struct table *t, const struct live_scene *scene, const double *values,
                     int rows, int row)
{
    const struct live_window *w = &scene->window;
    table_number(t, "%.1f", w->from + (w->to - w->from) * row / rows);
    for (int i = 0; i < MEASURES; i++)
        table_number(t, measures[i].format, values[i * rows + row]);
    int leader = -1;
    double share = -1;
    for (int e = 0; e < scene->emotion_count; e++) {
        const double value = values[(MEASURES + e) * rows + row];
        leader = value > share ? e : leader;
        share = fmax(share, value);
    }
    if (leader >= 0)
        table_text(t, scene->emotions[leader].name);
    else
        table_empty(t);
    table_number(t, "%.3f", leader >= 0 ? share : NAN);
}

static bool live_table(void *state, struct model *m, struct table *t)
{
    struct live_state *s = state;
    struct journal *j = shown(m);
    if (!j || !live_frames_follow(&s->frames, j))
        return false;
    struct live_scene scene = {.journal = j,
                               .window = live_window(j, &s->frames, windows[s->window].seconds)};
    live_scene_parts(&scene);
    const double seconds = scene.window.to - scene.window.from;
    const int rows = (int)fmin(fmax(ceil(seconds), 1), ROWS_MAX);
    double *values =
        malloc((size_t)(MEASURES + scene.emotion_count) * (size_t)rows * sizeof *values);
    if (!values)
        return false;
    for (int i = 0; i < MEASURES; i++)
        live_slices(&scene.window, measures[i].key, &values[i * rows], rows);
    for (int e = 0; e < scene.emotion_count; e++)
        live_slices(&scene.window, scene.emotions[e].key, &values[(MEASURES + e) * rows], rows);
    table_init(t, columns, sizeof columns / sizeof *columns);
    for (int row = 0; row < rows; row++)
        fill_row(t, &scene, values, rows, row);
    free(values);
    return true;
}

static const struct view_action actions[] = {
    {"window", "t", "30s|2min|10min|all", "the span of time that is shown", set_window},
    {"previous", "[", NULL, "the session before", previous_session},
    {"next", "]", NULL, "the next session", next_session},
    {"events", "e", "WORDS", "only events with one of these words; again: all", filter_events},
    {"older", "<Down>j", NULL, "scroll to older events", older},
    {"newer", "<Up>k", NULL, "scroll to newer events", newer},
    {"oldest", "<End>G", NULL, "the oldest event kept", oldest},
    {"newest", "<Home>g", NULL, "the newest event", newest},
};

const struct view view_live = {
    .name = "live",
    .title = "Live",
    .about = "a live session: emotions, pace, stages, events",
    .state_size = sizeof(struct live_state),
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions,
    .open = live_open,
    .close = live_close,
    .draw = live_draw,
    .input = live_input,
    .table = live_table,
};
