/* test_checkpoint.c - a training saved between any two steps goes on to the same bits. */
#include <stdio.h>
#include <unistd.h>

#include "tests/network/network_case.h"
#include "trainer/network/checkpoint.h"

enum { ROWS = 40, BATCH = 12, WIDTH = 4, CLASSES = 2, STEPS = 9 };

static const char TEXT[] = "[net]\nbatch = 12\nema = 0.95\n[connected]\noutput = 8\n"
                           "batch_normalize = 1\nactivation = leaky\n[dropout]\n"
                           "[connected]\noutput = 2\n[softmax]\n";

/* Steps [from, to) of a fixed sequence of batches. */
static void steps(struct training *t, struct network *n, const struct samples *s, int from, int to)
{
    struct batch_source source = batch_from_samples(s);
    for (int i = from; i < to; i++) {
        uint32_t rows[BATCH], count = i % 3 == 2 ? BATCH - 5 : BATCH;
        for (uint32_t k = 0; k < count; k++)
            rows[k] = (uint32_t)(i * 7 + (int)k) % ROWS;
        struct training_step step = {.source = &source,
                                     .rows = rows,
                                     .count = count,
                                     .layer_seed = 1,
                                     .stream = (uint64_t)i * BATCH,
                                     .rate = 0.01};
        assert_int_equal(training_run_step(t, n, &step, NULL), 0);
    }
}

static void a_training_goes_on_from_any_step(void **state)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/mien-checkpoint-%ld.safetensors", (long)getpid());
    struct rows_case r = rows_case(ROWS, WIDTH, CLASSES, 1);
    struct network whole = network_case(TEXT, WIDTH, CLASSES, 1);
    struct training all;
    struct mien_error e = {0};
    (void)state;
    network_initialise(&whole, 3);
    assert_int_equal(training_init(&all, &whole, &e), 0);
    steps(&all, &whole, &r.samples, 0, STEPS);
    for (int stop = 0; stop <= STEPS; stop++) {
        bool found;
        struct network n = network_case(TEXT, WIDTH, CLASSES, 1);
        struct training t;
        network_initialise(&n, 3);
        assert_int_equal(training_init(&t, &n, &e), 0);
        steps(&t, &n, &r.samples, 0, stop);
        assert_int_equal(checkpoint_save(path, "print", &t, &n, &e), 0);
        training_free(&t);
        network_free(&n);

        n = network_case(TEXT, WIDTH, CLASSES, 1);
        assert_int_equal(training_init(&t, &n, &e), 0);
        assert_int_equal(checkpoint_load(path, "print", &t, &n, &found, &e), 0);
        assert_true(found);
        assert_int_equal(t.step, stop);
        steps(&t, &n, &r.samples, stop, STEPS);
        assert_memory_equal(n.values, whole.values, all.values * sizeof(float));
        assert_memory_equal(t.average, all.average, all.values * sizeof(float));
        assert_memory_equal(&t.sums, &all.sums, sizeof t.sums);
        training_free(&t);
        network_free(&n);
    }
    unlink(path);
    training_free(&all);
    network_free(&whole);
    rows_case_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_training_goes_on_from_any_step)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
