/* session.h - a plausible live session of the viewer, made up: the lines of its metrics.jsonl.
 *
 * One person before a camera at some 30 frames a second: the expression is held for seconds and
 * then passes into another, the face is lost now and then, a stage is slow at times, frames are
 * dropped when it is. Emotions are a softmax of logits that follow the expression held, with the
 * noise of a classifier. The same seed gives the same lines. */
#ifndef MIEN_TESTS_CONSOLE_SESSION_H
#define MIEN_TESTS_CONSOLE_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "runtime/host/rng.h"

enum { SESSION_EMOTIONS = 7, SESSION_STAGES = 5 };

struct session {
    struct rng rng;
    double wall;   /* seconds since the session began: of the newest frame */
    double period; /* seconds between frames */
    uint64_t frame, dropped;
    int held;          /* the expression, a class */
    double held_until; /* seconds */
    double lost_until; /* no face before that */
    bool lost;
    double hurried_until; /* the machine has other work: stages are slow before that */
    bool hurried;
    double logit[SESSION_EMOTIONS];
    double engagement;
};

/* Write the opening line; `started`: seconds since 1970. */
void session_begin(struct session *s, uint64_t seed, double started, FILE *stream);

/* Write the line of the next frame, behind those of the events that come with it. */
void session_frame(struct session *s, FILE *stream);

/* Write the closing line: "finished" or "stopped". */
void session_end(const struct session *s, double ended, const char *state, FILE *stream);

#endif
