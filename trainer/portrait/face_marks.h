/* face_marks.h - one face's box, mesh, contours and pose axes, drawn over its picture.
 *
 * Every line lies on a darker, wider one, so that it is seen on light skin and on dark. Lines get
 * thinner with the face; the mesh of a face too small for it is left out. */
#ifndef MIEN_TRAINER_PORTRAIT_FACE_MARKS_H
#define MIEN_TRAINER_PORTRAIT_FACE_MARKS_H

#include "runtime/host/draw/canvas.h"
#include "trainer/portrait/portrait.h"

/* The colour of the face that is number `index`. */
struct color face_color(int32_t index);

/* The face's box; unit: canvas units a pixel of the picture. */
struct mien_rect face_area(const struct portrait_face *f, float unit);

void face_marks_draw(struct canvas *c, const struct portrait *p, int32_t index, float unit);

/* The small sign at the box that names the face: its number, and as much of what follows as the
 * box is wide enough for. `area` is where it goes, inside the canvas [width, height]. */
struct face_sign {
    struct mien_rect area;
    struct canvas_text style;
    char text[96];
};
struct face_sign face_sign_make(const struct portrait *p, int32_t index, float unit, float width,
                                float height);
void face_sign_draw(struct canvas *c, const struct face_sign *s, int32_t index);

#endif
