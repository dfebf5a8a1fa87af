/* test_list.c - tables on the screen: sorted as people sort, scrolled, one row selected. */
#include "tests/console/picture.h"

#include "runtime/host/rng.h"
#include "runtime/host/utf8.h"
#include "viewer/console/screen/list.h"

static const struct table_column columns[] = {
    {"run", "run", TABLE_LEFT},
    {"accuracy", "accuracy", TABLE_RIGHT},
    {"epoch", "epoch", TABLE_RIGHT},
    {"note", "what it is about", TABLE_LEFT},
};

static void add(struct table *t, const char *run, double accuracy, double epoch, const char *note)
{
    table_text(t, run);
    table_number(t, "%.1f %%", accuracy);
    table_number(t, "%.0f", epoch);
    table_text(t, note);
}

static void fill(struct table *t)
{
    table_init(t, columns, 4);
    add(t, "run-10", 65.8, 60, "the tenth");
    add(t, "run-9", 9.5, 7, "");
    add(t, "Run-1", NAN, 1, "the first");
    add(t, "run-2", 65.8, 100, "the second");
}

/* The names in the order shown: "run-10 run-9 ". */
static const char *shown(const struct list *l, const struct table *t, char out[128])
{
    size_t used = 0;
    out[0] = '\0';
    for (int k = 0; k < l->rows; k++)
        used += (size_t)snprintf(out + used, 128 - used, "%s ",
                                 t->cells[(size_t)l->order[k] * t->column_count].text);
    return out;
}

static bool press(struct list *l, uint32_t key)
{
    return list_input(l, &(struct input){.kind = INPUT_KEY, .key = key});
}

static bool click(struct list *l, int x, int y)
{
    return list_input(l,
                      &(struct input){.kind = INPUT_MOUSE, .mouse = MOUSE_PRESS, .x = x, .y = y});
}

static void rows_are_sorted_as_people_sort(void **state)
{
    (void)state;
    static const struct {
        int column;
        bool descending;
        const char *order;
    } cases[] = {
        {-1, false, "run-10 run-9 Run-1 run-2 "}, {-1, true, "run-2 Run-1 run-9 run-10 "},
        {0, false, "Run-1 run-2 run-9 run-10 "},  {0, true, "run-10 run-9 run-2 Run-1 "},
        {1, false, "run-9 run-10 run-2 Run-1 "},  {1, true, "run-10 run-2 run-9 Run-1 "},
        {2, false, "Run-1 run-9 run-10 run-2 "},  {2, true, "run-2 run-10 run-9 Run-1 "},
        {3, false, "Run-1 run-2 run-10 run-9 "},  {3, true, "run-10 run-2 Run-1 run-9 "},
    };
    struct picture p;
    struct table t;
    fill(&t);
    const struct area a = picture_open(&p, 80, 10, true);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[128];
        struct list l = {.sort = cases[k].column, .descending = cases[k].descending};
        list_draw(&l, &t, a, NULL);
        assert_string_equal(shown(&l, &t, text), cases[k].order);
        list_free(&l);
    }
    table_free(&t);
    picture_close(&p);
}

static void the_selection_stays_on_its_row(void **state)
{
    (void)state;
    struct picture p;
    struct table t;
    struct list l = {.sort = -1};
    fill(&t);
    const struct area a = picture_open(&p, 80, 4, true);
    list_draw(&l, &t, a, NULL);
    assert_true(press(&l, KEY_CODE_DOWN));
    assert_int_equal(list_row(&l), 1); /* run-9 */
    for (int k = 0; k < 6; k++) {
        press(&l, k == 3 ? 'r' : '>');
        list_draw(&l, &t, a, NULL);
        assert_int_equal(list_row(&l), 1);
        assert_in_range(l.selected, l.top, l.top + l.shown - 1);
    }
    add(&t, "run-0", 1, 2, "new");
    list_draw(&l, &t, a, NULL);
    assert_int_equal(list_row(&l), 1);
    table_free(&t);
    table_init(&t, columns, 4);
    list_draw(&l, &t, a, NULL);
    assert_int_equal(list_row(&l), -1);
    assert_true(press(&l, 'j'));
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static void titles_stand_over_their_columns_and_tell_the_order(void **state)
{
    (void)state;
    static const char *const expected[] = {
        " run     accuracy  epoch▲  what it is about", "▌Run-1                  1  the first",
        " run-9      9.5 %       7", " run-10    65.8 %      60  the tenth",
        " run-2     65.8 %     100  the second"};
    struct picture p;
    struct table t;
    struct list l = {.sort = 2, .selected = 0};
    fill(&t);
    const struct area a = picture_open(&p, 60, 6, true);
    list_draw(&l, &t, a, NULL);
    picture_read(&p);
    for (int y = 0; y < 5; y++)
        assert_string_equal(p.row[y], expected[y]);
    press(&l, 'r');
    list_draw(&l, &t, a, NULL);
    picture_read(&p);
    assert_non_null(strstr(p.row[0], "epoch▼"));
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static void a_click_on_a_title_sorts_and_another_reverses(void **state)
{
    (void)state;
    struct picture p;
    struct table t;
    struct list l = {.sort = -1};
    fill(&t);
    const struct area a = picture_open(&p, 60, 6, true);
    list_draw(&l, &t, a, NULL);
    assert_true(click(&l, 12, 0));
    assert_int_equal(l.sort, 1);
    assert_false(l.descending);
    assert_true(click(&l, 12, 0));
    assert_true(l.descending);
    assert_true(click(&l, 2, 0));
    assert_int_equal(l.sort, 0);
    assert_false(l.descending);
    assert_true(click(&l, 5, 3));
    assert_int_equal(l.selected, 2);
    assert_false(click(&l, 5, 5)); /* below the last row */
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static void keys_move_as_in_other_lists(void **state)
{
    (void)state;
    struct picture p;
    struct table t;
    struct list l = {.sort = -1};
    table_init(&t, columns, 4);
    for (int k = 0; k < 100; k++)
        add(&t, "run", k, k, "");
    const struct area a = picture_open(&p, 60, 11, true);
    list_draw(&l, &t, a, NULL);
    static const struct {
        uint32_t key;
        int row;
    } steps[] = {{'j', 1}, {'k', 0},  {KEY_CODE_PAGE_DOWN, 9}, {KEY_CODE_END, 99}, {'j', 99},
                 {'g', 0}, {'G', 99}, {KEY_CODE_PAGE_UP, 90},  {KEY_CODE_HOME, 0}};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        assert_true(press(&l, steps[k].key));
        list_draw(&l, &t, a, NULL);
        assert_int_equal(list_row(&l), steps[k].row);
        assert_in_range(l.selected, l.top, l.top + 9);
    }
    assert_true(list_input(&l, &(struct input){.kind = INPUT_MOUSE, .mouse = MOUSE_WHEEL_DOWN}));
    assert_int_equal(list_row(&l), 3);
    assert_false(press(&l, 'x'));
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static void the_scroll_bar_shows_where_the_rows_are(void **state)
{
    (void)state;
    struct picture p;
    struct table t;
    struct list l = {.sort = -1};
    fill(&t);
    const struct area a = picture_open(&p, 60, 6, true);
    list_draw(&l, &t, a, NULL);
    for (int y = 1; y < 6; y++)
        assert_int_equal(picture_cell(&p, 59, y)->glyph, ' '); /* all rows are in sight */
    for (int k = 0; k < 96; k++)
        add(&t, "more", k, k, "");
    list_draw(&l, &t, a, NULL);
    assert_int_equal(picture_cell(&p, 59, 1)->glyph, 0x2503);
    assert_int_equal(picture_cell(&p, 59, 5)->glyph, 0x2502);
    press(&l, 'G');
    list_draw(&l, &t, a, NULL);
    assert_int_equal(picture_cell(&p, 59, 1)->glyph, 0x2502);
    assert_int_equal(picture_cell(&p, 59, 5)->glyph, 0x2503);
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static void fixed_columns_stay_while_the_others_scroll(void **state)
{
    (void)state;
    struct picture p;
    struct table t;
    struct list l = {.sort = -1, .fixed = 1};
    fill(&t);
    struct area a = picture_open(&p, 80, 6, true);
    list_draw(&l, &t, a, NULL);
    assert_false(press(&l, KEY_CODE_LEFT)); /* all is in sight: left to the view */
    assert_false(press(&l, KEY_CODE_RIGHT));
    picture_close(&p);
    a = picture_open(&p, 24, 6, true);
    list_draw(&l, &t, a, NULL);
    picture_read(&p);
    assert_non_null(strstr(p.row[0], "accuracy"));
    assert_null(strstr(p.row[0], "what"));
    assert_non_null(strstr(p.row[0], "›"));
    while (press(&l, 'l'))
        list_draw(&l, &t, a, NULL);
    picture_read(&p);
    assert_non_null(strstr(p.row[0], "run"));
    assert_null(strstr(p.row[0], "accuracy"));
    assert_non_null(strstr(p.row[0], "what"));
    assert_non_null(strstr(p.row[0], "‹"));
    assert_int_equal(l.title_x[1], -1);
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static void long_texts_give_way_to_numbers(void **state)
{
    (void)state;
    struct picture p;
    struct table t;
    struct list l = {.sort = -1, .fixed = 1};
    table_init(&t, columns, 4);
    add(&t, "a-run-whose-name-is-much-longer-than-any-list-is-wide", 65.8, 60,
        "and a note that nobody will ever read to its very end");
    const struct area a = picture_open(&p, 60, 3, true);
    list_draw(&l, &t, a, NULL);
    picture_read(&p);
    assert_non_null(strstr(p.row[1], "a-run-whose"));
    assert_non_null(strstr(p.row[1], "…    65.8 %     60  and a note"));
    assert_int_equal(utf8_text_width(p.row[1]), 59);
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static enum cell_role warn_second(void *context, int row)
{
    (void)context;
    return row == 1 ? ROLE_WARN : ROLE_TEXT;
}

static bool paint_notes(void *context, int row, int column, struct area a)
{
    (void)context;
    if (column == 3)
        area_printf(a, 0, 0, ROLE_HEAT, "<%d>", row);
    return column == 3;
}

static void cells_have_the_roles_of_their_styles(void **state)
{
    (void)state;
    struct picture p;
    struct table t;
    struct list l = {.sort = -1, .selected = 3};
    fill(&t);
    t.cells[1].style = TABLE_GOOD;
    t.cells[2].style = TABLE_BAD;
    const struct list_painter painter = {NULL, warn_second, paint_notes};
    const struct area a = picture_open(&p, 60, 6, true);
    list_draw(&l, &t, a, &painter);
    picture_read(&p);
    assert_int_equal(picture_cell(&p, l.title_x[1] + 3, 1)->role, ROLE_GOOD);
    assert_int_equal(picture_cell(&p, l.title_x[2] + 4, 1)->role, ROLE_BAD);
    assert_int_equal(picture_cell(&p, 1, 2)->role, ROLE_WARN);
    assert_int_equal(picture_cell(&p, l.title_x[3], 3)->role, ROLE_HEAT);
    assert_non_null(strstr(p.row[3], "<2>"));
    assert_int_equal(picture_count(&p, 4, ROLE_CURSOR, false), 59); /* all but the scroll bar */
    list_free(&l);
    table_free(&t);
    picture_close(&p);
}

static void any_keys_on_any_size_keep_the_selection_in_sight(void **state)
{
    (void)state;
    static const uint32_t keys[] = {
        'h', 'j', 'k', 'l', 'g', 'G', '<', '>', 'r', KEY_CODE_PAGE_DOWN, KEY_CODE_PAGE_UP, 'x'};
    enum { KEYS = sizeof keys / sizeof *keys };
    struct rng random = rng_seed(3);
    struct list l = {.sort = -1};
    for (int round = 0; round < 3000; round++) {
        struct picture p;
        struct table t;
        const int rows = (int)(rng_float(&random) * 30),
                  width = 1 + (int)(rng_float(&random) * 100),
                  height = 1 + (int)(rng_float(&random) * 12);
        table_init(&t, columns, 1 + (size_t)round % 4);
        for (int k = 0; k < rows; k++)
            add(&t, "a run of some length", (double)rng_normal(&random), k, "ünï→");
        const struct area all = picture_open(&p, width + 2, height + 2, round % 2);
        area_fill(all, ROLE_MATCH, '@');
        l.fixed = round % 5;
        list_draw(&l, &t, area_part(all, 1, 1, width, height), NULL);
        for (int y = 0; y < height + 2; y++)
            for (int x = 0; x < width + 2; x++) {
                const bool border = x == 0 || y == 0 || x == width + 1 || y == height + 1;
                assert_int_equal(picture_cell(&p, x, y)->role == ROLE_MATCH, border);
            }
        assert_int_equal(list_row(&l) >= 0, l.rows > 0);
        if (l.rows > 0 && l.shown > 0)
            assert_in_range(l.selected, l.top, l.top + l.shown - 1);
        press(&l, keys[(int)(rng_float(&random) * (KEYS - 0.01f))]);
        click(&l, (int)(rng_float(&random) * 100), (int)(rng_float(&random) * 12));
        table_free(&t);
        picture_close(&p);
    }
    list_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_as_people_sort),
        cmocka_unit_test(the_selection_stays_on_its_row),
        cmocka_unit_test(titles_stand_over_their_columns_and_tell_the_order),
        cmocka_unit_test(a_click_on_a_title_sorts_and_another_reverses),
        cmocka_unit_test(keys_move_as_in_other_lists),
        cmocka_unit_test(the_scroll_bar_shows_where_the_rows_are),
        cmocka_unit_test(fixed_columns_stay_while_the_others_scroll),
        cmocka_unit_test(long_texts_give_way_to_numbers),
        cmocka_unit_test(cells_have_the_roles_of_their_styles),
        cmocka_unit_test(any_keys_on_any_size_keep_the_selection_in_sight),
    };
    return cmocka_run_group_tests_name("console_list", tests, NULL, NULL);
}
