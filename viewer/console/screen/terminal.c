/* terminal.c - see terminal.h. ncurses (the wide one) knows the terminal's language and sends what
 * differs; waiting, signals and the mouse are ours, since ncurses waits for keys alone. */
#include "viewer/console/screen/terminal.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* Last, since it defines short names as macros. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

#include "runtime/host/term.h"
#include "runtime/host/utf8.h"
#include "viewer/console/screen/glyph.h"
#include "viewer/console/screen/rescue.h"

#define INSTEAD "print a snapshot instead: mien console --once"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

enum { CTRL_Z = 26, ESCAPE_MS = 25, REPORT_BYTES = 24 };
enum { KEY_REPORT = KEY_MAX + 1, KEY_PASTE, KEY_PASTED }; /* a mouse report, marks around a paste */

static const double paste_pause = 1; /* seconds without a key: the mark behind it was lost */

/* What a terminal sends for a key, whatever its description says; the description goes first. */
static const struct {
    const char *bytes;
    int key;
} sequences[] = {
    {"\033[A", KEY_UP},     {"\033OA", KEY_UP},     {"\033[B", KEY_DOWN},  {"\033OB", KEY_DOWN},
    {"\033[C", KEY_RIGHT},  {"\033OC", KEY_RIGHT},  {"\033[D", KEY_LEFT},  {"\033OD", KEY_LEFT},
    {"\033[H", KEY_HOME},   {"\033OH", KEY_HOME},   {"\033[F", KEY_END},   {"\033OF", KEY_END},
    {"\033[1~", KEY_HOME},  {"\033[4~", KEY_END},   {"\033[7~", KEY_HOME}, {"\033[8~", KEY_END},
    {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE}, {"\033[3~", KEY_DC},   {"\033[Z", KEY_BTAB},
    {"\033OM", KEY_ENTER},
};

/* ncurses' keys and control characters, as input.h has them. */
static const struct {
    wint_t from;
    bool function;
    uint32_t to;
} keys[] = {
    {KEY_UP, true, KEY_CODE_UP},         {KEY_DOWN, true, KEY_CODE_DOWN},
    {KEY_LEFT, true, KEY_CODE_LEFT},     {KEY_RIGHT, true, KEY_CODE_RIGHT},
    {KEY_HOME, true, KEY_CODE_HOME},     {KEY_END, true, KEY_CODE_END},
    {KEY_PPAGE, true, KEY_CODE_PAGE_UP}, {KEY_NPAGE, true, KEY_CODE_PAGE_DOWN},
    {KEY_DC, true, KEY_CODE_DELETE},     {KEY_BACKSPACE, true, KEY_CODE_BACKSPACE},
    {KEY_ENTER, true, KEY_CODE_ENTER},   {KEY_BTAB, true, KEY_CODE_BACK_TAB},
    {0x7f, false, KEY_CODE_BACKSPACE},   {'\b', false, KEY_CODE_BACKSPACE},
    {'\r', false, KEY_CODE_ENTER},       {'\n', false, KEY_CODE_ENTER},
    {'\t', false, KEY_CODE_TAB},         {'\033', false, KEY_CODE_ESCAPE},
};

/* ---- taking the terminal ------------------------------------------------------------------ */

static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text && text != (const char *)-1 ? text : NULL;
}

/* Add a capability's bytes to `out`, less the delays "$<5/>" that are for ncurses; a part that does
 * not fit is left out whole. */
static void add_bytes(char out[RESCUE_BYTES], const char *text)
{
    char bytes[RESCUE_BYTES];
    size_t n = 0;
    while (text && *text && n < sizeof bytes - 1) {
        const char *end = strncmp(text, "$<", 2) == 0 ? strchr(text, '>') : NULL;
        if (end)
            text = end + 1;
        else
            bytes[n++] = *text++;
    }
    bytes[n] = '\0';
    const size_t used = strlen(out);
    if (used + n < RESCUE_BYTES)
        memcpy(out + used, bytes, n + 1);
}

/* Whether the terminal speaks ECMA-48, and so can be asked for the mouse. */
static bool speaks_ansi(void)
{
    const char *cup = capability("cup");
    return cup && strncmp(cup, "\033[", 2) == 0;
}

/* Find the terminal's description, and what undoes all that will be done to it. */
static int describe(char undo[RESCUE_BYTES], struct mien_error *e)
{
    const char *name = getenv("TERM");
    int status = 0;
    if (!name || !*name)
        return error_set(e, NULL, 0, "TERM is not set; set it to the terminal's name, or " INSTEAD);
    if (setupterm(NULL, STDOUT_FILENO, &status) != OK)
        return error_set(e, NULL, 0,
                         "there is no description of the terminal (TERM=%s); try "
                         "TERM=xterm-256color, or " INSTEAD,
                         name);
    const bool able = capability("cup") && capability("clear");
    if (able) {
        static const char *const undoing[] = {"sgr0", "op", "rmkx", "cnorm"};
        add_bytes(undo, speaks_ansi() ? MOUSE_OFF PASTE_OFF : "");
        for (size_t k = 0; k < sizeof undoing / sizeof *undoing; k++)
            add_bytes(undo, capability(undoing[k]));
        add_bytes(undo, capability("rmcup") ? capability("rmcup") : "\r\n");
    }
    del_curterm(cur_term);
    return able ? 0
                : error_set(e, NULL, 0, "the terminal cannot place its cursor (TERM=%s); " INSTEAD,
                            name);
}

static void send(const char *bytes)
{
    for (size_t left = strlen(bytes); left > 0;) {
        const ssize_t wrote = write(STDOUT_FILENO, bytes, left);
        if (wrote < 0 && errno != EINTR)
            return; /* the terminal is gone: the next wait tells */
        bytes += wrote > 0 ? wrote : 0;
        left -= wrote > 0 ? (size_t)wrote : 0;
    }
}

static void send_modes(const char *bytes)
{
    if (speaks_ansi())
        send(bytes);
}

/* Keys come one by one and unseen, Ctrl-C, Ctrl-Z, Ctrl-S and Ctrl-V among them. */
static void set_line(void)
{
    struct termios line;
    cbreak();
    noecho();
    nonl();
    if (tcgetattr(STDIN_FILENO, &line) == 0) {
        line.c_iflag &= ~(tcflag_t)IXON;
        line.c_lflag &= ~(tcflag_t)IEXTEN;
        line.c_cc[VINTR] = line.c_cc[VSUSP] = _POSIX_VDISABLE;
        tcsetattr(STDIN_FILENO, TCSADRAIN, &line);
    }
    def_prog_mode();
}

static void set_keys(void)
{
    if (!getenv("ESCDELAY"))
        set_escdelay(ESCAPE_MS);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    for (size_t k = 0; k < sizeof sequences / sizeof *sequences; k++)
        if (key_defined(sequences[k].bytes) == 0)
            define_key(sequences[k].bytes, sequences[k].key);
    define_key("\033[<", KEY_REPORT);
    define_key("\033[200~", KEY_PASTE);
    define_key("\033[201~", KEY_PASTED);
}

/* Colours of the palette, of which ncurses has all to 255 by number; beyond that numbers are RGB,
 * and only the first 8 are what they were. */
static int palette(void)
{
    return COLORS > 256 ? 8 : COLORS;
}

static enum theme_depth find_depth(void)
{
    const char *wish = getenv("NO_COLOR");
    if ((wish && *wish) || !has_colors() || start_color() == ERR || COLORS < 8)
        return DEPTH_NONE;
    assume_default_colors(-1, -1);
    return palette() >= 256 ? DEPTH_256 : DEPTH_16;
}

/* Take the size that the terminal has now. */
static void adopt_size(struct terminal *t)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
        resizeterm(size.ws_row, size.ws_col);
    getmaxyx(stdscr, t->height, t->width);
    clearok(curscr, TRUE);
}

int terminal_open(struct terminal *t, struct mien_error *e)
{
    char undo[RESCUE_BYTES] = "";
    *t = (struct terminal){.notices = -1};
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(e, NULL, 0, "standard %s is no terminal; " INSTEAD,
                         isatty(STDIN_FILENO) ? "output" : "input");
    if (describe(undo, e) != 0)
        return -1;
    t->notices = rescue_arm(undo, strlen(undo));
    if (t->notices < 0)
        return error_system(e, NULL, "take the terminal");
    t->screen = newterm(NULL, stdout, stdin);
    if (!t->screen) {
        rescue_disarm();
        return error_set(e, NULL, 0, "the terminal cannot show a screen (TERM=%s); " INSTEAD,
                         getenv("TERM"));
    }
    t->open = true;
    t->unicode = term_unicode();
    t->depth = find_depth();
    t->ground = THEME_GROUND_COUNT;
    set_line();
    set_keys();
    curs_set(0);
    adopt_size(t);
    refresh();
    send_modes(MOUSE_ON PASTE_ON);
    return 0;
}

static void leave(void)
{
    send_modes(PASTE_OFF MOUSE_OFF);
    endwin();
}

void terminal_close(struct terminal *t)
{
    if (t->open) {
        leave();
        rescue_disarm();
        delscreen(t->screen);
    }
    cells_free(&t->shown);
    *t = (struct terminal){.notices = -1};
}

/* ---- showing ------------------------------------------------------------------------------ */

/* A role's look on this terminal: bright colours that it has not are the plain ones, bold. */
static struct theme_look look_of(const struct terminal *t, enum cell_role role)
{
    struct theme_look look = theme_look(t->ground, t->depth, role);
    if (t->depth == DEPTH_16 && palette() < 16) {
        look.bold |= look.foreground >= 8;
        look.foreground = look.foreground < 0 ? -1 : look.foreground & 7;
        look.background = look.background < 0 ? -1 : look.background & 7;
    }
    return look;
}

/* Pair 1 + role has the role's colours. */
static void set_ground(struct terminal *t, enum theme_ground ground)
{
    t->ground = ground;
    for (int role = 0; role < ROLE_COUNT && t->depth != DEPTH_NONE; role++) {
        const struct theme_look look = look_of(t, role);
        init_pair((short)(1 + role), look.foreground, look.background);
    }
}

/* What to send for a glyph: only what the terminal can show, and the C library has of our width. */
static wchar_t shown_as(const struct terminal *t, uint32_t glyph)
{
    if (!t->unicode)
        return (unsigned char)glyph_ascii(glyph);
    return glyph < 0x80 || wcwidth((wchar_t)glyph) == utf8_width(glyph) ? (wchar_t)glyph : '?';
}

static void put_cell(const struct terminal *t, int x, int y, struct cell cell)
{
    const struct theme_look look = look_of(t, cell.role);
    const attr_t attributes = (look.bold || cell.bold ? A_BOLD : 0) | (look.dim ? A_DIM : 0) |
                              (look.underline ? A_UNDERLINE : 0) |
                              (look.reverse != (bool)cell.reverse ? A_REVERSE : 0);
    const wchar_t text[] = {shown_as(t, cell.glyph), L'\0'};
    cchar_t shown;
    setcchar(&shown, text, attributes, t->depth == DEPTH_NONE ? 0 : (short)(1 + cell.role), NULL);
    mvadd_wch(y, x, &shown);
}

static bool same(struct cell a, struct cell b)
{
    return a.glyph == b.glyph && a.role == b.role && a.reverse == b.reverse && a.bold == b.bold;
}

/* Put the cells of a row that differ from `shown`; of a wide character the left half is enough. */
static void show_row(const struct terminal *t, int y, int width, const struct cell *now,
                     struct cell *shown)
{
    for (int x = 0; x < width; x++) {
        if (now[x].glyph != 0 && !same(now[x], shown[x]))
            put_cell(t, x, y, now[x]);
        shown[x] = now[x];
    }
}

void terminal_show(struct terminal *t, const struct cells *c, enum theme_ground ground)
{
    struct cells *shown = &t->shown;
    if (shown->width != t->width || shown->height != t->height || ground != t->ground) {
        if (!cells_resize(shown, t->width, t->height))
            return;
        set_ground(t, ground);
        erase();
        for (int k = 0; k < shown->width * shown->height; k++)
            shown->cell[k].role = ROLE_COUNT; /* like no other */
    }
    const int width = c->width < t->width ? c->width : t->width;
    const int height = c->height < t->height ? c->height : t->height;
    for (int y = 0; y < height; y++)
        show_row(t, y, width, c->cell + y * c->width, shown->cell + y * shown->width);
    refresh();
}

void terminal_refresh(struct terminal *t)
{
    if (t->open)
        clearok(curscr, TRUE);
}

/* ---- waiting ------------------------------------------------------------------------------ */

/* Take the terminal as it is now: of another size, or written to by others meanwhile. */
static struct input retake(struct terminal *t)
{
    adopt_size(t);
    refresh();
    send_modes(MOUSE_ON PASTE_ON);
    return (struct input){.kind = INPUT_RESIZE};
}

static struct input suspend(struct terminal *t)
{
    leave();
    rescue_stop();
    return retake(t);
}

/* The next character of a sequence; 0: there is none, or it is a key. */
static wint_t next_character(void)
{
    wint_t character;
    return get_wch(&character) == OK ? character : 0;
}

/* The rest of a report of the mouse. It comes in one piece, or with a slow line in several. */
static struct input read_report(struct terminal *t)
{
    char report[REPORT_BYTES] = "";
    timeout(ESCAPE_MS);
    for (size_t n = 0; n + 1 < sizeof report; n++) {
        const wint_t character = next_character();
        report[n] = character < 0x80 ? (char)character : '\0';
        if (!report[n] || !strchr("0123456789;", report[n]))
            break;
    }
    nodelay(stdscr, TRUE);
    const struct input in = mouse_read(&t->mouse, report, clock_seconds());
    return in.x < t->width && in.y < t->height ? in : (struct input){.kind = INPUT_NONE};
}

/* Whether what follows an Esc makes it the start of a sequence that no key is known for, which is
 * then read and dropped: its letters are no keys that anyone pressed. */
static bool drop_sequence(void)
{
    wint_t character = next_character();
    if (character == 'O') {
        next_character();
        return true;
    }
    if (character != '[') {
        if (character)
            unget_wch((wchar_t)character);
        return false;
    }
    do
        character = next_character();
    while (character >= 0x20 && character < 0x40);
    return true;
}

/* A key as input.h has it; INPUT_NONE where it has none. */
static struct input translate(wint_t key, bool function, bool pasted)
{
    struct input in = {.kind = INPUT_KEY, .key = (uint32_t)key, .pasted = pasted};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (keys[k].from == key && keys[k].function == function) {
            in.key = keys[k].to;
            return in;
        }
    if (function && key >= (wint_t)KEY_F(1) && key <= (wint_t)KEY_F(12))
        in.key = KEY_CODE_F1 + (uint32_t)(key - KEY_F(1));
    else if (function || key >= KEY_CODE_FIRST)
        in.kind = INPUT_NONE;
    return in;
}

/* Take notice of the marks around what is pasted. Returns whether this key is part of it. */
static bool follow_paste(struct terminal *t, wint_t key, bool function)
{
    if (function && (key == KEY_PASTE || key == KEY_PASTED))
        t->pasting = key == KEY_PASTE;
    else if (t->drained > 0 && clock_seconds() - t->drained > paste_pause)
        t->pasting = false;
    t->drained = 0;
    return t->pasting;
}

/* What has come already. */
static struct input next_input(struct terminal *t)
{
    struct input in = {.kind = INPUT_NONE};
    const unsigned told = rescue_take();
    if (told & 1u << RESCUE_SUSPEND)
        return suspend(t);
    if (told & 1u << RESCUE_CONTINUED)
        leave();
    if (told)
        return retake(t);
    wint_t key;
    for (int got; in.kind == INPUT_NONE && (got = get_wch(&key)) != ERR;) {
        const bool function = got == KEY_CODE_YES;
        const bool pasted = follow_paste(t, key, function);
        if (!function && !pasted && key == CTRL_Z)
            return suspend(t);
        if (function && key == KEY_REPORT)
            in = read_report(t);
        else if (function || key != '\033' || !drop_sequence())
            in = translate(key, function, pasted);
    }
    if (in.kind == INPUT_NONE && t->drained == 0)
        t->drained = clock_seconds();
    return in;
}

/* Readable with nothing to read: its other end is gone. */
static bool hung_up(void)
{
    int bytes = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &bytes) != 0 || bytes == 0;
}

/* Milliseconds to a time of clock_seconds(), as poll(2) wants them. */
static int milliseconds_to(double deadline)
{
    const double left = ceil(1e3 * (deadline - clock_seconds()));
    return left > 0 ? (int)fmin(left, INT_MAX) : 0;
}

struct input terminal_wait(struct terminal *t, double seconds, const int *descriptors, int count)
{
    struct pollfd polled[2 + TERMINAL_DESCRIPTORS] = {{.fd = STDIN_FILENO, .events = POLLIN},
                                                      {.fd = t->notices, .events = POLLIN}};
    count = count < TERMINAL_DESCRIPTORS ? count : TERMINAL_DESCRIPTORS;
    for (int k = 0; k < count; k++)
        polled[2 + k] = (struct pollfd){.fd = descriptors[k], .events = POLLIN};
    const double deadline = clock_seconds() + seconds;
    for (bool over = false;;) {
        const struct input in = next_input(t);
        if (in.kind != INPUT_NONE || over)
            return in;
        const int ready = poll(polled, (nfds_t)(2 + count), milliseconds_to(deadline));
        if (ready > 0 && polled[0].revents && hung_up())
            return (struct input){.kind = INPUT_END};
        over = ready == 0;
        for (int k = 0; k < count && ready > 0; k++)
            over |= polled[2 + k].revents != 0;
    }
}
