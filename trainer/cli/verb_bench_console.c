/* verb_bench_console.c - `mien bench console`: what the console takes to start on many runs and on
 * a long one, to follow runs at work, and until a metric is on the screen. */
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/host/cli/cli.h"
#include "runtime/host/table.h"
#include "trainer/bench/console_bench.h"
#include "trainer/cli/beside.h"
#include "runtime/host/stop.h"

extern const struct cli_verb verb_bench_console;

struct options {
    long long rounds;
    bool quick, json;
};

static const struct cli_option options[] = {
    {"rounds", 'r', CLI_INTEGER, offsetof(struct options, rounds), 1, 100, "N",
     "starts of each kind, in turn with the peer's (5); medians are printed"},
    {"quick", 0, CLI_FLAG, offsetof(struct options, quick), 0, 0, NULL,
     "a few small files and seconds, to see that it works; its figures mean little"},
    {"json", 0, CLI_FLAG, offsetof(struct options, json), 0, 0, NULL, "print JSON"},
};

/* What is measured on. */
struct size {
    int runs, growing;
    long records, frames;
    int samples;
    double seconds;
};
static const struct size whole = {50, 4, 10000, 1000000, 40, 20}, quick = {6, 2, 200, 2000, 4, 1};

static const double unknown = NAN;

/* `most` is what mien promises; NaN: nothing. */
static void add(struct table *t, const char *what, const char *figure, const char *format,
                double mien, double most, double peer)
{
    table_text(t, what);
    table_text(t, figure);
    table_number(t, format, mien);
    table_number(t, "%.0f", most);
    table_number(t, format, peer);
    table_number(t, "%.2f", mien / peer);
}

static void add_start(struct table *t, const char *what, const struct console_start *s,
                      double most_s, double most_mb)
{
    add(t, what, "s until ready", "%.2f", s->ready_s, most_s, s->peer_s);
    add(t, what, "s of processor", "%.2f", s->cpu_s, unknown, s->peer_cpu_s);
    add(t, what, "MB at most", "%.1f", s->peak_mb, most_mb, unknown);
}

static void add_delay(struct table *t, const char *what, const struct console_follow *f)
{
    add(t, what, "ms, median", "%.1f", f->delay.median, unknown, f->peer_delay.median);
    add(t, what, "ms, 95 of 100", "%.1f", f->delay.p95, unknown, f->peer_delay.p95);
    add(t, what, "ms, worst", "%.1f", f->delay.worst, 250, f->peer_delay.worst);
}

static void add_follow(struct table *t, const char *what, const struct console_follow *f)
{
    add(t, what, "% of a core", "%.2f", 100 * f->share, 2, 100 * f->peer_share);
    add_delay(t, what, f);
}

static int bench_runs(struct table *t, const char *program, const struct size *z, int rounds,
                      struct mien_error *e)
{
    struct made_runs runs;
    struct console_start start;
    struct console_following f;
    char what[96];
    if (made_runs_open(&runs, z->runs, z->growing, z->records, e) != 0)
        return -1;
    snprintf(what, sizeof what, "%d runs of %ld records, %.0f MB", z->runs, z->records,
             1e-6 * (double)runs.bytes);
    fprintf(stderr, "%s\n", what);
    int result = console_bench_start(&start, program, &runs, rounds, e);
    if (result == 0) {
        add_start(t, what, &start, 1, 60);
        fprintf(stderr, "%d of them at work\n", z->growing);
        result = console_bench_follow(&f, program, &runs, z->samples, z->seconds, e);
    }
    if (result == 0) {
        add_delay(t, "a record is added, overview", &f.alone);
        snprintf(what, sizeof what, "%d runs add %d a second each", z->growing, CONSOLE_BENCH_RATE);
        char where[128];
        snprintf(where, sizeof where, "%s, overview", what);
        add_follow(t, where, &f.overview);
        snprintf(where, sizeof where, "%s, curves", what);
        add_follow(t, where, &f.curves);
    }
    made_runs_close(&runs);
    return result;
}

static int bench_session(struct table *t, const char *program, const struct size *z, int rounds,
                         struct mien_error *e)
{
    struct made_runs session;
    struct console_start start;
    char what[96];
    if (made_session_open(&session, z->frames, e) != 0)
        return -1;
    snprintf(what, sizeof what, "a session of %ld records, %.0f MB", z->frames,
             1e-6 * (double)session.bytes);
    fprintf(stderr, "%s\n", what);
    const int result = console_bench_start(&start, program, &session, rounds, e);
    if (result == 0)
        add_start(t, what, &start, 3, 60);
    made_runs_close(&session);
    return result;
}

static int bench(const struct options *o, struct mien_error *e)
{
    static const struct table_column columns[] = {
        {"what", "", TABLE_LEFT},      {"figure", "Figure", TABLE_LEFT},
        {"mien", "mien", TABLE_RIGHT}, {"at_most", "At most", TABLE_RIGHT},
        {"peer", "Peer", TABLE_RIGHT}, {"ratio", "Of peer's", TABLE_RIGHT}};
    const struct size *z = o->quick ? &quick : &whole;
    const int rounds = o->quick ? 1 : (int)o->rounds;
    char program[4096];
    struct table t;
    if (beside_path(program, sizeof program, "mien-console", e) != 0)
        return -1;
    if (access(program, X_OK) != 0)
        return error_set(e, program, 0, "not built; ./mien console builds it");
    table_init(&t, columns, sizeof columns / sizeof *columns);
    stop_watch();
    int result = bench_runs(&t, program, z, rounds, e);
    if (result == 0)
        result = bench_session(&t, program, z, rounds, e);
    stop_unwatch();
    if (result == 0)
        result = table_print(&t, stdout, o->json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct options o = {.rounds = 5};
    int count, result = cli_parse(&verb_bench_console, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    return bench(&o, e);
}

const struct cli_verb verb_bench_console = {
    .name = "console",
    .summary = "Time the console: starting, following runs at work, a metric's way to the screen.",
    .example = "mien bench console",
    .usage = "mien bench console [options]",
    .details =
        "The whole program runs on a terminal of 120 x 40 on files made for it in a temporary "
        "folder, and what it draws is read as a terminal would. The peer of a start is python3 "
        "with json.loads on every line, that of following is tail -F. It takes some four minutes "
        "and 700 MB of disk.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
