/* figure.c - see figure.h. */
#include "viewer/studio/figure.h"

#include <math.h>
#include <string.h>

#include "viewer/mask/surface.h"

void figure_init(struct figure *f)
{
    memset(f, 0, sizeof *f);
    mien_muscles_init(&f->muscles);
    memcpy(f->fitted, f->muscles.rest, sizeof f->fitted);
    figure_shape(f, 0.0f, &(struct mien_actions){0});
}

/* The rotation of a head as a camera far away sees it: landmarks come without perspective. */
static void head_rotation(const struct mien_face *face, float turn[3][3])
{
    const float far_view = 0.02f; /* radians */
    const struct mien_rect *box = &face->box;
    float centred[MIEN_MESH_POINTS][3];
    struct mien_pose pose;
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        centred[v][0] = face->landmarks[v][0] - box->x;
        centred[v][1] = face->landmarks[v][1] - box->y;
        centred[v][2] = face->landmarks[v][2];
    }
    mien_pose_estimate(centred[0], (int32_t)fmaxf(1.0f, box->width),
                       (int32_t)fmaxf(1.0f, box->height), far_view, &pose);
    float length = 0.0f;
    for (int k = 0; k < 3; k++)
        length += pose.matrix[k][0] * pose.matrix[k][0];
    length = sqrtf(length);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            turn[i][k] = pose.matrix[i][k] / length;
}

/* Weighted mean of the points that keep their place on the skull. */
static void rigid_mean(const float (*points)[3], float mean[3])
{
    float total = 0.0f;
    mean[0] = mean[1] = mean[2] = 0.0f;
    for (int i = 0; i < MIEN_MESH_RIGID; i++) {
        const struct mien_rigid_point *r = &mien_mesh_rigid[i];
        total += r->weight;
        for (int k = 0; k < 3; k++)
            mean[k] += r->weight * points[r->point][k];
    }
    for (int k = 0; k < 3; k++)
        mean[k] /= total;
}

void figure_fit(struct figure *f, const struct mien_face *face)
{
    float turn[3][3], from[3], to[3], along = 0.0f, square = 0.0f;
    head_rotation(face, turn);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float p[3] = {face->landmarks[v][0], -face->landmarks[v][1], -face->landmarks[v][2]};
        for (int k = 0; k < 3; k++)
            f->fitted[v][k] = turn[0][k] * p[0] + turn[1][k] * p[1] + turn[2][k] * p[2];
    }
    rigid_mean((const float(*)[3])f->fitted, from);
    rigid_mean(mien_mesh_vertices, to);
    /* The scale that leaves the least squared distance to the canonical face. */
    for (int i = 0; i < MIEN_MESH_RIGID; i++) {
        const struct mien_rigid_point *r = &mien_mesh_rigid[i];
        for (int k = 0; k < 3; k++) {
            const float d = f->fitted[r->point][k] - from[k];
            along += r->weight * d * (mien_mesh_vertices[r->point][k] - to[k]);
            square += r->weight * d * d;
        }
    }
    const float scale = square > 0.0f ? along / square : 0.0f;
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++)
            f->fitted[v][k] = to[k] + scale * (f->fitted[v][k] - from[k]);
    f->fits = true;
}

void figure_shape(struct figure *f, float blend, const struct mien_actions *actions)
{
    float seen[MIEN_MESH_POINTS][3];
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++) {
            const float rest = f->muscles.rest[v][k];
            f->vertex[v][k] = rest + blend * (f->fitted[v][k] - rest);
        }
    mien_muscles_move(&f->muscles, actions, f->vertex);
    /* Normals are taken of a picture: y down, z away. */
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        seen[v][0] = f->vertex[v][0];
        seen[v][1] = -f->vertex[v][1];
        seen[v][2] = -f->vertex[v][2];
    }
    surface_normals((const float(*)[3])seen, f->normal);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        f->normal[v][1] = -f->normal[v][1];
        f->normal[v][2] = -f->normal[v][2];
    }
}

int figure_ibug68(int landmark)
{
    for (int i = 0; i < MIEN_LANDMARKS68; i++)
        if (mien_ibug68[i] == landmark)
            return i;
    return -1;
}

/* A wedge of the canonical face that widens from the nose's root down to its wings. */
static bool on_nose(const float at[3])
{
    const float root = 3.4f, base = -2.15f, narrow = 0.6f, slope = 0.28f;
    return at[1] <= root && at[1] >= base && fabsf(at[0]) <= narrow + slope * (root - at[1]);
}

const char *figure_group(int landmark)
{
    static const char *const names[MIEN_CONTOURS] = {
        [MIEN_CONTOUR_FACE] = "face oval",        [MIEN_CONTOUR_RIGHT_BROW] = "right brow",
        [MIEN_CONTOUR_LEFT_BROW] = "left brow",   [MIEN_CONTOUR_RIGHT_EYE] = "right eye",
        [MIEN_CONTOUR_LEFT_EYE] = "left eye",     [MIEN_CONTOUR_OUTER_LIPS] = "outer lips",
        [MIEN_CONTOUR_INNER_LIPS] = "inner lips",
    };
    for (int c = 0; c < MIEN_CONTOURS; c++)
        for (int i = 0; i < mien_contours[c].count; i++)
            if (mien_contour_points[mien_contours[c].first + i] == landmark)
                return names[c];
    return on_nose(mien_mesh_vertices[landmark]) ? "nose" : "skin";
}
