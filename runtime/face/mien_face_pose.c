/* mien_face_pose.c - weighted Procrustes analysis, and the camera around it. */
#include <math.h>
#include <string.h>

#include "runtime/face/mien_face_pose.h"

enum { SWEEPS = 10 }; /* of Jacobi's; a 4 x 4 matrix takes five or six */

struct points {
    float at[MIEN_MESH_RIGID][3];
};

/* target = scale * rotation * source + translation */
struct similarity {
    double scale, rotation[3][3], translation[3];
};

static void centroid(const struct points *p, double out[3])
{
    double total = 0.0;
    memset(out, 0, 3 * sizeof *out);
    for (int i = 0; i < MIEN_MESH_RIGID; i++) {
        double weight = (double)mien_mesh_rigid[i].weight;
        total += weight;
        for (int k = 0; k < 3; k++)
            out[k] += weight * (double)p->at[i][k];
    }
    for (int k = 0; k < 3; k++)
        out[k] /= total;
}

/* Turn the plane (p, q) of the symmetric m so that m[p][q] vanishes; v follows. */
static void jacobi_rotate(double m[4][4], double v[4][4], int p, int q)
{
    if (m[p][q] == 0.0)
        return;
    double theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
    double t = (theta < 0.0 ? -1.0 : 1.0) / (fabs(theta) + sqrt(theta * theta + 1.0));
    double c = 1.0 / sqrt(t * t + 1.0), s = t * c;
    for (int k = 0; k < 4; k++) {
        double a = m[k][p], b = m[k][q];
        m[k][p] = c * a - s * b;
        m[k][q] = s * a + c * b;
    }
    for (int k = 0; k < 4; k++) {
        double a = m[p][k], b = m[q][k], d = v[k][p], e = v[k][q];
        m[p][k] = c * a - s * b;
        m[q][k] = s * a + c * b;
        v[k][p] = c * d - s * e;
        v[k][q] = s * d + c * e;
    }
}

/* The eigenvector of the largest eigenvalue; the first unit vector where all are equal. */
static void largest_eigenvector(double m[4][4], double out[4])
{
    double v[4][4] = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    int best = 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (int p = 0; p < 3; p++)
            for (int q = p + 1; q < 4; q++)
                jacobi_rotate(m, v, p, q);
    for (int k = 1; k < 4; k++)
        if (m[k][k] > m[best][best])
            best = k;
    for (int k = 0; k < 4; k++)
        out[k] = v[k][best];
}

/* Horn's matrix of the correlation c [source][target], whose first eigenvector is the quaternion.
 */
static void rotation_of(double c[3][3], double r[3][3])
{
    double m[4][4] = {
        {c[0][0] + c[1][1] + c[2][2], c[1][2] - c[2][1], c[2][0] - c[0][2], c[0][1] - c[1][0]},
        {0, c[0][0] - c[1][1] - c[2][2], c[0][1] + c[1][0], c[2][0] + c[0][2]},
        {0, 0, c[1][1] - c[0][0] - c[2][2], c[1][2] + c[2][1]},
        {0, 0, 0, c[2][2] - c[0][0] - c[1][1]}};
    double q[4];
    for (int i = 1; i < 4; i++)
        for (int j = 0; j < i; j++)
            m[i][j] = m[j][i];
    largest_eigenvector(m, q);
    double w = q[0], x = q[1], y = q[2], z = q[3];
    double turned[3][3] = {
        {w * w + x * x - y * y - z * z, 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)},
        {2.0 * (x * y + w * z), w * w - x * x + y * y - z * z, 2.0 * (y * z - w * x)},
        {2.0 * (x * z - w * y), 2.0 * (y * z + w * x), w * w - x * x - y * y + z * z}};
    memcpy(r, turned, sizeof turned);
}

/* How the canonical face is best laid on target. */
static struct similarity align(const struct points *source, const struct points *target)
{
    struct similarity s = {0};
    double from[3], to[3], c[3][3] = {{0}}, spread = 0.0, along = 0.0;
    centroid(source, from);
    centroid(target, to);
    for (int i = 0; i < MIEN_MESH_RIGID; i++)
        for (int k = 0; k < 3; k++) {
            double d = (double)mien_mesh_rigid[i].weight * ((double)source->at[i][k] - from[k]);
            spread += d * ((double)source->at[i][k] - from[k]);
            for (int l = 0; l < 3; l++)
                c[k][l] += d * ((double)target->at[i][l] - to[l]);
        }
    rotation_of(c, s.rotation);
    for (int k = 0; k < 3; k++)
        for (int l = 0; l < 3; l++)
            along += s.rotation[l][k] * c[k][l];
    s.scale = along / spread;
    for (int k = 0; k < 3; k++) {
        s.translation[k] = to[k];
        for (int l = 0; l < 3; l++)
            s.translation[k] -= s.scale * s.rotation[k][l] * from[l];
    }
    return s;
}

/* The landmarks on the camera's near plane, at distance 1: x right, y up, z away from the camera
 * and relative to the mean of all. */
static void project(const float *landmarks, int32_t width, int32_t height, float field_of_view,
                    struct points *out)
{
    float unit = 2.0f * tanf(0.5f * field_of_view) / (float)height, mean = 0.0f;
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        mean += landmarks[3 * i + 2] / MIEN_MESH_POINTS;
    for (int i = 0; i < MIEN_MESH_RIGID; i++) {
        const float *p = landmarks + 3 * mien_mesh_rigid[i].point;
        out->at[i][0] = (p[0] - 0.5f * (float)width) * unit;
        out->at[i][1] = (0.5f * (float)height - p[1]) * unit;
        out->at[i][2] = (p[2] - mean) * unit;
    }
}

/* Into camera space, where z points at the viewer: the near plane's points moved to the depth that
 * a scale gives them. */
static void unproject(const struct points *seen, double scale, struct points *out)
{
    for (int i = 0; i < MIEN_MESH_RIGID; i++) {
        float depth = (float)(((double)seen->at[i][2] + 1.0) / scale);
        out->at[i][0] = seen->at[i][0] * depth;
        out->at[i][1] = seen->at[i][1] * depth;
        out->at[i][2] = -depth;
    }
}

static void fill(const struct similarity *s, struct mien_pose *pose)
{
    for (int k = 0; k < 3; k++) {
        for (int l = 0; l < 3; l++)
            pose->matrix[k][l] = (float)(s->scale * s->rotation[k][l]);
        pose->matrix[k][3] = (float)s->translation[k];
        pose->matrix[3][k] = 0.0f;
    }
    pose->matrix[3][3] = 1.0f;
    double up = s->rotation[1][2];
    pose->yaw = (float)atan2(s->rotation[0][2], s->rotation[2][2]);
    pose->pitch = (float)asin(up > 1.0 ? 1.0 : up < -1.0 ? -1.0 : up);
    pose->roll = (float)-atan2(s->rotation[1][0], s->rotation[1][1]);
}

void mien_pose_estimate(const float *landmarks, int32_t width, int32_t height, float field_of_view,
                        struct mien_pose *pose)
{
    struct points source, seen, target;
    for (int i = 0; i < MIEN_MESH_RIGID; i++)
        memcpy(source.at[i], mien_mesh_vertices[mien_mesh_rigid[i].point], sizeof source.at[i]);
    project(landmarks, width, height, field_of_view, &seen);

    target = seen;
    for (int i = 0; i < MIEN_MESH_RIGID; i++)
        target.at[i][2] = -seen.at[i][2];
    struct similarity s = align(&source, &target);
    double scale = s.scale;
    if (scale > 0.0) {
        unproject(&seen, scale, &target);
        scale *= align(&source, &target).scale;
        unproject(&seen, scale, &target);
        s = align(&source, &target);
    }
    fill(&s, pose);
}
