/* confusion_measure.h - what a confusion matrix says: of each class, of all rows, which classes are
 * taken for each other.
 *
 * Recall, precision and F1: C. van Rijsbergen, "Information Retrieval" (1979). Means over classes
 * are taken as `mien eval` takes them. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_CONFUSION_MEASURE_H
#define MIEN_VIEWER_CONSOLE_VIEWS_CONFUSION_MEASURE_H

#include "viewer/console/journal/journal.h"

struct confusion_class {
    uint64_t support, predicted; /* rows of the class; rows taken for it */
    double precision, recall;    /* NaN where it was never predicted, where it has no rows */
    double f1;                   /* NaN where it has neither */
};

struct confusion_measures {
    struct confusion_class of[JOURNAL_CLASSES_MAX];
    uint64_t rows;
    double accuracy;
    double balanced_accuracy; /* mean recall of the classes that have rows */
    double macro_f1;          /* mean F1 of the classes that have one */
};

/* NaN are the measures of a matrix without rows. c->classes is at most JOURNAL_CLASSES_MAX. */
void confusion_measure(const struct journal_confusion *c, struct confusion_measures *out);

struct confusion_mistake {
    uint32_t label, prediction, count;
    double share; /* of the label's rows */
};

/* The cells beside the diagonal that hold most rows, the largest first, equal ones in their order:
 * out [most]; returns how many there are. */
int confusion_mistakes(const struct journal_confusion *c, struct confusion_mistake *out, int most);

#endif
