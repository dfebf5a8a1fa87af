/* test_cli.c - options, families of verbs, help and completion, on a small command of the test's
 * own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/cli/cli.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct values {
    bool json, quiet;
    const char *output;
    long long epochs, bytes;
    double rate;
    struct cli_list set;
};

static const struct cli_option options[] = {
    {"json", 'j', CLI_FLAG, offsetof(struct values, json), 0, 0, NULL, "print JSON"},
    {"quiet", 'q', CLI_FLAG, offsetof(struct values, quiet), 0, 0, NULL, "print nothing"},
    {"output", 'o', CLI_STRING, offsetof(struct values, output), 0, 0, "FILE", "write to FILE"},
    {"epochs", 0, CLI_INTEGER, offsetof(struct values, epochs), 1, 100, "N", "epochs [1..100]"},
    {"max-bytes", 0, CLI_BYTES, offsetof(struct values, bytes), 0, 0, "SIZE", "at most SIZE"},
    {"rate", 'r', CLI_NUMBER, offsetof(struct values, rate), 0, 1, "X", "the model's rate"},
    {"set", 0, CLI_LIST, offsetof(struct values, set), 0, 0, "KEY=VALUE", "override a key"},
};

static int run_walk(int argc, char **argv, struct mien_error *e)
{
    (void)e;
    return argc == 2 && strcmp(argv[0], "walk") == 0 && strcmp(argv[1], "far") == 0 ? 7 : 8;
}

static const struct cli_verb walk = {
    .name = "walk",
    .summary = "Walk.",
    .example = "demo dog walk far",
    .usage = "demo dog walk WHERE... [options]",
    .details = "A dog walks until it is tired.",
    .options = options,
    .option_count = COUNT(options),
    .least = 1,
    .most = 2,
    .run = run_walk,
};
static const struct cli_verb sleep_verb = {.name = "sleep",
                                           .summary = "Sleep: it's late.",
                                           .example = "demo dog sleep",
                                           .usage = "demo dog sleep",
                                           .run = run_walk};
static const struct cli_verb *const dog_verbs[] = {&walk, &sleep_verb};
static const struct cli_verb dog = {.name = "dog",
                                    .summary = "What a dog does.",
                                    .example = "demo dog walk far",
                                    .usage = "demo dog VERB",
                                    .verbs = dog_verbs,
                                    .verb_count = COUNT(dog_verbs)};
/* Runs by itself where none of its members is named. */
static int run_fish(int argc, char **argv, struct mien_error *e)
{
    (void)e;
    return argc == 1 ? 3 : strcmp(argv[1], "away") == 0 ? 4 : 5;
}

static const struct cli_verb *const fish_verbs[] = {&walk};
static const struct cli_verb fish = {.name = "fish",
                                     .summary = "Swim.",
                                     .example = "demo fish away",
                                     .usage = "demo fish [WHERE]",
                                     .verbs = fish_verbs,
                                     .verb_count = COUNT(fish_verbs),
                                     .run = run_fish};
static const struct cli_verb *const demo_verbs[] = {&dog, &fish};
static const struct cli_verb demo = {.name = "demo",
                                     .summary = "A demonstration.",
                                     .example = "demo dog walk far",
                                     .usage = "demo VERB",
                                     .verbs = demo_verbs,
                                     .verb_count = COUNT(demo_verbs)};

enum { WORDS = 8 };

static int parse(const char *const *words, struct values *v, char **positional, int *count,
                 struct mien_error *e)
{
    int argc = 1;
    positional[0] = (char *)(uintptr_t) "walk";
    for (; words[argc - 1]; argc++)
        positional[argc] = (char *)(uintptr_t)words[argc - 1];
    *v = (struct values){.epochs = 40};
    return cli_parse(&walk, argc, positional, v, count, e);
}

static void options_stand_anywhere_and_in_every_form(void **state)
{
    (void)state;
    static const char *const words[][WORDS] = {
        {"a", "--json", "--output", "f", "--rate=0.5", "b"},
        {"--rate", "0.5", "-jof", "a", "b"},
        {"a", "b", "-r0.5", "-j", "-o", "f"},
        {"--output=f", "-r", "0.5", "--json", "--", "a", "b"},
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        struct values v;
        struct mien_error e;
        char *positional[WORDS + 1];
        int count;
        assert_int_equal(parse(words[i], &v, positional, &count, &e), 0);
        assert_int_equal(count, 2);
        assert_string_equal(positional[0], "a");
        assert_string_equal(positional[1], "b");
        assert_null(positional[2]);
        assert_true(v.json && !v.quiet && v.rate == 0.5);
        assert_string_equal(v.output, "f");
        assert_int_equal(v.epochs, 40);
    }
}

static void two_dashes_end_the_options_and_one_is_an_argument(void **state)
{
    (void)state;
    static const char *const words[WORDS] = {"-", "--", "--json"};
    struct values v;
    struct mien_error e;
    char *positional[WORDS + 1];
    int count;
    assert_int_equal(parse(words, &v, positional, &count, &e), 0);
    assert_int_equal(count, 2);
    assert_string_equal(positional[0], "-");
    assert_string_equal(positional[1], "--json");
    assert_false(v.json);
}

static void a_list_keeps_every_value_and_others_the_last(void **state)
{
    (void)state;
    static const char *const words[WORDS] = {"a",   "--set=a=1",  "--set",
                                             "b=2", "--epochs=3", "--epochs=5"};
    struct values v;
    struct mien_error e;
    char *positional[WORDS + 1];
    int count;
    assert_int_equal(parse(words, &v, positional, &count, &e), 0);
    assert_int_equal(v.set.count, 2);
    assert_string_equal(v.set.items[0], "a=1");
    assert_string_equal(v.set.items[1], "b=2");
    assert_int_equal(v.epochs, 5);
}

static void sizes_take_units_of_1024(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        long long bytes;
    } cases[] = {{"--max-bytes=0", 0},
                 {"--max-bytes=2000000", 2000000},
                 {"--max-bytes=64k", 65536},
                 {"--max-bytes=1.5M", 1572864},
                 {"--max-bytes=2G", 2147483648}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *const words[WORDS] = {"a", cases[i].word};
        struct values v;
        struct mien_error e;
        char *positional[WORDS + 1];
        int count;
        assert_int_equal(parse(words, &v, positional, &count, &e), 0);
        assert_true(v.bytes == cases[i].bytes);
    }
}

static void a_bad_argument_is_one_message_of_usage(void **state)
{
    (void)state;
    static const struct {
        const char *words[WORDS], *message;
    } cases[] = {
        {{NULL}, "an argument is missing; usage: demo dog walk WHERE... [options]"},
        {{"a", "b", "c"}, "one argument too many ('c'); usage: demo dog walk WHERE... [options]"},
        {{"a", "--jsn"}, "unknown option '--jsn'; did you mean '--json'?"},
        {{"a", "--ouptut=f"}, "unknown option '--ouptut'; did you mean '--output'?"},
        {{"a", "--zebra"}, "unknown option '--zebra'; usage: demo dog walk WHERE... [options]"},
        {{"a", "-jz"}, "unknown option '-z'; usage: demo dog walk WHERE... [options]"},
        {{"a", "--json=1"}, "--json takes no value ('1'); leave it out"},
        {{"a", "--output"}, "--output has no value; give --output FILE"},
        {{"a", "-o"}, "--output has no value; give --output FILE"},
        {{"a", "--epochs=many"},
         "--epochs: not a whole number ('many'); give a whole number from 1 "
         "to 100"},
        {{"a", "--epochs", "0"},
         "--epochs: not a whole number ('0'); give a whole number from 1 to 100"},
        {{"a", "--rate=nan"}, "--rate: not a number ('nan'); give a number from 0 to 1"},
        {{"a", "--rate="}, "--rate: not a number (''); give a number from 0 to 1"},
        {{"a", "--max-bytes=2T"},
         "--max-bytes: not a size such as 64k or 2M ('2T'); give a size "
         "such as 64k or 2M"},
        {{"a", "--max-bytes=k"},
         "--max-bytes: not a size such as 64k or 2M ('k'); give a size such as 64k or 2M"},
        {{"a", "--max-bytes=-1"},
         "--max-bytes: not a size such as 64k or 2M ('-1'); give a size such as 64k or 2M"},
        {{"a", "--max-bytes=99999999999G"},
         "--max-bytes: not a size such as 64k or 2M "
         "('99999999999G'); give a size such as 64k or 2M"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct values v;
        struct mien_error e;
        char *positional[WORDS + 1];
        int count;
        assert_int_equal(parse(cases[i].words, &v, positional, &count, &e), -1);
        assert_string_equal(e.text, cases[i].message);
        assert_true(e.usage);
    }
}

static void a_list_has_an_end(void **state)
{
    (void)state;
    char *argv[CLI_LIST_MAX + 3] = {(char *)(uintptr_t) "walk", (char *)(uintptr_t) "a"};
    for (int i = 0; i <= CLI_LIST_MAX; i++)
        argv[i + 2] = (char *)(uintptr_t) "--set=a=1";
    struct values v = {.json = false};
    struct mien_error e;
    int count;
    assert_int_equal(cli_parse(&walk, CLI_LIST_MAX + 3, argv, &v, &count, &e), -1);
    assert_string_equal(e.text, "--set is given too often; at most 64 times");
}

static void a_family_runs_the_member_that_is_named(void **state)
{
    (void)state;
    char *argv[] = {(char *)(uintptr_t) "demo", (char *)(uintptr_t) "dog",
                    (char *)(uintptr_t) "walk", (char *)(uintptr_t) "far", NULL};
    struct mien_error e;
    assert_int_equal(cli_run(&demo, 4, argv, &e), 7);
    argv[1] = (char *)(uintptr_t) "fish";
    assert_int_equal(cli_run(&demo, 4, argv, &e), 7);
}

static void a_family_that_runs_takes_what_names_no_member(void **state)
{
    (void)state;
    char *argv[] = {(char *)(uintptr_t) "demo", (char *)(uintptr_t) "fish",
                    (char *)(uintptr_t) "away", NULL};
    struct mien_error e;
    assert_int_equal(cli_run(&demo, 3, argv, &e), 4);
    assert_int_equal(cli_run(&demo, 2, argv, &e), 3);
}

static void an_unknown_verb_names_the_nearest(void **state)
{
    (void)state;
    char *argv[] = {(char *)(uintptr_t) "demo", (char *)(uintptr_t) "dog",
                    (char *)(uintptr_t) "wlak", NULL};
    struct mien_error e;
    assert_int_equal(cli_run(&demo, 3, argv, &e), -1);
    assert_string_equal(e.text, "'wlak' is not a verb of dog; did you mean 'walk'?");
    assert_true(e.usage);
    argv[1] = (char *)(uintptr_t) "rhinoceros";
    assert_int_equal(cli_run(&demo, 3, argv, &e), -1);
    assert_string_equal(e.text, "'rhinoceros' is not a verb of demo; --help lists them");
}

static char *help_of(const struct cli_verb *verb)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    cli_help(verb, out);
    fclose(out);
    return text;
}

static void help_starts_with_an_example_and_lists_every_option(void **state)
{
    (void)state;
    char *text = help_of(&walk);
    assert_string_equal(text, "demo dog walk far\n"
                              "\n"
                              "Walk.\n"
                              "\n"
                              "usage: demo dog walk WHERE... [options]\n"
                              "\n"
                              "options:\n"
                              "  -j, --json            print JSON\n"
                              "  -q, --quiet           print nothing\n"
                              "  -o, --output FILE     write to FILE\n"
                              "      --epochs N        epochs [1..100]\n"
                              "      --max-bytes SIZE  at most SIZE\n"
                              "  -r, --rate X          the model's rate\n"
                              "      --set KEY=VALUE   override a key\n"
                              "  -h, --help            show this and exit\n"
                              "\n"
                              "A dog walks until it is tired.\n");
    free(text);
    text = help_of(&dog);
    assert_string_equal(text, "demo dog walk far\n"
                              "\n"
                              "What a dog does.\n"
                              "\n"
                              "usage: demo dog VERB\n"
                              "\n"
                              "verbs:\n"
                              "  walk   Walk.\n"
                              "  sleep  Sleep: it's late.\n");
    free(text);
}

static char *completion_of(const char *shell)
{
    char *text;
    size_t size;
    struct mien_error e;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(cli_completion(&demo, shell, out, &e), 0);
    fclose(out);
    return text;
}

/* What bash offers behind `words`, one blank behind each offer. */
static void offers(const char *words, char *out, size_t size)
{
    char *script = completion_of("bash"), path[] = "/tmp/mien-completion-XXXXXX", command[512];
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    fputs(script, file);
    fclose(file);
    free(script);
    snprintf(command, sizeof command,
             "bash -c 'source %s; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
             "cd tests/cli; _demo; echo \"${COMPREPLY[*]}\"'",
             path, words);
    FILE *pipe = popen(command, "r");
    assert_non_null(fgets(out, (int)size, pipe));
    assert_int_equal(pclose(pipe), 0);
    remove(path);
}

static void bash_completes_verbs_options_and_files(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"demo d", "dog\n"},
        {"demo dog \"\"", "walk sleep\n"},
        {"demo dog s", "sleep\n"},
        {"demo dog walk --o", "--output\n"},
        {"demo dog walk far --e", "--epochs\n"},
        {"demo dog sleep --", "--help\n"},
        {"demo dog walk test_cl", "test_cli.c\n"},
        {"demo --", "--help\n"},
        {"demo fish w", "walk\n"},
        {"demo fish test_cl", "test_cli.c\n"},
        {"demo fish walk --o", "--output\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[256];
        offers(cases[i][0], out, sizeof out);
        assert_string_equal(out, cases[i][1]);
    }
}

static void zsh_completion_quotes_what_it_must(void **state)
{
    (void)state;
    char *text = completion_of("zsh");
    assert_memory_equal(text, "#compdef demo\n", 14);
    assert_non_null(strstr(text, "'sleep:Sleep\\: it'\\''s late.'"));
    assert_non_null(strstr(text, "'--epochs[epochs \\[1..100\\]]:N:_files'"));
    assert_non_null(strstr(text, "'(-j --json)'{-j,--json}'[print JSON]'"));
    assert_non_null(strstr(text, "'*--set[override a key]:KEY=VALUE:_files'"));
    assert_non_null(
        strstr(text, "    walk) shift words; (( CURRENT-- )); _demo_dog_walk; return ;;"));
    free(text);
}

static void another_shell_is_refused(void **state)
{
    (void)state;
    struct mien_error e;
    assert_int_equal(cli_completion(&demo, "fish", stdout, &e), -1);
    assert_string_equal(e.text, "no completion for this shell ('fish'); give bash or zsh");
    assert_true(e.usage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere_and_in_every_form),
        cmocka_unit_test(two_dashes_end_the_options_and_one_is_an_argument),
        cmocka_unit_test(a_list_keeps_every_value_and_others_the_last),
        cmocka_unit_test(sizes_take_units_of_1024),
        cmocka_unit_test(a_bad_argument_is_one_message_of_usage),
        cmocka_unit_test(a_list_has_an_end),
        cmocka_unit_test(a_family_runs_the_member_that_is_named),
        cmocka_unit_test(a_family_that_runs_takes_what_names_no_member),
        cmocka_unit_test(an_unknown_verb_names_the_nearest),
        cmocka_unit_test(help_starts_with_an_example_and_lists_every_option),
        cmocka_unit_test(bash_completes_verbs_options_and_files),
        cmocka_unit_test(zsh_completion_quotes_what_it_must),
        cmocka_unit_test(another_shell_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
