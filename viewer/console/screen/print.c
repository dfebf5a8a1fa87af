/* print.c - see print.h. Escape sequences are those of ECMA-48 (SGR), with xterm's colours 38;5 and
 * 48;5 and the bright ones 90 and 100. */
#include "viewer/console/screen/print.h"

#include <string.h>

#include "runtime/host/utf8.h"

static const struct theme_look plain = {.foreground = -1, .background = -1};

static bool same(struct theme_look a, struct theme_look b)
{
    return a.foreground == b.foreground && a.background == b.background && a.bold == b.bold &&
           a.dim == b.dim && a.underline == b.underline && a.reverse == b.reverse;
}

/* A colour's codes; `base` is 30 for the foreground, 40 for the background. */
static void put_color(int color, int base, enum theme_depth depth, FILE *f)
{
    if (color < 0)
        return;
    if (depth == DEPTH_256)
        fprintf(f, ";%d;5;%d", base + 8, color);
    else
        fprintf(f, ";%d", color < 8 ? base + color : base + 60 + color - 8);
}

static void put_look(struct theme_look look, enum theme_depth depth, FILE *f)
{
    fprintf(f, "\033[0%s%s%s%s", look.bold ? ";1" : "", look.dim ? ";2" : "",
            look.underline ? ";4" : "", look.reverse ? ";7" : "");
    put_color(look.foreground, 30, depth, f);
    put_color(look.background, 40, depth, f);
    fputc('m', f);
}

static struct theme_look look_of(struct cell cell, enum theme_ground ground, enum theme_depth depth)
{
    if (depth == DEPTH_NONE)
        return plain;
    struct theme_look look = theme_look(ground, depth, cell.role);
    look.reverse ^= cell.reverse;
    look.bold |= cell.bold;
    return look;
}

/* Whether a blank of this look is no different from an empty screen. */
static bool empty(struct cell cell, struct theme_look look)
{
    return cell.glyph == ' ' && look.background < 0 && !look.underline && !look.reverse;
}

static void print_row(const struct cell *row, int width, enum theme_ground ground,
                      enum theme_depth depth, FILE *f)
{
    while (width > 0 && empty(row[width - 1], look_of(row[width - 1], ground, depth)))
        width--;
    struct theme_look now = plain;
    for (int x = 0; x < width; x++) {
        const struct theme_look look = look_of(row[x], ground, depth);
        char text[5];
        if (row[x].glyph == 0)
            continue;
        if (!same(look, now) && !(empty(row[x], look) && empty(row[x], now)))
            put_look(now = look, depth, f);
        fwrite(text, 1, (size_t)utf8_put(row[x].glyph, text), f);
    }
    fputs(same(now, plain) ? "\n" : "\033[0m\n", f);
}

void cells_print(const struct cells *c, enum theme_ground ground, enum theme_depth depth,
                 FILE *stream)
{
    for (int y = 0; y < c->height; y++)
        print_row(c->cell + y * c->width, c->width, ground, depth, stream);
}
