/* verb_eval.c - `mien eval`: every figure of one model on a split. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

#include "trainer/cli/cli.h"
#include "trainer/evaluate/confusion.h"
#include "trainer/evaluate/importance.h"
#include "trainer/evaluate/report.h"
#include "trainer/evaluate/exam.h"
#include "trainer/evaluate/source.h"

extern const struct cli_verb verb_eval;

struct eval_options {
    const char *data, *split, *png;
    bool json, brief;
};

static const struct cli_option options[] = {
    {"data", 'd', CLI_STRING, offsetof(struct eval_options, data), 0, 0, "SET",
     "data set to evaluate on (the one in the model's cfg)"},
    {"split", 's', CLI_STRING, offsetof(struct eval_options, split), 0, 0, "NAME",
     "split to evaluate on (the one the model was chosen on)"},
    {"png", 'p', CLI_STRING, offsetof(struct eval_options, png), 0, 0, "FILE",
     "draw the confusion matrix"},
    {"brief", 'b', CLI_FLAG, offsetof(struct eval_options, brief), 0, 0, NULL,
     "print one line instead of the tables"},
    {"json", 0, CLI_FLAG, offsetof(struct eval_options, json), 0, 0, NULL,
     "print the report as JSON"},
};

enum { INTERVALS_SEED = 1 };

static int print_json(const struct report *r, struct mien_error *e)
{
    cJSON *json = report_json(r);
    char *text = json ? cJSON_Print(json) : NULL;
    if (text)
        puts(text);
    else
        error_memory(e, "the report", 0);
    cJSON_free(text);
    cJSON_Delete(json);
    return text ? 0 : -1;
}

static void print_brief(const char *name, const struct exam *x, const struct report *r)
{
    const struct metrics *m = &r->subsets[0].metrics;
    printf("%s: accuracy %.1f %% (95 %% interval %.1f-%.1f), macro-F1 %.1f %% on %u rows of '%s'\n",
           name, 100 * m->accuracy, 100 * m->accuracy_interval.low, 100 * m->accuracy_interval.high,
           100 * m->macro_f1, m->rows, x->split);
}

static int draw(const char *name, const struct exam *x, const struct report *r, const char *path,
                struct mien_error *e)
{
    const struct metrics *m = &r->subsets[0].metrics;
    char title[256], subtitle[256];
    snprintf(title, sizeof title, "%s", name);
    snprintf(subtitle, sizeof subtitle, "%s, %u rows of '%s': accuracy %.1f %%, macro-F1 %.1f %%",
             x->data.name, m->rows, x->split, 100 * m->accuracy, 100 * m->macro_f1);
    return confusion_png(m, (const char *const *)x->data.class_names, title, subtitle, path, e);
}

static int evaluate(const char *name, const struct model *m, const struct eval_options *o,
                    struct mien_error *e)
{
    struct exam x = {0};
    struct report report = {0};
    float *p = NULL;
    int result = -1;
    if (exam_open(&x, m, o->data, o->split, e) == 0 &&
        (p = exam_answers(&x, m, omp_get_num_procs(), e)) &&
        report_make(&report, &x.data, x.row, x.rows, p, INTERVALS_SEED, e) == 0)
        result = o->png ? draw(name, &x, &report, o->png, e) : 0;
    if (result == 0 && o->json)
        result = print_json(&report, e);
    else if (result == 0 && o->brief)
        print_brief(name, &x, &report);
    else if (result == 0 && (result = report_print(&report, stdout, e)) == 0)
        importance_print(m, stdout);
    report_free(&report);
    free(p);
    exam_close(&x);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct eval_options o = {0};
    struct model m;
    int count, result = cli_parse(&verb_eval, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if (source_open(&m, argv[0], e) != 0)
        return -1;
    result = evaluate(argv[0], &m, &o, e);
    model_free(&m);
    return result;
}

const struct cli_verb verb_eval = {
    .name = "eval",
    .summary = "Tell how good a model is: intervals, each class, calibration, coverage, leakage.",
    .example = "mien eval runs/mlp68-001 --png confusion.png",
    .usage = "mien eval RUN [options]",
    .details =
        "RUN is a run's folder or a model file. All figures are given three times where the data "
        "set allows it: for all rows, for rows with a found face, and without rows whose picture "
        "is a copy of a training row's.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = 1,
    .run = run,
};
