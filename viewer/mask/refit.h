/* refit.h - a photo's landmarks, made to agree with what is found on the mask that they give.
 *
 * A mask of a face that is turned, tilted or lit from a side has that painted on: worn by another,
 * its nose, eyes and mouth are seen beside where the wearer's are. So the photo's face is laid over
 * the canonical one, seen from the front and from either side, and landmarks are looked for there
 * again; each of the photo's moves most of the way to what is shown where it was found. That is a
 * damped step of the iteration whose fixed point is a mask on which every landmark is found where
 * it is worn. One step is taken: the canonical face is nobody's, and more would fit the mask to it.
 * The face's oval, where the mask gives way to its wearer, is left as it was. */
#ifndef MIEN_VIEWER_MASK_REFIT_H
#define MIEN_VIEWER_MASK_REFIT_H

#include "runtime/face/mien_face.h"
#include "runtime/host/error.h"

/* Move the x and y of face->landmarks, which `faces` found in the picture. What is not found again
 * is no error: the landmarks then stay. Cost: three meshes and some 10 ms. Error: out of memory. */
int refit_landmarks(const struct mien_picture *p, struct mien_faces *faces, struct mien_face *face,
                    struct mien_error *e);

#endif
