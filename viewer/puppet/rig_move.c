/* rig_move.c - see rig_move.h. From a moment to points on the screen: muscles, lids and lips that
 * meet and do not cross, the head's turn, the camera, and light that changes with the turned skin.
 */
#include "viewer/puppet/rig_move.h"

#include <math.h>
#include <string.h>

/* What a pose may ask for at most; beyond it no face is to be seen. Radians, shares, factors. */
#define TURN_MOST 1.4f
#define SHIFT_MOST 1.5f
#define SIZE_LEAST 0.3f
#define SIZE_MOST 2.0f
#define ACTION_MOST 1.5f
#define LID_BEFORE 0.08f /* centimetres of the lids before the skin they hide */
#define NEAREST 0.2f     /* of the head's distance: where points stop that come at the camera */

#define SHOWN 0.25f /* radians of a turn that show a side of the head whole */
#define SLIT 0.2f   /* centimetres between lips that a closed mouth does not leave open */
#define SEAM 0.45f  /* how much darker it is where lips meet */
#define SHADE 0.30f /* how much of the light comes from one side */
static const float light[3] = {-0.35f, 0.55f, 0.76f};
static const float pivot[3] = {0, -1.0f, -4.0f}; /* of the head on its neck, the face's space */

static float within(float x, float least, float most)
{
    return x > least ? (x < most ? x : most) : least; /* least where x is no number */
}

static float blend(float a, float b, float share)
{
    return a + share * (b - a);
}

/* ---- the face ---- */

static struct mien_actions change_of(const struct rig *r, const struct puppet_pose *pose)
{
    struct mien_actions change;
    for (int a = 0; a < MIEN_ACTION_COUNT; a++)
        for (int side = 0; side < MIEN_SIDES; side++)
            change.at[a][side] =
                within(pose->actions.at[a][side], -ACTION_MOST, ACTION_MOST) - r->own.at[a][side];
    return change;
}

/* Undoing the photo's smile leaves lips apart that fit; they close as far as it is undone. */
static float seal_of(const struct rig *r, const struct puppet_pose *pose)
{
    const float own = r->own.at[MIEN_AU25][MIEN_RIGHT];
    const float *now = pose->actions.at[MIEN_AU25];
    return own > 0.05f ? 1 - within(0.5f * (now[0] + now[1]) / own, 0, 1) : 0;
}

/* 0 where nothing that the face does parts the lips. */
static float parted_of(const struct puppet_pose *pose)
{
    static const uint8_t actions[] = {MIEN_AU25, MIEN_AU26, MIEN_AU27};
    float sum = 0;
    for (size_t i = 0; i < sizeof actions; i++)
        sum += pose->actions.at[actions[i]][MIEN_RIGHT] + pose->actions.at[actions[i]][MIEN_LEFT];
    return within(sum / 0.4f, 0, 1);
}

/* The upper lid on its way down meets the lower, whatever the eye's shape. */
static void close_lids(enum mien_contour_name eye, float closed, const float (*field)[3],
                       float (*face)[3])
{
    enum { HALF = 8 };
    for (int k = 1; k < HALF; k++) {
        const uint16_t up = rig_contour(eye, -k), down = rig_contour(eye, k);
        float *upper = face[up];
        const float *lower = face[down];
        const float share = within(closed, 0, 1);
        for (int j = 0; j < 3; j++)
            upper[j] = blend(upper[j] - closed * field[up][j], lower[j], share);
        upper[1] = fmaxf(upper[1], lower[1]);
        upper[2] += 0.04f * share;
    }
}

/* Lips that would cross, or leave a slit when they are meant to be closed, meet. */
static void meet_lips(float seal, float parted, float (*face)[3])
{
    enum { HALF = 10 };
    for (int k = 1; k < HALF; k++) {
        float *upper = face[rig_contour(MIEN_CONTOUR_INNER_LIPS, -k)];
        float *lower = face[rig_contour(MIEN_CONTOUR_INNER_LIPS, k)];
        const float gap = upper[1] - lower[1];
        const float slit = fminf(gap, fmaxf(SLIT * seal, (1 - parted) * gap));
        for (int j = 0; j < 3 && slit != 0; j++) {
            const float step = 0.5f * slit / gap * (upper[j] - lower[j]);
            upper[j] -= step;
            lower[j] += step;
        }
    }
}

static void move_face(const struct rig *r, const struct puppet_pose *pose, float (*face)[3])
{
    const struct mien_actions change = change_of(r, pose);
    const float seal = seal_of(r, pose);
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        for (int k = 0; k < 3; k++)
            face[i][k] = r->point[i].at[k] + seal * r->seal[i][k];
    mien_muscles_move(&r->muscles, &change, face);
    for (int side = 0; side < MIEN_SIDES; side++)
        close_lids(side == MIEN_RIGHT ? MIEN_CONTOUR_RIGHT_EYE : MIEN_CONTOUR_LEFT_EYE,
                   change.at[MIEN_AU43][side], r->muscles.field[MIEN_AU43][side], face);
    meet_lips(seal, parted_of(pose), face);
}

static float lid_closed(const struct rig *r, const struct rig_point *p,
                        const struct mien_actions *actions)
{
    const int side = r->point[p->edge].at[0] > 0 ? MIEN_LEFT : MIEN_RIGHT;
    return within(actions->at[MIEN_AU43][side], 0, 1);
}

/* Where a point of the body is in the face's space. */
static void move_point(const struct rig *r, int i, const float (*face)[3],
                       const struct mien_actions *actions, float at[3])
{
    const struct rig_point *p = &r->point[i];
    if (i < MIEN_MESH_POINTS) {
        memcpy(at, face[i], 3 * sizeof *at);
        return;
    }
    if (p->lid) {
        const float closed = lid_closed(r, p, actions);
        for (int k = 0; k < 3; k++)
            at[k] = blend(face[p->lead][k], face[p->edge][k], blend(p->open, p->shut, closed));
        at[2] += LID_BEFORE;
        return;
    }
    for (int k = 0; k < 3; k++)
        at[k] = p->at[k] + p->share * (face[p->lead][k] - r->point[p->lead].at[k]);
    if (p->jaw)
        mien_jaw_move(actions, at);
}

/* ---- the head ---- */

struct motion {
    float turn[3][3]; /* without the tilt */
    float tilt[2][2]; /* and size */
    float shift[2];   /* centimetres */
    float pivot[3];   /* camera space */
};

static void turn_about(int axis, float angle, float m[3][3])
{
    const int a = (axis + 1) % 3, b = (axis + 2) % 3;
    const float c = cosf(angle), s = sinf(angle);
    for (int k = 0; k < 3; k++) {
        const float p = m[a][k], q = m[b][k];
        m[a][k] = c * p - s * q;
        m[b][k] = s * p + c * q;
    }
}

/* mien_pose's angles build a rotation as yaw * -pitch * -roll about y, x and z; this is the one
 * from the photo's to the wanted, its tilt taken off. */
static struct motion motion_of(const struct rig *r, const struct puppet_pose *pose)
{
    struct motion m = {.turn = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    const float yaw = within(pose->yaw, -TURN_MOST, TURN_MOST);
    const float pitch = within(pose->pitch, -TURN_MOST, TURN_MOST);
    const float roll = within(pose->roll, -TURN_MOST, TURN_MOST);
    const float size = within(pose->size, SIZE_LEAST, SIZE_MOST);
    turn_about(1, -r->pose.yaw, m.turn);
    turn_about(0, r->pose.pitch, m.turn);
    turn_about(2, -roll, m.turn);
    turn_about(0, -(r->pose.pitch + pitch), m.turn);
    turn_about(1, r->pose.yaw + yaw, m.turn);
    turn_about(2, roll, m.turn);
    m.tilt[0][0] = m.tilt[1][1] = size * cosf(roll);
    m.tilt[0][1] = size * sinf(roll);
    m.tilt[1][0] = -m.tilt[0][1];
    const float width = fabsf(r->point[454].at[0] - r->point[234].at[0]);
    m.shift[0] = width * within(pose->x, -SHIFT_MOST, SHIFT_MOST);
    m.shift[1] = -width * within(pose->y, -SHIFT_MOST, SHIFT_MOST);
    rig_to_camera(r, pivot, m.pivot);
    return m;
}

static void move_head(const struct motion *m, const struct rig_point *p, float at[3])
{
    float from[3], turned[3], tilted[3];
    for (int k = 0; k < 3; k++)
        from[k] = at[k] - m->pivot[k];
    for (int k = 0; k < 3; k++) {
        const float *row = m->turn[k];
        turned[k] = blend(from[k], row[0] * from[0] + row[1] * from[1] + row[2] * from[2], p->turn);
    }
    for (int k = 0; k < 2; k++)
        tilted[k] = m->tilt[k][0] * turned[0] + m->tilt[k][1] * turned[1] + m->shift[k];
    tilted[2] = turned[2];
    for (int k = 0; k < 3; k++)
        at[k] = m->pivot[k] + blend(turned[k], tilted[k], p->follow);
}

/* ---- light ---- */

/* The light on the face's points, as a factor on what the photo shows. */
static void shade(const struct rig *r, const float (*at)[3], float *bright)
{
    float normal[MIEN_MESH_POINTS][3];
    rig_normals(at, normal);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        float change = 0;
        for (int k = 0; k < 3; k++)
            change += light[k] * (normal[i][k] - r->normal[i][k]);
        bright[i] = 1 + SHADE * change;
    }
}

/* Where lips meet there is a dark line. */
static void shade_seam(const float (*face)[3], float seal, float *bright)
{
    enum { COUNT = 20 };
    for (int k = 0; k < COUNT; k++) {
        const uint16_t p = rig_contour(MIEN_CONTOUR_INNER_LIPS, k);
        const uint16_t q = rig_contour(MIEN_CONTOUR_INNER_LIPS, -k);
        const float gap = fabsf(face[p][1] - face[q][1]);
        bright[p] *= 1 - SEAM * seal * within(1 - gap / 0.3f, 0, 1);
    }
}

/* How far a turn brings a side of the head to light, 0..1. */
static float shown(const struct rig_point *p, const struct puppet_pose *pose)
{
    return within((p->at[0] < 0 ? pose->yaw : -pose->yaw) / SHOWN, 0, 1);
}

/* ---- all of it ---- */

void rig_move(const struct rig *r, const struct puppet_pose *pose, struct rig_seen *seen)
{
    float face[MIEN_MESH_POINTS][3], at[RIG_POINTS][3], bright[MIEN_MESH_POINTS];
    const struct mien_actions change = change_of(r, pose);
    const struct motion m = motion_of(r, pose);
    move_face(r, pose, face);
    for (int i = 0; i < RIG_POINTS; i++) {
        float own[3];
        move_point(r, i, (const float(*)[3])face, &change, own);
        rig_to_camera(r, own, at[i]);
        move_head(&m, &r->point[i], at[i]);
    }
    shade(r, (const float(*)[3])at, bright);
    shade_seam((const float(*)[3])face, seal_of(r, pose), bright);
    for (int i = 0; i < RIG_POINTS; i++) {
        const float distance = fmaxf(-at[i][2], NEAREST * r->depth);
        const struct rig_point *p = &r->point[i];
        seen[i].x = 0.5f * r->width + r->focal * at[i][0] / distance;
        seen[i].y = 0.5f * r->height - r->focal * at[i][1] / distance;
        seen[i].near = (1 - p->sink) / distance;
        const float slide = p->lid ? lid_closed(r, p, &change) : p->slide * shown(p, pose);
        for (int k = 0; k < 2; k++)
            seen[i].texel[k] = blend(p->texel[k], p->slid[k], slide);
        seen[i].bright = p->bright * blend(1, bright[p->lead], p->share);
    }
}
