/* page.c - see page.h. */
#include "trainer/gallery/page.h"

#include <math.h>

static const struct canvas_text heading = {.size = 13.0f, .weight = 0.14f, .color = {31, 35, 40}};
static const struct canvas_text second = {.size = 8.0f, .weight = 0.11f, .color = {101, 109, 118}};

void page_heading(struct canvas *c, const char *title, const char *subtitle)
{
    canvas_write(c, page_margin, 32.0f, &heading, title);
    canvas_write(c, page_margin, 50.0f, &second, subtitle);
}

void page_section(struct canvas *c, float x, float y, const char *text)
{
    const struct canvas_text style = {.size = 9.0f, .weight = 0.14f, .color = page_ink};
    canvas_write(c, x, y, &style, text);
}

void page_caption(struct canvas *c, float x, float y, float width, struct color color,
                  const char *text)
{
    struct canvas_text style = {.size = 5.6f, .weight = 0.125f, .color = color};
    const float wanted = canvas_text_width(&style, text);
    style.size *= fminf(1.0f, width / fmaxf(wanted, 1.0f));
    canvas_write(c, x, y, &style, text);
}

float page_width(const char *title, const char *subtitle)
{
    return 2.0f * page_margin +
           fmaxf(canvas_text_width(&heading, title), canvas_text_width(&second, subtitle));
}
