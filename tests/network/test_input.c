/* test_input.c - networks of two branches, one on each part of the rows: gradients against central
 * differences, the same bits for any number of workers, what they lower to, what is refused. */
#include "tests/network/gradient_case.h"

enum { ROWS = 11, CLASSES = 3, WIDTH = 5 * 4 * 2 + 7 };

static const struct layer_part parts[] = {{"image", {5, 4, 2}}, {"landmarks", {1, 1, 7}}};

/* Convolutions on the picture, a dense layer on the landmarks, joined; the picture read twice. */
static const char branches[] =
    "[input]\npart = image\n"
    "[convolutional]\nfilters=4\nsize=3\npad=1\nbatch_normalize=1\nactivation=tanh\n[avgpool]\n"
    "[input]\npart = landmarks\n"
    "[connected]\noutput=5\nbatch_normalize=1\nactivation=tanh\n[dropout]\nprobability=0.2\n"
    "[input]\npart = image\n[maxpool]\nsize=2\nstride=2\n[connected]\noutput=2\n"
    "[route]\nlayers=-1,-4,2\n[connected]\noutput=3\n[softmax]\n";

/* Layers that hand deltas on, add and scale, right behind the parts. */
static const char bare[] =
    "[input]\npart = landmarks\n[dropout]\nprobability=0.2\n[activation]\nactivation=tanh\n"
    "[shortcut]\nfrom=0\n[input]\npart = landmarks\n[scale_channels]\nfrom=0\n"
    "[route]\nlayers=-1,-3\n[connected]\noutput=3\n[softmax]\n";

static void gradients_are_those_of_central_differences(void **state)
{
    const char *const layers[] = {branches, bare};
    (void)state;
    for (int i = 0; i < 2; i++) {
        char text[1024];
        struct rows_case r = rows_case(ROWS, WIDTH, CLASSES, 1);
        snprintf(text, sizeof text, GRADIENT_NET "%s", layers[i]);
        gradient_check_of(network_case_parts(text, parts, 2, CLASSES, 1), layers[i], &r.samples,
                          NULL, 4e-3f);
        rows_case_free(&r);
    }
}

static struct network trained(const struct samples *s, int workers)
{
    char text[1024];
    struct mien_error e = {0};
    struct network_fit_summary summary;
    const struct batch_source source = batch_from_samples(s);
    const struct fit_context c = {.seed = 1, .threads = workers};
    snprintf(text, sizeof text, "[net]\nbatch = 32\nepochs = 3\nlearning_rate = 0.02\n%s",
             branches);
    struct network n = network_case_parts(text, parts, 2, CLASSES, workers);
    if (network_fit(&n, &source, NULL, &c, &summary, &e) != FIT_DONE)
        fail_msg("%s", e.text);
    return n;
}

static void any_number_of_workers_trains_to_the_same_bits(void **state)
{
    struct rows_case r = rows_case(77, WIDTH, CLASSES, 2);
    (void)state;
    struct network one = trained(&r.samples, 1), some = trained(&r.samples, 3);
    assert_memory_equal(one.values, some.values, (one.parameters + one.statistics) * sizeof(float));
    network_free(&one);
    network_free(&some);
    rows_case_free(&r);
}

static void the_lowered_model_slices_the_feature_vector(void **state)
{
    enum { SOME = 40 };
    static const char *const classes[] = {"a", "b", "c"};
    float p[SOME * CLASSES], q[SOME * CLASSES];
    const uint32_t shape[3] = {WIDTH, 1, 1};
    struct mien_error e = {0};
    struct model m;
    struct rows_case r = rows_case(SOME, WIDTH, CLASSES, 3);
    struct network n = trained(&r.samples, 2);
    int slices = 0;
    (void)state;
    network_predict(&n, r.x, SOME, p);
    assert_int_equal(model_init(&m, "network", "mixed", shape, classes, CLASSES, &e), 0);
    if (network_lower(&n, &m, &e) != 0 || model_finish(&m, &e) != 0 ||
        model_predict(&m, r.x, SOME, q, 1, &e) != 0)
        fail_msg("%s", e.text);
    for (int32_t i = 0; i < m.graph.node_count; i++)
        slices += m.nodes[i].op == MIEN_SLICE;
    assert_int_equal(slices, 3);
    for (int k = 0; k < SOME * CLASSES; k++)
        assert_float_equal(p[k], q[k], 1e-5);
    model_free(&m);
    network_free(&n);
    rows_case_free(&r);
}

/* A cfg for several parts serves rows that are one of them. */
static void the_only_part_is_the_row_itself(void **state)
{
    struct network n = network_case_parts("[net]\n[input]\npart = landmarks\n[connected]\n"
                                          "output = 3\n[softmax]\n",
                                          parts + 1, 1, CLASSES, 1);
    (void)state;
    assert_int_equal(n.width, 7);
    assert_ptr_equal(n.layers[2].input[0], &n.layers[0]);
    network_free(&n);
}

static void wrong_inputs_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *layer, *message;
        int parts;
    } wrong[] = {
        {"[connected]\noutput=3\n",
         "case.cfg:2: [connected] cannot read rows of several parts (image, landmarks); begin with "
         "[input] and part = image",
         2},
        {"[input]\n", "case.cfg:2: [input] has no part; add part = image or landmarks", 2},
        {"[input]\npart = landmark\n", "case.cfg:3: ", 2},
        {"[input]\npart = landmark\n", "image, landmarks", 2},
        {"[input]\npart = landmarks\n", "case.cfg:3: ", 1},
        {"[input]\npart = image\n[input]\npart = landmarks\n[route]\nlayers=-1,-2\n",
         "case.cfg:7: maps of different sizes", 2},
        {"[input]\npart = image\n",
         "case.cfg:2: [input] takes a part of the rows, but these have "
         "none",
         0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[512];
        struct cfg c;
        struct network n;
        struct mien_error e = {0};
        const uint32_t shape[3] = {2, 2, 3};
        snprintf(text, sizeof text, "[net]\n%s[connected]\noutput=3\n[softmax]\n", wrong[i].layer);
        assert_int_equal(cfg_parse(&c, "case.cfg", text, &e), 0);
        const int result =
            wrong[i].parts ? network_init_parts(&n, &c, parts, wrong[i].parts, CLASSES, 1, 0, &e)
                           : network_init(&n, &c, shape, CLASSES, 1, 0, &e);
        if (result == 0)
            fail_msg("%s is taken", wrong[i].layer);
        if (strstr(e.text, wrong[i].message) == NULL)
            fail_msg("'%s' should tell '%s'", e.text, wrong[i].message);
        cfg_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_are_those_of_central_differences),
        cmocka_unit_test(any_number_of_workers_trains_to_the_same_bits),
        cmocka_unit_test(the_lowered_model_slices_the_feature_vector),
        cmocka_unit_test(the_only_part_is_the_row_itself),
        cmocka_unit_test(wrong_inputs_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
