/* figure.h - the face that is looked at: the canonical one, the one fitted to a photo, or between
 * them; with an expression on it.
 *
 * Landmarks of a photo become a fitted face by taking the head's pose from them: turned back,
 * brought to the canonical face's size and place. Vertices are centimetres of the canonical face.
 */
#ifndef MIEN_VIEWER_STUDIO_FIGURE_H
#define MIEN_VIEWER_STUDIO_FIGURE_H

#include <stdbool.h>

#include "runtime/expression/mien_expression.h"
#include "runtime/face/mien_face.h"

struct figure {
    struct mien_muscles muscles;
    bool fits;                         /* `fitted` is of a photo */
    float fitted[MIEN_MESH_POINTS][3]; /* else the canonical face */
    float vertex[MIEN_MESH_POINTS][3]; /* as figure_shape made them */
    float normal[MIEN_MESH_POINTS][3]; /* of length 1, outwards */
};

/* The canonical face at rest. The struct is about 250 KB. */
void figure_init(struct figure *f);

/* Take the face that was found on a photo. */
void figure_fit(struct figure *f, const struct mien_face *face);

/* blend 0: the canonical face, 1: the fitted one; then the actions. */
void figure_shape(struct figure *f, float blend, const struct mien_actions *actions);

/* What a landmark is part of: "nose", "left eye". */
const char *figure_group(int landmark);
/* Its number, from 0, among the usual 68 points; -1: it is none of them. */
int figure_ibug68(int landmark);

#endif
