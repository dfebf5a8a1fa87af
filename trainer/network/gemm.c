/* gemm.c - see gemm.h. Three loops around a register tile: blocks of k that keep a panel of B in
 * the first cache, blocks of m that keep A in the second, panels of n. */
#include "trainer/network/gemm.h"

#include <string.h>

#include "trainer/network/vector.h"

enum { BLOCK_K = 256, BLOCK_M = 96 };

size_t gemm_workspace(size_t n)
{
    return (n + TILE_COLUMNS - 1) / TILE_COLUMNS * TILE_COLUMNS * BLOCK_K;
}

/* Panel [k, TILE_COLUMNS] of B's columns 0..width, the rest zero. */
static void pack_rows(struct matrix b, size_t k, size_t width, float *panel)
{
    for (size_t i = 0; i < k; i++, panel += TILE_COLUMNS) {
        const float *row = b.data + i * b.row;
        if (width == TILE_COLUMNS) {
            memcpy(panel, row, TILE_COLUMNS * sizeof *panel);
        } else {
            memset(panel, 0, TILE_COLUMNS * sizeof *panel);
            memcpy(panel, row, width * sizeof *panel);
        }
    }
}

/* The same where B is stored by columns, in squares of 4x4 that stay in registers. */
static void pack_columns(struct matrix b, size_t k, size_t width, float *panel)
{
    typedef float four __attribute__((vector_size(16)));
    typedef float loose_four __attribute__((vector_size(16), aligned(4), may_alias));
    size_t j = 0, whole = k / 4 * 4;
    for (; j + 4 <= width; j += 4) {
        const float *c0 = b.data + j * b.column, *c1 = c0 + b.column, *c2 = c1 + b.column,
                    *c3 = c2 + b.column;
        for (size_t i = 0; i < whole; i += 4) {
            four r0 = *(const loose_four *)(c0 + i), r1 = *(const loose_four *)(c1 + i);
            four r2 = *(const loose_four *)(c2 + i), r3 = *(const loose_four *)(c3 + i);
            four s0 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5);
            four s1 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
            four s2 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
            four s3 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
            float *p = panel + i * TILE_COLUMNS + j;
            *(loose_four *)p = __builtin_shufflevector(s0, s2, 0, 1, 4, 5);
            *(loose_four *)(p + TILE_COLUMNS) = __builtin_shufflevector(s0, s2, 2, 3, 6, 7);
            *(loose_four *)(p + 2 * TILE_COLUMNS) = __builtin_shufflevector(s1, s3, 0, 1, 4, 5);
            *(loose_four *)(p + 3 * TILE_COLUMNS) = __builtin_shufflevector(s1, s3, 2, 3, 6, 7);
        }
        for (size_t i = whole; i < k; i++)
            for (size_t l = 0; l < 4; l++)
                panel[i * TILE_COLUMNS + j + l] = c0[l * b.column + i];
    }
    for (; j < TILE_COLUMNS; j++)
        for (size_t i = 0; i < k; i++)
            panel[i * TILE_COLUMNS + j] = j < width ? b.data[i + j * b.column] : 0.0f;
}

static void pack_any(struct matrix b, size_t k, size_t width, float *panel)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < TILE_COLUMNS; j++)
            panel[i * TILE_COLUMNS + j] = j < width ? b.data[i * b.row + j * b.column] : 0.0f;
}

/* Panels of B [k, n], one after the other: panels [n / TILE_COLUMNS, k, TILE_COLUMNS]. */
static void pack(struct matrix b, size_t k, size_t n, float *panels)
{
    for (size_t j = 0; j < n; j += TILE_COLUMNS, panels += k * TILE_COLUMNS) {
        struct matrix part = {b.data + j * b.column, b.row, b.column};
        size_t width = n - j < TILE_COLUMNS ? n - j : TILE_COLUMNS;
        if (b.column == 1)
            pack_rows(part, k, width, panels);
        else if (b.row == 1)
            pack_columns(part, k, width, panels);
        else
            pack_any(part, k, width, panels);
    }
}

/* C [rows, TILE_COLUMNS] += A [rows, k] . panel [k, TILE_COLUMNS]; `rows` is a literal at each
 * call. */
ALWAYS_INLINE void tile(int rows, struct matrix a, size_t k, const float *panel, float *c,
                        size_t c_row)
{
    vector sum[TILE_ROWS][2];
    UNROLL
    for (int r = 0; r < rows; r++) {
        sum[r][0] = *(const loose *)(c + (size_t)r * c_row);
        sum[r][1] = *(const loose *)(c + (size_t)r * c_row + LANES);
    }
    const float *row[TILE_ROWS];
    UNROLL
    for (int r = 0; r < rows; r++)
        row[r] = a.data + (size_t)r * a.row;
    for (size_t i = 0; i < k; i++, panel += TILE_COLUMNS) {
        vector b0 = *(const loose *)panel, b1 = *(const loose *)(panel + LANES);
        UNROLL
        for (int r = 0; r < rows; r++) {
            float v = row[r][i * a.column];
            sum[r][0] += b0 * v;
            sum[r][1] += b1 * v;
        }
    }
    UNROLL
    for (int r = 0; r < rows; r++) {
        *(loose *)(c + (size_t)r * c_row) = sum[r][0];
        *(loose *)(c + (size_t)r * c_row + LANES) = sum[r][1];
    }
}

/* `tile` for any number of rows up to TILE_ROWS. */
static void tile_rows(size_t rows, struct matrix a, size_t k, const float *panel, float *c,
                      size_t c_row)
{
    while (rows > 0) {
        size_t done = rows >= TILE_ROWS ? TILE_ROWS : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
        switch (done) {
        case TILE_ROWS:
            tile(TILE_ROWS, a, k, panel, c, c_row);
            break;
        case 4:
            tile(4, a, k, panel, c, c_row);
            break;
        case 2:
            tile(2, a, k, panel, c, c_row);
            break;
        default:
            tile(1, a, k, panel, c, c_row);
        }
        rows -= done;
        a.data += done * a.row;
        c += done * c_row;
    }
}

/* A tile that reaches over C's right edge: through a copy as wide as the panel. */
static void tile_edge(size_t rows, size_t width, struct matrix a, size_t k, const float *panel,
                      float *c, size_t c_row)
{
    float copy[TILE_ROWS * TILE_COLUMNS] = {0};
    for (size_t r = 0; r < rows; r++)
        memcpy(copy + r * TILE_COLUMNS, c + r * c_row, width * sizeof *c);
    tile_rows(rows, a, k, panel, copy, TILE_COLUMNS);
    for (size_t r = 0; r < rows; r++)
        memcpy(c + r * c_row, copy + r * TILE_COLUMNS, width * sizeof *c);
}

/* C [m, n] += A [m, k] . panels, for m up to BLOCK_M and k up to BLOCK_K. */
static void multiply_block(size_t m, size_t n, size_t k, struct matrix a, const float *panels,
                           float *c, size_t c_row)
{
    for (size_t j = 0; j < n; j += TILE_COLUMNS, panels += k * TILE_COLUMNS)
        for (size_t i = 0; i < m; i += TILE_ROWS) {
            struct matrix part = {a.data + i * a.row, a.row, a.column};
            size_t rows = m - i < TILE_ROWS ? m - i : TILE_ROWS;
            float *place = c + i * c_row + j;
            if (n - j < TILE_COLUMNS)
                tile_edge(rows, n - j, part, k, panels, place, c_row);
            else
                tile_rows(rows, part, k, panels, place, c_row);
        }
}

static void start(size_t m, size_t n, float *c, size_t c_row, const float *bias)
{
    for (size_t i = 0; i < m; i++)
        if (bias != NULL)
            memcpy(c + i * c_row, bias, n * sizeof *c);
        else
            memset(c + i * c_row, 0, n * sizeof *c);
}

void gemm(size_t m, size_t n, size_t k, struct matrix a, struct matrix b, float *c, size_t c_row,
          const float *bias, int accumulate, float *workspace)
{
    if (m == 0 || n == 0)
        return;
    if (!accumulate)
        start(m, n, c, c_row, bias);
    for (size_t p = 0; p < k; p += BLOCK_K) {
        size_t depth = k - p < BLOCK_K ? k - p : BLOCK_K;
        struct matrix slab = {b.data + p * b.row, b.row, b.column};
        pack(slab, depth, n, workspace);
        for (size_t i = 0; i < m; i += BLOCK_M) {
            struct matrix part = {a.data + i * a.row + p * a.column, a.row, a.column};
            multiply_block(m - i < BLOCK_M ? m - i : BLOCK_M, n, depth, part, workspace,
                           c + i * c_row, c_row);
        }
    }
}
