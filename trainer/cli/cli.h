/* cli.h - verbs and their options as tables: parsing, --help and shell completion all read them.
 *
 * A verb is a `const struct cli_verb` in its own file (trainer/cli/verb_train.c) and a line in the table of
 * trainer/cli/main.c. Its options are parsed into a struct of the verb's own, by offset. Options may stand
 * before and after positional arguments; "--" ends them; "--name=value" and "--name value" both work;
 * an unknown option names the nearest known one. `--help` on every verb prints `example` first. */
#ifndef MIEN_TRAINER_CLI_CLI_H
#define MIEN_TRAINER_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/host/error.h"

enum cli_kind {
    CLI_FLAG,    /* bool */
    CLI_STRING,  /* const char * */
    CLI_INTEGER, /* long long, within [low, high] */
    CLI_NUMBER,  /* double, within [low, high] */
    CLI_BYTES,   /* long long: 2000000, 64k, 2M */
    CLI_LIST,    /* struct cli_list: the option may be given many times */
};

enum { CLI_LIST_MAX = 64 };

struct cli_list {
    const char *items[CLI_LIST_MAX];
    int count;
};

struct cli_option {
    const char *name; /* without the dashes */
    char letter;      /* 0 for none */
    enum cli_kind kind;
    size_t offset; /* in the verb's options struct */
    double low, high;
    const char *metavar, *help;
};

struct cli_verb {
    const char *name, *summary;
    const char *example; /* "mien train experiments/mlp68.cfg": works when pasted */
    const char *usage;   /* "mien train CFG [options]" */
    const char *details; /* more paragraphs for --help, or NULL */
    const struct cli_option *options;
    size_t option_count;
    int least, most; /* positional arguments; most -1: any number */
    /* 0 done; -1 failed, `e` says why; other: an exit status of its own (nothing more is printed). */
    int (*run)(int argc, char **argv, struct mien_error *e);
};

/* Parse argv[1..argc) (argv[0] is the verb) into `values`; positional arguments are moved to the front
 * of argv, *count of them, NULL behind. Returns 0 to go on, 1 after printing --help, -1 on a usage error. */
int cli_parse(const struct cli_verb *verb, int argc, char **argv, void *values, int *count,
              struct mien_error *e);

#endif
