/* app_keys.c - see app_keys.h. */
#include "viewer/studio/app_keys.h"

#include <string.h>

#include "viewer/studio/app_ask.h"
#include "viewer/studio/app_panels.h"

#define TURN 0.0872665f /* five degrees */
#define SHIFT 0.03f     /* of the picture's height */

static void rest(struct studio *s)
{
    memset(s->wishes.expression, 0, sizeof s->wishes.expression);
    memset(s->wishes.action, 0, sizeof s->wishes.action);
}

static void start(struct studio *s)
{
    s->camera = camera_start();
    s->flat_zoom = 1;
    s->flat_shift[0] = s->flat_shift[1] = 0;
}

static void next_panel(struct studio *s)
{
    studio_show_panel(s, s->panel >= PANEL_COUNT ? 0 : s->panel + 1);
}

static void help(struct studio *s)
{
    s->helping = true;
}

/* Keys that act; those of knobs are in their table. */
static const struct {
    uint32_t key;
    void (*act)(struct studio *s);
} actions[] = {
    {VIEW_TAB, next_panel},
    {'s', studio_ask_save},
    {'q', studio_ask_leave},
    {'r', rest},
    {'0', start},
    {'b', studio_blend},
    {'?', help},
    {VIEW_F1, help},
};

/* Keys of the camera: vi's turn it, their capitals move it; arrows turn it while no panel is shown.
 * What is rolled out is moved by either. */
static const struct {
    uint32_t key;
    float yaw, pitch, right, up, zoom;
} moves[] = {
    {'h', -TURN, 0, 0, 0, 0},    {'l', TURN, 0, 0, 0, 0},        {'k', 0, TURN, 0, 0, 0},
    {'j', 0, -TURN, 0, 0, 0},    {VIEW_LEFT, -TURN, 0, 0, 0, 0}, {VIEW_RIGHT, TURN, 0, 0, 0, 0},
    {VIEW_UP, 0, TURN, 0, 0, 0}, {VIEW_DOWN, 0, -TURN, 0, 0, 0}, {'H', 0, 0, -SHIFT, 0, 0},
    {'L', 0, 0, SHIFT, 0, 0},    {'K', 0, 0, 0, SHIFT, 0},       {'J', 0, 0, 0, -SHIFT, 0},
    {'+', 0, 0, 0, 0, 1},        {'=', 0, 0, 0, 0, 1},           {'-', 0, 0, 0, 0, -1},
};

static bool move(struct studio *s, uint32_t key)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].key == key) {
            if (s->wishes.view == DRAWING_UV)
                studio_slide(s, -moves[i].yaw / TURN * SHIFT, moves[i].pitch / TURN * SHIFT);
            else if (moves[i].yaw != 0 || moves[i].pitch != 0)
                camera_orbit(&s->camera, moves[i].yaw, moves[i].pitch);
            studio_slide(s, -moves[i].right, moves[i].up);
            studio_zoom(s, moves[i].zoom);
            return true;
        }
    return false;
}

static bool turn_knob(struct studio *s, uint32_t key)
{
    for (int i = 0; i < knob_count(); i++) {
        const struct knob k = knob_at(i);
        if (k.hotkey == key) {
            knob_step(&k, &s->wishes, 1);
            return true;
        }
    }
    return false;
}

bool studio_key(struct studio *s, uint32_t key)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (actions[i].key == key) {
            actions[i].act(s);
            return true;
        }
    if (key >= '1' && key < '1' + DRAWING_VIEW_COUNT) {
        s->wishes.view = (int)(key - '1');
        return true;
    }
    return move(s, key) || turn_knob(s, key);
}
