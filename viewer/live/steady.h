/* steady.h - scores of one face over time: personal calibration, smoothing, certainty.
 *
 * Smoothing is an exponential moving average whose weight follows the time that passed, so that it
 * does not depend on the rate. A face is called uncertain while its highest score is under the
 * threshold; to leave that again it must surpass it by STEADY_MARGIN, so that a label at the edge
 * does not flicker.
 *
 * Calibration: people whose resting face looks sad or angry to a model hold it for two seconds. The
 * mean logarithm of their scores is compared with the answer to a face that is surely neutral; the
 * difference is taken from every later answer (a change of bias, as for shifted priors: M. Saerens
 * et al., "Adjusting the Outputs of a Classifier to New a Priori Probabilities", 2002), at most
 * STEADY_BIAS for each class. */
#ifndef MIEN_VIEWER_LIVE_STEADY_H
#define MIEN_VIEWER_LIVE_STEADY_H

#include "viewer/live/moment.h"

#define STEADY_MARGIN 0.05f
#define STEADY_BIAS 2.5f   /* nats */
#define STEADY_NEUTRAL 2.0 /* seconds that a neutral face is held */

struct steady {
    int32_t classes, neutral; /* neutral: the class of that name; -1: none, no calibration */
    bool running;             /* false: the next answer is taken as it is */
    bool certain;
    float scores[LIVE_CLASSES_MAX];
    float bias[LIVE_CLASSES_MAX]; /* nats, taken from the logarithms; 0 until calibrated */
    bool calibrated;
    double held;                  /* seconds of the neutral face so far; below 0: not calibrating */
    double sum[LIVE_CLASSES_MAX]; /* of logarithms times seconds */
};

void steady_init(struct steady *s, int32_t classes, int32_t neutral);

/* Take the model's answer `seconds` after the last one into f->raw, scores, emotion, and how far
 * the calibration is. `constant`: seconds of smoothing, 0: none. `threshold` 0..1. */
void steady_take(struct steady *s, const float *raw, double seconds, double constant,
                 float threshold, struct live_face *f);

/* What f is while the model is not asked: scores, emotion and calibration as they were last. */
void steady_show(const struct steady *s, struct live_face *f);

/* Begin to hold a neutral face; or forget what was calibrated. */
void steady_calibrate(struct steady *s);
void steady_forget(struct steady *s);

#endif
