/* test_run.c - run folders: where they are made, what is in the way, what a failure leaves behind.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "tests/run/scratch.h"
#include "trainer/run/run.h"

static const char text[] = "[net]\nseed = 1\n";

static void put(const char *path, const char *content)
{
    struct mien_error e;
    if (file_write(path, content, strlen(content), &e) != 0)
        fail_msg("%s", e.text);
}

static struct run created(const char *folder)
{
    struct run r;
    struct mien_error e;
    if (run_create(&r, folder, "mlp", false, text, &e) != 0)
        fail_msg("%s", e.text);
    return r;
}

/* The message with which a run in `folder` is refused. */
static const char *refusal(const char *folder)
{
    static struct mien_error e;
    struct run r;
    assert_int_equal(run_create(&r, folder, "mlp", false, text, &e), -1);
    assert_null(r.folder);
    return e.text;
}

static void runs_are_numbered_from_one(void **state)
{
    char *back = getcwd(NULL, 0);
    assert_int_equal(chdir(*state), 0);
    struct run a = created(NULL), b = created(NULL);
    assert_string_equal(a.folder, "runs/mlp-001");
    assert_string_equal(b.folder, "runs/mlp-002");
    assert_string_equal(b.checkpoint, "runs/mlp-002/last.safetensors");
    assert_string_equal(b.model, "runs/mlp-002/model.safetensors");
    assert_string_equal(b.report, "runs/mlp-002/report.json");
    struct mien_error e;
    char *config = file_text("runs/mlp-001/config.cfg", 100, &e);
    assert_string_equal(config, text);
    free(config);
    run_close(&a, &e);
    run_close(&b, &e);
    assert_int_equal(chdir(back), 0);
    free(back);
}

static void a_run_is_named_after_its_description(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"experiments/mlp68.cfg", "mlp68"},
                                           {"a.b.cfg", "a.b"},
                                           {"plain", "plain"},
                                           {".cfg", ".cfg"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *name = run_name(names[i][0]);
        assert_string_equal(name, names[i][1]);
        free(name);
    }
}

static void an_unfinished_run_asks_to_be_resumed(void **state)
{
    char *folder = file_join(*state, "a/b"), expected[256];
    struct run r = created(folder);
    struct mien_error e;
    assert_int_equal(run_close(&r, &e), 0);
    snprintf(expected, sizeof expected, "go on with mien train --resume %s", folder);
    assert_non_null(strstr(refusal(folder), expected));
    assert_int_equal(run_resume(&r, folder, &e), 0);
    assert_string_equal(r.folder, folder);
    assert_int_equal(run_close(&r, &e), 0);
    free(folder);
}

static void a_finished_run_is_neither_replaced_nor_resumed(void **state)
{
    char *folder = file_join(*state, "a");
    struct run r = created(folder);
    struct mien_error e;
    put(r.model, "m");
    put(r.report, "{}");
    run_close(&r, &e);
    assert_non_null(strstr(refusal(folder), "a finished run is here"));
    assert_int_equal(run_resume(&r, folder, &e), -1);
    assert_non_null(strstr(e.text, "the run is finished"));
    free(folder);
}

static void force_removes_the_earlier_run(void **state)
{
    char *folder = file_join(*state, "a");
    struct run r = created(folder);
    struct mien_error e;
    put(r.model, "m");
    put(r.report, "{}");
    put(r.checkpoint, "c");
    run_close(&r, &e);
    assert_int_equal(run_create(&r, folder, "mlp", true, "[net]\nseed = 2\n", &e), 0);
    assert_int_not_equal(access(r.model, F_OK), 0);
    assert_int_not_equal(access(r.report, F_OK), 0);
    assert_int_not_equal(access(r.checkpoint, F_OK), 0);
    char *config = file_text(r.config, 100, &e);
    assert_string_equal(config, "[net]\nseed = 2\n");
    free(config);
    run_close(&r, &e);
    free(folder);
}

static void nothing_to_resume_is_said(void **state)
{
    struct run r;
    struct mien_error e;
    assert_int_equal(run_resume(&r, *state, &e), -1);
    assert_non_null(strstr(e.text, "no run to resume (no config.cfg here)"));
    char *missing = file_join(*state, "missing"), *metrics = file_join(*state, "metrics.jsonl");
    assert_int_equal(run_resume(&r, missing, &e), -1);
    assert_int_not_equal(access(missing, F_OK), 0);
    assert_int_not_equal(access(metrics, F_OK), 0);
    free(metrics);
    free(missing);
}

static void a_stray_model_is_not_overwritten(void **state)
{
    char *model = file_join(*state, "model.safetensors"),
         *metrics = file_join(*state, "metrics.jsonl");
    put(model, "precious");
    assert_non_null(strstr(refusal(*state), "a finished run is here"));
    assert_int_equal(access(model, F_OK), 0);
    assert_int_not_equal(access(metrics, F_OK), 0);
    free(metrics);
    free(model);
}

static void a_file_in_place_of_the_folder_is_said(void **state)
{
    char *file = file_join(*state, "f");
    put(file, "x");
    assert_non_null(strstr(refusal(file), "cannot make the folder"));
    free(file);
}

/* What `work` returns in a process of its own. */
static int in_child(int (*work)(const char *folder), const char *folder)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(work(folder));
    int status;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int create_resume_and_force(const char *folder)
{
    struct run r;
    struct mien_error e[3];
    if (run_create(&r, folder, "mlp", false, text, &e[0]) == 0 ||
        run_resume(&r, folder, &e[1]) == 0 || run_create(&r, folder, "mlp", true, text, &e[2]) == 0)
        return 1;
    for (int i = 0; i < 3; i++)
        if (!strstr(e[i].text, "the run is in use (by process "))
            return 2;
    return 0;
}

static void a_run_in_use_is_left_alone(void **state)
{
    char *folder = file_join(*state, "a");
    struct run r = created(folder);
    struct mien_error e;
    assert_int_equal(in_child(create_resume_and_force, folder), 0);
    assert_int_equal(access(r.config, F_OK), 0);
    assert_int_equal(access(r.metrics, F_OK), 0);
    run_close(&r, &e);
    assert_int_equal(in_child(create_resume_and_force, folder), 1);
    free(folder);
}

/* No byte can be written: the failed start leaves no folder. */
static int create_on_a_full_disk(const char *folder)
{
    struct run r;
    struct mien_error e;
    struct rlimit none = {0, 0};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &none);
    if (run_create(&r, folder, "mlp", false, text, &e) != -1)
        return 1;
    if (!strstr(e.text, "config.cfg: cannot write ("))
        return 2;
    return access(folder, F_OK) == 0 ? 3 : 0;
}

static void a_start_on_a_full_disk_leaves_nothing(void **state)
{
    char *folder = file_join(*state, "a");
    assert_int_equal(in_child(create_on_a_full_disk, folder), 0);
    free(folder);
}

/* As nobody, where the tests run as root: a root may write anywhere. */
static int create_without_permission(const char *folder)
{
    struct run r;
    struct mien_error e;
    if (geteuid() == 0 && setuid(65534) != 0)
        return 1;
    if (run_create(&r, folder, "mlp", false, text, &e) != -1)
        return 2;
    return strstr(e.text, "cannot make the folder (Permission denied)") ? 0 : 3;
}

static void an_unwritable_folder_is_said(void **state)
{
    char *folder = file_join(*state, "a");
    assert_int_equal(chmod(*state, 0555), 0);
    assert_int_equal(in_child(create_without_permission, folder), 0);
    assert_int_equal(chmod(*state, 0755), 0);
    free(folder);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
    const struct CMUnitTest tests[] = {
        TEST(runs_are_numbered_from_one),
        TEST(a_run_is_named_after_its_description),
        TEST(an_unfinished_run_asks_to_be_resumed),
        TEST(a_finished_run_is_neither_replaced_nor_resumed),
        TEST(force_removes_the_earlier_run),
        TEST(nothing_to_resume_is_said),
        TEST(a_stray_model_is_not_overwritten),
        TEST(a_file_in_place_of_the_folder_is_said),
        TEST(a_run_in_use_is_left_alone),
        TEST(a_start_on_a_full_disk_leaves_nothing),
        TEST(an_unwritable_folder_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
