/* test_app.c - the program around the views: names and hints, help, filter, what is
 * remembered, snapshots. */
#include "tests/console/app.h"

#include <cjson/cJSON.h>

#include "runtime/host/file.h"
#include "viewer/console/app/actions.h"
#include "viewer/console/app/keys.h"
#include "viewer/console/app/snapshot.h"

static void views_come_by_number_by_click_and_by_name(void **state)
{
    struct app *a = *state;
    for (int i = VIEW_COUNT - 1; i >= 0; i--) {
        press(a, '1' + (uint32_t)i);
        assert_int_equal(a->c.view, i);
    }
    for (int i = VIEW_COUNT - 1; i >= 0; i--) {
        click(a, views[i]->title);
        assert_int_equal(a->c.view, i);
    }
    for (int i = VIEW_COUNT - 1; i >= 0; i--) {
        char line[64];
        snprintf(line, sizeof line, "view %s", views[i]->name);
        command(a, line);
        assert_int_equal(a->c.view, i);
    }
    command(a, "compare"); /* its name alone will do */
    assert_int_equal(a->c.view, VIEW_compare);
}

static void tab_walks_the_views(void **state)
{
    struct app *a = *state;
    press(a, KEY_CODE_TAB);
    assert_int_equal(a->c.view, VIEW_curves);
    press(a, '1');
    press(a, KEY_CODE_BACK_TAB);
    assert_int_equal(a->c.view, VIEW_system);
    press(a, KEY_CODE_TAB);
    assert_int_equal(a->c.view, VIEW_overview);
}

static void every_view_draws_at_any_size(void **state)
{
    struct app *a = *state;
    static const int sizes[][2] = {{1, 1},   {2, 1},   {1, 40},   {20, 5},   {5, 20},  {40, 3},
                                   {79, 23}, {80, 24}, {120, 40}, {200, 60}, {300, 2}, {500, 200}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        assert_true(cells_resize(&a->cells, sizes[s][0], sizes[s][1]));
        console_input(&a->c, &(struct input){.kind = INPUT_RESIZE});
        for (int i = 0; i < VIEW_COUNT; i++) {
            press(a, '1' + (uint32_t)i);
            press(a, '?');
            press(a, KEY_CODE_ESCAPE);
            press(a, 'M');
            press(a, 'M');
            press(a, ':');
            press(a, KEY_CODE_TAB);
            press(a, KEY_CODE_ESCAPE);
        }
    }
}

static void names_of_views_get_shorter_where_there_is_less_room(void **state)
{
    struct app *a = *state;
    assert_true(cells_resize(&a->cells, 80, 24));
    shows(a, "1 Overview  2 Curves  3 Confusion  4 Compare  5 Live  6 Log  7 System");
    assert_true(cells_resize(&a->cells, 40, 24));
    press(a, '2');
    shows(a, "1 2 Curves 3 4 5 6 7");
    assert_true(cells_resize(&a->cells, 20, 5));
    frame(a);
    shows(a, "1 2 Curves 3 4 5 6 7");
    assert_true(cells_resize(&a->cells, 14, 5));
    frame(a);
    shows(a, "1 2 3 4 5 6 7");
}

static void help_tells_every_action_of_every_view(void **state)
{
    struct app *a = *state;
    assert_true(cells_resize(&a->cells, 120, 120));
    for (int v = 0; v < VIEW_COUNT; v++) {
        press(a, '1' + (uint32_t)v);
        press(a, '?');
        for (int i = 0; i < views[v]->action_count; i++) {
            char name[64];
            snprintf(name, sizeof name, ":%s", views[v]->actions[i].name);
            shows(a, name);
        }
        for (int i = 0; i < a->c.action_count; i++) {
            char name[64];
            snprintf(name, sizeof name, ":%s", a->c.actions[i].name);
            shows(a, name);
        }
        press(a, '?');
        hides(a, "Everywhere");
    }
}

static void help_scrolls_and_a_line_of_it_can_be_clicked(void **state)
{
    struct app *a = *state;
    assert_true(cells_resize(&a->cells, 80, 12));
    press(a, '?');
    hides(a, ":quit");
    press(a, 'G');
    shows(a, ":quit");
    press(a, 'g');
    hides(a, ":quit");
    console_input(&a->c, &(struct input){.kind = INPUT_MOUSE, .mouse = MOUSE_WHEEL_DOWN});
    frame(a);
    assert_int_equal(a->c.help_top, 3);
    press(a, KEY_CODE_END);
    click(a, ":next-view");
    assert_false(a->c.help);
    assert_int_equal(a->c.view, VIEW_curves);
}

static void help_names_no_key_that_the_view_means_otherwise(void **state)
{
    struct app *a = *state;
    assert_true(cells_resize(&a->cells, 120, 120));
    press(a, '?');
    shows(a, "m M           :messages");
    press(a, '2');
    press(a, '?');
    shows(a, "M             :messages");
    hides(a, "m M ");
}

static void any_other_key_leaves_help_and_does_what_it_does(void **state)
{
    struct app *a = *state;
    press(a, '?');
    press(a, '4');
    assert_int_equal(a->c.view, VIEW_compare);
    assert_false(a->c.help);
}

static void keys_that_help_the_lost_mean_the_same_everywhere(void **state)
{
    const struct app *a = *state;
    for (int v = 0; v < VIEW_COUNT; v++)
        for (int i = 0; i < views[v]->action_count; i++) {
            const char *keys = views[v]->actions[i].keys;
            for (uint32_t key; (key = keys_next(&keys)) != 0;)
                if (action_reserved(&a->c, key).action)
                    fail_msg("%s: '%s' has a key that belongs to the program", views[v]->name,
                             views[v]->actions[i].name);
        }
}

static void every_action_tells_what_it_does_and_has_a_key_of_its_own(void **state)
{
    (void)state;
    for (int v = 0; v < VIEW_COUNT; v++)
        for (int i = 0; i < views[v]->action_count; i++) {
            const struct view_action *x = &views[v]->actions[i];
            assert_true(x->name && *x->name && !strchr(x->name, ' '));
            assert_true(x->help && *x->help);
            const char *keys = x->keys;
            for (uint32_t key; (key = keys_next(&keys)) != 0;)
                if (action_of_view(v, key).action != x)
                    fail_msg("%s: '%s' shares a key", views[v]->name, x->name);
        }
}

static void the_filter_acts_as_it_is_typed_and_escape_clears_it(void **state)
{
    struct app *a = *state;
    press(a, '/');
    type(a, "be");
    shows(a, "beta");
    hides(a, "gamma");
    assert_string_equal(a->c.model.selected->name, "beta");
    press(a, KEY_CODE_ESCAPE);
    shows(a, "gamma");
    press(a, '/');
    type(a, "crashed");
    press(a, KEY_CODE_ENTER);
    shows(a, "/crashed");
    hides(a, "beta");
    command(a, "filter");
    shows(a, "beta");
}

static void escape_clears_a_filter_that_was_kept(void **state)
{
    struct app *a = *state;
    press(a, '/');
    type(a, "alpha");
    press(a, KEY_CODE_ENTER);
    hides(a, "beta");
    press(a, KEY_CODE_ESCAPE);
    shows(a, "beta");
    hides(a, "/alpha");
}

static void a_notice_too_long_for_the_bar_goes_up(void **state)
{
    struct app *a = *state;
    assert_true(cells_resize(&a->cells, 40, 12));
    frame(a);
    command(a, "export a-picture-with-a-long-name.gif");
    shows(a, "a-picture-with-a-long-name.gif: not a");
    shows(a, ".json or .md"); /* what to do, at the end */
}

static void a_click_on_a_notice_only_puts_it_away(void **state)
{
    struct app *a = *state;
    command(a, "nonsense");
    const struct input corner = {
        .kind = INPUT_MOUSE, .mouse = MOUSE_PRESS, .x = WIDTH - 4, .y = HEIGHT - 1};
    console_input(&a->c, &corner); /* where "q quit" stands without it */
    frame(a);
    assert_false(a->c.quit);
    hides(a, "nonsense");
    console_input(&a->c, &corner);
    assert_true(a->c.quit);
}

static void hints_can_be_clicked(void **state)
{
    struct app *a = *state;
    click(a, "? help");
    assert_true(a->c.help);
    click(a, "? help");
    assert_false(a->c.help);
    click(a, ": command");
    assert_true(a->c.prompt.open);
    press(a, KEY_CODE_ESCAPE);
    click(a, "q quit");
    assert_true(a->c.quit);
}

static void a_run_that_appears_is_seen(void **state)
{
    struct app *a = *state;
    hides(a, "epsilon");
    fixture_run("runs", "epsilon", 2, NULL);
    poll_app(a);
    assert_true(a->c.changed);
    frame(a);
    shows(a, "epsilon");
    const int file = fixture_hold("runs", "epsilon");
    fixture_epoch(file, 3);
    poll_app(a);
    assert_true(a->c.changed);
    close(file);
}

static void what_is_remembered_comes_back(void **state)
{
    struct app *a = *state;
    struct mien_error e = {.text = ""};
    char folder[64];
    snprintf(folder, sizeof folder, "%s/config", a->folder);
    setenv("XDG_CONFIG_HOME", folder, 1);
    a->c.remember = true;
    press(a, '6');
    command(a, "theme light");
    command(a, "smooth 0.9");
    press(a, '6');
    assert_int_equal(console_close(&a->c, &e), 0);
    const struct console_options o = {.remember = true, .unicode = true};
    assert_int_equal(console_open(&a->c, &o, &e), 0);
    assert_int_equal(a->c.view, VIEW_log);
    assert_int_equal(a->c.model.ground, THEME_LIGHT);
    assert_true(a->c.model.look.smooth == 0.9);
    frame(a); /* without a run */
    a->c.remember = false;
    unsetenv("XDG_CONFIG_HOME");
}

static void unknown_views_and_themes_are_mistakes_of_usage(void **state)
{
    (void)state;
    struct console c;
    struct mien_error e = {.text = ""};
    const struct console_options view = {.view = "curve"}, theme = {.theme = "pink"};
    assert_int_equal(console_open(&c, &view, &e), -1);
    assert_true(e.usage && strstr(e.text, "unknown view 'curve'"));
    assert_int_equal(console_open(&c, &theme, &e), -1);
    assert_true(e.usage && strstr(e.text, "unknown theme 'pink'"));
}

static void without_runs_every_view_says_what_to_do(void **state)
{
    struct app *a = *state;
    struct mien_error e = {.text = ""};
    console_close(&a->c, NULL);
    const struct console_options o = {
        .paths = (const char *const[]){"empty"}, .path_count = 1, .unicode = true};
    assert_int_equal(console_open(&a->c, &o, &e), 0);
    poll_app(a);
    frame(a);
    shows(a, "0 runs");
    shows(a, ":train");
    for (int i = 0; i < VIEW_COUNT; i++)
        press(a, '1' + (uint32_t)i);
    press(a, 'p');
    shows(a, "no run is selected");
}

static char *printed(struct app *a, bool json)
{
    char *text = NULL;
    size_t size;
    struct mien_error e = {.text = ""};
    FILE *stream = open_memstream(&text, &size);
    assert_int_equal(json ? snapshot_json(&a->c, stream, &e)
                          : snapshot_print(&a->c, 80, 24, DEPTH_NONE, stream, &e),
                     0);
    fclose(stream);
    return text;
}

static void a_snapshot_is_the_view_as_text(void **state)
{
    struct app *a = *state;
    for (int i = 0; i < VIEW_COUNT; i++) {
        press(a, '1' + (uint32_t)i);
        char *text = printed(a, false);
        int lines = 0;
        for (const char *c = text; *c; c++) {
            assert_true(*c != '\033');
            lines += *c == '\n';
        }
        assert_int_equal(lines, 24);
        free(text);
    }
}

static void json_holds_every_run_with_its_state_and_newest_numbers(void **state)
{
    struct app *a = *state;
    static const char *const expected[][2] = {
        {"alpha", "finished"}, {"beta", "stopped"}, {"delta", "finished"}, {"gamma", "crashed"}};
    for (int i = 0; i < VIEW_COUNT; i++) {
        press(a, '1' + (uint32_t)i);
        char *text = printed(a, true);
        cJSON *root = cJSON_Parse(text);
        assert_non_null(root);
        assert_string_equal(cJSON_GetObjectItem(root, "view")->valuestring, views[i]->name);
        const cJSON *runs = cJSON_GetObjectItem(root, "runs"), *run;
        assert_int_equal(cJSON_GetArraySize(runs), 4);
        cJSON_ArrayForEach(run, runs)
        {
            bool found = false;
            for (int k = 0; k < 4; k++)
                found =
                    found ||
                    (strcmp(cJSON_GetObjectItem(run, "name")->valuestring, expected[k][0]) == 0 &&
                     strcmp(cJSON_GetObjectItem(run, "state")->valuestring, expected[k][1]) == 0);
            assert_true(found);
            if (strcmp(cJSON_GetObjectItem(run, "name")->valuestring, "beta") == 0) {
                const cJSON *last = cJSON_GetObjectItem(run, "last");
                assert_true(cJSON_GetObjectItem(last, "valid_accuracy")->valuedouble == 0.44);
            }
        }
        assert_non_null(cJSON_GetObjectItem(root, "table"));
        cJSON_Delete(root);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(views_come_by_number_by_click_and_by_name),
        TEST(tab_walks_the_views),
        TEST(every_view_draws_at_any_size),
        TEST(names_of_views_get_shorter_where_there_is_less_room),
        TEST(help_tells_every_action_of_every_view),
        TEST(help_scrolls_and_a_line_of_it_can_be_clicked),
        TEST(help_names_no_key_that_the_view_means_otherwise),
        TEST(any_other_key_leaves_help_and_does_what_it_does),
        TEST(keys_that_help_the_lost_mean_the_same_everywhere),
        TEST(every_action_tells_what_it_does_and_has_a_key_of_its_own),
        TEST(the_filter_acts_as_it_is_typed_and_escape_clears_it),
        TEST(escape_clears_a_filter_that_was_kept),
        TEST(a_notice_too_long_for_the_bar_goes_up),
        TEST(a_click_on_a_notice_only_puts_it_away),
        TEST(hints_can_be_clicked),
        TEST(a_run_that_appears_is_seen),
        TEST(what_is_remembered_comes_back),
        TEST(unknown_views_and_themes_are_mistakes_of_usage),
        TEST(without_runs_every_view_says_what_to_do),
        TEST(a_snapshot_is_the_view_as_text),
        TEST(json_holds_every_run_with_its_state_and_newest_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
