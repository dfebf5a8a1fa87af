/* compare.c - the view that sets runs side by side: what they reached and cost, and by what their
 * cfgs differ.
 *
 * Figures are those of a run's last line; of a run without one the best so far, and said to be.
 * Below them the cfgs of two runs: the base and the one under the cursor. The base is the run that
 * the action of that name chose, else the first pinned one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/views/cfg_diff.h"
#include "viewer/console/views/parts.h"
#include "viewer/console/views/run_fields.h"
#include "viewer/console/views/run_list.h"
#include "viewer/console/views/summary.h"
#include "viewer/console/views/view.h"

/* ---- figures ---- */

enum { ACCURACY, MACRO_F1, PARAMETERS, BYTES, OPERATIONS, FIT_SECONDS, FIGURES };

static const char *const figure_keys[FIGURES] = {"accuracy", "macro_f1",   "parameters",
                                                 "bytes",    "operations", "fit_seconds"};

struct contender {
    double value[FIGURES]; /* NaN: unknown */
    double best_at;        /* of an accuracy on the way; NaN where it is the last word */
    const double *best;    /* [FIGURES] of all contenders; NULL: not to be marked */
};

static struct contender contender_of(const struct journal *j, const struct summary *s)
{
    struct contender c = {.best_at = NAN};
    for (int k = 0; k < FIGURES; k++)
        c.value[k] = journal_last(j, figure_keys[k]);
    if (isnan(c.value[ACCURACY])) {
        c.value[ACCURACY] = s->best;
        c.best_at = s->best_at;
    }
    if (isnan(c.value[FIT_SECONDS]))
        c.value[FIT_SECONDS] = journal_last(j, "wall");
    return c;
}

static void find_best(const struct journal *const *runs, int count, double best[FIGURES])
{
    for (int k = 0; k < FIGURES; k++)
        best[k] = NAN;
    for (int i = 0; i < count; i++) {
        const struct summary s = summary_of(runs[i]);
        const struct contender c = contender_of(runs[i], &s);
        for (int k = 0; k < FIGURES; k++)
            best[k] = measure_of(figure_keys[k]).goal == MEASURE_GREATEST
                          ? fmax(best[k], c.value[k])
                          : fmin(best[k], c.value[k]);
    }
}

static void add_figure(struct table *t, const struct run_row *r, int k)
{
    const struct contender *c = r->more;
    const bool best = c->best && c->value[k] == c->best[k];
    char text[48], marked[64];
    measure_text(measure_of(figure_keys[k]).form, c->value[k], text, sizeof text);
    snprintf(marked, sizeof marked, "%s %s", r->m->unicode ? "★" : "*", text);
    table_valued(t, best ? marked : text, c->value[k]);
    table_style(t, best ? TABLE_GOOD : TABLE_PLAIN);
}

static void add_accuracy(struct table *t, const struct run_row *r)
{
    add_figure(t, r, ACCURACY);
}

static void add_macro_f1(struct table *t, const struct run_row *r)
{
    add_figure(t, r, MACRO_F1);
}

static void add_parameters(struct table *t, const struct run_row *r)
{
    add_figure(t, r, PARAMETERS);
}

static void add_bytes(struct table *t, const struct run_row *r)
{
    add_figure(t, r, BYTES);
}

static void add_operations(struct table *t, const struct run_row *r)
{
    add_figure(t, r, OPERATIONS);
}

static void add_fit_seconds(struct table *t, const struct run_row *r)
{
    add_figure(t, r, FIT_SECONDS);
}

/* On what the accuracy rests: its run's last word, or its best epoch. */
static void add_measured(struct table *t, const struct run_row *r)
{
    const struct contender *c = r->more;
    const bool final = isnan(c->best_at);
    table_text(t, isnan(c->value[ACCURACY]) ? "–"
                  : final                   ? "at the end"
                  : journal_at_work(r->j)   ? "best so far"
                                            : "best of run");
    table_style(t, final ? TABLE_PLAIN : TABLE_DIM);
}

static const struct run_field fields[] = {
    {{"mark", "", TABLE_LEFT}, run_field_mark, RUN_SHOWN},
    {{"run", "Run", TABLE_LEFT}, run_field_name, RUN_BOTH},
    {{"accuracy", "Accuracy", TABLE_RIGHT}, add_accuracy, RUN_BOTH},
    {{"macro_f1", "Macro-F1", TABLE_RIGHT}, add_macro_f1, RUN_BOTH},
    {{"measured", "Measured", TABLE_LEFT}, add_measured, RUN_BOTH},
    {{"fit_seconds", "Fit time", TABLE_RIGHT}, add_fit_seconds, RUN_BOTH},
    {{"parameters", "Parameters", TABLE_RIGHT}, add_parameters, RUN_BOTH},
    {{"bytes", "Size", TABLE_RIGHT}, add_bytes, RUN_BOTH},
    {{"operations", "Operations", TABLE_RIGHT}, add_operations, RUN_BOTH},
    {{"model", "Model", TABLE_LEFT}, run_field_model, RUN_BOTH},
    {{"state", "State", TABLE_LEFT}, run_field_state, RUN_BOTH},
    {{"path", "File", TABLE_LEFT}, run_field_path, RUN_EXPORTED},
};
enum { FIELDS = sizeof fields / sizeof *fields, FIXED = 2 };

struct compare {
    struct run_list list;
    struct table_column shown[RUN_FIELDS_MAX], exported[RUN_FIELDS_MAX];
    size_t shown_count, exported_count;
    const struct journal *base; /* chosen by the action; NULL: the first pinned run */
    bool all;                   /* show keys that do not differ */
    int top;                    /* first line shown of the differences */
    int lines, visible;         /* of the last drawing */
    char *texts[2];             /* the cfgs that `diff` compares; NULL: none yet */
    struct cfg_diff diff;
    struct mien_error error; /* why there is no comparison; text "": there is one */
};

/* The runs that can be compared, sessions of the viewer left out: out [SHELF_RUNS_MAX]. */
static int contenders(const struct model *m, struct journal **out)
{
    const int count = model_runs(m, out);
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (!out[i]->live)
            out[kept++] = out[i];
    return kept;
}

static void fill(struct table *t, const struct model *m, struct journal *const *runs, int count,
                 int where)
{
    double best[FIGURES];
    find_best((const struct journal *const *)runs, count, best);
    for (int i = 0; i < count; i++) {
        struct run_row row = {.m = m, .j = runs[i], .s = summary_of(runs[i])};
        struct contender c = contender_of(runs[i], &row.s);
        c.best = where == RUN_SHOWN && count > 1 ? best : NULL;
        row.more = &c;
        run_fields_add(fields, FIELDS, where, &row, t);
    }
}

/* ---- differences ---- */

/* The two runs whose cfgs are compared; false: there are no two. */
static bool choose(const struct compare *c, const struct model *m, const struct journal *pair[2])
{
    pair[0] = c->base;
    pair[1] = m->selected;
    for (int i = 0; !pair[0] && i < m->pinned_count; i++)
        if (m->pinned[i] != m->selected && !m->pinned[i]->live)
            pair[0] = m->pinned[i];
    return pair[0] && pair[1] && pair[0] != pair[1] && !pair[1]->live;
}

/* Make the comparison anew where it is of other texts. */
static void renew(struct compare *c, const struct journal *const pair[2])
{
    const char *const texts[2] = {pair[0]->config, pair[1]->config};
    const char *const names[2] = {pair[0]->name, pair[1]->name};
    if (c->texts[0] && c->texts[1] && strcmp(c->texts[0], texts[0]) == 0 &&
        strcmp(c->texts[1], texts[1]) == 0)
        return;
    cfg_diff_free(&c->diff);
    c->top = 0;
    c->error.text[0] = '\0';
    for (int k = 0; k < 2; k++) {
        free(c->texts[k]);
        c->texts[k] = strdup(texts[k]);
    }
    if (cfg_diff_make(&c->diff, texts, names, &c->error) != 0)
        cfg_diff_free(&c->diff);
}

/* Whether the line is shown: it differs, or all are, or it is the head of a section that differs.
 */
static bool is_shown(const struct compare *c, size_t k)
{
    const struct cfg_diff_line *line = &c->diff.lines[k];
    if (c->all || !line->same)
        return true;
    for (k++; !line->key && k < c->diff.count && c->diff.lines[k].key; k++)
        if (!c->diff.lines[k].same)
            return true;
    return false;
}

/* '-' and '+' as in diff(1): only the first or only the second has it; '~': they differ. */
static void draw_line(const struct cfg_diff_line *line, struct area a, int y, int key_width)
{
    const int width = (a.width - key_width - 2) / 2;
    const char *sign = line->same ? " " : !line->value[0] ? "+" : !line->value[1] ? "-" : "~";
    const enum cell_role role = line->same ? ROLE_FAINT : ROLE_TEXT;
    area_text(a, 0, y, ROLE_WARN, sign);
    if (!line->key) {
        char name[CFG_DIFF_NAME_MAX + 2];
        snprintf(name, sizeof name, "[%s]", line->section);
        area_field(a, 2, y, key_width - 2, false, ROLE_TITLE, name);
        for (int k = 0; k < 2 && !line->same; k++)
            area_field(a, key_width + k * (width + 2), y, width, false, ROLE_FAINT,
                       line->value[k] ? "has it" : "–");
        return;
    }
    area_field(a, 4, y, key_width - 5, false, role, line->key);
    for (int k = 0; k < 2; k++)
        area_field(a, key_width + k * (width + 2), y, width, false,
                   line->value[k] ? role : ROLE_FAINT, line->value[k] ? line->value[k] : "–");
}

static void draw_heads(const struct model *m, const struct journal *const pair[2], struct area a,
                       int key_width)
{
    const int width = (a.width - key_width - 2) / 2;
    for (int k = 0; k < 2; k++) {
        const int x = key_width + k * (width + 2), color = model_color(m, pair[k]);
        if (color >= 0)
            area_text(a, x, 0, (enum cell_role)(ROLE_CURVE + color % ROLE_CURVES),
                      theme_marker(color, m->unicode));
        area_field(a, x + 2, 0, width - 2, false, ROLE_TITLE, pair[k]->name);
    }
}

static void draw_lines(struct compare *c, struct area a, int key_width)
{
    int place = 0;
    c->lines = 0;
    c->visible = a.height;
    for (size_t k = 0; k < c->diff.count; k++)
        c->lines += is_shown(c, k);
    c->top = c->top > c->lines - a.height ? c->lines - a.height : c->top;
    c->top = c->top < 0 ? 0 : c->top;
    for (size_t k = 0; k < c->diff.count; k++)
        if (is_shown(c, k)) {
            if (place >= c->top && place - c->top < a.height)
                draw_line(&c->diff.lines[k], a, place - c->top, key_width);
            place++;
        }
}

/* What keeps two cfgs from being compared, NULL: nothing. */
static const char *obstacle(struct compare *c, const struct journal *const pair[2], char *out,
                            size_t size)
{
    for (int k = 0; k < 2; k++)
        if (!pair[k]->config) {
            snprintf(out, size,
                     "%s does not say its cfg: runs that are started now write it into their "
                     "metrics file",
                     pair[k]->name);
            return out;
        }
    renew(c, pair);
    return c->error.text[0] ? c->error.text : NULL;
}

static void draw_differences(struct compare *c, const struct model *m, struct area a)
{
    const struct journal *pair[2];
    char title[96], text[256];
    c->lines = c->visible = 0;
    if (!choose(c, m, pair)) {
        parts_hint(parts_rule(a, "cfg"),
                   c->base ? "this run is the base: move to another,\n"
                             "and what differs in their cfgs is shown here"
                           : "pin a run with `Space`, or make it the base with `b`,\n"
                             "then move to another: what differs in their cfgs is shown here");
        return;
    }
    const char *why = obstacle(c, pair, text, sizeof text);
    if (why) {
        parts_hint(parts_rule(a, "cfg"), why);
        return;
    }
    snprintf(title, sizeof title, "cfg: %zu key%s differ%s", c->diff.different,
             c->diff.different == 1 ? "" : "s", c->diff.different == 1 ? "s" : "");
    a = parts_rule(a, title);
    a = area_part(a, 1, 0, a.width - 2, a.height);
    const int key_width = a.width / 3 < 36 ? a.width / 3 : 36;
    draw_heads(m, pair, area_cut_rows(&a, 1), key_width);
    if (c->diff.different == 0 && !c->all)
        parts_hint(a, "the cfgs are the same; `a` shows them");
    else
        draw_lines(c, a, key_width);
}

/* ---- drawing ---- */

struct painting {
    const struct compare *c;
    const struct model *m;
};

static bool draw_cell(void *context, int row, int column, struct area a)
{
    const struct painting *p = context;
    const bool mark = strcmp(p->c->shown[column].key, "mark") == 0;
    if (mark)
        run_list_mark(p->m, p->c->list.runs[row], a);
    return mark;
}

static void compare_draw(void *state, struct model *m, struct area a)
{
    enum { DIFFERENCES = 6 };
    struct compare *c = state;
    struct table t;
    struct area rest = a;
    struct painting painting = {c, m};
    const struct list_painter painter = {.context = &painting, .cell = draw_cell};
    c->list.count = contenders(m, c->list.runs);
    if (c->list.count == 0) {
        parts_no_runs(m, a);
        return;
    }
    const int half = a.height / 2, wanted = c->list.count + 1;
    const int rows = a.height < DIFFERENCES + 4 ? a.height : wanted < half ? wanted : half;
    table_init(&t, c->shown, c->shown_count);
    fill(&t, m, c->list.runs, c->list.count, RUN_SHOWN);
    run_list_draw(&c->list, m, &t, a, area_cut_rows(&rest, rows), &painter);
    table_free(&t);
    if (rest.height > 1)
        draw_differences(c, m, area_part(rest, 0, 1, rest.width, rest.height - 1));
}

/* ---- actions ---- */

static bool act_sort(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct compare *c = state;
    return run_list_act_sort(&c->list, m, c->shown, c->shown_count, argument, key);
}

static bool act_reverse(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct compare *c = state;
    (void)m, (void)argument, (void)key;
    c->list.list.descending = !c->list.list.descending;
    return true;
}

static bool act_base(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct compare *c = state;
    const struct journal *base = *argument ? NULL : m->selected;
    (void)key;
    for (int i = 0; *argument && i < m->shelf.count; i++)
        if (strcmp(m->shelf.runs[i]->name, argument) == 0)
            base = m->shelf.runs[i];
    if (!base) {
        model_complain(m, *argument ? "there is no run called '%s'" : "there is no run to compare",
                       argument);
        return false;
    }
    c->base = base == c->base ? NULL : base; /* twice lets it go */
    model_say(m,
              c->base ? "cfgs are compared with that of %s"
                      : "cfgs are compared with the first pinned run's, no longer with %s",
              base->name);
    return true;
}

static bool act_all(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct compare *c = state;
    (void)m, (void)argument, (void)key;
    c->all = !c->all;
    return true;
}

static bool act_scroll(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct compare *c = state;
    (void)m;
    const bool back = key ? key == '[' : strcmp(argument, "up") == 0;
    const int page = c->visible > 2 ? c->visible / 2 : 1;
    c->top += back ? -page : page; /* drawing keeps it within */
    return true;
}

static const struct view_action actions[] = {
    {"open", "<Enter>", NULL, "open the curves of the selected run", run_list_open},
    {"sort", "><", "COLUMN",
     "sort by the next column or the one before; by name, '-' in front: the greatest first",
     act_sort},
    {"reverse", "r", NULL, "sort the other way round", act_reverse},
    {"base", "b", "RUN", "compare the cfgs of others with this run's; again: with a pinned run's",
     act_base},
    {"all", "a", NULL, "show all keys of the two cfgs, or those that differ", act_all},
    {"scroll", "][", "down|up", "scroll the cfgs", act_scroll},
};

/* ---- the view ---- */

static bool compare_input(void *state, struct model *m, const struct input *in)
{
    struct compare *c = state;
    const bool below = in->kind == INPUT_MOUSE && in->y >= c->list.y + c->list.height;
    if (below && (in->mouse == MOUSE_WHEEL_DOWN || in->mouse == MOUSE_WHEEL_UP)) {
        c->top += in->mouse == MOUSE_WHEEL_DOWN ? 3 : -3;
        return true;
    }
    return run_list_input(&c->list, m, in);
}

static void compare_open(void *state, struct model *m)
{
    struct compare *c = state;
    c->shown_count = run_fields_columns(fields, FIELDS, RUN_SHOWN, c->shown);
    c->exported_count = run_fields_columns(fields, FIELDS, RUN_EXPORTED, c->exported);
    c->list.list.fixed = FIXED;
    run_list_sort(&c->list, m, c->shown, c->shown_count, "-accuracy");
}

static void compare_close(void *state)
{
    struct compare *c = state;
    cfg_diff_free(&c->diff);
    free(c->texts[0]);
    free(c->texts[1]);
    run_list_free(&c->list);
}

static bool compare_table(void *state, struct model *m, struct table *t)
{
    struct compare *c = state;
    struct journal *runs[SHELF_RUNS_MAX];
    const int count = contenders(m, runs);
    table_init(t, c->exported, c->exported_count);
    fill(t, m, runs, count, RUN_EXPORTED);
    return true;
}

const struct view view_compare = {
    .name = "compare",
    .title = "Compare",
    .about = "what runs reached and cost side by side, and by what their cfgs differ",
    .state_size = sizeof(struct compare),
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions,
    .open = compare_open,
    .close = compare_close,
    .draw = compare_draw,
    .input = compare_input,
    .table = compare_table,
};
