/* rig_fit.c - see rig_fit.h. The face is lifted from the photo and freed from the photo's
 * expression; then the other parts are put around and into it. */
#include "viewer/puppet/rig_fit.h"

#include <math.h>
#include <string.h>

#include "viewer/puppet/rig_inside.h"
#include "viewer/puppet/rig_surround.h"

#define FIELD_OF_VIEW 1.0995574f /* 63 degrees, as mien_faces_defaults has it */

/* ---- lifting ---- */

/* Solve m x = b for 3 x 3, by Cramer's rule; -1 where m has no inverse. */
static int solve(float (*m)[4], const float b[3], float x[3])
{
    float cross[3][3];
    for (int k = 0; k < 3; k++)
        for (int l = 0; l < 3; l++) {
            const int i = (k + 1) % 3, j = (k + 2) % 3, p = (l + 1) % 3, q = (l + 2) % 3;
            cross[k][l] = m[i][p] * m[j][q] - m[i][q] * m[j][p];
        }
    const float det = m[0][0] * cross[0][0] + m[0][1] * cross[0][1] + m[0][2] * cross[0][2];
    if (!(fabsf(det) > 1e-6f))
        return -1;
    for (int k = 0; k < 3; k++)
        x[k] = (cross[0][k] * b[0] + cross[1][k] * b[1] + cross[2][k] * b[2]) / det;
    return 0;
}

/* How far a landmark's z of one focal length is, so that the pose's own distances come out. */
static float depth_of(const struct rig *r, const float *landmarks, float mean)
{
    float expected = 0, seen = 0;
    for (int i = 0; i < MIEN_MESH_RIGID; i++) {
        const uint16_t p = mien_mesh_rigid[i].point;
        const float *m = r->pose.matrix[2], *v = mien_mesh_vertices[p];
        const float weight = mien_mesh_rigid[i].weight;
        expected -= weight * (m[0] * v[0] + m[1] * v[1] + m[2] * v[2] + m[3]);
        seen += weight * (1 + (landmarks[3 * p + 2] - mean) / r->focal);
    }
    return expected / seen;
}

/* The landmarks in the face's space. */
static int lift(struct rig *r, const float *landmarks)
{
    float mean = 0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        mean += landmarks[3 * i + 2] / MIEN_MESH_POINTS;
    r->depth = depth_of(r, landmarks, mean);
    if (!(r->depth > 1 && r->depth < 1e4f && r->pose.matrix[2][2] > 0.3f))
        return -1;
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *p = landmarks + 3 * i;
        const float depth = r->depth * (1 + (p[2] - mean) / r->focal);
        const float seen[3] = {(p[0] - 0.5f * r->width) * depth / r->focal,
                               (0.5f * r->height - p[1]) * depth / r->focal, -depth};
        float from[3];
        for (int k = 0; k < 3; k++)
            from[k] = seen[k] - r->pose.matrix[k][3];
        r->point[i] = (struct rig_point){.texel = {p[0], p[1]},
                                         .turn = 1,
                                         .follow = 1,
                                         .lead = (uint16_t)i,
                                         .share = 1,
                                         .bright = 1};
        if (solve(r->pose.matrix, from, r->point[i].at) != 0)
            return -1;
    }
    return 0;
}

/* ---- the photo's own expression ---- */

/* Actions of the lips that portraits show. */
static const uint8_t own_actions[] = {MIEN_AU10, MIEN_AU12, MIEN_AU25, MIEN_AU26};
enum { OWN = sizeof own_actions, LIPS = 40, SWEEPS = 60 };

/* x and y of the lips, from their own middle, so that where a person's mouth sits says nothing. */
static void lips_of(const float *points, int32_t stride, float out[2 * LIPS])
{
    float mean[2] = {0, 0};
    for (int i = 0; i < LIPS; i++) {
        const uint16_t p = rig_contour(
            i < LIPS / 2 ? MIEN_CONTOUR_OUTER_LIPS : MIEN_CONTOUR_INNER_LIPS, i % (LIPS / 2));
        for (int k = 0; k < 2; k++) {
            out[2 * i + k] = points[p * stride + k];
            mean[k] += out[2 * i + k] / LIPS;
        }
    }
    for (int i = 0; i < 2 * LIPS; i++)
        out[i] -= mean[i % 2];
}

static float dot(const float *a, const float *b, int count)
{
    float sum = 0;
    for (int i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Intensities, none below 0, that bring the canonical lips nearest to the photo's: least squares by
 * one coordinate at a time. */
static void find_own(struct rig *r)
{
    static const float most = 1.6f;
    float column[OWN][2 * LIPS], rest[2 * LIPS], left[2 * LIPS], at[OWN] = {0};
    float both[MIEN_MESH_POINTS][3];
    for (int a = 0; a < OWN; a++) {
        const float *right_side = &r->muscles.field[own_actions[a]][MIEN_RIGHT][0][0];
        const float *left_side = &r->muscles.field[own_actions[a]][MIEN_LEFT][0][0];
        for (int i = 0; i < 3 * MIEN_MESH_POINTS; i++)
            (&both[0][0])[i] = right_side[i] + left_side[i];
        lips_of(&both[0][0], 3, column[a]);
    }
    lips_of(&r->muscles.rest[0][0], 3, rest);
    lips_of(r->point[0].at, sizeof r->point[0] / sizeof(float), left);
    for (int i = 0; i < 2 * LIPS; i++)
        left[i] -= rest[i];
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (int a = 0; a < OWN; a++) {
            const float size = dot(column[a], column[a], 2 * LIPS) + 0.05f;
            const float step = (dot(column[a], left, 2 * LIPS) - 0.05f * at[a]) / size;
            const float to = fmaxf(0, fminf(most, at[a] + step)), change = to - at[a];
            at[a] = to;
            for (int i = 0; i < 2 * LIPS; i++)
                left[i] -= change * column[a][i];
        }
    for (int a = 0; a < OWN; a++)
        r->own.at[own_actions[a]][MIEN_RIGHT] = r->own.at[own_actions[a]][MIEN_LEFT] = at[a];
}

/* ---- closed lips ---- */

enum { PAIRS = 9 };

/* What remains open between the lips once the photo's own actions are undone, shared between them
 * and faded into the skin around; each lip moves by itself. */
static void find_seal(struct rig *r)
{
    float face[MIEN_MESH_POINTS][3], gap[PAIRS][3];
    struct mien_actions undo;
    for (int a = 0; a < MIEN_ACTION_COUNT; a++)
        for (int side = 0; side < MIEN_SIDES; side++)
            undo.at[a][side] = -r->own.at[a][side];
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        memcpy(face[i], r->point[i].at, sizeof face[i]);
    mien_muscles_move(&r->muscles, &undo, face);
    for (int k = 0; k < PAIRS; k++) {
        const float *upper = face[rig_contour(MIEN_CONTOUR_INNER_LIPS, -1 - k)];
        const float *lower = face[rig_contour(MIEN_CONTOUR_INNER_LIPS, 1 + k)];
        for (int j = 0; j < 3; j++)
            gap[k][j] = j == 0 ? 0 : upper[j] - lower[j];
    }
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const int lower = r->muscles.jaw[i] > 0.5f;
        float total = 0, sum[3] = {0, 0, 0};
        for (int k = 0; k < PAIRS; k++) {
            const float *near =
                r->muscles.rest[rig_contour(MIEN_CONTOUR_INNER_LIPS, lower ? 1 + k : -1 - k)];
            const float *at = r->muscles.rest[i];
            const float x = at[0] - near[0], y = at[1] - near[1];
            const float across = expf(-x * x / 0.05f), weight = across * expf(-y * y / 0.5f);
            total += across;
            for (int j = 0; j < 3; j++)
                sum[j] += weight * gap[k][j];
        }
        for (int j = 0; j < 3; j++)
            r->seal[i][j] = (lower ? 0.6f : -0.4f) * sum[j] / fmaxf(total, 0.5f);
    }
}

/* ---- all of it ---- */

static void find_normals(struct rig *r)
{
    float seen[MIEN_MESH_POINTS][3];
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        rig_to_camera(r, r->point[i].at, seen[i]);
    rig_normals((const float(*)[3])seen, r->normal);
}

static void add_face(struct rig *r)
{
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++) {
        const uint16_t *t = mien_mesh_triangles[i];
        if (mien_mesh_opening(t) < 0)
            rig_add_triangle(r, t[0], t[1], t[2], RIG_SKIN);
    }
}

int rig_fit(struct rig *r, const float *landmarks, int32_t width, int32_t height)
{
    memset(r, 0, sizeof *r);
    for (int i = 0; i < 3 * MIEN_MESH_POINTS; i++)
        if (!(fabsf(landmarks[i]) < 1e6f))
            return -1;
    r->width = (float)width;
    r->height = (float)height;
    r->focal = 0.5f * r->height / tanf(0.5f * FIELD_OF_VIEW);
    mien_pose_estimate(landmarks, width, height, FIELD_OF_VIEW, &r->pose);
    if (lift(r, landmarks) != 0)
        return -1;
    mien_muscles_init(&r->muscles);
    find_own(r);
    find_normals(r);
    find_seal(r);
    add_face(r);
    rig_add_surround(r);
    rig_add_inside(r);
    return 0;
}
