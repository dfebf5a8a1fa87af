/* input.h - what a person does at a terminal, as events that a test can make up. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_INPUT_H
#define MIEN_VIEWER_CONSOLE_SCREEN_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum input_kind {
    INPUT_NONE,
    INPUT_KEY,
    INPUT_MOUSE,
    INPUT_RESIZE,
    INPUT_END /* the terminal is gone */
};

/* Keys are Unicode code points; those that have none are above. Ctrl-A is 1. */
#define INPUT_KEYS(X)                                                                              \
    X(KEY_CODE_UP, "Up")                                                                           \
    X(KEY_CODE_DOWN, "Down")                                                                       \
    X(KEY_CODE_LEFT, "Left")                                                                       \
    X(KEY_CODE_RIGHT, "Right")                                                                     \
    X(KEY_CODE_HOME, "Home")                                                                       \
    X(KEY_CODE_END, "End")                                                                         \
    X(KEY_CODE_PAGE_UP, "PgUp")                                                                    \
    X(KEY_CODE_PAGE_DOWN, "PgDn")                                                                  \
    X(KEY_CODE_DELETE, "Del")                                                                      \
    X(KEY_CODE_BACKSPACE, "Backspace")                                                             \
    X(KEY_CODE_ENTER, "Enter")                                                                     \
    X(KEY_CODE_TAB, "Tab")                                                                         \
    X(KEY_CODE_BACK_TAB, "Shift-Tab")                                                              \
    X(KEY_CODE_ESCAPE, "Esc")                                                                      \
    X(KEY_CODE_F1, "F1") /* F2 .. F12 follow */

enum input_key {
    KEY_CODE_FIRST = 0x110000, /* behind Unicode */
#define X(symbol, name) symbol,
    INPUT_KEYS(X)
#undef X
};

enum input_mouse {
    MOUSE_PRESS,
    MOUSE_DOUBLE,
    MOUSE_DRAG,
    MOUSE_RELEASE,
    MOUSE_WHEEL_UP,
    MOUSE_WHEEL_DOWN
};

struct input {
    enum input_kind kind;
    uint32_t key; /* INPUT_KEY */
    bool pasted;  /* INPUT_KEY: a character of a text that was pasted; nobody pressed it */
    enum input_mouse mouse; /* INPUT_MOUSE */
    int x, y;               /* cell of the screen */
};

/* "Ctrl-L", "PgUp", "q": out [16], returned. */
const char *input_key_name(uint32_t key, char out[16]);

/* The key of that name [length] where it is longer than a character; 0: there is none. */
uint32_t input_key_named(const char *name, size_t length);

#endif
