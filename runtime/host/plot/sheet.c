/* sheet.c - what sheets of both kinds have in common; see sheet.h. */
#include "runtime/host/plot/sheet.h"

#include <string.h>
#include <strings.h>

#include "runtime/host/file.h"
#include "runtime/host/draw/canvas.h"

#define X(symbol, name) name,
const char *const sheet_theme_names[SHEET_THEME_COUNT] = {SHEET_THEMES(X)};
#undef X

unsigned sheet_color(enum sheet_theme theme, enum sheet_ink ink)
{
    /* On white without yellow, on near black without blue and black. Heats are even steps in
     * CIELAB. */
    static const unsigned colors[][INK_COUNT] = {
        [SHEET_LIGHT] = {0xffffff, 0x1f2328, 0x656d76, 0x8c959f, 0xe4e8ec, 0x0072b2, 0xd55e00,
                         0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000, 0xf3f7fb, 0xd3d9e6,
                         0xb4bcd1, 0x95a0bd, 0x7685a9, 0x576b95, 0x375281, 0x083a6e},
        [SHEET_DARK] = {0x14181d, 0xe6edf3, 0x9ca5af, 0x6e7781, 0x2a3038, 0x56b4e9, 0xd55e00,
                        0x009e73, 0xcc79a7, 0xe69f00, 0xf0e442, 0xffffff, 0x1a222c, 0x2e3a46,
                        0x445361, 0x5b6d7d, 0x72899b, 0x8ba6ba, 0xa5c4da, 0xbfe3fb},
    };
    return colors[theme == SHEET_DARK ? SHEET_DARK : SHEET_LIGHT][ink];
}

const struct sheet_point *sheet_corners(enum sheet_marker marker, int *count)
{
    /* Shapes that look equally large. */
    static const struct sheet_point corners[MARKER_COUNT][4] = {
        [MARKER_SQUARE] = {{-0.45f, -0.45f}, {0.45f, -0.45f}, {0.45f, 0.45f}, {-0.45f, 0.45f}},
        [MARKER_TRIANGLE] = {{0.0f, -0.62f}, {0.57f, 0.4f}, {-0.57f, 0.4f}},
        [MARKER_DIAMOND] = {{0.0f, -0.64f}, {0.64f, 0.0f}, {0.0f, 0.64f}, {-0.64f, 0.0f}},
        [MARKER_POINTER] = {{0.0f, 0.62f}, {-0.57f, -0.4f}, {0.57f, -0.4f}},
    };
    static const int counts[MARKER_COUNT] = {0, 4, 3, 4, 3};
    *count = counts[marker];
    return corners[marker];
}

sheet_maker *sheet_maker_of(const char *path)
{
    const char *dot = strrchr(file_name(path), '.');
    if (dot && strcasecmp(dot, ".svg") == 0)
        return sheet_svg;
    return dot && strcasecmp(dot, ".png") == 0 ? sheet_png : NULL;
}

/* The strokes that PNGs are lettered with are wider than the fonts of readers of SVG. */
float sheet_text_width(float size, const char *text)
{
    return canvas_text_width(&(struct canvas_text){.size = 0.72f * size}, text);
}
