/* test_command.c - the built `mien` as a shell sees it: exit statuses, streams, one message a
 * failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

/* Run `mien ARGUMENTS`; what it prints on both streams goes to out [size]. Returns its exit status.
 */
static int run(const char *arguments, char *out, size_t size)
{
    char command[512];
    snprintf(command, sizeof command, "exec 2>&1; '%s' %s", MIEN_BINARY, arguments);
    FILE *pipe = popen(command, "r");
    size_t n = fread(out, 1, size - 1, pipe);
    out[n] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void every_call_has_its_status_and_message(void **state)
{
    (void)state;
    static const struct {
        const char *arguments;
        int status;
        const char *says;
    } cases[] = {
        {"--version", 0, "mien 0."},
        {"--help", 0, "usage: mien VERB"},
        {"help", 0, "usage: mien VERB"},
        {"help completion", 0, "source <(mien completion bash)\n"},
        {"completion --help", 0, "source <(mien completion bash)\n"},
        {"completion bash", 0, "complete -o filenames -F _mien mien"},
        {"completion zsh", 0, "#compdef mien\n"},
        {"", 2, "usage: mien VERB"},
        {"compeltion", 2, "mien: 'compeltion' is not a verb of mien; did you mean 'completion'?\n"},
        {"help compeltion", 2, "did you mean 'completion'?\n"},
        {"completion", 2, "mien: an argument is missing; usage: mien completion bash|zsh\n"},
        {"completion fish", 2, "mien: no completion for this shell ('fish')"},
        {"completion bash zsh", 2, "mien: one argument too many ('zsh')"},
        {"help a b c d e", 2, "mien: one argument too many ('e')"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[32768];
        int status = run(cases[i].arguments, out, sizeof out);
        if (status != cases[i].status || !strstr(out, cases[i].says))
            fail_msg("mien %s: status %d, printed: %s", cases[i].arguments, status, out);
    }
}

/* There is no data in this home: the first step fails, and no later one is tried. */
static void the_demo_goes_home_and_ends_where_a_step_fails(void **state)
{
    (void)state;
    char out[4096];
    setenv("MIEN_HOME", "/dev", 1);
    assert_int_equal(run("demo -o here", out, sizeof out), 1);
    unsetenv("MIEN_HOME");
    assert_memory_equal(out, "$ cd /dev\n\nThe data:", 20);
    assert_non_null(strstr(out, "\n$ ./mien data info datasets/fer2013-landmarks\nmien: "));
    assert_null(strstr(out, "train"));
}

static void a_full_disk_behind_stdout_is_a_failure(void **state)
{
    (void)state;
    char out[1024];
    assert_int_equal(run("help >/dev/full", out, sizeof out), 1);
    assert_non_null(strstr(out, "mien: standard output: cannot write (No space left on device)"));
}

static void a_closed_stdout_is_held_open(void **state)
{
    (void)state;
    char out[1024];
    assert_int_equal(run("help >&-", out, sizeof out), 0);
    assert_string_equal(out, "");
}

static void every_verb_has_help_that_starts_with_an_example(void **state)
{
    (void)state;
    char list[4096];
    assert_int_equal(run("help", list, sizeof list), 0);
    char *verbs = strstr(list, "verbs:\n");
    assert_non_null(verbs);
    for (char *line = strtok(verbs + 7, "\n"); line && line[0] == ' '; line = strtok(NULL, "\n")) {
        char name[64], arguments[80], out[16384];
        assert_int_equal(sscanf(line, "%63s", name), 1);
        snprintf(arguments, sizeof arguments, "%s --help", name);
        assert_int_equal(run(arguments, out, sizeof out), 0);
        char *end = strchr(out, '\n');
        assert_non_null(end);
        *end = '\0';
        assert_non_null(strstr(out, "mien "));
        assert_non_null(strstr(end + 1, "usage: mien "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_has_its_status_and_message),
        cmocka_unit_test(the_demo_goes_home_and_ends_where_a_step_fails),
        cmocka_unit_test(a_full_disk_behind_stdout_is_a_failure),
        cmocka_unit_test(a_closed_stdout_is_held_open),
        cmocka_unit_test(every_verb_has_help_that_starts_with_an_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
