/* test_darknet.c - .weights of Darknet: what Darknet itself answers with them (record_darknet.py),
 * files written and read back, files that are refused. */
#include <stdio.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "tests/network/network_case.h"
#include "trainer/network/batch_norm.h"
#include "trainer/network/darknet_weights.h"

enum { SIDE = 24, CLASSES = 4, LAST = CLASSES * 21, HEAD = 20, NUMBERS_MAX = 1 << 15 };

static char path[] = "/tmp/mien-darknet-XXXXXX";

/* The network that Darknet ran, with a softmax behind it. */
static struct network network_of_cfg(void)
{
    struct mien_error e = {0};
    char text[4096];
    char *layers = file_text("tests/network/darknet.cfg", sizeof text / 2, &e);
    assert_non_null(layers);
    snprintf(text, sizeof text, "[net]\nbatch = 2\n%s\n[softmax]\n", layers);
    free(layers);
    return network_case_of(text, (const uint32_t[3]){SIDE, SIDE, 3}, CLASSES, 1);
}

static double formula(size_t i)
{
    const double k = (double)i;
    return sin(0.37 * k * k + k);
}

/* Where the file is now, and the next numbers of it. */
struct writing {
    float *at;
    size_t count;
};

static void put(struct writing *w, double start, double slope, size_t count)
{
    for (size_t i = 0; i < count; i++, w->count++)
        w->at[w->count] = (float)(start + slope * formula(w->count));
}

static void put_norm(struct writing *w, size_t channels)
{
    put(w, 1.0, 0.3, channels);
    put(w, 0.0, 0.3, channels);
    put(w, 1.0, 0.5, channels);
}

/* The numbers in the file's order, layer by layer. */
static size_t numbers(const struct network *n, float *file)
{
    struct writing w = {file, 0};
    for (int i = 1; i < n->count; i++) {
        const struct layer *l = &n->layers[i];
        const size_t out = l->shape.c;
        const double slope = l->decayed == 0 ? 0.0 : sqrt(2.0 * (double)out / (double)l->decayed);
        if (l->parameters == 0)
            continue;
        put(&w, 0.0, 0.2, out);
        if (l->type == &layer_convolutional && l->statistics > 0)
            put_norm(&w, out);
        put(&w, 0.0, slope, l->decayed);
        if (l->type == &layer_connected && l->statistics > 0)
            put_norm(&w, out);
    }
    for (size_t i = w.count - LAST; i < w.count; i++)
        file[i] *= 100.0f;
    return w.count;
}

static void write_weights(const float *file, size_t count)
{
    static const int32_t version[3] = {0, 2, 0};
    static const uint64_t seen = 1234;
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(version, sizeof version, 1, f);
    fwrite(&seen, sizeof seen, 1, f);
    fwrite(file, sizeof *file, count, f);
    fclose(f);
}

static void networks_answer_as_in_darknet(void **state)
{
    static float file[NUMBERS_MAX], x[SIDE * SIDE * 3];
    struct network n = network_of_cfg();
    struct mien_error e = {0};
    float p[CLASSES], wanted[CLASSES];
    uint64_t seen = 0;
    size_t count = 0;
    (void)state;
    FILE *f = fopen("tests/network/darknet.txt", "r");
    assert_non_null(f);
    assert_int_equal(
        fscanf(f, "%zu %f %f %f %f", &count, &wanted[0], &wanted[1], &wanted[2], &wanted[3]), 5);
    fclose(f);
    assert_int_equal(numbers(&n, file), count);
    write_weights(file, count);
    if (darknet_weights_load(&n, path, &seen, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(seen, 1234);
    for (int i = 0; i < SIDE * SIDE; i++)
        for (int c = 0; c < 3; c++)
            x[i * 3 + c] = (float)((7 * i * i + 31 * i * c + 5 * c) % 256) / 255.0f;
    network_predict(&n, x, 1, p);
    const float *logits = n.layers[n.count - 2].output;
    for (int c = 0; c < CLASSES; c++)
        assert_float_equal(logits[c], wanted[c], 1e-3);
    network_free(&n);
}

static void saved_weights_are_read_back(void **state)
{
    struct mien_error e = {0};
    struct network a = network_of_cfg(), b = network_of_cfg();
    const size_t all = a.parameters + a.statistics;
    struct rng r = rng_seed(1);
    uint64_t seen;
    (void)state;
    for (size_t i = 0; i < all; i++)
        a.values[i] = 0.5f + rng_float(&r);
    assert_int_equal(darknet_weights_save(&a, path, 77, &e), 0);
    assert_int_equal(darknet_weights_load(&b, path, &seen, &e), 0);
    assert_int_equal(seen, 77);
    for (size_t i = 0; i < all; i++)
        assert_float_equal(a.values[i], b.values[i], i < a.parameters ? 0.0 : 1e-6);
    network_free(&a);
    network_free(&b);
}

static void other_files_are_refused_and_nothing_changes(void **state)
{
    static float file[NUMBERS_MAX];
    struct network n = network_of_cfg();
    const size_t count = numbers(&n, file);
    struct mien_error e = {0};
    (void)state;
    network_initialise(&n, 1);
    const float before = n.values[0];
    write_weights(file, count - 1);
    assert_int_equal(darknet_weights_load(&n, path, NULL, &e), -1);
    assert_non_null(strstr(e.text, "12207 numbers for a network of 12208"));
    write_weights(file, count + 1);
    assert_int_equal(darknet_weights_load(&n, path, NULL, &e), -1);
    assert_int_equal(truncate(path, HEAD + 2), 0);
    assert_int_equal(darknet_weights_load(&n, path, NULL, &e), -1);
    assert_int_equal(truncate(path, 7), 0);
    assert_int_equal(darknet_weights_load(&n, path, NULL, &e), -1);
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(darknet_weights_load(&n, path, NULL, &e), -1);
    file[100] = NAN;
    write_weights(file, count);
    assert_int_equal(darknet_weights_load(&n, path, NULL, &e), -1);
    assert_non_null(strstr(e.text, "number 100 is not finite"));
    file[100] = 0.0f;
    file[50] = -1.0f; /* a variance of the first layer */
    write_weights(file, count);
    assert_int_equal(darknet_weights_load(&n, path, NULL, &e), -1);
    assert_non_null(strstr(e.text, "negative variances"));
    assert_int_equal(darknet_weights_load(&n, "/nowhere/x.weights", NULL, &e), -1);
    assert_float_equal(n.values[0], before, 0.0);
    network_free(&n);
}

static void what_darknet_has_no_place_for_is_told(void **state)
{
    struct mien_error e = {0};
    struct network slopes = network_case("[net]\n[activation]\nactivation=prelu\n"
                                         "[connected]\noutput=3\n[softmax]\n",
                                         5, 3, 1);
    struct network bare = network_case("[net]\n[convolutional]\nfilters=3\nbias=0\n"
                                       "activation=linear\n[softmax]\n",
                                       5, 3, 1);
    float file[18] = {0};
    (void)state;
    assert_int_equal(darknet_weights_save(&slopes, path, 0, &e), -1);
    assert_non_null(strstr(e.text, "case.cfg:2: "));
    assert_int_equal(darknet_weights_load(&slopes, path, NULL, &e), -1);
    write_weights(file, 18);
    assert_int_equal(darknet_weights_load(&bare, path, NULL, &e), 0);
    file[2] = 1.0f;
    write_weights(file, 18);
    assert_int_equal(darknet_weights_load(&bare, path, NULL, &e), -1);
    assert_non_null(strstr(e.text, "bias = 0"));
    network_free(&slopes);
    network_free(&bare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(networks_answer_as_in_darknet),
        cmocka_unit_test(saved_weights_are_read_back),
        cmocka_unit_test(what_darknet_has_no_place_for_is_told),
        cmocka_unit_test(other_files_are_refused_and_nothing_changes),
    };
    const int file = mkstemp(path);
    if (file < 0)
        return 1;
    close(file);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
