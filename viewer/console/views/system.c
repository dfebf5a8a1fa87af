/* system.c - the view of what runs cost: the machine, and the process that writes each run.
 *
 * Counters are read at most once a second and only while the view is drawn; what is shown is what
 * they grew by since. Runs that a process here writes come first, the others say why they have
 * none. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/screen/chart.h"
#include "viewer/console/views/parts.h"
#include "viewer/console/views/process.h"
#include "viewer/console/views/run_fields.h"
#include "viewer/console/views/run_list.h"
#include "viewer/console/views/summary.h"
#include "viewer/console/views/view.h"

static const double INTERVAL = 1; /* seconds between readings */

/* A run's writer as it was read last, and what it used since the view was opened. */
struct watched {
    const struct journal *run;
    struct process process; /* pid 0: there is none */
    double share;           /* of one core, NaN: not read twice yet */
    struct series shares, memory;
};

struct system {
    struct run_list list;
    struct table_column shown[RUN_FIELDS_MAX], exported[RUN_FIELDS_MAX];
    size_t shown_count, exported_count;
    struct watched *watched; /* [count]; a run that once had a process stays */
    int count;
    struct machine machine;
    double core_share[MACHINE_CORES_MAX], share; /* NaN: not read twice yet */
    struct series shares, memory;
    double opened, sampled; /* seconds since 1970, 0: not yet */
};

/* ---- reading ---- */

static struct watched *find(const struct system *s, const struct journal *run)
{
    for (int i = 0; i < s->count; i++)
        if (s->watched[i].run == run)
            return &s->watched[i];
    return NULL;
}

/* The run's place among the watched, made where it is new; NULL: out of memory, it is left out. */
static struct watched *watch(struct system *s, const struct journal *run)
{
    struct watched *found = find(s, run);
    if (found)
        return found;
    struct watched *grown = realloc(s->watched, (size_t)(s->count + 1) * sizeof *grown);
    if (!grown)
        return NULL;
    s->watched = grown;
    s->watched[s->count] = (struct watched){.run = run, .share = NAN};
    return &s->watched[s->count++];
}

static void sample_process(struct watched *w, double x, double seconds)
{
    const struct process before = w->process;
    if (!process_read(&w->process, w->run->writer)) {
        w->share = NAN;
        return;
    }
    w->share = process_share(&before, &w->process, seconds);
    if (before.pid == 0)
        return; /* the first reading: there is no share yet, and that is no gap */
    series_add(&w->shares, x, w->share);
    series_add(&w->memory, x, w->process.resident > 0 ? (double)w->process.resident : NAN);
}

static void sample_machine(struct system *s, double x)
{
    const struct machine before = s->machine;
    s->share = NAN;
    if (!machine_read(&s->machine))
        return;
    for (int i = 0; i < s->machine.cores; i++)
        s->core_share[i] = machine_share(&before.core[i], &s->machine.core[i]);
    s->share = machine_share(&before.all, &s->machine.all);
    if (before.all.total == 0) { /* since the machine started, until there is a second reading */
        s->share = NAN;
        return;
    }
    series_add(&s->shares, x, s->share);
    series_add(&s->memory, x, (double)(s->machine.memory - s->machine.available));
}

static void sample(struct system *s, const struct model *m)
{
    const double seconds = m->now - s->sampled;
    if (s->sampled > 0 && seconds >= 0 && seconds < INTERVAL)
        return;
    s->opened = s->opened > 0 ? s->opened : m->now;
    sample_machine(s, m->now - s->opened);
    for (int i = 0; i < m->shelf.count; i++) {
        const struct journal *run = m->shelf.runs[i];
        struct watched *w = run->writer > 0 ? watch(s, run) : find(s, run);
        if (w)
            sample_process(w, m->now - s->opened, s->sampled > 0 ? seconds : NAN);
    }
    s->sampled = m->now;
}

/* ---- the machine ---- */

static enum cell_role load_role(double share)
{
    return share > 0.9 ? ROLE_WARN : ROLE_GOOD;
}

/* "cpu0  ██████░░░░ 65 %" in the area's first row. */
static void draw_gauge(struct area a, const char *name, double share, const char *value)
{
    const int name_width = 7, value_width = utf8_text_width(value) > 5 ? 22 : 5;
    area_field(a, 0, 0, name_width, false, ROLE_FAINT, name);
    const struct area bar = area_part(a, name_width, 0, a.width - name_width - value_width - 1, 1);
    area_fill(bar, ROLE_FAINT, a.cells->unicode ? 0x2591 : '.');
    if (!isnan(share))
        area_bar(bar, load_role(share), share);
    area_field(a, a.width - value_width, 0, value_width, value_width == 5, ROLE_TEXT, value);
}

static void draw_cores(const struct system *s, struct area a, int columns)
{
    const int rows = a.height, width = a.width / columns;
    char name[16], value[16];
    for (int i = 0; i < s->machine.cores && i < rows * columns; i++) {
        const struct area cell =
            area_part(a, i / rows * width, i % rows, width - (columns > 1 ? 2 : 0), 1);
        snprintf(name, sizeof name, "cpu%d", s->machine.core[i].number);
        snprintf(value, sizeof value, "%.0f %%", 100 * s->core_share[i]);
        draw_gauge(cell, name, s->core_share[i], isnan(s->core_share[i]) ? "–" : value);
    }
    if (s->machine.cores > rows * columns)
        area_printf(area_part(a, -1, rows - 1, 1, 1), 0, 0, ROLE_FAINT, "+");
}

static void draw_memory(const struct machine *machine, struct area a)
{
    char used[24], all[24], text[64];
    const double share =
        machine->memory > 0 ? 1 - (double)machine->available / (double)machine->memory : NAN;
    snprintf(text, sizeof text, "%s of %s",
             measure_text(MEASURE_BYTES, (double)(machine->memory - machine->available), used,
                          sizeof used),
             measure_text(MEASURE_BYTES, (double)machine->memory, all, sizeof all));
    draw_gauge(a, "memory", share, text);
}

/* Core gauges, memory and the load; returns what is left below. */
static struct area draw_machine(const struct system *s, struct area a)
{
    enum { GAUGE = 30, ROWS = 8 };
    char title[96];
    const struct machine *machine = &s->machine;
    if (machine->cores == 0) {
        area_text(area_cut_rows(&a, 1), 1, 0, ROLE_FAINT,
                  "this system has no /proc to read processes and load from");
        return a;
    }
    snprintf(title, sizeof title, "%d core%s, load %.2f %.2f %.2f", machine->cores,
             machine->cores == 1 ? "" : "s", machine->load[0], machine->load[1], machine->load[2]);
    a = parts_rule(a, title);
    struct area inside = area_part(a, 1, 0, a.width - 2, a.height);
    const int columns = inside.width / GAUGE > 1 ? inside.width / GAUGE : 1;
    const int fit = a.height / 4 < ROWS ? a.height / 4 : ROWS;
    const int needed = (machine->cores + columns - 1) / columns;
    const int rows = needed < fit ? needed : fit > 0 ? fit : 1;
    const int used = machine->cores < columns ? machine->cores : columns;
    draw_cores(s, area_cut_rows(&inside, rows), used > 0 ? used : 1);
    struct area line = area_cut_rows(&inside, 1);
    draw_memory(machine, area_cut_columns(&line, line.width / 2));
    if (line.width > 16) {
        area_text(line, 2, 0, ROLE_FAINT, "busy");
        chart_sparkline(area_part(line, 7, 0, line.width - 7, 1), ROLE_GOOD, &s->shares);
    }
    area_cut_rows(&a, rows + 1);
    return a;
}

/* ---- processes ---- */

/* What a row says beside its run. */
struct seat {
    const struct process *process; /* NULL: the run has none on this machine */
    double share, age;
};

static const struct seat *seat(const struct run_row *r)
{
    return r->more;
}

static void add_state(struct table *t, const struct run_row *r)
{
    const struct process *p = seat(r)->process;
    table_text(t, p ? process_state_name(p->state) : "no process");
}

/* A share of one core as top(1) writes it: 187 % are nearly two cores. */
static void add_share(struct table *t, double share)
{
    char text[32];
    snprintf(text, sizeof text, "%.0f %%", 100 * share);
    table_valued(t, isnan(share) ? "–" : text, share);
}

static void add_cpu(struct table *t, const struct run_row *r)
{
    add_share(t, seat(r)->share);
}

static void add_mean(struct table *t, const struct run_row *r)
{
    add_share(t, seat(r)->process ? process_mean_share(seat(r)->process, seat(r)->age) : NAN);
}

/* Bytes that the kernel did not tell are 0 in struct process. */
static void add_bytes(struct table *t, uint64_t bytes)
{
    run_field_measure(t, MEASURE_BYTES, bytes > 0 ? (double)bytes : NAN);
}

static void add_resident(struct table *t, const struct run_row *r)
{
    add_bytes(t, seat(r)->process ? seat(r)->process->resident : 0);
}

static void add_peak(struct table *t, const struct run_row *r)
{
    add_bytes(t, seat(r)->process ? seat(r)->process->peak : 0);
}

static void add_threads(struct table *t, const struct run_row *r)
{
    const struct process *p = seat(r)->process;
    run_field_measure(t, MEASURE_COUNT, p ? (double)p->threads : NAN);
}

static void add_nice(struct table *t, const struct run_row *r)
{
    const struct process *p = seat(r)->process;
    run_field_measure(t, MEASURE_COUNT, p ? (double)p->nice : NAN);
}

static void add_age(struct table *t, const struct run_row *r)
{
    run_field_measure(t, MEASURE_SECONDS, seat(r)->age);
}

static void add_pid(struct table *t, const struct run_row *r)
{
    const struct process *p = seat(r)->process;
    char text[24];
    snprintf(text, sizeof text, "%ld", p ? (long)p->pid : 0);
    table_valued(t, p ? text : "–", p ? (double)p->pid : NAN);
}

static void add_program(struct table *t, const struct run_row *r)
{
    table_text(t, seat(r)->process ? seat(r)->process->name : "");
}

static const struct run_field fields[] = {
    {{"mark", "", TABLE_LEFT}, run_field_mark, RUN_SHOWN},
    {{"run", "Run", TABLE_LEFT}, run_field_name, RUN_BOTH},
    {{"process", "Process", TABLE_LEFT}, add_state, RUN_BOTH},
    {{"cpu", "CPU", TABLE_RIGHT}, add_cpu, RUN_BOTH},
    {{"curve", "", TABLE_LEFT}, run_field_curve, RUN_SHOWN},
    {{"memory", "Memory", TABLE_RIGHT}, add_resident, RUN_BOTH},
    {{"peak", "Peak", TABLE_RIGHT}, add_peak, RUN_BOTH},
    {{"threads", "Threads", TABLE_RIGHT}, add_threads, RUN_BOTH},
    {{"age", "Running", TABLE_RIGHT}, add_age, RUN_BOTH},
    {{"mean", "CPU mean", TABLE_RIGHT}, add_mean, RUN_BOTH},
    {{"nice", "Nice", TABLE_RIGHT}, add_nice, RUN_BOTH},
    {{"pid", "PID", TABLE_RIGHT}, add_pid, RUN_BOTH},
    {{"program", "Program", TABLE_LEFT}, add_program, RUN_BOTH},
};
enum { FIELDS = sizeof fields / sizeof *fields, FIXED = 2 };

static void add_row(const struct system *s, const struct model *m, struct table *t,
                    const struct journal *j, int where, int curve_width)
{
    const struct watched *w = find(s, j);
    const bool there = w && w->process.pid > 0;
    const struct seat seat = {.process = there ? &w->process : NULL,
                              .share = there ? w->share : NAN,
                              .age = there ? process_age(&w->process, &s->machine) : NAN};
    const struct run_row row = {.m = m, .j = j, .curve_width = curve_width, .more = &seat};
    run_fields_add(fields, FIELDS, where, &row, t);
}

/* The runs that the filter lets through, those first that have a process: out [SHELF_RUNS_MAX]. */
static int order_runs(const struct system *s, const struct model *m, struct journal **out)
{
    struct journal *runs[SHELF_RUNS_MAX];
    const int count = model_runs(m, runs);
    int placed = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < count; i++) {
            const struct watched *w = find(s, runs[i]);
            if ((w && w->process.pid > 0) == (pass == 0))
                out[placed++] = runs[i];
        }
    return count;
}

/* ---- drawing ---- */

struct painting {
    const struct system *s;
    const struct model *m;
};

static enum cell_role row_role(void *context, int row)
{
    const struct painting *p = context;
    const struct watched *w = find(p->s, p->s->list.runs[row]);
    return w && w->process.pid > 0 ? ROLE_TEXT : ROLE_FAINT;
}

static bool draw_cell(void *context, int row, int column, struct area a)
{
    const struct painting *p = context;
    const struct journal *j = p->s->list.runs[row];
    const struct watched *w = find(p->s, j);
    const char *key = p->s->shown[column].key;
    const bool mark = strcmp(key, "mark") == 0, curve = strcmp(key, "curve") == 0;
    if (mark)
        run_list_mark(p->m, j, a);
    else if (curve && w)
        chart_sparkline(a, ROLE_GOOD, &w->shares);
    return mark || curve;
}

static void draw_list(struct system *s, struct model *m, struct area view, struct area a)
{
    struct table t;
    struct painting painting = {s, m};
    const struct list_painter painter = {.context = &painting, .role = row_role, .cell = draw_cell};
    const int curve_width = a.width < 100 ? 8 : a.width < 160 ? 20 : 40;
    table_init(&t, s->shown, s->shown_count);
    for (int i = 0; i < s->list.count; i++)
        add_row(s, m, &t, s->list.runs[i], RUN_SHOWN, curve_width);
    run_list_draw(&s->list, m, &t, view, a, &painter);
    table_free(&t);
}

/* A share of cores, or bytes where not `percent`, over the seconds since the view was opened; from
 * nought, so that what is little looks little. */
static void draw_series(struct area a, const char *title, const struct series *series, bool percent)
{
    const struct chart_curve curve = {.series = series};
    const double high = percent ? fmax(series->high, 1) : 1.1 * series->high;
    const struct chart chart = {.curves = &curve,
                                .curve_count = 1,
                                .percent = percent,
                                .y_high = isnan(high) ? 1 : high,
                                .x_name = "s",
                                .cursor = NAN};
    a = area_part(a, 1, 0, a.width - 2, a.height);
    area_text(area_cut_rows(&a, 1), 0, 0, ROLE_TITLE, title);
    chart_draw(a, &chart);
}

static void draw_pair(struct area a, const char *const titles[2], const struct series *shares,
                      const struct series *memory)
{
    if (shares->count < 2) {
        parts_hint(a, "measuring: the first figures come in some seconds");
        return;
    }
    draw_series(area_cut_columns(&a, a.width / 2), titles[0], shares, true);
    draw_series(a, titles[1], memory, false);
}

/* Why a run has no process to show, in words. */
static void tell_why(const struct model *m, const struct journal *j, struct area a)
{
    char text[JOURNAL_NAME_MAX + 160], ago[32];
    const bool resumable = j->state == JOURNAL_STOPPED || j->state == JOURNAL_CRASHED;
    if (journal_at_work(j))
        snprintf(text, sizeof text, "%s: its process is not on this machine", j->name);
    else
        snprintf(text, sizeof text, "%s is %s, written %s: it has no process on this machine%s",
                 j->name, journal_state_names[j->state],
                 summary_ago(m->now - j->written, ago, sizeof ago),
                 resumable ? "; :resume goes on with it" : "");
    area_field(a, 1, 0, a.width - 2, false, ROLE_FAINT, text);
}

/* The selected run's process; of a run that has none the machine. */
static void draw_detail(const struct system *s, const struct model *m, struct area a)
{
    static const char *const of_process[] = {"CPU, 100 % is one core", "memory"};
    static const char *const of_machine[] = {"all cores, share busy", "memory in use"};
    const struct watched *w = find(s, m->selected);
    char title[JOURNAL_NAME_MAX + 64];
    if (w && w->process.pid > 0) {
        snprintf(title, sizeof title, "%s, process %ld", m->selected->name, (long)w->process.pid);
        draw_pair(parts_rule(a, title), of_process, &w->shares, &w->memory);
        return;
    }
    a = parts_rule(a, "this machine");
    tell_why(m, m->selected, area_cut_rows(&a, 1));
    draw_pair(a, of_machine, &s->shares, &s->memory);
}

static void system_draw(void *state, struct model *m, struct area a)
{
    enum { DETAIL = 9 };
    struct system *s = state;
    sample(s, m);
    struct area rest = draw_machine(s, a);
    s->list.count = order_runs(s, m, s->list.runs);
    if (s->list.count == 0) {
        parts_no_runs(m, rest);
        return;
    }
    if (rest.height > 8)
        area_cut_rows(&rest, 1);
    const int wanted = s->list.count + 1, room = rest.height - DETAIL;
    const int rows = room < 4 ? rest.height : wanted < room ? wanted : room;
    draw_list(s, m, a, area_cut_rows(&rest, rows));
    if (rest.height > 1 && m->selected)
        draw_detail(s, m, area_part(rest, 0, 1, rest.width, rest.height - 1));
}

/* ---- the view ---- */

static bool act_sort(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct system *s = state;
    return run_list_act_sort(&s->list, m, s->shown, s->shown_count, argument, key);
}

static bool act_reverse(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct system *s = state;
    (void)m, (void)argument, (void)key;
    s->list.list.descending = !s->list.list.descending;
    return true;
}

static const struct view_action actions[] = {
    {"open", "<Enter>", NULL, "open the curves of the selected run", run_list_open},
    {"sort", "><", "COLUMN",
     "sort by the next column or the one before; by name, '-' in front: the "
     "greatest first",
     act_sort},
    {"reverse", "r", NULL, "sort the other way round", act_reverse},
};

static bool system_input(void *state, struct model *m, const struct input *in)
{
    struct system *s = state;
    return run_list_input(&s->list, m, in);
}

static void system_open(void *state, struct model *m)
{
    struct system *s = state;
    (void)m;
    s->shown_count = run_fields_columns(fields, FIELDS, RUN_SHOWN, s->shown);
    s->exported_count = run_fields_columns(fields, FIELDS, RUN_EXPORTED, s->exported);
    s->list.list.sort = -1;
    s->list.list.fixed = FIXED;
}

static void system_close(void *state)
{
    struct system *s = state;
    for (int i = 0; i < s->count; i++) {
        series_free(&s->watched[i].shares);
        series_free(&s->watched[i].memory);
    }
    free(s->watched);
    series_free(&s->shares);
    series_free(&s->memory);
    run_list_free(&s->list);
}

static bool system_table(void *state, struct model *m, struct table *t)
{
    struct system *s = state;
    struct journal *runs[SHELF_RUNS_MAX];
    sample(s, m);
    const int count = order_runs(s, m, runs);
    table_init(t, s->exported, s->exported_count);
    for (int i = 0; i < count; i++)
        add_row(s, m, t, runs[i], RUN_EXPORTED, 0);
    return true;
}

const struct view view_system = {
    .name = "system",
    .title = "System",
    .about = "the processes that write the runs, and the machine: CPU, memory, threads",
    .state_size = sizeof(struct system),
    .settle = 1.1,
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions,
    .open = system_open,
    .close = system_close,
    .draw = system_draw,
    .input = system_input,
    .table = system_table,
};
