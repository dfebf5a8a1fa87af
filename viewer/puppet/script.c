/* script.c - see script.h.
 *
 * Tables of moments, eased between. Motion that never stops comes from sines whose periods divide
 * the round, so that the round's end meets its beginning. */
#include "viewer/puppet/script.h"

#include <math.h>

#define TWO_PI 6.283185307179586

/* ---- expressions ---- */

/* An expression comes in EASE seconds, stays, and goes as it came. */
#define EASE 0.7
struct act {
    double from, to;    /* begins to come, is gone */
    uint8_t expression; /* of mien_expressions */
    float intensity;
};
static const struct act acts[] = {
    {3.5, 8.5, 11, 1.0f},    /* happy: cheeks, lip corners, teeth */
    {10.0, 14.5, 18, 0.95f}, /* surprise: brows, jaw */
    {16.0, 21.0, 14, 1.2f},  /* sad: inner brows, lip corners down, chin up */
    {23.0, 27.5, 3, 1.2f},   /* angry: brows down, a shout */
    {29.5, 34.0, 8, 1.1f},   /* fear: brows up and together, lips stretched */
    {36.0, 40.5, 4, 1.0f},   /* disgust: nose wrinkled, lip corners down */
    {42.0, 45.5, 10, 0.55f}, /* a closed smile for the end */
};

/* ---- the head ---- */

struct nod {
    double at;
    float yaw, pitch, roll; /* degrees */
};
static const struct nod nods[] = {
    {0, 0, 0, 0},      {1.0, 0, 0, 0},          {2.2, -14, 2, 0},
    {3.6, 0, 0, 0},    {6.0, 8, 3, 5},          {8.4, 0, 0, 0},
    {9.4, 22, 0, 0},   {10.6, 2, 3, 0},         {13.0, -3, 4, -2},
    {14.8, 0, 0, 0},   {15.8, -24, -2, 0},      {17.2, -6, -6, -3},
    {20.0, 6, -7, 4},  {21.4, 0, 0, 0},         {22.3, 30, 1, 0},
    {23.6, 3, -4, 0},  {26.5, -4, -5, -2},      {27.8, 0, 0, 0},
    {28.8, -32, 2, 0}, {30.2, -4, 2, 2},        {33.0, 5, 3, -3},
    {34.4, 0, 0, 0},   {35.2, 10, 8, 0},        {36.4, 4, 2, -3},
    {39.5, -7, 4, 4},  {41.0, 0, 0, 0},         {43.5, -6, 2, -6},
    {45.6, 0, 0, 0},   {PUPPET_ROUND, 0, 0, 0},
};

/* ---- lids ---- */

/* A blink shuts in 80 ms, rests, and opens in 160: P. VanderWerf et al., "Eyelid Movements:
 * Behavioral Studies of Blinking in Humans", J. Neurophysiology 89 (2003). */
static const double blinks[] = {1.2,  4.9,  8.7,  12.2, 15.4, 18.6, 22.0,
                                25.6, 28.3, 32.1, 35.2, 38.7, 41.5, 45.8};
#define SHUTS 0.08
#define STAYS 0.05
#define OPENS 0.16

static double ramp(double low, double high, double x)
{
    const double t = fmax(0, fmin(1, (x - low) / (high - low)));
    return t * t * (3 - 2 * t);
}

/* 0..1 at `x` seconds after a blink's start. */
static float lids(double x)
{
    return (float)(ramp(0, SHUTS, x) - ramp(SHUTS + STAYS, SHUTS + STAYS + OPENS, x));
}

static void blink(struct puppet_pose *pose, double at)
{
    float *closed = pose->actions.at[MIEN_AU43];
    for (size_t i = 0; i < sizeof blinks / sizeof *blinks; i++)
        for (int side = 0; side < MIEN_SIDES; side++)
            closed[side] += (1 - closed[side]) * lids(at - blinks[i]);
}

static void act(struct puppet_pose *pose, double at)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        const struct act *a = &acts[i];
        const double share = ramp(a->from, a->from + EASE, at) - ramp(a->to - EASE, a->to, at);
        if (share <= 0)
            continue;
        const struct mien_expression *e = &mien_expressions[a->expression];
        mien_expression_add(e, a->intensity * (float)share, &pose->actions);
        if (share > 0.5)
            pose->emotion = e->emotion;
    }
}

static void turn(struct puppet_pose *pose, double at)
{
    const double degree = TWO_PI / 360;
    size_t i = 1;
    while (nods[i].at < at && i + 1 < sizeof nods / sizeof *nods)
        i++;
    const struct nod *a = &nods[i - 1], *b = &nods[i];
    const double share = ramp(a->at, b->at, at);
    pose->yaw = (float)(degree * (a->yaw + share * (b->yaw - a->yaw)));
    pose->pitch = (float)(degree * (a->pitch + share * (b->pitch - a->pitch)));
    pose->roll = (float)(degree * (a->roll + share * (b->roll - a->roll)));
}

/* Nobody sits still: breath and sway. */
static void drift(struct puppet_pose *pose, double at)
{
    const double turns = TWO_PI * at / PUPPET_ROUND;
    pose->x += (float)(0.010 * sin(5 * turns) + 0.006 * sin(13 * turns + 1));
    pose->y += (float)(0.006 * sin(12 * turns) + 0.005 * sin(7 * turns + 2));
    pose->size *= (float)(1 + 0.006 * sin(6 * turns + 0.5));
    pose->yaw += (float)(0.020 * sin(9 * turns + 0.3) + 0.010 * sin(17 * turns));
    pose->pitch += (float)(0.014 * sin(11 * turns + 1.1));
    pose->roll += (float)(0.012 * sin(8 * turns + 2.2));
}

struct puppet_pose puppet_script(double seconds)
{
    struct puppet_pose pose = {.size = 1, .emotion = 6};
    double at = isfinite(seconds) ? fmod(seconds, PUPPET_ROUND) : 0;
    at += at < 0 ? PUPPET_ROUND : 0;
    act(&pose, at);
    blink(&pose, at);
    turn(&pose, at);
    drift(&pose, at);
    return pose;
}

struct puppet_pose puppet_turns(double seconds, float reach)
{
    const double period = 10, at = isfinite(seconds) ? fmod(seconds, period) : 0;
    const double turns = TWO_PI * at / period;
    return (struct puppet_pose){.yaw = -reach * (float)cos(turns),
                                .pitch = reach / 3 * (float)sin(2 * turns + 0.7),
                                .roll = reach / 3 * (float)sin(turns + 0.4),
                                .size = 1,
                                .emotion = 6};
}
