/* test_app_runs.c - training runs started, stopped and resumed from inside, and what they say.
 *
 * The program that it starts them with is this one, which then behaves as `mien train` does: it
 * writes a run's lines, holds the lock of their file, and ends by SIGINT. */
#include "tests/console/app.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static void pause_briefly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

/* Poll until the condition holds: what it waits for is the child's to do. */
static bool await(struct app *a, bool (*holds)(struct app *a))
{
    for (int i = 0; i < 1000; i++) {
        console_poll(&a->c, NOW, 1);
        if (holds(a))
            return true;
        pause_briefly();
    }
    frame(a);
    return false;
}

static bool training_is_selected(struct app *a)
{
    return a->c.model.selected && a->c.model.selected->writer == a->c.children.child[0]->pid;
}

static bool no_child_runs(struct app *a)
{
    return children_running(&a->c.children) == 0;
}

static bool quits(struct app *a)
{
    return a->c.quit;
}

static void start_training(struct app *a)
{
    command(a, "train some.cfg --set net.epochs=5");
    shows(a, "started: mien train some.cfg --set net.epochs=5");
    assert_true(await(a, training_is_selected));
}

static void a_training_started_inside_is_selected_heard_and_stopped(void **state)
{
    struct app *a = *state;
    start_training(a);
    assert_string_equal(a->c.model.selected->name, "trained-001");
    frame(a);
    shows(a, "1/1 train some.cfg --set net.epochs=5: running"); /* the pane of messages */
    shows(a, "training <some.cfg><--set><net.epochs=5>");
    press(a, 'S'); /* ours: it is not asked whether it may be */
    shows(a, "asked 'train some.cfg --set net.epochs=5' to stop at a checkpoint");
    assert_true(await(a, no_child_runs));
    frame(a);
    shows(a, "stopped");
    press(a, 'm');
    hides(a, "1/1 train");
}

static void a_training_that_fails_says_why_in_the_bar(void **state)
{
    struct app *a = *state;
    command(a, "train broken.cfg");
    assert_true(await(a, no_child_runs));
    frame(a);
    shows(a, "train broken.cfg: exit status 1; mien: broken.cfg:1: it is broken");
}

/* The pane: what a run says that tells much. */
static void messages_wrap_scroll_and_stay_where_they_are(void **state)
{
    struct app *a = *state;
    command(a, "train chatty.cfg");
    assert_true(await(a, no_child_runs));
    press(a, 'j'); /* the notice goes */
    shows(a, "said 99");
    shows(a, "and more of it");
    hides(a, "said 80");
    press(a, '{');
    press(a, '{');
    hides(a, "said 99");
    shows(a, "} on"); /* it is told how to come back */
    for (int i = 0; i < 100; i++)
        press(a, '{');
    shows(a, "said 0 ");
    const struct input wheel = {.kind = INPUT_MOUSE, .mouse = MOUSE_WHEEL_DOWN, .x = 5, .y = 25};
    console_input(&a->c, &wheel);
    frame(a);
    hides(a, "said 0 ");
    command(a, "train broken.cfg");
    shows(a, "2/2 train broken.cfg");
    assert_true(await(a, no_child_runs));
    press(a, ')');
    shows(a, "1/2 train chatty.cfg: done");
    shows(a, "said 99"); /* at its newest again */
    click(a, "next run");
    shows(a, "2/2 train broken.cfg: exit status 1");
    click(a, "M hide");
    hides(a, "train broken.cfg: exit");
}

static void a_run_is_resumed_by_its_folder(void **state)
{
    struct app *a = *state;
    select_run(a, "beta");
    press(a, 'R');
    shows(a, "started: mien train --resume runs/beta");
    assert_true(await(a, no_child_runs));
    command(a, "resume delta");
    shows(a, "delta is a live session");
    command(a, "resume alpha");
    shows(a, "alpha is finished; there is nothing to resume");
}

static void leaving_asks_while_a_training_runs(void **state)
{
    struct app *a = *state;
    start_training(a);
    press(a, 'q');
    shows(a, "Stop 1 run started from here?");
    press(a, 'x'); /* no answer */
    shows(a, "Stop 1 run started from here?");
    press(a, KEY_CODE_ESCAPE);
    hides(a, "Stop 1 run");
    assert_false(a->c.quit);
    press(a, 'q');
    click(a, "y yes");
    assert_false(a->c.quit);
    assert_true(await(a, quits));
    assert_int_equal(children_running(&a->c.children), 0);
}

static void a_training_can_be_left_running(void **state)
{
    struct app *a = *state;
    start_training(a);
    const pid_t pid = a->c.children.child[0]->pid;
    press(a, 'q');
    press(a, 'n');
    assert_true(a->c.quit);
    assert_int_equal(kill(pid, 0), 0);
    kill(pid, SIGINT);
    assert_true(await(a, no_child_runs));
}

static bool epsilon_runs(struct app *a)
{
    return a->c.model.selected && a->c.model.selected->writer > 0;
}

static void the_run_of_another_is_stopped_after_a_question(void **state)
{
    struct app *a = *state;
    command(a, "stop alpha");
    shows(a, "alpha does not run (finished)");
    char line[64];
    const pid_t other = fork();
    if (other == 0) {
        fixture_hold("runs", "beta");
        for (;;)
            pause();
    }
    select_run(a, "beta");
    const int file = fixture_hold("runs", "gamma"); /* something is written: it looks again */
    close(file);
    assert_true(await(a, epsilon_runs));
    snprintf(line, sizeof line, "Stop beta, process %ld", (long)other);
    press(a, 'S');
    shows(a, line);
    press(a, 'n');
    assert_int_equal(kill(other, 0), 0);
    press(a, 'S');
    press(a, 'y');
    shows(a, "asked beta to stop");
    int status;
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
}

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

/* What `mien train` looks like from outside. */
static int train(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "broken.cfg") == 0) {
        fprintf(stderr, "mien: broken.cfg:1: it is broken (really); mend it\n");
        return 1;
    }
    if (argc > 1 && strcmp(argv[1], "chatty.cfg") == 0) {
        for (int i = 0; i < 100; i++)
            printf("said %d %*s and more of it\n", i, WIDTH - 10, ".");
        return 0;
    }
    if (argc > 1 && strcmp(argv[1], "--resume") == 0)
        return 0;
    signal(SIGINT, interrupt);
    fixture_run("runs", "trained-001", 1, NULL);
    fixture_hold("runs", "trained-001");
    printf("training ");
    for (int i = 1; i < argc; i++)
        printf("<%s>", argv[i]);
    printf("\n");
    fflush(stdout);
    while (!interrupted)
        pause_briefly();
    return 130;
}

/* A `mien` that is this program, in a folder of its own. */
static int make_home(void **state)
{
    static char home[] = "/tmp/mien-home-XXXXXX";
    char path[64], self[4096];
    const ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0 || !mkdtemp(home))
        return -1;
    self[length] = '\0';
    snprintf(path, sizeof path, "%s/mien", home);
    *state = home;
    return symlink(self, path) == 0 && setenv("MIEN_HOME", home, 1) == 0 ? 0 : -1;
}

static int remove_home(void **state)
{
    fixture_remove(*state);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "train") == 0)
        return train(argc - 1, argv + 1);
    const struct CMUnitTest tests[] = {
        TEST(a_training_started_inside_is_selected_heard_and_stopped),
        TEST(a_training_that_fails_says_why_in_the_bar),
        TEST(messages_wrap_scroll_and_stay_where_they_are),
        TEST(a_run_is_resumed_by_its_folder),
        TEST(leaving_asks_while_a_training_runs),
        TEST(a_training_can_be_left_running),
        TEST(the_run_of_another_is_stopped_after_a_question),
    };
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
