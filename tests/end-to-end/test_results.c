/* test_results.c - eval, compare, bench and cross-validation through the real command. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "workspace.h"

static int make_runs(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    make_faces();
    shell("sed '/^grid_/d' svm.cfg >plain.cfg");
    done("mien train network.cfg -o network --set net.epochs=3");
    done("mien train forest.cfg -o forest --set forest.trees=8");
    return 0;
}

static cJSON *parsed(const char *text)
{
    cJSON *json = cJSON_Parse(text);
    if (!json)
        fail_msg("not JSON: %s", text);
    return json;
}

static double number(const cJSON *json, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, key);
    if (!cJSON_IsNumber(item))
        fail_msg("no number '%s'", key);
    return item->valuedouble;
}

/* A report's figures for all rows. */
static const cJSON *first_subset(const cJSON *report)
{
    return cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(report, "subsets"), 0);
}

static void eval_repeats_what_the_run_reported(void **state)
{
    (void)state;
    const struct outcome o = done("mien eval network --json");
    char *text = read_text("network/report.json");
    cJSON *now = parsed(o.out), *then = parsed(text);
    const cJSON *all = first_subset(now), *reported = first_subset(then);
    assert_float_equal(number(all, "accuracy"), number(reported, "accuracy"), 0);
    assert_float_equal(number(all, "macro_f1"), number(reported, "macro_f1"), 0);
    assert_int_equal((int)number(all, "rows"), 300);
    cJSON_Delete(now);
    cJSON_Delete(then);
    free(text);
}

static void eval_draws_a_png_and_tells_what_a_forest_decides_by(void **state)
{
    (void)state;
    const struct outcome o = done("mien eval forest --png confusion.png");
    assert_non_null(strstr(o.out, "decides by "));
    shell("test \"$(head -c 4 confusion.png | tail -c 3)\" = PNG");
}

static void compare_puts_the_most_accurate_first_and_tests_the_others(void **state)
{
    (void)state;
    const struct outcome o = done("mien compare network forest --json");
    cJSON *rows = parsed(o.out);
    const cJSON *first = cJSON_GetArrayItem(rows, 0), *second = cJSON_GetArrayItem(rows, 1);
    assert_int_equal(cJSON_GetArraySize(rows), 2);
    assert_true(number(first, "accuracy") >= number(second, "accuracy"));
    const double p = number(second, "mcnemar_p");
    assert_true(p >= 0 && p <= 1);
    assert_true(number(first, "us_per_row") > 0);
    cJSON_Delete(rows);
}

static void compare_adds_what_it_is_asked_for(void **state)
{
    (void)state;
    struct outcome o = done("mien compare network --json --mirror --class happy");
    cJSON *rows = parsed(o.out);
    const double mirrored = number(cJSON_GetArrayItem(rows, 0), "accuracy_mirrored");
    const double f1 = number(cJSON_GetArrayItem(rows, 0), "class_f1");
    assert_true(mirrored >= 0 && mirrored <= 1 && f1 >= 0 && f1 <= 1);
    cJSON_Delete(rows);
    o = done("mien compare network");
    assert_null(strstr(o.out, "Mirrored"));
    o = run("mien compare network --class hapy");
    assert_int_equal(o.status, 2);
    assert_non_null(strstr(o.err, "did you mean 'happy'?"));
}

static void compare_sorts_by_the_column_it_is_told(void **state)
{
    (void)state;
    const struct outcome o = done("mien compare network forest --json --sort bytes");
    cJSON *rows = parsed(o.out);
    assert_true(number(cJSON_GetArrayItem(rows, 0), "bytes") <
                number(cJSON_GetArrayItem(rows, 1), "bytes"));
    cJSON_Delete(rows);
    const struct outcome wrong = run("mien compare network forest --sort bites");
    assert_int_equal(wrong.status, 2);
    assert_non_null(strstr(wrong.err, "did you mean 'bytes'?"));
}

static void compare_skips_what_holds_no_model(void **state)
{
    (void)state;
    shell("mkdir -p empty");
    const struct outcome o = done("mien compare network empty forest --csv");
    assert_non_null(strstr(o.err, "skipped empty: "));
    assert_null(strstr(o.out, "empty"));
    assert_int_equal(run("mien compare empty").status, 1);
}

static void bench_sets_its_figures_beside_a_peers(void **state)
{
    (void)state;
    const struct outcome o =
        done("mien bench forest.cfg --set forest.trees=4 --runs 1 --json --peer "
             "\"echo noise; echo '{\\\"fit_s\\\": 1000, \\\"accuracy\\\": 0.01}'\"");
    cJSON *rows = parsed(o.out), *row;
    int checked = 0;
    cJSON_ArrayForEach(row, rows)
    {
        const char *figure = cJSON_GetObjectItemCaseSensitive(row, "figure")->valuestring;
        if (strcmp(figure, "fit_s") == 0 || strcmp(figure, "accuracy") == 0) {
            assert_true(number(row, "ratio") > 2);
            checked++;
        }
    }
    assert_int_equal(checked, 2);
    cJSON_Delete(rows);
    const struct outcome mute =
        run("mien bench forest.cfg --set forest.trees=1 --runs 1 --peer true");
    assert_int_equal(mute.status, 1);
    assert_non_null(strstr(mute.err, "gave no JSON object"));
}

static void folds_report_each_and_their_spread(void **state)
{
    (void)state;
    const struct outcome o = done("mien train forest.cfg --folds 3 --set forest.trees=4");
    assert_non_null(strstr(o.out, "over 3 folds"));
    const struct outcome json = done("mien train forest.cfg --folds 3 --set forest.trees=4 --json");
    cJSON *rows = parsed(json.out);
    double sum = 0;
    assert_int_equal(cJSON_GetArraySize(rows), 3);
    for (int i = 0; i < 3; i++)
        sum += number(cJSON_GetArrayItem(rows, i), "rows");
    assert_int_equal((int)sum, 900); /* every training row is judged once */
    cJSON_Delete(rows);
}

static void a_grid_search_shows_its_points(void **state)
{
    (void)state;
    const struct outcome o = done("mien train plain.cfg -o searched --set svm.rows=200 "
                                  "--set svm.grid_C=0.01,1 --set svm.folds=2");
    assert_non_null(strstr(o.out, "gamma"));
    char *text = read_text("searched/report.json");
    cJSON *report = parsed(text);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(report, "grid")), 2);
    cJSON_Delete(report);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eval_repeats_what_the_run_reported),
        cmocka_unit_test(eval_draws_a_png_and_tells_what_a_forest_decides_by),
        cmocka_unit_test(compare_puts_the_most_accurate_first_and_tests_the_others),
        cmocka_unit_test(compare_adds_what_it_is_asked_for),
        cmocka_unit_test(compare_sorts_by_the_column_it_is_told),
        cmocka_unit_test(compare_skips_what_holds_no_model),
        cmocka_unit_test(bench_sets_its_figures_beside_a_peers),
        cmocka_unit_test(folds_report_each_and_their_spread),
        cmocka_unit_test(a_grid_search_shows_its_points),
    };
    return cmocka_run_group_tests(tests, make_runs, workspace_remove);
}
