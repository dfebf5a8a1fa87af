/* page.h - a list over the picture: settings, sources, masks, keys. Each row can be reached by key
 * and by mouse.
 *
 * The owner makes the rows anew for each drawing; the page knows where it drew them. */
#ifndef MIEN_VIEWER_UI_PAGE_H
#define MIEN_VIEWER_UI_PAGE_H

#include "viewer/render/pen.h"

enum { PAGE_ROWS_MAX = 80 };

struct page_row {
    char text[96], value[96];
    const char *help; /* below the list while the cursor is on it; NULL: none */
    uint32_t hotkey;  /* shown beside it; 0: none */
    bool head;        /* a heading, on which no cursor stands */
    bool chosen;
    float share; /* of a number between its limits, drawn as a bar; below 0: none */
};

struct page {
    const char *title;
    int cursor, top;    /* row under the cursor; first row shown */
    struct pen_box box; /* of the rows, as placed last */
    float row, value;   /* height of a row; where values begin, from the box's left */
    int shown;          /* rows that have room */
};

/* What pages and cards lie on: hardly anything shines through. */
struct tint page_tint(enum theme_name theme);

void page_open(struct page *p, const char *title);

/* One more of rows [PAGE_ROWS_MAX], with this text; where there is no room, in place of the last.
 */
struct page_row *page_add(struct page_row *rows, int *count, const char *text);

/* Pixels that a value has on a picture of this width; a longer one is cut at its end. */
float page_value_room(float unit, int32_t width);

/* Find its place on the right of width x height, and its cursor's among the rows. Drawing does; who
 * takes inputs before the first drawing has to. */
void page_place(struct page *p, float unit, const struct page_row *rows, int count, int32_t width,
                int32_t height);

/* Draw it there. */
void page_draw(struct page *p, struct pen *pen, enum theme_name theme, float unit,
               const struct page_row *rows, int count, int32_t width, int32_t height);

/* Move the cursor by that many rows that it can stand on. */
void page_move(struct page *p, const struct page_row *rows, int count, int by);

/* The row at a place, -1: none there; and how far along its value the place is, 0..1. */
int page_row_at(const struct page *p, const struct page_row *rows, int count, float x, float y);
float page_share_at(const struct page *p, float x);

/* Whether a place is on the page at all, as placed last. */
bool page_holds(const struct page *p, float x, float y);

#endif
