/* import_plan.c - see import_plan.h. */
#include "datasets/import_plan.h"

struct dataset_plan import_plan(const struct import_options *o, const char *path, const char *out)
{
    return (struct dataset_plan){
        .name = o->name ? o->name : file_name(out),
        .licence = o->licence,
        .source = file_name(path),
        .replace = o->replace,
    };
}

/* Goodfellow et al. tell how the pictures were collected; the competition's rules on Kaggle
 * (challenges-in-representation-learning-facial-expression-recognition-challenge) name no licence.
 */
#define FER2013_LICENCE                                                                            \
    "No licence to pass the pictures on: they were collected by web image searches and belong to " \
    "their owners; given out for the ICML 2013 challenge under the rules of its Kaggle "           \
    "competition (I. Goodfellow et al., arXiv:1307.0414). For study and research."
#define FERPLUS_LICENCE " Votes: FER+, Copyright (c) Microsoft Corporation, MIT licence."

void import_plan_fer2013(struct dataset_plan *plan)
{
    plan->provenance =
        "FER2013: I. Goodfellow et al., Challenges in Representation Learning: A Report on Three "
        "Machine Learning Contests (2013). id is the number of the picture in its source";
    if (!plan->licence)
        plan->licence = plan->votes ? FER2013_LICENCE FERPLUS_LICENCE : FER2013_LICENCE;
}
