/* picture.h - a grid of characters as text, for tests that look at what was drawn. */
#ifndef MIEN_TESTS_CONSOLE_PICTURE_H
#define MIEN_TESTS_CONSOLE_PICTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/console/screen/print.h"

enum { PICTURE_ROWS = 80, PICTURE_BYTES = 1024 };

/* A grid and, once it was read, its rows in UTF-8 without the blanks at their ends. */
struct picture {
    struct cells cells;
    char row[PICTURE_ROWS][PICTURE_BYTES];
};

static inline struct area picture_open(struct picture *p, int width, int height, bool unicode)
{
    memset(p, 0, sizeof *p);
    p->cells.unicode = unicode;
    assert_in_range(height, 1, PICTURE_ROWS);
    assert_true(cells_resize(&p->cells, width, height));
    return cells_all(&p->cells);
}

static inline void picture_close(struct picture *p)
{
    cells_free(&p->cells);
}

static inline void picture_read(struct picture *p)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    cells_print(&p->cells, THEME_DARK, DEPTH_NONE, file);
    rewind(file);
    for (int y = 0; y < p->cells.height; y++) {
        assert_non_null(fgets(p->row[y], PICTURE_BYTES, file));
        p->row[y][strcspn(p->row[y], "\n")] = '\0';
    }
    fclose(file);
}

/* The first row that holds a text, -1: none. */
static inline int picture_find(const struct picture *p, const char *text)
{
    for (int y = 0; y < p->cells.height; y++)
        if (strstr(p->row[y], text))
            return y;
    return -1;
}

static inline const struct cell *picture_cell(const struct picture *p, int x, int y)
{
    return &p->cells.cell[y * p->cells.width + x];
}

/* Cells of a role in a row; of them only those with dots where `dotted` is set. */
static inline int picture_count(const struct picture *p, int y, enum cell_role role, bool dotted)
{
    int count = 0;
    for (int x = 0; x < p->cells.width; x++) {
        const struct cell *c = picture_cell(p, x, y);
        count += c->role == role && (!dotted || (c->glyph >= 0x2800 && c->glyph <= 0x28ff));
    }
    return count;
}

#endif
