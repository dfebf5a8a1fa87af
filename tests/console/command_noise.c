/* command_noise.c - the program on a terminal that sends anything: bytes at random, sequences whole
 * and broken, sizes that change, while files change too. It may leave by a key that was hit, and is
 * started again then; it must never fail, and leave the terminal as it was.
 *
 * How much of it: MIEN_STORM bytes, from MIEN_SEED. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <utmp.h>

#include "runtime/host/rng.h"
#include "tests/console/stand.h"
#include "tests/console/trouble.h"

enum { STORM = 4000, TAIL = 1 << 14, PIECE_MAX = 64 };

/* A terminal of our own, and the program on it. */
struct ground {
    int master, slave;
    struct termios before;
    pid_t pid;
    char tail[TAIL + 1]; /* of what it wrote */
    size_t length;
    struct rng rng;
};

static void start(struct ground *g)
{
    g->length = 0;
    g->pid = fork();
    assert_true(g->pid >= 0);
    if (g->pid == 0) {
        close(g->master);
        if (login_tty(g->slave) == 0)
            execlp("mien-console", "mien-console", (char *)NULL);
        _exit(127);
    }
}

/* Keep the end of what was written. */
static void keep(struct ground *g, const char *text, size_t size)
{
    if (g->length + size > TAIL) {
        const size_t rest = TAIL / 2;
        memmove(g->tail, g->tail + g->length - rest, rest);
        g->length = rest;
    }
    memcpy(g->tail + g->length, text, size);
    g->length += size;
    g->tail[g->length] = '\0';
}

/* Take in what it draws, until nothing came for some milliseconds. */
static void drain(struct ground *g, int milliseconds)
{
    char text[TAIL / 2];
    struct pollfd polled = {.fd = g->master, .events = POLLIN};
    while (poll(&polled, 1, milliseconds) > 0) {
        const ssize_t size = read(g->master, text, sizeof text);
        if (size <= 0)
            return;
        keep(g, text, (size_t)size);
    }
}

static void feed(struct ground *g, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t wrote = write(g->master, bytes, size);
        if (wrote < 0 && errno != EAGAIN)
            return;
        bytes += wrote > 0 ? wrote : 0;
        size -= wrote > 0 ? (size_t)wrote : 0;
        drain(g, wrote > 0 ? 0 : 10);
    }
}

/* The last of two texts in what it wrote is `last`. */
static void expect_last(const struct ground *g, const char *last, const char *other)
{
    const char *found = NULL, *against = NULL;
    for (const char *at = g->tail; (at = strstr(at, last)); at++)
        found = at;
    for (const char *at = g->tail; (at = strstr(at, other)); at++)
        against = at;
    if (!found || (against && against > found))
        fail_msg("'%s' was not sent last, behind '%s':\n%s", last + 1, other + 1, g->tail);
}

static void expect_restored(struct ground *g)
{
    struct termios now;
    assert_int_equal(tcgetattr(g->slave, &now), 0);
    assert_int_equal(now.c_iflag, g->before.c_iflag);
    assert_int_equal(now.c_oflag, g->before.c_oflag);
    assert_int_equal(now.c_cflag, g->before.c_cflag);
    assert_int_equal(now.c_lflag, g->before.c_lflag);
    assert_memory_equal(now.c_cc, g->before.c_cc, sizeof now.c_cc);
    expect_last(g, "\033[?1049l", "\033[?1049h"); /* the alternate screen */
    expect_last(g, "\033[?1006l", "\033[?1006h"); /* the mouse */
    expect_last(g, "\033[?2004l", "\033[?2004h"); /* pastes */
    expect_last(g, "\033[?25h", "\033[?25l");     /* the cursor */
}

/* Whether it has ended, which it may by being asked to. */
static bool ended(struct ground *g)
{
    int status;
    if (waitpid(g->pid, &status, WNOHANG) != g->pid)
        return false;
    drain(g, 50);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("it ended with status %#x:\n%s", (unsigned)status, g->tail);
    expect_restored(g);
    return true;
}

/* Some bytes: a sequence, keys, or anything but Ctrl-\, which is there to end what hangs, and
 * Ctrl-C, which ends it where it comes before the terminal is taken. */
static size_t invent(struct rng *rng, char *out)
{
    static const char *const sequences[] = {"\033[A",
                                            "\033OB",
                                            "\033[5~",
                                            "\033[6~",
                                            "\033[Z",
                                            "\033[200~",
                                            "\033[201~",
                                            "\033[1;5C",
                                            "\033OP",
                                            "\033[<0;9",
                                            "\033[",
                                            "\033",
                                            "\033[<64;5;9M",
                                            "\033[<0;;M",
                                            "\033]0;x\007",
                                            "\033[99999999;1~",
                                            "\033P1\033\\",
                                            "\033[<0;99999;3M",
                                            "\r",
                                            "\t",
                                            "/",
                                            ":",
                                            "?"};
    char report[PIECE_MAX];
    const uint32_t kind = rng_below(rng, 8);
    if (kind == 0) {
        strcpy(out, sequences[rng_below(rng, sizeof sequences / sizeof *sequences)]);
        return strlen(out);
    }
    if (kind == 1) {
        const int x = 1 + (int)rng_below(rng, 100), y = 1 + (int)rng_below(rng, 30);
        snprintf(report, sizeof report, "\033[<%d;%d;%d%c", (int)rng_below(rng, 70), x, y,
                 rng_below(rng, 2) ? 'M' : 'm');
        strcpy(out, report);
        return strlen(out);
    }
    const size_t size = 1 + rng_below(rng, 8);
    for (size_t i = 0; i < size; i++) {
        out[i] = (char)(kind < 6 ? ' ' + rng_below(rng, 95) : rng_below(rng, 256));
        out[i] = out[i] == '\034' || out[i] == '\003' ? 'j' : out[i];
    }
    return size;
}

static void resize(struct ground *g)
{
    const struct winsize size = {.ws_col = (unsigned short)(1 + rng_below(&g->rng, 200)),
                                 .ws_row = (unsigned short)(1 + rng_below(&g->rng, 60))};
    assert_int_equal(ioctl(g->master, TIOCSWINSZ, &size), 0);
}

/* Leave whatever was opened, then the program: a minute is more than it needs. */
static void leave(struct ground *g)
{
    static const char *const keys[] = {"\033", "n", "\033", "q"};
    feed(g, "\033[201~", 6);
    drain(g, 1200);
    for (int i = 0; i < 300; i++) {
        if (ended(g))
            return;
        feed(g, keys[i % 4], 1);
        drain(g, 200);
    }
    kill(g->pid, SIGKILL);
    fail_msg("it does not leave:\n%s", g->tail);
}

static void no_storm_of_bytes_breaks_it_or_the_terminal(void **state)
{
    (void)state;
    const char *asked = getenv("MIEN_STORM"), *seed = getenv("MIEN_SEED");
    const long count = asked ? atol(asked) : STORM;
    const struct winsize size = {.ws_col = 100, .ws_row = 30};
    static struct ground ground;
    struct ground *g = &ground;
    g->rng = rng_seed(seed ? (uint64_t)atol(seed) : 5);
    assert_int_equal(openpty(&g->master, &g->slave, NULL, NULL, &size), 0);
    assert_int_equal(fcntl(g->master, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(tcgetattr(g->slave, &g->before), 0);
    start(g);
    drain(g, 1000);
    for (long sent = 0; sent < count;) {
        char bytes[PIECE_MAX];
        const size_t length = invent(&g->rng, bytes);
        feed(g, bytes, length);
        sent += (long)length;
        if (rng_below(&g->rng, 100) == 0)
            resize(g);
        if (rng_below(&g->rng, 50) == 0)
            trouble(&g->rng);
        if (ended(g))
            start(g);
    }
    leave(g);
    close(g->master);
    close(g->slave);
}

/* Runs in runs/ of a folder of the test's own, and a `mien` that does nothing. */
static int set_up(void **state)
{
    static char folder[] = "/tmp/mien-storm-XXXXXX";
    char path[4096];
    *state = folder;
    if (!mkdtemp(folder) || chdir(folder) != 0 || mkdir("runs", 0755) != 0)
        return -1;
    fixture_runs("runs");
    snprintf(path, sizeof path, "%s:%s", MIEN_BUILT, getenv("PATH"));
    setenv("PATH", path, 1);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("HOME", folder, 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    setenv("MIEN_HOME", folder, 1);
    return symlink("/bin/true", "mien");
}

static int tear_down(void **state)
{
    const int moved = chdir("/");
    fixture_remove(*state);
    return moved;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_storm_of_bytes_breaks_it_or_the_terminal, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
