/* test_order.c - which rows an epoch goes through, and how often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trainer/network/order.h"

enum { ROWS = 1000, CLASSES = 3 };

/* 10 rows of class 0, 190 of class 1, 800 of class 2. */
static void make_labels(uint8_t *y)
{
    for (int i = 0; i < ROWS; i++)
        y[i] = i % 100 == 0 ? 0 : i % 5 == 0 ? 1 : 2;
}

static void every_row_comes_once(void **state)
{
    uint8_t y[ROWS];
    int seen[ROWS] = {0};
    struct order o;
    struct rng r = rng_seed(1);
    (void)state;
    make_labels(y);
    assert_int_equal(order_init(&o, y, ROWS, CLASSES, false), 0);
    order_draw(&o, &r);
    for (int i = 0; i < ROWS; i++)
        seen[o.rows[i]]++;
    for (int i = 0; i < ROWS; i++)
        assert_int_equal(seen[i], 1);
    order_free(&o);
}

static void balanced_classes_come_equally_often_and_their_rows_evenly(void **state)
{
    uint8_t y[ROWS];
    int seen[ROWS] = {0}, of_class[CLASSES] = {0};
    struct order o;
    struct rng r = rng_seed(1);
    (void)state;
    make_labels(y);
    assert_int_equal(order_init(&o, y, ROWS, CLASSES, true), 0);
    order_draw(&o, &r);
    for (int i = 0; i < ROWS; i++) {
        seen[o.rows[i]]++;
        of_class[y[o.rows[i]]]++;
    }
    for (int c = 0; c < CLASSES; c++)
        assert_in_range(of_class[c], ROWS / CLASSES, ROWS / CLASSES + 1);
    for (int i = 0; i < ROWS; i++) {
        const int share = y[i] == 0 ? 33 : y[i] == 1 ? 1 : 0;
        assert_in_range(seen[i], share, share + 1);
    }
    order_free(&o);
}

static void an_order_is_its_random_state_s_alone(void **state)
{
    uint8_t y[ROWS];
    struct order a, b;
    struct rng r = rng_stream(1, 7), s = rng_stream(1, 7);
    (void)state;
    make_labels(y);
    assert_int_equal(order_init(&a, y, ROWS, CLASSES, true), 0);
    assert_int_equal(order_init(&b, y, ROWS, CLASSES, true), 0);
    order_draw(&a, &r);
    r = rng_stream(1, 7);
    order_draw(&a, &r);
    order_draw(&b, &s);
    assert_memory_equal(a.rows, b.rows, ROWS * sizeof *a.rows);
    order_draw(&b, &s);
    assert_memory_not_equal(a.rows, b.rows, ROWS * sizeof *a.rows);
    order_free(&a);
    order_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_comes_once),
        cmocka_unit_test(balanced_classes_come_equally_often_and_their_rows_evenly),
        cmocka_unit_test(an_order_is_its_random_state_s_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
