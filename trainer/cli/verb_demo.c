/* verb_demo.c - `mien demo`: the whole way from data to proven headers, as commands a reader could
 * type.
 *
 * The demo is a table of command lines. Each is printed, then run as a child of its own, so
 * what the demo shows is what the same command does by hand. The first that fails ends it. */
#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/term.h"
#include "runtime/host/cli/cli.h"

extern char **environ;
extern const struct cli_verb verb_demo;

struct demo_options {
    const char *folder;
};

static const char default_folder[] = "runs/demo";

static const struct cli_option options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct demo_options, folder), 0, 0, "FOLDER",
     "where runs and headers go (runs/demo)"},
};

enum { WORDS_MAX = 16 };

/* `%` stands for the demo's folder. A step with a title opens a part of the tour. */
struct step {
    const char *title;
    const char *words[WORDS_MAX];
};

static const struct step steps[] = {
    {"The data: 68 landmarks of 32,298 faces of FER2013",
     {"data", "info", "datasets/fer2013-landmarks"}},
    {"Train a network, a forest and a support vector machine",
     {"train", "experiments/mlp68.cfg", "--run", "%/mlp68", "--force"}},
    {NULL, {"train", "experiments/forest68.cfg", "--run", "%/forest68", "--force"}},
    {NULL, {"train", "experiments/svm68.cfg", "--run", "%/svm68", "--force"}},
    {"Export each as a C header", {"export", "%/mlp68", "-o", "%/emotion_mlp.h", "--standalone"}},
    {NULL,
     {"export", "%/forest68", "-o", "%/emotion_forest.h", "--standalone", "--max-bytes",
      "2000000"}},
    {NULL, {"export", "%/svm68", "-o", "%/emotion_svm.h", "--standalone"}},
    {"Compare them on the 3,589 rows of PublicTest",
     {"compare", "%/mlp68", "%/forest68", "%/svm68"}},
    {"Compile each header and hold it against the trained model, row by row",
     {"verify", "%/mlp68", "%/emotion_mlp.h"}},
    {NULL, {"verify", "%/forest68", "%/emotion_forest.h"}},
    {NULL, {"verify", "%/svm68", "%/emotion_svm.h"}},
    {"Draw the network's confusions", {"eval", "%/mlp68", "--png", "%/confusion.png", "--brief"}},
};

/* `word` with the folder in place of a leading '%', for the caller to free. */
static char *expand(const char *word, const char *folder)
{
    return word[0] == '%' ? file_join(folder, word + 2) : strdup(word);
}

static void print_command(char **words)
{
    const bool color = term_color(stdout);
    printf("%s$ ./mien", color ? "\033[2m" : "");
    for (int i = 1; words[i]; i++)
        printf(" %s", words[i]);
    printf("%s\n", color ? "\033[0m" : "");
    fflush(stdout);
}

/* The commands are typed from the project's folder, as MIEN_HOME names it. When that is another
 * than the current one, go there; a folder that the user named, relative to the current one, stays
 * where it is: its path is written to place [size]. */
static int go_home(struct demo_options *o, char *place, size_t size, struct mien_error *e)
{
    const char *home = getenv("MIEN_HOME");
    char here[PATH_MAX];
    if (!home || !*home)
        return 0;
    if (!getcwd(here, sizeof here))
        return error_system(e, ".", "find the current folder");
    if (strcmp(here, home) == 0)
        return 0;
    if (o->folder != default_folder && o->folder[0] != '/') {
        if ((size_t)snprintf(place, size, "%s/%s", here, o->folder) >= size)
            return error_set(e, o->folder, 0, "the path is too long; name a shorter one");
        o->folder = place;
    }
    if (chdir(home) != 0)
        return error_system(e, home, "enter");
    printf("$ cd %s\n", home);
    return 0;
}

/* Run the words as a command of this very program. Returns its exit status, or -1. */
static int run_command(char **words, struct mien_error *e)
{
    pid_t child;
    int status;
    const int wrong = posix_spawn(&child, "/proc/self/exe", NULL, NULL, words, environ);
    if (wrong) {
        errno = wrong;
        return error_system(e, words[1], "start");
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return error_system(e, words[1], "wait");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static int run_step(const struct step *s, const char *folder, struct mien_error *e)
{
    char *words[WORDS_MAX + 1] = {strdup("mien")};
    int count = 1, result = words[0] ? 0 : -1;
    for (; result == 0 && count <= WORDS_MAX && s->words[count - 1]; count++)
        if (!(words[count] = expand(s->words[count - 1], folder)))
            result = -1;
    if (result != 0) {
        error_memory(e, "a command", sizeof words);
    } else {
        if (s->title)
            printf("\n%s%s%s\n", term_color(stdout) ? "\033[1m" : "", s->title,
                   term_color(stdout) ? "\033[0m" : "");
        print_command(words);
        result = run_command(words, e);
    }
    for (int i = 0; i < count; i++)
        free(words[i]);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct demo_options o = {.folder = default_folder};
    char place[PATH_MAX];
    int count, result = cli_parse(&verb_demo, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    const double start = clock_seconds();
    result = go_home(&o, place, sizeof place, e);
    for (size_t i = 0; result == 0 && i < sizeof steps / sizeof *steps; i++)
        result = run_step(&steps[i], o.folder, e);
    if (result != 0)
        return result;
    printf("\nDone in %.0f s. The headers, ready to #include:\n"
           "  %s/emotion_mlp.h\n  %s/emotion_forest.h\n  %s/emotion_svm.h\n"
           "The confusion matrix:\n  %s/confusion.png\n"
           "\nTry next:\n"
           "  ./mien train experiments/svm68-rbf.cfg    the most accurate model, in a minute\n"
           "  ./mien eval %s/forest68            every figure of one run\n"
           "  ./mien export --help                      headers for your firmware\n",
           clock_seconds() - start, o.folder, o.folder, o.folder, o.folder, o.folder);
    return 0;
}

const struct cli_verb verb_demo = {
    .name = "demo",
    .summary = "Train three models, compare them, export them as C headers and prove the headers.",
    .example = "mien demo",
    .usage = "mien demo [-o FOLDER]",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
