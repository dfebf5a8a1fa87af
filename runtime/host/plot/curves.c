/* curves.c - see curves.h. */
#include "runtime/host/plot/curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/host/file.h"
#include "runtime/host/utf8.h"

/* ---- keys ---- */

/* Keys that say when and how fast, not how well. */
static bool is_clock(const struct history *h, const char *key)
{
    const struct measure m = measure_of(key);
    return m.clock || m.form == MEASURE_RATE || (h->kind && strcmp(key, h->kind) == 0);
}

static enum curve_role role_of(const char *key)
{
    static const enum curve_role roles[] = {[MEASURE_PLAIN] = ROWS_PLAIN,
                                            [MEASURE_VALID] = ROWS_VALIDATION,
                                            [MEASURE_OOB] = ROWS_BAG,
                                            [MEASURE_TRAIN] = ROWS_TRAINING};
    return roles[measure_of(key).rows];
}

/* ---- runs ---- */

/* The text where it fits in a label; of a longer one the middle is left out, in whole characters of
 * UTF-8. */
static void shorten(char *out, const char *text)
{
    enum { HEAD = 14, TAIL = 18 };
    const size_t length = strlen(text);
    size_t head = HEAD, tail = length - TAIL;
    if (length <= HEAD + TAIL + 3) {
        snprintf(out, CURVES_NAME_MAX, "%s", text);
        return;
    }
    while (head > 0 && utf8_continues(text[head]))
        head--;
    while (tail < length && utf8_continues(text[tail]))
        tail++;
    snprintf(out, CURVES_NAME_MAX, "%.*s...%s", (int)head, text, text + tail);
}

/* "runs/mlp68/metrics.jsonl" and "runs/mlp68/" as "mlp68". */
static int name_run(struct curve_run *r, struct mien_error *e)
{
    char *copy = strdup(r->path);
    if (!copy)
        return error_memory(e, r->path, strlen(r->path));
    for (char *end = copy + strlen(copy); end > copy + 1 && end[-1] == '/';)
        *--end = '\0';
    char *name = copy + (file_name(copy) - copy);
    if (strcmp(name, "metrics.jsonl") == 0 && name > copy + 1)
        name[-1] = '\0';
    shorten(r->name, *file_name(copy) ? file_name(copy) : r->path);
    free(copy);
    return 0;
}

/* Runs that share a name are called by their paths. */
static void tell_apart(struct curves *c)
{
    bool shared[CURVES_RUNS_MAX] = {false};
    for (int i = 0; i < c->run_count; i++)
        for (int k = 0; k < c->run_count; k++)
            shared[i] |= k != i && strcmp(c->runs[i].name, c->runs[k].name) == 0;
    for (int i = 0; i < c->run_count; i++)
        if (shared[i])
            shorten(c->runs[i].name, c->runs[i].path);
}

static int skip(struct curves *c, const char *run, const char *why, struct mien_error *e)
{
    const size_t size = strlen(run) + strlen(why) + 3;
    char **more = realloc(c->skipped, (size_t)(c->skipped_count + 1) * sizeof *more);
    char *text = more ? malloc(size) : NULL;
    if (more)
        c->skipped = more;
    if (!text)
        return error_memory(e, run, size);
    snprintf(text, size, "%s: %s", run, why);
    c->skipped[c->skipped_count++] = text;
    return 0;
}

/* Whether a run is a folder in which no metrics have been written. */
static bool lacks_metrics(const char *run)
{
    struct stat st;
    if (stat(run, &st) != 0 || !S_ISDIR(st.st_mode))
        return false;
    char *path = file_join(run, "metrics.jsonl");
    const bool lacks = path && stat(path, &st) != 0;
    free(path);
    return lacks;
}

static int read_run(struct curves *c, const char *run, struct mien_error *e)
{
    struct curve_run *r = &c->runs[c->run_count];
    if (lacks_metrics(run))
        return skip(c, run, "there are no metrics (no metrics.jsonl in the folder); name a run", e);
    if (history_open(&r->history, run, e) != 0)
        return -1;
    if (r->history.lines == 0) {
        history_close(&r->history);
        return skip(c, run, "no metrics have been written yet; plot it when it has begun", e);
    }
    r->path = run;
    c->run_count++;
    return name_run(r, e);
}

/* ---- the axis below ---- */

static bool all_have(const struct curves *c, const char *key)
{
    for (int i = 0; i < c->run_count; i++)
        if (!history_find(&c->runs[i].history, key))
            return false;
    return true;
}

static const char *choose_x(const struct curves *c)
{
    const char *kind = c->runs[0].history.kind;
    for (int i = 1; kind && i < c->run_count; i++)
        if (!c->runs[i].history.kind || strcmp(c->runs[i].history.kind, kind) != 0)
            kind = NULL;
    if (kind && all_have(c, kind))
        return kind;
    return all_have(c, "wall") ? "wall" : "step";
}

static int check_x(const struct curves *c, const char *x, struct mien_error *e)
{
    for (int i = 0; i < c->run_count; i++)
        if (!history_find(&c->runs[i].history, x))
            return error_set(e, c->runs[i].name, 0,
                             "the run has no '%.60s' to draw its metrics over; name another key "
                             "with --x",
                             x);
    return 0;
}

/* The extent of x in the file's unit, whole numbers or not. */
static void measure_x(struct curves *c)
{
    c->x_low = INFINITY;
    c->x_high = -INFINITY;
    c->x_whole = true;
    for (int p = 0; p < c->panel_count; p++)
        for (int k = 0; k < c->panels[p].count; k++) {
            const struct curve *v = &c->panels[p].curves[k];
            for (int i = 0; i < v->count; i++) {
                c->x_low = fmin(c->x_low, v->x[i]);
                c->x_high = fmax(c->x_high, v->x[i]);
                c->x_whole = c->x_whole && v->x[i] == rint(v->x[i]);
            }
        }
}

/* Seconds of a long run become minutes or hours. */
static void set_x_unit(struct curves *c, const char *x)
{
    static const struct {
        double from, seconds;
        const char *name;
    } units[] = {{7200, 3600, "hours of fitting"},
                 {300, 60, "minutes of fitting"},
                 {-INFINITY, 1, "seconds of fitting"}};
    if (strcmp(x, "wall") != 0) {
        snprintf(c->x_name, sizeof c->x_name, "%s", x);
        return;
    }
    int u = 0;
    while (u < 2 && !(c->x_high >= units[u].from))
        u++;
    snprintf(c->x_name, sizeof c->x_name, "%s", units[u].name);
    for (int p = 0; p < c->panel_count; p++)
        for (int k = 0; k < c->panels[p].count; k++)
            for (int i = 0; i < c->panels[p].curves[k].count; i++)
                c->panels[p].curves[k].x[i] /= units[u].seconds;
    measure_x(c);
    c->x_whole = false;
}

/* ---- panels ---- */

struct panel *curves_add_panel(struct curves *c, const char *name, struct mien_error *e)
{
    if (c->panel_count == CURVES_PANELS_MAX) {
        error_set(e, NULL, 0, "more than %d metrics to draw; name fewer of them",
                  CURVES_PANELS_MAX);
        return NULL;
    }
    struct panel *p = &c->panels[c->panel_count++];
    *p = (struct panel){.name = name, .low = NAN, .high = NAN};
    const struct measure m = measure_of(name);
    p->goal = m.goal;
    p->percent = m.form == MEASURE_SHARE;
    return p;
}

/* A panel each metric has once. */
static int add_panel(struct curves *c, const char *name, struct mien_error *e)
{
    for (int p = 0; p < c->panel_count; p++)
        if (strcmp(c->panels[p].name, name) == 0)
            return 0;
    return curves_add_panel(c, name, e) ? 0 : -1;
}

static bool run_has(const struct history *h, const char *panel)
{
    for (uint32_t k = 0; k < h->column_count; k++)
        if (measure_belongs(h->columns[k].name, panel))
            return true;
    return false;
}

/* All keys of all runs, each once, in the words of a list. */
static void list_keys(const struct curves *c, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < c->run_count; i++)
        for (uint32_t k = 0; k < c->runs[i].history.column_count; k++) {
            const char *key = c->runs[i].history.columns[k].name;
            bool told = false;
            for (int before = 0; before < i; before++)
                told |= history_find(&c->runs[before].history, key) != NULL;
            if (!told && used + strlen(key) + 3 < size)
                used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", key);
        }
}

static int add_named(struct curves *c, const char *list, struct mien_error *e)
{
    char *rest = c->names = strdup(list), *name;
    if (!rest)
        return error_memory(e, "names", strlen(list));
    while ((name = strsep(&rest, ","))) {
        char keys[700];
        bool found = false;
        for (int i = 0; i < c->run_count; i++)
            found |= run_has(&c->runs[i].history, name);
        list_keys(c, keys, sizeof keys);
        if (!found)
            return error_usage(e, "--metric: no run has '%.60s'; there are %s", name, keys);
        if (add_panel(c, name, e) != 0)
            return -1;
    }
    return 0;
}

/* Loss and accuracy; everything else of a run that has neither. */
static int add_usual(struct curves *c, struct mien_error *e)
{
    static const char *const usual[] = {"loss", "accuracy"};
    for (int u = 0; u < 2; u++)
        for (int i = 0; i < c->run_count; i++)
            if (run_has(&c->runs[i].history, usual[u]) && add_panel(c, usual[u], e) != 0)
                return -1;
    for (int i = 0; i < c->run_count; i++) {
        const struct history *h = &c->runs[i].history;
        for (uint32_t k = 0; !run_has(h, "loss") && !run_has(h, "accuracy") && k < h->column_count;
             k++) {
            const char *metric = measure_of(h->columns[k].name).name;
            if (!is_clock(h, h->columns[k].name) && *metric && add_panel(c, metric, e) != 0)
                return -1;
        }
    }
    return c->panel_count > 0 ? 0
                              : error_set(e, c->runs[0].name, 0,
                                          "there are no metrics (only times and counts); name "
                                          "one of them with --metric");
}

/* ---- curves ---- */

/* Points where the line of the file has both numbers; v has room for all of y. */
static void fill(struct curve *v, const struct history_column *x, const struct history_column *y,
                 double factor)
{
    v->count = 0;
    for (uint32_t k = 0, at = 0; k < y->count; k++) {
        while (at < x->count && x->line[at] < y->line[k])
            at++;
        if (at == x->count || x->line[at] != y->line[k] || isnan(x->value[at]))
            continue;
        v->x[v->count] = x->value[at];
        v->y[v->count++] = factor * y->value[k];
    }
}

static void find_best(struct curve *v, enum measure_goal goal)
{
    v->best = v->last = -1;
    for (int k = 0; k < v->count; k++) {
        if (isnan(v->y[k]))
            continue;
        v->last = k;
        if (goal != MEASURE_NO_GOAL &&
            (v->best < 0 ||
             (goal == MEASURE_LEAST ? v->y[k] < v->y[v->best] : v->y[k] > v->y[v->best])))
            v->best = k;
    }
}

static struct curve *add_curve(struct panel *p, int run, const char *key, int count,
                               struct mien_error *e)
{
    struct curve *more = realloc(p->curves, (size_t)(p->count + 1) * sizeof *more);
    if (more)
        p->curves = more;
    struct curve v = {
        .run = run, .key = key, .role = role_of(key), .count = count, .best = -1, .last = -1};
    v.x = more ? malloc((size_t)count * sizeof *v.x + 1) : NULL;
    v.y = v.x ? malloc((size_t)count * sizeof *v.y + 1) : NULL;
    if (!v.y) {
        free(v.x);
        error_memory(e, "a curve", (size_t)count * 2 * sizeof *v.x);
        return NULL;
    }
    p->curves[p->count] = v;
    return &p->curves[p->count++];
}

struct curve *curves_add_curve(struct curves *c, int run, const char *key, int count,
                               struct mien_error *e)
{
    return add_curve(&c->panels[c->panel_count - 1], run, key, count, e);
}

/* A key without a prefix is the training's where others in the panel have one. */
static void settle_roles(struct panel *p)
{
    bool told = false;
    for (int k = 0; k < p->count; k++)
        told |= p->curves[k].role != ROWS_PLAIN && p->curves[k].role != ROWS_RAW;
    for (int k = 0; told && k < p->count; k++)
        if (p->curves[k].role == ROWS_PLAIN)
            p->curves[k].role = ROWS_TRAINING;
}

/* Stable, and the lists are short. */
static void sort_curves(struct panel *p)
{
    for (int i = 1; i < p->count; i++)
        for (int k = i; k > 0 && p->curves[k].role < p->curves[k - 1].role; k--) {
            const struct curve t = p->curves[k];
            p->curves[k] = p->curves[k - 1];
            p->curves[k - 1] = t;
        }
    for (int i = 0; i < p->count; i++) {
        p->curves[i].chief = p->curves[i].count > 0 && p->curves[i].role != ROWS_RAW;
        for (int k = 0; k < i; k++)
            if (p->curves[k].run == p->curves[i].run && p->curves[i].count > 0)
                p->curves[k].chief = false;
    }
}

static int fill_panel(struct curves *c, struct panel *p, const char *x, struct mien_error *e)
{
    for (int i = 0; i < c->run_count; i++) {
        const struct history *h = &c->runs[i].history;
        for (uint32_t k = 0; k < h->column_count; k++) {
            const struct history_column *y = &h->columns[k];
            if (!measure_belongs(y->name, p->name))
                continue;
            struct curve *v = add_curve(p, i, y->name, (int)y->count, e);
            if (!v)
                return -1;
            fill(v, history_find(h, x), y, p->percent ? 100 : 1);
        }
    }
    return 0;
}

int curves_add_run(struct curves *c, const char *name, struct mien_error *e)
{
    struct curve_run *more = realloc(c->runs, (size_t)(c->run_count + 1) * sizeof *more);
    if (!more)
        return error_memory(e, name, (size_t)(c->run_count + 1) * sizeof *more);
    c->runs = more;
    if (c->run_count == CURVES_RUNS_MAX)
        return error_usage(e, "more than %d runs are too many for one figure; choose fewer",
                           CURVES_RUNS_MAX);
    struct curve_run *r = &c->runs[c->run_count];
    *r = (struct curve_run){.path = name};
    shorten(r->name, name);
    return c->run_count++;
}

void curves_settle(struct curves *c)
{
    for (int p = 0; p < c->panel_count; p++) {
        settle_roles(&c->panels[p]);
        sort_curves(&c->panels[p]);
        for (int k = 0; k < c->panels[p].count; k++)
            find_best(&c->panels[p].curves[k], c->panels[p].goal);
    }
    measure_x(c);
}

int curves_open(struct curves *c, const char *const *runs, int count, const char *metrics,
                const char *x, struct mien_error *e)
{
    *c = (struct curves){.runs = calloc((size_t)count + 1, sizeof *c->runs)};
    int result = c->runs ? 0 : error_memory(e, "runs", (size_t)count * sizeof *c->runs);
    if (result == 0 && count > CURVES_RUNS_MAX)
        result = error_usage(e, "%d runs are too many for one figure; name at most %d", count,
                             CURVES_RUNS_MAX);
    for (int i = 0; result == 0 && i < count; i++)
        result = read_run(c, runs[i], e);
    if (result == 0 && c->run_count == 0)
        result = error_set(e, NULL, 0, "%s", c->skipped[0]);
    if (result == 0) {
        tell_apart(c);
        x = x ? x : choose_x(c);
        result =
            check_x(c, x, e) == 0 && (metrics ? add_named(c, metrics, e) : add_usual(c, e)) == 0
                ? 0
                : -1;
    }
    for (int p = 0; result == 0 && p < c->panel_count; p++)
        result = fill_panel(c, &c->panels[p], x, e);
    if (result == 0) {
        curves_settle(c);
        set_x_unit(c, x);
    }
    if (result == 0 && !(c->x_low <= c->x_high))
        result = error_set(e, c->runs[0].name, 0, "no line has both '%s' and a metric to draw", x);
    if (result != 0)
        curves_close(c);
    return result;
}

void curves_log(struct curves *c)
{
    for (int p = 0; p < c->panel_count; p++) {
        struct panel *panel = &c->panels[p];
        panel->log = !panel->percent;
        for (int k = 0; panel->log && k < panel->count; k++) {
            struct curve *v = &panel->curves[k];
            for (int i = 0; i < v->count; i++)
                v->y[i] = v->y[i] > 0 ? v->y[i] : NAN;
            find_best(v, panel->goal);
        }
    }
}

void curves_close(struct curves *c)
{
    for (int p = 0; p < c->panel_count; p++) {
        for (int k = 0; k < c->panels[p].count; k++) {
            free(c->panels[p].curves[k].x);
            free(c->panels[p].curves[k].y);
        }
        free(c->panels[p].curves);
    }
    for (int i = 0; i < c->run_count; i++)
        history_close(&c->runs[i].history);
    for (int i = 0; i < c->skipped_count; i++)
        free(c->skipped[i]);
    free(c->skipped);
    free(c->names);
    free(c->runs);
    *c = (struct curves){0};
}
