/* test_series.c - a column of any length keeps its looks in bounded memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/host/rng.h"
#include "viewer/console/journal/series.h"

static void is_exact_while_buckets_last(void **state)
{
    (void)state;
    struct series s = {0};
    for (int i = 0; i < SERIES_BUCKETS; i++)
        assert_true(series_add(&s, i, i * 0.5));
    assert_int_equal(s.used, SERIES_BUCKETS);
    assert_int_equal(s.width, 1);
    for (int i = 0; i < SERIES_BUCKETS; i++) {
        assert_float_equal(s.buckets[i].x_first, i, 0);
        assert_float_equal(s.buckets[i].last, i * 0.5, 0);
    }
    assert_float_equal(s.last, (SERIES_BUCKETS - 1) * 0.5, 0);
    series_free(&s);
}

/* Against all points, kept. */
static void no_extreme_is_lost_however_long_it_gets(void **state)
{
    (void)state;
    enum { POINTS = 50000 };
    static double values[POINTS];
    struct series s = {0};
    struct rng rng = rng_seed(7);
    for (int i = 0; i < POINTS; i++) {
        values[i] = rng_below(&rng, 50) == 0 ? (double)NAN : (double)rng_normal(&rng);
        assert_true(series_add(&s, 2 * i, values[i]));
    }
    assert_in_range(s.used, SERIES_BUCKETS / 2, SERIES_BUCKETS);
    assert_int_equal(s.count, POINTS);
    int at = 0;
    uint64_t gaps = 0;
    for (uint32_t b = 0; b < s.used; b++) {
        double low = NAN, high = NAN, first = NAN, last = NAN;
        uint32_t bucket_gaps = 0;
        assert_float_equal(s.buckets[b].x_first, 2 * at, 0);
        for (uint32_t k = 0; k < s.buckets[b].count; k++, at++) {
            low = fmin(low, values[at]);
            high = fmax(high, values[at]);
            first = isnan(first) ? values[at] : first;
            last = isnan(values[at]) ? last : values[at];
            bucket_gaps += isnan(values[at]);
        }
        assert_float_equal(s.buckets[b].x_last, 2 * (at - 1), 0);
        assert_float_equal(s.buckets[b].low, low, 0);
        assert_float_equal(s.buckets[b].high, high, 0);
        assert_float_equal(s.buckets[b].first, first, 0);
        assert_float_equal(s.buckets[b].last, last, 0);
        assert_int_equal(s.buckets[b].gaps, bucket_gaps);
        gaps += bucket_gaps;
    }
    assert_int_equal(at, POINTS);
    assert_int_equal(s.gaps, gaps);
    assert_float_equal(values[(int)s.low_x / 2], s.low, 0);
    assert_float_equal(values[(int)s.high_x / 2], s.high, 0);
    for (int i = 0; i < POINTS; i++)
        assert_false(values[i] < s.low || values[i] > s.high);
    series_free(&s);
}

static void what_is_not_finite_is_a_gap(void **state)
{
    (void)state;
    struct series s = {0};
    series_add(&s, 0, NAN);
    assert_true(isnan(s.low) && isnan(s.last));
    series_add(&s, 1, INFINITY);
    series_add(&s, 2, 5);
    assert_int_equal(s.gaps, 2);
    assert_float_equal(s.low, 5, 0);
    assert_float_equal(s.high, 5, 0);
    series_add(&s, 3, -INFINITY);
    assert_true(isnan(s.last));
    assert_float_equal(s.low, 5, 0);
    series_free(&s);
}

static void x_never_falls(void **state)
{
    (void)state;
    struct series s = {0};
    series_add(&s, 5, 1);
    series_add(&s, 3, 2);
    series_add(&s, 6, 3);
    assert_float_equal(s.buckets[1].x_first, 5, 0);
    assert_float_equal(s.last_x, 6, 0);
    series_free(&s);
}

static void the_nearest_bucket_is_found(void **state)
{
    (void)state;
    struct series s = {0};
    assert_int_equal(series_find(&s, 1), -1);
    for (int i = 0; i < 10; i++)
        series_add(&s, 10 * i, i);
    assert_int_equal(series_find(&s, -100), 0);
    assert_int_equal(series_find(&s, 44), 4);
    assert_int_equal(series_find(&s, 46), 5);
    assert_int_equal(series_find(&s, 1000), 9);
    series_free(&s);
}

static void a_part_has_the_buckets_that_reach_into_it(void **state)
{
    (void)state;
    struct series s = {0}, part;
    for (int i = 0; i < 100; i++)
        series_add(&s, i, i == 50 ? 1000 : i);
    assert_true(series_part(&s, 10, 19.5, &part));
    assert_int_equal(part.used, 10);
    assert_int_equal(part.count, 10);
    assert_float_equal(part.low, 10, 0);
    assert_float_equal(part.high, 19, 0);
    assert_float_equal(part.last, 19, 0);
    series_free(&part);
    assert_true(series_part(&s, 500, 600, &part));
    assert_int_equal(part.used, 0);
    assert_true(isnan(part.high));
    series_free(&part);
    series_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_exact_while_buckets_last),
        cmocka_unit_test(no_extreme_is_lost_however_long_it_gets),
        cmocka_unit_test(what_is_not_finite_is_a_gap),
        cmocka_unit_test(x_never_falls),
        cmocka_unit_test(the_nearest_bucket_is_found),
        cmocka_unit_test(a_part_has_the_buckets_that_reach_into_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
