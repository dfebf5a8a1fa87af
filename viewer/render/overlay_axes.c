/* overlay_axes.c - the head's pose as three axes from its middle: to the subject's left, up, and
 * the way it looks. */
#include <math.h>

#include "viewer/render/overlay.h"

#define ARM 9.0f /* centimetres */

static bool wanted(const struct scene *s)
{
    return s->look->axes && s->moment->count > 0;
}

/* Where a point of the canonical face appears in the frame: the pose's camera is a pinhole in the
 * picture's middle. */
static void project(const struct scene *s, const struct mien_pose *pose, const float at[3],
                    float to[2])
{
    float p[3];
    for (int i = 0; i < 3; i++)
        p[i] = pose->matrix[i][0] * at[0] + pose->matrix[i][1] * at[1] +
               pose->matrix[i][2] * at[2] + pose->matrix[i][3];
    const float field = mien_faces_defaults(NULL, NULL).field_of_view;
    const float focal = (float)s->place.height / (2 * tanf(field / 2));
    const float depth = fmaxf(1, -p[2]);
    video_point(&s->place, (float)s->place.width / 2 + focal * p[0] / depth,
                (float)s->place.height / 2 - focal * p[1] / depth, &to[0], &to[1]);
}

static void draw(const struct scene *s)
{
    static const float ends[3][3] = {{ARM, 0, 0}, {0, ARM, 0}, {0, 0, 1.4f * ARM}};
    static const struct tint colors[3] = {
        {213, 94, 0, 255}, {0, 158, 115, 255}, {86, 180, 233, 255}};
    const struct tint edge = theme_tint((enum theme_name)s->look->theme, THEME_EDGE);
    for (int32_t i = 0; i < s->moment->count; i++) {
        const struct mien_pose *pose = &s->moment->faces[i].face.pose;
        for (int k = 0; k < 3; k++) {
            float line[2][2];
            project(s, pose, (const float[3]){0, 0, 0}, line[0]);
            project(s, pose, ends[k], line[1]);
            pen_line(s->pen, (const float(*)[2])line, 2, false, 3 * s->unit, colors[k], edge);
            pen_disc(s->pen, line[1][0], line[1][1], 4.5f * s->unit, colors[k]);
        }
    }
}

const struct overlay overlay_axes = {wanted, draw};
