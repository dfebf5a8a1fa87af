/* command_modes.c - the console where there is less than a full terminal: none at all, a dumb one,
 * one without colours, a locale without Unicode; and its verb where it was not built. */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <sys/wait.h>

#include "tests/console/stand.h"

struct outcome {
    int status;
    char out[1 << 16], err[1 << 12];
};

static void read_file(const char *path, char *out, size_t size)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    out[fread(out, 1, size - 1, f)] = '\0';
    fclose(f);
}

/* Run a line of shell whose streams are files. */
static struct outcome run(const char *line)
{
    static struct outcome o;
    char whole[512];
    snprintf(whole, sizeof whole, "{ %s; } >out 2>err </dev/null", line);
    const int status = system(whole);
    o.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    read_file("out", o.out, sizeof o.out);
    read_file("err", o.err, sizeof o.err);
    return o;
}

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void holds(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("'%s' is not in:\n%s", what, text);
}

static void without_a_terminal_it_prints_a_snapshot(void **state)
{
    (void)state;
    const struct outcome o = run("LC_ALL=C.UTF-8 mien console .");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.err, "");
    assert_int_equal(count_lines(o.out), 24);
    holds(o.out, "alpha");
    holds(o.out, "7/20 epochs");
    assert_null(strchr(o.out, '\033'));
}

static void a_snapshot_has_the_size_and_view_that_are_asked_for(void **state)
{
    (void)state;
    struct outcome o = run("LC_ALL=C.UTF-8 mien console . --once --view confusion --size 100x12");
    assert_int_equal(o.status, 0);
    assert_int_equal(count_lines(o.out), 12);
    holds(o.out, "58.8 %");
    o = run("mien console . --once --size 0x5");
    assert_int_equal(o.status, 2);
    holds(o.err, "mien: --size: not a size ('0x5')");
    o = run("mien console . --view curvs");
    assert_int_equal(o.status, 2);
    holds(o.err, "unknown view 'curvs'");
}

static void json_is_the_data_without_a_terminal(void **state)
{
    (void)state;
    const struct outcome o = run("TERM=dumb mien console . --json --view compare");
    assert_int_equal(o.status, 0);
    cJSON *root = cJSON_Parse(o.out);
    assert_non_null(root);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "runs")), 4);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "table")), 3);
    cJSON_Delete(root);
}

static void commands_are_carried_out_before_the_snapshot(void **state)
{
    (void)state;
    struct outcome o =
        run("LC_ALL=C.UTF-8 mien console . --once -c 'select beta' -c 'view curves'");
    assert_int_equal(o.status, 0);
    holds(o.out, "beta");
    holds(o.out, "loss");
    o = run("mien console . --once --command 'select nobody'");
    assert_int_equal(o.status, 2);
    holds(o.err, "mien: --command 'select nobody': no run is called 'nobody'");
    assert_string_equal(o.out, "");
    o = run("echo >there.csv; mien console . --once -c 'export there.csv'");
    assert_int_equal(o.status, 2);
    holds(o.err, "there.csv is there already");
}

static void a_picture_is_a_file_of_the_whole_screen(void **state)
{
    (void)state;
    static char svg[1 << 18];
    struct outcome o = run("LC_ALL=C mien console . --view confusion --size 100x30 -o shot.svg");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, "");
    assert_string_equal(o.err, "");
    read_file("shot.svg", svg, sizeof svg);
    assert_int_equal(strncmp(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"", 39), 0);
    holds(svg, "<title>mien console: Confusion</title>");
    holds(svg, ">58.8 %</text>");
    holds(svg, ">Overview</text>");
    holds(svg, "prefers-color-scheme");
    holds(svg, "</svg>\n");
    o = run("mien console . --theme dark -o shot.svg && grep -c prefers-color-scheme shot.svg");
    assert_string_equal(o.out, "0\n");
}

static void a_picture_that_cannot_be_written_leaves_nothing_behind(void **state)
{
    (void)state;
    static const struct {
        const char *line, *error;
        int status;
    } cases[] = {
        {"mien console . -o shot.png", "not a picture's name ('shot.png'); give one in .svg", 2},
        {"mien console . -o shot", "not a picture's name ('shot')", 2},
        {"mien console . -o no/such/shot.svg", "no/such/shot.svg: ", 1},
        {"ln -s /dev/full shot.svg; mien console . -o shot.svg", "shot.svg: ", 1},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const struct outcome o = run(cases[k].line);
        assert_int_equal(o.status, cases[k].status);
        holds(o.err, cases[k].error);
        assert_int_equal(count_lines(o.err), 1);
    }
    assert_string_equal(run("ls | grep -e png -e tmp").out, "");
}

static void the_machine_is_measured_before_a_snapshot(void **state)
{
    (void)state;
    const struct outcome o =
        run("LC_ALL=C.UTF-8 mien console . --once --view system --size 120x30");
    assert_int_equal(o.status, 0);
    holds(o.out, " cores, load ");
    holds(o.out, " % ");
}

static void options_are_completed(void **state)
{
    (void)state;
    holds(run("mien completion bash | grep -A3 \"'mien console'\"").out, " --out ");
}

static void the_users_settings_are_for_the_terminal_alone(void **state)
{
    (void)state;
    run("mkdir -p mien; echo 'view = nonsense' >mien/console.conf; mien console .");
    char text[64];
    read_file("mien/console.conf", text, sizeof text);
    assert_string_equal(text, "view = nonsense\n");
    const struct outcome o = run("mien console .");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.err, "");
}

static void help_begins_with_an_example(void **state)
{
    (void)state;
    const struct outcome o = run("mien console --help");
    assert_int_equal(o.status, 0);
    assert_int_equal(strncmp(o.out, "mien console runs/\n", 19), 0);
    holds(o.out, "--once");
}

static void a_terminal_that_cannot_be_drawn_on_is_refused_with_what_to_do(void **state)
{
    static const char *const environments[] = {"TERM=dumb", "env -u TERM", "TERM=nonsense"};
    struct pane *p = stand_pane(state);
    for (size_t i = 0; i < sizeof environments / sizeof *environments; i++) {
        char line[128];
        snprintf(line, sizeof line, "clear; %s mien console .; echo status $?", environments[i]);
        pane_run(p, line);
        pane_await(p, "status 1");
        stand_shows(p, "mien: ");
        stand_shows(p, "--once");
        snprintf(line, sizeof line, "clear; %s mien console . --once; echo status $?",
                 environments[i]);
        pane_run(p, line);
        pane_await(p, "status 0");
        pane_await(p, "7/20 epochs");
    }
}

/* Whether an escape sequence sets a colour: 30 to 38, 40 to 48, 90 to 107. */
static bool is_coloured(const char *screen)
{
    for (const char *c = screen; (c = strstr(c, "\033["));)
        for (c += 1; *c == '[' || *c == ';';) {
            const long n = strtol(c + 1, (char **)(uintptr_t)&c, 10);
            if ((n >= 30 && n <= 48 && n != 39) || (n >= 90 && n <= 107))
                return true;
        }
    return false;
}

static void the_screen_is_taken_as_a_picture_from_inside(void **state)
{
    static char svg[1 << 18];
    struct pane *p = stand_pane(state);
    pane_run(p, "mien console . --view log -c 'select beta'");
    pane_await(p, "beta");
    pane_run(p, ":picture screen.svg");
    pane_await(p, "wrote screen.svg");
    pane_key(p, "q");
    read_file("screen.svg", svg, sizeof svg);
    holds(svg, "<title>mien console: Log</title>");
    holds(svg, "</svg>\n");
}

static void no_color_means_no_colour(void **state)
{
    struct pane *p = stand_pane(state);
    pane_run(p, "NO_COLOR=1 mien console . --view confusion");
    pane_await(p, "macro F1");
    assert_false(is_coloured(pane_screen(p, true)));
    pane_key(p, "q");
    pane_await_state(p, "#{alternate_on}", "0");
    pane_run(p, "clear; mien console . --view confusion");
    pane_await(p, "macro F1");
    assert_true(is_coloured(pane_screen(p, true)));
    pane_key(p, "q");
}

static void a_locale_without_unicode_gets_ascii(void **state)
{
    struct pane *p = stand_pane(state);
    pane_run(p, "LC_ALL=C mien console . --view overview");
    pane_await(p, "7/20 epochs");
    for (char key[2] = "1"; key[0] <= '7'; key[0]++) {
        pane_key(p, key);
        pane_key(p, "?");
        pane_await(p, "Esc leaves");
        pane_key(p, "Escape");
        stand_await_gone(p, "Esc leaves");
        for (const char *c = p->text; *c; c++)
            if ((unsigned char)*c >= 0x80)
                fail_msg("view %s has more than ASCII:\n%s", key, p->text);
    }
    pane_key(p, "q");
}

static void the_verb_says_which_package_is_missing_where_it_was_not_built(void **state)
{
    (void)state;
    const struct outcome o = run("cp $(command -v mien) alone && ./alone console");
    assert_int_equal(o.status, 1);
    holds(o.err, "mien-console: not built");
    holds(o.err, "libncurses-dev");
    assert_string_equal(o.out, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, stand_open, stand_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_terminal_it_prints_a_snapshot),
        TEST(a_snapshot_has_the_size_and_view_that_are_asked_for),
        TEST(json_is_the_data_without_a_terminal),
        TEST(commands_are_carried_out_before_the_snapshot),
        TEST(a_picture_is_a_file_of_the_whole_screen),
        TEST(a_picture_that_cannot_be_written_leaves_nothing_behind),
        TEST(the_machine_is_measured_before_a_snapshot),
        TEST(options_are_completed),
        TEST(the_users_settings_are_for_the_terminal_alone),
        TEST(help_begins_with_an_example),
        TEST(a_terminal_that_cannot_be_drawn_on_is_refused_with_what_to_do),
        TEST(the_screen_is_taken_as_a_picture_from_inside),
        TEST(no_color_means_no_colour),
        TEST(a_locale_without_unicode_gets_ascii),
        TEST(the_verb_says_which_package_is_missing_where_it_was_not_built),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
