/* desk.c - see desk.h. The framebuffer file is an X window dump (X11/XWDFile.h); drops follow the
 * XDND protocol, version 5 (freedesktop.org). */
#include "tests/studio/desk.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* A child that does not outlive a test that is ended. */
static pid_t fork_bound(void)
{
    const pid_t p = fork();
    if (p == 0)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    return p;
}

/* --- the server ----------------------------------------------------------------------------- */

static void run_server(const struct desk *d, int told)
{
    char number[16], size[32];
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    snprintf(number, sizeof number, "%d", told);
    snprintf(size, sizeof size, "%dx%dx24", DESK_WIDTH, DESK_HEIGHT);
    execlp("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", size, "-fbdir", d->folder,
           "-nocursor", "-noreset", "-nolisten", "tcp", (char *)NULL);
    _exit(127);
}

bool desk_open(struct desk *d)
{
    int pipes[2];
    char number[8] = "";
    *d = (struct desk){.folder = "/tmp/mien-desk-XXXXXX"};
    if (system("which Xvfb xdotool >/dev/null 2>&1") != 0)
        return false;
    if (!mkdtemp(d->folder) || pipe(pipes) != 0)
        return false;
    d->server = fork_bound();
    if (d->server == 0) {
        close(pipes[0]);
        run_server(d, pipes[1]);
    }
    close(pipes[1]);
    size_t used = 0;
    ssize_t got = 1;
    while (got > 0 && used + 1 < sizeof number && !memchr(number, '\n', used)) {
        got = read(pipes[0], number + used, sizeof number - 1 - used);
        used += got > 0 ? (size_t)got : 0;
    }
    close(pipes[0]);
    snprintf(d->display, sizeof d->display, ":%d", atoi(number));
    setenv("DISPLAY", d->display, 1);
    return used > 0;
}

void desk_keyboard(const struct desk *d, unsigned long letter)
{
    Display *x = XOpenDisplay(d->display);
    int first, last;
    assert_non_null(x);
    XDisplayKeycodes(x, &first, &last);
    KeySym symbols[1] = {letter};
    XChangeKeyboardMapping(x, last, 1, symbols, 1);
    XCloseDisplay(x);
}

static void end(pid_t p)
{
    if (p > 0) {
        kill(p, SIGKILL);
        waitpid(p, NULL, 0);
    }
}

void desk_close(struct desk *d)
{
    char path[128];
    end(d->program);
    if (d->server > 0) {
        kill(d->server, SIGTERM);
        waitpid(d->server, NULL, 0);
        unsetenv("DISPLAY");
    }
    snprintf(path, sizeof path, "%s/Xvfb_screen0", d->folder);
    unlink(path);
    rmdir(d->folder);
    *d = (struct desk){0};
}

/* --- the program ---------------------------------------------------------------------------- */

void desk_start(struct desk *d, const char *folder, const char *const argv[])
{
    d->program = fork_bound();
    if (d->program == 0) {
        if (chdir(folder) == 0)
            execv(argv[0], (char *const *)argv);
        _exit(127);
    }
}

int desk_ended(struct desk *d)
{
    for (int i = 0; i < 1200; i++, usleep(50000)) {
        int status;
        if (waitpid(d->program, &status, WNOHANG) == d->program) {
            d->program = 0;
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
    }
    return -1;
}

/* --- hands and eyes ------------------------------------------------------------------------- */

void desk_do(const char *format, ...)
{
    char command[512] = "xdotool ";
    va_list list;
    va_start(list, format);
    vsnprintf(command + 8, sizeof command - 8, format, list);
    va_end(list);
    if (system(command) != 0)
        fail_msg("'%s' does not work", command);
}

static uint32_t number_at(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

bool desk_read(const struct desk *d, uint8_t *out, int width, int height)
{
    enum { HEADER = 100, COLOR = 12 };
    char path[128];
    uint8_t head[HEADER], row[4 * DESK_WIDTH];
    snprintf(path, sizeof path, "%s/Xvfb_screen0", d->folder);
    const int file = open(path, O_RDONLY);
    bool good = file >= 0 && pread(file, head, HEADER, 0) == HEADER && width <= DESK_WIDTH &&
                height <= DESK_HEIGHT;
    if (good) {
        const uint32_t stride = number_at(head + 48);
        const off_t from = (off_t)number_at(head) + COLOR * (off_t)number_at(head + 76);
        const ssize_t bytes = 4 * (ssize_t)width;
        for (int y = 0; y < height && good; y++) {
            good = pread(file, row, (size_t)bytes, from + y * (off_t)stride) == bytes;
            for (int x = 0; x < width; x++, out += 4) {
                out[0] = row[4 * x + 2];
                out[1] = row[4 * x + 1];
                out[2] = row[4 * x];
                out[3] = 255;
            }
        }
    }
    if (file >= 0)
        close(file);
    return good;
}

/* --- what a window manager does ------------------------------------------------------------- */

/* Whether a client takes part in a protocol by this property. */
static bool has(Display *x, Window w, const char *property)
{
    int count = 0;
    bool found = false;
    Atom *all = XListProperties(x, w, &count);
    for (int i = 0; i < count; i++)
        found = found || all[i] == XInternAtom(x, property, False);
    XFree(all);
    return found;
}

static Window find_window(Display *x)
{
    Window root, parent, *all = NULL, found = None;
    unsigned count = 0;
    XQueryTree(x, DefaultRootWindow(x), &root, &parent, &all, &count);
    for (unsigned i = 0; i < count; i++)
        if (has(x, all[i], "XdndAware"))
            found = all[i];
    XFree(all);
    assert_true(found != None);
    return found;
}

static void send(Display *x, Window to, const char *type, const long values[5])
{
    XEvent e = {.xclient = {.type = ClientMessage,
                            .window = to,
                            .message_type = XInternAtom(x, type, False),
                            .format = 32}};
    memcpy(e.xclient.data.l, values, sizeof e.xclient.data.l);
    XSendEvent(x, to, False, NoEventMask, &e);
    XFlush(x);
}

void desk_ask_to_close(const struct desk *d)
{
    Display *x = XOpenDisplay(d->display);
    assert_non_null(x);
    send(x, find_window(x), "WM_PROTOCOLS",
         (const long[5]){(long)XInternAtom(x, "WM_DELETE_WINDOW", False)});
    XCloseDisplay(x);
}

/* Give what is dropped to the window that asks for it. */
static void give(Display *x, const XSelectionRequestEvent *asked, const char *text)
{
    XEvent e = {.xselection = {.type = SelectionNotify,
                               .requestor = asked->requestor,
                               .selection = asked->selection,
                               .target = asked->target,
                               .property = asked->property,
                               .time = asked->time}};
    XChangeProperty(x, asked->requestor, asked->property, asked->target, 8, PropModeReplace,
                    (const unsigned char *)text, (int)strlen(text));
    XSendEvent(x, asked->requestor, False, NoEventMask, &e);
    XFlush(x);
}

void desk_drop(const struct desk *d, const char *path)
{
    Display *x = XOpenDisplay(d->display);
    assert_non_null(x);
    const Window to = find_window(x);
    const Window from = XCreateSimpleWindow(x, DefaultRootWindow(x), 0, 0, 1, 1, 0, 0, 0);
    const Atom list = XInternAtom(x, "text/uri-list", False);
    const long place = (long)DESK_DROP << 16 | DESK_DROP, us = (long)from;
    char text[1200];
    snprintf(text, sizeof text, "file://%s\r\n", path);
    XSetSelectionOwner(x, XInternAtom(x, "XdndSelection", False), from, CurrentTime);
    send(x, to, "XdndEnter", (const long[5]){us, 5L << 24, (long)list});
    send(x, to, "XdndPosition",
         (const long[5]){us, 0, place, 0, (long)XInternAtom(x, "XdndActionCopy", False)});
    send(x, to, "XdndDrop", (const long[5]){us});
    for (bool taken = false; !taken;) {
        XEvent e;
        XNextEvent(x, &e);
        if (e.type == SelectionRequest)
            give(x, &e.xselectionrequest, text);
        taken = e.type == ClientMessage &&
                e.xclient.message_type == XInternAtom(x, "XdndFinished", False);
    }
    XCloseDisplay(x);
}
