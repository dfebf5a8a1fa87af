/* terminal_echo.c - a program for command_terminal.c: it takes the terminal, shows glyphs, roles
 * and what was done last, and ends in the way that a key asks for. */
#include "viewer/console/screen/terminal.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const mouse_names[] = {"press", "double", "drag", "release", "up", "down"};

/* The name of a role's look, in that look. */
static void draw_roles(struct area a)
{
    static const char *const names[] = {
#define X(symbol, name) name,
        CELL_ROLES(X)
#undef X
    };
    for (int role = 0; role < ROLE_COUNT; role++)
        area_text(a, 9 * (role % 8), role / 8, role,
                  role < ROLE_CURVE  ? names[role]
                  : role < ROLE_HEAT ? theme_marker(role - ROLE_CURVE, a.cells->unicode)
                                     : " 42 ");
}

static void draw(struct cells *c, const struct terminal *t, const char *last, int count)
{
    cells_clear(c);
    struct area all = cells_all(c);
    area_printf(all, 0, 0, ROLE_TITLE, "%dx%d depth %d %s #%d", t->width, t->height, t->depth,
                t->unicode ? "unicode" : "ascii", count);
    area_printf(all, 0, 1, ROLE_TEXT, "[%s]", last);
    area_text(all, 0, 2, ROLE_TEXT, "│ ● é ⣿ … 中文 😀 |");
    draw_roles(area_part(all, 0, 4, all.width, all.height));
    area_bar(area_part(all, 0, 9, 20, 1), ROLE_GOOD, 0.53);
    area_box(area_part(all, 0, 11, 20, 3), ROLE_BORDER, "box");
    area_glyph(all, all.width - 1, all.height - 1, ROLE_BORDER, 0x2518);
}

static const char *describe(const struct input *in, char out[64])
{
    char name[16];
    if (in->kind == INPUT_KEY)
        snprintf(out, 64, "%s %s", in->pasted ? "pasted" : "key", input_key_name(in->key, name));
    else if (in->kind == INPUT_MOUSE)
        snprintf(out, 64, "mouse %s %d,%d", mouse_names[in->mouse], in->x, in->y);
    else
        snprintf(out, 64, "%s", in->kind == INPUT_RESIZE ? "resize" : "none");
    return out;
}

/* A stack that runs full: a million calls of 4 KB. */
static int descend(int calls)
{
    volatile char room[4096];
    room[0] = (char)calls;
    return calls > 0 ? descend(calls - 1) + room[0] : 0;
}

static void end_by(uint32_t key)
{
    static const struct {
        char key;
        int signal;
    } ends[] = {{'S', SIGSEGV}, {'T', SIGTERM}, {'H', SIGHUP},
                {'F', SIGFPE},  {'I', SIGINT},  {'P', SIGSTOP}};
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
        if ((uint32_t)ends[k].key == key)
            raise(ends[k].signal);
    if (key == 'A')
        abort();
    if (key == 'E')
        exit(3);
    if (key == 'D')
        exit(descend(1 << 20));
}

int main(void)
{
    struct mien_error e;
    struct terminal t;
    struct cells c = {0};
    char last[64] = "nothing";
    setlocale(LC_ALL, "");
    if (terminal_open(&t, &e) != 0) {
        fprintf(stderr, "mien: %s\n", e.text);
        return 1;
    }
    for (int count = 0;; count++) {
        c.unicode = t.unicode;
        if ((c.width != t.width || c.height != t.height) && !cells_resize(&c, t.width, t.height))
            break;
        draw(&c, &t, last, count);
        terminal_show(&t, &c, theme_guess());
        const struct input in = terminal_wait(&t, INFINITY, NULL, 0);
        if (in.kind == INPUT_END || (in.kind == INPUT_KEY && in.key == 'q'))
            break;
        if (in.kind == INPUT_KEY)
            end_by(in.key);
        if (in.kind == INPUT_KEY && in.key == 12)
            terminal_refresh(&t);
        if (in.kind != INPUT_NONE)
            describe(&in, last);
    }
    cells_free(&c);
    terminal_close(&t);
    return 0;
}
