/* input.h - what a person did, as the viewer takes it: from a window, or made up by a test. */
#ifndef MIEN_VIEWER_UI_INPUT_H
#define MIEN_VIEWER_UI_INPUT_H

#include <stdint.h>

enum view_input_kind {
    VIEW_KEY,   /* `key` */
    VIEW_MOVE,  /* the mouse is at x, y */
    VIEW_PRESS, /* its left button went down there */
    VIEW_DRAG,  /* it is moved with the button down */
    VIEW_SLIDE, /* it is moved with the right or the middle button down */
    VIEW_WHEEL, /* turned by `wheel` notches, up is positive */
    VIEW_DROP,  /* a file was dropped: `text` */
    VIEW_QUIT
};

/* Keys are characters, upper case with shift; or one of these. */
enum view_key {
    VIEW_BACKSPACE = '\b',
    VIEW_ENTER = '\r',
    VIEW_ESCAPE = 27,
    VIEW_SPACE = ' ',
    VIEW_TAB = '\t',
    VIEW_UP = 0x110000, /* behind the last character */
    VIEW_DOWN,
    VIEW_LEFT,
    VIEW_RIGHT,
    VIEW_PAGE_UP,
    VIEW_PAGE_DOWN,
    VIEW_HOME,
    VIEW_END,
    VIEW_F1,
    VIEW_F11
};

struct view_input {
    enum view_input_kind kind;
    uint32_t key;
    float x, y; /* pixels of what is drawn on, from the left and top */
    float wheel;
    const char *text; /* the giver's, for the call */
};

#endif
