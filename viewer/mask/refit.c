/* refit.c - see refit.h. */
#include "viewer/mask/refit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/draw/triangle.h"
#include "viewer/mask/photo.h"
#include "viewer/mask/surface.h"

enum { SIDE = 256, PHOTO_WIDTH = 256 }; /* pixels of a view, and of the photo's part */

/* The canonical face in a view: pixels a centimetre, centimetres above the view's middle, and to
 * the eye. */
#define SCALE (0.033f * SIDE)
#define RAISED 0.8f
#define DISTANCE 50.0f

/* Radians that the face is turned in the views, and how far of the way landmarks go. */
static const float turns[] = {-0.26f, 0, 0.26f};
enum { VIEWS = sizeof turns / sizeof *turns };
#define STEP 0.8f

/* Nothing is moved on the oval, all within this share of the face's width. */
#define OVAL 0.02f
#define WITHIN 0.12f

/* A place is shown by a triangle that it is outside of by no more than this, in its own heights. */
#define BESIDE 0.05f

struct refit {
    struct photo photo;
    const struct mien_face *face;
    float shown[MIEN_MESH_POINTS][3]; /* the canonical face in the view, pixels */
    float away[MIEN_MESH_POINTS][2];  /* how far from there landmarks are found: sum of the views */
    int views;                        /* that count */
    uint8_t background[3];
    uint8_t pixels[SIDE][SIDE][3];
    float depth[SIDE][SIDE];
};

/* ---- a view ---- */

static void turn(struct refit *r, float angle)
{
    const float c = cosf(angle), s = sinf(angle);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *at = mien_mesh_vertices[v];
        const float x = c * at[0] + s * at[2], z = c * at[2] - s * at[0];
        const float scale = SCALE * DISTANCE / (DISTANCE - z);
        r->shown[v][0] = 0.5f * SIDE + scale * x;
        r->shown[v][1] = 0.5f * SIDE - scale * (at[1] + RAISED);
        r->shown[v][2] = -SCALE * z;
    }
}

/* Half the mean of the photo's face: behind a head it is darker. */
static void choose_background(struct refit *r)
{
    float sum[3] = {0};
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float color[3];
        photo_color(&r->photo, r->face->landmarks[v][0], r->face->landmarks[v][1], color);
        for (int k = 0; k < 3; k++)
            sum[k] += color[k] / MIEN_MESH_POINTS;
    }
    for (int k = 0; k < 3; k++)
        r->background[k] = (uint8_t)(0.5f * sum[k]);
}

static void draw_triangle(struct refit *r, const uint16_t corner[3])
{
    struct triangle t;
    if (!triangle_start(&t, r->shown[corner[0]], r->shown[corner[1]], r->shown[corner[2]], SIDE,
                        SIDE))
        return;
    for (struct triangle_row row; triangle_next(&t, &row);)
        for (int x = row.first; x < row.end; x++) {
            float at[2] = {0}, depth = 0, color[3];
            for (int i = 0; i < 3; i++) {
                const float weight = row.weight[i] + (float)(x - row.first) * t.step[i];
                for (int k = 0; k < 2; k++)
                    at[k] += weight * r->face->landmarks[corner[i]][k];
                depth += weight * r->shown[corner[i]][2];
            }
            if (depth >= r->depth[row.y][x])
                continue;
            r->depth[row.y][x] = depth;
            photo_color(&r->photo, at[0], at[1], color);
            for (int k = 0; k < 3; k++)
                r->pixels[row.y][x][k] = (uint8_t)lrintf(color[k]);
        }
}

static void draw(struct refit *r)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            memcpy(r->pixels[y][x], r->background, sizeof r->background);
            r->depth[y][x] = INFINITY;
        }
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++)
        draw_triangle(r, mien_mesh_triangles[t]);
}

static void look(struct refit *r, struct mien_faces *faces)
{
    const struct mien_picture view = {r->pixels[0][0], SIDE, SIDE, 3, (ptrdiff_t)3 * SIDE};
    const struct mien_region region = mien_region_of_landmarks(r->shown[0]);
    struct mien_face found;
    if (!mien_faces_mesh(faces, &view, &region, &found))
        return;
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 2; k++)
            r->away[v][k] += found.landmarks[v][k] - r->shown[v][k];
    r->views++;
}

/* ---- back to the photo ---- */

/* Twice the area of a triangle in the view, below 0 where its front is seen. */
static float area(const float *a, const float *b, const float *c)
{
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
}

/* Where the photo has what the view shows at `at`; false where it shows nothing there. */
static bool place_in_photo(const struct refit *r, const float at[2], float place[2])
{
    float best = -BESIDE;
    bool found = false;
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++) {
        const uint16_t *corner = mien_mesh_triangles[t];
        const float *a = r->shown[corner[0]], *b = r->shown[corner[1]], *c = r->shown[corner[2]];
        const float whole = area(a, b, c);
        if (whole >= 0)
            continue;
        const float u = area(at, b, c) / whole, v = area(a, at, c) / whole;
        const float weight[3] = {u, v, 1 - u - v};
        const float least = fminf(weight[0], fminf(weight[1], weight[2]));
        if (least <= best)
            continue;
        best = least;
        found = true;
        for (int k = 0; k < 2; k++) {
            place[k] = 0;
            for (int i = 0; i < 3; i++)
                place[k] += weight[i] * r->face->landmarks[corner[i]][k];
        }
    }
    return found;
}

/* What is shown is the view from the front. */
static void move_landmarks(const struct refit *r, struct mien_face *face)
{
    float edge[MIEN_MESH_POINTS], moved[MIEN_MESH_POINTS][2];
    surface_edge(edge);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *from = face->landmarks[v];
        const float at[2] = {r->shown[v][0] + r->away[v][0] / (float)r->views,
                             r->shown[v][1] + r->away[v][1] / (float)r->views};
        float to[2] = {from[0], from[1]};
        place_in_photo(r, at, to);
        const float step = STEP * surface_ramp(OVAL, WITHIN, edge[v]);
        for (int k = 0; k < 2; k++)
            moved[v][k] = from[k] + step * (to[k] - from[k]);
    }
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        memcpy(face->landmarks[v], moved[v], sizeof moved[v]);
}

int refit_landmarks(const struct mien_picture *p, struct mien_faces *faces, struct mien_face *face,
                    struct mien_error *e)
{
    struct refit *r = calloc(1, sizeof *r);
    if (!r)
        return error_memory(e, "a mask's landmarks", sizeof *r);
    const int result = photo_open(&r->photo, p, &face->box, PHOTO_WIDTH, e);
    if (result == 0) {
        r->face = face;
        choose_background(r);
        for (int i = 0; i < VIEWS; i++) {
            turn(r, turns[i]);
            draw(r);
            look(r, faces);
        }
        turn(r, 0);
        if (r->views)
            move_landmarks(r, face);
    }
    photo_close(&r->photo);
    free(r);
    return result;
}
