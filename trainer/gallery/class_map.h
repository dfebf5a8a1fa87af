/* class_map.h - where on a picture a model finds a class.
 *
 * Activation: a network that ends in maps, their means and one linear layer says itself what each
 * place adds to a class's score. With f [h, w, c] the maps and w [c, classes] the layer's weights
 * the class's map is f . w; its mean, with the bias, is the score before the softmax. B. Zhou et
 * al., "Learning Deep Features for Discriminative Localization", CVPR 2016.
 *
 * Occlusion: any model can be asked again with a patch of the picture covered; where the class's
 * probability falls, there it was seen. M. Zeiler, R. Fergus, "Visualizing and Understanding
 * Convolutional Networks", ECCV 2014. */
#ifndef MIEN_TRAINER_GALLERY_CLASS_MAP_H
#define MIEN_TRAINER_GALLERY_CLASS_MAP_H

#include "runtime/host/model.h"

/* How a network that has activation maps ends. */
struct ending {
    int32_t maps;        /* the value that is averaged */
    uint32_t h, w;       /* of it */
    const float *weight; /* of the linear layer, NULL: the maps are the classes' own */
    const float *bias;   /* [classes] or NULL */
    int32_t packed_taps; /* of a convolution's weights as the runtime keeps them; 0: dense ones */
};

/* Error: the network ends otherwise, or the model is no network. */
int ending_find(struct ending *x, const struct model *m, struct mien_error *e);

/* The map of class `class` for the raw row x: heat [ending h, w], in the score's unit. Error: out
 * of memory. */
int class_map_activation(const struct model *m, const struct ending *ending, const float *x,
                         uint32_t class, float *heat, struct mien_error *e);

/* How far the probability of `class` falls where x [h, w, c] is covered by its own mean colour:
 * heat [h, w], at each pixel the mean over the patches that cover it, below zero where it rises.
 * Patches are a sixth of the shorter side, half a patch apart. Cost: about 13 x 13 predictions of a
 * square picture. Error: out of memory. */
int class_map_occlusion(const struct model *m, const float *x, uint32_t class, int threads,
                        float *heat, struct mien_error *e);

#endif
