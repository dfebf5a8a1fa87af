/* cli.h - verbs and their options as tables: parsing, --help and shell completion all read them.
 *
 * A verb is a `const struct cli_verb verb_NAME` in its own file (trainer/cli/verb_NAME.c) and a
 * line in the table of trainer/cli/main.c. Its options are parsed into a struct of the verb's own,
 * by offset, over the defaults that it holds. Options may stand before and after positional
 * arguments;
 * "--" ends them; "--name=value", "--name value", "-n value" and "-nvalue" all work; of an option
 * given twice the last counts; an unknown one names the nearest known one. `--help` on every verb
 * prints `example` first.
 *
 * A verb may instead be a family: it has `verbs` in place of options and `run` ("mien data info").
 * A family that has both runs where no member is named ("mien bench face", "mien bench CFG"). The
 * command itself is the topmost family. */
#ifndef MIEN_HOST_CLI_CLI_H
#define MIEN_HOST_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "runtime/host/error.h"

enum cli_kind {
    CLI_FLAG,    /* bool */
    CLI_STRING,  /* const char * */
    CLI_INTEGER, /* long long, within [low, high] */
    CLI_NUMBER,  /* double, within [low, high] */
    CLI_BYTES,   /* long long, within [low, high]: 2000000, 64k, 1.5M (powers of 1024) */
    CLI_LIST,    /* struct cli_list: the option may be given many times */
};

enum {
    CLI_LIST_MAX = 64,  /* of one option: a list typed by hand */
    CLI_VERBS_MAX = 32, /* of one family */
};

struct cli_list {
    const char *items[CLI_LIST_MAX];
    int count;
};

struct cli_option {
    const char *name; /* without the dashes */
    char letter;      /* 0 for none */
    enum cli_kind kind;
    size_t offset;    /* in the verb's options struct */
    double low, high; /* low == high: no limit */
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
    /* 0 done; -1 failed, `e` says why; other: an exit status of its own (nothing more is printed).
     * argv[0] is the verb's name. */
    int (*run)(int argc, char **argv, struct mien_error *e);
    const struct cli_verb *const *verbs; /* a family's members; NULL for a verb that runs */
    size_t verb_count;
};

/* Run `verb`, or the member of a family that argv[1] names. Results are those of `run`. */
int cli_run(const struct cli_verb *verb, int argc, char **argv, struct mien_error *e);

/* Parse argv[1..argc) into `values`; positional arguments are moved to the front of argv, *count of
 * them, NULL behind. Returns 0 to go on, 1 after printing --help, -1 on a usage error. */
int cli_parse(const struct cli_verb *verb, int argc, char **argv, void *values, int *count,
              struct mien_error *e);

/* What --help prints. */
void cli_help(const struct cli_verb *verb, FILE *out);

/* Print the completion script of `shell` ("bash" or "zsh") for the command `top`. Error: another
 * shell. */
int cli_completion(const struct cli_verb *top, const char *shell, FILE *out, struct mien_error *e);

#endif
