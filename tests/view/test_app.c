/* test_app.c - the viewer as a person meets it: the question first, the keys, what comes of files
 * that are none. */
#include "tests/view/show.h"

#include "viewer/view/app_actions.h"

static bool scored(const struct app *a)
{
    return a->moment && a->moment->count > 0 && a->moment->faces[0].scored;
}

static bool face_seen(const struct app *a)
{
    return a->moment && a->moment->count > 0;
}

static bool complained(const struct app *a)
{
    return a->notice_bad && a->notice[0];
}

/* --- consent -------------------------------------------------------------------------------- */

static struct app *start_asking(void **state)
{
    struct app_options o = show_options(*state);
    o.ask = true;
    o.log = "log";
    return show_start(state, &o);
}

static int logged_scores(void)
{
    char *text = show_text("log/metrics.jsonl");
    const int count = show_count(text, "\"emotion_");
    free(text);
    return count;
}

static void nothing_is_read_before_somebody_says_yes(void **state)
{
    struct app *a = start_asking(state);
    assert_int_equal(a->page, APP_CONSENT);
    show_until(*state, face_seen);
    for (int i = 0; i < 12; i++) {
        show_frames(*state, 1);
        assert_false(a->moment->consent);
        for (int32_t k = 0; k < a->moment->count; k++) {
            assert_false(a->moment->faces[k].scored);
            assert_true(a->moment->faces[k].raw[0] == 0 && a->moment->faces[k].scores[0] == 0);
        }
    }
    /* Neither a key of the picture's nor one beside the buttons is a yes. */
    static const uint32_t others[] = {'m', 's', 'r', ' ', VIEW_ENTER, VIEW_F1, 'Y', 'c'};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        show_key(*state, others[i]);
        assert_int_equal(a->page, APP_CONSENT);
        assert_false(a->consent);
    }
    show_mouse(*state, VIEW_PRESS, 2, 2);
    assert_int_equal(a->page, APP_CONSENT);
    assert_int_equal(logged_scores(), 0);
}

static bool score_logged(const struct app *a)
{
    (void)a;
    return logged_scores() > 0;
}

static void yes_begins_and_c_takes_it_back_at_once(void **state)
{
    struct app *a = start_asking(state);
    show_key(*state, 'y');
    assert_true(a->consent);
    assert_int_equal(a->page, APP_PICTURE);
    show_until(*state, scored);
    show_until(*state, score_logged);
    show_key(*state, 'c');
    assert_false(a->consent);
    assert_false(scored(a)); /* of the frame that is shown already, too */
    const int logged = logged_scores();
    for (int i = 0; i < 10; i++) {
        show_frames(*state, 1);
        assert_false(scored(a));
    }
    assert_int_equal(logged_scores(), logged);
    show_key(*state, 'c'); /* on again is asked for again */
    assert_int_equal(a->page, APP_CONSENT);
    assert_false(a->consent);
}

static void no_shows_faces_only(void **state)
{
    struct app *a = start_asking(state);
    show_key(*state, 'n');
    assert_int_equal(a->page, APP_PICTURE);
    assert_false(a->consent);
    show_until(*state, face_seen);
    show_frames(*state, 5);
    assert_false(scored(a));
    assert_int_equal(logged_scores(), 0);
}

/* Click over the lower part of the window, from `left` to `right`, until the card is gone. */
static void click_card(void **state, struct app *a, int left, int right)
{
    for (int y = SHOW_HEIGHT - 20; y > SHOW_HEIGHT / 2 && a->page == APP_CONSENT; y -= 12)
        for (int x = left; x < right && a->page == APP_CONSENT; x += 24)
            show_mouse(*state, VIEW_PRESS, (float)x, (float)y);
    assert_int_equal(a->page, APP_PICTURE);
}

static void the_card_takes_clicks(void **state)
{
    struct app *a = start_asking(state);
    show_draw(*state);
    click_card(state, a, 40, SHOW_WIDTH / 2 - 20);
    assert_true(a->consent);
    show_key(*state, 'c');
    show_key(*state, 'c');
    click_card(state, a, SHOW_WIDTH / 2 + 20, SHOW_WIDTH - 40);
    assert_false(a->consent);
}

static void without_a_model_there_is_nothing_to_consent_to(void **state)
{
    struct app_options o = show_options(*state);
    o.ask = true;
    o.model = NULL;
    struct app *a = show_start(state, &o);
    assert_int_equal(a->page, APP_PICTURE);
    show_key(*state, 'c');
    assert_int_equal(a->page, APP_PICTURE);
    assert_non_null(strstr(a->notice, "--model"));
}

/* --- keys ----------------------------------------------------------------------------------- */

static struct app *start(void **state)
{
    const struct app_options o = show_options(*state);
    struct app *a = show_start(state, &o);
    show_until(*state, face_seen);
    return a;
}

static void every_key_of_the_table_does_something_and_no_harm(void **state)
{
    struct app *a = start(state);
    for (int i = 0; i < app_action_count; i++) {
        a->notice[0] = '\0';
        const uint32_t before = a->calibrate + a->forget;
        show_key(*state, app_actions[i].key);
        const bool seekless = app_actions[i].key == VIEW_LEFT || app_actions[i].key == VIEW_RIGHT;
        if (!a->notice[0] && a->page == APP_PICTURE && !a->quit && !a->settings.look.swap &&
            before == a->calibrate + a->forget && !seekless)
            fail_msg("nothing came of the key of '%s'", app_actions[i].text);
        assert_false(a->notice_bad && a->notice[0]);
        if (app_actions[i].key == 'q') {
            assert_true(a->quit);
            a->quit = false;
        }
        if (app_actions[i].key == VIEW_SPACE)
            show_key(*state, VIEW_SPACE);
        show_key(*state, VIEW_ESCAPE);
        assert_int_equal(a->page == APP_CONSENT, 0);
        show_frames(*state, 1);
    }
}

static void every_setting_with_a_key_goes_round(void **state)
{
    struct app *a = start(state);
    for (int i = 0; i < settings_count; i++) {
        const struct setting *what = &settings_table[i];
        if (!what->hotkey)
            continue;
        const int rounds = what->kind == SETTING_CHOICE ? what->count : 2;
        char first[64], last[64];
        setting_show(what, &a->settings, first, sizeof first);
        for (int k = 0; k < rounds; k++) {
            char now[64];
            show_key(*state, what->hotkey);
            show_frames(*state, 1);
            setting_show(what, &a->settings, now, sizeof now);
            if (k + 1 < rounds)
                assert_string_not_equal(now, first);
        }
        setting_show(what, &a->settings, last, sizeof last);
        assert_string_equal(last, first);
    }
}

static void no_key_means_two_things(void **state)
{
    (void)state;
    for (int i = 0; i < settings_count; i++)
        for (int k = 0; settings_table[i].hotkey && k < settings_count + app_action_count; k++) {
            const uint32_t other =
                k < settings_count ? settings_table[k].hotkey : app_actions[k - settings_count].key;
            assert_true(k == i || other != settings_table[i].hotkey);
        }
}

/* --- files that are dropped ----------------------------------------------------------------- */

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void what_cannot_be_used_is_one_notice_and_the_picture_goes_on(void **state)
{
    struct app *a = start(state);
    struct show *s = *state;
    write_file("corrupt.png", "\x89PNG\r\n\x1a\nthis is none");
    write_file("empty.jpg", "");
    write_file("words.webm", "no video at all, but a line of text\n");
    char no_face[1024];
    snprintf(no_face, sizeof no_face, "%s", show_home(s, "tests/mask/no-face.png"));
    const char *const paths[] = {no_face,       "corrupt.png",  "empty.jpg",     "words.webm",
                                 "missing.png", "missing.webm", "missing/folder"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        a->notice[0] = '\0';
        a->notice_bad = false;
        show_drop(s, paths[i]);
        show_until(s, complained);
        print_message("%s\n", a->notice);
        assert_null(strchr(a->notice, '\n'));
        show_frames(s, 3);
        assert_false(a->masked);
    }
}

/* The beginning of the clip that ships. */
static void write_cut_clip(const struct show *s, const char *path)
{
    char bytes[60000];
    FILE *from = fopen(show_home(s, "datasets/portraits/clip.webm"), "rbe");
    FILE *to = fopen(path, "wbe");
    assert_true(from && to);
    assert_int_equal(fread(bytes, 1, sizeof bytes, from), sizeof bytes);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, to), sizeof bytes);
    fclose(from);
    assert_int_equal(fclose(to), 0);
}

static void a_video_cut_short_is_told_of_and_goes_on(void **state)
{
    struct app_options o = show_options(*state);
    write_cut_clip(*state, "cut.webm");
    o.source = "cut.webm";
    o.model = NULL;
    struct app *a = show_start(state, &o);
    show_until(*state, complained);
    assert_non_null(strstr(a->notice, "cut.webm: "));
    assert_non_null(strstr(a->notice, "cut short"));
    show_frames(*state, 5);
    assert_non_null(strstr(a->notice, "cut short")); /* for as long as it takes to read */
}

static bool worn(const struct app *a)
{
    return a->masked;
}

static void a_photo_that_is_dropped_is_worn(void **state)
{
    struct app *a = start(state);
    show_drop(*state, show_home(*state, "datasets/portraits/mona_lisa.jpg"));
    show_until(*state, worn);
    assert_string_equal(a->worn, "mona_lisa.jpg");
    assert_true(a->settings.look.swap);
    show_frames(*state, 2);
}

#define TEST(name) cmocka_unit_test_teardown(name, show_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_read_before_somebody_says_yes),
        TEST(yes_begins_and_c_takes_it_back_at_once),
        TEST(no_shows_faces_only),
        TEST(the_card_takes_clicks),
        TEST(without_a_model_there_is_nothing_to_consent_to),
        TEST(every_key_of_the_table_does_something_and_no_harm),
        TEST(every_setting_with_a_key_goes_round),
        TEST(no_key_means_two_things),
        TEST(what_cannot_be_used_is_one_notice_and_the_picture_goes_on),
        TEST(a_video_cut_short_is_told_of_and_goes_on),
        TEST(a_photo_that_is_dropped_is_worn),
    };
    return cmocka_run_group_tests(tests, show_set_up, show_tear_down);
}
