/* test_settings.c - what the console remembers, in a folder of the test's own. */
#include "viewer/console/app/settings.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"

static char folder[] = "/tmp/mien-settings-XXXXXX", path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/mien/console.conf", folder);
    return setenv("XDG_CONFIG_HOME", folder, 1);
}

static int remove_folder(void **state)
{
    (void)state;
    char inside[64];
    remove(path);
    snprintf(inside, sizeof inside, "%s/mien", folder);
    rmdir(inside);
    return rmdir(folder);
}

static void write_file(const char *text)
{
    struct mien_error e;
    char inside[64];
    snprintf(inside, sizeof inside, "%s/mien", folder);
    assert_int_equal(file_make_folder(inside, &e), 0);
    assert_int_equal(file_write(path, text, strlen(text), &e), 0);
}

static void expect_file(const char *text)
{
    struct mien_error e = {.text = ""};
    char *found = file_text(path, 1 << 16, &e);
    assert_non_null(found);
    assert_string_equal(found, text);
    free(found);
}

static void without_a_file_there_are_defaults_and_none_is_made(void **state)
{
    (void)state;
    struct settings s;
    struct mien_error e = {.text = ""};
    assert_int_equal(settings_load(&s, &e), 0);
    assert_string_equal(s.view, "overview");
    assert_string_equal(s.theme, "auto");
    assert_int_equal(settings_save(&s, &e), 0);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void what_is_saved_is_loaded(void **state)
{
    (void)state;
    struct settings s = settings_default(), read;
    struct mien_error e = {.text = ""};
    strcpy(s.view, "curves");
    strcpy(s.look.sort, "-accuracy");
    strcpy(s.look.metrics, "loss,accuracy");
    s.look.smooth = 0.875;
    s.look.log = true;
    assert_int_equal(settings_save(&s, &e), 0);
    assert_int_equal(settings_load(&read, &e), 0);
    assert_string_equal(read.view, "curves");
    assert_string_equal(read.look.sort, "-accuracy");
    assert_string_equal(read.look.metrics, "loss,accuracy");
    assert_true(read.look.smooth == 0.875 && read.look.log);
    expect_file("# What mien console remembers.\nview = curves\ntheme = auto\n"
                "overview.sort = -accuracy\ncurves.metrics = loss,accuracy\n"
                "curves.smooth = 0.875\ncurves.log = 1\n");
}

static void lines_it_does_not_know_are_kept(void **state)
{
    (void)state;
    struct settings s;
    struct mien_error e = {.text = ""};
    write_file("# mine\nfuture = 1\ntheme=light\nno key");
    assert_int_equal(settings_load(&s, &e), 0);
    assert_string_equal(s.theme, "light");
    strcpy(s.view, "log");
    assert_int_equal(settings_save(&s, &e), 0);
    expect_file("# mine\nfuture = 1\nno key\nview = log\ntheme = light\noverview.sort = \n"
                "curves.metrics = \ncurves.smooth = 0\ncurves.log = 0\n");
}

static void an_unreadable_value_names_its_line_and_leaves_the_default(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"theme = light\nview = nonsense\n", ":2: 'view' cannot be read ('nonsense'); give "},
        {"theme = light\ncurves.smooth = 1.5\n", ":2: 'curves.smooth' cannot be read ('1.5')"},
        {"curves.smooth = 0,5\ntheme = light\n", ":1: 'curves.smooth'"},
        {"curves.log = yes\ntheme = light\n", ":1: 'curves.log' cannot be read ('yes'); give 0 or"},
        {"theme = light\noverview.sort = a-name-that-is-longer-than-any-column-is\n", ":2: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings s;
        struct mien_error e = {.text = ""};
        write_file(cases[i].text);
        assert_int_equal(settings_load(&s, &e), -1);
        assert_non_null(strstr(e.text, path));
        assert_non_null(strstr(e.text, cases[i].message));
        assert_string_equal(s.theme, "light");
        assert_string_equal(s.view, "overview");
        assert_true(s.look.smooth == 0 && !s.look.log);
    }
}

static void what_did_not_change_is_not_written(void **state)
{
    (void)state;
    struct settings s;
    struct mien_error e = {.text = ""};
    write_file("theme = light");
    assert_int_equal(settings_load(&s, &e), 0);
    assert_int_equal(settings_save(&s, &e), 0);
    expect_file("theme = light");
}

static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    struct settings s = settings_default();
    struct mien_error e = {.text = ""};
    setlocale(LC_CTYPE, "");
    write_file("");
    s.look.smooth = 0.5;
    assert_int_equal(settings_save(&s, &e), 0);
    assert_int_equal(settings_load(&s, &e), 0);
    assert_true(s.look.smooth == 0.5);
}

static void a_place_that_cannot_be_written_is_named(void **state)
{
    (void)state;
    struct settings s = settings_default();
    struct mien_error e = {.text = ""};
    strcpy(s.view, "live");
    setenv("XDG_CONFIG_HOME", "/dev/null", 1);
    assert_int_equal(settings_save(&s, &e), -1);
    assert_non_null(strstr(e.text, "/dev/null"));
    unsetenv("XDG_CONFIG_HOME");
    char *home = strdup(getenv("HOME") ? getenv("HOME") : "");
    unsetenv("HOME");
    assert_int_equal(settings_save(&s, &e), -1);
    assert_non_null(strstr(e.text, "set HOME"));
    setenv("HOME", home, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    free(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_there_are_defaults_and_none_is_made),
        cmocka_unit_test(what_is_saved_is_loaded),
        cmocka_unit_test(lines_it_does_not_know_are_kept),
        cmocka_unit_test(an_unreadable_value_names_its_line_and_leaves_the_default),
        cmocka_unit_test(what_did_not_change_is_not_written),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(a_place_that_cannot_be_written_is_named),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
