/* verb_eval.c - `mien eval`: every figure of one model on a split, and the pictures it is asked
 * for. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "runtime/host/file.h"
#include "runtime/host/cli/cli.h"
#include "trainer/evaluate/confusion.h"
#include "trainer/evaluate/importance.h"
#include "trainer/evaluate/report.h"
#include "trainer/evaluate/exam.h"
#include "trainer/evaluate/source.h"
#include "trainer/gallery/filters.h"
#include "trainer/gallery/gallery.h"
#include "trainer/gallery/heat.h"

extern const struct cli_verb verb_eval;

struct eval_options {
    const char *data, *split, *png, *gallery, *filters, *activation, *occlusion;
    long long examples; /* 0: as many as suit the picture */
    bool mirror, json, brief;
};

static const struct cli_option options[] = {
    {"data", 'd', CLI_STRING, offsetof(struct eval_options, data), 0, 0, "SET",
     "data set to evaluate on (the one in the model's cfg)"},
    {"split", 's', CLI_STRING, offsetof(struct eval_options, split), 0, 0, "NAME",
     "split to evaluate on (the one the model was chosen on)"},
    {"png", 'p', CLI_STRING, offsetof(struct eval_options, png), 0, 0, "FILE",
     "draw the confusion matrix"},
    {"gallery", 'g', CLI_STRING, offsetof(struct eval_options, gallery), 0, 0, "FILE",
     "draw the most confident mistakes and the least confident hits"},
    {"filters", 0, CLI_STRING, offsetof(struct eval_options, filters), 0, 0, "FILE",
     "draw a network's first filters and what they make of a face"},
    {"cam", 0, CLI_STRING, offsetof(struct eval_options, activation), 0, 0, "FILE",
     "draw class activation maps: where the network finds each class"},
    {"occlusion", 0, CLI_STRING, offsetof(struct eval_options, occlusion), 0, 0, "FILE",
     "draw where covering a face costs the class probability (any model)"},
    {"examples", 'n', CLI_INTEGER, offsetof(struct eval_options, examples), 1, 400, "N",
     "faces in each half of the gallery (24), or a class in the maps (5)"},
    {"mirror", 'm', CLI_FLAG, offsetof(struct eval_options, mirror), 0, 0, NULL,
     "answer by the mean of each row and its mirror image (twice the work)"},
    {"brief", 'b', CLI_FLAG, offsetof(struct eval_options, brief), 0, 0, NULL,
     "print one line instead of the tables"},
    {"json", 0, CLI_FLAG, offsetof(struct eval_options, json), 0, 0, NULL,
     "print the report as JSON"},
};

enum { INTERVALS_SEED = 1 };

static int print_json(const struct report *r, bool mirrored, struct mien_error *e)
{
    cJSON *json = report_json(r);
    char *text =
        json && cJSON_AddBoolToObject(json, "mirrored", mirrored) ? cJSON_Print(json) : NULL;
    if (text)
        puts(text);
    else
        error_memory(e, "the report", 0);
    cJSON_free(text);
    cJSON_Delete(json);
    return text ? 0 : -1;
}

static void print_brief(const char *name, const struct exam *x, const struct report *r,
                        bool mirrored)
{
    const struct metrics *m = &r->subsets[0].metrics;
    printf(
        "%s: accuracy %.1f %% (95 %% interval %.1f-%.1f), macro-F1 %.1f %% on %u rows of '%s'%s\n",
        name, 100 * m->accuracy, 100 * m->accuracy_interval.low, 100 * m->accuracy_interval.high,
        100 * m->macro_f1, m->rows, x->split, mirrored ? " and their mirror images" : "");
}

/* ---- pictures ---- */

/* What pictures are drawn of. */
struct picture {
    const struct answered *answered;
    const struct report *report;
    long long examples;
};

static uint32_t examples_or(const struct picture *p, uint32_t usual)
{
    return p->examples ? (uint32_t)p->examples : usual;
}

static int draw_confusion(const struct picture *p, const char *path, struct mien_error *e)
{
    const struct exam *x = p->answered->exam;
    const struct metrics *m = &p->report->subsets[0].metrics;
    char title[256], subtitle[256];
    snprintf(title, sizeof title, "%s", p->answered->name);
    snprintf(subtitle, sizeof subtitle, "%s, %u rows of '%s': accuracy %.1f %%, macro-F1 %.1f %%",
             x->data.name, m->rows, x->split, 100 * m->accuracy, 100 * m->macro_f1);
    return confusion_png(m, (const char *const *)x->data.class_names, title, subtitle, path, e);
}

static int draw_gallery(const struct picture *p, const char *path, struct mien_error *e)
{
    return gallery_png(p->answered, examples_or(p, 24), path, e);
}

static int draw_filters(const struct picture *p, const char *path, struct mien_error *e)
{
    return filters_png(p->answered, path, e);
}

static int draw_activation(const struct picture *p, const char *path, struct mien_error *e)
{
    return heat_png(p->answered, HEAT_ACTIVATION, examples_or(p, 5), omp_get_num_procs(), path, e);
}

static int draw_occlusion(const struct picture *p, const char *path, struct mien_error *e)
{
    return heat_png(p->answered, HEAT_OCCLUSION, examples_or(p, 5), omp_get_num_procs(), path, e);
}

/* Every picture: what it is called on the command line, and how it is drawn. */
static const struct {
    const char *option;
    size_t path; /* of its file, in the options */
    int (*draw)(const struct picture *p, const char *path, struct mien_error *e);
} pictures[] = {{"png", offsetof(struct eval_options, png), draw_confusion},
                {"gallery", offsetof(struct eval_options, gallery), draw_gallery},
                {"filters", offsetof(struct eval_options, filters), draw_filters},
                {"cam", offsetof(struct eval_options, activation), draw_activation},
                {"occlusion", offsetof(struct eval_options, occlusion), draw_occlusion}};
enum { PICTURES = sizeof pictures / sizeof *pictures };

/* NULL where it is not asked for. */
static const char *path_of(const struct eval_options *o, int index)
{
    return *(const char *const *)(const void *)((const char *)o + pictures[index].path);
}

static int check_names(const struct eval_options *o, struct mien_error *e)
{
    for (int k = 0; k < PICTURES; k++) {
        const char *path = path_of(o, k), *dot = path ? strrchr(file_name(path), '.') : NULL;
        if (dot && strcasecmp(dot, ".png") != 0)
            return error_usage(e,
                               "--%s: pictures are PNG files ('%.200s'); give a name that ends "
                               "in .png",
                               pictures[k].option, path);
    }
    return 0;
}

static int draw(const struct picture *p, const struct eval_options *o, struct mien_error *e)
{
    for (int k = 0; k < PICTURES; k++)
        if (path_of(o, k) && pictures[k].draw(p, path_of(o, k), e) != 0)
            return -1;
    return 0;
}

static int evaluate(const char *name, const struct model *m, const struct eval_options *o,
                    struct mien_error *e)
{
    struct exam x = {0};
    struct report report = {0};
    float *p = NULL;
    int result = -1;
    if (exam_open(&x, m, o->data, o->split, e) == 0 &&
        (p = (o->mirror ? exam_answers_mirrored : exam_answers)(&x, m, omp_get_num_procs(), e)) &&
        report_make(&report, &x.data, x.row, x.rows, p, INTERVALS_SEED, e) == 0) {
        const struct answered answered = {name, m, &x, p};
        result = draw(&(struct picture){&answered, &report, o->examples}, o, e);
    }
    if (result == 0 && o->json)
        result = print_json(&report, o->mirror, e);
    else if (result == 0 && o->brief)
        print_brief(name, &x, &report, o->mirror);
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
    if (check_names(&o, e) != 0 || source_open(&m, argv[0], e) != 0)
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
        "is a copy of a training row's.\n"
        "Pictures are PNG files. --gallery takes data sets of pictures or of landmarks, --filters "
        "those with pictures, --cam and --occlusion those of pictures alone. --cam is for networks "
        "that end in the mean of their maps ([avgpool]) "
        "and one [connected] or none (B. Zhou et al., 2016); --occlusion asks any model again with "
        "patches covered (M. Zeiler, R. Fergus, 2014).",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = 1,
    .run = run,
};
