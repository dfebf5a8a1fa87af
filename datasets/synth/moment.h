/* moment.h - what is seen at one moment: all that differs between two pictures of a person.
 * Private to the room.
 *
 * An expression is one of its emotion's ways (mien_expressions), more or less strong, with noise on
 * every action, uneven on the two sides, some of another emotion mixed in now and then. Head, eyes,
 * camera, light and the picture's quality are drawn after the statistics of FER2013's faces: where
 * a face detector's boxes put the eyes, how large and how tilted heads are. */
#ifndef MIEN_DATASETS_SYNTH_MOMENT_H
#define MIEN_DATASETS_SYNTH_MOMENT_H

#include <stdbool.h>

#include "datasets/synth/person.h"

struct moment_light {
    float direction[3]; /* to the light, unit length: x right, y up, z to the camera */
    float strength;
    float ambient, sky; /* from everywhere, and how much more of it from above */
};

struct moment {
    uint8_t emotion;
    struct mien_actions actions; /* the person's habit included */
    float gaze[2];               /* radians: to the subject's left, up */
    float yaw, pitch, roll;      /* radians, as struct mien_pose has them */
    float distance;              /* of the camera, centimetres */
    float scale;                 /* pixels a centimetre at the head, of a picture 48 pixels wide */
    float eyes[2];               /* where the middle between them falls, parts of the picture */
    struct moment_light key, fill;
    bool hand; /* in front of the face, at `reach` from the head's middle, turned by `turn` */
    float reach[2], turn;
    /* The background, linear brightness: left and right, top and bottom; spots. */
    float back[4], spots;
    /* The picture: brightness of its middle, contrast around 1, blur and noise in pixels of 48 and
     * grey levels; quality as JPEG's, 100 for none. */
    float exposure, contrast, blur, noise;
    int quality;
};

/* Draw a moment of person `p` in which `emotion` (FER2013's, 0..6) shows. */
void moment_draw(struct moment *m, const struct person *p, uint8_t emotion, struct rng *r);

#endif
