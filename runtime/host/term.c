/* term.c - see term.h. What a terminal can do is read from the environment each time it is asked:
 * nothing is kept, so a window that is resized or a stream that is redirected is seen at once. */
#include "runtime/host/term.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "runtime/host/text.h"

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

bool term_live(FILE *stream)
{
    const char *term = environment("TERM");
    return isatty(fileno(stream)) && *term && strcmp(term, "dumb") != 0;
}

bool term_color(FILE *stream)
{
    return !*environment("NO_COLOR") && term_live(stream);
}

bool term_true_color(void)
{
    const char *says = environment("COLORTERM");
    return strcmp(says, "truecolor") == 0 || strcmp(says, "24bit") == 0;
}

bool term_unicode(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int term_width(FILE *stream)
{
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    long long columns;
    if (text_integer(environment("COLUMNS"), &columns) && columns >= 20 && columns <= 1000)
        return (int)columns;
    return 80;
}

double clock_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void print_bar(double share, int width)
{
    bool color = term_color(stderr), unicode = term_unicode();
    int filled = (int)(share * width);
    const char *full = unicode ? "━" : "#", *rest = unicode ? (color ? "━" : "╌") : ".";
    fputs(color ? "\033[36m" : "", stderr);
    for (int i = 0; i < width; i++) {
        if (i == filled && color)
            fputs("\033[90m", stderr);
        fputs(i < filled ? full : rest, stderr);
    }
    fputs(color ? "\033[0m" : "", stderr);
}

/* The words behind the bar: "52%  16,900/32,298  3,850/s  0:04 left". */
static int describe(const struct progress *p, double done, double now, char *out, size_t size)
{
    char part[32], whole[32], rate[32], left[32];
    double elapsed = now - p->started;
    text_count(part, sizeof part, (long long)done);
    text_count(whole, sizeof whole, (long long)p->total);
    int n = snprintf(out, size, "%3.0f%%  %s/%s", p->total > 0 ? 100 * done / p->total : 100.0,
                     part, whole);
    if (done > 0 && done < p->total && elapsed > 0.5)
        n += snprintf(out + n, size - (size_t)n, "  %s/s  %s left",
                      text_count(rate, sizeof rate, (long long)(done / elapsed)),
                      text_duration(left, sizeof left, elapsed * (p->total - done) / done));
    return n;
}

static void draw(const struct progress *p, double done, double now)
{
    char words[128];
    int used = describe(p, done, now, words, sizeof words);
    if (!p->live) {
        fprintf(stderr, "%s  %s\n", p->label, words);
        return;
    }
    int room = term_width(stderr) - (int)strlen(p->label) - used - 6;
    fprintf(stderr, "\r%s  ", p->label);
    if (room >= 8)
        print_bar(p->total > 0 ? done / p->total : 1, room < 40 ? room : 40);
    fprintf(stderr, "  %s\033[K", words);
    fflush(stderr);
}

void progress_start(struct progress *p, const char *label, double total)
{
    double now = clock_seconds();
    *p = (struct progress){
        .label = label, .total = total, .started = now, .drawn = now, .live = term_live(stderr)};
    draw(p, 0, now);
}

void progress_update(struct progress *p, double done)
{
    double now = clock_seconds();
    int tenth = p->total > 0 ? (int)(10 * done / p->total) : 10;
    if (now - p->drawn < (p->live ? 0.1 : 1.0) || (!p->live && tenth <= p->tenth))
        return;
    p->tenth = tenth;
    p->drawn = now;
    draw(p, done, now);
}

void progress_finish(struct progress *p)
{
    if (p->live) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    } else if (p->tenth < 10) {
        draw(p, p->total, clock_seconds());
    }
    p->tenth = 10;
}
