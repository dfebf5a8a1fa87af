/* verb_plot.c - `mien plot`: the curves of runs as a figure. */
#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"
#include "runtime/host/cli/cli.h"
#include "runtime/host/plot/figure.h"

extern const struct cli_verb verb_plot;

struct plot_options {
    const char *out, *metric, *x, *theme, *title;
    bool log;
};

static const struct cli_option options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct plot_options, out), 0, 0, "FILE",
     "figure to write: an .svg or a .png"},
    {"metric", 'm', CLI_STRING, offsetof(struct plot_options, metric), 0, 0, "NAME,...",
     "metrics to draw, a panel each (loss,accuracy)"},
    {"x", 'x', CLI_STRING, offsetof(struct plot_options, x), 0, 0, "KEY",
     "key to draw them over, such as wall or step (epochs, trees or pairs)"},
    {"log", 'l', CLI_FLAG, offsetof(struct plot_options, log), 0, 0, NULL,
     "logarithmic scales, for all metrics but those in percent"},
    {"theme", 't', CLI_STRING, offsetof(struct plot_options, theme), 0, 0, "NAME",
     "light, dark, or auto: an SVG follows its reader, a PNG is light (auto)"},
    {"title", 0, CLI_STRING, offsetof(struct plot_options, title), 0, 0, "TEXT",
     "heading of the figure (the runs' names)"},
};

static int parse_theme(const char *name, enum sheet_theme *theme, struct mien_error *e)
{
    char hint[80];
    for (int k = 0; k < SHEET_THEME_COUNT; k++)
        if (strcmp(name, sheet_theme_names[k]) == 0) {
            *theme = (enum sheet_theme)k;
            return 0;
        }
    text_did_you_mean(hint, sizeof hint, name, sheet_theme_names, SHEET_THEME_COUNT,
                      sizeof *sheet_theme_names);
    return error_usage(e, "--theme: no theme '%.40s'%s", name,
                       hint[0] ? hint : "; give light, dark or auto");
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct plot_options o = {0};
    struct curves c;
    enum sheet_theme theme = SHEET_AUTO;
    int count, result = cli_parse(&verb_plot, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if (!o.out)
        return error_usage(e, "no figure is named; give -o curves.svg or -o curves.png");
    if (!sheet_maker_of(o.out))
        return error_usage(e, "--out: a figure is an .svg or a .png ('%.200s')", o.out);
    if ((o.theme && parse_theme(o.theme, &theme, e) != 0) ||
        curves_open(&c, (const char *const *)argv, count, o.metric, o.x, e) != 0)
        return -1;
    if (o.log)
        curves_log(&c);
    for (int i = 0; i < c.skipped_count; i++)
        fprintf(stderr, "skipped %s\n", c.skipped[i]);
    result = figure_write(&c, o.title, theme, o.out, e);
    if (result == 0)
        fprintf(stderr, "%s: %d run%s, %d panel%s\n", o.out, c.run_count,
                c.run_count == 1 ? "" : "s", c.panel_count, c.panel_count == 1 ? "" : "s");
    curves_close(&c);
    return result;
}

const struct cli_verb verb_plot = {
    .name = "plot",
    .summary = "Draw loss and accuracy of runs over their epochs, as SVG or PNG.",
    .example = "mien plot runs/* -o curves.svg",
    .usage = "mien plot RUN... -o FILE [options]",
    .details =
        "RUN is a run's folder, finished or not, or a metrics.jsonl; folders without metrics are "
        "skipped. A metric's name stands for all its keys: accuracy for train_accuracy, "
        "valid_accuracy and oob_accuracy, which share a panel; valid_accuracy for itself. Any "
        "numeric key of the file will do; a wrong one is answered with the list. Without --metric "
        "there are loss and accuracy, and of a run that has neither all it has.\n"
        "Runs of one kind are drawn over what they count: epochs, trees or pairs; runs of several "
        "kinds over the time they took. Training is dashed, validation solid; the names beside "
        "the lines tell the best value and where it was reached.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = -1,
    .run = run,
};
