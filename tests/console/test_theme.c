/* test_theme.c - looks against the published figures: contrast by WCAG 2.1, lightness by CIE 1976.
 */
#include "runtime/host/utf8.h"
#include "viewer/console/screen/glyph.h"
#include "viewer/console/screen/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static double linear(int value)
{
    const double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* Relative luminance of a number of xterm's palette, 16 and above. */
static double luminance(int color)
{
    static const int cube[] = {0, 95, 135, 175, 215, 255};
    const int k = color - 16, grey = 8 + 10 * (color - 232);
    const int r = color < 232 ? cube[k / 36] : grey, g = color < 232 ? cube[k / 6 % 6] : grey;
    const int b = color < 232 ? cube[k % 6] : grey;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

static double contrast(double a, double b)
{
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static double lightness(int color)
{
    const double y = luminance(color);
    return y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27;
}

static void letters_are_told_from_their_ground(void **state)
{
    (void)state;
    static const double grounds[] = {[THEME_DARK] = 0, [THEME_LIGHT] = 1};
    for (int ground = 0; ground < THEME_GROUND_COUNT; ground++)
        for (int role = 0; role < ROLE_COUNT; role++) {
            const struct theme_look look = theme_look(ground, DEPTH_256, role);
            const bool quiet = role == ROLE_BORDER || role == ROLE_BAND;
            if (look.foreground < 0)
                continue;
            const double back = look.background < 0 ? grounds[ground] : luminance(look.background);
            assert_true(contrast(luminance(look.foreground), back) >= (quiet ? 1.5
                                                                       : look.background < 0
                                                                           ? 3.0
                                                                           : 4.5));
        }
}

static void heat_moves_away_from_the_ground_evenly(void **state)
{
    (void)state;
    for (int ground = 0; ground < THEME_GROUND_COUNT; ground++)
        for (int k = 1; k < ROLE_HEATS; k++) {
            const double before =
                lightness(theme_look(ground, DEPTH_256, ROLE_HEAT + k - 1).background);
            const double now = lightness(theme_look(ground, DEPTH_256, ROLE_HEAT + k).background);
            const double step = ground == THEME_DARK ? now - before : before - now;
            assert_true(step > 10 && step < 15);
        }
}

static void colours_stay_within_their_depth(void **state)
{
    (void)state;
    static const int limits[] = {[DEPTH_NONE] = 0, [DEPTH_16] = 16, [DEPTH_256] = 256};
    for (int depth = DEPTH_NONE; depth <= DEPTH_256; depth++)
        for (int ground = 0; ground < THEME_GROUND_COUNT; ground++)
            for (int role = 0; role < ROLE_COUNT; role++) {
                const struct theme_look look = theme_look(ground, depth, role);
                assert_true(look.foreground >= -1 && look.foreground < limits[depth]);
                assert_true(look.background >= -1 && look.background < limits[depth]);
            }
}

static void curves_differ_in_colour_and_in_marker(void **state)
{
    (void)state;
    for (int a = 0; a < ROLE_CURVES; a++)
        for (int b = 0; b < a; b++) {
            for (int depth = DEPTH_16; depth <= DEPTH_256; depth++)
                for (int ground = 0; ground < THEME_GROUND_COUNT; ground++)
                    assert_int_not_equal(theme_look(ground, depth, ROLE_CURVE + a).foreground,
                                         theme_look(ground, depth, ROLE_CURVE + b).foreground);
            assert_string_not_equal(theme_marker(a, true), theme_marker(b, true));
            assert_string_not_equal(theme_marker(a, false), theme_marker(b, false));
        }
}

static void a_marker_without_unicode_is_what_its_glyph_becomes(void **state)
{
    (void)state;
    for (int k = 0; k <= ROLE_CURVES; k++) {
        const char *marker = theme_marker(k, true);
        assert_int_equal(glyph_ascii(utf8_next(&marker)), theme_marker(k, false)[0]);
        assert_int_equal(*marker, '\0');
    }
}

static void the_ground_is_guessed_from_what_the_terminal_tells(void **state)
{
    (void)state;
    static const struct {
        const char *says;
        enum theme_ground ground;
    } cases[] = {
        {"15;0", THEME_DARK}, {"0;15", THEME_LIGHT},
        {"0;7", THEME_LIGHT}, {"0;default;15", THEME_LIGHT},
        {"7;8", THEME_DARK},  {"nonsense", THEME_DARK},
        {"", THEME_DARK},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        setenv("COLORFGBG", cases[k].says, 1);
        assert_int_equal(theme_guess(), cases[k].ground);
    }
    unsetenv("COLORFGBG");
    assert_int_equal(theme_guess(), THEME_DARK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_told_from_their_ground),
        cmocka_unit_test(heat_moves_away_from_the_ground_evenly),
        cmocka_unit_test(colours_stay_within_their_depth),
        cmocka_unit_test(curves_differ_in_colour_and_in_marker),
        cmocka_unit_test(a_marker_without_unicode_is_what_its_glyph_becomes),
        cmocka_unit_test(the_ground_is_guessed_from_what_the_terminal_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
