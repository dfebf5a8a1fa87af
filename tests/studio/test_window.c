/* test_window.c - the studio in a real window, driven by mouse and keys.
 *
 * Beside it runs a twin without a window, in this program, that is given what the mouse and the
 * keys mean: what the window shows must be what the twin draws. What the window saves is opened
 * again and compared. One window serves all tests, in their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/image/image.h"
#include "tests/studio/desk.h"
#include "viewer/render/offscreen.h"
#include "viewer/studio/app.h"
#include "viewer/studio/app_draw.h"

#define PORTRAIT "datasets/portraits/collins.jpg"
#define OTHER "tests/mask/no-face.png"

enum { PIXELS = DESK_WIDTH * DESK_HEIGHT, PATIENCE = 2400 /* looks, 50 ms apart */ };

struct pair {
    struct desk desk;
    struct offscreen *offscreen;
    struct gl_target sheet;
    struct studio twin;
    int width, height;
    char home[512], folder[64]; /* the project; the window is in folder/window, the twin in twin */
    uint8_t seen[4 * PIXELS], drawn[4 * PIXELS];
};

static void path_of(const struct pair *p, const char *name, char path[600])
{
    snprintf(path, 600, "%s/%s", p->folder, name);
}

/* --- both at once --------------------------------------------------------------------------- */

static void draw(struct pair *p)
{
    struct mien_error e;
    if (gl_target_use(&p->sheet, p->width, p->height, &e) != 0 ||
        studio_draw(&p->twin, p->width, p->height, &e) != 0)
        fail_msg("%s", e.text);
    gl_read(p->drawn, p->width, p->height);
}

/* Pixels that differ by more than rounding; -1: the screen cannot be read. */
static int differing(struct pair *p)
{
    int count = 0;
    if (!desk_read(&p->desk, p->seen, p->width, p->height))
        return -1;
    for (int i = 0; i < p->width * p->height; i++) {
        int most = 0;
        for (int k = 0; k < 3; k++) {
            const int d = abs(p->seen[4 * i + k] - p->drawn[4 * i + k]);
            most = d > most ? d : most;
        }
        count += most > 4;
    }
    return count;
}

/* Wait until the window shows what the twin draws, but for a few pixels at edges. */
static void look(struct pair *p)
{
    int count = -1;
    draw(p);
    for (int i = 0; i < PATIENCE; i++, usleep(50000)) {
        count = differing(p);
        if (count >= 0 && count <= 40)
            return;
    }
    fail_msg("%d pixels of the window are not those of the twin", count);
}

static void key(struct pair *p, const char *name, uint32_t k)
{
    desk_do("key --clearmodifiers %s", name);
    studio_input(&p->twin, &(struct view_input){.kind = VIEW_KEY, .key = k});
}

static void mouse(struct pair *p, enum view_input_kind kind, int x, int y)
{
    studio_input(&p->twin, &(struct view_input){.kind = kind, .x = (float)x, .y = (float)y});
}

static void point(struct pair *p, int x, int y)
{
    desk_do("mousemove %d %d", x, y);
    mouse(p, VIEW_MOVE, x, y);
}

static void click(struct pair *p, int x, int y)
{
    point(p, x, y);
    desk_do("click 1");
    mouse(p, VIEW_PRESS, x, y);
}

/* Drag by the left button, or the right one. */
static void drag(struct pair *p, int button, const int from[2], const int to[2])
{
    point(p, from[0], from[1]);
    desk_do("mousedown %d mousemove %d %d mouseup %d", button, to[0], to[1], button);
    mouse(p, button == 1 ? VIEW_PRESS : VIEW_MOVE, from[0], from[1]);
    mouse(p, button == 1 ? VIEW_DRAG : VIEW_SLIDE, to[0], to[1]);
}

/* With the mouse, as files are. */
static void drop(struct pair *p, const char *path)
{
    point(p, DESK_DROP, DESK_DROP);
    desk_drop(&p->desk, path);
    studio_input(&p->twin, &(struct view_input){.kind = VIEW_DROP, .text = path});
}

/* --- starting and ending -------------------------------------------------------------------- */

static int start(void **state)
{
    struct pair *p = calloc(1, sizeof *p);
    struct mien_error e;
    char path[600], portrait[600];
    assert_non_null(p);
    *state = p;
    p->width = DESK_WIDTH;
    p->height = DESK_HEIGHT;
    strcpy(p->folder, "/tmp/mien-studio-XXXXXX");
    assert_non_null(getcwd(p->home, sizeof p->home));
    assert_non_null(mkdtemp(p->folder));
    setenv("MIEN_HOME", p->home, 1);
    if (!desk_open(&p->desk) || offscreen_open(&p->offscreen, &e) != 0)
        return 0; /* each test is skipped */
    desk_keyboard(&p->desk, 0xFC);
    snprintf(portrait, sizeof portrait, "%s/" PORTRAIT, p->home);
    path_of(p, "window", path);
    assert_int_equal(mkdir(path, 0777), 0);
    desk_start(&p->desk, path,
               (const char *const[]){STUDIO_BINARY, portrait, "--output", "mask.png", NULL});
    path_of(p, "twin", path);
    assert_int_equal(mkdir(path, 0777), 0);
    assert_int_equal(chdir(path), 0);
    if (studio_open(&p->twin, &e) != 0 || studio_take(&p->twin, portrait, "mask.png", &e) != 0)
        fail_msg("%s", e.text);
    return 0;
}

static int end(void **state)
{
    struct pair *p = *state;
    char command[128];
    desk_close(&p->desk);
    studio_close(&p->twin);
    if (p->offscreen)
        gl_target_free(&p->sheet);
    offscreen_close(p->offscreen);
    assert_int_equal(chdir(p->home), 0);
    snprintf(command, sizeof command, "rm -r '%s'", p->folder);
    const int result = system(command);
    free(p);
    return result;
}

static struct pair *pair_of(void **state)
{
    struct pair *p = *state;
    if (p->desk.program == 0)
        skip();
    return p;
}

/* --- tests ---------------------------------------------------------------------------------- */

static void each_view_is_shown_by_its_key(void **state)
{
    static const char *const names[] = {"1", "2", "3", "4", "5"};
    struct pair *p = pair_of(state);
    point(p, 4, 300);
    look(p);
    for (int v = DRAWING_VIEW_COUNT - 1; v >= 0; v--) {
        key(p, names[v], '1' + (uint32_t)v);
        look(p);
    }
}

static void a_drag_turns_the_wheel_comes_nearer_the_right_button_moves(void **state)
{
    struct pair *p = pair_of(state);
    drag(p, 1, (const int[2]){250, 300}, (const int[2]){180, 330});
    assert_true(p->twin.camera.yaw > 0.3f && p->twin.camera.pitch > 0.1f);
    look(p);
    desk_do("click 4");
    studio_input(&p->twin, &(struct view_input){.kind = VIEW_WHEEL, .wheel = 1});
    look(p);
    drag(p, 3, (const int[2]){250, 300}, (const int[2]){270, 280});
    look(p);
    key(p, "0", '0');
    look(p);
}

static void the_landmark_under_the_mouse_is_numbered(void **state)
{
    enum { NOSE_TIP = 1 };
    struct pair *p = pair_of(state);
    float m[16], at[3];
    studio_matrix(&p->twin, m);
    camera_project(m, studio_room(&p->twin), p->height, p->twin.figure.vertex[NOSE_TIP], at);
    point(p, (int)at[0], (int)at[1]);
    assert_int_equal(p->twin.hover, NOSE_TIP);
    look(p); /* the twin draws its number */
    point(p, 4, 300);
    assert_int_equal(p->twin.hover, -1);
    look(p);
}

static void a_slider_is_dragged(void **state)
{
    struct pair *p = pair_of(state);
    key(p, "Tab", VIEW_TAB);
    look(p);
    const struct page *l = &p->twin.list;
    const int y = (int)(l->box.y + 3.5f * l->row), x = (int)(l->box.x + l->value);
    drag(p, 1, (const int[2]){x + 3, y}, (const int[2]){x + 120, y + 40});
    assert_true(p->twin.wishes.expression[3] > 0.5);
    look(p);
    key(p, "r", 'r');
    look(p);
}

static void a_name_is_written(void **state)
{
    struct pair *p = pair_of(state);
    studio_input(&p->twin, &(struct view_input){.kind = VIEW_MOVE, .x = 4, .y = 300});
    const struct pen_box tab = p->twin.tabs[PANEL_MASK];
    click(p, (int)(tab.x + tab.width / 2), (int)(tab.y + tab.height / 2));
    draw(p);
    key(p, "Return", VIEW_ENTER);
    for (int i = 0; i < 4; i++)
        key(p, "BackSpace", VIEW_BACKSPACE);
    key(p, "udiaeresis", 0xFC);
    key(p, "q", 'q');
    key(p, "Return", VIEW_ENTER);
    assert_string_equal(p->twin.wishes.name, "collins\u00fcq");
    look(p);
}

static void a_changed_mask_is_saved_and_read_back(void **state)
{
    struct pair *p = pair_of(state);
    struct image picture;
    struct mien_error e;
    char path[600], command[1400];
    for (int i = 0; i < 4; i++)
        key(p, "Down", VIEW_DOWN);
    for (int i = 0; i < 12; i++)
        key(p, "Left", VIEW_LEFT); /* less colour */
    key(p, "e", 'e');
    look(p);
    key(p, "s", 's');
    assert_int_equal(p->twin.question, ASK_NOTHING);
    assert_false(studio_unsaved(&p->twin));
    look(p);
    path_of(p, "window", path);
    snprintf(command, sizeof command,
             "cd '%s' && " STUDIO_BINARY " mask.png --headless --snapshot a.png --size %dx%d", path,
             p->width, p->height);
    assert_int_equal(system(command), 0);
    path_of(p, "window/a.png", path);
    if (image_read(&picture, path, 4, &e) != 0)
        fail_msg("%s", e.text);
    /* A mask has no photo any more: the canonical face. */
    key(p, "b", 'b');
    key(p, "Escape", VIEW_ESCAPE);
    look(p);
    int others = 0;
    for (int i = 0; i < p->width * p->height; i++)
        for (int k = 0; k < 3; k++)
            others += abs(picture.data[4 * i + k] - p->seen[4 * i + k]) > 4;
    image_free(&picture);
    assert_in_range(others, 0, 200);
    key(p, "Tab", VIEW_TAB);
}

static void the_window_is_resized(void **state)
{
    static const int sizes[][2] = {{500, 400}, {320, 600}, {DESK_WIDTH, DESK_HEIGHT}};
    struct pair *p = pair_of(state);
    for (int i = 0; i < 3; i++) {
        p->width = sizes[i][0];
        p->height = sizes[i][1];
        desk_do("search --name 'mien studio' windowsize %d %d", p->width, p->height);
        look(p);
    }
}

static void a_dropped_file_is_opened_once_changes_are_given_up(void **state)
{
    struct pair *p = pair_of(state);
    char path[600];
    key(p, "m", 'm'); /* something that would be lost */
    look(p);
    snprintf(path, sizeof path, "%s/" OTHER, p->home);
    for (int yes = 0; yes < 2; yes++) {
        drop(p, path);
        assert_int_equal(p->twin.question, ASK_OPEN);
        look(p);
        click(p, p->width / 2 + (yes ? -130 : 130), p->height / 2 + 32);
        draw(p);
        studio_work(&p->twin);
        assert_true(p->twin.notice_bad == yes); /* there is no face on it */
        look(p);
    }
    path_of(p, "window/mask.png", path);
    drop(p, path);
    key(p, "y", 'y');
    draw(p);
    studio_work(&p->twin);
    assert_string_equal(p->twin.wishes.file, path);
    look(p);
}

static void a_changed_mask_is_not_closed_unasked(void **state)
{
    struct pair *p = pair_of(state);
    key(p, "p", 'p');
    for (int i = 0; i < 2; i++) {
        desk_ask_to_close(&p->desk);
        studio_input(&p->twin, &(struct view_input){.kind = VIEW_QUIT});
        assert_int_equal(p->twin.question, ASK_LEAVE);
        look(p);
        click(p, p->width / 2 + (i ? -130 : 130), p->height / 2 + 32);
        if (i == 0)
            look(p);
    }
    assert_true(p->twin.quit);
    assert_int_equal(desk_ended(&p->desk), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_view_is_shown_by_its_key),
        cmocka_unit_test(a_drag_turns_the_wheel_comes_nearer_the_right_button_moves),
        cmocka_unit_test(the_landmark_under_the_mouse_is_numbered),
        cmocka_unit_test(a_slider_is_dragged),
        cmocka_unit_test(a_name_is_written),
        cmocka_unit_test(a_changed_mask_is_saved_and_read_back),
        cmocka_unit_test(the_window_is_resized),
        cmocka_unit_test(a_dropped_file_is_opened_once_changes_are_given_up),
        cmocka_unit_test(a_changed_mask_is_not_closed_unasked),
    };
    return cmocka_run_group_tests(tests, start, end);
}
