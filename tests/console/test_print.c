/* test_print.c - what a printed grid looks like, byte for byte. */
#include "viewer/console/screen/print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check(const struct cells *c, enum theme_depth depth, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    assert_non_null(f);
    cells_print(c, THEME_DARK, depth, f);
    fclose(f);
    assert_string_equal(text, expected);
    free(text);
}

static struct cells grid(int width, int height)
{
    struct cells c = {.unicode = true};
    assert_true(cells_resize(&c, width, height));
    return c;
}

static void without_colour_it_is_plain_text_with_no_blanks_at_ends(void **state)
{
    (void)state;
    struct cells c = grid(12, 3);
    area_text(cells_all(&c), 1, 0, ROLE_BAD, "é 中 │");
    area_text(cells_all(&c), 0, 2, ROLE_BAR, "x   ");
    area_reverse(cells_all(&c), true);
    check(&c, DEPTH_NONE, " é 中 │\n\nx\n");
    cells_free(&c);
}

static void colours_change_only_where_they_differ(void **state)
{
    (void)state;
    struct cells c = grid(10, 2);
    area_text(cells_all(&c), 0, 0, ROLE_GOOD, "ok ok");
    area_text(cells_all(&c), 6, 0, ROLE_TEXT, "t");
    area_text(cells_all(&c), 0, 1, ROLE_TEXT, "t");
    check(&c, DEPTH_256, "\033[0;38;5;36mok ok \033[0mt\nt\n");
    check(&c, DEPTH_16, "\033[0;32mok ok \033[0mt\nt\n");
    cells_free(&c);
}

static void a_coloured_row_ends_reset_with_its_ground_to_the_end(void **state)
{
    (void)state;
    struct cells c = grid(5, 2);
    area_fill(area_part(cells_all(&c), 0, 0, 5, 1), ROLE_BAR, ' ');
    area_text(cells_all(&c), 0, 0, ROLE_BAR, "q");
    area_text(cells_all(&c), 0, 1, ROLE_CURVE, "a");
    check(&c, DEPTH_16, "\033[0;97;44mq    \033[0m\n\033[0;96ma\033[0m\n");
    cells_free(&c);
}

static void reverse_and_bold_of_a_cell_join_the_look_of_its_role(void **state)
{
    (void)state;
    struct cells c = grid(3, 1);
    area_text(cells_all(&c), 0, 0, ROLE_GOOD, "a");
    area_text(cells_all(&c), 1, 0, ROLE_CURSOR, "b");
    area_reverse(area_part(cells_all(&c), 0, 0, 2, 1), true);
    area_bold(area_part(cells_all(&c), 1, 0, 1, 1), true);
    check(&c, DEPTH_16, "\033[0;7;32ma\033[0;1mb\033[0m\n");
    cells_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_colour_it_is_plain_text_with_no_blanks_at_ends),
        cmocka_unit_test(colours_change_only_where_they_differ),
        cmocka_unit_test(a_coloured_row_ends_reset_with_its_ground_to_the_end),
        cmocka_unit_test(reverse_and_bold_of_a_cell_join_the_look_of_its_role),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
