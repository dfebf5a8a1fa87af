/* verb_compare.c - `mien compare`: models side by side on the same rows. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/cli/cli.h"
#include "runtime/host/table.h"
#include "trainer/experiment/compare.h"

extern const struct cli_verb verb_compare;

struct compare_options {
    const char *data, *split, *sort, *class_name;
    bool mirrored, json, markdown, csv;
};

static const struct cli_option options[] = {
    {"sort", 0, CLI_STRING, offsetof(struct compare_options, sort), 0, 0, "COLUMN",
     "best first by accuracy, macro_f1, calibration_error, parameters, bytes, us_per_row or fit_s, "
     "or by run (accuracy)"},
    {"data", 'd', CLI_STRING, offsetof(struct compare_options, data), 0, 0, "SET",
     "data set to compare on (the one in each model's cfg, which must be the same)"},
    {"split", 's', CLI_STRING, offsetof(struct compare_options, split), 0, 0, "NAME",
     "split to compare on (the one the models were chosen on)"},
    {"mirror", 0, CLI_FLAG, offsetof(struct compare_options, mirrored), 0, 0, NULL,
     "add the accuracy of answers averaged with the mirror image's (three times the work)"},
    {"class", 'c', CLI_STRING, offsetof(struct compare_options, class_name), 0, 0, "NAME",
     "add the F1 of this class"},
    {"markdown", 'm', CLI_FLAG, offsetof(struct compare_options, markdown), 0, 0, NULL,
     "print a Markdown table"},
    {"csv", 0, CLI_FLAG, offsetof(struct compare_options, csv), 0, 0, NULL, "print CSV"},
    {"json", 0, CLI_FLAG, offsetof(struct compare_options, json), 0, 0, NULL, "print JSON"},
};

/* Columns before those that are asked for, and after them. */
static const struct table_column first_columns[] = {
    {"run", "Run", TABLE_LEFT},
    {"kind", "Model", TABLE_LEFT},
    {"features", "Features", TABLE_LEFT},
    {"accuracy", "Accuracy", TABLE_RIGHT},
};
static const struct table_column last_columns[] = {
    {"macro_f1", "F1", TABLE_RIGHT},          {"accuracy_no_copies", "No copies", TABLE_RIGHT},
    {"accuracy_votes", "Votes", TABLE_RIGHT}, {"calibration_error", "ECE", TABLE_RIGHT},
    {"parameters", "Params", TABLE_RIGHT},    {"bytes", "Bytes", TABLE_RIGHT},
    {"us_per_row", "µs/row", TABLE_RIGHT},    {"fit_s", "Fit s", TABLE_RIGHT},
    {"mcnemar_p", "p", TABLE_RIGHT},
};
enum {
    FIRST_COLUMNS = sizeof first_columns / sizeof *first_columns,
    LAST_COLUMNS = sizeof last_columns / sizeof *last_columns,
    ASKED_COLUMNS_MAX = 2
};

/* What the table is made of: columns [return value]. `title` [size] holds that of the class's. */
static size_t lay_columns(const struct compare_options *o, char *title, size_t size,
                          struct table_column *columns)
{
    size_t count = FIRST_COLUMNS;
    memcpy(columns, first_columns, sizeof first_columns);
    if (o->mirrored)
        columns[count++] = (struct table_column){"accuracy_mirrored", "Mirrored", TABLE_RIGHT};
    if (o->class_name) {
        snprintf(title, size, "F1 %.60s", o->class_name);
        columns[count++] = (struct table_column){"class_f1", title, TABLE_RIGHT};
    }
    memcpy(columns + count, last_columns, sizeof last_columns);
    return count + LAST_COLUMNS;
}

/* 7550007 as "7.6 M". */
static void add_magnitude(struct table *t, uint64_t value)
{
    static const char units[] = " kMGT";
    char text[32];
    double scaled = (double)value;
    int unit = 0;
    for (; scaled >= 1000 && units[unit + 1]; unit++)
        scaled /= 1000;
    snprintf(text, sizeof text, scaled < 10 && unit ? "%.1f %c" : "%.0f %c", scaled, units[unit]);
    table_valued(t, text, (double)value);
}

static void add_percent(struct table *t, double share)
{
    char text[32] = "";
    if (!isnan(share))
        snprintf(text, sizeof text, "%.1f", 100 * share);
    table_valued(t, text, share);
}

static void add_row(struct table *t, const struct contender *c, bool best,
                    const struct compare_options *o)
{
    char text[64];
    const struct interval *i = &c->accuracy_interval;
    table_text(t, c->name);
    table_style(t, best ? TABLE_BOLD : TABLE_PLAIN);
    table_text(t, c->model.kind);
    table_text(t, c->features);
    snprintf(text, sizeof text, "%.1f ± %.1f", 100 * c->accuracy, 50 * (i->high - i->low));
    table_valued(t, text, c->accuracy);
    if (o->mirrored)
        add_percent(t, c->accuracy_mirrored);
    if (o->class_name)
        add_percent(t, c->class_f1);
    add_percent(t, c->macro_f1);
    add_percent(t, c->accuracy_no_copies);
    add_percent(t, c->accuracy_votes);
    add_percent(t, c->calibration_error);
    add_magnitude(t, c->cost.parameters);
    add_magnitude(t, c->cost.bytes);
    table_number(t, "%.1f", c->us_per_row);
    table_number(t, "%.1f", c->fit_seconds);
    if (best)
        table_text(t, "best");
    else
        table_number(t, "%.2g", c->mcnemar_p);
}

static int print(const struct comparison *c, const struct compare_options *o,
                 enum table_format format, struct mien_error *e)
{
    struct table_column columns[FIRST_COLUMNS + ASKED_COLUMNS_MAX + LAST_COLUMNS];
    char title[72];
    struct table t;
    table_init(&t, columns, lay_columns(o, title, sizeof title, columns));
    for (int i = 0; i < c->count; i++)
        add_row(&t, c->order[i], c->order[i] == c->best, o);
    int result = table_print(&t, stdout, format, e);
    table_free(&t);
    if (result == 0 && (format == TABLE_TERMINAL || format == TABLE_MARKDOWN))
        printf("%sPercent on %u rows of split '%s' of %s. ±: half the 95 %% bootstrap interval. "
               "F1: macro.\n"
               "No copies: accuracy without rows whose picture is a training row's. Votes: against "
               "the majority\nof the annotators' votes, on the rows that have one. µs/row: one "
               "thread, this machine. p:\nMcNemar's test against the best.\n",
               format == TABLE_MARKDOWN ? "\n" : "", c->rows, c->split, c->data);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct compare_options o = {.sort = "accuracy"};
    struct comparison c;
    int count, result = cli_parse(&verb_compare, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if (o.json + o.markdown + o.csv > 1)
        return error_usage(e, "choose one of --json, --markdown and --csv");
    if (comparison_sort_key(o.sort, e) < 0)
        return -1;
    const struct comparison_wish wish = {o.data, o.split, o.class_name, o.mirrored};
    if (comparison_make(&c, (const char *const *)argv, count, &wish, e) != 0)
        return -1;
    for (int i = 0; i < c.skipped_count; i++)
        fprintf(stderr, "skipped %s\n", c.skipped[i]);
    comparison_sort(&c, comparison_sort_key(o.sort, NULL));
    result = print(&c, &o,
                   o.json       ? TABLE_JSON
                   : o.markdown ? TABLE_MARKDOWN
                   : o.csv      ? TABLE_CSV
                                : TABLE_TERMINAL,
                   e);
    comparison_free(&c);
    return result;
}

const struct cli_verb verb_compare = {
    .name = "compare",
    .summary = "Put models side by side on the same rows, with intervals and McNemar's test.",
    .example = "mien compare runs/*",
    .usage = "mien compare RUN... [options]",
    .details =
        "RUN is a run's folder or a model file; folders without a finished model are skipped.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = -1,
    .run = run,
};
