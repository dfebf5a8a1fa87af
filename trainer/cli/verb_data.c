/* verb_data.c - `mien data`: the family of verbs that read, write and describe data sets. */
#include "runtime/host/cli/cli.h"

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
