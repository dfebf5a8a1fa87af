/* test_app.c - the studio driven by made-up inputs, drawn off screen: views, panels, the mouse,
 * saving. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "viewer/render/offscreen.h"
#include "viewer/studio/app.h"

#ifdef __SANITIZE_ADDRESS__
/* Mesa keeps 240 bytes of each context, and to know them as its own takes stacks so slow that its
 * shaders are not compiled in minutes. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
#endif

enum { WIDTH = 960, HEIGHT = 600 };

/* An open studio, what it is drawn on, and a folder to save in. */
struct stand {
    struct offscreen *offscreen;
    struct gl_target sheet;
    struct studio studio;
    char folder[64], file[96];
    uint8_t pixels[4 * WIDTH * HEIGHT];
};

static void draw(struct stand *t)
{
    struct mien_error e;
    if (gl_target_use(&t->sheet, WIDTH, HEIGHT, &e) != 0 ||
        studio_draw(&t->studio, WIDTH, HEIGHT, &e) != 0)
        fail_msg("%s", e.text);
    gl_read(t->pixels, WIDTH, HEIGHT);
    const char *complaint = gl_complaint();
    if (complaint)
        fail_msg("OpenGL: %s", complaint);
}

static int open_stand(void **state)
{
    struct stand *t = calloc(1, sizeof *t);
    struct mien_error e;
    assert_non_null(t);
    strcpy(t->folder, "/tmp/mien-studio-XXXXXX");
    assert_non_null(mkdtemp(t->folder));
    snprintf(t->file, sizeof t->file, "%s/mask.png", t->folder);
    if (offscreen_open(&t->offscreen, &e) != 0 ||
        studio_open(&t->studio, "robot", t->file, &e) != 0)
        fail_msg("%s", e.text);
    draw(t);
    *state = t;
    return 0;
}

static int close_stand(void **state)
{
    struct stand *t = *state;
    studio_close(&t->studio);
    gl_target_free(&t->sheet);
    offscreen_close(t->offscreen);
    unlink(t->file);
    rmdir(t->folder);
    free(t);
    return 0;
}

static void key(struct stand *t, uint32_t k)
{
    studio_input(&t->studio, &(struct view_input){.kind = VIEW_KEY, .key = k});
}

static void type(struct stand *t, const char *text)
{
    for (; *text; text++)
        key(t, (uint8_t)*text);
}

static void mouse(struct stand *t, enum view_input_kind kind, float x, float y)
{
    studio_input(&t->studio, &(struct view_input){.kind = kind, .x = x, .y = y});
}

/* Pixels of the figure's part of the picture that differ from its corner's ground. */
static int drawn(const struct stand *t)
{
    int count = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < studio_room(&t->studio); x++)
            count += memcmp(t->pixels + 4 * (y * WIDTH + x), t->pixels, 3) != 0;
    return count;
}

static void each_view_shows_something_of_its_own(void **state)
{
    struct stand *t = *state;
    uint32_t sums[DRAWING_VIEW_COUNT];
    key(t, VIEW_ESCAPE);
    for (int v = 0; v < DRAWING_VIEW_COUNT; v++) {
        key(t, '1' + (uint32_t)v);
        draw(t);
        assert_int_equal(t->studio.wishes.view, v);
        assert_in_range(drawn(t), WIDTH * HEIGHT / 20, WIDTH * HEIGHT * 3 / 4);
        sums[v] = 2166136261u;
        for (size_t i = 0; i < sizeof t->pixels; i++)
            sums[v] = (sums[v] ^ t->pixels[i]) * 16777619u;
        for (int u = 0; u < v; u++)
            assert_int_not_equal(sums[u], sums[v]);
    }
}

static void panels_are_drawn_and_left(void **state)
{
    struct stand *t = *state;
    for (int panel = 0; panel < PANEL_COUNT; panel++) {
        assert_int_equal(t->studio.panel, panel);
        for (int i = 0; i < 40; i++)
            key(t, VIEW_DOWN);
        draw(t);
        key(t, VIEW_TAB);
    }
    assert_int_equal(t->studio.panel, PANEL_COUNT);
    draw(t);
}

static void dragging_turns_and_the_wheel_comes_nearer(void **state)
{
    struct stand *t = *state;
    const struct camera before = t->studio.camera;
    mouse(t, VIEW_PRESS, 200, 300);
    mouse(t, VIEW_DRAG, 100, 340);
    assert_true(t->studio.camera.yaw > before.yaw && t->studio.camera.pitch > before.pitch);
    studio_input(&t->studio, &(struct view_input){.kind = VIEW_WHEEL, .wheel = 2});
    assert_true(t->studio.camera.distance < before.distance);
    mouse(t, VIEW_SLIDE, 150, 340);
    assert_true(memcmp(t->studio.camera.target, before.target, sizeof before.target) != 0);
    key(t, '0');
    assert_memory_equal(&t->studio.camera, &before, sizeof before);
}

static void the_nose_tip_is_found_in_space_and_rolled_out(void **state)
{
    struct stand *t = *state;
    struct studio *s = &t->studio;
    for (int flat = 0; flat < 2; flat++) {
        const float rolled[3] = {mien_mesh_uv[1][0], mien_mesh_uv[1][1], 0};
        float m[16], at[3];
        key(t, flat ? '5' : '1');
        studio_matrix(s, m);
        camera_project(m, studio_room(s), HEIGHT, flat ? rolled : s->figure.vertex[1], at);
        mouse(t, VIEW_MOVE, at[0], at[1]);
        assert_int_equal(s->hover, 1);
        draw(t);
    }
    mouse(t, VIEW_MOVE, (float)WIDTH - 40, 100); /* over the panel */
    assert_int_equal(s->hover, -1);
}

static void a_slider_follows_the_mouse(void **state)
{
    struct stand *t = *state;
    struct studio *s = &t->studio;
    studio_show_panel(s, PANEL_ACTIONS);
    draw(t);
    const float y = s->list.box.y + 0.5f * s->list.row, left = s->list.box.x + s->list.value;
    mouse(t, VIEW_PRESS, left + 2, y);
    mouse(t, VIEW_DRAG, (float)WIDTH, y + 90);
    assert_true(s->wishes.action[0] == 1.0 && s->wishes.action[1] == 0.0);
    key(t, 'r');
    assert_true(s->wishes.action[0] == 0.0);
}

static void a_saved_mask_opens_as_it_was(void **state)
{
    struct stand *t = *state;
    struct studio again = {0}, *s = &t->studio;
    struct mien_error e;
    s->wishes.brightness = 0.1;
    s->wishes.feather = 0.12;
    s->wishes.eyes = s->wishes.person = true;
    studio_show_panel(s, PANEL_MASK);
    key(t, VIEW_ENTER); /* the first row is the name */
    for (int i = 0; i < 10; i++)
        key(t, VIEW_BACKSPACE);
    type(t, "My q5 s");
    key(t, VIEW_ENTER);
    assert_true(studio_unsaved(s));
    key(t, 's');
    assert_int_equal(s->question, ASK_NOTHING);
    assert_false(studio_unsaved(s));
    if (studio_open(&again, t->file, NULL, &e) != 0)
        fail_msg("%s", e.text);
    assert_string_equal(again.wishes.name, "My q5 s");
    assert_string_equal(again.wishes.file, t->file);
    assert_true((float)again.wishes.feather == 0.12f && again.wishes.eyes && again.wishes.person);
    for (int i = 0; i < MASK_SIDE * MASK_SIDE; i++)
        if (memcmp(again.texels + 4 * i, s->texels + 4 * i, s->texels[4 * i + 3] ? 4 : 0) != 0)
            fail_msg("texel %d is another", i);
    assert_true(memcmp(s->texels, s->mask.texels, 4 * MASK_SIDE * MASK_SIDE) != 0);
    studio_close(&again);
}

static void a_file_that_is_there_is_asked_about(void **state)
{
    struct stand *t = *state;
    struct studio *s = &t->studio;
    FILE *there = fopen(t->file, "w");
    char text[8] = "";
    assert_non_null(there);
    fputs("mine", there);
    fclose(there);
    key(t, 's');
    assert_int_equal(s->question, ASK_OVERWRITE);
    draw(t);
    key(t, 'x'); /* no answer */
    assert_int_equal(s->question, ASK_OVERWRITE);
    key(t, 'n');
    assert_non_null(there = fopen(t->file, "r"));
    assert_int_equal(fread(text, 1, sizeof text - 1, there), 4);
    fclose(there);
    assert_string_equal(text, "mine");
    key(t, 's');
    key(t, 'y');
    assert_true(mask_is_file(t->file));
}

static void a_changed_mask_is_not_left_unasked(void **state)
{
    struct stand *t = *state;
    t->studio.wishes.opacity = 0.5;
    key(t, 'q');
    assert_int_equal(t->studio.question, ASK_LEAVE);
    draw(t);
    key(t, 'n');
    assert_false(t->studio.quit);
    t->studio.wishes.opacity = t->studio.saved.opacity;
    key(t, 'q');
    assert_true(t->studio.quit);
}

static void a_mask_that_cannot_be_saved_is_said_and_nothing_is_lost(void **state)
{
    struct stand *t = *state;
    snprintf(t->studio.wishes.file, sizeof t->studio.wishes.file, "%s/no/mask.png", t->folder);
    key(t, 's');
    assert_true(t->studio.notice_bad);
    assert_non_null(strstr(t->studio.notice, "no/mask.png"));
    draw(t);
}

int main(void)
{
#define STUDIO_TEST(f) cmocka_unit_test_setup_teardown(f, open_stand, close_stand)
    const struct CMUnitTest tests[] = {
        STUDIO_TEST(each_view_shows_something_of_its_own),
        STUDIO_TEST(panels_are_drawn_and_left),
        STUDIO_TEST(dragging_turns_and_the_wheel_comes_nearer),
        STUDIO_TEST(the_nose_tip_is_found_in_space_and_rolled_out),
        STUDIO_TEST(a_slider_follows_the_mouse),
        STUDIO_TEST(a_saved_mask_opens_as_it_was),
        STUDIO_TEST(a_file_that_is_there_is_asked_about),
        STUDIO_TEST(a_changed_mask_is_not_left_unasked),
        STUDIO_TEST(a_mask_that_cannot_be_saved_is_said_and_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
