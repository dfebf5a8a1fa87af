/* work.h - the threads that go through the pictures. Private to the room. */
#ifndef MIEN_DATASETS_LANDMARKS_WORK_H
#define MIEN_DATASETS_LANDMARKS_WORK_H

#include "datasets/landmarks/finder.h"
#include "datasets/landmarks/journal.h"
#include "datasets/landmarks/options.h"

struct landmark_work {
    const struct landmark_source *source;
    const struct landmark_finder *finder;
    const struct landmark_options *options;
    double scale; /* a stored v means v * scale pixels */
    struct journal journal;
    uint64_t *record; /* [source->count] record of each picture, WORK_NONE for none */
    char **damage;    /* [source->count] why a picture cannot be read, NULL where it can */
};

#define WORK_NONE UINT64_MAX

/* Numbers a record holds for these sets: those of the larger one. */
size_t landmark_work_values(unsigned sets);

/* Do what has no record yet. Every picture then has a record or a damage. */
int landmark_work_run(struct landmark_work *w, struct mien_error *e);

#endif
