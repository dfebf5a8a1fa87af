/* test_confusion.c - what a confusion matrix is said to mean, and how it is read. */
#include "tests/console/stage.h"
#include "viewer/console/views/confusion_measure.h"

#define RUN                                                                                        \
    "{\"kind\":\"run\",\"step\":0,\"time\":1763726400,\"unit\":\"epoch\",\"total\":4,"             \
    "\"model\":\"network\",\"classes\":[\"angry\",\"disgust\",\"fear\",\"happy\",\"sad\","         \
    "\"surprise\",\"neutral\"],\"threads\":2}\n"
#define EPOCH(n, matrix)                                                                           \
    "{\"kind\":\"epoch\",\"step\":" #n "0,\"epoch\":" #n ",\"loss\":1.5,\"confusion\":" matrix "}" \
    "\n"
#define REST "[0,0,0,880,15,0,0],[0,0,0,0,600,0,53],[0,0,0,0,0,415,0],[0,0,0,0,0,0,607]"
static const char good[] =
    RUN EPOCH(1, "[[467,0,0,0,0,0,0],[0,56,0,0,0,0,0],[0,0,496,0,0,0,0]," REST "]")
        EPOCH(2, "[[400,0,0,0,67,0,0],[20,36,0,0,0,0,0],[0,0,377,0,119,0,0]," REST "]");
static const char other[] =
    RUN EPOCH(9, "[[420,0,0,0,47,0,0],[20,36,0,0,0,0,0],[0,0,400,0,96,0,0]," REST "]");
static const char none[] = RUN "{\"kind\":\"epoch\",\"step\":10,\"epoch\":1,\"loss\":1.5}\n";

/* ---- measures ---- */

/* Recorded from scikit-learn 1.2.1: precision_recall_fscore_support, balanced_accuracy_score,
 * f1_score(average="macro"). Class 2 has neither rows nor predictions. */
static void measures_are_those_of_scikit_learn(void **state)
{
    uint32_t count[] = {40, 5, 0, 5, 10, 0, 0, 10, 0, 0, 0, 0, 6, 4, 0, 20};
    const struct journal_confusion c = {.classes = 4, .count = count};
    struct confusion_measures m;
    (void)state;
    confusion_measure(&c, &m);
    assert_int_equal(m.rows, 100);
    assert_float_equal(m.accuracy, 0.6, 1e-12);
    assert_float_equal(m.balanced_accuracy, 0.48888888888888893, 1e-12);
    assert_float_equal(m.macro_f1, 0.45670053217223033, 1e-12);
    assert_float_equal(m.of[0].precision, 0.71428571, 1e-8);
    assert_float_equal(m.of[3].recall, 0.66666667, 1e-8);
    assert_float_equal(m.of[3].f1, 0.61538462, 1e-8);
    assert_int_equal(m.of[1].support, 20);
    assert_float_equal(m.of[1].f1, 0, 0);
}

static void a_class_nobody_has_or_predicts_has_no_measures(void **state)
{
    uint32_t count[] = {3, 0, 0, 0};
    const struct journal_confusion c = {.classes = 2, .count = count};
    struct confusion_measures m;
    (void)state;
    confusion_measure(&c, &m);
    assert_true(isnan(m.of[1].precision) && isnan(m.of[1].recall) && isnan(m.of[1].f1));
    assert_float_equal(m.macro_f1, 1, 0);
    count[0] = 0;
    confusion_measure(&c, &m);
    assert_true(isnan(m.accuracy) && isnan(m.balanced_accuracy) && isnan(m.macro_f1));
}

static void the_most_frequent_mistakes_come_first(void **state)
{
    uint32_t count[] = {5, 2, 9, 1, 5, 0, 9, 3, 5};
    const struct journal_confusion c = {.classes = 3, .count = count};
    struct confusion_mistake worst[3];
    (void)state;
    assert_int_equal(confusion_mistakes(&c, worst, 3), 3);
    assert_int_equal(worst[0].label, 0);
    assert_int_equal(worst[0].prediction, 2);
    assert_float_equal(worst[0].share, 9.0 / 16, 1e-12);
    assert_int_equal(worst[1].label, 2);
    assert_int_equal(worst[1].prediction, 0);
    assert_int_equal(worst[2].count, 3);
    assert_int_equal(confusion_mistakes(&c, worst, 0), 0);
}

/* ---- the view ---- */

static void act_by_key(struct stage *s, const char *name, uint32_t key)
{
    for (int k = 0; k < s->view->action_count; k++)
        if (strcmp(s->view->actions[k].name, name) == 0)
            s->view->actions[k].act(s->state, &s->m, "", key);
}

static void without_a_matrix_it_says_where_one_comes_from(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_confusion);
    stage_draw(&s, 80, 22);
    stage_shows(&s, ":train");
    stage_run(&s, "young", none);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "no confusion matrix in this run");
    stage_close(&s);
}

static void seven_classes_fit_80_columns_with_all_that_is_said_of_them(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_confusion);
    stage_run(&s, "good", good);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "epoch 2");
    stage_shows(&s, "disgust");
    stage_shows(&s, "recall");
    stage_shows(&s, "76.0 %"); /* recall of fear */
    stage_shows(&s, "fear taken for sad: 24.0 %, 119 of 496");
    stage_shows(&s, "accuracy 92.4 %");
    stage_shows(&s, "macro F1");
    stage_shows(&s, "3,589 rows");
    stage_close(&s);
}

static void shares_and_rows_change_places(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_confusion);
    stage_run(&s, "good", good);
    stage_draw(&s, 120, 38);
    stage_shows(&s, "% of the label");
    stage_hides(&s, "377");
    stage_act(&s, "counts", "");
    stage_draw(&s, 120, 38);
    stage_shows(&s, "rows: label");
    stage_shows(&s, "377");
    stage_close(&s);
}

static void the_cursor_reads_a_cell(void **state)
{
    struct stage s;
    int x, y;
    (void)state;
    stage_open(&s, &view_confusion);
    stage_run(&s, "good", good);
    stage_draw(&s, 120, 38);
    act_by_key(&s, "move", KEY_CODE_DOWN);
    stage_draw(&s, 120, 38);
    stage_shows(&s, "angry recognised: 85.7 %, 400 of 467");
    act_by_key(&s, "move", 'j');
    stage_draw(&s, 120, 38);
    stage_shows(&s, "disgust taken for angry: 35.7 %, 20 of 56");
    assert_true(stage_key(&s, KEY_CODE_ESCAPE));
    stage_draw(&s, 120, 38);
    stage_hides(&s, "recognised");
    stage_act(&s, "counts", "");
    stage_draw(&s, 120, 38);
    y = stage_find(&s, "377", &x);
    assert_true(stage_mouse(&s, MOUSE_PRESS, x, y));
    stage_draw(&s, 120, 38);
    stage_shows(&s, "[377]");
    stage_shows(&s, "fear recognised: 76.0 %, 377 of 496");
    assert_false(stage_mouse(&s, MOUSE_PRESS, 0, 0));
    stage_close(&s);
}

static void a_difference_to_the_pinned_run_has_signs(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_confusion);
    struct journal *a = stage_run(&s, "good", good), *b = stage_run(&s, "other", other);
    s.m.selected = a;
    assert_false(stage_act(&s, "difference", ""));
    assert_true(s.m.notice_bad);
    model_pin(&s.m, b, true);
    assert_true(stage_act(&s, "difference", ""));
    stage_draw(&s, 120, 38);
    stage_shows(&s, "good less other");
    stage_shows(&s, "+5"); /* more of fear taken for sad: 24.0 - 19.4 */
    stage_shows(&s, "-5");
    stage_shows(&s, "(-1.2)"); /* accuracy: (3316 - 3359) / 3589 */
    stage_close(&s);
}

static void brackets_switch_between_the_chosen_runs(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_confusion);
    struct journal *a = stage_run(&s, "good", good), *b = stage_run(&s, "other", other);
    s.m.selected = a;
    assert_false(stage_act(&s, "run", ""));
    model_pin(&s.m, b, true);
    stage_draw(&s, 120, 38);
    stage_shows(&s, "good  epoch 2");
    act_by_key(&s, "run", ']');
    stage_draw(&s, 120, 38);
    stage_shows(&s, "other  epoch 9");
    act_by_key(&s, "run", '[');
    stage_draw(&s, 120, 38);
    stage_shows(&s, "good  epoch 2");
    stage_close(&s);
}

/* A diagonal of `classes`, those called c00, c01 ... */
static char *diagonal(int classes)
{
    char *text;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    assert_non_null(f);
    fputs("{\"kind\":\"run\",\"step\":0,\"unit\":\"epoch\",\"classes\":[", f);
    for (int k = 0; k < classes; k++)
        fprintf(f, "%s\"class-%02d\"", k ? "," : "", k);
    fputs("]}\n{\"kind\":\"epoch\",\"step\":1,\"epoch\":1,\"confusion\":[", f);
    for (int i = 0; i < classes; i++)
        for (int k = 0; k < classes; k++)
            fprintf(f, "%s%d%s",
                    k   ? ","
                    : i ? ",["
                        : "[",
                    i == k ? 100 + k : 0, k == classes - 1 ? "]" : "");
    fputs("]}\n", f);
    fclose(f);
    return text;
}

static void many_classes_are_scrolled_to_and_lose_what_all_names_share(void **state)
{
    struct stage s;
    char *text = diagonal(40);
    (void)state;
    stage_open(&s, &view_confusion);
    stage_run(&s, "many", text);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "of 40 classes");
    stage_shows(&s, " 00   01 ");
    stage_hides(&s, "class-39");
    act_by_key(&s, "move", 'l');
    for (int k = 0; k < 60; k++) {
        act_by_key(&s, "move", 'j');
        stage_draw(&s, 80, 22);
    }
    stage_shows(&s, "class-39");
    stage_shows(&s, "class-39 taken for class-00");
    stage_close(&s);
    free(text);
}

static void it_draws_at_any_size(void **state)
{
    static const int sizes[][2] = {{1, 1},   {20, 5},   {9, 40}, {40, 3},
                                   {80, 24}, {200, 60}, {300, 2}};
    struct stage s;
    char *many = diagonal(JOURNAL_CLASSES_MAX);
    (void)state;
    stage_open(&s, &view_confusion);
    s.m.selected = NULL;
    stage_run(&s, "good", good);
    model_pin(&s.m, stage_run(&s, "other", other), true);
    model_pin(&s.m, stage_run(&s, "many", many), true);
    for (int run = 0; run < 3; run++) {
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            s.m.unicode = s.cells.unicode = k % 2;
            stage_draw(&s, sizes[k][0], sizes[k][1]);
            stage_act(&s, k % 2 ? "counts" : "worst", "");
            stage_act(&s, "difference", "");
            stage_mouse(&s, MOUSE_PRESS, sizes[k][0] / 2, sizes[k][1] / 2);
        }
        act_by_key(&s, "run", ']');
    }
    stage_close(&s);
    free(many);
}

/* A run ends with the matrix of the model that it keeps, which need not be its last epoch's. */
static void the_matrix_of_the_end_is_no_epochs(void **state)
{
    struct stage s;
    char text[2048];
    (void)state;
    snprintf(text, sizeof text, "%s%s", other,
             "{\"kind\":\"end\",\"step\":90,\"state\":\"finished\",\"confusion\":"
             "[[467,0,0,0,0,0,0],[0,56,0,0,0,0,0],[0,0,496,0,0,0,0]," REST "]}\n");
    stage_open(&s, &view_confusion);
    stage_run(&s, "other", other);
    stage_run(&s, "ended", text);
    stage_draw(&s, 120, 40);
    stage_shows(&s, "other  epoch 9");
    s.m.selected = s.runs[1];
    stage_draw(&s, 120, 40);
    stage_shows(&s, "ended  at the end");
    stage_close(&s);
}

static void the_table_has_counts_and_measures_a_label_a_row(void **state)
{
    struct stage s;
    struct table t = {0};
    struct mien_error e;
    char *text;
    size_t size;
    (void)state;
    stage_open(&s, &view_confusion);
    assert_false(view_confusion.table(s.state, &s.m, &t));
    stage_run(&s, "good", good);
    assert_true(view_confusion.table(s.state, &s.m, &t));
    FILE *f = open_memstream(&text, &size);
    assert_non_null(f);
    assert_int_equal(table_print(&t, f, TABLE_CSV, &e), 0);
    fclose(f);
    assert_non_null(strstr(text, "run,label,angry,disgust,fear,happy,sad,surprise,neutral,support,"
                                 "precision,recall,f1\r\n"));
    assert_non_null(strstr(text, "good,fear,0,0,377,0,119,0,0,496,1,0.76"));
    free(text);
    table_free(&t);
    stage_close(&s);
}

static void the_table_of_a_difference_has_both_its_sides(void **state)
{
    struct stage s;
    struct table t = {0};
    (void)state;
    stage_open(&s, &view_confusion);
    stage_run(&s, "good", good);
    model_pin(&s.m, stage_run(&s, "other", other), true);
    assert_true(view_confusion.table(s.state, &s.m, &t));
    assert_int_equal(t.count / t.column_count, 7);
    table_free(&t);
    stage_act(&s, "difference", "");
    assert_true(view_confusion.table(s.state, &s.m, &t));
    assert_int_equal(t.count / t.column_count, 14);
    assert_string_equal(t.cells[2 * t.column_count].text, "good");
    assert_true(t.cells[2 * t.column_count + 4].value == 377);
    assert_string_equal(t.cells[9 * t.column_count].text, "other");
    assert_true(t.cells[9 * t.column_count + 4].value == 400);
    table_free(&t);
    stage_close(&s);
}

static void the_figure_holds_each_cell_and_says_it_in_words(void **state)
{
    struct stage s;
    struct mien_error e;
    char path[128];
    (void)state;
    stage_open(&s, &view_confusion);
    snprintf(path, sizeof path, "%s/heat.svg", s.folder);
    assert_int_equal(view_confusion.figure(s.state, &s.m, path, &e), -1);
    stage_run(&s, "good", good);
    assert_int_equal(view_confusion.figure(s.state, &s.m, path, &e), 0);
    char *text = file_text(path, 1 << 20, &e);
    assert_non_null(text);
    assert_non_null(strstr(text, "fear taken for sad: 24.0 %, 119 of 496"));
    assert_non_null(strstr(text, ">24<"));
    free(text);
    unlink(path);
    assert_int_equal(view_confusion.figure(s.state, &s.m, "heat.txt", &e), -1);
    stage_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_are_those_of_scikit_learn),
        cmocka_unit_test(a_class_nobody_has_or_predicts_has_no_measures),
        cmocka_unit_test(the_most_frequent_mistakes_come_first),
        cmocka_unit_test(without_a_matrix_it_says_where_one_comes_from),
        cmocka_unit_test(seven_classes_fit_80_columns_with_all_that_is_said_of_them),
        cmocka_unit_test(shares_and_rows_change_places),
        cmocka_unit_test(the_cursor_reads_a_cell),
        cmocka_unit_test(a_difference_to_the_pinned_run_has_signs),
        cmocka_unit_test(brackets_switch_between_the_chosen_runs),
        cmocka_unit_test(many_classes_are_scrolled_to_and_lose_what_all_names_share),
        cmocka_unit_test(it_draws_at_any_size),
        cmocka_unit_test(the_matrix_of_the_end_is_no_epochs),
        cmocka_unit_test(the_table_has_counts_and_measures_a_label_a_row),
        cmocka_unit_test(the_table_of_a_difference_has_both_its_sides),
        cmocka_unit_test(the_figure_holds_each_cell_and_says_it_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
