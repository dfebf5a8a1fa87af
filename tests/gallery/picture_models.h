/* picture_models.h - small models of pictures, with weights that are known. */
#ifndef MIEN_TESTS_GALLERY_PICTURE_MODELS_H
#define MIEN_TESTS_GALLERY_PICTURE_MODELS_H

#include "runtime/host/model.h"

/* How a network goes on behind its maps. */
enum picture_ending {
    ENDING_MEAN_DENSE,   /* means, a dense layer */
    ENDING_MEAN_CONV,    /* means, a 1 x 1 convolution */
    ENDING_MEAN_OF_MAPS, /* maps of the classes, means: as in Darknet */
    ENDING_FLAT          /* all places into a dense layer: no activation maps */
};

enum { PICTURE_SIDE = 12, PICTURE_FILTERS = 9, PICTURE_CLASSES = 3 };

/* The weights of the first convolution as files have them, [3, 3, channels, PICTURE_FILTERS]: what
 * the models below are made with, from a fixed seed. */
void picture_model_filters(uint32_t channels, float *weight);

/* [12, 12, channels] -> 3 classes, finished; for model_free. Aborts on failure. */
void picture_model(struct model *m, enum picture_ending ending, uint32_t channels);

/* A linear model of grey pictures whose class 1 is all that is bright within [left, left + 4) x
 * [top, top + 4). */
void picture_model_window(struct model *m, uint32_t left, uint32_t top);

#endif
