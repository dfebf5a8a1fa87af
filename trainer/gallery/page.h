/* page.h - what the figures of this room look alike in: paper, headings, captions that fit. */
#ifndef MIEN_TRAINER_GALLERY_PAGE_H
#define MIEN_TRAINER_GALLERY_PAGE_H

#include "runtime/host/draw/canvas.h"

static const struct color page_paper = {255, 255, 255}, page_ink = {31, 35, 40},
                          page_faint = {101, 109, 118}, page_rule = {220, 225, 230},
                          page_blue = {0, 114, 178}, page_orange = {213, 94, 0};

enum { PAGE_SCALE = 2 }; /* pixels a unit */

static const float page_margin = 20.0f, page_head = 68.0f; /* of the paper; to the first content */

/* The figure's title and what stands below it. */
void page_heading(struct canvas *c, const char *title, const char *subtitle);

/* A section's title with its baseline at y. */
void page_section(struct canvas *c, float x, float y, const char *text);

/* Text with its baseline at (x, y), smaller where it would be wider than `width`. */
void page_caption(struct canvas *c, float x, float y, float width, struct color color,
                  const char *text);

/* Width that title and subtitle need. */
float page_width(const char *title, const char *subtitle);

#endif
