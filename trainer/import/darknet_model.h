/* darknet_model.h - a network of Darknet's, a .cfg and its .weights, as a model that can be saved.
 *
 * The model takes pictures as Darknet does, [height, width, channels] of the cfg's [net], numbers
 * 0..255 in the order of mien's data sets; its first operator divides them by 255. Its metadata
 * hold the cfg, so that `mien eval` finds a data set that the cfg names. */
#ifndef MIEN_TRAINER_IMPORT_DARKNET_MODEL_H
#define MIEN_TRAINER_IMPORT_DARKNET_MODEL_H

#include "trainer/import/imported.h"

struct darknet_options {
    const char *cfg;
    const char *classes; /* "angry,happy,sad", in the order of the outputs */
    const char *names;   /* or a file of them, one a line: `names=` of Darknet's .data files */
    const char *data;    /* or the data set that has them; the cfg's [data] path then names it */
    struct import_origin from;
};

/* Without names of classes, or of more than the 256 that a model knows by name, its output
 * is called "probabilities" and is none of classes. Errors: those of cfg_open, network_init,
 * darknet_weights_load and model_init; a section or key that no layer knows; more than one source
 * of names; as many names as the network does not have outputs; a data set of other pictures. m is
 * then zeroed. */
int darknet_model(struct model *m, const char *weights, const struct darknet_options *o,
                  struct mien_error *e);

#endif
