/* The bench of the console: its reading of a terminal, the runs it makes up, and the whole command
 * in its quick form. What the times are is no matter of tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/history.h"
#include "trainer/bench/made_runs.h"
#include "trainer/bench/peer.h"
#include "trainer/bench/vt.h"

static void feed(struct vt *v, const char *bytes)
{
    vt_feed(v, bytes, strlen(bytes));
}

static void texts_stand_where_the_cursor_was_put(void **state)
{
    (void)state;
    static struct vt v;
    vt_init(&v);
    feed(&v, "\033[?1049h\033[22;0;0t\033[2;3Hloss\033[1;31m 1.234\033(B\033[m");
    assert_memory_equal(v.row[1], "  loss 1.234 ", 13);
    feed(&v, "\033[8G9\b\b8");
    assert_true(vt_shows(&v, "loss89.234"));
    feed(&v, "\033[40d\r\033[119Cends");
    assert_true(v.row[VT_HEIGHT - 2][VT_WIDTH - 1] == 'e');
    assert_memory_equal(v.row[VT_HEIGHT - 1], "nds ", 4);
    assert_true(vt_shows(&v, "loss89.234")); /* one row higher: the screen has scrolled */
}

static void bytes_may_come_one_by_one(void **state)
{
    (void)state;
    static const char bytes[] = "\033[3;1Ha\xe2\x94\x82"
                                "b\033[5bc\033[3;2H\033[2X\033[1K";
    static struct vt v;
    vt_init(&v);
    for (size_t i = 0; i < sizeof bytes - 1; i++)
        vt_feed(&v, bytes + i, 1);
    assert_memory_equal(v.row[2], "   bbbbbc ", 10);
}

static void cells_are_deleted_inserted_and_erased(void **state)
{
    (void)state;
    static struct vt v;
    vt_init(&v);
    feed(&v, "abcdef\033[1;2H\033[2P\033[1;4H\033[@x");
    assert_memory_equal(v.row[0], "adexf ", 6);
    feed(&v, "\033[1;3H\033[K");
    assert_memory_equal(v.row[0], "ad  ", 4);
    feed(&v, "\033[H\033[2Jz");
    assert_memory_equal(v.row[0], "z   ", 4);
}

static void made_runs_are_read_back_and_grow(void **state)
{
    (void)state;
    struct made_runs m;
    struct history h;
    struct mien_error e = {.text = ""};
    assert_int_equal(made_runs_open(&m, 2, 1, 20, &e), 0);
    char *path = made_runs_path(&m, 0);
    assert_int_equal(made_runs_add(&m, 0, 2.5, &e), 0);
    assert_int_equal(history_open(&h, path, &e), 0);
    const struct history_column *loss = history_find(&h, "valid_loss");
    assert_int_equal(h.lines, 21);
    assert_float_equal(loss->value[20], 2.5, 0);
    history_close(&h);
    made_runs_close(&m);
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

#ifdef MIEN_BUILT
static void the_quick_form_measures_everything(void **state)
{
    (void)state;
    struct mien_error e = {.text = ""};
    int figures = 0;
    cJSON *lines = peer_run(MIEN_BUILT "/mien bench console --quick --json | tr -d '\\n' | "
                                       "sed 's/^/{\"rows\":/; s/$/}\\n/'",
                            &e);
    assert_non_null(lines);
    const cJSON *row, *rows = cJSON_GetObjectItem(cJSON_GetArrayItem(lines, 0), "rows");
    cJSON_ArrayForEach(row, rows)
    {
        assert_true(cJSON_IsString(cJSON_GetObjectItem(row, "figure")));
        const cJSON *mien = cJSON_GetObjectItem(row, "mien");
        assert_true(cJSON_IsNumber(mien) && mien->valuedouble > 0);
        figures++;
    }
    assert_int_equal(figures, 17);
    cJSON_Delete(lines);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_stand_where_the_cursor_was_put),
        cmocka_unit_test(bytes_may_come_one_by_one),
        cmocka_unit_test(cells_are_deleted_inserted_and_erased),
        cmocka_unit_test(made_runs_are_read_back_and_grow),
#ifdef MIEN_BUILT
        cmocka_unit_test(the_quick_form_measures_everything),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
