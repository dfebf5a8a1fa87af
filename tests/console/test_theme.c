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

/* Linear light of a number of xterm's palette, 16 and above. */
static void light(int color, double rgb[3])
{
    static const int cube[] = {0, 95, 135, 175, 215, 255};
    const int k = color - 16, grey = 8 + 10 * (color - 232);
    const int value[] = {cube[k / 36 % 6], cube[k / 6 % 6], cube[k % 6]};
    for (int i = 0; i < 3; i++)
        rgb[i] = linear(color < 232 ? value[i] : grey);
}

static double luminance_of(const double rgb[3])
{
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

static double luminance(int color)
{
    double rgb[3];
    light(color, rgb);
    return luminance_of(rgb);
}

static double contrast(double a, double b)
{
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* The CIE's compressed scale of a share of white. */
static double compressed(double share)
{
    return share > 216.0 / 24389 ? cbrt(share) : (share * 24389 / 27 + 16) / 116;
}

static double lightness(int color)
{
    return 116 * compressed(luminance(color)) - 16;
}

/* The least contrast with a terminal's grounds: the theme's extreme, and that of pictures. */
static double worst_contrast(enum theme_ground ground, const struct theme_look *look)
{
    const double letters = luminance(look->foreground);
    const double slate[3] = {linear(0x14), linear(0x18), linear(0x1d)};
    if (look->background >= 0)
        return contrast(letters, luminance(look->background));
    return ground == THEME_LIGHT
               ? contrast(letters, 1)
               : fmin(contrast(letters, 0), contrast(letters, luminance_of(slate)));
}

static void words_and_lines_are_told_from_their_ground(void **state)
{
    (void)state;
    for (int ground = 0; ground < THEME_GROUND_COUNT; ground++)
        for (int role = 0; role < ROLE_COUNT; role++) {
            const struct theme_look look = theme_look(ground, DEPTH_256, role);
            const bool lines = role == ROLE_BORDER || role == ROLE_BAND ||
                               (role >= ROLE_CURVE && role < ROLE_CURVE + ROLE_CURVES);
            if (look.foreground >= 0)
                assert_true(worst_contrast(ground, &look) >= (lines ? 3.0 : 4.5));
        }
}

/* Eyes: those that lack nothing, long-wave cones, middle-wave cones (Machado, Oliveira and
 * Fernandes, 2009, severity 1.0), as what they make of linear light. */
static const double eyes[][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
};

/* CIELAB (white D65) of a colour as such eyes have it. */
static void lab(int color, const double eye[3][3], double out[3])
{
    double rgb[3], seen[3];
    light(color, rgb);
    for (int i = 0; i < 3; i++)
        seen[i] = fmin(fmax(eye[i][0] * rgb[0] + eye[i][1] * rgb[1] + eye[i][2] * rgb[2], 0), 1);
    const double x = 0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2];
    const double y = luminance_of(seen);
    const double z = 0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2];
    const double fx = compressed(x / 0.95047), fy = compressed(y), fz = compressed(z / 1.08883);
    out[0] = 116 * fy - 16;
    out[1] = 500 * (fx - fy);
    out[2] = 200 * (fy - fz);
}

static void curves_are_told_apart_by_eyes_that_lack_a_pigment(void **state)
{
    (void)state;
    for (int ground = 0; ground < THEME_GROUND_COUNT; ground++)
        for (size_t eye = 0; eye < sizeof eyes / sizeof *eyes; eye++)
            for (int a = 0; a < ROLE_CURVES; a++)
                for (int b = 0; b < a; b++) {
                    double p[3], q[3];
                    lab(theme_look(ground, DEPTH_256, ROLE_CURVE + a).foreground, eyes[eye], p);
                    lab(theme_look(ground, DEPTH_256, ROLE_CURVE + b).foreground, eyes[eye], q);
                    assert_true(hypot(hypot(p[0] - q[0], p[1] - q[1]), p[2] - q[2]) > 13);
                }
}

static void a_colour_of_the_palette_has_xterms_red_green_and_blue(void **state)
{
    (void)state;
    static const struct {
        int color;
        unsigned rgb;
    } cases[] = {{16, 0x000000},  {74, 0x5fafd7},  {196, 0xff0000},
                 {231, 0xffffff}, {232, 0x080808}, {255, 0xeeeeee}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_int_equal(theme_rgb(cases[k].color), cases[k].rgb);
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
            assert_true(step > 9 && step < 16);
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
                if (depth == DEPTH_256) /* the first 16 are the user's, and may be anything */
                    assert_false((look.foreground >= 0 && look.foreground < 16) ||
                                 (look.background >= 0 && look.background < 16));
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
        cmocka_unit_test(words_and_lines_are_told_from_their_ground),
        cmocka_unit_test(curves_are_told_apart_by_eyes_that_lack_a_pigment),
        cmocka_unit_test(a_colour_of_the_palette_has_xterms_red_green_and_blue),
        cmocka_unit_test(heat_moves_away_from_the_ground_evenly),
        cmocka_unit_test(colours_stay_within_their_depth),
        cmocka_unit_test(curves_differ_in_colour_and_in_marker),
        cmocka_unit_test(a_marker_without_unicode_is_what_its_glyph_becomes),
        cmocka_unit_test(the_ground_is_guessed_from_what_the_terminal_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
