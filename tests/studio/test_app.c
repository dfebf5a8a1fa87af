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
#include "viewer/studio/app_draw.h"
#include "viewer/studio/app_panels.h"
#include "viewer/studio/text_fit.h"

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
    if (offscreen_open(&t->offscreen, &e) != 0 || studio_open(&t->studio, &e) != 0 ||
        studio_take(&t->studio, "robot", t->file, &e) != 0)
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
    mouse(t, VIEW_MOVE, (float)WIDTH - 40, 100); /* at once, before it is drawn */
    const float y = s->list.box.y + 0.5f * s->list.row, left = s->list.box.x + s->list.value;
    mouse(t, VIEW_PRESS, left + 2, y);
    mouse(t, VIEW_DRAG, (float)WIDTH, y + 90);
    assert_true(s->wishes.action[0] == 1.0 && s->wishes.action[1] == 0.0);
    key(t, 'r');
    assert_true(s->wishes.action[0] == 0.0);
}

static void a_face_that_is_held_is_turned_over_the_panel_as_well(void **state)
{
    struct stand *t = *state;
    struct studio *s = &t->studio;
    const float panel = 560;
    mouse(t, VIEW_PRESS, 200, 300);
    mouse(t, VIEW_DRAG, 250, 300);
    const float before = s->camera.yaw;
    mouse(t, VIEW_DRAG, panel, 60);
    assert_true(s->camera.yaw < before);
    const struct camera turned = s->camera;
    mouse(t, VIEW_PRESS, panel, 60); /* on the panel: the face stays */
    mouse(t, VIEW_DRAG, 200, 300);
    assert_memory_equal(&s->camera, &turned, sizeof turned);
}

static void a_title_shows_its_panel(void **state)
{
    struct stand *t = *state;
    for (int i = PANEL_COUNT - 1; i >= 0; i--) {
        const struct pen_box b = t->studio.tabs[i];
        mouse(t, VIEW_PRESS, b.x + b.width / 2, b.y + b.height / 2);
        assert_int_equal(t->studio.panel, i);
        draw(t);
    }
}

static void a_fitted_face_needs_a_photo(void **state)
{
    struct stand *t = *state;
    for (int i = 0; i < 3; i++)
        key(t, VIEW_DOWN);
    key(t, VIEW_RIGHT); /* the row of the blend */
    assert_true(t->studio.wishes.blend == 0.0);
    assert_non_null(strstr(t->studio.notice, "photo"));
}

/* Begin to write the name, which is the first row of its panel, and wipe it. */
static void wipe_name(struct stand *t)
{
    studio_show_panel(&t->studio, PANEL_MASK);
    key(t, VIEW_ENTER);
    for (int i = 0; i < KNOB_NAME_MAX; i++)
        key(t, VIEW_BACKSPACE);
    assert_string_equal(t->studio.wishes.name, "");
}

static void names_are_written_in_any_letters(void **state)
{
    static const uint32_t letters[] = {0xC6, 'b', 0x3A9, 0x6F22, 0x1F600, 0x85, 0x7F};
    struct stand *t = *state;
    const struct studio *s = &t->studio;
    wipe_name(t);
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        key(t, letters[i]);
    key(t, VIEW_HOME); /* no letter */
    assert_string_equal(s->wishes.name, "\u00C6b\u03A9\u6F22\U0001F600");
    draw(t);
    key(t, VIEW_BACKSPACE);
    key(t, VIEW_BACKSPACE);
    assert_string_equal(s->wishes.name, "\u00C6b\u03A9");
    for (int i = 0; i < 100; i++)
        key(t, 0x6F22);
    assert_int_equal(strlen(s->wishes.name), 62); /* 5, and 19 of 3 bytes: no half of one */
    key(t, VIEW_ENTER);
    assert_true(s->writing < 0);
    draw(t);
}

static void a_name_that_is_wiped_or_given_up_is_as_it_was(void **state)
{
    struct stand *t = *state;
    const struct studio *s = &t->studio;
    wipe_name(t);
    key(t, VIEW_ENTER);
    assert_string_equal(s->wishes.name, "Robot");
    assert_non_null(strstr(s->notice, "it needs a name"));
    wipe_name(t);
    type(t, "other");
    key(t, VIEW_ESCAPE);
    assert_string_equal(s->wishes.name, "Robot");
    wipe_name(t);
    mouse(t, VIEW_PRESS, 100, 300); /* beside the panel */
    assert_string_equal(s->wishes.name, "Robot");
    wipe_name(t);
    type(t, "other");
    mouse(t, VIEW_PRESS, 100, 300);
    assert_string_equal(s->wishes.name, "other");
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
    if (studio_open(&again, &e) != 0 || studio_take(&again, t->file, NULL, &e) != 0)
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

static void closing_again_is_no_answer(void **state)
{
    struct stand *t = *state;
    t->studio.wishes.opacity = 0.5;
    for (int i = 0; i < 3; i++) {
        studio_input(&t->studio, &(struct view_input){.kind = VIEW_QUIT});
        assert_int_equal(t->studio.question, ASK_LEAVE);
        assert_false(t->studio.quit);
    }
}

/* The middle of the card's left and right half, where its answers are. */
static void answer(struct stand *t, bool yes)
{
    mouse(t, VIEW_PRESS, (float)WIDTH / 2 + (yes ? -130 : 130), (float)HEIGHT / 2 + 32);
}

static void questions_are_answered_by_the_mouse(void **state)
{
    struct stand *t = *state;
    struct studio *s = &t->studio;
    s->wishes.opacity = 0.5;
    key(t, 'q');
    mouse(t, VIEW_PRESS, 20, 20); /* beside it */
    mouse(t, VIEW_PRESS, (float)WIDTH / 2 - 130, (float)HEIGHT / 2 - 32);
    assert_int_equal(s->question, ASK_LEAVE);
    answer(t, false);
    assert_int_equal(s->question, ASK_NOTHING);
    assert_false(s->quit);
    key(t, 'q');
    mouse(t, VIEW_MOVE, (float)WIDTH / 2 - 130, (float)HEIGHT / 2 + 32);
    draw(t);
    answer(t, true);
    assert_true(s->quit);
}

static void drop(struct stand *t, const char *path)
{
    studio_input(&t->studio, &(struct view_input){.kind = VIEW_DROP, .text = path});
}

static void a_dropped_file_is_opened(void **state)
{
    struct stand *t = *state;
    struct studio *s = &t->studio;
    s->wishes.feather = 0.21;
    s->wishes.view = DRAWING_WIRE;
    s->wishes.brightness = 0.1;
    key(t, 's');
    const uint8_t saved = s->texels[4 * (MASK_SIDE / 2 * MASK_SIDE + MASK_SIDE / 2)];
    struct mien_error e;
    if (studio_take(s, "cat", NULL, &e) != 0)
        fail_msg("%s", e.text);
    assert_string_equal(s->wishes.file, "cat.png");
    drop(t, t->file);
    assert_non_null(strstr(s->notice, "opening")); /* and only then it is */
    draw(t);
    studio_work(s);
    draw(t);
    assert_string_equal(s->wishes.name, "Robot");
    assert_string_equal(s->wishes.file, t->file);
    assert_true((float)s->wishes.feather == 0.21f && s->wishes.brightness == 0);
    assert_int_equal(s->wishes.view, DRAWING_WIRE);
    assert_int_equal(s->texels[4 * (MASK_SIDE / 2 * MASK_SIDE + MASK_SIDE / 2)], saved);
    assert_false(studio_unsaved(s));
}

static void what_was_changed_is_not_dropped_unasked(void **state)
{
    struct stand *t = *state;
    struct studio *s = &t->studio;
    s->wishes.opacity = 0.5;
    drop(t, "tests/mask/no-face.png");
    assert_int_equal(s->question, ASK_OPEN);
    draw(t);
    answer(t, false);
    studio_work(s);
    assert_true(s->wishes.opacity == 0.5 && !s->notice[0]);
    drop(t, "tests/mask/no-face.png");
    answer(t, true);
    studio_work(s);
    assert_true(s->notice_bad);
    assert_non_null(strstr(s->notice, "no face is found"));
    assert_true(s->wishes.opacity == 0.5 && studio_unsaved(s)); /* what there was stays */
    draw(t);
}

static void help_is_shown_until_a_key(void **state)
{
    struct stand *t = *state;
    key(t, '?');
    assert_true(t->studio.helping);
    draw(t);
    key(t, VIEW_ESCAPE); /* closes it, and not the panel behind */
    assert_false(t->studio.helping);
    assert_int_equal(t->studio.panel, PANEL_VIEW);
    key(t, '?');
    key(t, '?');
    assert_false(t->studio.helping);
    key(t, '?');
    key(t, '2');
    assert_false(t->studio.helping);
    assert_int_equal(t->studio.wishes.view, DRAWING_WIRE);
}

static void text_is_cut_at_its_beginning_or_broken_at_words(void **state)
{
    static const char text[] = "/h\u00F6me/a/b/c/mask.png: cannot write it";
    struct stand *t = *state;
    struct pen *p = t->studio.pen;
    char out[96];
    const float whole = pen_text_width(p, 14, text);
    text_end(p, 14, whole, text, out, sizeof out);
    assert_string_equal(out, text);
    for (float width = 0; width < whole; width += 7) {
        text_end(p, 14, width, text, out, sizeof out);
        assert_int_equal(strncmp(out, "\u2026", 3), 0);
        const size_t length = strlen(out) - 3;
        assert_string_equal(out + 3, text + strlen(text) - length);
        assert_true(length == 0 || pen_text_width(p, 14, out) <= width + 0.5f);
    }
    text_end(p, 14, whole, text, out, 12);
    assert_string_equal(out, "\u2026write it");
    for (float width = 1; width < whole; width += 7) {
        size_t lines = 0;
        for (const char *at = text; *at; lines++) {
            const size_t bytes = text_line(p, 14, width, at);
            assert_true(bytes > 0);
            at += bytes;
            assert_true((*at & 0xC0) != 0x80);
            snprintf(out, sizeof out, "%.*s", (int)bytes, at - bytes);
            const char *space = strrchr(out, ' ');
            assert_true(!space || !space[1] || !*at || width < 60);
        }
        assert_true(lines >= 2);
    }
    assert_int_equal(text_line(p, 14, whole + 1, text), strlen(text));
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
        STUDIO_TEST(a_face_that_is_held_is_turned_over_the_panel_as_well),
        STUDIO_TEST(a_title_shows_its_panel),
        STUDIO_TEST(a_fitted_face_needs_a_photo),
        STUDIO_TEST(names_are_written_in_any_letters),
        STUDIO_TEST(a_name_that_is_wiped_or_given_up_is_as_it_was),
        STUDIO_TEST(a_saved_mask_opens_as_it_was),
        STUDIO_TEST(a_file_that_is_there_is_asked_about),
        STUDIO_TEST(a_changed_mask_is_not_left_unasked),
        STUDIO_TEST(closing_again_is_no_answer),
        STUDIO_TEST(questions_are_answered_by_the_mouse),
        STUDIO_TEST(a_dropped_file_is_opened),
        STUDIO_TEST(what_was_changed_is_not_dropped_unasked),
        STUDIO_TEST(help_is_shown_until_a_key),
        STUDIO_TEST(text_is_cut_at_its_beginning_or_broken_at_words),
        STUDIO_TEST(a_mask_that_cannot_be_saved_is_said_and_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
