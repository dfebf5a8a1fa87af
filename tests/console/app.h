/* app.h - the whole console without a terminal, on the fixture's runs: keys and clicks in, grids
 * out. */
#ifndef MIEN_TESTS_CONSOLE_APP_H
#define MIEN_TESTS_CONSOLE_APP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/console/fixture.h"
#include "viewer/console/app/console.h"
#include "viewer/console/app/draw.h"
#include "viewer/console/screen/print.h"

#define NOW (FIXTURE_STARTED + 3600)

enum { WIDTH = 100, HEIGHT = 30 };

struct app {
    char folder[32]; /* of the runs; the current one */
    struct console c;
    struct cells cells;
    char *text; /* of the last frame */
};

static inline void poll_app(struct app *a)
{
    while (console_poll(&a->c, NOW, 1))
        ;
}

static inline const char *frame(struct app *a)
{
    size_t size;
    free(a->text);
    a->text = NULL;
    console_draw(&a->c, &a->cells);
    FILE *stream = open_memstream(&a->text, &size);
    assert_non_null(stream);
    cells_print(&a->cells, THEME_DARK, DEPTH_NONE, stream);
    fclose(stream);
    return a->text;
}

static inline int set_up(void **state)
{
    struct app *a = calloc(1, sizeof *a);
    struct mien_error e = {.text = ""};
    *state = a;
    strcpy(a->folder, "/tmp/mien-app-XXXXXX");
    assert_non_null(mkdtemp(a->folder));
    assert_int_equal(chdir(a->folder), 0);
    assert_int_equal(mkdir("runs", 0755), 0);
    fixture_runs("runs");
    const struct console_options o = {
        .paths = (const char *const[]){"runs"}, .path_count = 1, .unicode = true};
    assert_int_equal(console_open(&a->c, &o, &e), 0);
    a->cells.unicode = true;
    assert_true(cells_resize(&a->cells, WIDTH, HEIGHT));
    poll_app(a);
    frame(a);
    return 0;
}

static inline int tear_down(void **state)
{
    struct app *a = *state;
    console_close(&a->c, NULL);
    cells_free(&a->cells);
    assert_int_equal(chdir("/"), 0);
    fixture_remove(a->folder);
    free(a->text);
    free(a);
    return 0;
}

static inline void press(struct app *a, uint32_t key)
{
    const struct input in = {.kind = INPUT_KEY, .key = key};
    console_input(&a->c, &in);
    frame(a);
}

static inline void type(struct app *a, const char *text)
{
    for (; *text; text++)
        press(a, (unsigned char)*text);
}

static inline void command(struct app *a, const char *line)
{
    press(a, ':');
    type(a, line);
    press(a, KEY_CODE_ENTER);
}

static inline void shows(const struct app *a, const char *what)
{
    if (!strstr(a->text, what))
        fail_msg("'%s' is not shown in:\n%s", what, a->text);
}

static inline void hides(const struct app *a, const char *what)
{
    if (strstr(a->text, what))
        fail_msg("'%s' is shown in:\n%s", what, a->text);
}

/* Click where the text is shown: its first row, counted in characters. */
static inline void click(struct app *a, const char *what)
{
    const char *at = strstr(a->text, what);
    if (!at)
        fail_msg("'%s' is not shown in:\n%s", what, a->text);
    struct input in = {.kind = INPUT_MOUSE, .mouse = MOUSE_PRESS};
    for (const char *c = a->text; c < at; c++) {
        in.y += *c == '\n';
        in.x = *c == '\n' ? 0 : in.x + ((*c & 0xc0) != 0x80);
    }
    console_input(&a->c, &in);
    frame(a);
}

static inline void select_run(struct app *a, const char *name)
{
    char line[64];
    snprintf(line, sizeof line, "select %s", name);
    command(a, line);
    assert_non_null(a->c.model.selected);
    assert_string_equal(a->c.model.selected->name, name);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
