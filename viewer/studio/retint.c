/* retint.c - see retint.h. */
#include "viewer/studio/retint.h"

#include <math.h>
#include <string.h>

#include "viewer/mask/oklab.h"

enum { SIDE = 33, STEP = 8 }; /* nodes at 0, 8, .. 248, 255 */

struct grid {
    uint8_t at[SIDE][SIDE][SIDE][3];
};

bool retint_changes(const struct retint *r)
{
    return r->brightness != 0.0f || r->red != 0.0f || r->yellow != 0.0f || r->color != 1.0f;
}

static uint8_t level(int node)
{
    return (uint8_t)(node == SIDE - 1 ? 255 : STEP * node);
}

static void fill(struct grid *g, const struct retint *r)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++)
            for (int k = 0; k < SIDE; k++) {
                const uint8_t srgb[3] = {level(i), level(j), level(k)};
                float lab[3];
                oklab_of_srgb(srgb, lab);
                lab[0] = fminf(fmaxf(lab[0] + r->brightness, 0.0f), 1.0f);
                lab[1] = r->color * lab[1] + r->red;
                lab[2] = r->color * lab[2] + r->yellow;
                oklab_to_srgb(lab, g->at[i][j][k]);
            }
}

/* Interpolate between the eight nodes around a colour; the last cell is a level narrower. */
static void look_up(const struct grid *g, const uint8_t from[3], uint8_t to[3])
{
    int node[3], share[3], wide[3];
    for (int c = 0; c < 3; c++) {
        node[c] = from[c] / STEP;
        wide[c] = level(node[c] + 1) - level(node[c]);
        share[c] = from[c] - STEP * node[c];
    }
    const int whole = wide[0] * wide[1] * wide[2];
    int sum[3] = {0};
    for (int corner = 0; corner < 8; corner++) {
        const int a = corner & 1, b = corner >> 1 & 1, c = corner >> 2;
        const int weight = (a ? share[0] : wide[0] - share[0]) *
                           (b ? share[1] : wide[1] - share[1]) *
                           (c ? share[2] : wide[2] - share[2]);
        const uint8_t *color = g->at[node[0] + a][node[1] + b][node[2] + c];
        for (int k = 0; k < 3; k++)
            sum[k] += weight * color[k];
    }
    for (int k = 0; k < 3; k++)
        to[k] = (uint8_t)((sum[k] + whole / 2) / whole);
}

void retint_texels(const struct retint *r, const uint8_t *from, uint8_t *to, int count)
{
    if (!retint_changes(r)) {
        memcpy(to, from, 4 * (size_t)count);
        return;
    }
    struct grid grid; /* 105 KB */
    fill(&grid, r);
    for (int i = 0; i < count; i++) {
        look_up(&grid, from + 4 * (size_t)i, to + 4 * (size_t)i);
        to[4 * (size_t)i + 3] = from[4 * (size_t)i + 3];
    }
}
