/* record_darknet.c - what Darknet itself answers with whole networks, for test_darknet_model.c.
 *
 *     gcc -I. -I/usr/lib/darknet/include tests/import/record_darknet.c -o record \
 *         -L/usr/lib/darknet -ldarknet -Wl,-rpath,/usr/lib/darknet -lm
 *     ./record FILE.cfg... > tests/import/darknet.txt
 *
 * A line of the output: the cfg's name, how many numbers its .weights hold, how many classes it
 * has, and the probabilities of the first ten. Needs Debian's `darknet`. */
#include <darknet.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "tests/network/darknet_case.h"

enum { NUMBERS_MAX = 1 << 26, SHOWN = 10 };

static size_t make_numbers(const network *net, float *numbers)
{
    struct darknet_case f = {numbers, 0};
    for (int i = 0; i < net->n; i++) {
        const layer *l = &net->layers[i];
        if (l->type == CONVOLUTIONAL)
            darknet_case_layer(&f, (size_t)l->n, (size_t)(l->nweights / l->n), l->batch_normalize,
                               0);
        else if (l->type == CONNECTED)
            darknet_case_layer(&f, (size_t)l->outputs, (size_t)l->inputs, l->batch_normalize, 1);
    }
    return f.count;
}

static void write_weights(const char *path, const float *numbers, size_t count)
{
    static const int version[3] = {0, 2, 0};
    static const size_t seen = 1234;
    FILE *f = fopen(path, "wb");
    fwrite(version, sizeof version, 1, f);
    fwrite(&seen, sizeof seen, 1, f);
    fwrite(numbers, sizeof *numbers, count, f);
    fclose(f);
}

static void record(char *cfg, float *numbers)
{
    char path[] = "/tmp/mien-record-XXXXXX";
    network *net = parse_network_cfg(cfg);
    const size_t count = make_numbers(net, numbers);
    close(mkstemp(path));
    write_weights(path, numbers, count);
    load_weights(net, path);
    unlink(path);
    set_batch_network(net, 1);
    float *x = calloc((size_t)net->inputs, sizeof *x), *at = x;
    for (int c = 0; c < net->c; c++)
        for (int h = 0; h < net->h; h++)
            for (int w = 0; w < net->w; w++)
                *at++ = (float)darknet_case_pixel((uint32_t)h, (uint32_t)w, (uint32_t)c) / 255.0f;
    const float *p = network_predict(net, x);
    printf("%s %zu %d", strrchr(cfg, '/') + 1, count, net->outputs);
    for (int i = 0; i < SHOWN && i < net->outputs; i++)
        printf(" %.6g", (double)p[i]);
    printf("\n");
    free(x);
}

int main(int argc, char **argv)
{
    float *numbers = malloc(NUMBERS_MAX * sizeof *numbers);
    for (int i = 1; i < argc; i++)
        record(argv[i], numbers);
    free(numbers);
    return 0;
}
