/* test_chart.c - curves in characters: nothing is lost, nothing is made up, nothing is overdrawn.
 */
#include "tests/console/picture.h"

#include "runtime/host/rng.h"
#include "viewer/console/screen/chart.h"

static void fill(struct series *s, const double *values, int count)
{
    *s = (struct series){0};
    for (int k = 0; k < count; k++)
        assert_true(series_add(s, k + 1, values[k]));
}

/* A chart of one curve, drawn and read. */
static struct chart_frame draw_one(struct picture *p, struct chart *c, const struct series *s)
{
    const struct chart_curve curve = {.series = s};
    c->curves = &curve;
    c->curve_count = 1;
    const struct chart_frame f = chart_draw(cells_all(&p->cells), c);
    c->curves = NULL; /* this one ends here */
    picture_read(p);
    return f;
}

static void a_straight_line_is_drawn_as_one(void **state)
{
    (void)state;
    struct picture p;
    struct series s;
    fill(&s, (const double[]){0, 1, 2, 3, 4, 5, 6, 7, 8}, 9);
    picture_open(&p, 30, 11, true);
    struct chart c = {.x_whole = true, .x_name = "epoch", .cursor = NAN};
    const struct chart_frame f = draw_one(&p, &c, &s);
    static const char *const expected[] = {
        " │                         ⢀⠤●",
        " │                      ⣀⠔⠋⠁",
        " │                   ⣀⠔⠊",
        "5┤┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈⡠⠖⠉┈┈┈┈┈┈┈┈┈",
        " │            ⢀⡠⠔⠉",
        " │         ⢀⡠⠒⠁",
        " │      ⢀⠤⠒⠁",
        " │   ⢀⠤⠊⠁",
        "0┤⣀⠔⠊⠁┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈",
        " └───┬──────┬──────┬──────┬───",
        "     2      4      6     epoch",
    };
    for (int y = 0; y < 11; y++)
        assert_string_equal(p.row[y], expected[y]);
    assert_int_equal(f.left, 2);
    assert_int_equal(f.width, 28);
    series_free(&s);
    picture_close(&p);
}

static void a_spike_among_many_points_reaches_its_height(void **state)
{
    (void)state;
    struct picture p;
    struct series s = {0};
    for (int k = 1; k <= 100000; k++)
        assert_true(series_add(&s, k, k == 50000 ? 9 : (k * 7919) % 1000 / 1000.0));
    for (int smoothed = 0; smoothed < 2; smoothed++) {
        picture_open(&p, 100, 20, true);
        struct chart c = {.smooth = smoothed ? 0.9 : 0, .cursor = NAN};
        draw_one(&p, &c, &s);
        assert_int_equal(picture_count(&p, 0, smoothed ? ROLE_BAND : ROLE_CURVE, true), 1);
        assert_int_equal(picture_count(&p, 8, smoothed ? ROLE_BAND : ROLE_CURVE, true), 1);
        picture_close(&p);
    }
    series_free(&s);
}

static void values_that_are_not_finite_leave_a_gap_and_are_named(void **state)
{
    (void)state;
    struct picture p;
    struct series s;
    fill(&s, (const double[]){1, 2, 1, NAN, INFINITY, -INFINITY, 3, 2, 3}, 9);
    picture_open(&p, 60, 12, true);
    struct chart c = {.x_whole = true, .x_name = "epoch", .cursor = NAN};
    const struct chart_frame f = draw_one(&p, &c, &s);
    assert_non_null(strstr(p.row[11], "× 3 not finite  epoch"));
    for (int k = 4; k <= 6; k++) {
        assert_int_equal(picture_cell(&p, chart_column(&f, k), 10)->glyph, 0xd7);
        for (int y = 0; y < f.height; y++)
            assert_int_not_equal(picture_cell(&p, chart_column(&f, k), y)->role, ROLE_CURVE);
    }
    const struct chart_curve curve = {.series = &s};
    const struct series_bucket *raw;
    c.curves = &curve;
    assert_true(isnan(chart_value(&c, 0, 5, &raw)));
    assert_int_equal(raw->gaps, 1);
    series_free(&s);
    picture_close(&p);
}

static void what_has_no_logarithm_is_a_gap_on_such_a_scale(void **state)
{
    (void)state;
    struct picture p;
    struct series s;
    fill(&s, (const double[]){100, 10, 0, -5, 0.1, 0.01}, 6);
    picture_open(&p, 60, 20, true);
    struct chart c = {.log = true, .x_whole = true, .cursor = NAN};
    const struct chart_frame f = draw_one(&p, &c, &s);
    assert_int_not_equal(picture_find(&p, "× 2 not above 0"), -1);
    assert_float_equal(f.y_low, 0.01, 1e-12);
    assert_float_equal(f.y_high, 100, 1e-12);
    static const char *const decades[] = {"100┤", "10┤", "1┤", "0.1┤", "0.01┤"};
    for (int k = 0, last = -1; k < 5; k++) {
        const int row = picture_find(&p, decades[k]);
        assert_true(row > last);
        last = row;
    }
    series_free(&s);
    picture_close(&p);
}

static void a_chart_without_values_says_so(void **state)
{
    (void)state;
    struct picture p;
    struct series none = {0}, lost;
    struct chart c = {.cursor = NAN};
    picture_open(&p, 40, 10, true);
    draw_one(&p, &c, &none);
    assert_int_not_equal(picture_find(&p, "no value yet"), -1);
    fill(&lost, (const double[]){NAN, NAN}, 2);
    draw_one(&p, &c, &lost);
    assert_int_not_equal(picture_find(&p, "no value"), -1);
    assert_int_not_equal(picture_find(&p, "2 not finite"), -1);
    series_free(&lost);
    picture_close(&p);
}

/* One point, a flat curve, numbers at the ends of what a double can be. */
static void extreme_curves_are_drawn(void **state)
{
    (void)state;
    static const struct {
        double values[3];
        int count;
        bool log;
        int row; /* of 9: where the last point is */
    } cases[] = {
        {{5}, 1, false, 4},
        {{5, 5, 5}, 3, false, 4},
        {{0, 0, 0}, 3, false, 4},
        {{-1.7e308, 0, 1.7e308}, 3, false, 0},
        {{1e300, 2e300, 1e300}, 3, false, 8},
        {{4.9e-324, 1e-310, 1.7e308}, 3, true, 0},
        {{5}, 1, true, 4},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct picture p;
        struct series s;
        fill(&s, cases[k].values, cases[k].count);
        picture_open(&p, 50, 11, true);
        struct chart c = {.log = cases[k].log, .x_whole = true, .cursor = NAN};
        draw_one(&p, &c, &s);
        assert_non_null(strstr(p.row[cases[k].row], "●"));
        series_free(&s);
        picture_close(&p);
    }
}

static void an_area_too_small_shows_the_newest_value(void **state)
{
    (void)state;
    struct picture p;
    struct series s;
    fill(&s, (const double[]){0.1, 0.658}, 2);
    picture_open(&p, 11, 3, true);
    struct chart c = {.percent = true, .cursor = NAN};
    draw_one(&p, &c, &s);
    assert_string_equal(p.row[0], "● 65.8 %");
    series_free(&s);
    picture_close(&p);
}

static void the_column_of_an_x_leads_back_to_it(void **state)
{
    (void)state;
    for (int width = 1; width <= 200; width++) {
        const struct chart_frame f = {.left = 5, .width = width, .x_low = 1, .x_high = 60};
        for (int column = 5; column < 5 + width; column++)
            assert_int_equal(chart_column(&f, chart_x(&f, column)), column);
        assert_float_equal(chart_x(&f, -100), width > 1 ? 1 : 30.5, 0);
        assert_float_equal(chart_x(&f, 1000), width > 1 ? 60 : 30.5, 0);
        assert_int_equal(chart_column(&f, -1e308), 5);
        assert_int_equal(chart_column(&f, 1e308), 4 + width);
    }
}

static void the_cursor_tells_the_values_where_it_is(void **state)
{
    (void)state;
    struct picture p;
    struct series a, b;
    double values[60];
    for (int k = 0; k < 60; k++)
        values[k] = 0.3 + 0.005 * k;
    fill(&a, values, 60);
    fill(&b, values + 10, 20);
    const struct chart_curve curves[] = {{&a, 0, false, "first"}, {&b, 1, false, "second"}};
    const struct chart c = {.curves = curves,
                            .curve_count = 2,
                            .x_whole = true,
                            .percent = true,
                            .x_name = "epoch",
                            .cursor = 15};
    const struct area area = picture_open(&p, 80, 20, true);
    const struct chart_frame f = chart_draw(area, &c);
    picture_read(&p);
    assert_string_equal(p.row[19], "epoch 15  ● first 37.0 %  ▲ second 42.0 %");
    const int column = chart_column(&f, 15);
    int upright = 0, dots = 0;
    for (int y = 0; y < f.height; y++) {
        upright += picture_cell(&p, column, y)->role == ROLE_CURSOR;
        dots += picture_cell(&p, column, y)->role == ROLE_CURVE;
    }
    assert_true(upright > 10);
    assert_true(dots >= 1);
    struct chart mute = c; /* a legend beside it tells the values */
    mute.mute = true;
    assert_int_equal(chart_draw(area, &mute).height, f.height + 1);
    picture_read(&p);
    assert_int_equal(picture_find(&p, "37.0 %"), -1);
    assert_int_equal(picture_cell(&p, column, 0)->role, ROLE_CURSOR);
    /* The second run ended at 20. */
    const struct series_bucket *raw;
    assert_true(isnan(chart_value(&c, 1, 40, &raw)));
    assert_null(raw);
    series_free(&a);
    series_free(&b);
    picture_close(&p);
}

/* An exponential mean with the weight of the start divided out, by hand: 1; 0.5/1.5; 0.25/1.75. */
static void smoothing_does_not_pull_the_start_towards_zero(void **state)
{
    (void)state;
    struct series s, flat;
    const struct series_bucket *raw;
    fill(&s, (const double[]){1, 0, 0, NAN, 0}, 5);
    fill(&flat, (const double[]){7, 7, 7}, 3);
    const struct chart_curve curves[] = {{.series = &s}, {.series = &flat}};
    const struct chart c = {.curves = curves, .curve_count = 2, .smooth = 0.5, .cursor = NAN};
    assert_float_equal(chart_value(&c, 0, 1, &raw), 1, 1e-15);
    assert_float_equal(chart_value(&c, 0, 2, &raw), 1.0 / 3, 1e-15);
    assert_float_equal(chart_value(&c, 0, 3, &raw), 1.0 / 7, 1e-15);
    assert_true(isnan(chart_value(&c, 0, 4, &raw)));
    assert_float_equal(chart_value(&c, 0, 5, &raw), 1.0 / 15, 1e-15);
    assert_float_equal(raw->high, 0, 0);
    for (int x = 1; x <= 3; x++)
        assert_float_equal(chart_value(&c, 1, x, &raw), 7, 1e-12);
    series_free(&s);
    series_free(&flat);
}

/* The weight of the past is a point's, not a bucket's: of a ramp of 100,000 points the mean by hand
 * lags behind by weight / (1 - weight) of them, whatever the buckets. */
static void smoothing_weighs_points_however_many_a_bucket_holds(void **state)
{
    (void)state;
    enum { POINTS = 100000 };
    static const double weights[] = {0.6, 0.9, 0.99};
    struct series s = {0};
    const struct series_bucket *raw;
    for (int k = 1; k <= POINTS; k++)
        assert_true(series_add(&s, k, k));
    assert_true(s.width > 1);
    for (size_t w = 0; w < sizeof weights / sizeof *weights; w++) {
        const struct chart_curve curve = {.series = &s};
        const struct chart c = {
            .curves = &curve, .curve_count = 1, .smooth = weights[w], .cursor = NAN};
        double mean = 0, weight = 0;
        for (int k = 1; k <= POINTS; k++) {
            mean = weights[w] * mean + (1 - weights[w]) * k;
            weight = weights[w] * weight + (1 - weights[w]);
        }
        assert_float_equal(mean / weight, POINTS - weights[w] / (1 - weights[w]), 1e-6);
        assert_float_equal(chart_value(&c, 0, POINTS, &raw), mean / weight, s.width);
    }
    series_free(&s);
}

enum { SAME = 6 };

static void names_of_curves_that_end_together_keep_apart(void **state)
{
    (void)state;
    struct picture p;
    struct series s;
    struct chart_curve curves[SAME];
    static const char *const names[SAME] = {"zero", "one", "two", "three", "four", "five"};
    fill(&s, (const double[]){0.2, 0.5}, 2);
    for (int k = 0; k < SAME; k++)
        curves[k] = (struct chart_curve){&s, k, false, names[k]};
    const struct chart c = {.curves = curves, .curve_count = SAME, .percent = true, .cursor = NAN};
    for (int height = 8; height < 20; height += 4) {
        const struct area area = picture_open(&p, 80, height, true);
        chart_draw(area, &c);
        picture_read(&p);
        for (int k = 0, last = -1; k < SAME; k++) {
            const int row = picture_find(&p, names[SAME - 1 - k]);
            assert_true(row > last && row < height - 2);
            assert_non_null(strstr(p.row[row], "50.0 %"));
            last = row;
        }
        picture_close(&p);
    }
    series_free(&s);
}

static void a_zoom_names_what_is_in_sight(void **state)
{
    (void)state;
    struct picture p;
    struct series s;
    fill(&s, (const double[]){1, 2, 3, 4, 100}, 5);
    const struct chart_curve curve = {&s, 0, false, "run"};
    const struct chart c = {
        .curves = &curve, .curve_count = 1, .x_low = 1, .x_high = 4, .cursor = NAN};
    const struct area area = picture_open(&p, 80, 12, true);
    const struct chart_frame f = chart_draw(area, &c);
    picture_read(&p);
    assert_float_equal(f.y_high, 4, 0);
    assert_non_null(strstr(p.row[0], "● run 4"));
    series_free(&s);
    picture_close(&p);
}

static void the_later_curve_lies_above(void **state)
{
    (void)state;
    struct picture p;
    struct series up, down;
    fill(&up, (const double[]){0, 1}, 2);
    fill(&down, (const double[]){1, 0}, 2);
    const struct chart_curve curves[] = {{.series = &up, .color = 3},
                                         {.series = &down, .color = 1}};
    const struct chart c = {.curves = curves, .curve_count = 2, .cursor = NAN};
    const struct area area = picture_open(&p, 41, 13, true);
    const struct chart_frame f = chart_draw(area, &c);
    assert_int_equal(picture_cell(&p, f.left, f.height - 1)->role, ROLE_CURVE + 3);
    assert_int_equal(picture_cell(&p, f.left, 0)->role, ROLE_CURVE + 1);
    assert_int_equal(picture_cell(&p, f.left + f.width / 2, f.height / 2)->role, ROLE_CURVE + 1);
    series_free(&up);
    series_free(&down);
    picture_close(&p);
}

static void a_dashed_curve_has_fewer_dots_but_all_its_spikes(void **state)
{
    (void)state;
    double values[50] = {0};
    struct series s;
    for (int at = 5; at < 45; at++) {
        struct picture p;
        memset(values, 0, sizeof values);
        values[at] = 1;
        fill(&s, values, 50);
        const struct chart_curve curve = {.series = &s, .dashed = true};
        const struct chart c = {.curves = &curve, .curve_count = 1, .cursor = NAN};
        const struct area area = picture_open(&p, 60, 12, true);
        chart_draw(area, &c);
        for (int y = 1; y < 9; y++)
            assert_true(picture_count(&p, y, ROLE_CURVE, true) >= 1);
        series_free(&s);
        picture_close(&p);
    }
}

static void without_unicode_every_curve_has_its_own_letter(void **state)
{
    (void)state;
    struct picture p;
    struct series a, b;
    fill(&a, (const double[]){1, 2, NAN, 4}, 4);
    fill(&b, (const double[]){4, 3, 2, 1}, 4);
    const struct chart_curve curves[] = {{&a, 0, false, "a"}, {&b, 1, false, "b"}};
    const struct chart c = {
        .curves = curves, .curve_count = 2, .smooth = 0.5, .cursor = 2, .x_name = "epoch"};
    const struct area area = picture_open(&p, 80, 16, false);
    chart_draw(area, &c);
    int letters[2] = {0};
    for (int k = 0; k < 80 * 16; k++) {
        const struct cell *cell = &p.cells.cell[k];
        assert_in_range(cell->glyph, ' ', '~');
        for (int i = 0; i < 2; i++)
            letters[i] += cell->role == ROLE_CURVE + i &&
                          cell->glyph == (unsigned char)*theme_marker(i, false);
    }
    assert_true(letters[0] > 10 && letters[1] > 10);
    series_free(&a);
    series_free(&b);
    picture_close(&p);
}

static void values_are_told_in_few_characters(void **state)
{
    (void)state;
    static const struct {
        struct chart chart;
        double value;
        const char *text;
    } cases[] = {
        {{.percent = true}, 0.658, "65.8 %"},
        {{.time = true}, 90, "1:30"},
        {{0}, 12500, "12.5k"},
        {{0}, 2.5e6, "2.5M"},
        {{0}, 0.00123, "0.001230"},
        {{0}, 1.18676977, "1.187"},
        {{0}, 60, "60"},
        {{0}, 4e-7, "4e-07"},
        {{0}, NAN, "-"},
        {{0}, -12500, "-12.5k"},
        {{.percent = true}, NAN, "-"},
        {{0}, 1.7e308, "1.7e+308"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[24];
        assert_string_equal(chart_format(&cases[k].chart, cases[k].value, text), cases[k].text);
    }
}

static void ticks_carry_their_unit(void **state)
{
    (void)state;
    static const struct {
        struct chart chart;
        double high;
        const char *labels[3];
    } cases[] = {
        {{.cursor = NAN, .percent = true}, 1, {"100 %┤", "50 %┤", "0 %┤"}},
        {{.cursor = NAN}, 20000, {"20k┤", "10k┤", " 0┤"}},
        {{.cursor = NAN, .time = true}, 7200, {"2:00:00┤", "1:00:00┤", "0:00┤"}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct picture p;
        struct series s;
        struct chart c = cases[k].chart;
        fill(&s, (const double[]){0, cases[k].high}, 2);
        picture_open(&p, 40, 9, true);
        draw_one(&p, &c, &s);
        for (int i = 0; i < 3; i++)
            assert_int_not_equal(picture_find(&p, cases[k].labels[i]), -1);
        series_free(&s);
        picture_close(&p);
    }
}

static void a_sparkline_has_the_newest_at_the_right_and_marks_gaps(void **state)
{
    (void)state;
    struct picture p;
    struct series s;
    fill(&s, (const double[]){0, 1, 2, 3, NAN, 5, 6, 7}, 8);
    struct area a = picture_open(&p, 10, 1, true);
    chart_sparkline(a, ROLE_CURVE, &s);
    picture_read(&p);
    assert_string_equal(p.row[0], "  ▁▂▃▄!▆▇▇");
    assert_int_equal(picture_cell(&p, 6, 0)->role, ROLE_BAD);
    picture_close(&p);
    a = picture_open(&p, 4, 1, false);
    chart_sparkline(a, ROLE_CURVE, &s);
    picture_read(&p);
    assert_string_equal(p.row[0], "_:!#");
    series_free(&s);
    picture_close(&p);
}

static double any_value(struct rng *random)
{
    static const double odd[] = {NAN,      INFINITY, -INFINITY, 0,    1.7e308,
                                 -1.7e308, 4.9e-324, 1e-310,    -1.0, 1e15};
    const float kind = rng_float(random);
    if (kind < 0.2f)
        return odd[(int)(rng_float(random) * 9.99f)];
    return kind < 0.6f ? (double)rng_normal(random) : exp(600 * (double)rng_float(random) - 300);
}

/* Whatever is drawn stays in its area, and every glyph is one that can be shown. */
static void any_chart_stays_in_its_area(void **state)
{
    (void)state;
    struct rng random = rng_seed(11);
    for (int round = 0; round < 1500; round++) {
        struct picture p;
        struct series s[3] = {{0}};
        struct chart_curve curves[3];
        for (int k = 0; k < 3; k++) {
            const int count = (int)(rng_float(&random) * (round % 50 ? 60 : 4000));
            double x = any_value(&random);
            for (int i = 0; i < count; i++, x += (double)rng_float(&random))
                assert_true(series_add(&s[k], isfinite(x) ? x : 0, any_value(&random)));
            curves[k] = (struct chart_curve){&s[k], k, k == 1, k ? "a name" : NULL};
        }
        struct chart c = {.curves = curves,
                          .curve_count = (int)(rng_float(&random) * 3.99f),
                          .x_low = any_value(&random),
                          .x_high = any_value(&random),
                          .y_low = any_value(&random),
                          .y_high = any_value(&random),
                          .x_whole = round & 1,
                          .log = round & 2,
                          .percent = round & 4,
                          .time = round & 8,
                          .smooth = round & 16 ? (double)rng_float(&random) : 0,
                          .x_name = round & 32 ? "epoch" : NULL,
                          .cursor = any_value(&random)};
        const int width = 1 + (int)(rng_float(&random) * 200),
                  height = 1 + (int)(rng_float(&random) * 60);
        const struct area all = picture_open(&p, width + 2, height + 2, round & 64);
        area_fill(all, ROLE_MATCH, '@');
        const struct chart_frame f = chart_draw(area_part(all, 1, 1, width, height), &c);
        assert_true(f.left >= 0 && f.left + f.width <= width && f.top + f.height <= height);
        for (int y = 0; y < height + 2; y++)
            for (int x = 0; x < width + 2; x++) {
                const bool border = x == 0 || y == 0 || x == width + 1 || y == height + 1;
                assert_int_equal(picture_cell(&p, x, y)->role == ROLE_MATCH, border);
            }
        for (int k = 0; k < 3; k++)
            series_free(&s[k]);
        picture_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_straight_line_is_drawn_as_one),
        cmocka_unit_test(a_spike_among_many_points_reaches_its_height),
        cmocka_unit_test(values_that_are_not_finite_leave_a_gap_and_are_named),
        cmocka_unit_test(what_has_no_logarithm_is_a_gap_on_such_a_scale),
        cmocka_unit_test(a_chart_without_values_says_so),
        cmocka_unit_test(extreme_curves_are_drawn),
        cmocka_unit_test(an_area_too_small_shows_the_newest_value),
        cmocka_unit_test(the_column_of_an_x_leads_back_to_it),
        cmocka_unit_test(the_cursor_tells_the_values_where_it_is),
        cmocka_unit_test(smoothing_does_not_pull_the_start_towards_zero),
        cmocka_unit_test(smoothing_weighs_points_however_many_a_bucket_holds),
        cmocka_unit_test(names_of_curves_that_end_together_keep_apart),
        cmocka_unit_test(a_zoom_names_what_is_in_sight),
        cmocka_unit_test(the_later_curve_lies_above),
        cmocka_unit_test(a_dashed_curve_has_fewer_dots_but_all_its_spikes),
        cmocka_unit_test(without_unicode_every_curve_has_its_own_letter),
        cmocka_unit_test(values_are_told_in_few_characters),
        cmocka_unit_test(ticks_carry_their_unit),
        cmocka_unit_test(a_sparkline_has_the_newest_at_the_right_and_marks_gaps),
        cmocka_unit_test(any_chart_stays_in_its_area),
    };
    return cmocka_run_group_tests_name("console_chart", tests, NULL, NULL);
}
