/* The view of raw records: shown, followed, searched, of one kind, taken apart. */
#include "tests/console/stage.h"

#include "viewer/console/app/keys.h"

/* `lines` steps, every 100th an event, behind an opening line; for the caller to free. */
static char *long_file(int lines)
{
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fputs("{\"kind\":\"run\",\"step\":0,\"unit\":\"epoch\",\"config\":\"[data]\\npath = x\\n\"}\n",
          stream);
    for (int i = 1; i < lines; i++)
        if (i % 100 == 0)
            fprintf(stream, "{\"kind\":\"event\",\"step\":%d,\"text\":\"mark %d\"}\n", i, i);
        else
            fprintf(stream, "{\"kind\":\"epoch\",\"step\":%d,\"epoch\":%d,\"loss\":1.5}\n", i, i);
    fclose(stream);
    return text;
}

static struct journal *long_run(struct stage *s, int lines)
{
    char *text = long_file(lines);
    struct journal *j = stage_run(s, "long", text);
    free(text);
    return j;
}

/* Draw until nothing is under way. */
static int settle(struct stage *s, int width, int height)
{
    int drawings = 0;
    do {
        s->m.again = false;
        stage_draw(s, width, height);
        drawings++;
    } while (s->m.again);
    return drawings;
}

static bool press(struct stage *s, uint32_t key)
{
    for (int i = 0; i < s->view->action_count; i++)
        if (keys_hold(s->view->actions[i].keys, key))
            return s->view->actions[i].act(s->state, &s->m, "", key);
    fail_msg("no action has the key %u", (unsigned)key);
    return false;
}

static void grow(struct stage *s, struct journal *j, const char *text)
{
    struct mien_error e;
    FILE *stream = fopen(j->path, "a");
    assert_non_null(stream);
    fputs(text, stream);
    fclose(stream);
    while (journal_poll(j, 1 << 20, s->m.now, &e) > 0)
        ;
}

static const char three[] = "{\"kind\":\"epoch\",\"step\":1,\"loss\":2.5}\n"
                            "no json at all\n"
                            "{\"kind\":\"event\",\"step\":2,\"text\":\"hello\"}\n";

static void records_stand_one_a_row_with_bad_ones_marked(void **state)
{
    struct stage s;
    int x;
    (void)state;
    stage_open(&s, &view_log);
    stage_run(&s, "run", three);
    settle(&s, 80, 22);
    stage_shows(&s, "3 lines");
    stage_shows(&s, "1 bad");
    stage_shows(&s, "{\"kind\":\"epoch\",\"step\":1,\"loss\":2.5}");
    assert_int_equal(stage_find(&s, "no json", &x), 2);
    assert_int_equal(s.cells.cell[2 * 80 + x].role, ROLE_BAD);
    stage_shows(&s, "2✘ no json");
    const int y = stage_find(&s, "\"loss\"", &x);
    assert_int_equal(s.cells.cell[y * 80 + x + 1].role, ROLE_FAINT);
    assert_int_equal(s.cells.cell[y * 80 + x + 7].role, ROLE_TEXT);
    stage_find(&s, "\"hello\"", &x);
    assert_int_equal(s.cells.cell[3 * 80 + x].role, ROLE_GOOD);
    stage_close(&s);
}

static void the_end_is_followed_until_scrolled_and_again(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    struct journal *j = long_run(&s, 1000);
    settle(&s, 80, 22);
    stage_shows(&s, "following");
    stage_shows(&s, "\"step\":999,");
    grow(&s, j, "{\"kind\":\"epoch\",\"step\":1000}\n");
    settle(&s, 80, 22);
    stage_shows(&s, "\"step\":1000}");
    press(&s, 'k');
    grow(&s, j, "{\"kind\":\"epoch\",\"step\":1001}\n");
    settle(&s, 80, 22);
    stage_hides(&s, "following");
    stage_hides(&s, "\"step\":1001}");
    press(&s, 'G');
    settle(&s, 80, 22);
    stage_shows(&s, "\"step\":1001}");
    stage_shows(&s, "following");
    press(&s, 'f');
    settle(&s, 80, 22);
    stage_hides(&s, "following");
    stage_close(&s);
}

static void keys_move_by_records_and_screens(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    long_run(&s, 1000);
    settle(&s, 80, 22);
    press(&s, 'g');
    settle(&s, 80, 22);
    stage_shows(&s, "line 1\n");
    stage_shows(&s, "\"kind\":\"run\"");
    press(&s, KEY_CODE_PAGE_DOWN);
    settle(&s, 80, 22);
    stage_shows(&s, "line 22\n");
    press(&s, KEY_CODE_UP);
    settle(&s, 80, 22);
    stage_shows(&s, "line 21\n");
    for (int i = 0; i < 60; i++)
        press(&s, KEY_CODE_PAGE_UP);
    settle(&s, 80, 22);
    stage_shows(&s, "line 1\n");
    assert_true(stage_mouse(&s, MOUSE_PRESS, 20, 5));
    settle(&s, 80, 22);
    stage_shows(&s, "line 5\n");
    assert_true(stage_mouse(&s, MOUSE_WHEEL_DOWN, 20, 5));
    settle(&s, 80, 22);
    stage_shows(&s, "line 8\n");
    stage_close(&s);
}

static void a_search_marks_goes_round_and_says_so(void **state)
{
    struct stage s;
    int x;
    (void)state;
    stage_open(&s, &view_log);
    long_run(&s, 1000);
    settle(&s, 80, 22);
    press(&s, 's');
    assert_string_equal(s.m.wanted_prompt, "search ");
    assert_true(stage_act(&s, "search", "mark 3"));
    settle(&s, 80, 22);
    stage_shows(&s, "line 301\n");
    assert_non_null(strstr(s.m.notice, "from the start again"));
    const int y = stage_find(&s, "mark 300", &x);
    assert_int_equal(s.cells.cell[y * 80 + x].role, ROLE_MATCH);
    assert_int_equal(s.cells.cell[y * 80 + x + 6].role, ROLE_GOOD); /* behind "mark 3" */
    s.m.notice[0] = '\0';
    stage_act(&s, "search", "mark");
    settle(&s, 80, 22);
    stage_shows(&s, "line 401\n");
    press(&s, 'N');
    press(&s, 'N');
    settle(&s, 80, 22);
    stage_shows(&s, "line 201\n");
    assert_string_equal(s.m.notice, "");
    stage_act(&s, "search", "kind\":\"run"); /* the first line is found too */
    settle(&s, 80, 22);
    stage_shows(&s, "line 1\n");
    press(&s, 'n'); /* the only one: round to itself */
    settle(&s, 80, 22);
    stage_shows(&s, "line 1\n");
    stage_act(&s, "search", "not in the file");
    settle(&s, 80, 22);
    assert_true(s.m.notice_bad);
    assert_non_null(strstr(s.m.notice, "no record holds"));
    stage_close(&s);
}

static void long_searches_go_in_slices_and_can_be_stopped(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    long_run(&s, 60000);
    settle(&s, 80, 22);
    stage_act(&s, "search", "not in the file");
    s.m.again = false;
    stage_draw(&s, 80, 22);
    assert_true(s.m.again);
    stage_shows(&s, "Esc stops");
    press(&s, KEY_CODE_ESCAPE);
    s.m.again = false;
    stage_draw(&s, 80, 22);
    assert_false(s.m.again);
    stage_hides(&s, "Esc stops");
    stage_act(&s, "search", "mark 100\"");
    assert_true(settle(&s, 80, 22) >= 1);
    stage_shows(&s, "line 101\n");
    stage_close(&s);
}

static void records_of_one_kind_are_shown_alone(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    struct journal *j = long_run(&s, 60000);
    assert_true(stage_act(&s, "kind", "event"));
    settle(&s, 80, 22);
    stage_shows(&s, "only event");
    stage_shows(&s, "mark 59900");
    stage_shows(&s, "mark 58000");
    stage_hides(&s, "epoch");
    press(&s, 'g');
    settle(&s, 80, 22);
    stage_shows(&s, "line 101\n");
    press(&s, 'j');
    settle(&s, 80, 22);
    stage_shows(&s, "line 201\n");
    press(&s, KEY_CODE_END);
    grow(&s, j, "{\"kind\":\"event\",\"step\":60000,\"text\":\"newest\"}\n");
    settle(&s, 80, 22);
    stage_shows(&s, "newest");
    stage_act(&s, "kind", "bad");
    settle(&s, 80, 22);
    stage_shows(&s, "no bad record in long");
    grow(&s, j, "}{\n");
    settle(&s, 80, 22);
    stage_shows(&s, "}{");
    assert_false(stage_act(&s, "kind", "worse"));
    stage_act(&s, "kind", "");
    settle(&s, 80, 22);
    stage_hides(&s, "only");
    stage_close(&s);
}

static void a_line_is_gone_to_by_number_or_place(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    long_run(&s, 1001);
    settle(&s, 80, 22);
    assert_true(stage_act(&s, "line", "77"));
    settle(&s, 80, 22);
    stage_shows(&s, "line 77\n");
    assert_true(stage_act(&s, "line", "50%"));
    settle(&s, 80, 22);
    stage_shows(&s, "line 501\n");
    assert_true(stage_act(&s, "line", "999999"));
    settle(&s, 80, 22);
    stage_shows(&s, "line 1,001\n");
    assert_false(stage_act(&s, "line", "soon"));
    assert_false(stage_act(&s, "line", "-3"));
    stage_close(&s);
}

static void a_record_is_taken_apart(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    stage_run(&s, "run",
              "{\"kind\":\"run\",\"config\":\"[data]\\npath = x\",\"classes\":[\"a\",\"b\"],"
              "\"loss\":null}\nbad line\n");
    settle(&s, 80, 22);
    press(&s, 'g');
    press(&s, KEY_CODE_ENTER);
    settle(&s, 80, 22);
    stage_shows(&s, "Line 1");
    stage_shows(&s, "config   [data]\n         path = x\n");
    stage_shows(&s, "classes  [\"a\",\"b\"]");
    stage_shows(&s, "loss     null (not finite)");
    press(&s, 'J');
    settle(&s, 80, 22);
    stage_hides(&s, "kind     run");
    press(&s, 'j');
    settle(&s, 200, 58);
    stage_shows(&s, "no JSON object");
    press(&s, KEY_CODE_ESCAPE);
    settle(&s, 80, 22);
    stage_hides(&s, "Line 2");
    stage_close(&s);
}

static void long_lines_are_cut_wrapped_or_scrolled(void **state)
{
    char text[400] = "{\"kind\":\"event\",\"text\":\"";
    struct stage s;
    (void)state;
    for (int i = 0; i < 180; i++)
        strcat(text, "x");
    strcat(text, "END\"}\n");
    stage_open(&s, &view_log);
    stage_run(&s, "run", text);
    settle(&s, 80, 22);
    stage_shows(&s, "xx…");
    stage_hides(&s, "END");
    press(&s, 'w');
    settle(&s, 80, 22);
    stage_shows(&s, "xxEND\"}");
    press(&s, 'w');
    for (int i = 0; i < 20; i++)
        press(&s, 'l');
    settle(&s, 80, 22);
    stage_shows(&s, "END\"}");
    stage_shows(&s, "…x");
    stage_close(&s);
}

static void bytes_that_are_no_text_are_shown_safely(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    stage_run(&s, "run",
              "{\"kind\":\"event\",\"text\":\"\x1b[31m\xff\xfe\xc3(\"}\n\x07\x1b]0;x\x07\n");
    settle(&s, 80, 22);
    stage_shows(&s, "?[31m?\?\?(");
    assert_null(strchr(s.text, '\x1b'));
    press(&s, KEY_CODE_ENTER);
    settle(&s, 80, 22);
    assert_null(strchr(s.text, '\x1b'));
    stage_close(&s);
}

static void nothing_to_show_says_why(void **state)
{
    struct stage s;
    struct mien_error e;
    (void)state;
    stage_open(&s, &view_log);
    settle(&s, 80, 22);
    stage_shows(&s, "no run yet");
    assert_false(stage_act(&s, "search", "x"));
    press(&s, 'j');
    struct journal *j = stage_run(&s, "run", "");
    settle(&s, 80, 22);
    stage_shows(&s, "nothing is written yet");
    press(&s, 'g');
    press(&s, 'j');
    press(&s, KEY_CODE_ENTER);
    settle(&s, 80, 22);
    grow(&s, j, three);
    settle(&s, 80, 22);
    stage_shows(&s, "hello");
    assert_int_equal(file_write(j->path, "{\"kind\":\"x\"}\n", 13, &e), 0); /* replaced */
    while (journal_poll(j, 1 << 20, s.m.now, &e) > 0)
        ;
    settle(&s, 80, 22);
    stage_shows(&s, "1 line,");
    stage_hides(&s, "hello");
    stage_close(&s);
}

static void any_size_is_drawn(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_log);
    long_run(&s, 300);
    for (int i = 0; i < 4; i++) {
        for (int width = 1; width < 240; width += 13)
            for (int height = 1; height < 70; height += 7)
                settle(&s, width, height);
        press(&s, i % 2 ? 'w' : KEY_CODE_ENTER);
    }
    stage_close(&s);
}

static void the_table_holds_the_records_around(void **state)
{
    struct stage s;
    struct table t;
    (void)state;
    stage_open(&s, &view_log);
    stage_run(&s, "run", three);
    assert_true(view_log.table(s.state, &s.m, &t));
    assert_int_equal(t.count / t.column_count, 3);
    assert_string_equal(t.cells[1].text, "step");
    assert_string_equal(t.cells[4].text, "bad");
    assert_string_equal(t.cells[8].text, "{\"kind\":\"event\",\"step\":2,\"text\":\"hello\"}");
    table_free(&t);
    stage_close(&s);
}

static void keys_are_named_once(void **state)
{
    (void)state;
    for (int i = 0; i < view_log.action_count; i++)
        for (const char *keys = view_log.actions[i].keys; *keys;) {
            const uint32_t key = keys_next(&keys);
            for (int k = 0; k < i; k++)
                assert_false(keys_hold(view_log.actions[k].keys, key));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_stand_one_a_row_with_bad_ones_marked),
        cmocka_unit_test(the_end_is_followed_until_scrolled_and_again),
        cmocka_unit_test(keys_move_by_records_and_screens),
        cmocka_unit_test(a_search_marks_goes_round_and_says_so),
        cmocka_unit_test(long_searches_go_in_slices_and_can_be_stopped),
        cmocka_unit_test(records_of_one_kind_are_shown_alone),
        cmocka_unit_test(a_line_is_gone_to_by_number_or_place),
        cmocka_unit_test(a_record_is_taken_apart),
        cmocka_unit_test(long_lines_are_cut_wrapped_or_scrolled),
        cmocka_unit_test(bytes_that_are_no_text_are_shown_safely),
        cmocka_unit_test(nothing_to_show_says_why),
        cmocka_unit_test(any_size_is_drawn),
        cmocka_unit_test(the_table_holds_the_records_around),
        cmocka_unit_test(keys_are_named_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
