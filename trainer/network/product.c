/* product.c - see product.h. */
#include "trainer/network/product.h"

#include "trainer/network/vector.h"

/* Pixels of a tile one vector wide: as many sums as hide the latency of a multiply-add. */
enum { NARROW_ROWS = TILE_ROWS > 8 ? TILE_ROWS : 8 };
enum { BLOCK_K = 384 }; /* floats a pixel: their weights stay in the first cache */

/* Channels of the block at `first`, and the floats a row of its panel has. */
static size_t block_width(size_t channels, size_t first)
{
    return channels - first < TILE_COLUMNS ? channels - first : TILE_COLUMNS;
}

static size_t panel_width(size_t width)
{
    return width > LANES ? TILE_COLUMNS : LANES;
}

size_t product_panels(size_t k, size_t channels)
{
    return (channels + LANES - 1) / LANES * LANES * k;
}

size_t product_place(size_t k, size_t channels, size_t channel, size_t *row)
{
    const size_t first = channel / TILE_COLUMNS * TILE_COLUMNS;
    *row = panel_width(block_width(channels, first));
    return first * k + channel - first;
}

void product_pack(struct matrix b, size_t at, size_t rows, size_t k, size_t channels, float *panels,
                  size_t part, size_t parts)
{
    for (size_t first = part * TILE_COLUMNS; first < channels; first += parts * TILE_COLUMNS) {
        const size_t width = block_width(channels, first), whole = panel_width(width);
        float *to = panels + first * k + at * whole;
        for (size_t i = 0; i < rows; i++, to += whole) {
            const float *from = b.data + i * b.row + first * b.column;
            for (size_t j = 0; j < width; j++)
                to[j] = from[j * b.column];
            for (size_t j = width; j < whole; j++)
                to[j] = 0.0f;
        }
    }
}

/* The pixels of a tile. */
struct tile {
    const float *x[NARROW_ROWS];
    float *y[NARROW_ROWS];
};

/* A walk over a grid's pixels, row by row. */
struct walk {
    const struct grid *grid;
    size_t left, row, column; /* pixels to go; where the next one is */
    const float *x, *x_line, *x_image;
    float *y, *y_line, *y_image;
};

static struct walk walk_start(const struct grid *g)
{
    return (struct walk){.grid = g,
                         .left = g->images * g->h * g->w,
                         .x = g->x,
                         .x_line = g->x,
                         .x_image = g->x,
                         .y = g->y,
                         .y_line = g->y,
                         .y_image = g->y};
}

static void walk_line(struct walk *w)
{
    const struct grid *g = w->grid;
    w->column = 0;
    w->x_line += g->x_row;
    w->y_line += g->y_row;
    if (++w->row == g->h) {
        w->row = 0;
        w->x_line = w->x_image += g->x_image;
        w->y_line = w->y_image += g->y_image;
    }
    w->x = w->x_line;
    w->y = w->y_line;
}

/* The next pixels, at most `most` of them; returns how many. */
static size_t walk_tile(struct walk *w, size_t most, struct tile *t)
{
    const size_t count = w->left < most ? w->left : most;
    for (size_t i = 0; i < count; i++) {
        t->x[i] = w->x;
        t->y[i] = w->y;
        w->x += w->grid->x_pixel;
        w->y += w->grid->y_pixel;
        if (++w->column == w->grid->w && i + 1 < w->left)
            walk_line(w);
    }
    w->left -= count;
    return count;
}

/* `rows` and `wides` are literals at each call. */
ALWAYS_INLINE void tile_multiply(const struct tile *t, const struct runs *r, const float *panel,
                                 bool add, const size_t rows, const size_t wides)
{
    vector sum[NARROW_ROWS][2];
    const float *x[NARROW_ROWS];
    UNROLL
    for (size_t m = 0; m < rows; m++)
        for (size_t n = 0; n < wides; n++)
            sum[m][n] = add ? vector_load(t->y[m] + n * LANES) : (vector){0};
    for (size_t i = 0; i < r->count; i++) {
        const ptrdiff_t offset = r->offset[i];
        const size_t length = r->length;
        UNROLL
        for (size_t m = 0; m < rows; m++)
            x[m] = t->x[m] + offset;
        for (size_t k = 0; k < length; k++, panel += wides * LANES) {
            const vector b0 = vector_load(panel);
            const vector b1 = wides > 1 ? vector_load(panel + LANES) : b0;
            UNROLL
            for (size_t m = 0; m < rows; m++) {
                const float v = x[m][k];
                sum[m][0] += b0 * v;
                if (wides > 1)
                    sum[m][1] += b1 * v;
            }
        }
    }
    UNROLL
    for (size_t m = 0; m < rows; m++)
        for (size_t n = 0; n < wides; n++)
            vector_store(t->y[m] + n * LANES, sum[m][n]);
}

#define TILE_CASE(n, wides)                                                                        \
    case n:                                                                                        \
        if (n <= (wides == 1 ? NARROW_ROWS : TILE_ROWS))                                           \
            tile_multiply(t, r, panel, add, n, wides);                                             \
        break;
#define TILE_CASES(wides)                                                                          \
    switch (rows) {                                                                                \
        TILE_CASE(1, wides)                                                                        \
        TILE_CASE(2, wides)                                                                        \
        TILE_CASE(3, wides)                                                                        \
        TILE_CASE(4, wides)                                                                        \
        TILE_CASE(5, wides)                                                                        \
        TILE_CASE(6, wides)                                                                        \
        TILE_CASE(7, wides)                                                                        \
        TILE_CASE(8, wides)                                                                        \
        TILE_CASE(9, wides)                                                                        \
        TILE_CASE(10, wides)                                                                       \
        TILE_CASE(11, wides)                                                                       \
        TILE_CASE(12, wides)                                                                       \
    default:                                                                                       \
        break;                                                                                     \
    }

static void tile_wide(const struct tile *t, const struct runs *r, const float *panel, bool add,
                      size_t rows)
{
    TILE_CASES(2)
}

static void tile_narrow(const struct tile *t, const struct runs *r, const float *panel, bool add,
                        size_t rows)
{
    TILE_CASES(1)
}

#undef TILE_CASE

/* A tile whose channels are no whole vectors: through a copy. */
static void tile_edge(const struct tile *t, const struct runs *r, const float *panel, bool add,
                      size_t rows, size_t width)
{
    float copy[NARROW_ROWS * TILE_COLUMNS] = {0};
    struct tile inner = *t;
    for (size_t m = 0; m < rows; m++) {
        inner.y[m] = copy + m * TILE_COLUMNS;
        if (add)
            memcpy(inner.y[m], t->y[m], width * sizeof *copy);
    }
    if (width > LANES)
        tile_wide(&inner, r, panel, add, rows);
    else
        tile_narrow(&inner, r, panel, add, rows);
    for (size_t m = 0; m < rows; m++)
        memcpy(t->y[m], inner.y[m], width * sizeof *copy);
}

/* One block of channels of all pixels. The tiles are of equal size, or one pixel less: a small one
 * at the end would wait for its own sums. */
static void product_block(const struct grid *g, const struct runs *r, const float *panel,
                          size_t width, bool add)
{
    const size_t most = width > LANES ? TILE_ROWS : NARROW_ROWS;
    struct walk w = walk_start(g);
    struct tile t;
    for (size_t tiles = (w.left + most - 1) / most; tiles > 0; tiles--) {
        const size_t rows = walk_tile(&w, (w.left + tiles - 1) / tiles, &t);
        if (width % LANES != 0)
            tile_edge(&t, r, panel, add, rows, width);
        else if (width > LANES)
            tile_wide(&t, r, panel, add, rows);
        else
            tile_narrow(&t, r, panel, add, rows);
    }
}

void product(const struct grid *g, const struct runs *r, const float *panels, size_t channels,
             bool add)
{
    const size_t k = r->count * r->length, fit = BLOCK_K / r->length;
    const size_t block = fit > 0 ? fit : 1; /* runs */
    for (size_t first = 0; first < channels; first += TILE_COLUMNS) {
        const size_t width = block_width(channels, first);
        struct grid part = *g;
        part.y += first;
        for (size_t i = 0; i < r->count; i += block) {
            const struct runs some = {r->count - i < block ? r->count - i : block, r->length,
                                      r->offset + i};
            product_block(&part, &some, panels + first * k + i * r->length * panel_width(width),
                          width, add || i > 0);
        }
    }
}

/* Sums over all pixels for `rows` offsets, to out [rows, wides * LANES] of `out_row` floats. */
ALWAYS_INLINE void tile_gradient(const struct grid *g, const ptrdiff_t *offset, float *out,
                                 size_t out_row, bool add, const size_t rows, const size_t wides)
{
    vector sum[NARROW_ROWS][2];
    ptrdiff_t o[NARROW_ROWS];
    UNROLL
    for (size_t m = 0; m < rows; m++) {
        o[m] = offset[m];
        for (size_t n = 0; n < wides; n++)
            sum[m][n] = add ? vector_load(out + m * out_row + n * LANES) : (vector){0};
    }
    for (size_t image = 0; image < g->images; image++)
        for (size_t line = 0; line < g->h; line++) {
            const float *x = g->x + image * g->x_image + line * g->x_row;
            const float *y = g->y + image * g->y_image + line * g->y_row;
            for (size_t column = 0; column < g->w; column++, x += g->x_pixel, y += g->y_pixel) {
                const vector b0 = vector_load(y);
                const vector b1 = wides > 1 ? vector_load(y + LANES) : b0;
                UNROLL
                for (size_t m = 0; m < rows; m++) {
                    const float v = x[o[m]];
                    sum[m][0] += b0 * v;
                    if (wides > 1)
                        sum[m][1] += b1 * v;
                }
            }
        }
    UNROLL
    for (size_t m = 0; m < rows; m++)
        for (size_t n = 0; n < wides; n++)
            vector_store(out + m * out_row + n * LANES, sum[m][n]);
}

#define TILE_CASE(n, wides)                                                                        \
    case n:                                                                                        \
        if (n <= (wides == 1 ? NARROW_ROWS : TILE_ROWS))                                           \
            tile_gradient(g, offset, out, out_row, add, n, wides);                                 \
        break;

static void gradient_wide(const struct grid *g, const ptrdiff_t *offset, size_t rows, float *out,
                          size_t out_row, bool add)
{
    TILE_CASES(2)
}

static void gradient_narrow(const struct grid *g, const ptrdiff_t *offset, size_t rows, float *out,
                            size_t out_row, bool add)
{
    TILE_CASES(1)
}

#undef TILE_CASES
#undef TILE_CASE

/* A tile whose channels are no whole vectors: through a copy. */
static void gradient_edge(const struct grid *g, const ptrdiff_t *offset, size_t rows, size_t width,
                          float *out, size_t out_row, bool add)
{
    float copy[NARROW_ROWS * TILE_COLUMNS] = {0};
    for (size_t m = 0; m < rows && add; m++)
        memcpy(copy + m * TILE_COLUMNS, out + m * out_row, width * sizeof *copy);
    if (width > LANES)
        gradient_wide(g, offset, rows, copy, TILE_COLUMNS, add);
    else
        gradient_narrow(g, offset, rows, copy, TILE_COLUMNS, add);
    for (size_t m = 0; m < rows; m++)
        memcpy(out + m * out_row, copy + m * TILE_COLUMNS, width * sizeof *copy);
}

/* Tiles that the rows of a block of channels are cut into. */
static size_t tall(size_t rows, size_t width)
{
    const size_t most = width > LANES ? TILE_ROWS : NARROW_ROWS;
    return (rows + most - 1) / most;
}

static void gradient_tile(const struct grid *g, const ptrdiff_t *offset, size_t rows, size_t width,
                          float *out, size_t out_row, bool add)
{
    if (width % LANES != 0)
        gradient_edge(g, offset, rows, width, out, out_row, add);
    else if (width > LANES)
        gradient_wide(g, offset, rows, out, out_row, add);
    else
        gradient_narrow(g, offset, rows, out, out_row, add);
}

void product_gradient(const struct grid *g, const ptrdiff_t *offset, size_t rows, size_t channels,
                      float *out, size_t out_row, bool add, size_t part, size_t parts)
{
    const size_t whole = channels / TILE_COLUMNS, rest = channels % TILE_COLUMNS;
    const size_t tiles = whole * tall(rows, TILE_COLUMNS) + (rest > 0 ? tall(rows, rest) : 0);
    const size_t begin = tiles * part / parts, end = tiles * (part + 1) / parts;
    size_t index = 0;
    for (size_t first = 0; first < channels; first += TILE_COLUMNS) {
        const size_t width = block_width(channels, first), count = tall(rows, width);
        struct grid some = *g;
        some.y += first;
        for (size_t i = 0; i < count; i++, index++) {
            const size_t row = rows * i / count, next = rows * (i + 1) / count;
            if (index >= begin && index < end)
                gradient_tile(&some, offset + row, next - row, width, out + row * out_row + first,
                              out_row, add);
        }
    }
}
