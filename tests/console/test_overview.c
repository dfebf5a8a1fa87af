/* test_overview.c - the list of runs, what it says of each, and how it is used. */
#include "tests/console/stage.h"
#include "viewer/console/views/summary.h"

#define RUN(name)                                                                                  \
    "{\"kind\":\"run\",\"step\":0,\"time\":1763726400,\"unit\":\"epoch\",\"total\":4,"             \
    "\"model\":\"" name "\",\"classes\":[\"angry\",\"happy\"],\"threads\":2}\n"
#define EPOCH(n, accuracy, loss)                                                                   \
    "{\"kind\":\"epoch\",\"step\":" #n "0,\"epoch\":" #n ",\"wall\":" #n                           \
    "5.5,\"samples_per_second\":1693.25,\"loss\":" #loss ",\"valid_accuracy\":" #accuracy          \
    ",\"train_accuracy\":0.61,\"confusion\":[[8,2],[5,5]]}\n"
#define END(state) "{\"kind\":\"end\",\"step\":40,\"time\":1763729820,\"state\":\"" state "\"}\n"

static const char finished[] = RUN("network") EPOCH(1, 0.41, 1.5) EPOCH(2, 0.59, 1.25)
    EPOCH(3, 0.55, 1.125) EPOCH(4, 0.583, 1.0625) END("finished");
static const char stopped[] = RUN("forest") EPOCH(1, 0.71, 0.9) END("stopped");
static const char failed[] = RUN("network")
    EPOCH(1, null, null) "{\"kind\":\"end\",\"step\":10,\"time\":1763729820,\"state\":\"failed\","
                         "\"message\":\"the loss is not finite\"}\n";
static const char old[] = "{\"kind\":\"tree\",\"step\":20,\"tree\":20,\"wall\":1.1,"
                          "\"oob_accuracy\":0.5389}\n";

static void open_runs(struct stage *s)
{
    stage_open(s, &view_overview);
    stage_run(s, "cnn", finished);
    stage_run(s, "grove", stopped);
    stage_run(s, "wild", failed);
    stage_run(s, "ancient", old);
}

static void an_empty_shelf_tells_how_to_start_a_run(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_overview);
    stage_draw(&s, 80, 22);
    stage_shows(&s, ":train experiments/mlp68.cfg");
    stage_close(&s);
}

static void a_filter_that_hides_all_runs_says_so(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    snprintf(s.m.filter, sizeof s.m.filter, "nothing");
    stage_draw(&s, 80, 22);
    stage_shows(&s, "no run of 4 holds \"nothing\"");
    stage_close(&s);
}

static void a_row_says_state_progress_and_accuracy_at_80_columns(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "4 runs");
    stage_shows(&s, "finished");
    stage_shows(&s, "4/4 epochs");
    stage_shows(&s, "59.0 %"); /* the best, which is not the newest */
    stage_shows(&s, "1/4 epochs");
    stage_shows(&s, "71.0 %");
    stage_shows(&s, "53.9 %"); /* oob_accuracy of a file without an opening line */
    stage_close(&s);
}

static void wide_screens_show_newest_loss_speed_and_model_too(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 200, 60);
    stage_shows(&s, "58.3 %");
    stage_shows(&s, "1.062");
    stage_shows(&s, "1,693 samples/s");
    stage_shows(&s, "forest");
    stage_close(&s);
}

static void the_selected_run_is_told_in_detail_below(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 120, 40);
    stage_shows(&s, "train_accuracy");
    stage_shows(&s, "happy taken for angry: 5 of 10 (50.0 %)");
    stage_shows(&s, "valid_accuracy           58.3 %     59.0 %      2");
    stage_key(&s, KEY_CODE_DOWN);
    stage_key(&s, KEY_CODE_DOWN);
    stage_draw(&s, 120, 40);
    assert_string_equal(s.m.selected->name, "wild");
    stage_shows(&s, "the loss is not finite");
    stage_act(&s, "detail", "");
    stage_draw(&s, 120, 40);
    stage_hides(&s, "the loss is not finite");
    stage_close(&s);
}

static void more_runs_than_there_is_room_for_are_said_to_be_left_out(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 80, 22);
    stage_hides(&s, "left out");
    s.m.shelf.full = true;
    stage_draw(&s, 80, 22);
    stage_shows(&s, "runs, more are left out");
    stage_close(&s);
}

static void what_was_not_finite_is_named_and_not_said_to_be_missing(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_overview);
    stage_run(&s, "wild", failed);
    stage_draw(&s, 120, 40);
    stage_shows(&s, "loss                        nan");
    stage_shows(&s, "1/4 epochs\n"); /* nobody is at work: no time left, no speed */
    stage_close(&s);
}

static void many_runs_on_a_small_screen_are_a_list_alone(void **state)
{
    struct stage s;
    char name[32];
    (void)state;
    stage_open(&s, &view_overview);
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "run%d", i);
        stage_run(&s, name, finished);
    }
    stage_draw(&s, 80, 22);
    stage_hides(&s, "train_accuracy");
    stage_shows(&s, "run19");
    stage_hides(&s, "run20");
    stage_draw(&s, 80, 50);
    stage_shows(&s, "train_accuracy");
    stage_close(&s);
}

static void sorting_by_name_of_a_column_orders_rows_and_is_remembered(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 100, 24);
    assert_true(stage_act(&s, "sort", "-best"));
    assert_string_equal(s.m.look.sort, "-best");
    stage_act(&s, "detail", "");
    stage_draw(&s, 100, 24);
    assert_true(stage_find(&s, "grove", NULL) < stage_find(&s, "cnn", NULL));
    assert_true(stage_find(&s, "cnn", NULL) < stage_find(&s, "ancient", NULL));
    assert_true(stage_find(&s, "ancient", NULL) < stage_find(&s, "wild", NULL)); /* unknown: last */
    assert_string_equal(s.m.selected->name, "cnn"); /* the cursor stays on its run */
    assert_false(stage_act(&s, "sort", "beauty"));
    assert_non_null(strstr(s.m.notice, "beauty"));
    assert_non_null(strstr(s.m.notice, "progress"));
    stage_close(&s);
}

static void a_click_selects_a_title_sorts_and_a_double_click_opens(void **state)
{
    struct stage s;
    int x;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 100, 24);
    const int row = stage_find(&s, "grove", &x);
    assert_true(stage_mouse(&s, MOUSE_PRESS, x, row));
    assert_string_equal(s.m.selected->name, "grove");
    assert_int_equal(s.m.wanted_view, -1);
    assert_true(stage_mouse(&s, MOUSE_DOUBLE, x, row));
    assert_int_equal(s.m.wanted_view, VIEW_curves);
    stage_draw(&s, 100, 24);
    const int titles = stage_find(&s, "Best", &x);
    assert_true(stage_mouse(&s, MOUSE_PRESS, x, titles));
    assert_non_null(strstr(s.m.look.sort, "best"));
    stage_close(&s);
}

static void the_cursor_follows_a_selection_made_elsewhere(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 100, 40);
    s.m.selected = s.runs[3];
    stage_draw(&s, 100, 40);
    assert_string_equal(s.m.selected->name, "ancient");
    stage_shows(&s, "oob_accuracy");
    snprintf(s.m.filter, sizeof s.m.filter, "c"); /* cnn, ancient: their rows are others now */
    stage_draw(&s, 100, 40);
    assert_string_equal(s.m.selected->name, "ancient");
    snprintf(s.m.filter, sizeof s.m.filter, "grove");
    stage_draw(&s, 100, 40);
    assert_string_equal(s.m.selected->name, "grove");
    stage_close(&s);
}

static void pinned_runs_are_marked_and_keep_their_colour(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    model_pin(&s.m, s.runs[2], true);
    model_pin(&s.m, s.runs[1], true);
    for (int i = 0; i < 4; i++) {
        s.m.selected = s.runs[i];
        assert_int_equal(model_color(&s.m, s.runs[2]), 0);
        assert_int_equal(model_color(&s.m, s.runs[1]), 1);
    }
    stage_draw(&s, 100, 24);
    stage_shows(&s, theme_marker(1, true));
    stage_close(&s);
}

static void without_unicode_all_is_ascii(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    s.m.unicode = s.cells.unicode = false;
    for (const char *c = stage_draw(&s, 200, 60); *c; c++)
        assert_true((unsigned char)*c < 0x80);
    stage_close(&s);
}

static void any_size_can_be_drawn(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    for (int height = 1; height < 30; height++)
        for (int width = 1; width < 130; width += width < 12 ? 1 : 9)
            stage_draw(&s, width, height);
    stage_close(&s);
}

static void the_table_has_numbers_for_programs(void **state)
{
    struct stage s;
    struct table t;
    (void)state;
    open_runs(&s);
    assert_true(view_overview.table(s.state, &s.m, &t));
    cJSON *json = table_json(&t), *row = cJSON_GetArrayItem(json, 0);
    assert_int_equal(cJSON_GetArraySize(json), 4);
    assert_string_equal(cJSON_GetObjectItem(row, "run")->valuestring, "cnn");
    assert_string_equal(cJSON_GetObjectItem(row, "state")->valuestring, "finished");
    assert_true(cJSON_GetObjectItem(row, "best")->valuedouble == 0.59);
    assert_true(cJSON_GetObjectItem(row, "newest")->valuedouble == 0.583);
    assert_true(cJSON_GetObjectItem(row, "done")->valuedouble == 4);
    assert_null(cJSON_GetObjectItem(row, "mark"));
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(cJSON_GetArrayItem(json, 2), "best")));
    cJSON_Delete(json);
    table_free(&t);
    stage_close(&s);
}

/* ---- words ---- */

static void values_read_in_their_units(void **state)
{
    static const struct {
        const char *key, *text;
        double value;
    } cases[] = {
        {"valid_accuracy", "58.3 %", 0.5834},
        {"macro_f1", "100.0 %", 1},
        {"valid_loss", "0.940", 0.940181},
        {"learning_rate", "4e-07", 4e-07},
        {"loss", "12.500", 12.5},
        {"loss", "1.000", 1},
        {"gradient_norm", "1", 1},
        {"samples_per_second", "1,693/s", 1693.25},
        {"frames_per_second", "29.8/s", 29.8},
        {"stage_detect", "3.1 ms", 3.1},
        {"bytes", "1.15 MB", 1150492},
        {"parameters", "288 k", 287623},
        {"operations", "19.0 M", 19045543},
        {"support_vectors", "21,997", 21997},
        {"fit_seconds", "32:46", 1965.7},
        {"fit_seconds", "3.51 s", 3.514},
        {"bytes", "512 B", 512},
        {"parameters", "1.00 k", 999.7},
        {"whatever", "–", NAN},
        {"loss", "inf", INFINITY},
        {"loss", "-inf", -INFINITY},
        {"faces", "2", 2},
    };
    char text[48];
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_string_equal(
            measure_text(measure_of(cases[k].key).form, cases[k].value, text, sizeof text),
            cases[k].text);
}

static void times_read_as_people_say_them(void **state)
{
    static const struct {
        double seconds;
        const char *text;
    } cases[] = {{-5, "just now"},
                 {2, "just now"},
                 {42.9, "42 s ago"},
                 {180, "3 min ago"},
                 {3599, "59 min ago"},
                 {7200, "2 h ago"},
                 {47 * 3600, "47 h ago"},
                 {86400 * 12, "12 days ago"},
                 {NAN, "–"}};
    char text[32];
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_string_equal(summary_ago(cases[k].seconds, text, sizeof text), cases[k].text);
}

/* Four epochs of ten seconds, of which two are done. */
static void the_time_left_counts_from_the_newest_step(void **state)
{
    static const char going[] = RUN("network") EPOCH(1, 0.41, 1.5) EPOCH(2, 0.59, 1.25);
    static const struct {
        double silent; /* seconds */
        const char *end, *next;
    } cases[] = {{0, "0:20 left", "next in 0:10"},
                 {4, "0:16 left", "next in 0:06"},
                 {14, "0:10 left", "next is due"}};
    struct stage s;
    char text[32];
    (void)state;
    stage_open(&s, &view_overview);
    struct journal *j = stage_run(&s, "going", going);
    j->state = JOURNAL_RUNNING;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        j->written = STAGE_NOW - cases[k].silent;
        assert_string_equal(summary_end_text(j, STAGE_NOW, text, sizeof text), cases[k].end);
        assert_string_equal(summary_next(j, STAGE_NOW, text, sizeof text), cases[k].next);
    }
    j->written = STAGE_NOW - 4;
    j->total = 2; /* the last is written: the rest takes no step */
    assert_string_equal(summary_end_text(j, STAGE_NOW, text, sizeof text), "any moment");
    j->total = NAN; /* an old file does not say how many there will be */
    assert_string_equal(summary_end_text(j, STAGE_NOW, text, sizeof text), "next in 0:06");
    stage_close(&s);
}

static void the_rows_of_a_measure_stand_before_its_name(void **state)
{
    (void)state;
    assert_string_equal(measure_of("valid_accuracy").name, "accuracy");
    assert_int_equal(measure_of("valid_accuracy").rows, MEASURE_VALID);
    assert_int_equal(measure_of("oob_accuracy").rows, MEASURE_OOB);
    assert_int_equal(measure_of("train_loss").rows, MEASURE_TRAIN);
    assert_int_equal(measure_of("loss").rows, MEASURE_PLAIN);
    assert_int_equal(measure_of("loss").goal, MEASURE_LEAST);
    assert_int_equal(measure_of("accuracy").goal, MEASURE_GREATEST);
    assert_true(measure_of("wall").clock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_shelf_tells_how_to_start_a_run),
        cmocka_unit_test(a_filter_that_hides_all_runs_says_so),
        cmocka_unit_test(a_row_says_state_progress_and_accuracy_at_80_columns),
        cmocka_unit_test(wide_screens_show_newest_loss_speed_and_model_too),
        cmocka_unit_test(the_selected_run_is_told_in_detail_below),
        cmocka_unit_test(more_runs_than_there_is_room_for_are_said_to_be_left_out),
        cmocka_unit_test(what_was_not_finite_is_named_and_not_said_to_be_missing),
        cmocka_unit_test(many_runs_on_a_small_screen_are_a_list_alone),
        cmocka_unit_test(sorting_by_name_of_a_column_orders_rows_and_is_remembered),
        cmocka_unit_test(a_click_selects_a_title_sorts_and_a_double_click_opens),
        cmocka_unit_test(the_cursor_follows_a_selection_made_elsewhere),
        cmocka_unit_test(pinned_runs_are_marked_and_keep_their_colour),
        cmocka_unit_test(without_unicode_all_is_ascii),
        cmocka_unit_test(any_size_can_be_drawn),
        cmocka_unit_test(the_table_has_numbers_for_programs),
        cmocka_unit_test(values_read_in_their_units),
        cmocka_unit_test(times_read_as_people_say_them),
        cmocka_unit_test(the_time_left_counts_from_the_newest_step),
        cmocka_unit_test(the_rows_of_a_measure_stand_before_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
