/* console_bench.c - see console_bench.h. */
#include "trainer/bench/console_bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"
#include "trainer/bench/program.h"
#include "trainer/bench/timing.h"
#include "trainer/bench/vt.h"
#include "trainer/evaluate/median.h"
#include "runtime/host/stop.h"

enum { ROUNDS_MAX = 100, CHUNK = 1 << 16 };

static const double ready_limit = 120, shown_limit = 5; /* seconds */
static const double settled = 1;                        /* behind a start or a change of view */

/* ---- the console on its screen ---- */

struct stage {
    struct program console;
    struct vt vt;
};

/* What it said last is the reason. */
static int ended(const struct stage *s, const char *program, struct mien_error *e)
{
    char said[VT_WIDTH + 1] = "";
    for (int y = 0; y < VT_HEIGHT && !*said; y++)
        sscanf(s->vt.row[y], " %120[^\n]", said);
    for (size_t n = strlen(said); n > 0 && said[n - 1] == ' ';)
        said[--n] = '\0';
    return error_set(e, program, 0, "ended (%s); ./mien builds it", *said ? said : "no word");
}

static int open_stage(struct stage *s, const char *program, const struct made_runs *runs,
                      struct mien_error *e)
{
    char settings[4096];
    const char *const argv[] = {program, "--view", "overview", runs->folder, NULL};
    const char *const environment[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8",
                                       "NO_COLOR=", settings, NULL};
    snprintf(settings, sizeof settings, "XDG_CONFIG_HOME=%s", runs->folder);
    vt_init(&s->vt);
    return program_start(&s->console, argv, environment, true, e);
}

/* Take in what it has drawn. -1: it has ended. */
static int look(struct stage *s)
{
    char bytes[CHUNK];
    ssize_t got;
    while ((got = program_read(&s->console, bytes, sizeof bytes)) > 0)
        vt_feed(&s->vt, bytes, (size_t)got);
    return got < 0 ? -1 : 0;
}

static bool is_ready(const struct stage *s, const struct made_runs *runs)
{
    char working[32], finished[32];
    snprintf(working, sizeof working, " %d running ", runs->growing);
    snprintf(finished, sizeof finished, " %d finished ", runs->count - runs->growing);
    return !vt_shows(&s->vt, "reading") && (!runs->growing || vt_shows(&s->vt, working)) &&
           vt_shows(&s->vt, finished);
}

static int await_ready(struct stage *s, const char *program, const struct made_runs *runs,
                       struct mien_error *e)
{
    const struct program *const all[] = {&s->console};
    while (!is_ready(s, runs)) {
        program_await(all, 1, clock_seconds() + 1);
        if (look(s) != 0)
            return ended(s, program, e);
        if (stop_asked())
            return error_set(e, NULL, 0, "stopped");
        if (clock_seconds() > s->console.started + ready_limit)
            return error_set(e, program, 0, "was not ready after %.0f s", ready_limit);
    }
    return 0;
}

/* Runs at work that have been silent for long are called stalled. */
static int wake(struct made_runs *runs, struct mien_error *e)
{
    int result = 0;
    for (int run = 0; result == 0 && run < runs->growing; run++)
        result = made_runs_add(runs, run, NAN, e);
    return result;
}

/* ---- starting ---- */

static int time_start(struct console_start *out, const char *program, struct made_runs *runs,
                      struct mien_error *e)
{
    struct stage s = {0};
    int result = wake(runs, e) != 0 || open_stage(&s, program, runs, e) != 0
                     ? -1
                     : await_ready(&s, program, runs, e);
    out->ready_s = clock_seconds() - s.console.started;
    out->cpu_s = program_cpu_s(&s.console);
    out->peak_mb = program_peak_mb(&s.console);
    program_stop(&s.console);
    return result;
}

static int time_peer(struct console_start *out, const struct made_runs *runs, struct mien_error *e)
{
    static const char script[] = "import glob, json, sys\n"
                                 "for path in glob.glob(sys.argv[1] + '/*/metrics.jsonl'):\n"
                                 "    for line in open(path, 'rb'):\n"
                                 "        json.loads(line)\n";
    const char *const argv[] = {"python3", "-c", script, runs->folder, NULL};
    const char *const environment[] = {NULL};
    struct program peer;
    if (program_start(&peer, argv, environment, false, e) != 0)
        return -1;
    const double started = peer.started;
    const bool failed = program_wait(&peer, &out->peer_cpu_s) != 0;
    out->peer_s = clock_seconds() - started;
    if (failed)
        out->peer_s = out->peer_cpu_s = NAN;
    return 0;
}

int console_bench_start(struct console_start *out, const char *program, struct made_runs *runs,
                        int rounds, struct mien_error *e)
{
    enum { FIGURES = sizeof *out / sizeof(double) };
    double values[FIGURES][ROUNDS_MAX], *const medians = &out->ready_s;
    rounds = rounds < ROUNDS_MAX ? rounds : ROUNDS_MAX;
    for (int i = 0; i < rounds; i++) {
        struct console_start one;
        if (time_start(&one, program, runs, e) != 0 || time_peer(&one, runs, e) != 0)
            return -1;
        for (int k = 0; k < FIGURES; k++)
            values[k][i] = (&one.ready_s)[k];
    }
    for (int k = 0; k < FIGURES; k++)
        medians[k] = median(values[k], rounds);
    return 0;
}

/* ---- following ---- */

/* A record whose way to the screen is timed. */
struct sample {
    double wrote, shown, told; /* seconds; NaN: not yet */
};

struct chase {
    struct stage stage;
    struct program peer; /* its pid is 0 where there is none */
    const char *program;
    struct made_runs *runs;
    struct sample *samples; /* [capacity] */
    int count, capacity;    /* written */
    int shown, told;        /* of these the first ones have come */
    int number;             /* of the first one: no two are alike */
};

/* Losses that nothing else on the screen is like: 2.001, 2.002 ... */
static double loss_of(int number)
{
    return 2 + number / 999 + (number % 999 + 1) / 1000.0;
}

/* The newest record, behind the first `known` ones, whose loss `holds` finds: all until then have
 * come. */
static int come(const struct chase *c, int known, const char *format,
                bool (*holds)(const void *text, const char *loss), const void *text)
{
    char loss[64];
    for (int k = c->count; k > known; k--) {
        snprintf(loss, sizeof loss, format, loss_of(c->number + k - 1));
        if (holds(text, loss))
            return k;
    }
    return known;
}

static bool on_screen(const void *vt, const char *loss)
{
    return vt_shows(vt, loss);
}

static bool in_text(const void *text, const char *loss)
{
    return strstr(text, loss) != NULL;
}

static int look_at_console(struct chase *c, struct mien_error *e)
{
    if (look(&c->stage) != 0)
        return ended(&c->stage, c->program, e);
    const double now = clock_seconds();
    const int shown = come(c, c->shown, "%.3f", on_screen, &c->stage.vt);
    while (c->shown < shown)
        c->samples[c->shown++].shown = now;
    return 0;
}

static void look_at_peer(struct chase *c)
{
    char text[CHUNK];
    ssize_t got = c->peer.pid ? program_read(&c->peer, text, sizeof text - 1) : 0;
    const double now = clock_seconds();
    if (got < 0)
        program_stop(&c->peer);
    if (got <= 0)
        return;
    text[got] = '\0';
    const int told = come(c, c->told, "\"valid_loss\":%.9g,", in_text, text);
    while (c->told < told)
        c->samples[c->told++].told = now;
}

/* Watch both until `deadline`. */
static int watch(struct chase *c, double deadline, struct mien_error *e)
{
    const struct program *const all[] = {&c->stage.console, &c->peer};
    do {
        program_await(all, c->peer.pid ? 2 : 1, deadline);
        if (look_at_console(c, e) != 0)
            return -1;
        look_at_peer(c);
        if (stop_asked())
            return error_set(e, NULL, 0, "stopped");
    } while (clock_seconds() < deadline);
    return 0;
}

static struct console_delay delay_of(const struct chase *c, bool peer)
{
    double *ms = malloc((size_t)(c->count + 1) * sizeof *ms);
    int count = 0;
    for (int k = 0; ms && k < c->count; k++) {
        const struct sample *s = &c->samples[k];
        const double came = peer ? s->told : s->shown;
        if (!isnan(came))
            ms[count++] = 1e3 * (came - s->wrote);
    }
    const struct timing t = timing_of(ms, count); /* sorts */
    const struct console_delay d = {t.median_ms, t.p95_ms, count ? ms[count - 1] : NAN};
    free(ms);
    return d;
}

/* Records every `interval` seconds, by the first `runs` in turn; those of the first run are timed.
 */
struct plan {
    int runs, records;
    double interval;
};

static int write_records(struct chase *c, const struct plan *p, struct mien_error *e)
{
    const double begun = clock_seconds();
    for (int k = 0; k < p->records; k++) {
        const bool timed = k % p->runs == 0;
        if (timed)
            c->samples[c->count] = (struct sample){clock_seconds(), NAN, NAN};
        if (made_runs_add(c->runs, k % p->runs, timed ? loss_of(c->number + c->count) : NAN, e))
            return -1;
        c->count += timed;
        if (watch(c, begun + (k + 1) * p->interval, e) != 0)
            return -1;
    }
    return 0;
}

static int follow(struct chase *c, struct console_follow *out, const struct plan *p,
                  struct mien_error *e)
{
    c->number += c->count;
    c->count = c->shown = c->told = 0;
    c->capacity = p->records / p->runs + 1;
    free(c->samples);
    c->samples = malloc((size_t)c->capacity * sizeof *c->samples);
    if (!c->samples)
        return error_memory(e, "samples", (size_t)c->capacity * sizeof *c->samples);
    const double begun = clock_seconds(), cpu = program_cpu_s(&c->stage.console);
    const double peer_cpu = c->peer.pid ? program_cpu_s(&c->peer) : NAN;
    if (write_records(c, p, e) != 0)
        return -1;
    const double took = clock_seconds() - begun;
    out->share = (program_cpu_s(&c->stage.console) - cpu) / took;
    out->peer_share = c->peer.pid ? (program_cpu_s(&c->peer) - peer_cpu) / took : NAN;
    for (const double limit = clock_seconds() + shown_limit;
         c->shown < c->count && clock_seconds() < limit;)
        if (watch(c, clock_seconds() + 0.1, e) != 0)
            return -1;
    if (c->shown < c->count)
        return error_set(e, c->program, 0, "did not show a record within %.0f s (valid_loss %.3f)",
                         shown_limit, loss_of(c->number + c->shown));
    out->delay = delay_of(c, false);
    out->peer_delay = delay_of(c, true);
    return 0;
}

/* `tail -F` on the files that grow; it is left out where it cannot be started. */
static int start_peer(struct chase *c, struct mien_error *e)
{
    const char *argv[MADE_GROWING_MAX + 4] = {"tail", "-n0", "-F"};
    const char *const environment[] = {NULL};
    char *paths[MADE_GROWING_MAX] = {NULL};
    int result = 0;
    for (int run = 0; run < c->runs->growing; run++) {
        argv[3 + run] = paths[run] = made_runs_path(c->runs, run);
        result = paths[run] ? result : error_memory(e, "a path", 0);
    }
    if (result == 0)
        result = program_start(&c->peer, argv, environment, false, e);
    for (int run = 0; run < c->runs->growing; run++)
        free(paths[run]);
    return result;
}

/* All runs at work are pinned, so that their curves lie over each other. */
static int show_curves(struct chase *c, struct mien_error *e)
{
    for (int run = 0; run < c->runs->growing; run++)
        program_type(&c->stage.console, run + 1 < c->runs->growing ? "pj" : "p");
    program_type(&c->stage.console, "2");
    return watch(c, clock_seconds() + settled, e);
}

int console_bench_follow(struct console_following *out, const char *program, struct made_runs *runs,
                         int samples, double seconds, struct mien_error *e)
{
    const double interval = 1.0 / (CONSOLE_BENCH_RATE * runs->growing);
    const struct plan alone = {1, samples, 0.4371}, /* no divisor of the console's own second */
        together = {runs->growing, (int)(seconds / interval), interval};
    struct chase c = {.program = program, .runs = runs};
    int result = wake(runs, e) == 0 && open_stage(&c.stage, program, runs, e) == 0 &&
                         await_ready(&c.stage, program, runs, e) == 0 && start_peer(&c, e) == 0 &&
                         watch(&c, clock_seconds() + settled, e) == 0
                     ? 0
                     : -1;
    if (result == 0 &&
        (follow(&c, &out->alone, &alone, e) != 0 || follow(&c, &out->overview, &together, e) != 0 ||
         show_curves(&c, e) != 0 || follow(&c, &out->curves, &together, e) != 0))
        result = -1;
    program_stop(&c.peer);
    program_stop(&c.stage.console);
    free(c.samples);
    return result;
}
