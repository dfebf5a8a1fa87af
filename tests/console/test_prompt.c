/* test_prompt.c - the line being typed: editing, history, completion, and how it is drawn. */
#include "viewer/console/app/prompt.h"
#include "viewer/console/app/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *complete(void *context, const char *text, int cursor, int *word)
{
    (void)text, (void)cursor, (void)word;
    return context ? strdup(context) : NULL;
}

static enum prompt_result press(struct prompt *p, uint32_t key)
{
    const struct input in = {.kind = INPUT_KEY, .key = key};
    return prompt_input(p, &in, complete, NULL);
}

static void type(struct prompt *p, const char *text)
{
    for (; *text; text++)
        press(p, (unsigned char)*text);
}

static enum prompt_result tab(struct prompt *p, uint32_t key, const char *candidates)
{
    const struct input in = {.kind = INPUT_KEY, .key = key};
    return prompt_input(p, &in, complete, (void *)(uintptr_t)candidates);
}

static void keys_edit_as_in_readline(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, ':', "");
    type(&p, "train a.cfg");
    press(&p, 'A' - '@');
    type(&p, "x");
    assert_string_equal(p.text, "xtrain a.cfg");
    press(&p, KEY_CODE_DELETE);
    assert_string_equal(p.text, "xrain a.cfg");
    press(&p, KEY_CODE_BACKSPACE);
    assert_string_equal(p.text, "rain a.cfg");
    press(&p, KEY_CODE_END);
    press(&p, 'W' - '@');
    assert_string_equal(p.text, "rain ");
    press(&p, KEY_CODE_HOME);
    press(&p, KEY_CODE_RIGHT);
    press(&p, 'K' - '@');
    assert_string_equal(p.text, "r");
    press(&p, 'U' - '@');
    assert_string_equal(p.text, "");
    prompt_free(&p);
}

static void characters_of_many_bytes_are_never_halved(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, '/', "");
    press(&p, 0xe9);
    press(&p, 0x1f600);
    press(&p, KEY_CODE_LEFT);
    press(&p, KEY_CODE_BACKSPACE);
    assert_string_equal(p.text, "\xf0\x9f\x98\x80");
    press(&p, KEY_CODE_DELETE);
    assert_int_equal(p.length, 0);
    prompt_free(&p);
}

static void a_full_line_takes_no_more(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, ':', "");
    for (int i = 0; i < 2 * PROMPT_TEXT_MAX; i++)
        press(&p, i % 3 ? 'a' : 0x1f600);
    assert_true(p.length < PROMPT_TEXT_MAX && p.length > PROMPT_TEXT_MAX - 8);
    assert_int_equal(p.text[p.length], 0);
    prompt_free(&p);
}

static void enter_is_done_and_escape_leaves(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, ':', "quit");
    assert_int_equal(press(&p, KEY_CODE_ENTER), PROMPT_DONE);
    assert_false(p.open);
    assert_string_equal(p.text, "quit");
    prompt_open(&p, ':', "quit");
    assert_int_equal(press(&p, KEY_CODE_ESCAPE), PROMPT_LEFT);
    prompt_open(&p, ':', "");
    assert_int_equal(press(&p, KEY_CODE_BACKSPACE), PROMPT_LEFT);
    assert_false(p.open);
    prompt_free(&p);
}

static void history_is_walked_by_its_sign(void **state)
{
    (void)state;
    struct prompt p = {0};
    static const char *const lines[] = {":one", "/filter", ":two", ":two"};
    for (int i = 0; i < 4; i++) {
        prompt_open(&p, lines[i][0], lines[i] + 1);
        press(&p, KEY_CODE_ENTER);
    }
    assert_int_equal(p.history_count, 3); /* the same twice is kept once */
    prompt_open(&p, ':', "");
    press(&p, KEY_CODE_UP);
    assert_string_equal(p.text, "two");
    press(&p, KEY_CODE_UP);
    assert_string_equal(p.text, "one");
    press(&p, KEY_CODE_UP);
    assert_string_equal(p.text, "one");
    press(&p, KEY_CODE_DOWN);
    press(&p, KEY_CODE_DOWN);
    assert_string_equal(p.text, "");
    prompt_free(&p);
}

static void history_keeps_the_newest(void **state)
{
    (void)state;
    struct prompt p = {0};
    for (int i = 0; i < PROMPT_HISTORY + 10; i++) {
        char text[16] = {(char)('a' + i % 26), (char)('a' + i / 26), 0};
        prompt_open(&p, ':', text);
        press(&p, KEY_CODE_ENTER);
    }
    assert_int_equal(p.history_count, PROMPT_HISTORY);
    assert_string_equal(p.history[0], ":ka");
    prompt_free(&p);
}

static void one_completion_is_taken_several_are_walked(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, ':', "tr");
    tab(&p, KEY_CODE_TAB, "train");
    assert_string_equal(p.text, "train ");
    tab(&p, KEY_CODE_TAB, "experiments/");
    assert_string_equal(p.text, "train experiments/");
    tab(&p, KEY_CODE_TAB, "a.cfg\nb.cfg");
    assert_string_equal(p.text, "train a.cfg");
    tab(&p, KEY_CODE_TAB, NULL);
    assert_string_equal(p.text, "train b.cfg");
    tab(&p, KEY_CODE_TAB, NULL);
    assert_string_equal(p.text, "train a.cfg");
    tab(&p, KEY_CODE_BACK_TAB, NULL);
    assert_string_equal(p.text, "train b.cfg");
    type(&p, " ");
    assert_null(p.candidates);
    tab(&p, KEY_CODE_TAB, NULL); /* there is none */
    assert_string_equal(p.text, "train b.cfg ");
    prompt_free(&p);
}

static bool shows(const struct cells *c, int y, const char *text)
{
    for (int x = 0; x < c->width; x++) {
        int i = 0;
        while (text[i] && x + i < c->width &&
               c->cell[y * c->width + x + i].glyph == (uint32_t)text[i])
            i++;
        if (!text[i])
            return true;
    }
    return false;
}

static void the_cursor_and_the_chosen_completion_stay_in_sight(void **state)
{
    (void)state;
    struct prompt p = {0};
    struct cells c = {0};
    char many[400] = "";
    assert_true(cells_resize(&c, 20, 6));
    for (int i = 0; i < 60; i++)
        sprintf(many + strlen(many), "%sn%02d", i ? "\n" : "", i);
    prompt_open(&p, ':', "");
    tab(&p, KEY_CODE_BACK_TAB, many);
    prompt_draw(&p, cells_all(&c));
    assert_string_equal(p.text, "n59");
    assert_true(shows(&c, 5, ":n59"));
    bool seen = false;
    for (int y = 0; y < 5; y++)
        seen = seen || shows(&c, y, "n59");
    assert_true(seen);
    type(&p, " a long line that is longer than the screen");
    cells_clear(&c);
    prompt_draw(&p, cells_all(&c));
    assert_true(shows(&c, 5, "the screen"));
    for (int width = 1; width < 4; width++) { /* no room at all */
        assert_true(cells_resize(&c, width, 1));
        prompt_draw(&p, cells_all(&c));
    }
    cells_free(&c);
    prompt_free(&p);
}

static void words_are_parted_as_in_a_shell(void **state)
{
    (void)state;
    struct words w;
    struct mien_error e = {.text = ""};
    assert_int_equal(
        words_split(&w, "train", "  a.cfg --set 'net.name=two words' b\\ c \"d'e\" ", &e), 0);
    static const char *const expected[] = {"train", "a.cfg", "--set", "net.name=two words",
                                           "b c",   "d'e"};
    assert_int_equal(w.count, 6);
    for (int i = 0; i < w.count; i++)
        assert_string_equal(w.word[i], expected[i]);
    assert_null(w.word[6]);
    assert_int_equal(words_split(&w, NULL, "a 'b", &e), -1);
    assert_non_null(strstr(e.text, "quote"));
    char many[300] = "";
    for (int i = 0; i < 70; i++)
        strcat(many, "a ");
    assert_int_equal(words_split(&w, NULL, many, &e), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_edit_as_in_readline),
        cmocka_unit_test(characters_of_many_bytes_are_never_halved),
        cmocka_unit_test(a_full_line_takes_no_more),
        cmocka_unit_test(enter_is_done_and_escape_leaves),
        cmocka_unit_test(history_is_walked_by_its_sign),
        cmocka_unit_test(history_keeps_the_newest),
        cmocka_unit_test(one_completion_is_taken_several_are_walked),
        cmocka_unit_test(the_cursor_and_the_chosen_completion_stay_in_sight),
        cmocka_unit_test(words_are_parted_as_in_a_shell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
