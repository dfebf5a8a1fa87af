/* verb_train.c - `mien train`: a cfg becomes a run folder, or is cross-validated. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/file.h"
#include "runtime/host/cli/cli.h"
#include "runtime/host/table.h"
#include "trainer/experiment/fit_network.h"
#include "trainer/experiment/folds.h"
#include "trainer/experiment/profile.h"
#include "trainer/experiment/train.h"
#include "trainer/network/network.h"
#include "trainer/run/run_monitor.h"

extern const struct cli_verb verb_train;

enum { STATUS_STOPPED = 130 }; /* what shells report for a program that Ctrl-C ended */

struct train_options {
    const char *folder, *resume;
    struct cli_list sets;
    long long folds, threads;
    bool force, json, profile;
};

static const struct cli_option options[] = {
    {"run", 'o', CLI_STRING, offsetof(struct train_options, folder), 0, 0, "FOLDER",
     "the run folder to make (runs/NAME-001, the next free number)"},
    {"set", 's', CLI_LIST, offsetof(struct train_options, sets), 0, 0, "KEY=VALUE",
     "override a cfg key: net.epochs=40, connected.1.output=64; may be repeated"},
    {"resume", 0, CLI_STRING, offsetof(struct train_options, resume), 0, 0, "FOLDER",
     "go on with an unfinished run; the result is as if it had never stopped"},
    {"folds", 0, CLI_INTEGER, offsetof(struct train_options, folds), 2, FOLDS_MAX, "K",
     "cross-validate on the training split instead: K fits, mean and deviation"},
    {"threads", 'j', CLI_INTEGER, offsetof(struct train_options, threads), 1, 256, "N",
     "threads to fit with (one a processor); the result does not depend on it"},
    {"force", 'f', CLI_FLAG, offsetof(struct train_options, force), 0, 0, NULL,
     "replace what an earlier run left in the folder"},
    {"profile", 0, CLI_FLAG, offsetof(struct train_options, profile), 0, 0, NULL,
     "tell on stderr where a network's training spends its time, layer by layer"},
    {"json", 0, CLI_FLAG, offsetof(struct train_options, json), 0, 0, NULL,
     "print the result as JSON"},
};

static void add_percent(struct table *t, double share)
{
    char text[32];
    snprintf(text, sizeof text, "%.2f %%", 100 * share);
    table_valued(t, text, share);
}

static int print_json(cJSON *json, struct mien_error *e)
{
    char *text = json ? cJSON_Print(json) : NULL;
    if (!text)
        return error_memory(e, "the result", 0);
    puts(text);
    cJSON_free(text);
    return 0;
}

static void print_result(const struct experiment *x, const struct run *r,
                         const struct report *report)
{
    const struct metrics *m = &report->subsets[0].metrics;
    printf("%s: accuracy %.1f %% (95 %% interval %.1f-%.1f), macro-F1 %.1f %% on %u rows of '%s', "
           "fitted in %.1f s\n",
           r->folder, 100 * m->accuracy, 100 * m->accuracy_interval.low,
           100 * m->accuracy_interval.high, 100 * m->macro_f1, m->rows, x->options.valid,
           x->fit_seconds);
}

/* The points of a grid search, which print_result's figures do not show. */
static int print_grid(const cJSON *grid, struct mien_error *e)
{
    static const struct table_column columns[] = {{"C", "C", TABLE_RIGHT},
                                                  {"gamma", "gamma", TABLE_RIGHT},
                                                  {"accuracy", "Accuracy", TABLE_RIGHT},
                                                  {"deviation", "± over folds", TABLE_RIGHT}};
    struct table t;
    const cJSON *point;
    table_init(&t, columns, sizeof columns / sizeof *columns);
    cJSON_ArrayForEach(point, grid)
    {
        table_number(&t, "%g", cJSON_GetObjectItem(point, "C")->valuedouble);
        table_number(&t, "%g", cJSON_GetObjectItem(point, "gamma")->valuedouble);
        add_percent(&t, cJSON_GetObjectItem(point, "accuracy")->valuedouble);
        add_percent(&t, cJSON_GetObjectItem(point, "deviation")->valuedouble);
    }
    const int result = table_print(&t, stdout, TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

/* Darknet's own changes of training pictures are not made here: say so once, with the line. */
static void tell_changes(const struct experiment *x)
{
    const struct network *n = x->fitter == &network_fitter ? x->kind_options : NULL;
    if (n && n->options.darknet.change)
        fprintf(stderr,
                "mien: %s:%d: %s and the like change pictures in Darknet alone; here [data] "
                "augment does\n",
                x->cfg.path, n->options.darknet.change_line, n->options.darknet.change);
}

/* Carry out the run, closing it. */
static int train(struct experiment *x, struct run *r, const struct train_options *o,
                 struct mien_error *e)
{
    struct report report;
    cJSON *json;
    tell_changes(x);
    const enum fit_result fitted = train_run(x, r, &report, &json, e);
    int result = fitted == FIT_FAILED ? -1 : 0;
    if (fitted != FIT_FAILED && o->profile)
        result = profile_print(x, stderr, e);
    if (result == 0 && fitted == FIT_DONE && o->json) {
        result = print_json(json, e);
    } else if (result == 0 && fitted == FIT_DONE) {
        const cJSON *grid = cJSON_GetObjectItemCaseSensitive(json, "grid");
        print_result(x, r, &report);
        result = grid ? print_grid(grid, e) : 0;
    } else if (fitted == FIT_STOPPED) {
        fprintf(stderr, "mien: stopped at a checkpoint; go on with: mien train --resume %s\n",
                r->folder);
    }
    cJSON_Delete(json);
    report_free(&report);
    if (fitted == FIT_FAILED)
        run_abandon(r);
    else if (run_close(r, result == 0 ? e : NULL) != 0)
        return -1;
    return fitted == FIT_STOPPED ? STATUS_STOPPED : result;
}

static int start(const char *path, const struct train_options *o, struct mien_error *e)
{
    struct experiment x;
    struct run r = {0};
    if (experiment_open(&x, path, o->sets.items, o->sets.count, (int)o->threads, e) != 0)
        return -1;
    if (o->profile && profile_start(&x, e) != 0) {
        experiment_close(&x);
        return -1;
    }
    char *text = cfg_text(&x.cfg), *name = run_name(path);
    int result = -1;
    if (!text || !name)
        error_memory(e, "a run", 0);
    else if (run_create(&r, o->folder, name, o->force, text, e) == 0)
        result = train(&x, &r, o, e);
    free(text);
    free(name);
    experiment_close(&x);
    return result;
}

static int resume(const struct train_options *o, struct mien_error *e)
{
    struct experiment x;
    struct run r = {0};
    char *path = file_join(o->resume, "config.cfg");
    int result = -1;
    if (!path)
        error_memory(e, "a run", 0);
    else if (run_resume(&r, o->resume, e) == 0) {
        if (experiment_open(&x, path, NULL, 0, (int)o->threads, e) == 0) {
            if (!o->profile || profile_start(&x, e) == 0)
                result = train(&x, &r, o, e);
            else
                run_close(&r, NULL);
            experiment_close(&x);
        } else {
            run_close(&r, NULL);
        }
    }
    free(path);
    return result;
}

static void print_spread(const char *what, const double *values, int count)
{
    const struct spread s = spread_of(values, count);
    printf("%s %.2f ± %.2f %% over %d folds\n", what, 100 * s.mean, 100 * s.deviation, count);
}

static int print_folds(const struct fold_score *scores, int folds, bool as_json,
                       struct mien_error *e)
{
    static const struct table_column columns[] = {{"fold", "Fold", TABLE_RIGHT},
                                                  {"rows", "Rows", TABLE_RIGHT},
                                                  {"accuracy", "Accuracy", TABLE_RIGHT},
                                                  {"macro_f1", "Macro-F1", TABLE_RIGHT}};
    double accuracy[FOLDS_MAX], macro_f1[FOLDS_MAX];
    struct table t;
    table_init(&t, columns, sizeof columns / sizeof *columns);
    for (int i = 0; i < folds; i++) {
        accuracy[i] = scores[i].accuracy;
        macro_f1[i] = scores[i].macro_f1;
        table_count(&t, i + 1);
        table_count(&t, scores[i].rows);
        add_percent(&t, scores[i].accuracy);
        add_percent(&t, scores[i].macro_f1);
    }
    int result = table_print(&t, stdout, as_json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    if (result == 0 && !as_json) {
        print_spread("accuracy", accuracy, folds);
        print_spread("macro-F1", macro_f1, folds);
    }
    return result;
}

static int cross_validate(const char *path, const struct train_options *o, struct mien_error *e)
{
    struct experiment x;
    struct fold_score scores[FOLDS_MAX];
    struct run_monitor watch;
    if (experiment_open(&x, path, o->sets.items, o->sets.count, (int)o->threads, e) != 0)
        return -1;
    const struct monitor monitor = run_monitor_start(&watch, NULL);
    const enum fit_result fitted = folds_run(&x, (int)o->folds, &monitor, scores, e);
    run_monitor_finish(&watch, NULL);
    experiment_close(&x);
    if (fitted == FIT_STOPPED)
        return STATUS_STOPPED;
    return fitted == FIT_DONE ? print_folds(scores, (int)o->folds, o->json, e) : -1;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct train_options o = {.threads = omp_get_num_procs()};
    int count, result = cli_parse(&verb_train, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if (o.resume && (count > 0 || o.sets.count > 0 || o.folds || o.folder || o.force))
        return error_usage(e,
                           "--resume goes on with a run as it is; give nothing else but --threads "
                           "and --json");
    if (o.folds && (o.folder || o.force))
        return error_usage(e, "--folds makes no run folder; leave out --run and --force");
    if (o.folds && o.profile)
        return error_usage(e, "--profile watches one fit, --folds makes several; leave one out");
    if (!o.resume && count == 0)
        return error_usage(e, "name a cfg, such as experiments/mlp68.cfg");
    return o.resume  ? resume(&o, e)
           : o.folds ? cross_validate(argv[0], &o, e)
                     : start(argv[0], &o, e);
}

const struct cli_verb verb_train = {
    .name = "train",
    .summary = "Fit the model that a cfg describes; make a run folder of it.",
    .example = "mien train experiments/mlp68.cfg --set net.epochs=40",
    .usage = "mien train CFG [options] | mien train --resume FOLDER",
    .details =
        "The run folder holds config.cfg as resolved, metrics.jsonl (a JSON object a line: what\n"
        "the run is, its steps, how it ended), model.safetensors and report.json. Ctrl-C once\n"
        "stops at a checkpoint, twice at once; either way --resume goes on, and the model has the\n"
        "bytes it would have had.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .most = 1,
    .run = run,
};
