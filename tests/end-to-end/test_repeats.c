/* test_repeats.c - the same cfg gives the same bytes: again, by more threads, killed, interrupted.
 *
 * The moments at which a fit is killed are drawn from a seed, and count from the start of the
 * process and from the appearance of a new checkpoint in turn: so some fall before anything is
 * written, some beside a write, some between two. Killed fits run under a fast clock
 * (fast_clock.c), so they write checkpoints often. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runtime/host/rng.h"
#include "workspace.h"

enum { KILLS = 8, MILLISECOND = 1000000 };

/* The lines of an SVM's metrics.jsonl come in the order in which its threads get ready. */
static int threads_of(const char *kind)
{
    return strcmp(kind, "svm") == 0 ? 1 : 2;
}

/* Folder KIND holds a run that nothing disturbed. */
static int make_runs(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    make_faces();
    make_rendered_faces();
    for (int k = 0; k < 3; k++)
        done("mien train %s.cfg -o %s --threads %d", kinds[k], kinds[k], threads_of(kinds[k]));
    done("mien train cnn.cfg -o cnn --threads 2");
    return 0;
}

static void assert_same_model(const char *kind, const char *other)
{
    char one[64], two[64];
    snprintf(one, sizeof one, "%s/model.safetensors", kind);
    snprintf(two, sizeof two, "%s/model.safetensors", other);
    if (!same_bytes(one, two))
        fail_msg("%s and %s differ", one, two);
}

/* Whether a key at `text`, with the comma in front of it, tells of time or threads. */
static bool is_incidental(const char *text)
{
    static const char *const keys[] = {",\"wall\":", ",\"samples_per_second\":", ",\"time\":",
                                       ",\"fit_seconds\":", ",\"threads\":"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (strncmp(text, keys[k], strlen(keys[k])) == 0)
            return true;
    return false;
}

/* What metrics.jsonl says but for time and threads: that is all it may differ in. */
static char *timeless_metrics(const char *folder)
{
    char path[64];
    snprintf(path, sizeof path, "%s/metrics.jsonl", folder);
    char *text = read_text(path), *to = text;
    for (const char *from = text; *from;) {
        if (is_incidental(from))
            from += 1 + strcspn(from + 1, ",}");
        else
            *to++ = *from++;
    }
    *to = '\0';
    return text;
}

static void assert_same_metrics(const char *kind, const char *other)
{
    char *expected = timeless_metrics(kind), *found = timeless_metrics(other);
    assert_string_equal(found, expected);
    free(expected);
    free(found);
}

static void same_seed_same_bytes(void **state)
{
    const char *kind = *state;
    done("mien train %s.cfg -o again --force --threads %d", kind, threads_of(kind));
    assert_same_model(kind, "again");
    assert_same_metrics(kind, "again");
}

static void other_threads_same_bytes(void **state)
{
    const char *kind = *state;
    for (int threads = 1; threads <= 4; threads++)
        if (threads != threads_of(kind)) {
            done("mien train %s.cfg -o again --force --threads %d", kind, threads);
            assert_same_model(kind, "again");
        }
}

static void another_seed_other_bytes(void **state)
{
    const char *kind = *state;
    done("mien train %s.cfg -o again --force --set %s.seed=2", kind,
         strcmp(kind, "forest") == 0 || strcmp(kind, "svm") == 0 ? kind : "net");
    assert_int_equal(run("cmp -s %s/model.safetensors again/model.safetensors", kind).status, 1);
}

static bool is_running(pid_t process)
{
    siginfo_t info = {0};
    assert_int_equal(waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | WNOWAIT), 0);
    return info.si_pid == 0;
}

static void sleep_up_to(uint32_t milliseconds, struct rng *r)
{
    const long ms = (long)rng_below(r, milliseconds);
    nanosleep(&(struct timespec){.tv_nsec = ms * MILLISECOND}, NULL);
}

/* Wait until the process has written a checkpoint other than `before`, or has ended. */
static void wait_for_checkpoint(pid_t process, ino_t before)
{
    struct stat st;
    while (is_running(process) &&
           (stat("killed/last.safetensors", &st) != 0 || st.st_ino == before))
        nanosleep(&(struct timespec){.tv_nsec = MILLISECOND / 2}, NULL);
}

/* Let the process live for a while. Returns whether it was killed rather than ready. */
static bool kill_at_random(pid_t process, bool after_checkpoint, ino_t before, struct rng *r)
{
    if (after_checkpoint)
        wait_for_checkpoint(process, before);
    sleep_up_to(after_checkpoint ? 40 : 250, r);
    kill(process, SIGKILL);
    const int status = ended(process);
    if (status != 0 && status != -SIGKILL)
        fail_msg("a resumed run ended with status %d", status);
    return status != 0;
}

/* Kill a run and resume it until it has been killed `*kills` times or is finished. */
static void finish_in_pieces(const char *kind, int *kills, int *from_checkpoint, struct rng *r)
{
    char arguments[64];
    snprintf(arguments, sizeof arguments, "train %s.cfg -o killed --threads %d", kind,
             threads_of(kind));
    shell("rm -rf killed");
    while (*kills > 0) {
        struct stat st = {0};
        *from_checkpoint += stat("killed/last.safetensors", &st) == 0;
        if (!kill_at_random(start(arguments, FAST_CLOCK), *kills % 2, st.st_ino, r))
            return;
        --*kills;
        if (access("killed/report.json", F_OK) == 0) /* killed with its work done */
            return;
        /* Killed before there was a run, it has to be started. */
        if (access("killed/config.cfg", F_OK) == 0)
            snprintf(arguments, sizeof arguments, "train --resume killed --threads %d",
                     threads_of(kind));
    }
    assert_int_equal(ended(start(arguments, FAST_CLOCK)), 0);
}

static void killed_and_resumed_it_gives_the_same(void **state)
{
    const char *kind = *state;
    struct rng r = rng_stream(20, (uint64_t)kind[0]);
    int kills = KILLS, from_checkpoint = 0;
    while (kills > 0) {
        finish_in_pieces(kind, &kills, &from_checkpoint, &r);
        assert_same_model(kind, "killed");
        assert_same_metrics(kind, "killed");
    }
    assert_true(from_checkpoint > 0);
    shell("test ! -e killed/last.safetensors");
    shell("test -z \"$(find killed -name '*.tmp')\"");
}

static void ctrl_c_stops_at_a_checkpoint_and_resuming_gives_the_same(void **state)
{
    const char *kind = *state;
    char arguments[64];
    shell("rm -rf halted");
    snprintf(arguments, sizeof arguments, "train %s.cfg -o halted --threads %d", kind,
             threads_of(kind));
    const pid_t process = start(arguments, NULL);
    wait_for_step("halted", process);
    kill(process, SIGINT);
    assert_int_equal(ended(process), 130);
    shell("test -s halted/last.safetensors && test ! -e halted/model.safetensors");
    done("mien train --resume halted --threads %d", threads_of(kind));
    assert_same_model(kind, "halted");
    assert_same_metrics(kind, "halted");
}

#define OF_KIND(kind, behaviour)                                                                   \
    {                                                                                              \
#kind "_" #behaviour, behaviour, NULL, NULL, (void *)#kind                                 \
    }
#define OF_EACH_KIND(behaviour)                                                                    \
    OF_KIND(network, behaviour), OF_KIND(cnn, behaviour), OF_KIND(forest, behaviour),              \
        OF_KIND(svm, behaviour)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_EACH_KIND(same_seed_same_bytes),
        OF_EACH_KIND(other_threads_same_bytes),
        OF_EACH_KIND(another_seed_other_bytes),
        OF_EACH_KIND(killed_and_resumed_it_gives_the_same),
        OF_EACH_KIND(ctrl_c_stops_at_a_checkpoint_and_resuming_gives_the_same),
    };
    return cmocka_run_group_tests(tests, make_runs, workspace_remove);
}
