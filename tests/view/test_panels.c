/* test_panels.c - the lists over the picture by keys and by mouse, and what is remembered. */
#include "tests/view/show.h"

#include <sys/stat.h>

#include "viewer/view/app_sources.h"

static struct app *start(void **state)
{
    const struct app_options o = show_options(*state);
    struct app *a = show_start(state, &o);
    show_frames(*state, 1);
    return a;
}

static int row_of(const char *key)
{
    for (int i = 0; i < settings_count; i++)
        if (settings_table[i].key && strcmp(settings_table[i].key, key) == 0)
            return i;
    fail_msg("no setting '%s'", key);
    return -1;
}

/* Walk to a row by the arrow keys. */
static void walk_to(void **state, struct app *a, int row)
{
    for (int i = 0; i < 2 * settings_count && a->list.cursor != row; i++)
        show_key(*state, a->list.cursor < row ? VIEW_DOWN : VIEW_UP);
    assert_int_equal(a->list.cursor, row);
}

/* The middle of a row as drawn, across by `share` of where its value is. */
static void place_of(const struct app *a, int row, float share, float *x, float *y)
{
    const struct page *p = &a->list;
    *x = p->box.x + p->value + share * (p->box.width - p->value - 40);
    *y = p->box.y + p->row * ((float)(row - p->top) + 0.5f);
}

static void settings_change_by_keys(void **state)
{
    struct app *a = start(state);
    show_key(*state, 's');
    assert_int_equal(a->page, APP_SETTINGS);
    const bool axes = a->settings.look.axes;
    walk_to(state, a, row_of("axes"));
    show_key(*state, VIEW_ENTER);
    assert_int_equal(a->settings.look.axes, !axes);
    show_key(*state, VIEW_SPACE);
    assert_int_equal(a->settings.look.axes, axes);
    const double threshold = a->settings.threshold;
    walk_to(state, a, row_of("threshold"));
    show_key(*state, VIEW_RIGHT);
    assert_float_equal((float)a->settings.threshold, (float)threshold + 0.05f, 1e-5f);
    show_key(*state, VIEW_LEFT);
    assert_float_equal((float)a->settings.threshold, (float)threshold, 1e-5f);
    const int mesh = a->settings.look.mesh;
    walk_to(state, a, row_of("mesh"));
    show_key(*state, VIEW_LEFT);
    assert_int_equal(a->settings.look.mesh, (mesh + LOOK_MESH_COUNT - 1) % LOOK_MESH_COUNT);
    show_key(*state, VIEW_ESCAPE);
    assert_int_equal(a->page, APP_PICTURE);
}

static void settings_change_by_mouse(void **state)
{
    struct app *a = start(state);
    float x, y;
    show_key(*state, 's');
    place_of(a, row_of("box"), -0.5f, &x, &y);
    const bool box = a->settings.look.box;
    show_mouse(*state, VIEW_PRESS, x, y);
    assert_int_equal(a->settings.look.box, !box);
    assert_int_equal(a->list.cursor, row_of("box"));
}

static void a_number_follows_the_mouse(void **state)
{
    struct app *a = start(state);
    float x, y, right;
    show_key(*state, 's');
    walk_to(state, a, row_of("faces")); /* into view */
    const int row = row_of("threshold");
    place_of(a, row, 0, &x, &y);
    place_of(a, row, 1.2f, &right, &y);
    show_mouse(*state, VIEW_PRESS, x + 1, y);
    assert_true(a->settings.threshold < 0.06);
    show_mouse(*state, VIEW_DRAG, (x + right) / 2, y);
    assert_true(a->settings.threshold > 0.3 && a->settings.threshold < 0.8);
    show_mouse(*state, VIEW_DRAG, right, y);
    assert_float_equal((float)a->settings.threshold, 0.95f, 1e-5f);
}

static void the_wheel_moves_on_and_a_click_beside_closes(void **state)
{
    struct app *a = start(state);
    show_key(*state, 's');
    const int before = a->list.cursor;
    app_input(a, &(struct view_input){.kind = VIEW_WHEEL, .wheel = -1});
    assert_true(a->list.cursor > before);
    show_mouse(*state, VIEW_PRESS, 5, SHOW_HEIGHT / 2);
    assert_int_equal(a->page, APP_PICTURE);
}

static void every_page_draws_at_any_size(void **state)
{
    struct show *s = *state;
    struct app *a = start(state);
    static const int sizes[][2] = {{1, 1},    {2, 700},  {700, 2},   {64, 64},
                                   {200, 90}, {333, 77}, {1920, 300}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        s->width = sizes[i][0];
        s->height = sizes[i][1];
        for (int page = APP_PICTURE; page <= APP_KEYS; page++) {
            app_show(a, (enum app_page)page);
            show_draw(s);
            show_mouse(s, VIEW_PRESS, (float)s->width / 2, (float)s->height / 2);
        }
    }
}

static bool robot_worn(const struct app *a)
{
    return a->masked && strcmp(a->worn, "Robot") == 0;
}

static bool clown_worn(const struct app *a)
{
    return a->masked && strcmp(a->worn, "Clown") == 0;
}

static void masks_are_chosen_from_their_page(void **state)
{
    struct app *a = start(state);
    show_key(*state, 'M');
    assert_int_equal(a->page, APP_MASKS);
    show_key(*state, VIEW_DOWN);
    show_key(*state, VIEW_DOWN);
    show_key(*state, VIEW_ENTER);
    show_until(*state, robot_worn);
    assert_true(a->settings.look.swap);
    show_key(*state, VIEW_ESCAPE);
    show_key(*state, 'n');
    show_until(*state, clown_worn);
    show_frames(*state, 2);
}

static bool pattern_read(const struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    return strcmp(news.word, "pattern") == 0 && a->moment && a->moment->count == 0;
}

/* Pixels of the mark's yellow edge, left of the page, in the picture's uppermost part. */
static int mark_pixels_beside_page(struct show *s)
{
    uint8_t *pixels = malloc(4 * (size_t)s->width * (size_t)s->height);
    int count = 0;
    assert_non_null(pixels);
    show_draw(s);
    show_draw(s); /* the page's place is known by now */
    gl_read(pixels, s->width, s->height);
    for (int y = 0; y < 50; y++)
        for (int x = 0; x < (int)s->app.list.box.x; x++) {
            const uint8_t *p = pixels + 4 * (y * s->width + x);
            count += p[0] > 200 && p[1] > 190 && p[2] < 110;
        }
    free(pixels);
    return count;
}

static void no_page_hides_the_mark_of_a_swap(void **state)
{
    struct app *a = start(state);
    struct show *s = *state;
    s->width = 960;
    s->height = 720;
    app_wear(a, "robot");
    show_until(s, robot_worn);
    show_frames(s, 3);
    show_key(s, 's');
    assert_true(mark_pixels_beside_page(s) > 100);
    a->settings.look.swap = false;
    app_settings_changed(a);
    assert_int_equal(mark_pixels_beside_page(s), 0);
}

static bool clip_read(const struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    return strstr(news.word, "clip.webm") && a->moment && a->moment->count == 1;
}

static void sources_are_chosen_from_their_page(void **state)
{
    struct app *a = start(state);
    show_key(*state, 'o');
    assert_int_equal(a->page, APP_SOURCES);
    show_key(*state, VIEW_END);
    show_key(*state, VIEW_ENTER);
    show_until(*state, clip_read);
    show_key(*state, VIEW_UP);
    show_key(*state, VIEW_ENTER);
    show_until(*state, pattern_read);
    assert_false(a->notice_bad && a->notice[0]);
}

/* Two cameras that are none: the first has two sizes, and is a pattern that can be opened. */
static void make_up_cameras(struct app *a)
{
    a->camera_count = 2;
    a->cameras[0] = (struct camera){.name = "Front",
                                    .path = "pattern",
                                    .mode_count = 2,
                                    .modes = {{640, 480, 30}, {320, 240, 60}}};
    a->cameras[1] = (struct camera){.name = "Back", .path = "/dev/video77"};
}

static bool small_pattern_read(const struct app *a)
{
    return a->moment && a->moment->frame->width == 320;
}

static bool back_is_lost(const struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    return a->lost && strcmp(news.word, "/dev/video77") == 0;
}

static bool puppet_read(const struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    return strcmp(news.word, "puppet") == 0 && a->moment && a->moment->count > 0;
}

static void a_cameras_sizes_are_listed_and_chosen(void **state)
{
    struct app *a = start(state);
    struct page_row rows[PAGE_ROWS_MAX];
    int count = 0;
    show_key(*state, 'o');
    make_up_cameras(a);
    show_key(*state, VIEW_HOME);
    show_key(*state, VIEW_ENTER);
    app_source_rows(a, rows, &count);
    assert_int_equal(count, 8); /* two cameras, two sizes, puppet, pattern, clip, a line */
    assert_non_null(strstr(rows[1].text, "640 x 480"));
    assert_non_null(strstr(rows[2].text, "320 x 240"));
    assert_string_equal(rows[3].text, "Back");
    assert_false(rows[0].chosen);
    show_key(*state, VIEW_DOWN);
    show_key(*state, VIEW_DOWN);
    show_key(*state, VIEW_ENTER);
    show_until(*state, small_pattern_read);
    app_source_rows(a, rows, (count = 0, &count));
    assert_true(rows[0].chosen && rows[2].chosen && !rows[1].chosen);
    show_key(*state, VIEW_HOME); /* folded up again */
    show_key(*state, VIEW_ENTER);
    app_source_rows(a, rows, (count = 0, &count));
    assert_int_equal(count, 6);
    assert_int_equal(a->list.cursor, 0);
}

static void a_camera_that_is_lost_leaves_the_choice(void **state)
{
    struct app *a = start(state);
    show_key(*state, 'o');
    make_up_cameras(a);
    show_key(*state, VIEW_HOME);
    show_key(*state, VIEW_DOWN);
    show_key(*state, VIEW_ENTER); /* it has no sizes to choose from */
    show_until(*state, back_is_lost);
    show_key(*state, VIEW_DOWN);
    show_key(*state, VIEW_ENTER);
    show_until(*state, puppet_read);
    assert_false(a->lost);
}

/* --- what is remembered --------------------------------------------------------------------- */

static void write_settings(const char *text)
{
    mkdir("config", 0777);
    mkdir("config/mien", 0777);
    FILE *f = fopen("config/mien/view.cfg", "we");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void settings_come_back_as_they_were_left(void **state)
{
    struct app_options o = show_options(*state);
    struct settings back;
    struct mien_error e;
    o.remember = true;
    struct app *a = show_start(state, &o);
    show_key(*state, 'a');
    show_key(*state, 'm');
    a->settings.threshold = 0.65;
    const struct settings left = a->settings;
    assert_int_equal(app_close(a, &e), 0);
    assert_int_equal(settings_load(&back, &e), 0);
    assert_int_equal(back.look.axes, left.look.axes);
    assert_int_equal(back.look.mesh, left.look.mesh);
    assert_true(back.threshold == left.threshold);
    assert_string_equal(show_files(*state, false), "config/mien/view.cfg\n");
    char *text = show_text("config/mien/view.cfg");
    assert_null(strstr(text, "consent")); /* it is asked for each time */
    free(text);
}

static void a_bad_line_of_settings_is_told_and_the_rest_is_read(void **state)
{
    (void)state;
    struct settings s;
    struct mien_error e;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"[view]\naxes = 1\nmesh = spaghetti\n", "spaghetti"},
        {"[view]\naxes = 1\nthreshold = 7\n", "threshold"},
        {"[view]\naxes = 1\ntreshold = 0.5\n", "treshold"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_settings(cases[i].text);
        assert_int_equal(settings_load(&s, &e), -1);
        assert_non_null(strstr(e.text, "view.cfg"));
        assert_non_null(strstr(e.text, cases[i].says));
        assert_true(s.look.axes);
        assert_int_equal(s.look.mesh, settings_defaults().look.mesh);
    }
    write_settings("\x01\xff{]");
    assert_int_equal(settings_load(&s, &e), -1);
}

#define TEST(name) cmocka_unit_test_teardown(name, show_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(settings_change_by_keys),
        TEST(settings_change_by_mouse),
        TEST(a_number_follows_the_mouse),
        TEST(the_wheel_moves_on_and_a_click_beside_closes),
        TEST(every_page_draws_at_any_size),
        TEST(masks_are_chosen_from_their_page),
        TEST(no_page_hides_the_mark_of_a_swap),
        TEST(sources_are_chosen_from_their_page),
        TEST(a_cameras_sizes_are_listed_and_chosen),
        TEST(a_camera_that_is_lost_leaves_the_choice),
        TEST(settings_come_back_as_they_were_left),
        TEST(a_bad_line_of_settings_is_told_and_the_rest_is_read),
    };
    return cmocka_run_group_tests(tests, show_set_up, show_tear_down);
}
