/* test_metrics.c - metrics.jsonl of real runs: finished, stopped, resumed, killed, failed. */
#include <cjson/cJSON.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "workspace.h"

enum { VALID = 300, CLASSES = 4 };

/* The lines of a run's metrics, parsed: an array. */
static cJSON *metrics_of(const char *folder)
{
    char path[64], *line;
    snprintf(path, sizeof path, "%s/metrics.jsonl", folder);
    char *text = read_text(path), *rest = text;
    cJSON *lines = cJSON_CreateArray();
    while ((line = strsep(&rest, "\n")) && *line) {
        cJSON *json = cJSON_Parse(line);
        if (!json)
            fail_msg("%s: not JSON: %s", path, line);
        cJSON_AddItemToArray(lines, json);
    }
    free(text);
    return lines;
}

static const cJSON *last_of(const cJSON *lines)
{
    return cJSON_GetArrayItem(lines, cJSON_GetArraySize(lines) - 1);
}

static double number(const cJSON *line, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(line, key);
    if (!cJSON_IsNumber(item))
        fail_msg("no number '%s'", key);
    return item->valuedouble;
}

static const char *text(const cJSON *line, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(line, key);
    if (!cJSON_IsString(item))
        fail_msg("no text '%s'", key);
    return item->valuestring;
}

static int count_of_kind(const cJSON *lines, const char *kind)
{
    const cJSON *line;
    int count = 0;
    cJSON_ArrayForEach(line, lines) count += strcmp(text(line, "kind"), kind) == 0;
    return count;
}

/* Its matrix has every validation row, and the share on its diagonal is `accuracy`. */
static void check_confusion(const cJSON *line, double accuracy)
{
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(line, "confusion");
    double sum = 0, right = 0;
    assert_int_equal(cJSON_GetArraySize(rows), CLASSES);
    for (int i = 0; i < CLASSES; i++)
        for (int k = 0; k < CLASSES; k++) {
            const cJSON *row = cJSON_GetArrayItem(rows, i);
            assert_int_equal(cJSON_GetArraySize(row), CLASSES);
            sum += cJSON_GetArrayItem(row, k)->valuedouble;
            right += i == k ? cJSON_GetArrayItem(row, k)->valuedouble : 0;
        }
    assert_float_equal(sum, VALID, 0);
    assert_float_equal(right / sum, accuracy, 1e-8);
}

static int make_runs(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    make_faces();
    done("mien train network.cfg -o network --set net.epochs=3 --threads 2");
    done("mien train forest.cfg -o forest --set forest.trees=8");
    done("mien train svm.cfg -o svm --set svm.rows=200 --set svm.grid_C=0.1,1 --set svm.folds=2");
    shell("sed '/^grid_/d' svm.cfg >plain.cfg");
    done("mien train plain.cfg -o plain --set svm.rows=200");
    return 0;
}

static void the_first_line_says_what_the_run_is(void **state)
{
    (void)state;
    cJSON *lines = metrics_of("network");
    const cJSON *run = cJSON_GetArrayItem(lines, 0);
    char *config = read_text("network/config.cfg");
    assert_string_equal(text(run, "kind"), "run");
    assert_float_equal(number(run, "step"), 0, 0);
    assert_true(number(run, "time") > 1.6e9);
    assert_string_equal(text(run, "model"), "network");
    assert_float_equal(number(run, "threads"), 2, 0);
    assert_string_equal(text(run, "config"), config);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(run, "classes")), CLASSES);
    free(config);
    cJSON_Delete(lines);
}

static void steps_come_up_to_the_total_in_their_unit(void **state)
{
    (void)state;
    static const struct {
        const char *folder, *unit;
    } runs[] = {{"network", "epoch"}, {"forest", "tree"}, {"svm", "step"}, {"plain", "pair"}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        cJSON *lines = metrics_of(runs[k].folder);
        const cJSON *run = cJSON_GetArrayItem(lines, 0);
        const cJSON *step = cJSON_GetArrayItem(lines, cJSON_GetArraySize(lines) - 2);
        assert_string_equal(text(run, "unit"), runs[k].unit);
        assert_float_equal(number(step, runs[k].unit), number(run, "total"), 0);
        cJSON_Delete(lines);
    }
}

static void every_epoch_has_the_confusion_of_its_validation_rows(void **state)
{
    (void)state;
    cJSON *lines = metrics_of("network");
    assert_int_equal(count_of_kind(lines, "epoch"), 3);
    for (int i = 1; i <= 3; i++) {
        const cJSON *epoch = cJSON_GetArrayItem(lines, i);
        check_confusion(epoch, number(epoch, "valid_accuracy"));
    }
    cJSON_Delete(lines);
}

static void the_last_line_has_the_figures_of_the_report(void **state)
{
    (void)state;
    static const char *const folders[] = {"network", "forest", "svm"};
    static const char *const keys[] = {"fit_seconds", "parameters", "bytes", "operations"};
    for (int f = 0; f < 3; f++) {
        char path[64];
        snprintf(path, sizeof path, "%s/report.json", folders[f]);
        char *json = read_text(path);
        cJSON *lines = metrics_of(folders[f]), *report = cJSON_Parse(json);
        const cJSON *all = cJSON_GetArrayItem(cJSON_GetObjectItem(report, "subsets"), 0);
        const cJSON *end = last_of(lines);
        assert_string_equal(text(end, "kind"), "end");
        assert_string_equal(text(end, "state"), "finished");
        assert_float_equal(number(end, "accuracy"), number(all, "accuracy"), 1e-8);
        assert_float_equal(number(end, "macro_f1"), number(all, "macro_f1"), 1e-8);
        for (int k = 0; k < 4; k++)
            assert_float_equal(number(end, keys[k]), number(report, keys[k]), k ? 0 : 1e-3);
        check_confusion(end, number(all, "accuracy"));
        assert_true(cJSON_Compare(cJSON_GetObjectItem(end, "confusion"),
                                  cJSON_GetObjectItem(all, "confusion"), true));
        cJSON_Delete(report);
        cJSON_Delete(lines);
        free(json);
    }
}

/* Start a run that goes on for long, and end it by a signal once it has a step. */
static void begin_and_signal(const char *folder, int number)
{
    char arguments[96];
    snprintf(arguments, sizeof arguments, "train network.cfg -o %s --set net.epochs=100000",
             folder);
    const pid_t process = start(arguments, NULL);
    wait_for_step(folder, process);
    kill(process, number);
    ended(process);
}

static void an_interrupted_run_says_that_it_was_stopped(void **state)
{
    (void)state;
    begin_and_signal("halted", SIGINT);
    cJSON *lines = metrics_of("halted");
    assert_string_equal(text(last_of(lines), "state"), "stopped");
    assert_int_equal(count_of_kind(lines, "run"), 1);
    cJSON_Delete(lines);
}

static void a_resumed_run_keeps_one_first_and_one_last_line(void **state)
{
    (void)state;
    begin_and_signal("resumed", SIGINT);
    const pid_t process = start("train --resume resumed", NULL);
    while (access("resumed/metrics.jsonl", F_OK) == 0) { /* until it has cut the last word off */
        cJSON *lines = metrics_of("resumed");
        const int ends = count_of_kind(lines, "end");
        cJSON_Delete(lines);
        if (ends == 0)
            break;
        usleep(1000);
    }
    kill(process, SIGINT);
    assert_int_equal(ended(process), 130);
    cJSON *lines = metrics_of("resumed");
    assert_int_equal(count_of_kind(lines, "run"), 1);
    assert_int_equal(count_of_kind(lines, "end"), 1);
    assert_string_equal(text(last_of(lines), "state"), "stopped");
    for (int i = 2; i < cJSON_GetArraySize(lines) - 1; i++)
        assert_float_equal(number(cJSON_GetArrayItem(lines, i), "epoch"), i, 0);
    cJSON_Delete(lines);
}

static void a_killed_run_has_no_last_word(void **state)
{
    (void)state;
    begin_and_signal("killed", SIGKILL);
    shell("test -s killed/metrics.jsonl && ! grep -q '\"kind\":\"end\"' killed/metrics.jsonl");
}

static void a_run_that_fails_says_why(void **state)
{
    (void)state;
    begin_and_signal("failing", SIGINT);
    shell("sed -i 's/= 32/= 64/' failing/config.cfg");
    const struct outcome o = run("mien train --resume failing");
    cJSON *lines = metrics_of("failing");
    const cJSON *end = last_of(lines);
    assert_int_equal(o.status, 1);
    assert_string_equal(text(end, "state"), "failed");
    assert_non_null(strstr(o.err, text(end, "message")));
    assert_int_equal(count_of_kind(lines, "end"), 1);
    cJSON_Delete(lines);
}

static void plots_know_the_keys_of_steps_alone(void **state)
{
    (void)state;
    done("mien plot network forest svm -o runs.svg");
    const struct outcome o = run("mien plot network -o none.svg --metric nothing");
    assert_non_null(strstr(o.err, "valid_accuracy"));
    assert_null(strstr(o.err, "total"));
    assert_null(strstr(o.err, "time"));
    assert_null(strstr(o.err, "macro_f1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_says_what_the_run_is),
        cmocka_unit_test(steps_come_up_to_the_total_in_their_unit),
        cmocka_unit_test(every_epoch_has_the_confusion_of_its_validation_rows),
        cmocka_unit_test(the_last_line_has_the_figures_of_the_report),
        cmocka_unit_test(an_interrupted_run_says_that_it_was_stopped),
        cmocka_unit_test(a_resumed_run_keeps_one_first_and_one_last_line),
        cmocka_unit_test(a_killed_run_has_no_last_word),
        cmocka_unit_test(a_run_that_fails_says_why),
        cmocka_unit_test(plots_know_the_keys_of_steps_alone),
    };
    return cmocka_run_group_tests(tests, make_runs, workspace_remove);
}
