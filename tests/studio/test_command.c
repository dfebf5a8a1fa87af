/* test_command.c - the program without a window: pictures and masks for scripts, and one clear
 * message for what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/image/image.h"
#include "viewer/mask/mask.h"

#define PORTRAIT "datasets/portraits/collins.jpg"

static char folder[] = "/tmp/mien-studio-XXXXXX", said[4096];

static int open_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int close_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

/* Where nothing says how leaks are searched for, none are: those of Mesa would be lines of their
 * own. */
#define LEAKS "ASAN_OPTIONS=${ASAN_OPTIONS-detect_leaks=0} "

/* Run it without a window, in the project's folder; $F in the arguments is the test's folder.
 * Returns its exit status; what it says is in `said`. */
static int studio(const char *arguments)
{
    char command[1024];
    snprintf(command, sizeof command,
             "F='%s'; MIEN_HOME=. " LEAKS STUDIO_BINARY " --headless %s 2>&1", folder, arguments);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    const size_t size = fread(said, 1, sizeof said - 1, out);
    said[size] = '\0';
    return WEXITSTATUS(pclose(out));
}

static void assert_says(const char *text)
{
    if (!strstr(said, text))
        fail_msg("'%s' does not say '%s'", said, text);
    assert_true(strchr(said, '\n') == said + strlen(said) - 1); /* one line */
}

static void path_of(const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", folder, name);
}

static void a_photo_is_seen_with_an_expression_from_the_side(void **state)
{
    (void)state;
    struct image m;
    struct mien_error e;
    char path[128];
    path_of("out.png", path);
    assert_int_equal(studio(PORTRAIT " --snapshot $F/out.png --view normals --yaw 30 --pitch 10"
                                     " --expression happy:0.8 --size 320x240"),
                     0);
    assert_string_equal(said, "");
    if (image_read(&m, path, 3, &e) != 0)
        fail_msg("%s", e.text);
    assert_true(m.width == 320 && m.height == 240);
    const uint8_t *middle = m.data + 3 * (120 * 320 + 150);
    assert_true(memcmp(middle, m.data, 3) != 0);
    image_free(&m);
}

static void a_mask_is_made_of_a_photo_and_not_written_over(void **state)
{
    (void)state;
    struct mask m;
    struct mien_error e;
    char path[128];
    path_of("mask.png", path);
    assert_int_equal(studio(PORTRAIT " --output $F/mask.png --set name=Eileen --set feather=0.11"),
                     0);
    if (mask_open(&m, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_string_equal(m.name, "Eileen");
    assert_true(m.person && m.look.feather == 0.11f);
    mask_free(&m);
    assert_int_equal(studio("cat --output $F/mask.png"), 1);
    assert_says("it is there already; give --force");
    assert_int_equal(studio("cat --output $F/mask.png --force"), 0);
    assert_int_equal(mask_open(&m, path, &e), 0);
    assert_string_equal(m.name, "Cat");
    mask_free(&m);
}

static void what_cannot_be_is_said_in_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *arguments, *text;
        int status;
    } bad[] = {
        {"$F/missing.jpg --snapshot $F/x.png", "missing.jpg", 1},
        {"tests/mask/no-face.png --snapshot $F/x.png", "no face is found on it", 1},
        {"CMakeLists.txt --snapshot $F/x.png", "CMakeLists.txt", 1},
        {"robot --snapshot $F/no/x.png", "no/x.png", 1},
        {"robot", "nothing to write", 2},
        {"robot --snapshot $F/x.png --view inside", "not a value ('inside')", 2},
        {"robot --snapshot $F/x.png --size 5", "not a size ('5')", 2},
        {"robot --snapshot $F/x.png --expression bored", "none of that name", 2},
        {"robot --snapshot $F/x.png --set shape=1", "no such key ('shape')", 2},
    };
    char path[128];
    path_of("x.png", path);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(studio(bad[i].arguments), bad[i].status);
        assert_says(bad[i].text);
        assert_int_equal(access(path, F_OK), -1);
    }
}

static void without_a_display_the_window_says_so(void **state)
{
    (void)state;
    FILE *out = popen(LEAKS "env -u DISPLAY -u WAYLAND_DISPLAY " STUDIO_BINARY " robot 2>&1", "r");
    assert_non_null(out);
    said[fread(said, 1, sizeof said - 1, out)] = '\0';
    assert_int_equal(WEXITSTATUS(pclose(out)), 1);
    assert_says("no display to open a window on");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_photo_is_seen_with_an_expression_from_the_side),
        cmocka_unit_test(a_mask_is_made_of_a_photo_and_not_written_over),
        cmocka_unit_test(what_cannot_be_is_said_in_one_line),
        cmocka_unit_test(without_a_display_the_window_says_so),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
