/* conv_margin.c - see conv_margin.h. */
#include "trainer/network/conv_margin.h"

#include <string.h>

#include "trainer/network/conv.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

void conv_surround(const struct conv_margin *m, struct shape s, const float *x, size_t images,
                   float *y)
{
    const size_t row = m->w * s.c, columns = least(s.w, m->w - m->left) * s.c;
    const size_t lines = least(s.h, m->h - m->top), behind = row - m->left * s.c - columns;
    for (size_t i = 0; i < images; i++, x += shape_size(s), y += m->h * row) {
        memset(y, 0, m->top * row * sizeof *y);
        for (size_t line = 0; line < lines; line++) {
            float *to = y + (m->top + line) * row;
            memset(to, 0, m->left * s.c * sizeof *y);
            memcpy(to + m->left * s.c, x + line * s.w * s.c, columns * sizeof *y);
            memset(to + m->left * s.c + columns, 0, behind * sizeof *y);
        }
        memset(y + (m->top + lines) * row, 0, (m->h - m->top - lines) * row * sizeof *y);
    }
}
