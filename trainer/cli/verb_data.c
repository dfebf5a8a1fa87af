/* verb_data.c - `mien data`: the family of verbs that read, write and describe data sets, and what
 * they share. */
#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"
#include "trainer/cli/data_work.h"
#include "runtime/host/stop.h"

/* One line a verb, in the order of --help; `verb_data_NAME` is in a file verb_data_*.c. */
#define DATA_VERBS(X)                                                                              \
    X(info)                                                                                        \
    X(import)                                                                                      \
    X(landmarks)                                                                                   \
    X(synth)                                                                                       \
    X(export)                                                                                      \
    X(select)                                                                                      \
    X(merge)                                                                                       \
    X(split)                                                                                       \
    X(join)

#define X(name) extern const struct cli_verb verb_data_##name;
DATA_VERBS(X)
#undef X

#define X(name) &verb_data_##name,
static const struct cli_verb *const verbs[] = {DATA_VERBS(X)};
#undef X

extern const struct cli_verb verb_data;
const struct cli_verb verb_data = {
    .name = "data",
    .summary = "Describe, import, render, export, select and split data sets.",
    .example = "mien data info datasets/fer2013-landmarks --row 7",
    .usage = "mien data VERB [arguments]",
    .details =
        "A data set is a folder of NumPy arrays and a dataset.json that says what they mean;\n"
        "datasets/dataset.h describes it.",
    .verbs = verbs,
    .verb_count = sizeof verbs / sizeof *verbs,
};

static bool report(void *context, uint64_t done, uint64_t total)
{
    struct data_work *w = context;
    if (w->shown && w->bar.total != (double)total) { /* the next part of the work */
        progress_finish(&w->bar);
        w->shown = false;
    }
    if (!w->shown && done < total && clock_seconds() - w->began > 0.3) {
        progress_start(&w->bar, w->label, (double)total);
        w->shown = true;
    } else if (w->shown) {
        progress_update(&w->bar, (double)done);
    }
    return !stop_asked();
}

void data_work_start(struct data_work *w, const char *label)
{
    *w = (struct data_work){.label = label, .began = clock_seconds(), .watch = {w, report}};
    stop_watch();
}

int data_work_finish(struct data_work *w, int result)
{
    bool stopped = result != 0 && stop_asked();
    if (w->shown)
        progress_finish(&w->bar);
    stop_unwatch();
    if (stopped)
        fprintf(stderr, "stopped; nothing was written\n");
    return stopped ? 130 : result;
}

int data_print_summary(const char *folder, struct mien_error *e)
{
    struct dataset d;
    char number[32];
    if (dataset_open(&d, folder, e) != 0)
        return -1;
    uint32_t rows[DATASET_SPLITS_MAX] = {0};
    for (uint32_t i = 0; i < d.rows; i++)
        rows[d.split[i]]++;
    printf("%s: %s rows", folder, text_count(number, sizeof number, d.rows));
    for (uint32_t i = 0; i < d.splits; i++)
        printf(", %s %s", d.split_names[i], text_count(number, sizeof number, rows[i]));
    printf("; classes");
    for (uint32_t i = 0; i < d.classes && i < 12; i++)
        printf(" %s", d.class_names[i]);
    printf("%s\n", d.classes > 12 ? " ..." : "");
    dataset_close(&d);
    return 0;
}

int data_check_out(char **out, const char *given, const struct cli_verb *verb, struct mien_error *e)
{
    if (!given || !*given)
        return error_usage(e, "no place to write to; give -o (usage: %s)", verb->usage);
    *out = strdup(given);
    if (!*out)
        return error_memory(e, "a path", strlen(given));
    for (size_t n = strlen(*out); n > 1 && (*out)[n - 1] == '/'; n--)
        (*out)[n - 1] = '\0';
    return 0;
}

int data_parse_classes(struct data_classes *c, const char *text, struct mien_error *e)
{
    c->count = 0;
    c->text = text ? strdup(text) : NULL;
    if (text && !c->text)
        return error_memory(e, "class names", strlen(text));
    for (char *word = c->text; word;) {
        char *comma = strchr(word, ',');
        if (comma)
            *comma = '\0';
        if (!*word || c->count == DATASET_CLASSES_MAX) {
            error_usage(e, "--classes: %s", *word ? "more than 256 names" : "a name is empty");
            free(c->text);
            return -1;
        }
        c->names[c->count++] = word;
        word = comma ? comma + 1 : NULL;
    }
    return 0;
}
