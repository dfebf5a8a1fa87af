/* test_curves.c - which curves are shown of which runs, how they are read, zoomed and exported. */
#include "runtime/host/rng.h"
#include "tests/console/stage.h"

#define RUN                                                                                        \
    "{\"kind\":\"run\",\"step\":0,\"time\":1763726400,\"unit\":\"epoch\",\"total\":4,"             \
    "\"model\":\"network\",\"threads\":2}\n"
#define EPOCH(n, loss, accuracy)                                                                   \
    "{\"kind\":\"epoch\",\"step\":" #n "0,\"epoch\":" #n ",\"wall\":" #n                           \
    "00,\"samples_per_second\":1693.25,\"loss\":" #loss ",\"valid_accuracy\":" #accuracy           \
    ",\"train_accuracy\":0.45}\n"
static const char small[] =
    RUN EPOCH(1, 2.5, 0.25) EPOCH(2, 1.5, 0.5) EPOCH(3, 1.0, 0.625) EPOCH(4, 0.5, 0.6);
static const char base[] = RUN EPOCH(1, 2.25, 0.3) EPOCH(2, null, 0.4) EPOCH(3, 1.25, 0.7);

static void act_by_key(struct stage *s, const char *name, uint32_t key)
{
    for (int k = 0; k < s->view->action_count; k++)
        if (strcmp(s->view->actions[k].name, name) == 0)
            s->view->actions[k].act(s->state, &s->m, "", key);
}

static void open_two(struct stage *s)
{
    stage_open(s, &view_curves);
    stage_run(s, "small", small);
    model_pin(&s->m, stage_run(s, "base", base), true);
}

/* The table as CSV with lines ended by '\n' alone, for the caller to free. */
static char *csv(struct stage *s)
{
    struct table t = {0};
    struct mien_error e;
    char *text;
    size_t size;
    assert_true(view_curves.table(s->state, &s->m, &t));
    FILE *f = open_memstream(&text, &size);
    assert_non_null(f);
    assert_int_equal(table_print(&t, f, TABLE_CSV, &e), 0);
    fclose(f);
    table_free(&t);
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != '\r')
            *to++ = *from;
    *to = '\0';
    return text;
}

/* ---- what is shown ---- */

static void nothing_to_show_says_what_to_do(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_curves);
    stage_draw(&s, 80, 22);
    stage_shows(&s, ":train");
    stage_run(&s, "young", RUN);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "No numbers yet");
    stage_close(&s);
}

static void all_chosen_runs_are_overlaid_with_newest_and_best_value(void **state)
{
    struct stage s;
    (void)state;
    open_two(&s);
    stage_draw(&s, 120, 40);
    stage_shows(&s, "2 runs over epoch 1–4");
    stage_shows(&s, "loss");
    stage_shows(&s, "accuracy  ── valid ╌╌ train");
    stage_shows(&s, "samples per second");
    stage_shows(&s, "● base"); /* pinned: it keeps the first colour */
    stage_shows(&s, "▲ small");
    stage_shows(&s, "60.0 %  62.5 % @ 3");
    stage_close(&s);
}

/* An SVM has neither loss nor accuracy on the way: what it has is shown, not its speed alone. */
static void a_run_without_the_usual_metrics_shows_all_it_has(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_curves);
    stage_run(&s, "svm",
              "{\"kind\":\"run\",\"step\":0,\"unit\":\"pair\",\"total\":3}\n"
              "{\"kind\":\"pair\",\"step\":1,\"pair\":1,\"wall\":2,\"samples_per_second\":9,"
              "\"support_vectors\":21}\n"
              "{\"kind\":\"end\",\"step\":3,\"state\":\"finished\",\"accuracy\":0.9}\n");
    stage_draw(&s, 100, 40);
    stage_shows(&s, "1 run over pair 1");
    stage_shows(&s, "support vectors");
    stage_shows(&s, "samples per second");
    stage_hides(&s, "accuracy"); /* a result is no curve */
    stage_close(&s);
}

static void values_that_are_not_finite_are_named(void **state)
{
    struct stage s;
    (void)state;
    open_two(&s);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "× 1 not finite");
    stage_hides(&s, "loss  ✗"); /* the chart says it */
    stage_act(&s, "cursor", "2");
    stage_draw(&s, 80, 22);
    stage_shows(&s, "nan");
    stage_close(&s);
}

static void a_key_that_appears_midway_joins(void **state)
{
    struct stage s;
    struct mien_error e;
    (void)state;
    stage_open(&s, &view_curves);
    struct journal *j = stage_run(&s, "small", small);
    stage_act(&s, "metrics", "loss,top2");
    stage_draw(&s, 120, 40);
    stage_shows(&s, "no run has it yet");
    FILE *f = fopen(j->path, "a");
    assert_non_null(f);
    fputs("{\"kind\":\"epoch\",\"step\":50,\"epoch\":5,\"valid_top2\":0.8125}\n", f);
    fclose(f);
    while (journal_poll(j, 1 << 20, STAGE_NOW, &e) > 0)
        ;
    stage_draw(&s, 120, 40);
    stage_hides(&s, "no run has it yet");
    stage_shows(&s, "81.2 %");
    stage_close(&s);
}

static void more_panels_than_fit_are_walked_through(void **state)
{
    struct stage s;
    (void)state;
    open_two(&s);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "2 of 3 metrics");
    stage_hides(&s, "samples per second");
    act_by_key(&s, "panel", KEY_CODE_BACK_TAB);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "samples per second");
    act_by_key(&s, "panel", KEY_CODE_TAB);
    stage_act(&s, "full", "");
    stage_draw(&s, 80, 22);
    stage_shows(&s, "1 of 3 metrics");
    stage_shows(&s, "loss");
    stage_close(&s);
}

/* ---- the picker ---- */

static void the_picker_ticks_keys_and_takes_all_letters(void **state)
{
    struct stage s;
    (void)state;
    open_two(&s);
    stage_draw(&s, 120, 40);
    assert_false(view_curves.grabs(s.state));
    stage_act(&s, "metrics", "");
    assert_true(view_curves.grabs(s.state));
    for (const char *c = "accu"; *c; c++)
        assert_true(stage_key(&s, (uint32_t)*c));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "[x] accuracy");
    stage_hides(&s, "[x] loss");
    assert_true(stage_key(&s, ' '));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "[ ] accuracy");
    assert_string_equal(s.m.look.metrics, "loss,samples_per_second");
    assert_true(stage_key(&s, KEY_CODE_ENTER));
    assert_false(view_curves.grabs(s.state));
    stage_draw(&s, 120, 40);
    stage_hides(&s, "accuracy");
    stage_act(&s, "metrics", "usual");
    assert_string_equal(s.m.look.metrics, "");
    stage_close(&s);
}

static void a_click_ticks_a_key(void **state)
{
    struct stage s;
    int x;
    (void)state;
    open_two(&s);
    stage_draw(&s, 120, 40);
    stage_act(&s, "metrics", "");
    stage_draw(&s, 120, 40);
    const int y = stage_find(&s, "[x] loss", &x);
    assert_true(stage_mouse(&s, MOUSE_PRESS, x + 1, y));
    assert_string_equal(s.m.look.metrics, "accuracy,samples_per_second");
    stage_close(&s);
}

/* ---- reading and zooming ---- */

static void the_cursor_reads_every_run_and_names_the_raw_value(void **state)
{
    struct stage s;
    (void)state;
    open_two(&s);
    stage_act(&s, "metrics", "accuracy");
    stage_draw(&s, 120, 40);
    act_by_key(&s, "cursor", KEY_CODE_LEFT); /* from the right end */
    act_by_key(&s, "cursor", 'h');
    stage_draw(&s, 120, 40);
    stage_shows(&s, "at 3");
    stage_shows(&s, "70.0 %");
    stage_shows(&s, "62.5 %");
    stage_act(&s, "smooth", "0.5");
    stage_draw(&s, 120, 40);
    stage_shows(&s, "raw");
    stage_shows(&s, "62.5 %");
    assert_true(stage_key(&s, KEY_CODE_ESCAPE));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "newest");
    stage_close(&s);
}

/* Steps 1..count; a spike of 9 at `spike`. */
static char *long_run(int count, int spike)
{
    char *text;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    assert_non_null(f);
    fputs(RUN, f);
    for (int k = 1; k <= count; k++)
        fprintf(f, "{\"kind\":\"epoch\",\"step\":%d,\"epoch\":%d,\"wall\":%d,\"loss\":%d}\n", k, k,
                60 * k, k == spike ? 9 : 1);
    fclose(f);
    return text;
}

static void a_zoom_into_a_long_run_reads_the_file_again_exactly(void **state)
{
    struct stage s;
    char *text = long_run(5000, 3002), *table;
    (void)state;
    stage_open(&s, &view_curves);
    stage_run(&s, "long", text);
    stage_draw(&s, 120, 40);
    table = csv(&s);
    assert_null(strstr(table, "long,3001,"));
    free(table);
    assert_true(stage_act(&s, "zoom", "3000 3010"));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "epoch 3,000–3,010 of 1–5,000");
    table = csv(&s);
    assert_string_equal(table, "run,epoch,loss\nlong,3000,1\nlong,3001,1\nlong,3002,9\n"
                               "long,3003,1\nlong,3004,1\nlong,3005,1\nlong,3006,1\nlong,3007,1\n"
                               "long,3008,1\nlong,3009,1\nlong,3010,1\n");
    free(table);
    stage_act(&s, "axis", "time"); /* the same over 60 s a step: shown in hours */
    stage_draw(&s, 120, 40);
    stage_shows(&s, "over hours");
    stage_act(&s, "zoom", "50 50.1");
    stage_draw(&s, 120, 40);
    table = csv(&s);
    assert_non_null(strstr(table, "long,50.0333333333333,9\n"));
    free(table);
    stage_act(&s, "reset", "");
    stage_draw(&s, 120, 40);
    stage_shows(&s, "over hours 0.0167–83.3");
    stage_close(&s);
    free(text);
}

static void zoom_and_pan_stay_within_the_runs(void **state)
{
    struct stage s;
    char *text = long_run(100, 50);
    (void)state;
    stage_open(&s, &view_curves);
    stage_run(&s, "long", text);
    stage_draw(&s, 120, 40);
    stage_act(&s, "zoom", "-50 20");
    stage_draw(&s, 120, 40);
    stage_shows(&s, "epoch 1–71 of 1–100");
    for (int k = 0; k < 9; k++) {
        act_by_key(&s, "pan", 'L');
        stage_draw(&s, 120, 40);
    }
    stage_shows(&s, "epoch 30–100 of 1–100");
    stage_act(&s, "out", "");
    stage_draw(&s, 120, 40);
    stage_shows(&s, "over epoch 1–100");
    stage_hides(&s, " of 1–100");
    assert_false(stage_act(&s, "zoom", "9 3"));
    assert_true(s.m.notice_bad);
    for (int k = 0; k < 40; k++) {
        stage_act(&s, "zoom", "");
        stage_draw(&s, 120, 40);
    }
    stage_shows(&s, "of 1–100");
    stage_close(&s);
    free(text);
}

static void dragging_over_a_plot_zooms_and_the_wheel_too(void **state)
{
    struct stage s;
    char *text = long_run(100, 50);
    (void)state;
    stage_open(&s, &view_curves);
    stage_run(&s, "long", text);
    stage_draw(&s, 120, 40);
    assert_true(stage_mouse(&s, MOUSE_PRESS, 20, 20));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "at ");
    assert_true(stage_mouse(&s, MOUSE_DRAG, 40, 20));
    stage_draw(&s, 120, 40);
    assert_true(stage_mouse(&s, MOUSE_RELEASE, 40, 20));
    stage_draw(&s, 120, 40);
    stage_shows(&s, " of 1–100");
    stage_act(&s, "reset", "");
    stage_draw(&s, 120, 40);
    assert_true(stage_mouse(&s, MOUSE_WHEEL_UP, 40, 20));
    stage_draw(&s, 120, 40);
    stage_shows(&s, " of 1–100");
    assert_true(stage_mouse(&s, MOUSE_WHEEL_DOWN, 40, 20));
    stage_draw(&s, 120, 40);
    stage_hides(&s, " of 1–100");
    stage_close(&s);
    free(text);
}

/* ---- scales ---- */

static void scales_are_said_and_kept(void **state)
{
    struct stage s;
    (void)state;
    open_two(&s);
    assert_true(stage_act(&s, "log", "on"));
    assert_true(stage_act(&s, "range", "fixed"));
    assert_true(stage_act(&s, "smooth", "0.85"));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "smooth 0.85");
    stage_shows(&s, "log · y fixed");
    assert_true(s.m.look.log);
    assert_float_equal(s.m.look.smooth, 0.85, 0);
    stage_act(&s, "smooth", "");
    assert_float_equal(s.m.look.smooth, 0.9, 0);
    stage_act(&s, "smooth", "");
    assert_float_equal(s.m.look.smooth, 0, 0);
    assert_false(stage_act(&s, "smooth", "1"));
    assert_false(stage_act(&s, "log", "perhaps"));
    stage_close(&s);
}

static void time_needs_times(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_curves);
    stage_run(&s, "bare", "{\"kind\":\"tree\",\"step\":1,\"tree\":1,\"oob_accuracy\":0.5}\n");
    assert_false(stage_act(&s, "axis", "time"));
    assert_non_null(strstr(s.m.notice, "wall"));
    s.m.selected = stage_run(&s, "small", small);
    model_pin(&s.m, s.runs[0], true);
    assert_true(stage_act(&s, "axis", ""));
    stage_draw(&s, 120, 40);
    stage_shows(&s, "minutes");
    stage_shows(&s, "1 without times");
    stage_close(&s);
}

/* ---- export ---- */

static void the_figure_is_what_is_seen(void **state)
{
    struct stage s;
    struct mien_error e;
    char path[128];
    (void)state;
    stage_open(&s, &view_curves);
    snprintf(path, sizeof path, "%s/plot.svg", s.folder);
    assert_int_equal(view_curves.figure(s.state, &s.m, path, &e), -1);
    stage_run(&s, "small", small);
    model_pin(&s.m, stage_run(&s, "base", base), true);
    stage_act(&s, "metrics", "accuracy,loss");
    stage_act(&s, "zoom", "1 3");
    stage_act(&s, "log", "on");
    stage_act(&s, "smooth", "0.5");
    stage_draw(&s, 120, 40);
    stage_act(&s, "zoom", "1 3");
    assert_int_equal(view_curves.figure(s.state, &s.m, path, &e), 0);
    char *text = file_text(path, 1 << 20, &e);
    assert_non_null(text);
    assert_non_null(strstr(text, "base, small"));
    assert_non_null(strstr(text, "Loss, logarithmic"));
    assert_non_null(strstr(text, "before smoothing"));
    assert_null(strstr(text, "at 4 (epoch)")); /* beyond the zoom */
    assert_null(strstr(text, "Samples per second"));
    free(text);
    unlink(path);
    stage_close(&s);
}

static void the_table_has_a_row_each_step_of_each_run(void **state)
{
    struct stage s;
    (void)state;
    open_two(&s);
    char *text = csv(&s);
    assert_non_null(
        strstr(text, "run,epoch,loss,valid_accuracy,train_accuracy,samples_per_second"));
    assert_non_null(strstr(text, "base,2,,0.4,0.45,1693.25\n"));
    assert_non_null(strstr(text, "small,4,0.5,0.6,0.45,1693.25\n"));
    free(text);
    stage_close(&s);
}

/* ---- robustness ---- */

static void any_keys_at_any_size_are_taken(void **state)
{
    struct stage s;
    struct rng rng = rng_seed(5);
    char *text = long_run(3000, 7);
    (void)state;
    open_two(&s);
    model_pin(&s.m, stage_run(&s, "long", text), true);
    stage_run(&s, "empty", "");
    for (int k = 0; k < 3000; k++) {
        const int action = (int)rng_below(&rng, (uint32_t)view_curves.action_count);
        static const uint32_t keys[] = {
            KEY_CODE_LEFT, KEY_CODE_RIGHT, KEY_CODE_TAB, 'H', 'L', KEY_CODE_ESCAPE, ' ',
            'a',           KEY_CODE_ENTER, KEY_CODE_UP};
        const uint32_t key = keys[rng_below(&rng, sizeof keys / sizeof *keys)];
        if (rng_below(&rng, 3) == 0)
            stage_mouse(&s, (enum input_mouse)rng_below(&rng, MOUSE_WHEEL_DOWN + 1),
                        (int)rng_below(&rng, 130), (int)rng_below(&rng, 50));
        else if (view_curves.grabs(s.state) || rng_below(&rng, 4) == 0)
            stage_key(&s, key);
        else
            view_curves.actions[action].act(s.state, &s.m, "", key);
        s.m.unicode = s.cells.unicode = rng_below(&rng, 2) == 0;
        if (rng_below(&rng, 3) == 0)
            stage_draw(&s, 1 + (int)rng_below(&rng, 220), 1 + (int)rng_below(&rng, 60));
    }
    stage_close(&s);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_show_says_what_to_do),
        cmocka_unit_test(all_chosen_runs_are_overlaid_with_newest_and_best_value),
        cmocka_unit_test(a_run_without_the_usual_metrics_shows_all_it_has),
        cmocka_unit_test(values_that_are_not_finite_are_named),
        cmocka_unit_test(a_key_that_appears_midway_joins),
        cmocka_unit_test(more_panels_than_fit_are_walked_through),
        cmocka_unit_test(the_picker_ticks_keys_and_takes_all_letters),
        cmocka_unit_test(a_click_ticks_a_key),
        cmocka_unit_test(the_cursor_reads_every_run_and_names_the_raw_value),
        cmocka_unit_test(a_zoom_into_a_long_run_reads_the_file_again_exactly),
        cmocka_unit_test(zoom_and_pan_stay_within_the_runs),
        cmocka_unit_test(dragging_over_a_plot_zooms_and_the_wheel_too),
        cmocka_unit_test(scales_are_said_and_kept),
        cmocka_unit_test(time_needs_times),
        cmocka_unit_test(the_figure_is_what_is_seen),
        cmocka_unit_test(the_table_has_a_row_each_step_of_each_run),
        cmocka_unit_test(any_keys_at_any_size_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
