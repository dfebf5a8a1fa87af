/* examples.h - the rows that say most about a model: what it was sure of and got wrong, what it
 * got right and hardly believed, what it takes for typical. */
#ifndef MIEN_TRAINER_GALLERY_EXAMPLES_H
#define MIEN_TRAINER_GALLERY_EXAMPLES_H

#include "runtime/host/model.h"
#include "trainer/evaluate/exam.h"

/* A model that has answered an exam: what all figures of this room are drawn from. */
struct answered {
    const char *name; /* of the model, as given */
    const struct model *model;
    const struct exam *exam;
    const float *p; /* [rows, classes] */
};

enum example_choice {
    EXAMPLES_SURE_MISTAKES, /* most probable first */
    EXAMPLES_UNSURE_HITS,   /* least probable first */
    EXAMPLES_SURE_HITS,     /* most probable first */
    EXAMPLES_OF_CLASS       /* rows labelled so, the most probable to be so first */
};

struct example {
    uint32_t at, row;    /* number in the exam and in the data set */
    uint8_t label, said; /* classes; said: the first of the most probable */
    float p;             /* of `said`; EXAMPLES_OF_CLASS: of the label */
};

struct examples {
    struct example *list; /* [count]; of equally probable rows the first comes first */
    uint32_t count;
    uint32_t among; /* rows of the kind */
};

/* Up to `most` rows of a kind, of copies the first; `class` is used by EXAMPLES_OF_CLASS alone.
 * Error: out of memory. `examples_free` accepts a zeroed struct. */
int examples_choose(struct examples *x, const struct answered *a, enum example_choice choice,
                    uint32_t class, uint32_t most, struct mien_error *e);
void examples_free(struct examples *x);

#endif
