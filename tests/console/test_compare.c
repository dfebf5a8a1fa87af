/* test_compare.c - runs side by side, and what differs between two cfgs. */
#include "tests/console/stage.h"
#include "viewer/console/views/cfg_diff.h"

#define RUN(model, cfg)                                                                            \
    "{\"kind\":\"run\",\"step\":0,\"time\":1763726400,\"unit\":\"epoch\",\"total\":4,"             \
    "\"model\":\"" model "\",\"config\":\"" cfg "\"}\n"
#define EPOCH(n, accuracy)                                                                         \
    "{\"kind\":\"epoch\",\"step\":" #n "0,\"epoch\":" #n ",\"wall\":" #n                           \
    "5,\"valid_accuracy\":" #accuracy "}\n"

static const char small[] = RUN(
    "network", "[data]\\npath = faces\\n[net]\\nbatch = 128\\nlearning_rate = 0.1\\n"
               "[connected]\\noutput = 7\\n") EPOCH(1, 0.5) EPOCH(2, 0.6)
    EPOCH(3, 0.55) "{\"kind\":\"end\",\"step\":30,\"time\":1763729820,\"state\":\"finished\","
                   "\"accuracy\":0.61,"
                   "\"macro_f1\":0.57,\"fit_seconds\":33.5,\"parameters\":287623,\"bytes\":1150492,"
                   "\"operations\":19045543}\n";
static const char large[] = RUN(
    "network", "[data]\\npath = faces\\n[net]\\nbatch = 64\\nlearning_rate = 0.1\\ndecay = 0.01"
               "\\n[connected]\\noutput = 64\\n[dropout]\\nprobability = 0.3\\n"
               "[connected]\\noutput = 7\\n")
    EPOCH(1,
          0.5) "{\"kind\":\"end\",\"step\":30,\"time\":1763729820,\"state\":\"finished\","
               "\"accuracy\":0.66,"
               "\"macro_f1\":0.55,\"fit_seconds\":333.5,\"parameters\":1850000,\"bytes\":7466908,"
               "\"operations\":119045543}\n";
static const char cut[] = EPOCH(1, 0.41) EPOCH(2, 0.47) EPOCH(3, 0.46);
static const char session[] = "{\"kind\":\"session\",\"step\":0,\"time\":1763726400,\"unit\":"
                              "\"frame\",\"model\":\"small\",\"source\":\"/dev/video0\"}\n";

static void open_runs(struct stage *s)
{
    stage_open(s, &view_compare);
    stage_run(s, "small", small);
    stage_run(s, "large", large);
    stage_run(s, "cut", cut);
    stage_run(s, "camera", session);
}

static void an_empty_shelf_tells_how_to_start_a_run(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_compare);
    stage_draw(&s, 80, 22);
    stage_shows(&s, ":train experiments/mlp68.cfg");
    stage_close(&s);
}

static void figures_are_those_of_the_last_line_and_the_best_are_marked(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 120, 30);
    stage_shows(&s, "★ 66.0 %");
    stage_shows(&s, "  61.0 %");
    stage_shows(&s, "★ 57.0 %");
    stage_shows(&s, "★ 288 k");
    stage_shows(&s, "★ 1.15 MB");
    stage_shows(&s, "119 M");
    stage_shows(&s, "5:34");
    assert_true(stage_find(&s, "66.0 %", NULL) < stage_find(&s, "61.0 %", NULL));
    stage_close(&s);
}

static void without_a_last_line_it_is_the_best_so_far_and_says_so(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 120, 30);
    const int row = stage_find(&s, "47.0 %", NULL);
    assert_true(row > 0);
    assert_int_equal(stage_find(&s, "best of run", NULL), row);
    s.runs[2]->state = JOURNAL_RUNNING;
    stage_draw(&s, 120, 30);
    assert_int_equal(stage_find(&s, "best so far", NULL), row);
    stage_close(&s);
}

static void sessions_of_the_viewer_are_left_out(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 120, 30);
    stage_hides(&s, "camera");
    stage_close(&s);
}

static void cfgs_of_the_pinned_and_the_selected_run_are_compared(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_draw(&s, 120, 40);
    stage_shows(&s, "pin a run with Space");
    model_pin(&s.m, s.runs[0], true);
    s.m.selected = s.runs[1];
    stage_draw(&s, 120, 40);
    stage_shows(&s,
                "cfg: 4 keys differ"); /* batch, decay, output and probability of the new ones */
    stage_shows(&s, "~   batch");
    stage_shows(&s, "+   decay");
    stage_shows(&s, "+ [connected.1]");
    stage_shows(&s, "+ [dropout]");
    stage_hides(&s, "learning_rate");
    stage_act(&s, "all", "");
    stage_draw(&s, 120, 40);
    stage_shows(&s, "learning_rate");
    stage_shows(&s, "faces");
    stage_close(&s);
}

static void a_base_is_chosen_by_name_and_let_go_again(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    s.m.selected = s.runs[1];
    assert_true(stage_act(&s, "base", "small"));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "~   batch");
    s.m.selected = s.runs[0];
    stage_draw(&s, 120, 40);
    stage_shows(&s, "this run is the base");
    s.m.selected = s.runs[1];
    assert_true(stage_act(&s, "base", "small"));
    stage_draw(&s, 120, 40);
    stage_hides(&s, "~   batch");
    assert_false(stage_act(&s, "base", "nobody"));
    assert_non_null(strstr(s.m.notice, "nobody"));
    stage_close(&s);
}

static void a_run_without_its_cfg_says_so(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    model_pin(&s.m, s.runs[0], true);
    s.m.selected = s.runs[2];
    stage_draw(&s, 120, 40);
    stage_shows(&s, "cut does not say its cfg");
    stage_close(&s);
}

static void a_cfg_that_is_none_shows_the_message_of_its_reader(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    stage_run(&s, "bad", RUN("network", "[net]\\nbatch\\n"));
    model_pin(&s.m, s.runs[0], true);
    s.m.selected = s.runs[4];
    stage_draw(&s, 120, 40);
    stage_shows(&s, "bad:2:");
    stage_close(&s);
}

static void long_comparisons_scroll_and_stay_within(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    model_pin(&s.m, s.runs[0], true);
    s.m.selected = s.runs[1];
    stage_act(&s, "all", "");
    stage_draw(&s, 80, 16);
    stage_shows(&s, "[data]");
    for (int i = 0; i < 40; i++) {
        stage_act(&s, "scroll", "down");
        stage_draw(&s, 80, 16);
    }
    stage_hides(&s, "[data]");
    stage_shows(&s, "[connected]");
    for (int i = 0; i < 40; i++)
        stage_mouse(&s, MOUSE_WHEEL_UP, 5, 15);
    stage_draw(&s, 80, 16);
    stage_shows(&s, "[data]");
    stage_close(&s);
}

static void any_size_can_be_drawn(void **state)
{
    struct stage s;
    (void)state;
    open_runs(&s);
    model_pin(&s.m, s.runs[0], true);
    s.m.selected = s.runs[1];
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
    assert_true(view_compare.table(s.state, &s.m, &t));
    cJSON *json = table_json(&t), *row = cJSON_GetArrayItem(json, 0);
    assert_int_equal(cJSON_GetArraySize(json), 3);
    assert_true(cJSON_GetObjectItem(row, "accuracy")->valuedouble == 0.61);
    assert_true(cJSON_GetObjectItem(row, "parameters")->valuedouble == 287623);
    assert_string_equal(cJSON_GetObjectItem(row, "measured")->valuestring, "at the end");
    cJSON_Delete(json);
    table_free(&t);
    stage_close(&s);
}

/* ---- cfgs ---- */

static struct cfg_diff compare(const char *first, const char *second)
{
    struct cfg_diff d;
    struct mien_error e;
    const char *const texts[] = {first, second}, *const names[] = {"first", "second"};
    if (cfg_diff_make(&d, texts, names, &e) != 0)
        fail_msg("%s", e.text);
    return d;
}

/* The line of that section and key; NULL: there is none. */
static const struct cfg_diff_line *line_of(const struct cfg_diff *d, const char *section,
                                           const char *key)
{
    for (size_t k = 0; k < d->count; k++)
        if (d->lines[k].key && strcmp(d->lines[k].section, section) == 0 &&
            strcmp(d->lines[k].key, key) == 0)
            return &d->lines[k];
    return NULL;
}

static void equal_cfgs_do_not_differ(void **state)
{
    (void)state;
    struct cfg_diff d =
        compare("[net]\nbatch = 1\n[avgpool]\n", "[net]\n# one\nbatch=1\n[avgpool]\n");
    assert_int_equal(d.different, 0);
    assert_int_equal(d.count, 3);
    cfg_diff_free(&d);
}

static void keys_stand_in_the_order_of_the_file(void **state)
{
    (void)state;
    struct cfg_diff d = compare("[net]\nb = 1\na = 2\n", "[net]\na = 3\nb = 1\nc = 4\n");
    assert_string_equal(d.lines[1].key, "b");
    assert_string_equal(d.lines[2].key, "a");
    assert_string_equal(d.lines[3].key, "c");
    assert_true(d.lines[1].same);
    assert_string_equal(d.lines[2].value[1], "3");
    assert_null(d.lines[3].value[0]);
    assert_int_equal(d.different, 2);
    cfg_diff_free(&d);
}

static void a_layer_put_in_does_not_shift_the_others(void **state)
{
    (void)state;
    struct cfg_diff d =
        compare("[conv]\nfilters = 16\n[conv]\nfilters = 32\n[conv]\nfilters = 64\n",
                "[conv]\nfilters = 16\n[conv]\nfilters = 24\nsize = 3\n"
                "[conv]\nfilters = 32\n[conv]\nfilters = 64\n");
    assert_int_equal(d.different, 2); /* filters and size of the new one */
    assert_string_equal(line_of(&d, "conv.2", "size")->value[1], "3");
    assert_null(line_of(&d, "conv.2", "size")->value[0]);
    cfg_diff_free(&d);
}

static void a_section_without_keys_counts_where_one_lacks_it(void **state)
{
    (void)state;
    struct cfg_diff d = compare("[net]\na = 1\n[avgpool]\n", "[net]\na = 1\n");
    assert_int_equal(d.different, 1);
    assert_null(d.lines[2].value[1]);
    cfg_diff_free(&d);
}

static void an_empty_cfg_is_refused_by_its_reader(void **state)
{
    struct cfg_diff d;
    struct mien_error e;
    const char *const texts[] = {"[net]\na = 1\n", ""}, *const names[] = {"first", "second"};
    (void)state;
    assert_int_equal(cfg_diff_make(&d, texts, names, &e), -1);
    assert_non_null(strstr(e.text, "second"));
    cfg_diff_free(&d);
}

static void cfgs_of_too_many_sections_are_refused_with_the_limit(void **state)
{
    (void)state;
    enum { SECTIONS = CFG_DIFF_SECTIONS_MAX + 1 };
    char text[SECTIONS * 4 + 1];
    for (int k = 0; k < SECTIONS; k++)
        memcpy(text + 4 * k, "[a]\n", 5);
    struct cfg_diff d;
    struct mien_error e;
    const char *const texts[] = {"[net]\n", text}, *const names[] = {"first", "second"};
    assert_int_equal(cfg_diff_make(&d, texts, names, &e), -1);
    assert_non_null(strstr(e.text, "second: is too long to compare (513 sections, 0 keys); at most "
                                   "512 and 4096"));
    cfg_diff_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_shelf_tells_how_to_start_a_run),
        cmocka_unit_test(figures_are_those_of_the_last_line_and_the_best_are_marked),
        cmocka_unit_test(without_a_last_line_it_is_the_best_so_far_and_says_so),
        cmocka_unit_test(sessions_of_the_viewer_are_left_out),
        cmocka_unit_test(cfgs_of_the_pinned_and_the_selected_run_are_compared),
        cmocka_unit_test(a_base_is_chosen_by_name_and_let_go_again),
        cmocka_unit_test(a_run_without_its_cfg_says_so),
        cmocka_unit_test(a_cfg_that_is_none_shows_the_message_of_its_reader),
        cmocka_unit_test(long_comparisons_scroll_and_stay_within),
        cmocka_unit_test(any_size_can_be_drawn),
        cmocka_unit_test(the_table_has_numbers_for_programs),
        cmocka_unit_test(equal_cfgs_do_not_differ),
        cmocka_unit_test(keys_stand_in_the_order_of_the_file),
        cmocka_unit_test(a_layer_put_in_does_not_shift_the_others),
        cmocka_unit_test(a_section_without_keys_counts_where_one_lacks_it),
        cmocka_unit_test(an_empty_cfg_is_refused_by_its_reader),
        cmocka_unit_test(cfgs_of_too_many_sections_are_refused_with_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
