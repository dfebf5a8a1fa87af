/* test_knobs.c - the studio's settings by text, and a mask's colours changed in Oklab. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/mask/oklab.h"
#include "viewer/studio/knobs.h"

static void every_knob_has_a_key_of_its_own_and_a_place_in_the_panels(void **state)
{
    (void)state;
    for (int i = 0; i < knob_count(); i++) {
        const struct knob a = knob_at(i);
        assert_true(a.key[0] && a.title[0] && a.panel < PANEL_COUNT);
        for (int k = 0; k < i; k++) {
            const struct knob b = knob_at(k);
            assert_string_not_equal(a.key, b.key);
            assert_int_not_equal(a.offset, b.offset);
            assert_true(a.hotkey == 0 || a.hotkey != b.hotkey);
        }
    }
}

static void settings_are_taken_by_text(void **state)
{
    (void)state;
    struct wishes w = knobs_defaults();
    struct mien_error e;
    assert_int_equal(knobs_set(&w, "view=points", &e), 0);
    assert_int_equal(knobs_set(&w, "feather=0.1", &e), 0);
    assert_int_equal(knobs_set(&w, "eyes=on", &e), 0);
    assert_int_equal(knobs_set(&w, "name=A = B", &e), 0);
    assert_int_equal(knobs_set(&w, "au12=0.5", &e), 0);
    assert_int_equal(w.view, DRAWING_POINTS);
    assert_true(w.feather == 0.1 && w.eyes && w.action[MIEN_AU12] == 0.5);
    assert_string_equal(w.name, "A = B");
}

static void what_is_no_setting_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *setting, *said;
    } bad[] = {
        {"view", "not KEY=VALUE ('view')"},
        {"shape=1", "no such key ('shape')"},
        {"view=inside", "give texture, wire, normals, points, uv"},
        {"opacity=2", "give a number from 0 to 1"},
        {"opacity=nan", "give a number from 0 to 1"},
        {"eyes=1", "give on or off"},
        {"name=", "give 1 to 63 bytes of text"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct wishes w = knobs_defaults();
        struct mien_error e = {.text = ""};
        assert_int_equal(knobs_set(&w, bad[i].setting, &e), -1);
        assert_true(e.usage);
        if (!strstr(e.text, bad[i].said))
            fail_msg("'%s' does not say '%s'", e.text, bad[i].said);
    }
}

static void expressions_move_what_facs_says(void **state)
{
    (void)state;
    struct wishes w = knobs_defaults();
    struct mien_error e;
    assert_int_equal(knobs_express(&w, "happy:0.5", &e), 0);
    assert_int_equal(knobs_express(&w, "au4", &e), 0);
    const struct mien_actions a = knobs_actions(&w);
    assert_true(a.at[MIEN_AU12][MIEN_LEFT] > 0.4f && a.at[MIEN_AU12][MIEN_RIGHT] > 0.4f);
    assert_true(a.at[MIEN_AU4][MIEN_LEFT] == 1.0f && a.at[MIEN_AU15][MIEN_LEFT] == 0.0f);
    assert_int_equal(knobs_express(&w, "bored", &e), -1);
    assert_non_null(strstr(e.text, "none of that name ('bored')"));
    assert_int_equal(knobs_express(&w, "view:1", &e), -1);
    assert_int_equal(knobs_express(&w, "happy:7", &e), -1);
    assert_non_null(strstr(e.text, "not an intensity from 0 to 1"));
}

static void a_number_stays_within_its_limits(void **state)
{
    (void)state;
    struct wishes w = knobs_defaults();
    for (int i = 0; i < knob_count(); i++) {
        const struct knob k = knob_at(i);
        if (k.kind != KNOB_NUMBER)
            continue;
        knob_step(&k, &w, 1000);
        assert_true(knob_share(&k, &w) == 1.0f);
        knob_step(&k, &w, -2000);
        assert_true(knob_share(&k, &w) == 0.0f);
        knob_place(&k, &w, 0.5f);
        assert_true(fabsf(knob_share(&k, &w) - 0.5f) < 0.05f);
    }
}

/* --- colours -------------------------------------------------------------------------------- */

static void colours_change_as_in_oklab(void **state)
{
    (void)state;
    const struct retint r = {.brightness = 0.1f, .red = 0.03f, .yellow = -0.02f, .color = 0.8f};
    uint8_t from[4096][4], to[4096][4];
    for (int i = 0; i < 4096; i++) {
        const uint8_t texel[4] = {(uint8_t)(i % 16 * 17), (uint8_t)(i / 16 % 16 * 17),
                                  (uint8_t)(i / 256 * 17), (uint8_t)i};
        memcpy(from[i], texel, 4);
    }
    retint_texels(&r, from[0], to[0], 4096);
    for (int i = 0; i < 4096; i++) {
        float lab[3];
        uint8_t wanted[3];
        oklab_of_srgb(from[i], lab);
        lab[0] = fminf(lab[0] + r.brightness, 1.0f);
        lab[1] = r.color * lab[1] + r.red;
        lab[2] = r.color * lab[2] + r.yellow;
        oklab_to_srgb(lab, wanted);
        assert_int_equal(to[i][3], from[i][3]);
        /* Where colours leave the gamut, and in the dark, the grid is coarser than its bends. */
        const bool bent = from[i][0] < 40 || from[i][1] < 40 || from[i][2] < 40 ||
                          from[i][0] > 215 || from[i][1] > 215 || from[i][2] > 215;
        for (int k = 0; k < 3; k++)
            assert_true(abs(to[i][k] - wanted[k]) <= (bent ? 12 : 2));
    }
}

static void without_a_change_texels_stay_as_they_are(void **state)
{
    (void)state;
    const struct retint r = {.color = 1};
    const uint8_t from[8] = {1, 2, 3, 4, 250, 128, 7, 255};
    uint8_t to[8] = {0};
    assert_false(retint_changes(&r));
    retint_texels(&r, from, to, 2);
    assert_memory_equal(from, to, 8);
}

static void white_can_be_read_from_the_last_cell(void **state)
{
    (void)state;
    const struct retint r = {.color = 0};
    const uint8_t from[8] = {255, 255, 255, 9, 0, 0, 0, 9};
    uint8_t to[8];
    retint_texels(&r, from, to, 2);
    assert_memory_equal(from, to, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_knob_has_a_key_of_its_own_and_a_place_in_the_panels),
        cmocka_unit_test(settings_are_taken_by_text),
        cmocka_unit_test(what_is_no_setting_is_said),
        cmocka_unit_test(expressions_move_what_facs_says),
        cmocka_unit_test(a_number_stays_within_its_limits),
        cmocka_unit_test(colours_change_as_in_oklab),
        cmocka_unit_test(without_a_change_texels_stay_as_they_are),
        cmocka_unit_test(white_can_be_read_from_the_last_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
