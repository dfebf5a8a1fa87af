/* command_view.c - `mien view` as a user runs it: without a window, in one, and stopped. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/end-to-end/workspace.h"

#include <cjson/cJSON.h>

#include "runtime/host/image/image.h"
#include "tests/view/xvfb.h"

/* Small and quick; the source tree is mien's home. */
#define HEADLESS "view --headless --size 320x240 --source puppet "

static void has(const char *text, const char *word)
{
    if (!strstr(text, word))
        fail_msg("'%s' is not in: %s", word, text);
}

static bool needs_opengl(void)
{
    static int known = -1;
    if (known < 0) {
        const struct outcome o = run("mien " HEADLESS "--frames 1 --no-model");
        known = strstr(o.err, "OpenGL") ? 0 : 1;
    }
    return known == 1;
}

/* --- without a window ----------------------------------------------------------------------- */

static cJSON *report(const char *options)
{
    const struct outcome o = done("mien " HEADLESS "--json %s", options);
    cJSON *json = cJSON_Parse(o.out);
    assert_non_null(json);
    return json;
}

static const cJSON *first_face(const cJSON *json)
{
    const cJSON *face = cJSON_GetArrayItem(cJSON_GetObjectItem(json, "faces"), 0);
    assert_non_null(face);
    return face;
}

static void json_tells_what_was_seen_and_scores_only_with_consent(void **state)
{
    (void)state;
    if (!needs_opengl())
        skip();
    cJSON *json = report("--frames 4");
    assert_int_equal(cJSON_GetObjectItem(json, "frames")->valueint, 4);
    assert_int_equal(cJSON_GetObjectItem(json, "width")->valueint, 320);
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(json, "consent")));
    assert_null(cJSON_GetObjectItem(first_face(json), "scores"));
    assert_null(cJSON_GetObjectItem(first_face(json), "emotion"));
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(first_face(json), "box")), 4);
    cJSON_Delete(json);

    json = report("--frames 4 --consent");
    const cJSON *scores = cJSON_GetObjectItem(first_face(json), "scores");
    assert_int_equal(cJSON_GetArraySize(scores), 7);
    double sum = 0;
    for (const cJSON *s = scores->child; s; s = s->next)
        sum += s->valuedouble;
    assert_true(sum > 0.99 && sum < 1.01);
    cJSON_Delete(json);
}

static void the_same_frames_give_the_same_answer_twice(void **state)
{
    (void)state;
    if (!needs_opengl())
        skip();
    char *text[2];
    for (int i = 0; i < 2; i++) {
        cJSON *json = report("--frames 6 --consent");
        text[i] = cJSON_Print(cJSON_GetObjectItem(json, "faces"));
        cJSON_Delete(json);
    }
    assert_string_equal(text[0], text[1]);
    free(text[0]);
    free(text[1]);
}

static void snapshots_and_recordings_are_what_was_asked_for(void **state)
{
    (void)state;
    if (!needs_opengl())
        skip();
    struct image picture;
    struct mien_error e;
    shell("mkdir -p quiet");
    done("cd quiet && mien " HEADLESS "--frames 3");
    assert_string_equal(run("find quiet -type f").out, "");
    done("mien " HEADLESS "--frames 5 --mask robot --snapshot a.png --record clip.webm");
    assert_int_equal(image_read(&picture, "a.png", 3, &e), 0);
    assert_int_equal(picture.width, 320);
    image_free(&picture);
    const struct outcome o = done("mien view --headless --source clip.webm --json --no-model");
    cJSON *json = cJSON_Parse(o.out);
    assert_int_equal(cJSON_GetObjectItem(json, "frames")->valueint, 5);
    cJSON_Delete(json);
    char *table = read_text("clip.csv");
    int lines = 0;
    for (const char *at = table; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    assert_int_equal(lines, 6);
    free(table);
}

static void a_recordings_table_is_of_json_lines_where_that_is_set(void **state)
{
    (void)state;
    if (!needs_opengl())
        skip();
    shell("mkdir -p lines");
    done("cd lines && mien " HEADLESS "--frames 3 --set table=jsonl --record clip.webm");
    assert_int_not_equal(access("lines/clip.csv", F_OK), 0);
    char *table = read_text("lines/clip.jsonl");
    int lines = 0;
    for (const char *at = table; *at; lines++) {
        const char *end = NULL;
        cJSON *row = cJSON_ParseWithOpts(at, &end, 0);
        assert_non_null(row);
        assert_int_equal(*end, '\n');
        assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(row, "landmarks")), 468);
        cJSON_Delete(row);
        at = end + 1;
    }
    assert_int_equal(lines, 3);
    free(table);
}

static void the_list_names_cameras_masks_and_settings(void **state)
{
    (void)state;
    const struct outcome o = done("mien view --list");
    has(o.out, "mask robot");
    has(o.out, "mask mona-lisa");
    has(o.out, "camera");
    has(o.out, "set mesh=off|wire|contours|points|68 ");
    has(o.out, "set faces=1..8 ");
    has(o.out, "set mirror=0|1 ");
    has(o.out, "set table=csv|jsonl ");
}

/* What goes wrong: the exit status, and words of the one line that says so. */
static void errors_name_the_file_and_say_what_to_do(void **state)
{
    (void)state;
    if (!needs_opengl())
        skip();
    static const struct {
        const char *options;
        int status;
        const char *says[3];
    } cases[] = {
        {"--source words.webm", 1, {"words.webm: ", "video", "("}},
        {"--source missing.webm", 1, {"missing.webm: ", "no such file", "; "}},
        {"--source corrupt.png", 1, {"corrupt.png: ", "PNG", "("}},
        {"--source puppet --size 12", 2, {"--size", "(", "; give"}},
        {"--source puppet --size 99999x9", 2, {"--size", "(", "; give"}},
        {"--source puppet --set mesh=spaghetti", 2, {"--set", "spaghetti", "("}},
        {"--source puppet --set spaghetti", 2, {"--set", "KEY=VALUE", "("}},
        {"--source puppet --mask nobody", 2, {"nobody", "no such mask", "; give"}},
        {"--source puppet --mask noface.png", 1, {"noface.png: ", "no face", "; "}},
        {"--source puppet --model words.webm", 1, {"words.webm: ", "", ""}},
        {"--source puppet --frames 1 --snapshot missing/a.png", 1, {"missing/a.png", "", ""}},
        {"--source puppet --frames 2 --record missing/a.webm",
         1,
         {"missing/a.webm: cannot write", "(", ""}},
        {"--source puppet --frames 2 --record a.mp4", 2, {"a.mp4", ".webm", ""}},
        {"--source puppet --clean", 2, {"--clean", "there is none", "; give --record"}},
        {"--source puppet --log a --no-log", 2, {"--log", "--no-log", "; give one"}},
        {"--source puppet --model a --no-model", 2, {"--model", "--no-model", "; give one"}},
        {"--nonsense", 2, {"--nonsense", "", ""}},
    };
    shell("echo 'no video at all' > words.webm; printf '\\211PNG\\r\\n\\032\\nno' > corrupt.png;"
          "cp \"$MIEN_HOME/tests/mask/no-face.png\" noface.png");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct outcome o = run("mien view --headless %s", cases[i].options);
        print_message("%s", o.err);
        assert_int_equal(strncmp(o.err, "mien: ", 6), 0);
        for (int k = 0; k < 3; k++)
            has(o.err, cases[i].says[k]);
        assert_int_equal(o.status, cases[i].status);
        assert_string_equal(o.out, "");
    }
    assert_int_not_equal(access("a.webm", F_OK), 0);
}

/* --- stopped -------------------------------------------------------------------------------- */

static void wait_for_rows(const char *path)
{
    struct stat s;
    for (int i = 0; i < 1200; i++, usleep(50000))
        if (stat(path, &s) == 0 && s.st_size > 60000)
            return;
    fail_msg("%s does not grow", path);
}

static void a_signal_ends_recordings_and_the_log_as_q_does(void **state)
{
    (void)state;
    if (!needs_opengl())
        skip();
    static const int signals[] = {SIGINT, SIGTERM};
    for (int i = 0; i < 2; i++) {
        shell("rm -rf s.webm s.csv log");
        const pid_t p = start(HEADLESS "--record s.webm --log log --consent", NULL);
        wait_for_rows("s.csv");
        assert_int_equal(kill(p, signals[i]), 0);
        assert_int_equal(ended(p), 0);
        const struct outcome o = done("mien view --headless --source s.webm --json --no-model");
        cJSON *json = cJSON_Parse(o.out);
        assert_true(cJSON_GetObjectItem(json, "frames")->valueint > 5);
        cJSON_Delete(json);
        char *log = read_text("log/metrics.jsonl");
        has(log, "\"kind\":\"end\"");
        has(log, "finished");
        free(log);
    }
}

/* --- in a window ---------------------------------------------------------------------------- */

/* Wait until a file of the session says something. */
static void wait_for_word(const char *path, const char *word)
{
    for (int i = 0; i < 1200; i++, usleep(50000)) {
        if (access(path, R_OK) != 0)
            continue;
        char *text = read_text(path);
        const bool there = strstr(text, word) != NULL;
        free(text);
        if (there)
            return;
    }
    fail_msg("%s never said %s", path, word);
}

static void press(const char *key)
{
    shell("xdotool key --clearmodifiers %s", key);
    usleep(300000);
}

#define WINDOW "view --size 480x360 --source puppet --folder . --log win"

static void a_window_asks_takes_settings_and_remembers_them(void **state)
{
    (void)state;
    struct xvfb x;
    if (!xvfb_open(&x))
        skip();
    const pid_t p = start(WINDOW, NULL);
    wait_for_word("win/metrics.jsonl", "face found");
    char *log = read_text("win/metrics.jsonl");
    assert_null(strstr(log, "\"emotion_"));
    free(log);
    press("y");
    wait_for_word("win/metrics.jsonl", "\"emotion_");
    press("s");
    press("Escape");
    press("i"); /* timings are shown */
    press("r");
    wait_for_rows("mien-001.csv");
    press("q");
    const int status = ended(p);
    char *settings = read_text("config/mien/view.cfg");
    log = read_text("win/metrics.jsonl");
    xvfb_close(&x);
    assert_int_equal(status, 0);
    has(settings, "times = 1");
    has(log, "\"kind\":\"end\"");
    assert_int_equal(access("mien-001.webm", R_OK), 0);
    free(settings);
    free(log);
}

static void a_window_records_counts_and_reports_by_option(void **state)
{
    (void)state;
    struct xvfb x;
    struct image picture;
    struct mien_error e;
    if (!xvfb_open(&x))
        skip();
    const struct outcome o =
        run("mien view --size 480x360 --source puppet --no-log --no-model --frames 9 --record "
            "w.webm --snapshot w.png --json");
    xvfb_close(&x);
    assert_string_equal(o.err, "");
    assert_int_equal(o.status, 0);
    cJSON *json = cJSON_Parse(o.out);
    const cJSON *speed = cJSON_GetObjectItem(json, "speed");
    assert_int_equal(cJSON_GetObjectItem(json, "frames")->valueint, 9);
    assert_int_equal(cJSON_GetObjectItem(json, "analysed")->valueint, 9);
    assert_true(cJSON_GetObjectItem(speed, "latency_95")->valuedouble > 0);
    cJSON_Delete(json);
    assert_int_equal(image_read(&picture, "w.png", 3, &e), 0);
    assert_int_equal(picture.width, 480);
    image_free(&picture);
    assert_int_equal(access("w.webm", R_OK), 0);
    assert_int_equal(access("w.csv", R_OK), 0);
}

static void a_window_is_ended_by_a_signal_too(void **state)
{
    (void)state;
    struct xvfb x;
    if (!xvfb_open(&x))
        skip();
    shell("rm -rf win");
    const pid_t p = start(WINDOW, NULL);
    wait_for_word("win/metrics.jsonl", "face found");
    kill(p, SIGTERM);
    const int status = ended(p);
    xvfb_close(&x);
    assert_int_equal(status, 0);
    char *log = read_text("win/metrics.jsonl");
    has(log, "finished");
    free(log);
}

/* What the viewer remembers lies in the workspace. */
static int set_up(void **state)
{
    char config[4096], *folder = workspace_make(state) == 0 ? getcwd(NULL, 0) : NULL;
    if (!folder)
        return -1;
    snprintf(config, sizeof config, "%s/config", folder);
    free(folder);
    return setenv("XDG_CONFIG_HOME", config, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_tells_what_was_seen_and_scores_only_with_consent),
        cmocka_unit_test(the_same_frames_give_the_same_answer_twice),
        cmocka_unit_test(snapshots_and_recordings_are_what_was_asked_for),
        cmocka_unit_test(a_recordings_table_is_of_json_lines_where_that_is_set),
        cmocka_unit_test(the_list_names_cameras_masks_and_settings),
        cmocka_unit_test(errors_name_the_file_and_say_what_to_do),
        cmocka_unit_test(a_signal_ends_recordings_and_the_log_as_q_does),
        cmocka_unit_test(a_window_asks_takes_settings_and_remembers_them),
        cmocka_unit_test(a_window_records_counts_and_reports_by_option),
        cmocka_unit_test(a_window_is_ended_by_a_signal_too),
    };
    return cmocka_run_group_tests(tests, set_up, workspace_remove);
}
