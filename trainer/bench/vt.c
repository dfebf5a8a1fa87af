/* vt.c - see vt.h. */
#include "trainer/bench/vt.h"

#include <string.h>

void vt_init(struct vt *v)
{
    *v = (struct vt){.last = ' '};
    for (int y = 0; y < VT_HEIGHT; y++)
        memset(v->row[y], ' ', VT_WIDTH);
}

bool vt_shows(const struct vt *v, const char *text)
{
    for (int y = 0; y < VT_HEIGHT; y++)
        if (strstr(v->row[y], text))
            return true;
    return false;
}

/* ---- the cursor and the cells ---- */

static int limit(int value, int most)
{
    return value < 0 ? 0 : value < most ? value : most;
}

static void move(struct vt *v, int x, int y)
{
    v->x = limit(x, VT_WIDTH - 1);
    v->y = limit(y, VT_HEIGHT - 1);
    v->wraps = false;
}

static void blank(char *row, int from, int end)
{
    if (from < end)
        memset(row + from, ' ', (size_t)(end - from));
}

/* Rows go up, or down where `by` is negative. */
static void scroll(struct vt *v, int by)
{
    const int rows = limit(by < 0 ? -by : by, VT_HEIGHT), kept = VT_HEIGHT - rows;
    memmove(v->row[by < 0 ? rows : 0], v->row[by < 0 ? 0 : rows], (size_t)kept * sizeof *v->row);
    for (int k = 0; k < rows; k++)
        blank(v->row[by < 0 ? k : kept + k], 0, VT_WIDTH);
}

static void line_feed(struct vt *v)
{
    if (v->y == VT_HEIGHT - 1)
        scroll(v, 1);
    move(v, v->x, v->y + 1);
}

static void put(struct vt *v, char c)
{
    if (v->wraps) {
        line_feed(v);
        v->x = 0;
    }
    v->row[v->y][v->x] = v->last = c;
    v->wraps = v->x == VT_WIDTH - 1;
    v->x += !v->wraps;
}

/* ---- control sequences; n: the first parameter, at least 1 ---- */

static void up(struct vt *v, int n)
{
    move(v, v->x, v->y - n);
}

static void down(struct vt *v, int n)
{
    move(v, v->x, v->y + n);
}

static void right(struct vt *v, int n)
{
    move(v, v->x + n, v->y);
}

static void left(struct vt *v, int n)
{
    move(v, v->x - n, v->y);
}

static void to_column(struct vt *v, int n)
{
    move(v, n - 1, v->y);
}

static void to_row(struct vt *v, int n)
{
    move(v, v->x, n - 1);
}

static void to_place(struct vt *v, int n)
{
    move(v, (v->parameter[1] > 0 ? v->parameter[1] : 1) - 1, n - 1);
}

static void erase_line(struct vt *v, int n)
{
    (void)n;
    const int how = v->parameter[0];
    blank(v->row[v->y], how == 0 ? v->x : 0, how == 1 ? v->x + 1 : VT_WIDTH);
}

static void erase_screen(struct vt *v, int n)
{
    const int how = v->parameter[0];
    for (int y = how == 0 ? v->y + 1 : 0; y < (how == 1 ? v->y : VT_HEIGHT); y++)
        blank(v->row[y], 0, VT_WIDTH);
    if (how < 2)
        erase_line(v, n);
}

static void erase_cells(struct vt *v, int n)
{
    blank(v->row[v->y], v->x, limit(v->x + n, VT_WIDTH));
}

static void delete_cells(struct vt *v, int n)
{
    char *row = v->row[v->y];
    const int cells = limit(n, VT_WIDTH - v->x);
    memmove(row + v->x, row + v->x + cells, (size_t)(VT_WIDTH - v->x - cells));
    blank(row, VT_WIDTH - cells, VT_WIDTH);
}

static void insert_cells(struct vt *v, int n)
{
    char *row = v->row[v->y];
    const int cells = limit(n, VT_WIDTH - v->x);
    memmove(row + v->x + cells, row + v->x, (size_t)(VT_WIDTH - v->x - cells));
    blank(row, v->x, v->x + cells);
}

static void repeat(struct vt *v, int n)
{
    for (n = limit(n, VT_WIDTH * VT_HEIGHT); n > 0; n--)
        put(v, v->last);
}

static void scroll_up(struct vt *v, int n)
{
    scroll(v, limit(n, VT_HEIGHT));
}

static void scroll_down(struct vt *v, int n)
{
    scroll(v, -limit(n, VT_HEIGHT));
}

/* By the last character of the sequence. */
static const struct {
    char final;
    void (*act)(struct vt *v, int n);
} sequences[] = {
    {'A', up},           {'B', down},       {'C', right},       {'D', left},
    {'G', to_column},    {'d', to_row},     {'H', to_place},    {'f', to_place},
    {'J', erase_screen}, {'K', erase_line}, {'X', erase_cells}, {'P', delete_cells},
    {'@', insert_cells}, {'b', repeat},     {'S', scroll_up},   {'T', scroll_down},
};

static void control(struct vt *v, char c)
{
    if (c >= '<' && c <= '?') {
        v->private = true;
    } else if (c >= '0' && c <= '9') {
        int *p = &v->parameter[v->parameters];
        *p = limit(10 * *p + (c - '0'), 10000);
    } else if (c == ';') {
        v->parameters = limit(v->parameters + 1, VT_PARAMETERS - 1);
    } else if (c >= '@') {
        v->state = VT_TEXT;
        for (size_t k = 0; k < sizeof sequences / sizeof *sequences && !v->private; k++)
            if (sequences[k].final == c)
                sequences[k].act(v, v->parameter[0] > 0 ? v->parameter[0] : 1);
    }
}

/* What follows an Esc. */
static void escape(struct vt *v, char c)
{
    v->state = c == '[' ? VT_CONTROL : c == ']' ? VT_STRING : c == '(' ? VT_CHARSET : VT_TEXT;
    v->private = false;
    v->parameters = 0;
    memset(v->parameter, 0, sizeof v->parameter);
    if (c == '7') {
        v->saved_x = v->x;
        v->saved_y = v->y;
    } else if (c == '8') {
        move(v, v->saved_x, v->saved_y);
    } else if (c == 'M' && v->y == 0) {
        scroll(v, -1);
    } else if (c == 'M') {
        up(v, 1);
    }
}

static void text(struct vt *v, char c)
{
    const unsigned char byte = (unsigned char)c;
    if (c == '\r')
        move(v, 0, v->y);
    else if (c == '\n')
        line_feed(v);
    else if (c == '\b')
        left(v, 1);
    else if (c == '\t')
        move(v, (v->x / 8 + 1) * 8, v->y);
    else if (byte >= 0xc0) /* the first byte of UTF-8 stands for the character */
        put(v, '?');
    else if (byte >= ' ' && byte < 0x7f)
        put(v, c);
}

void vt_feed(struct vt *v, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const char c = bytes[i];
        if (c == '\033')
            v->state = VT_ESCAPE;
        else if (v->state == VT_ESCAPE)
            escape(v, c);
        else if (v->state == VT_CONTROL)
            control(v, c);
        else if (v->state == VT_TEXT)
            text(v, c);
        else if (v->state == VT_CHARSET || c == '\a')
            v->state = VT_TEXT;
    }
}
