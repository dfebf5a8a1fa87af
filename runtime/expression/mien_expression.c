/* mien_expression.c - see mien_expression.h. Distances along the skin are shortest ways over the
 * mesh's edges, those across the eyes and the mouth left out; found by relaxing all edges until
 * nothing changes (R. Bellman, L. Ford). */
#include <math.h>
#include <string.h>

#include "runtime/expression/mien_expression_table.h"

#define FAR 1e6f
/* Across this much of the middle, centimetres to either side, one side's field gives way to the
 * other's. */
#define MIDDLE 1.2f

static float smoothstep(float low, float high, float x)
{
    float t = (x - low) / (high - low);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return t * t * (3 - 2 * t);
}

/* ---- the openings ---- */

static const uint8_t openings[3] = {MIEN_CONTOUR_RIGHT_EYE, MIEN_CONTOUR_LEFT_EYE,
                                    MIEN_CONTOUR_INNER_LIPS};

/* Where a point stands on a contour; -1: it does not. */
static int32_t place_on(const struct mien_contour *c, uint16_t point)
{
    for (int32_t i = 0; i < c->count; i++)
        if (mien_contour_points[c->first + i] == point)
            return i;
    return -1;
}

int32_t mien_mesh_opening(const uint16_t triangle[3])
{
    for (int k = 0; k < 3; k++) {
        const struct mien_contour *c = &mien_contours[openings[k]];
        if (place_on(c, triangle[0]) >= 0 && place_on(c, triangle[1]) >= 0 &&
            place_on(c, triangle[2]) >= 0)
            return openings[k];
    }
    return -1;
}

static int crosses_opening(const uint16_t edge[2])
{
    for (int k = 0; k < 3; k++) {
        const struct mien_contour *c = &mien_contours[openings[k]];
        const int32_t a = place_on(c, edge[0]), b = place_on(c, edge[1]);
        const int32_t step = a > b ? a - b : b - a;
        if (a >= 0 && b >= 0 && step != 1 && step != c->count - 1)
            return 1;
    }
    return 0;
}

/* ---- distances along the skin ---- */

static void edge_lengths(float length[MIEN_MESH_EDGES])
{
    for (int32_t i = 0; i < MIEN_MESH_EDGES; i++) {
        const float *a = mien_mesh_vertices[mien_mesh_edges[i][0]];
        const float *b = mien_mesh_vertices[mien_mesh_edges[i][1]];
        const float x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
        length[i] = crosses_opening(mien_mesh_edges[i]) ? FAR : sqrtf(x * x + y * y + z * z);
    }
}

/* distance [MIEN_MESH_POINTS]: 0 where ways start, else FAR; becomes the shortest way's length. */
static void spread(const float length[MIEN_MESH_EDGES], float *distance)
{
    for (int changed = 1; changed;) {
        changed = 0;
        for (int32_t i = 0; i < MIEN_MESH_EDGES; i++) {
            float *a = &distance[mien_mesh_edges[i][0]], *b = &distance[mien_mesh_edges[i][1]];
            if (*a + length[i] < *b) {
                *b = *a + length[i];
                changed = 1;
            } else if (*b + length[i] < *a) {
                *a = *b + length[i];
                changed = 1;
            }
        }
    }
}

static void clear(float *distance)
{
    for (int32_t i = 0; i < MIEN_MESH_POINTS; i++)
        distance[i] = FAR;
}

/* ---- fields ---- */

/* The pulls of one action, on the right. Where they overlap they are averaged, so that a row of
 * them moves as a sheet; alone, each fades. */
static void pull_together(uint8_t action, const float *length, float (*field)[3])
{
    float distance[MIEN_MESH_POINTS], sum[MIEN_MESH_POINTS] = {0};
    memset(field, 0, sizeof(float[MIEN_MESH_POINTS][3]));
    for (int32_t i = 0; i < mien_pull_count; i++) {
        const struct mien_pull *p = &mien_pulls[i];
        if (p->action != action)
            continue;
        clear(distance);
        distance[p->point] = 0;
        spread(length, distance);
        for (int32_t v = 0; v < MIEN_MESH_POINTS; v++) {
            const float far = distance[v] / p->radius, weight = expf(-far * far);
            field[v][0] -= weight * p->out;
            field[v][1] += weight * p->up;
            field[v][2] += weight * p->front;
            sum[v] += weight;
        }
    }
    for (int32_t v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++)
            field[v][k] /= sum[v] > 1 ? sum[v] : 1;
}

/* From the right's field both sides', which share the middle between them. */
static void divide(float (*right)[3], float (*left)[3])
{
    for (int32_t v = 0; v < MIEN_MESH_POINTS; v++) {
        const float share = smoothstep(-MIDDLE, MIDDLE, -mien_mesh_vertices[v][0]);
        for (int k = 0; k < 3; k++)
            right[v][k] *= share;
    }
    for (int32_t v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *mirrored = right[mien_mirror468[v]];
        left[v][0] = -mirrored[0];
        left[v][1] = mirrored[1];
        left[v][2] = mirrored[2];
    }
}

static void find_jaw(const float *length, float *jaw)
{
    float skull[MIEN_MESH_POINTS];
    clear(skull);
    clear(jaw);
    for (int32_t i = 0; i < MIEN_SKULL_POINTS; i++)
        skull[mien_skull_points[i]] = skull[mien_mirror468[mien_skull_points[i]]] = 0;
    for (int32_t i = 0; i < MIEN_JAW_POINTS; i++)
        jaw[mien_jaw_points[i]] = jaw[mien_mirror468[mien_jaw_points[i]]] = 0;
    spread(length, skull);
    spread(length, jaw);
    for (int32_t v = 0; v < MIEN_MESH_POINTS; v++)
        jaw[v] = smoothstep(0, 1, skull[v] / (skull[v] + jaw[v]));
}

static void turn_jaw(float angle, const float at[3], float weight, float move[3])
{
    move[1] -= weight * angle * (at[2] - mien_jaw_joint[1]);
    move[2] += weight * angle * (at[1] - mien_jaw_joint[0]);
}

void mien_muscles_init(struct mien_muscles *m)
{
    static const float angles[MIEN_ACTION_COUNT] = {
        [MIEN_AU26] = MIEN_JAW_DROP, [MIEN_AU27] = MIEN_JAW_STRETCH};
    float length[MIEN_MESH_EDGES], right[MIEN_MESH_POINTS][3], left[MIEN_MESH_POINTS][3];
    edge_lengths(length);
    find_jaw(length, m->jaw);
    pull_together(MIEN_REST, length, right);
    divide(right, left);
    for (int32_t v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++)
            m->rest[v][k] = mien_mesh_vertices[v][k] + right[v][k] + left[v][k];
    for (uint8_t a = 0; a < MIEN_ACTION_COUNT; a++) {
        pull_together(a, length, m->field[a][MIEN_RIGHT]);
        divide(m->field[a][MIEN_RIGHT], m->field[a][MIEN_LEFT]);
        for (int32_t v = 0; v < MIEN_MESH_POINTS; v++)
            for (int side = 0; side < MIEN_SIDES; side++)
                turn_jaw(angles[a] / MIEN_SIDES, m->rest[v], m->jaw[v], m->field[a][side][v]);
    }
}

void mien_muscles_move(const struct mien_muscles *m, const struct mien_actions *actions,
                       float (*vertices)[3])
{
    for (int a = 0; a < MIEN_ACTION_COUNT; a++)
        for (int side = 0; side < MIEN_SIDES; side++) {
            const float intensity = actions->at[a][side];
            const float *field = &m->field[a][side][0][0];
            float *out = &vertices[0][0];
            for (int32_t i = 0; intensity != 0 && i < MIEN_MESH_POINTS * 3; i++)
                out[i] += intensity * field[i];
        }
}

void mien_jaw_move(const struct mien_actions *actions, float point[3])
{
    const float *drop = actions->at[MIEN_AU26], *stretch = actions->at[MIEN_AU27];
    const float angle = 0.5f * (MIEN_JAW_DROP * (drop[MIEN_RIGHT] + drop[MIEN_LEFT]) +
                                MIEN_JAW_STRETCH * (stretch[MIEN_RIGHT] + stretch[MIEN_LEFT]));
    float move[3] = {0, 0, 0};
    turn_jaw(angle, point, 1, move);
    for (int k = 0; k < 3; k++)
        point[k] += move[k];
}

void mien_expression_add(const struct mien_expression *e, float intensity,
                         struct mien_actions *actions)
{
    for (int i = 0; i < MIEN_EXPRESSION_ACTIONS && e->parts[i].intensity > 0; i++)
        for (int side = 0; side < MIEN_SIDES; side++)
            actions->at[e->parts[i].action][side] += intensity * e->parts[i].intensity;
}
