/* test_darknet_training.c - a [net] of Darknet's trains as in Darknet: rates and losses as recorded
 * (record_darknet_training.c), what its keys mean, how they go with mien's own. */
#include <stdio.h>

#include "runtime/host/file.h"
#include "tests/network/darknet_case.h"
#include "tests/network/darknet_training.h"
#include "tests/network/network_case.h"

/* The numbers behind `name` in the recorded file. */
static void recorded(const char *name, double *numbers)
{
    struct mien_error e = {0};
    char *text = file_text("tests/network/darknet-training.txt", 1 << 16, &e), *rest = text, *line;
    assert_non_null(text);
    while ((line = strsep(&rest, "\n"))) {
        char *at = line, *first = strsep(&at, " ");
        if (strcmp(first, name) != 0)
            continue;
        for (int i = 0; i < DARKNET_STEPS; i++)
            numbers[i] = strtod(strsep(&at, " "), NULL);
        free(text);
        return;
    }
    fail_msg("%s is not recorded", name);
}

static void rates_are_those_of_darknet(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof darknet_policies / sizeof *darknet_policies; i++) {
        const struct darknet_policy *p = &darknet_policies[i];
        double rates[DARKNET_STEPS];
        char text[512];
        recorded(p->name, rates);
        snprintf(text, sizeof text,
                 "[net]\nheight=1\nwidth=1\nchannels=4\n%s\n[connected]\noutput=2\n[softmax]\n",
                 p->keys);
        struct network n = network_case(text, 4, 2, 1);
        const struct schedule s = network_schedule(&n.options, 3);
        for (int k = 0; k < DARKNET_STEPS; k++)
            if (rates[k] > 0.0) /* see the sigmoid in schedule.h */
                assert_float_equal(schedule_rate(&s, k), rates[k], 1e-6 * s.rate);
        network_free(&n);
    }
}

static void random_rates_depend_on_seed_and_step_alone(void **state)
{
    struct schedule s = {.policy = SCHEDULE_RANDOM, .rate = 0.5, .power = 2.0, .seed = 3};
    const double rate = schedule_rate(&s, 5);
    (void)state;
    assert_true(rate >= 0.0 && rate < 0.5);
    assert_true(schedule_rate(&s, 6) != rate);
    assert_true(schedule_rate(&s, 5) == rate);
    s.seed = 4;
    assert_true(schedule_rate(&s, 5) != rate);
}

/* The weights that the recorder gave Darknet. */
static void set_weights(struct network *n)
{
    uint64_t seen = 0;
    for (int i = 1; i < n->count; i++) {
        struct layer *l = &n->layers[i];
        const size_t out = l->shape.c, in = l->input[0]->shape.c;
        const size_t positions = l->decayed / out / in;
        if (l->parameters == 0)
            continue;
        for (size_t o = 0; o < out; o++)
            l->parameter[l->decayed + o] = 0.1f * darknet_case_noise(seen++);
        for (size_t o = 0; o < out; o++)
            for (size_t c = 0; c < in; c++)
                for (size_t k = 0; k < positions; k++)
                    l->parameter[(k * in + c) * out + o] = 0.2f * darknet_case_noise(seen++);
    }
}

static void losses_are_those_of_darknet(void **state)
{
    enum { BATCH = 6, H = 10, W = 9, C = 2, CLASSES = 3 };
    static float x[BATCH * H * W * C];
    uint8_t y[BATCH];
    uint32_t rows[BATCH];
    double losses[DARKNET_STEPS];
    struct mien_error e = {0};
    struct training t;
    char *text = file_text("tests/network/darknet-training.cfg", 1 << 12, &e);
    (void)state;
    assert_non_null(text);
    struct network n = network_case_of(text, (const uint32_t[3]){H, W, C}, CLASSES, 1);
    free(text);
    set_weights(&n);
    for (uint32_t b = 0; b < BATCH; b++) {
        rows[b] = b;
        y[b] = (uint8_t)(b % CLASSES);
        for (uint32_t i = 0; i < H * W * C; i++)
            x[b * H * W * C + i] = darknet_training_pixel(b, i / C / W, i / C % W, i % C);
    }
    const struct samples s = {BATCH, H * W * C, CLASSES, x, y, NULL, NULL};
    const struct batch_source source = batch_from_samples(&s);
    const struct schedule schedule = network_schedule(&n.options, 1);
    recorded("losses", losses);
    assert_int_equal(training_init(&t, &n, &e), 0);
    for (int i = 0; i < DARKNET_STEPS; i++) {
        struct training_step step = {
            .source = &source, .rows = rows, .count = BATCH, .rate = schedule_rate(&schedule, i)};
        t.sums = (struct epoch_sums){0};
        if (training_run_step(&t, &n, &step, &e) != 0)
            fail_msg("%s", e.text);
        assert_float_equal(t.sums.loss / t.sums.mass, losses[i], 2e-6);
    }
    training_free(&t);
    network_free(&n);
}

/* Steps at the end of each epoch. */
struct heard {
    long long steps[8];
    double total;
    int epochs;
};

static bool hear(void *context, const struct fit_report *r)
{
    struct heard *h = context;
    if (r->finished_step && h->epochs < 8)
        h->steps[h->epochs++] = r->step;
    h->total = r->total;
    return true;
}

static void max_batches_ends_the_training_within_an_epoch(void **state)
{
    struct rows_case r = rows_case(70, 4, 2, 1);
    const struct batch_source source = batch_from_samples(&r.samples);
    struct network n = network_case("[net]\nbatch=20\nlearning_rate=0.01\nmax_batches=10\n"
                                    "[connected]\noutput=2\n[softmax]\n",
                                    4, 2, 1);
    struct heard h = {.epochs = 0};
    struct network_fit_summary summary;
    struct mien_error e = {0};
    const struct fit_context c = {.seed = 1, .threads = 1, .monitor = {&h, hear}};
    (void)state;
    if (network_fit(&n, &source, NULL, &c, &summary, &e) != FIT_DONE)
        fail_msg("%s", e.text);
    assert_int_equal(h.epochs, 3);
    assert_int_equal(h.steps[0], 4);
    assert_int_equal(h.steps[2], 10);
    assert_float_equal(h.total, 3.0, 0.0);
    network_free(&n);
    rows_case_free(&r);
}

static void what_a_net_leaves_out_is_as_in_whose_words_it_speaks(void **state)
{
    static const char *const layers = "[connected]\noutput=3\n[softmax]\n";
    char text[256];
    (void)state;
    snprintf(text, sizeof text, "[net]\nsubdivisions=1\n%s", layers);
    struct network darknet = network_case(text, 5, 3, 1);
    snprintf(text, sizeof text, "[net]\n%s", layers);
    struct network own = network_case(text, 5, 3, 1);
    snprintf(text, sizeof text, "[net]\nmax_batches=10\nadam=1\npolicy=onecycle\n%s", layers);
    struct network adam = network_case(text, 5, 3, 1);
    assert_int_equal(darknet.options.optimizer.kind, OPTIMIZER_SGD);
    assert_int_equal(darknet.options.schedule.policy, SCHEDULE_CONSTANT);
    assert_int_equal(darknet.options.batch, 1);
    assert_int_equal(own.options.optimizer.kind, OPTIMIZER_ADAMW);
    assert_int_equal(own.options.schedule.policy, SCHEDULE_ONECYCLE);
    assert_int_equal(own.options.batch, 128);
    assert_int_equal(adam.options.optimizer.kind, OPTIMIZER_ADAM);
    assert_float_equal(network_schedule(&adam.options, 4).warmup, 3.0, 1e-12);
    network_free(&darknet);
    network_free(&own);
    network_free(&adam);
}

static void two_words_for_one_thing_are_refused(void **state)
{
    static const struct {
        const char *keys, *message;
    } wrong[] = {
        {"max_batches=5\nepochs=3\n", "case.cfg:2: max_batches is Darknet's word for epochs"},
        {"epochs=3\nburn_in=5\nwarmup=1\n", "case.cfg:3: burn_in is Darknet's word for warmup"},
        {"optimizer=sgd\nadam=1\n", "case.cfg:3: adam is Darknet's word for optimizer"},
        {"height=5\nwidth=5\n", "case.cfg:1: a picture has height, width and channels (5, 5, 0"},
        {"height=1\nwidth=2\nchannels=3\n", "case.cfg:3: pictures of height 1, width 2"},
        {"height=0\n", "case.cfg:2: "},
        {"max_batches=-1\n", "case.cfg:2: "},
        {"subdivisions=0\n", "case.cfg:2: "},
        {"angle=400\n", "case.cfg:2: "},
        {"policy=step\nstep=0\n", "case.cfg:3: "},
        {"policy=polynomial\n", "case.cfg:2: "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[256];
        struct cfg c;
        struct network n;
        struct mien_error e = {0};
        snprintf(text, sizeof text, "[net]\n%s[connected]\noutput=3\n[softmax]\n", wrong[i].keys);
        assert_int_equal(cfg_parse(&c, "case.cfg", text, &e), 0);
        if (network_init(&n, &c, (const uint32_t[3]){1, 1, 3}, 3, 1, 0, &e) == 0)
            fail_msg("%s is taken", wrong[i].keys);
        if (strstr(e.text, wrong[i].message) == NULL)
            fail_msg("'%s' should tell '%s'", e.text, wrong[i].message);
        cfg_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_those_of_darknet),
        cmocka_unit_test(random_rates_depend_on_seed_and_step_alone),
        cmocka_unit_test(losses_are_those_of_darknet),
        cmocka_unit_test(max_batches_ends_the_training_within_an_epoch),
        cmocka_unit_test(what_a_net_leaves_out_is_as_in_whose_words_it_speaks),
        cmocka_unit_test(two_words_for_one_thing_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
