/* verb_data_change.c - `mien data select`, `merge` and `split`: data sets made of data sets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/dataset_open.h"
#include "datasets/select.h"
#include "datasets/split.h"
#include "trainer/cli/data_arguments.h"
#include "trainer/cli/data_work.h"

extern const struct cli_verb verb_data_select, verb_data_merge, verb_data_split;

/* ---- select, merge ---- */

struct select_arguments {
    const char *out, *classes;
    bool replace;
};

static const struct cli_option select_options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct select_arguments, out), 0, 0, "SET",
     "the data set's folder to make"},
    {"classes", 0, CLI_STRING, offsetof(struct select_arguments, classes), 0, 0, "LIST",
     "the classes to keep, in their new order: happy,sad or joy=happy,rest=sad+fear"},
    {"replace", 0, CLI_FLAG, offsetof(struct select_arguments, replace), 0, 0, NULL,
     "SET may be a data set already"},
};

static const struct cli_option merge_options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct select_arguments, out), 0, 0, "SET",
     "the data set's folder to make"},
    {"classes", 0, CLI_STRING, offsetof(struct select_arguments, classes), 0, 0, "LIST",
     "the classes to merge: negative=angry+disgust+fear; the others stay"},
    {"replace", 0, CLI_FLAG, offsetof(struct select_arguments, replace), 0, 0, NULL,
     "SET may be a data set already"},
};

/* Whether `list` ("a=b+c,d=e") names `class` as a member. */
static bool list_names(const char *list, const char *class)
{
    size_t length = strlen(class);
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ",+=");
        if (p[n] != '=' && n == length && strncmp(p, class, n) == 0)
            return true;
        p += n + (p[n] != '\0');
    }
    return false;
}

/* `list` with the classes of `d` that it leaves out behind it, for the caller to free. */
static char *with_others(const struct dataset *d, const char *list, struct mien_error *e)
{
    size_t size = strlen(list) + 1;
    for (uint32_t i = 0; i < d->classes; i++)
        size += strlen(d->class_names[i]) + 1;
    char *all = malloc(size);
    if (!all) {
        error_memory(e, "class names", size);
        return NULL;
    }
    char *end = stpcpy(all, list);
    for (uint32_t i = 0; i < d->classes; i++)
        if (!list_names(list, d->class_names[i])) {
            *end++ = ',';
            end = stpcpy(end, d->class_names[i]);
        }
    return all;
}

static int write_classes(const char *set, const struct select_arguments *a, bool merge,
                         const char *out, struct mien_error *e)
{
    struct dataset d;
    struct data_work work;
    if (dataset_open(&d, set, e) != 0)
        return -1;
    char *all = merge ? with_others(&d, a->classes, e) : NULL;
    int result = -1;
    if (!merge || all) {
        data_work_start(&work, merge ? "merging" : "selecting");
        result = select_write(&d, merge ? all : a->classes, out, a->replace, &work.watch, e);
        result = data_work_finish(&work, result);
    }
    free(all);
    dataset_close(&d);
    return result == 0 ? data_print_summary(out, e) : result;
}

static int run_classes(const struct cli_verb *verb, bool merge, int argc, char **argv,
                       struct mien_error *e)
{
    struct select_arguments a = {0};
    int count;
    int result = cli_parse(verb, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if (!a.classes)
        return error_usage(e, "no classes; give --classes (usage: %s)", verb->usage);
    char *out = NULL;
    result = data_check_out(&out, a.out, verb, e);
    if (result == 0)
        result = write_classes(argv[0], &a, merge, out, e);
    free(out);
    return result;
}

static int run_select(int argc, char **argv, struct mien_error *e)
{
    return run_classes(&verb_data_select, false, argc, argv, e);
}

static int run_merge(int argc, char **argv, struct mien_error *e)
{
    return run_classes(&verb_data_merge, true, argc, argv, e);
}

const struct cli_verb verb_data_select = {
    .name = "select",
    .summary = "Keep some classes of a data set, in a new order, renamed or merged.",
    .example = "mien data select datasets/fer2013-landmarks --classes happy,sad -o happy-sad",
    .usage = "mien data select SET --classes LIST -o NEW",
    .options = select_options,
    .option_count = sizeof select_options / sizeof *select_options,
    .least = 1,
    .most = 1,
    .run = run_select,
};

const struct cli_verb verb_data_merge = {
    .name = "merge",
    .summary = "Merge classes of a data set; those not named stay as they are.",
    .example = "mien data merge datasets/fer2013-landmarks --classes "
               "negative=angry+disgust+fear+sad -o mood",
    .usage = "mien data merge SET --classes LIST -o NEW",
    .details = "Merged classes come first, in the order of LIST. Votes are added up.",
    .options = merge_options,
    .option_count = sizeof merge_options / sizeof *merge_options,
    .least = 1,
    .most = 1,
    .run = run_merge,
};

/* ---- split ---- */

struct split_arguments {
    const char *out, *of;
    double holdout;
    long long folds, seed;
    bool replace;
};

static const struct cli_option split_options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct split_arguments, out), 0, 0, "SET",
     "the data set's folder to make"},
    {"holdout", 0, CLI_NUMBER, offsetof(struct split_arguments, holdout), 0.001, 0.999, "SHARE",
     "split into train and valid, with this share of the rows in valid"},
    {"folds", 0, CLI_INTEGER, offsetof(struct split_arguments, folds), 2, DATASET_SPLITS_MAX, "K",
     "split into K equal parts: fold1, fold2, ..."},
    {"of", 0, CLI_STRING, offsetof(struct split_arguments, of), 0, 0, "NAME",
     "split only the rows of this split; the others stay (all rows)"},
    {"seed", 0, CLI_INTEGER, offsetof(struct split_arguments, seed), 0, 1e15, "N",
     "of the order in which rows are dealt out (1)"},
    {"replace", 0, CLI_FLAG, offsetof(struct split_arguments, replace), 0, 0, NULL,
     "SET may be a data set already"},
};

static int write_splits(const char *set, const struct split_arguments *a, const char *out,
                        struct mien_error *e)
{
    const char *names[DATASET_SPLITS_MAX] = {"train", "valid"};
    char text[DATASET_SPLITS_MAX][12];
    double shares[DATASET_SPLITS_MAX] = {1 - a->holdout, a->holdout};
    for (long long i = 0; i < a->folds; i++) {
        snprintf(text[i], sizeof text[i], "fold%d", (int)(i + 1));
        names[i] = text[i];
        shares[i] = 1;
    }
    struct data_work work;
    struct dataset d;
    struct split_options o = {.of = a->of,
                              .names = names,
                              .shares = shares,
                              .parts = a->folds ? (uint32_t)a->folds : 2,
                              .seed = (uint64_t)a->seed,
                              .replace = a->replace,
                              .watch = &work.watch};
    if (dataset_open(&d, set, e) != 0)
        return -1;
    data_work_start(&work, "splitting");
    int result = data_work_finish(&work, split_write(&d, out, &o, e));
    dataset_close(&d);
    return result == 0 ? data_print_summary(out, e) : result;
}

static int run_split(int argc, char **argv, struct mien_error *e)
{
    struct split_arguments a = {.seed = 1};
    int count;
    int result = cli_parse(&verb_data_split, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if ((a.holdout > 0) == (a.folds > 0))
        return error_usage(e, "give either --holdout or --folds (usage: %s)",
                           verb_data_split.usage);
    char *out = NULL;
    result = data_check_out(&out, a.out, &verb_data_split, e);
    if (result == 0)
        result = write_splits(argv[0], &a, out, e);
    free(out);
    return result;
}

const struct cli_verb verb_data_split = {
    .name = "split",
    .summary = "Split a data set anew, every part with its share of every class.",
    .example = "mien data split datasets/fer2013-landmarks --of train --folds 5 --seed 1 -o folds",
    .usage = "mien data split SET --holdout SHARE|--folds K -o NEW [options]",
    .details = "Rows of one subject, and copies of one picture, stay in one part.",
    .options = split_options,
    .option_count = sizeof split_options / sizeof *split_options,
    .least = 1,
    .most = 1,
    .run = run_split,
};
