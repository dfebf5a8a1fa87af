/* verb_bench.c - `mien bench`: how fast a cfg fits and its model answers, beside a peer in the same
 * minutes. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/bench/peer.h"
#include "runtime/host/cli/cli.h"
#include "trainer/evaluate/median.h"
#include "runtime/host/table.h"
#include "trainer/experiment/bench.h"

extern const struct cli_verb verb_bench;

enum { RUNS_MAX = 50 };

struct bench_options {
    const char *peer;
    struct cli_list sets;
    long long runs, threads;
    bool json;
};

static const struct cli_option options[] = {
    {"peer", 'p', CLI_STRING, offsetof(struct bench_options, peer), 0, 0, "COMMAND",
     "a command to run in turn with mien; it prints a JSON object a line with some of the same "
     "keys"},
    {"runs", 'n', CLI_INTEGER, offsetof(struct bench_options, runs), 1, RUNS_MAX, "N",
     "fits of each, in turn (3); medians are printed"},
    {"set", 's', CLI_LIST, offsetof(struct bench_options, sets), 0, 0, "KEY=VALUE",
     "override a cfg key, as in mien train"},
    {"threads", 'j', CLI_INTEGER, offsetof(struct bench_options, threads), 1, 256, "N",
     "threads to fit with (one a processor)"},
    {"json", 0, CLI_FLAG, offsetof(struct bench_options, json), 0, 0, NULL, "print JSON"},
};

/* What is measured, and which way is better. */
static const struct {
    const char *key;
    size_t offset;
    const char *format;
    bool larger; /* is better; the ratio is how many times better mien is */
} figures[] = {
    {"fit_s", offsetof(struct bench, fit_s), "%.2f", false},
    {"samples_per_s_median", offsetof(struct bench, samples_per_s_median), "%.0f", true},
    {"predict_us_per_row", offsetof(struct bench, predict_us_per_row), "%.2f", false},
    {"accuracy", offsetof(struct bench, accuracy), "%.4f", true},
    {"macro_f1", offsetof(struct bench, macro_f1), "%.4f", true},
};
enum { FIGURES = sizeof figures / sizeof *figures };

/* Figure by figure, the runs' values; NaN where one was not given. */
struct series {
    double values[FIGURES][RUNS_MAX];
    int count;
};

static double median_of(const struct series *s, int figure)
{
    double values[RUNS_MAX];
    int count = 0;
    for (int i = 0; i < s->count; i++)
        if (!isnan(s->values[figure][i]))
            values[count++] = s->values[figure][i];
    return median(values, count);
}

static int run_mien(const char *cfg, const struct bench_options *o, struct series *s,
                    struct mien_error *e)
{
    struct experiment x;
    struct bench b;
    if (experiment_open(&x, cfg, o->sets.items, o->sets.count, (int)o->threads, e) != 0)
        return -1;
    const int result = bench_run(&x, &b, e);
    for (int i = 0; result == 0 && i < FIGURES; i++)
        s->values[i][s->count] =
            *(const double *)(const void *)((const char *)&b + figures[i].offset);
    s->count += result == 0;
    experiment_close(&x);
    return result;
}

static int run_peer(const char *command, struct series *s, struct mien_error *e)
{
    cJSON *objects = peer_run(command, e);
    if (!objects)
        return -1;
    const cJSON *json = cJSON_GetArrayItem(objects, cJSON_GetArraySize(objects) - 1);
    for (int i = 0; i < FIGURES; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, figures[i].key);
        s->values[i][s->count] = cJSON_IsNumber(item) ? item->valuedouble : NAN;
    }
    s->count++;
    cJSON_Delete(objects);
    return 0;
}

static int print(const struct series *mien, const struct series *peer, bool json,
                 struct mien_error *e)
{
    static const struct table_column columns[] = {{"figure", "Figure", TABLE_LEFT},
                                                  {"mien", "mien", TABLE_RIGHT},
                                                  {"peer", "Peer", TABLE_RIGHT},
                                                  {"ratio", "mien is better by", TABLE_RIGHT}};
    struct table t;
    table_init(&t, columns, peer->count ? 4 : 2);
    for (int i = 0; i < FIGURES; i++) {
        const double a = median_of(mien, i), b = median_of(peer, i);
        if (isnan(a))
            continue;
        table_text(&t, figures[i].key);
        table_number(&t, figures[i].format, a);
        if (peer->count) {
            table_number(&t, figures[i].format, b);
            table_number(&t, "%.2f x", figures[i].larger ? a / b : b / a);
        }
    }
    int result = table_print(&t, stdout, json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct bench_options o = {.runs = 3, .threads = omp_get_num_procs()};
    int count, result = cli_parse(&verb_bench, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    struct series mien = {.count = 0}, peer = {.count = 0};
    for (int i = 0; result == 0 && i < o.runs; i++) {
        fprintf(stderr, "run %d of %d\n", i + 1, (int)o.runs);
        result = run_mien(argv[0], &o, &mien, e);
        if (result == 0 && o.peer)
            result = run_peer(o.peer, &peer, e);
    }
    return result == 0 ? print(&mien, &peer, o.json, e) : -1;
}

extern const struct cli_verb verb_bench_face, verb_bench_inference, verb_bench_console,
    verb_bench_view;
static const struct cli_verb *const members[] = {&verb_bench_face, &verb_bench_inference,
                                                 &verb_bench_console, &verb_bench_view};

const struct cli_verb verb_bench = {
    .name = "bench",
    .summary = "Time fitting and prediction of a cfg, beside a peer run in turn with it.",
    .example = "mien bench experiments/forest68.cfg --runs 3",
    .usage = "mien bench CFG [--peer COMMAND] [options]",
    .details =
        "The peer prints, as its last such line, a JSON object with any of the keys fit_s, "
        "samples_per_s_median, predict_us_per_row, accuracy and macro_f1. Nothing is written.",
    .verbs = members,
    .verb_count = sizeof members / sizeof *members,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = 1,
    .run = run,
};
