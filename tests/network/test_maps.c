/* test_maps.c - layers on maps: gradients against central differences, the same bits for any number
 * of workers, what they lower to, what is refused. */
#include "tests/network/gradient_case.h"

enum { ROWS = 11, CLASSES = 3 };

static const struct {
    const char *name;
    uint32_t shape[3];
    float h;
    const char *layers;
} cases[] = {
    {"size 3, padded, normalised",
     {5, 4, 2},
     4e-3f,
     "[convolutional]\nfilters=5\nsize=3\npad=1\nbatch_normalize=1\nactivation=tanh\n"
     "[convolutional]\nfilters=3\nsize=3\npad=1\nactivation=linear\n[avgpool]\n"},
    {"strides, no padding",
     {7, 8, 1},
     4e-3f,
     "[convolutional]\nfilters=4\nsize=3\nstride=2\npad=1\nactivation=logistic\n"
     "[convolutional]\nfilters=3\nsize=3\nstride=2\nactivation=linear\n[avgpool]\n"},
    {"1 x 1 and steps of 3",
     {7, 7, 3},
     4e-3f,
     "[convolutional]\nfilters=9\nactivation=swish\n"
     "[convolutional]\nfilters=4\nstride=3\nbatch_normalize=1\nactivation=mish\n"
     "[connected]\noutput=3\n"},
    {"groups",
     {6, 5, 4},
     4e-3f,
     "[convolutional]\nfilters=6\nsize=3\ngroups=2\npadding=2\nbatch_normalize=1\n"
     "activation=hard_swish\n"
     "[convolutional]\nfilters=6\nsize=3\nstride=2\ngroups=6\npad=1\nactivation=tanh\n"
     "[connected]\noutput=3\n"},
    {"depthwise, rectified",
     {6, 6, 2},
     2.5e-4f,
     "[convolutional]\nfilters=8\nsize=3\npad=1\nbatch_normalize=1\nactivation=relu\n"
     "[convolutional]\nfilters=8\nsize=3\npad=1\ngroups=8\nbatch_normalize=1\n"
     "activation=leaky\n"
     "[convolutional]\nfilters=8\nsize=3\npad=1\ngroups=8\nbias=0\nactivation=linear\n"
     "[convolutional]\nfilters=3\nactivation=linear\n[avgpool]\n"},
    {"maxpool as Darknet pads it",
     {7, 6, 2},
     2.5e-4f,
     "[convolutional]\nfilters=4\nsize=3\npad=1\nactivation=linear\n"
     "[maxpool]\nsize=2\nstride=2\n"
     "[convolutional]\nfilters=4\nsize=3\npad=1\nactivation=tanh\n[maxpool]\nsize=3\nstride=2\n"
     "[connected]\noutput=3\n"},
    {"avgpool of windows, dropout",
     {7, 6, 2},
     4e-3f,
     "[convolutional]\nfilters=4\nsize=3\npad=1\nactivation=tanh\n"
     "[avgpool]\nsize=3\nstride=2\n[dropout]\nprobability=0.3\n[connected]\noutput=3\n"},
    {"residual",
     {6, 5, 4},
     4e-3f,
     "[convolutional]\nfilters=4\nsize=3\npad=1\nbatch_normalize=1\nactivation=linear\n"
     "[shortcut]\nfrom=-2\nactivation=tanh\n"
     "[convolutional]\nfilters=4\nsize=3\npad=1\nactivation=linear\n[dropout]\nprobability=0.2\n"
     "[shortcut]\nfrom=-3\nactivation=swish\n[shortcut]\nfrom=1\n[connected]\noutput=3\n"},
    {"residual of another shape",
     {7, 8, 3},
     4e-3f,
     "[convolutional]\nfilters=2\nsize=3\npad=1\nactivation=tanh\n"
     "[convolutional]\nfilters=5\nsize=3\nstride=2\npadding=1\nactivation=tanh\n"
     "[convolutional]\nfilters=6\nsize=2\nactivation=linear\n"
     "[shortcut]\nfrom=0\nactivation=hard_swish\n[avgpool]\n[connected]\noutput=3\n"},
    {"squeeze and excitation",
     {5, 6, 3},
     4e-3f,
     "[convolutional]\nfilters=8\nsize=3\npad=1\nactivation=tanh\n[avgpool]\n"
     "[convolutional]\nfilters=4\nactivation=swish\n"
     "[convolutional]\nfilters=8\nactivation=logistic\n[scale_channels]\nfrom=-4\n"
     "activation=mish\n[convolutional]\nfilters=3\nactivation=linear\n[avgpool]\n"},
    {"activations alone, slopes that learn",
     {5, 6, 3},
     2.5e-4f,
     "[convolutional]\nfilters=6\nsize=3\npad=1\nactivation=linear\n[activation]\nactivation="
     "prelu\n"
     "[convolutional]\nfilters=6\nsize=3\npad=1\nactivation=linear\n[shortcut]\nfrom=-2\n"
     "[activation]\nactivation=prelu\n[avgpool]\nsize=2\nstride=2\n[activation]\nactivation=swish\n"
     "[route]\nlayers=-1,-2\n[connected]\noutput=3\n"},
    {"slopes that learn in convolutions",
     {5, 6, 3},
     2.5e-4f,
     "[convolutional]\nfilters=6\nsize=3\npad=1\nbatch_normalize=1\nactivation=prelu\n"
     "[convolutional]\nfilters=6\nsize=3\npad=1\ngroups=6\nactivation=prelu\n"
     "[convolutional]\nfilters=6\nactivation=prelu\nbias=0\n[shortcut]\nfrom=-2\n"
     "[convolutional]\nfilters=4\nstride=2\nactivation=prelu\n[connected]\noutput=3\n"},
    {"a part of the picture, mirrored or not",
     {7, 6, 3},
     4e-3f,
     "[convolutional]\nfilters=2\nsize=3\npad=1\nactivation=tanh\n"
     "[crop]\ncrop_height=4\ncrop_width=3\nflip=1\n"
     "[convolutional]\nfilters=3\nactivation=tanh\n[connected]\noutput=3\n"},
    {"routes",
     {4, 5, 3},
     4e-3f,
     "[convolutional]\nfilters=2\nsize=3\npad=1\nactivation=tanh\n[route]\nlayers=-1\n"
     "[convolutional]\nfilters=4\nsize=3\npad=1\nactivation=tanh\n"
     "[route]\nlayers=-1,-3, 0,-2,-4\n[convolutional]\nfilters=3\nactivation=linear\n[avgpool]\n"},
};

enum { CASES = sizeof cases / sizeof *cases };

static uint32_t width_of(size_t i)
{
    return cases[i].shape[0] * cases[i].shape[1] * cases[i].shape[2];
}

static void gradients_are_those_of_central_differences(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        char layers[1024];
        struct rows_case r = rows_case(ROWS, width_of(i), CLASSES, 1);
        snprintf(layers, sizeof layers, "%s[softmax]\n", cases[i].layers);
        gradient_check(layers, cases[i].shape, &r.samples, NULL, cases[i].h);
        rows_case_free(&r);
    }
}

/* Trained for a few epochs, so that running statistics are not those of the start. */
static struct network trained(size_t i, const struct samples *s, int workers)
{
    char text[1024];
    struct mien_error e = {0};
    struct network_fit_summary summary;
    const struct batch_source source = batch_from_samples(s);
    const struct fit_context c = {.seed = 1, .threads = workers};
    snprintf(text, sizeof text,
             "[net]\nbatch = 32\nepochs = 3\nlearning_rate = 0.02\n%s[softmax]\n", cases[i].layers);
    struct network n = network_case_of(text, cases[i].shape, CLASSES, workers);
    if (network_fit(&n, &source, NULL, &c, &summary, &e) != FIT_DONE)
        fail_msg("%s: %s", cases[i].name, e.text);
    return n;
}

static void any_number_of_workers_trains_to_the_same_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        struct rows_case r = rows_case(77, width_of(i), CLASSES, 2);
        struct network one = trained(i, &r.samples, 1);
        for (int workers = 2; workers <= 5; workers += 3) {
            struct network some = trained(i, &r.samples, workers);
            for (size_t k = 0; k < one.parameters + one.statistics; k++)
                if (memcmp(&one.values[k], &some.values[k], sizeof(float)) != 0)
                    fail_msg("%s: value %zu of %d workers is %g, of one %g", cases[i].name, k,
                             workers, (double)some.values[k], (double)one.values[k]);
            network_free(&some);
        }
        network_free(&one);
        rows_case_free(&r);
    }
}

static void lowered_models_answer_as_the_network_does(void **state)
{
    enum { SOME = 40 };
    static const char *const classes[] = {"a", "b", "c"};
    float p[SOME * CLASSES], q[SOME * CLASSES];
    struct mien_error e = {0};
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        struct model m;
        struct rows_case r = rows_case(SOME, width_of(i), CLASSES, 3);
        struct network n = trained(i, &r.samples, 2);
        network_predict(&n, r.x, SOME, p);
        assert_int_equal(model_init(&m, "network", "image", cases[i].shape, classes, CLASSES, &e),
                         0);
        if (network_lower(&n, &m, &e) != 0 || model_finish(&m, &e) != 0 ||
            model_predict(&m, r.x, SOME, q, 1, &e) != 0)
            fail_msg("%s: %s", cases[i].name, e.text);
        for (int k = 0; k < SOME * CLASSES; k++)
            if (fabsf(p[k] - q[k]) > 1e-5f)
                fail_msg("%s: number %d is %g, of the network %g", cases[i].name, k, (double)q[k],
                         (double)p[k]);
        model_free(&m);
        network_free(&n);
        rows_case_free(&r);
    }
}

static void what_the_runtime_does_at_once_is_joined(void **state)
{
    static const struct {
        const char *layers, *operators;
    } joined[] = {
        {"[convolutional]\nfilters=4\nsize=3\npad=1\nactivation=relu\n"
         "[convolutional]\nfilters=4\nsize=3\npad=1\ngroups=4\nactivation=relu\n"
         "[convolutional]\nfilters=3\nactivation=linear\n[activation]\nactivation=swish\n"
         "[avgpool]\n",
         "conv separable pool softmax "},
        {"[convolutional]\nfilters=3\nsize=3\npad=1\nactivation=linear\n"
         "[activation]\nactivation=prelu\n"
         "[convolutional]\nfilters=3\nsize=3\npad=1\nbatch_normalize=1\nactivation=linear\n"
         "[shortcut]\nfrom=-2\nactivation=linear\n[activation]\nactivation=relu\n[avgpool]\n",
         "conv conv pool softmax "},
        {"[convolutional]\nfilters=3\nstride=2\nactivation=linear\n[route]\nlayers=0\n"
         "[maxpool]\n[shortcut]\nfrom=0\nactivation=relu\n[avgpool]\n",
         "conv pool add pool softmax "}, /* read twice */
        {"[maxpool]\nsize=1\n[convolutional]\nfilters=3\nactivation=linear\n[route]\nlayers=-2\n"
         "[avgpool]\nsize=3\nstride=1\n[shortcut]\nfrom=-3\nactivation=relu\n[avgpool]\n",
         "pool pool conv pool softmax "}, /* the convolution moves behind what it is added to */
        {"[convolutional]\nfilters=3\nactivation=relu\n"
         "[convolutional]\nfilters=3\nactivation=relu\n[shortcut]\nfrom=-2\n[avgpool]\n",
         "conv conv add pool softmax "}, /* added behind its activation */
    };
    static const char *const classes[] = {"a", "b", "c"};
    const uint32_t shape[3] = {6, 6, 3};
    (void)state;
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++) {
        char text[1024], found[256] = "";
        struct mien_error e = {0};
        struct model m;
        snprintf(text, sizeof text, "[net]\n%s[softmax]\n", joined[i].layers);
        struct network n = network_case_of(text, shape, CLASSES, 1);
        network_initialise(&n, 1);
        assert_int_equal(model_init(&m, "network", "image", shape, classes, CLASSES, &e), 0);
        assert_int_equal(network_lower(&n, &m, &e), 0);
        for (int32_t k = 0; k < m.graph.node_count; k++)
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s ",
                     mien_operator_names[m.nodes[k].op]);
        assert_string_equal(found, joined[i].operators);
        model_free(&m);
        network_free(&n);
    }
}

static void wrong_layers_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *layer, *message;
    } wrong[] = {
        {"[convolutional]\nfilters=0\n", "case.cfg:3: "},
        {"[convolutional]\nfilters=8\nsize=3\n", "case.cfg:4: size is larger than the input"},
        {"[convolutional]\nfilters=8\nsize=2\npadding=2\n", "case.cfg:5: padding must be below"},
        {"[convolutional]\nfilters=8\ngroups=2\n", "case.cfg:4: groups must divide"},
        {"[convolutional]\nfilters=9\ngroups=3\nactivation=relu6\n", "case.cfg:5: "},
        {"[convolutional]\nbatch_normalize=1\nbias=0\n", "case.cfg:4: bias = 0 with"},
        {"[maxpool]\nsize=2\nstride=0\n", "case.cfg:4: "},
        {"[maxpool]\nsize=3\npadding=0\n", "case.cfg:3: size is larger than the input"},
        {"[maxpool]\nsize=2\npadding=4\n", "case.cfg:4: padding of both sides"},
        {"[avgpool]\nstride=2\nsize=1\npadding=1\n", "case.cfg:5: the last window sees nothing"},
        {"[shortcut]\nactivation=relu\n", "case.cfg:2: [shortcut] has no from"},
        {"[shortcut]\nfrom=-2\n", "case.cfg:3: from names no layer before this one (-2)"},
        {"[shortcut]\nfrom=0\n", "case.cfg:3: from names no layer before this one (0)"},
        {"[shortcut]\nfrom=-1.5\n", "case.cfg:3: from names no layer"},
        {"[convolutional]\n[shortcut]\nfrom=-2\n",
         "case.cfg:4: a map of 2 x 2 x 3 cannot be added"},
        {"[route]\n", "case.cfg:2: [route] has no layers"},
        {"[route]\nlayers=-1,-2\n", "case.cfg:3: layers names no layer before this one (-2)"},
        {"[avgpool]\n[route]\nlayers=-1,-2\n", "case.cfg:4: maps of different sizes"},
        {"[crop]\ncrop_height=3\ncrop_width=2\n", "case.cfg:3: "},
        {"[crop]\ncrop_height=2\ncrop_width=2\nangle=7\n", "case.cfg:5: "},
        {"[cost]\n", "case.cfg:2: [cost] is known behind [softmax] alone"},
        {"[scale_channels]\n", "case.cfg:2: [scale_channels] has no from"},
        {"[avgpool]\n[convolutional]\n[scale_channels]\nfrom=-3\n",
         "case.cfg:5: the layer before gives 1 x 1 x 1 numbers for 3 channels"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[512];
        struct cfg c;
        struct network n;
        struct mien_error e = {0};
        snprintf(text, sizeof text, "[net]\n%s[connected]\noutput=3\n[softmax]\n", wrong[i].layer);
        assert_int_equal(cfg_parse(&c, "case.cfg", text, &e), 0);
        if (network_init(&n, &c, (const uint32_t[3]){2, 2, 3}, CLASSES, 1, 0, &e) == 0)
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
        cmocka_unit_test(lowered_models_answer_as_the_network_does),
        cmocka_unit_test(what_the_runtime_does_at_once_is_joined),
        cmocka_unit_test(wrong_layers_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
