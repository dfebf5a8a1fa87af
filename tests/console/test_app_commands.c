/* test_app_commands.c - the command line: what words mean, completion, pastes, exports, history. */
#include "tests/console/app.h"

#include "runtime/host/file.h"

static void an_unknown_command_is_named_with_the_one_that_was_meant(void **state)
{
    struct app *a = *state;
    command(a, "quitt");
    shows(a, "unknown command 'quitt'; did you mean 'quit'?");
    assert_false(a->c.quit);
    press(a, 'j');
    hides(a, "unknown"); /* a notice goes with the next key */
}

static void what_was_meant_may_be_of_another_view(void **state)
{
    struct app *a = *state;
    command(a, "smoth 0.5");
    shows(a, "unknown command 'smoth'; did you mean 'smooth'?");
    command(a, "ovrview");
    shows(a, "did you mean 'overview'?");
}

static void paste(struct app *a, const char *text)
{
    for (; *text; text++) {
        const uint32_t key = *text == '\n' ? (uint32_t)KEY_CODE_ENTER : (unsigned char)*text;
        console_input(&a->c, &(struct input){.kind = INPUT_KEY, .key = key, .pasted = true});
    }
    frame(a);
}

static void pasted_text_presses_no_keys(void **state)
{
    struct app *a = *state;
    paste(a, "q7\n");
    assert_false(a->c.quit);
    assert_int_equal(a->c.view, VIEW_overview);
    shows(a, "nothing takes the pasted text here");
}

static void a_pasted_newline_runs_no_command(void **state)
{
    struct app *a = *state;
    press(a, ':');
    paste(a, "select\nbeta\n");
    assert_string_equal(a->c.prompt.text, "select beta ");
    assert_string_equal(a->c.model.selected->name, "alpha");
    press(a, KEY_CODE_ENTER);
    assert_string_equal(a->c.model.selected->name, "beta");
}

static void commands_may_be_shortened_where_that_is_clear(void **state)
{
    struct app *a = *state;
    command(a, "q");
    assert_true(a->c.quit);
}

static void a_command_of_another_view_brings_that_view_up(void **state)
{
    struct app *a = *state;
    command(a, "smooth 0.5");
    assert_int_equal(a->c.view, VIEW_curves);
    assert_true(a->c.model.look.smooth == 0.5);
}

static void completed(struct app *a, const char *typed, int tabs, const char *expected)
{
    press(a, ':');
    type(a, typed);
    for (int i = 0; i < tabs; i++)
        press(a, KEY_CODE_TAB);
    assert_string_equal(a->c.prompt.text, expected);
    press(a, KEY_CODE_ESCAPE);
}

static void commands_and_what_they_take_are_completed(void **state)
{
    struct app *a = *state;
    struct mien_error e;
    static const char cfg[] = "[net]\nepochs = 5\nbatch = 8\n[connected]\noutput = 4\n"
                              "[connected]\noutput = 7\n";
    assert_int_equal(file_write("small.cfg", cfg, sizeof cfg - 1, &e), 0);
    completed(a, "tra", 1, "train ");
    completed(a, "train sm", 1, "train small.cfg ");
    completed(a, "train small.cfg --se", 1, "train small.cfg --set ");
    completed(a, "train small.cfg --set net.e", 1, "train small.cfg --set net.epochs=");
    completed(a, "train small.cfg --set conn", 2, "train small.cfg --set connected.1.output=");
    completed(a, "resume ga", 1, "resume gamma ");
    completed(a, "view conf", 1, "view confusion ");
    completed(a, "theme l", 1, "theme light ");
    completed(a, "export ru", 1, "export runs/");
    completed(a, "open runs/al", 1, "open runs/alpha/");
    completed(a, "nonsense x", 1, "nonsense x");
    completed(a, "  tra", 1, "  train ");
    select_run(a, "alpha");
    completed(a, "metrics valid_a", 1, "metrics valid_accuracy ");
    completed(a, "metrics loss,learn", 1, "metrics loss,learning_rate ");
}

static void expect_file(const char *path, const char *begins)
{
    struct mien_error e = {.text = ""};
    struct file_map map;
    if (file_map(&map, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_true(map.size > strlen(begins));
    assert_memory_equal(map.data, begins, strlen(begins));
    file_unmap(&map);
}

static void what_is_shown_is_exported_by_the_ending_of_the_name(void **state)
{
    struct app *a = *state;
    command(a, "export table.csv");
    shows(a, "wrote table.csv");
    command(a, "export table.json");
    command(a, "export 'a table.md'");
    shows(a, "wrote a table.md");
    expect_file("table.json", "[");
    expect_file("a table.md", "|");
    select_run(a, "alpha");
    press(a, '2');
    command(a, "export plot.svg");
    command(a, "export plot.png");
    expect_file("plot.svg", "<");
    expect_file("plot.png", "\x89PNG");
}

static void an_export_over_a_file_is_asked_for(void **state)
{
    struct app *a = *state;
    struct mien_error e;
    assert_int_equal(file_write("mine.csv", "mine", 4, &e), 0);
    command(a, "export mine.csv");
    shows(a, "mine.csv is there already. Write over it?");
    press(a, KEY_CODE_ENTER); /* no answer */
    press(a, 'n');
    shows(a, "mine.csv is as it was");
    char *text = file_text("mine.csv", 100, &e);
    assert_string_equal(text, "mine");
    free(text);
    assert_true(cells_resize(&a->cells, 30, 8));
    frame(a);
    command(a, "export mine.csv");
    shows(a, "mine.csv is there already."); /* above the answers, which leave no room */
    shows(a, "y yes  n no  Esc cancel");
    press(a, 'y');
    shows(a, "wrote mine.csv");
}

static void a_home_is_written_as_shells_do(void **state)
{
    struct app *a = *state;
    struct mien_error e;
    setenv("HOME", a->folder, 1);
    command(a, "export ~/at-home.csv");
    char *text = file_text("at-home.csv", 1 << 16, &e);
    assert_non_null(text);
    free(text);
    completed(a, "open ~/ru", 1, "open ~/runs/");
    command(a, "open ~/elsewhere");
    shows(a, "it is waited for");
}

static void an_export_that_cannot_be_is_refused_with_what_can(void **state)
{
    struct app *a = *state;
    command(a, "export plot.gif");
    shows(a, "give a name in .svg, .png, .csv");
    command(a, "export");
    shows(a, "give one file name");
    command(a, "export nowhere/table.csv");
    shows(a, "nowhere/table.csv");
    press(a, '7');
    if (!views[VIEW_system]->figure) {
        command(a, "export plot.svg");
        shows(a, "has no figure to export");
    }
}

static void runs_are_pinned_and_found_by_the_beginning_of_their_name(void **state)
{
    struct app *a = *state;
    command(a, "pin al");
    command(a, "pin gamma");
    assert_int_equal(a->c.model.pinned_count, 2);
    command(a, "pin alpha");
    assert_int_equal(a->c.model.pinned_count, 1);
    assert_string_equal(a->c.model.pinned[0]->name, "gamma");
    command(a, "pin omega");
    shows(a, "no run is called 'omega'");
}

static void the_theme_is_chosen_or_the_next(void **state)
{
    struct app *a = *state;
    command(a, "theme light");
    assert_int_equal(a->c.model.ground, THEME_LIGHT);
    command(a, "theme dark");
    assert_int_equal(a->c.model.ground, THEME_DARK);
    press(a, 'T');
    shows(a, "theme: light");
    command(a, "theme pink");
    shows(a, "no theme 'pink'");
}

static void what_was_typed_comes_back(void **state)
{
    struct app *a = *state;
    struct mien_error e = {.text = ""};
    const struct console_options o = {.remember = true, .unicode = true};
    struct console other;
    setenv("XDG_CONFIG_HOME", a->folder, 1);
    setenv("XDG_STATE_HOME", a->folder, 1);
    a->c.remember = true;
    command(a, "theme light");
    assert_int_equal(console_open(&other, &o, &e), 0);
    assert_int_equal(other.prompt.history_count, 1); /* at once, not only at the end */
    assert_int_equal(console_close(&a->c, &e), 0);
    prompt_remember(&other.prompt, ":theme dark"); /* in a console beside it */
    assert_int_equal(console_close(&other, &e), 0);
    assert_int_equal(console_open(&a->c, &o, &e), 0);
    press(a, ':');
    press(a, KEY_CODE_UP);
    assert_string_equal(a->c.prompt.text, "theme dark");
    press(a, KEY_CODE_UP);
    assert_string_equal(a->c.prompt.text, "theme light");
    a->c.remember = false;
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_command_is_named_with_the_one_that_was_meant),
        TEST(what_was_meant_may_be_of_another_view),
        TEST(pasted_text_presses_no_keys),
        TEST(a_pasted_newline_runs_no_command),
        TEST(commands_may_be_shortened_where_that_is_clear),
        TEST(a_command_of_another_view_brings_that_view_up),
        TEST(commands_and_what_they_take_are_completed),
        TEST(what_is_shown_is_exported_by_the_ending_of_the_name),
        TEST(an_export_over_a_file_is_asked_for),
        TEST(a_home_is_written_as_shells_do),
        TEST(an_export_that_cannot_be_is_refused_with_what_can),
        TEST(runs_are_pinned_and_found_by_the_beginning_of_their_name),
        TEST(the_theme_is_chosen_or_the_next),
        TEST(what_was_typed_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
