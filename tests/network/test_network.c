/* test_network.c - networks built from cfg text: what is refused and why, what they lower to. */
#include <stdio.h>

#include "tests/network/network_case.h"

enum { WIDTH = 5, CLASSES = 3 };

static void wrong_networks_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"[connected]\noutput = 3\n[softmax]\n", "case.cfg: no [net] section"},
        {"[connected]\noutput = 3\n[net]\n[softmax]\n", "case.cfg:1: [connected] stands before"},
        {"[net]\nbatch = 8\n", "no layers"},
        {"[net]\n[connected]\nactivation = relu\n[softmax]\n",
         "case.cfg:2: [connected] has no output"},
        {"[net]\n[connected]\noutput = 0\n[softmax]\n", "case.cfg:3: "},
        {"[net]\n[connected]\noutput = 99999999999\n[softmax]\n", "case.cfg:3: "},
        {"[net]\n[connected]\noutput = 3\nactivation = rely\n[softmax]\n", "case.cfg:4: "},
        {"[net]\n[connected]\noutput = 3\nbatch_normalize = 2\n[softmax]\n", "case.cfg:4: "},
        {"[net]\n[connected]\noutput = 3\n", "case.cfg:2: the last layer is [connected]"},
        {"[net]\n[connected]\noutput = 3\n[softmax]\n[dropout]\n",
         "case.cfg:4: [softmax] is not the last"},
        {"[net]\n[connected]\noutput = 4\n[softmax]\n",
         "case.cfg:4: [softmax] gets 4 numbers a row but the data has 3 classes"},
        {"[net]\n[dropout]\nprobability = -0.1\n[connected]\noutput = 3\n[softmax]\n",
         "case.cfg:3: "},
        {"[net]\n[dropout]\nprobability = 1\n[connected]\noutput = 3\n[softmax]\n", "case.cfg:3: "},
        {"[net]\n[connected]\noutput = 3\n[softmax]\nlabel_smoothing = 1.5\n", "case.cfg:5: "},
        {"[net]\nbatch = 0\n[connected]\noutput = 3\n[softmax]\n", "case.cfg:2: "},
        {"[net]\noptimizer = adagrad\n[connected]\noutput = 3\n[softmax]\n", "case.cfg:2: "},
        {"[net]\nlearning_rate = -1\n[connected]\noutput = 3\n[softmax]\n", "case.cfg:2: "},
        {"[net]\nmomentum = 1\n[connected]\noutput = 3\n[softmax]\n", "case.cfg:2: "},
        {"[net]\npolicy = steps\n[connected]\noutput = 3\n[softmax]\n",
         "policy = steps needs steps"},
        {"[net]\npolicy = steps\nsteps = 5, 9\nscales = 0.1\n", "case.cfg:4: 2 steps but 1 scales"},
        {"[net]\npolicy = steps\nsteps = 9, 5\nscales = 1, 1\n", "case.cfg:3: steps must rise"},
        {"[net]\npatience = 3\nbest = last\n[connected]\noutput = 3\n[softmax]\n",
         "case.cfg:2: patience"},
        {"[net]\nepochs = 5\nwarmup = 6\n[connected]\noutput = 3\n[softmax]\n", "case.cfg:3: "},
    };
    const uint32_t shape[3] = {1, 1, WIDTH};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cfg c;
        struct network n;
        struct mien_error e = {0};
        assert_int_equal(cfg_parse(&c, "case.cfg", cases[i].text, &e), 0);
        assert_int_equal(network_init(&n, &c, shape, CLASSES, 1, 0, &e), -1);
        if (strstr(e.text, cases[i].message) == NULL)
            fail_msg("'%s' should tell '%s'", e.text, cases[i].message);
        network_free(&n);
        cfg_close(&c);
    }
}

static void misspelt_keys_are_named_by_the_cfg(void **state)
{
    struct cfg c;
    struct network n;
    struct mien_error e = {0};
    const uint32_t shape[3] = {1, 1, WIDTH};
    (void)state;
    assert_int_equal(cfg_parse(&c, "case.cfg",
                               "[net]\n[connected]\noutput = 3\nbatch_normalise = 1\n[softmax]\n",
                               &e),
                     0);
    assert_int_equal(network_init(&n, &c, shape, CLASSES, 1, 0, &e), 0);
    assert_int_equal(cfg_check_used(&c, &e), -1);
    assert_non_null(strstr(e.text, "case.cfg:4: "));
    assert_non_null(strstr(e.text, "batch_normalize"));
    network_free(&n);
    cfg_close(&c);
}

/* Train a little, so that running statistics are not those of the start, then lower. */
static void the_lowered_model_answers_as_the_network_does(void **state)
{
    enum { ROWS = 70 };
    static const char *const classes[] = {"a", "b", "c"};
    float p[ROWS * CLASSES], q[ROWS * CLASSES];
    const uint32_t shape[3] = {1, 1, WIDTH};
    struct mien_error e = {0};
    struct model m;
    struct network_fit_summary summary;
    struct rows_case r = rows_case(ROWS, WIDTH, CLASSES, 1);
    struct network n =
        network_case("[net]\nbatch = 32\nepochs = 6\nlearning_rate = 0.02\n"
                     "[dropout]\nprobability = 0.1\n"
                     "[connected]\noutput = 16\nbatch_normalize = 1\nactivation = mish\n"
                     "[connected]\noutput = 8\nactivation = tanh\n"
                     "[connected]\noutput = 3\nbatch_normalize = 1\n[softmax]\n",
                     WIDTH, CLASSES, 2);
    (void)state;
    struct batch_source source = batch_from_samples(&r.samples);
    struct fit_context c = {.seed = 1, .threads = 2};
    assert_int_equal(network_fit(&n, &source, NULL, &c, &summary, &e), FIT_DONE);
    network_predict(&n, r.x, ROWS, p);
    assert_int_equal(model_init(&m, "network", "vector", shape, classes, CLASSES, &e), 0);
    assert_int_equal(network_lower(&n, &m, &e), 0);
    assert_int_equal(model_finish(&m, &e), 0);
    assert_int_equal(model_predict(&m, r.x, ROWS, q, 1, &e), 0);
    for (int i = 0; i < ROWS * CLASSES; i++)
        assert_float_equal(p[i], q[i], 2e-6);
    uint32_t confusion[CLASSES * CLASSES], expected[CLASSES * CLASSES] = {0};
    struct network_score score = network_evaluate(&n, &r.samples, confusion);
    double loss = 0.0, right = 0.0;
    for (int i = 0; i < ROWS; i++) {
        loss -= log((double)p[i * CLASSES + r.y[i]]) / ROWS;
        right += mien_argmax(p + i * CLASSES, CLASSES) == r.y[i] ? 1.0 / ROWS : 0.0;
        expected[r.y[i] * CLASSES + mien_argmax(p + i * CLASSES, CLASSES)]++;
    }
    assert_float_equal(score.loss, loss, 1e-5);
    assert_float_equal(score.accuracy, right, 1e-12);
    assert_memory_equal(confusion, expected, sizeof expected);
    model_free(&m);
    network_free(&n);
    rows_case_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_networks_are_refused_with_their_line),
        cmocka_unit_test(misspelt_keys_are_named_by_the_cfg),
        cmocka_unit_test(the_lowered_model_answers_as_the_network_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
