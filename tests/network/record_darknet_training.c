/* record_darknet_training.c - the learning rates and losses of Darknet itself, for
 * test_darknet_training.c.
 *
 *     gcc -I. -I/usr/lib/darknet/include tests/network/record_darknet_training.c -o record \
 *         -L/usr/lib/darknet -ldarknet -Wl,-rpath,/usr/lib/darknet -lm
 *     ./record > tests/network/darknet-training.txt
 *
 * A line of the output: the name of a [net] below and the rates of its first steps; last, the
 * losses of the first steps of tests/network/darknet-training.cfg. Needs Debian's `darknet`. */
#include <darknet.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "tests/network/darknet_case.h"
#include "tests/network/darknet_training.h"

float get_current_rate(network *net);
float train_network_datum(network *net);

static void record_rates(const struct darknet_policy *p)
{
    char path[] = "/tmp/mien-record-XXXXXX";
    FILE *f = fdopen(mkstemp(path), "w");
    fprintf(f,
            "[net]\nbatch=2\nheight=2\nwidth=2\nchannels=1\n%s\n[connected]\noutput=2\n[softmax]\n",
            p->keys);
    fclose(f);
    network *net = parse_network_cfg(path);
    unlink(path);
    printf("%s", p->name);
    for (size_t step = 0; step < DARKNET_STEPS; step++) {
        *net->seen = (step + 1) * (size_t)net->batch;
        printf(" %.9g", (double)get_current_rate(net));
    }
    printf("\n");
}

/* Darknet's maps lie channel by channel. */
static void fill_batch(network *net)
{
    float *x = net->input;
    for (int b = 0; b < net->batch; b++) {
        for (int c = 0; c < net->c; c++)
            for (int h = 0; h < net->h; h++)
                for (int w = 0; w < net->w; w++)
                    *x++ =
                        darknet_training_pixel((uint32_t)b, (uint32_t)h, (uint32_t)w, (uint32_t)c);
        for (int k = 0; k < net->truths; k++)
            net->truth[b * net->truths + k] = k == b % net->truths;
    }
}

static void record_losses(void)
{
    char cfg[] = "tests/network/darknet-training.cfg";
    network *net = parse_network_cfg(cfg);
    for (int i = 0, seen = 0; i < net->n; i++) {
        layer *l = &net->layers[i];
        const int biases = l->type == CONVOLUTIONAL ? l->n : l->outputs;
        const int weights = l->type == CONVOLUTIONAL ? l->nweights : l->inputs * l->outputs;
        for (int k = 0; l->weights && k < biases; k++)
            l->biases[k] = 0.1f * darknet_case_noise((uint64_t)seen++);
        for (int k = 0; l->weights && k < weights; k++)
            l->weights[k] = 0.2f * darknet_case_noise((uint64_t)seen++);
    }
    printf("losses");
    for (int step = 0; step < DARKNET_STEPS; step++) {
        fill_batch(net);
        printf(" %.9g", (double)train_network_datum(net) / net->batch);
    }
    printf("\n");
}

int main(void)
{
    for (size_t i = 0; i < sizeof darknet_policies / sizeof *darknet_policies; i++)
        record_rates(&darknet_policies[i]);
    record_losses();
    return 0;
}
