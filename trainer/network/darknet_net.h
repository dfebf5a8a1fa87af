/* darknet_net.h - the keys of [net] that Darknet's cfgs have and mien's own need not.
 *
 *     [net]
 *     height = 28, width = 28, channels = 3   # of the pictures, held against the data set
 *     subdivisions = 4        # Darknet's way to save memory; see below
 *     max_batches = 5000      # steps to train: says what epochs says, so only one may be given
 *     burn_in = 1000          # as warmup, along a power; only one may be given
 *     power = 4               # of policy poly, random and burn_in
 *     step, scale, gamma      # of the policies step, exp and sigmoid (schedule.h)
 *     adam = 1                # optimizer = adam
 *     max_crop, min_crop, angle, aspect, saturation, exposure, hue, ...   # see below
 *
 * A [net] with height, width, channels, subdivisions or max_batches is Darknet's: what it leaves
 * out is then as in Darknet (sgd, policy constant, rate 0.001, decay 0.0001, batch 1), not as in
 * network_options.h.
 *
 * Two kinds of keys are checked and have no effect. Subdivisions: a batch is trained whole, which
 * gives the same gradient but for batch normalisation, that Darknet takes over batch / subdivisions
 * rows. And Darknet's own changes of training pictures, from max_crop on: [data] augment does that
 * here; `changes` tells the line of the first of them, for whoever wants to say so.
 *
 * Source: parse_net_options in parser.c of Darknet (J. Redmon, 2013-2018). */
#ifndef MIEN_NETWORK_DARKNET_NET_H
#define MIEN_NETWORK_DARKNET_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/config/cfg.h"

struct darknet_net {
    bool dialect;      /* the section is Darknet's */
    uint32_t shape[3]; /* height, width, channels; 0 where not given */
    long long batches; /* max_batches; 0: not given */
    bool adam;
    const char *change; /* the first key that changes training pictures, and its line; or NULL */
    int change_line;
};

/* Errors: a bad value, a picture without all three of its sides, max_batches with epochs, burn_in
 * with warmup, adam with optimizer. */
int darknet_net_read(struct darknet_net *d, struct cfg_section *net, struct mien_error *e);

#endif
