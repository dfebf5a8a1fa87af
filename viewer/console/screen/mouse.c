/* mouse.c - see mouse.h. */
#include "viewer/console/screen/mouse.h"

#include <stddef.h>

enum { BUTTONS = 0x43, MOVED = 0x20, WHEEL = 0x40 }; /* bits of the button's number */
enum { FARTHEST = 65535 };

static const double double_seconds = 0.4;

/* A number that ends with one of `ends`; *s moves behind it. -1: it is none, or beyond all screens.
 */
static int number(const char **s, char end, char other)
{
    int value = 0;
    const char *start = *s;
    for (; **s >= '0' && **s <= '9' && value <= FARTHEST; ++*s)
        value = 10 * value + (**s - '0');
    if (*s == start || value > FARTHEST || (**s != end && **s != other))
        return -1;
    ++*s;
    return value;
}

/* A press here and now: the second of two, or a first. */
static enum input_mouse press(struct mouse *m, int x, int y, double now)
{
    const bool again = m->once && x == m->x && y == m->y && now - m->pressed <= double_seconds;
    *m = (struct mouse){.pressed = now, .x = x, .y = y, .once = !again};
    return again ? MOUSE_DOUBLE : MOUSE_PRESS;
}

struct input mouse_read(struct mouse *m, const char *report, double now)
{
    const char *s = report;
    struct input in = {.kind = INPUT_NONE};
    const int button = number(&s, ';', ';'), column = number(&s, ';', ';');
    const int row = button < 0 || column < 0 ? -1 : number(&s, 'M', 'm');
    if (row < 1 || column < 1 || *s)
        return in;
    const bool release = s[-1] == 'm', moved = button & MOVED;
    in.x = column - 1;
    in.y = row - 1;
    switch (button & BUTTONS) {
    case 0:
        in.mouse = release ? MOUSE_RELEASE : moved ? MOUSE_DRAG : press(m, in.x, in.y, now);
        break;
    case WHEEL:
        in.mouse = MOUSE_WHEEL_UP;
        break;
    case WHEEL + 1:
        in.mouse = MOUSE_WHEEL_DOWN;
        break;
    default:
        return in;
    }
    in.kind = INPUT_MOUSE;
    return in;
}
