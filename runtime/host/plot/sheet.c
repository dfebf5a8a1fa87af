/* sheet.c - see sheet.h. */
#include "runtime/host/plot/sheet.h"

#include <string.h>
#include <strings.h>

#include "runtime/host/file.h"
#include "runtime/host/draw/canvas.h"

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
