/* main.c - the `mien` command: the table of verbs, and what every verb may rely on.
 *
 * That is: a locale, the three standard streams, a closed pipe that ends the program as it ends
 * others, no death by a file size limit. Behind the verb, one place turns an error into its message
 * and exit status (0 done, 1 failed, 2 usage) and finds out whether everything printed has reached
 * where stdout leads. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/cli/cli.h"

/* One line a verb, in the order of --help; `verb_NAME` is in trainer/cli/verb_NAME.c or below. */
#define VERBS(X)                                                                                   \
    X(demo)                                                                                        \
    X(face)                                                                                        \
    X(data)                                                                                        \
    X(train)                                                                                       \
    X(eval)                                                                                        \
    X(compare)                                                                                     \
    X(plot)                                                                                        \
    X(console)                                                                                     \
    X(view)                                                                                        \
    X(studio)                                                                                      \
    X(import)                                                                                      \
    X(export)                                                                                      \
    X(verify)                                                                                      \
    X(bench)                                                                                       \
    X(help)                                                                                        \
    X(completion)

#define X(name) extern const struct cli_verb verb_##name;
VERBS(X)
#undef X

#define X(name) &verb_##name,
static const struct cli_verb *const verbs[] = {VERBS(X)};
#undef X

static const struct cli_verb mien = {
    .name = "mien",
    .summary = "Trains facial-expression models and exports them as C headers.",
    .example = "mien demo",
    .usage = "mien VERB [arguments]",
    .details = "mien VERB --help starts with an example; mien --version prints the version.\n"
               "./mien test, in the source tree, builds and runs every test.",
    .verbs = verbs,
    .verb_count = sizeof verbs / sizeof *verbs,
};

/* `mien help data info` is `mien data info --help`. */
static int run_help(int argc, char **argv, struct mien_error *e)
{
    int count;
    int result = cli_parse(&verb_help, argc, argv, NULL, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    char ask[] = "--help", *words[8] = {"mien"};
    for (int i = 0; i < count; i++)
        words[i + 1] = argv[i];
    words[count + 1] = ask;
    return cli_run(&mien, count + 2, words, e);
}

const struct cli_verb verb_help = {
    .name = "help",
    .summary = "Tell what a verb does.",
    .example = "mien help completion",
    .usage = "mien help [VERB...]",
    .most = 4,
    .run = run_help,
};

static int run_completion(int argc, char **argv, struct mien_error *e)
{
    int count;
    int result = cli_parse(&verb_completion, argc, argv, NULL, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    return cli_completion(&mien, argv[0], stdout, e);
}

const struct cli_verb verb_completion = {
    .name = "completion",
    .summary = "Print the script that completes mien's verbs and options in a shell.",
    .example = "source <(mien completion bash)",
    .usage = "mien completion bash|zsh",
    .least = 1,
    .most = 1,
    .run = run_completion,
};

/* A file opened by a verb must never become stdin, stdout or stderr because those were closed. */
static void hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) == -1)
            open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY);
}

static int finish_output(struct mien_error *e)
{
    bool failed = ferror(stdout);
    errno = 0;
    if (fclose(stdout) == 0 && !failed)
        return 0;
    if (errno == 0)
        errno = EIO;
    return error_system(e, "standard output", "write");
}

int main(int argc, char **argv)
{
    hold_standard_streams();
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* a file at its size limit is an error like a full disk */
    struct mien_error e = {.text = ""};
    int result = 0;
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        printf("mien %s\n", MIEN_VERSION);
    else
        result = cli_run(&mien, argc, argv, &e);
    if (result < 0)
        fprintf(stderr, "mien: %s\n", e.text);
    int status = result >= 0 ? result : e.usage ? 2 : 1;
    if (finish_output(&e) != 0) {
        fprintf(stderr, "mien: %s\n", e.text);
        status = status ? status : 1;
    }
    return status;
}
