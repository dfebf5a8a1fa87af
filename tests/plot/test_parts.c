/* test_parts.c - ticks are where a person would put them, labels keep apart, thinned lines keep
 * their extremes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "runtime/host/rng.h"
#include "runtime/host/plot/axis.h"
#include "runtime/host/plot/spread.h"
#include "runtime/host/plot/thin.h"

static void ticks_are_round_and_labelled_with_the_digits_they_need(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        int wanted;
        bool whole;
        int ticks;
        const char *first, *last;
    } cases[] = {
        {1, 20, 8, true, 10, "2", "20"},        {0.9438, 1.8025, 5, false, 5, "1.0", "1.8"},
        {0, 0.001, 5, false, 6, "0", "0.0010"}, {1, 200000, 8, true, 10, "20,000", "200,000"},
        {-1, 1, 4, false, 5, "-1.0", "1.0"},    {0, 3e-9, 3, false, 4, "0", "3e-09"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[32];
        const struct axis a =
            axis_make(cases[k].low, cases[k].high, cases[k].wanted, cases[k].whole);
        assert_int_equal(a.ticks, cases[k].ticks);
        assert_string_equal(axis_label(&a, 0, text, sizeof text), cases[k].first);
        assert_string_equal(axis_label(&a, a.ticks - 1, text, sizeof text), cases[k].last);
    }
}

static void one_value_alone_has_an_axis_around_it(void **state)
{
    (void)state;
    char text[32];
    const struct axis epoch = axis_make(1, 1, 8, true);
    assert_int_equal(epoch.ticks, 1);
    assert_string_equal(axis_label(&epoch, 0, text, sizeof text), "1");
    assert_float_equal(axis_place(&epoch, 1), 0.5, 1e-9);
    const struct axis zero = axis_make(0, 0, 5, false);
    assert_true(zero.ticks >= 1 && zero.low < 0 && zero.high > 0);
}

static void any_finite_range_has_ticks_on_it(void **state)
{
    (void)state;
    struct rng random = rng_seed(5);
    for (int k = 0; k < 20000; k++) {
        const double scale = pow(10.0, 600.0 * (double)rng_float(&random) - 300.0);
        const double a = scale * (double)rng_normal(&random);
        const double b = a + scale * (double)rng_float(&random);
        const struct axis x = axis_make(a, b, 2 + k % 7, k % 2);
        assert_true(x.low <= a && b <= x.high && x.low < x.high);
        assert_in_range(x.ticks, 1, AXIS_TICKS_MAX);
        assert_true(axis_place(&x, a) >= 0 && axis_place(&x, b) <= 1);
        const struct axis l = axis_log(fabs(a), fabs(a) + fabs(b), 2 + k % 7);
        assert_in_range(l.ticks, 1, AXIS_TICKS_MAX);
        assert_true(axis_place(&l, fabs(a)) >= 0 && axis_place(&l, fabs(a) + fabs(b)) <= 1);
        assert_in_range(axis_time(a, b, 2 + k % 7).ticks, 1, AXIS_TICKS_MAX);
    }
    const struct axis huge = axis_make(1e300, 1e300, 5, true); /* as many whole numbers as not */
    assert_true(huge.low < huge.high && huge.ticks >= 1);
    const struct axis all = axis_make(-1.7e308, 1.7e308, 5, false);
    assert_true(all.ticks >= 1);
    assert_float_equal(axis_place(&all, 0), 0.5, 1e-9);
}

static void labels_of(const struct axis *a, char *out, size_t size)
{
    char text[32];
    size_t used = 0;
    out[0] = '\0';
    for (int k = 0; k < a->ticks && used < size; k++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", k ? " " : "",
                                 axis_label(a, k, text, sizeof text));
}

static void a_logarithmic_axis_has_its_decades(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        int wanted;
        const char *labels;
    } cases[] = {
        {0.008, 2, 8, "0.01 0.02 0.05 0.1 0.2 0.5 1 2"},
        {0.0004, 300, 6, "0.001 0.01 0.1 1 10 100"},
        {1e-9, 1e9, 5, "1e-08 0.0001 1 10000 1e+08"},
        {0.7, 1.8, 5, "0.8 1.0 1.2 1.4 1.6 1.8"}, /* no two decades: evenly spaced */
        {0.3, 40, 2, "1 10"},
        {5, 5, 5, "5 10"},
        {4.9e-324, 1.7e308, 4, "1e-316 1e-158 1 1e+158"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[200];
        const struct axis a = axis_log(cases[k].low, cases[k].high, cases[k].wanted);
        labels_of(&a, text, sizeof text);
        assert_string_equal(text, cases[k].labels);
    }
    const struct axis a = axis_log(0.01, 100, 4);
    assert_float_equal(axis_place(&a, 1), 0.5, 1e-12);
    assert_float_equal(axis_place(&a, 10), 0.75, 1e-12);
}

static void time_has_the_ticks_of_a_clock(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        const char *labels;
    } cases[] = {
        {0, 40, "0:00 0:10 0:20 0:30 0:40"},
        {33, 1965, "10:00 20:00 30:00"},
        {0, 20000, "0:00 2:00:00 4:00:00"},
        {0, 0.4, "0 0.1 0.2 0.3 0.4"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[200];
        const struct axis a = axis_time(cases[k].low, cases[k].high, 4);
        labels_of(&a, text, sizeof text);
        assert_string_equal(text, cases[k].labels);
    }
}

static void a_place_leads_back_to_its_value(void **state)
{
    (void)state;
    const struct axis axes[] = {axis_make(-3, 17, 5, false), axis_log(0.002, 900, 5),
                                axis_time(10, 9000, 5), axis_make(-1.7e308, 1.7e308, 5, false)};
    for (size_t k = 0; k < sizeof axes / sizeof *axes; k++)
        for (double place = 0; place <= 1; place += 0.125)
            assert_float_equal(axis_place(&axes[k], axis_value(&axes[k], place)), place, 1e-9);
}

static void labels_with_room_stay_where_they_are(void **state)
{
    (void)state;
    float y[] = {10, 40, 90};
    spread(y, 3, 15, 0, 100);
    assert_float_equal(y[0], 10, 0);
    assert_float_equal(y[1], 40, 0);
    assert_float_equal(y[2], 90, 0);
}

/* Three at one place: the middle one stays, the others go up and down (least squares). */
static void labels_at_one_place_spread_around_it(void **state)
{
    (void)state;
    float y[] = {50, 50, 50};
    spread(y, 3, 15, 0, 100);
    assert_float_equal(y[0], 35, 1e-4);
    assert_float_equal(y[1], 50, 1e-4);
    assert_float_equal(y[2], 65, 1e-4);
}

static void labels_never_touch_nor_leave_their_panel(void **state)
{
    (void)state;
    struct rng random = rng_seed(9);
    for (int round = 0; round < 500; round++) {
        float y[20];
        for (int k = 0; k < 20; k++)
            y[k] = (k ? y[k - 1] : 0.0f) + 20.0f * rng_float(&random) * rng_float(&random);
        spread(y, 20, 15, 6, 306);
        for (int k = 0; k < 20; k++) {
            assert_true(y[k] >= 6 - 1e-3f && y[k] <= 306 + 1e-3f);
            assert_true(k == 0 || y[k] - y[k - 1] >= 15 - 1e-3f);
        }
    }
}

enum { MANY = 100000, COLUMNS = 500 };

static void a_thinned_line_keeps_every_columns_extremes_and_gaps(void **state)
{
    (void)state;
    struct sheet_point *p = malloc(MANY * sizeof *p);
    float least[COLUMNS], greatest[COLUMNS];
    struct rng random = rng_seed(1);
    assert_non_null(p);
    for (int c = 0; c < COLUMNS; c++) {
        least[c] = INFINITY;
        greatest[c] = -INFINITY;
    }
    for (int k = 0; k < MANY; k++) {
        p[k] = (struct sheet_point){(float)k * COLUMNS / MANY, rng_normal(&random)};
        if (k / 1000 == 40)
            p[k].y = NAN;
        const int c = (int)p[k].x;
        least[c] = fminf(least[c], p[k].y);
        greatest[c] = fmaxf(greatest[c], p[k].y);
    }
    const struct sheet_point first = p[0], last = p[MANY - 1];
    const int kept = thin(p, MANY);
    assert_true(kept <= 5 * COLUMNS);
    assert_float_equal(p[0].y, first.y, 0);
    assert_float_equal(p[kept - 1].y, last.y, 0);
    int gaps = 0;
    float low[COLUMNS], high[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
        low[c] = INFINITY;
        high[c] = -INFINITY;
    }
    for (int k = 0; k < kept; k++) {
        assert_true(k == 0 || p[k].x >= p[k - 1].x);
        gaps += isnan(p[k].y);
        low[(int)p[k].x] = fminf(low[(int)p[k].x], p[k].y);
        high[(int)p[k].x] = fmaxf(high[(int)p[k].x], p[k].y);
    }
    assert_memory_equal(low, least, sizeof low);
    assert_memory_equal(high, greatest, sizeof high);
    assert_int_equal(gaps, 5); /* columns of the thousand points */
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_are_round_and_labelled_with_the_digits_they_need),
        cmocka_unit_test(one_value_alone_has_an_axis_around_it),
        cmocka_unit_test(any_finite_range_has_ticks_on_it),
        cmocka_unit_test(a_logarithmic_axis_has_its_decades),
        cmocka_unit_test(time_has_the_ticks_of_a_clock),
        cmocka_unit_test(a_place_leads_back_to_its_value),
        cmocka_unit_test(labels_with_room_stay_where_they_are),
        cmocka_unit_test(labels_at_one_place_spread_around_it),
        cmocka_unit_test(labels_never_touch_nor_leave_their_panel),
        cmocka_unit_test(a_thinned_line_keeps_every_columns_extremes_and_gaps),
    };
    return cmocka_run_group_tests_name("plot_parts", tests, NULL, NULL);
}
