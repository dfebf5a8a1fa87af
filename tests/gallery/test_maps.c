/* test_maps.c - the maps of classes add up to the classes' scores, point at what decides, and are
 * refused where a network has none; filters are those of the file; examples are the right rows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/rng.h"
#include "tests/gallery/picture_models.h"
#include "trainer/gallery/class_map.h"
#include "trainer/gallery/colormap.h"
#include "trainer/gallery/examples.h"
#include "trainer/gallery/filters.h"
#include "trainer/gallery/tile.h"

enum { PIXELS = PICTURE_SIDE * PICTURE_SIDE };

static void make_picture(uint64_t seed, float *x, size_t count)
{
    struct rng r = rng_seed(seed);
    for (size_t k = 0; k < count; k++)
        x[k] = rng_float(&r);
}

/* Differences of log probabilities are differences of scores: the softmax takes nothing away. */
static void check_sums(enum picture_ending kind)
{
    struct model m;
    struct ending ending;
    struct mien_error e = {.text = ""};
    float x[PIXELS], p[PICTURE_CLASSES], heat[PIXELS], score[PICTURE_CLASSES];
    picture_model(&m, kind, 1);
    make_picture(3, x, PIXELS);
    if (ending_find(&ending, &m, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(ending.h * ending.w, PIXELS);
    assert_int_equal(model_predict(&m, x, 1, p, 1, &e), 0);
    for (uint32_t c = 0; c < PICTURE_CLASSES; c++) {
        double sum = 0.0;
        assert_int_equal(class_map_activation(&m, &ending, x, c, heat, &e), 0);
        for (int k = 0; k < PIXELS; k++)
            sum += (double)heat[k];
        score[c] = (float)(sum / PIXELS) + (ending.bias ? ending.bias[c] : 0.0f);
    }
    for (int c = 1; c < PICTURE_CLASSES; c++)
        assert_float_equal(logf(p[c] / p[0]), score[c] - score[0], 1e-5);
    model_free(&m);
}

static void an_activation_maps_mean_and_the_bias_are_the_score(void **state)
{
    (void)state;
    check_sums(ENDING_MEAN_DENSE);
    check_sums(ENDING_MEAN_CONV);
    check_sums(ENDING_MEAN_OF_MAPS);
}

static void a_network_of_another_ending_is_told_what_to_use(void **state)
{
    (void)state;
    struct model m;
    struct ending ending;
    struct mien_error e;
    picture_model(&m, ENDING_FLAT, 1);
    assert_int_equal(ending_find(&ending, &m, &e), -1);
    assert_non_null(strstr(e.text, "use --occlusion"));
    model_free(&m);
    picture_model_window(&m, 0, 0);
    assert_int_equal(ending_find(&ending, &m, &e), -1);
    model_free(&m);
}

/* Covering costs within the window that decides and nowhere beyond a patch's reach (2 pixels wide,
 * 1 apart), at any place, also in the corners. */
static void check_window(uint32_t left, uint32_t top)
{
    struct model m;
    struct mien_error e = {.text = ""};
    float x[PIXELS], heat[PIXELS];
    for (uint32_t at = 0; at < PIXELS; at++) {
        const uint32_t column = at % PICTURE_SIDE, row = at / PICTURE_SIDE;
        x[at] = column >= left && column < left + 4 && row >= top && row < top + 4 ? 200.0f : 20.0f;
    }
    picture_model_window(&m, left, top);
    assert_int_equal(class_map_occlusion(&m, x, 1, 1, heat, &e), 0);
    for (uint32_t at = 0; at < PIXELS; at++) {
        const int column = (int)(at % PICTURE_SIDE) - (int)left;
        const int row = (int)(at / PICTURE_SIDE) - (int)top;
        if (column >= 0 && column < 4 && row >= 0 && row < 4)
            assert_true(heat[at] > 0.005f);
        else if (column < -1 || column > 4 || row < -1 || row > 4)
            assert_float_equal(heat[at], 0.0f, 1e-6);
    }
    model_free(&m);
}

static void covering_costs_where_the_model_looks(void **state)
{
    (void)state;
    check_window(5, 3);
    check_window(0, 0);
    check_window(8, 8);
}

static void occlusion_is_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    struct model m;
    struct mien_error e = {.text = ""};
    float x[3 * PIXELS], one[PIXELS], four[PIXELS];
    picture_model(&m, ENDING_FLAT, 3);
    make_picture(4, x, 3 * PIXELS);
    assert_int_equal(class_map_occlusion(&m, x, 2, 1, one, &e), 0);
    assert_int_equal(class_map_occlusion(&m, x, 2, 4, four, &e), 0);
    assert_memory_equal(one, four, sizeof one);
    model_free(&m);
}

static void filters_are_those_that_the_file_holds(void **state)
{
    (void)state;
    struct model m;
    float weight[9][3][PICTURE_FILTERS], window[9];
    picture_model(&m, ENDING_MEAN_DENSE, 3);
    picture_model_filters(3, weight[0][0]);
    assert_int_equal(filters_first(&m), 0);
    for (uint32_t out = 0; out < PICTURE_FILTERS; out++)
        for (uint32_t in = 0; in < 3; in++) {
            filters_window(&m.nodes[0], in, out, window);
            for (int tap = 0; tap < 9; tap++)
                assert_float_equal(window[tap], weight[tap][in][out], 0);
        }
    model_free(&m);
    picture_model_window(&m, 0, 0);
    assert_int_equal(filters_first(&m), -1);
    model_free(&m);
}

/* ---- examples ---- */

/* Six rows of one number each, three classes; rows 1 and 4 are copies. */
static void the_surest_mistakes_and_the_most_doubtful_hits_come_first(void **state)
{
    (void)state;
    uint8_t y[] = {9, 0, 1, 2, 0, 0, 1}; /* of the data set; the exam leaves out row 0 */
    uint32_t row[] = {1, 2, 3, 4, 5, 6};
    float x[] = {1, 2, 3, 1, 5, 6};
    const float p[6][3] = {{0.1f, 0.8f, 0.1f}, {0.2f, 0.6f, 0.2f}, {0.5f, 0.1f, 0.4f},
                           {0.1f, 0.8f, 0.1f}, {0.9f, 0.0f, 0.1f}, {0.1f, 0.45f, 0.45f}};
    const struct model m = {.classes = 3};
    const struct exam exam = {.data = {.y = y}, .rows = 6, .width = 1, .row = row, .x = x};
    const struct answered a = {"m", &m, &exam, p[0]};
    static const struct {
        enum example_choice choice;
        uint32_t class, most, count, among, rows[3];
    } cases[] = {
        {EXAMPLES_SURE_MISTAKES, 0, 9, 2, 3, {1, 3}}, {EXAMPLES_UNSURE_HITS, 0, 9, 3, 3, {6, 2, 5}},
        {EXAMPLES_UNSURE_HITS, 0, 1, 1, 3, {6}},      {EXAMPLES_SURE_HITS, 0, 1, 1, 3, {5}},
        {EXAMPLES_OF_CLASS, 0, 9, 2, 3, {5, 1}},      {EXAMPLES_OF_CLASS, 2, 9, 1, 1, {3}}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct examples found;
        struct mien_error e;
        assert_int_equal(
            examples_choose(&found, &a, cases[k].choice, cases[k].class, cases[k].most, &e), 0);
        assert_int_equal(found.count, cases[k].count);
        assert_int_equal(found.among, cases[k].among);
        for (uint32_t i = 0; i < found.count; i++)
            assert_int_equal(found.list[i].row, cases[k].rows[i]);
        examples_free(&found);
    }
}

/* ---- drawing ---- */

/* OKLab lightness, B. Ottosson (2020), of an sRGB colour. */
static double lightness(struct color c)
{
    const double v[3] = {c.r / 255.0, c.g / 255.0, c.b / 255.0};
    double linear[3];
    for (int k = 0; k < 3; k++)
        linear[k] = v[k] <= 0.04045 ? v[k] / 12.92 : pow((v[k] + 0.055) / 1.055, 2.4);
    const double l = 0.4122214708 * linear[0] + 0.5363325363 * linear[1] + 0.0514459929 * linear[2];
    const double m = 0.2119034982 * linear[0] + 0.6806995451 * linear[1] + 0.1073969566 * linear[2];
    const double s = 0.0883024619 * linear[0] + 0.2817188376 * linear[1] + 0.6299787005 * linear[2];
    return 0.2104542553 * cbrt(l) + 0.7936177850 * cbrt(m) - 0.0040720468 * cbrt(s);
}

static void amounts_rise_evenly_in_lightness_and_signs_are_opposite(void **state)
{
    (void)state;
    const double first = lightness(colormap_amount(0)), last = lightness(colormap_amount(1));
    for (int k = 0; k <= 40; k++) {
        const double even = first + (last - first) * k / 40.0;
        assert_float_equal(lightness(colormap_amount((float)k / 40.0f)), even, 0.05);
    }
    assert_true(colormap_sign(-1).b > colormap_sign(-1).r);
    assert_true(colormap_sign(1).r > colormap_sign(1).b);
    assert_int_equal(colormap_sign(0).g, 255);
    const struct color below = colormap_amount(-5);
    assert_true(below.r == 0x44 && below.g == 0x01 && below.b == 0x54);
}

static void a_long_picture_lies_in_the_middle_of_its_square(void **state)
{
    (void)state;
    const float x[8] = {0, 0, 0, 0, 255, 255, 255, 255}; /* 2 x 4, black above white */
    struct tile t;
    struct mien_error e;
    assert_int_equal(tile_picture(&t, (const uint32_t[]){2, 4, 1}, x, 40, &e), 0);
    assert_int_equal(t.width, 40);
    assert_int_equal(t.height, 20);
    assert_int_equal(t.top, 10);
    assert_int_equal(t.rgb[3 * (11 * 40 + 20)], 0);
    assert_int_equal(t.rgb[3 * (28 * 40 + 20)], 255);
    assert_in_range(t.rgb[3 * (5 * 40 + 20)], 200, 250); /* the paper */
    const float heat[2] = {0, 1};                        /* one row: left cold, right hot */
    assert_int_equal(tile_heat(&t, heat, 1, 2, &e), 0);
    const uint8_t *cold = t.rgb + 3 * (11 * 40), *hot = t.rgb + 3 * (11 * 40 + 39);
    assert_int_equal(cold[2], 0x54 / 2);
    assert_in_range(hot[0], 126, 127);
    tile_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_activation_maps_mean_and_the_bias_are_the_score),
        cmocka_unit_test(a_network_of_another_ending_is_told_what_to_use),
        cmocka_unit_test(covering_costs_where_the_model_looks),
        cmocka_unit_test(occlusion_is_the_same_for_any_number_of_threads),
        cmocka_unit_test(filters_are_those_that_the_file_holds),
        cmocka_unit_test(the_surest_mistakes_and_the_most_doubtful_hits_come_first),
        cmocka_unit_test(amounts_rise_evenly_in_lightness_and_signs_are_opposite),
        cmocka_unit_test(a_long_picture_lies_in_the_middle_of_its_square),
    };
    return cmocka_run_group_tests_name("gallery_maps", tests, NULL, NULL);
}
