/* main.c - mien-console, which `mien console` runs: options, and the loop between the terminal, the
 * files and the screen.
 *
 * Keys are answered at once. What changes in files is drawn at once too where nothing was drawn
 * lately, and otherwise in the next frame of DATA_FRAMES a second; between frames the files are not
 * even looked at, so that many small changes cost as much as one. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "runtime/host/cli/console_options.h"
#include "runtime/host/term.h"
#include "runtime/host/text.h"
#include "viewer/console/app/console.h"
#include "viewer/console/app/draw.h"
#include "viewer/console/app/picture.h"
#include "viewer/console/app/snapshot.h"
#include "viewer/console/screen/terminal.h"

enum { SIDE_MAX = 1000 /* columns or rows of a snapshot */ };
static const double data_frame = 1.0 / 6, key_frame = 1.0 / 30; /* seconds, at least */
static const double tick = 1;        /* between looks at the clock: "12 s ago" */
static const double child_tick = .2; /* between looks at what children say */
static const double slice = .02;     /* of reading, between looks at the keys */

static int run(int argc, char **argv, struct mien_error *e);

static const struct cli_verb verb = {
    .name = "console",
    .summary = "Watch training runs and live sessions in the terminal.",
    .example = "mien console runs/",
    .usage = "mien console [RUN...|runs/] [options]",
    .details =
        "RUN is a run's folder, a folder of runs, or a metrics.jsonl; without one it is runs/.\n"
        "? shows the keys, : takes commands (:train experiments/mlp68.cfg), q leaves.\n"
        "A terminal that cannot be drawn on (TERM=dumb) is for --once, a report for --out:\n"
        "mien console runs/ -c 'pin mlp68' --view curves --size 120x40 -o curves.svg",
    .options = console_options,
    .option_count = CONSOLE_OPTIONS,
    .most = -1,
    .run = run,
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Show a frame; a view that works in slices has the next one due at once. */
static void show(struct console *c, struct terminal *t, struct cells *cells)
{
    if ((cells->width != t->width || cells->height != t->height) &&
        !cells_resize(cells, t->width, t->height))
        return;
    console_draw(c, cells);
    if (c->redraw)
        terminal_refresh(t);
    c->redraw = false;
    terminal_show(t, cells, c->model.ground);
}

/* Take in what is typed, up to the next frame's time. */
static void take_input(struct console *c, struct terminal *t, struct input in)
{
    const double until = clock_seconds() + key_frame;
    while (in.kind != INPUT_NONE && !c->quit) {
        console_input(c, &in);
        in = (struct input){.kind = INPUT_NONE};
        if (clock_seconds() < until)
            in = terminal_wait(t, 0, NULL, 0);
    }
}

/* Wait for a key, until the next frame is due, or else for something to read. */
static struct input rest(const struct console *c, struct terminal *t, bool more, double drawn)
{
    int descriptors[8];
    const double left = drawn + data_frame - clock_seconds();
    if (more || c->model.again)
        return terminal_wait(t, 0, NULL, 0);
    if (left > 0) {
        const struct input in = terminal_wait(t, left, NULL, 0);
        if (in.kind != INPUT_NONE || c->changed)
            return in;
    }
    const int count = console_descriptors(c, descriptors);
    return terminal_wait(t, children_running(&c->children) > 0 ? child_tick : tick, descriptors,
                         count);
}

static void loop(struct console *c, struct terminal *t, struct cells *cells)
{
    double drawn = clock_seconds() - tick; /* the first frame is due */
    while (!c->quit) {
        const bool more = console_poll(c, now(), slice) != 0;
        const double age = clock_seconds() - drawn;
        bool due = age >= tick || (c->changed && age >= data_frame) || c->model.again;
        const struct input in = due ? (struct input){.kind = INPUT_NONE} : rest(c, t, more, drawn);
        if (in.kind != INPUT_NONE) {
            take_input(c, t, in);
            due = true;
        }
        if (due) {
            show(c, t, cells);
            drawn = clock_seconds();
        }
    }
}

static int interact(struct console *c, bool unicode, struct mien_error *e)
{
    struct terminal t = {.unicode = unicode};
    struct cells cells = {.unicode = unicode};
    if (terminal_open(&t, e) != 0)
        return -1;
    loop(c, &t, &cells);
    terminal_close(&t);
    cells_free(&cells);
    children_tell_left(&c->children, stderr);
    return 0;
}

/* "120x40". */
static int parse_size(const char *text, int *width, int *height, struct mien_error *e)
{
    char rest;
    if (sscanf(text, "%4dx%4d%c", width, height, &rest) != 2 || *width < 1 || *height < 1 ||
        *width > SIDE_MAX || *height > SIDE_MAX)
        return error_usage(e, "--size: not a size ('%.40s'); give WxH such as 120x40, up to %dx%d",
                           text, SIDE_MAX, SIDE_MAX);
    return 0;
}

static enum theme_depth depth_of(FILE *stream)
{
    const char *term = getenv("TERM");
    if (!term_color(stream))
        return DEPTH_NONE;
    return strstr(term, "256") || term_true_color() ? DEPTH_256 : DEPTH_16;
}

/* The size that is asked for, else the terminal's; 0, or -1 with an error. */
static int find_size(const char *asked, int *width, int *height, struct mien_error *e)
{
    struct winsize size;
    *width = 80;
    *height = 24;
    if (asked)
        return parse_size(asked, width, height, e);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 1) {
        *width = size.ws_col;
        *height = size.ws_row - 1; /* the prompt stands below */
    }
    return 0;
}

/* Read everything and carry out the commands, where something is done on what they leave. */
static int prepare(struct console *c, const struct console_arguments *o, bool prints, int width,
                   int height, struct mien_error *e)
{
    if (!prints && o->commands.count == 0)
        return 0;
    snapshot_read(c, now());
    return snapshot_commands(c, o->commands.items, o->commands.count, width, height, e);
}

static int print(struct console *c, const struct console_arguments *o, int width, int height,
                 struct mien_error *e)
{
    if (snapshot_settle(c, width, height, e) != 0)
        return -1;
    if (o->out)
        return picture_write(c, width, height, o->out, e);
    return o->json ? snapshot_json(c, stdout, e)
                   : snapshot_print(c, width, height, depth_of(stdout), stdout, e);
}

static int run(int argc, char **argv, struct mien_error *e)
{
    static const char *const usual[] = {"runs"};
    struct console_arguments o = {0};
    int count, width, height, result = cli_parse(&verb, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if (find_size(o.size, &width, &height, e) != 0)
        return -1;
    const bool prints = o.once || o.json || o.out || !isatty(STDOUT_FILENO);
    const struct console_options how = {
        .paths = count > 0 ? (const char *const *)argv : usual,
        .path_count = count > 0 ? count : 1,
        .view = o.view   ? o.view
                : prints ? "overview"
                         : NULL,
        .theme = o.theme,
        .unicode = (o.out || term_unicode()) && !o.ascii,
        .remember = !prints,
    };
    for (int i = 0; prints && i < count; i++) /* nothing waits for a path that is not there yet */
        if (access(argv[i], F_OK) != 0)
            return error_system(e, argv[i], "open");
    struct console c;
    if (console_open(&c, &how, e) != 0)
        return -1;
    result = prepare(&c, &o, prints, width, height, e);
    if (result == 0)
        result = prints ? print(&c, &o, width, height, e) : interact(&c, how.unicode, e);
    if (result != 0)
        c.remember = false;
    struct mien_error unsaved;
    if (console_close(&c, &unsaved) != 0) /* what was to be done is done all the same */
        fprintf(stderr, "mien: not remembered: %s\n", unsaved.text);
    return result;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_DFL);
    struct mien_error e = {.text = ""};
    int result = run(argc, argv, &e);
    if (result == 0 && (fflush(stdout) != 0 || ferror(stdout)))
        result = error_system(&e, "standard output", "write");
    if (result < 0)
        fprintf(stderr, "mien: %s\n", e.text);
    return result >= 0 ? result : e.usage ? 2 : 1;
}
