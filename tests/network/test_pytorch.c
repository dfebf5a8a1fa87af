/* test_pytorch.c - small networks and the schedules against what PyTorch recorded
 * (record_torch.py). */
#include <stdio.h>

#include "tests/network/network_case.h"
#include "trainer/network/schedule.h"

enum { ROWS = 10, WIDTH = 5, CLASSES = 3, STEPS = 8, NORMALIZED = 8, NUMBERS_MAX = 256 };

static const float class_weight[CLASSES] = {0.5f, 1.0f, 2.0f};

/* The numbers recorded under `name`; returns how many. */
static size_t recorded(const char *name, double *values)
{
    FILE *f = fopen("tests/network/torch.txt", "r");
    char word[64];
    size_t count;
    assert_non_null(f);
    while (fscanf(f, "%63s %zu", word, &count) == 2) {
        assert_true(count <= NUMBERS_MAX);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(fscanf(f, "%lf", &values[i]), 1);
        if (strcmp(word, name) == 0) {
            fclose(f);
            return count;
        }
    }
    fail_msg("torch.txt has no '%s'", name);
    return 0;
}

static void expect(const char *kind, const char *what, const float *values, size_t count,
                   double tolerance)
{
    char name[64];
    double numbers[NUMBERS_MAX];
    snprintf(name, sizeof name, "%s.%s", kind, what);
    assert_int_equal(recorded(name, numbers), count);
    for (size_t i = 0; i < count; i++)
        if (fabs(values[i] - numbers[i]) > tolerance)
            fail_msg("%s[%zu] is %.8g, in PyTorch %.8g", name, i, (double)values[i], numbers[i]);
}

static void train(const char *kind, const char *net, double rate, int workers)
{
    char text[512], name[64];
    double numbers[NUMBERS_MAX];
    float x[ROWS * WIDTH], p[ROWS * CLASSES], losses[STEPS];
    uint8_t y[ROWS];
    uint32_t rows[ROWS];
    struct mien_error e = {0};
    struct training t;
    snprintf(text, sizeof text,
             "[net]\nbatch = 10\noptimizer = %s\n%s\n"
             "[connected]\noutput = 8\nbatch_normalize = 1\nactivation = relu\n"
             "[connected]\noutput = 6\nactivation = mish\n[connected]\noutput = 3\n"
             "[softmax]\nlabel_smoothing = 0.1\n",
             kind, net);
    struct network n = network_case(text, WIDTH, CLASSES, workers);
    recorded("x", numbers);
    for (size_t i = 0; i < ROWS * WIDTH; i++)
        x[i] = (float)numbers[i];
    recorded("y", numbers);
    for (uint32_t i = 0; i < ROWS; i++) {
        y[i] = (uint8_t)numbers[i];
        rows[i] = i;
    }
    network_initialise(&n, 1);
    snprintf(name, sizeof name, "%s.start", kind);
    assert_int_equal(recorded(name, numbers), n.parameters);
    for (size_t i = 0; i < n.parameters; i++)
        n.values[i] = (float)numbers[i];
    assert_int_equal(training_init(&t, &n, &e), 0);
    struct samples s = {ROWS, WIDTH, CLASSES, x, y, NULL, NULL};
    struct batch_source source = batch_from_samples(&s);
    struct training_step step = {
        .source = &source, .rows = rows, .count = ROWS, .class_weight = class_weight, .rate = rate};
    for (int i = 0; i < STEPS; i++) {
        t.sums = (struct epoch_sums){0};
        if (training_run_step(&t, &n, &step, &e) != 0)
            fail_msg("%s", e.text);
        losses[i] = (float)(t.sums.loss / t.sums.mass);
    }
    network_predict(&n, x, ROWS, p);
    expect(kind, "losses", losses, STEPS, 1e-5);
    expect(kind, "end", n.values, n.parameters, 3e-5);
    expect(kind, "mean", n.values + n.parameters, NORMALIZED, 1e-5);
    expect(kind, "variance", n.values + n.parameters + NORMALIZED, NORMALIZED, 1e-5);
    expect(kind, "probabilities", p, ROWS * CLASSES, 3e-5);
    training_free(&t);
    network_free(&n);
}

static void sgd_with_momentum_decay_and_clipping(void **state)
{
    (void)state;
    train("sgd", "momentum = 0.9\ndecay = 0.01\nclip = 0.5", 0.1, 1);
    train("sgd", "momentum = 0.9\ndecay = 0.01\nclip = 0.5", 0.1, 2);
}

static void adam_with_decay_in_the_gradient(void **state)
{
    (void)state;
    train("adam", "momentum = 0.8\ndecay = 0.01", 0.02, 1);
}

static void adamw_with_decoupled_decay(void **state)
{
    (void)state;
    train("adamw", "momentum = 0.9\ndecay = 0.05", 0.02, 1);
}

/* What record_torch.py's formula() gives to a layer: weights, and behind them scales and biases. */
static void fill_by_formula(const struct network *n, const struct layer *l)
{
    const size_t at = (size_t)(l->parameter - n->values), channels = l->shape.c;
    const double deviation = sqrt(2.0 * (double)channels / (double)l->decayed);
    for (size_t i = 0; i < l->parameters; i++) {
        const double k = (double)(at + i), v = sin(0.37 * k * k + k);
        const bool scale = i >= l->decayed && i + channels < l->parameters;
        l->parameter[i] = (float)(i < l->decayed ? v * deviation : scale ? 1 + 0.1 * v : 0.1 * v);
    }
}

static void convolutions_of_every_kind(void **state)
{
    enum { PIXELS = 144, CHANNELS = 16, THIRD = 4 * CHANNELS };
    static float x[ROWS * PIXELS];
    float losses[STEPS], p[ROWS * CLASSES];
    uint8_t y[ROWS];
    uint32_t rows[ROWS];
    struct mien_error e = {0};
    struct training t;
    (void)state;
    struct network n = network_case_of(
        "[net]\nbatch=10\noptimizer=sgd\nmomentum=0.9\nnesterov=1\ndecay=0.01\n"
        "[convolutional]\nfilters=16\nsize=3\npad=1\nbatch_normalize=1\nactivation=relu\n"
        "[maxpool]\nsize=2\nstride=2\n"
        "[convolutional]\nfilters=16\nsize=3\npad=1\nbatch_normalize=1\nactivation=linear\n"
        "[shortcut]\nfrom=-2\nactivation=relu\n"
        "[convolutional]\nfilters=16\nsize=3\nstride=2\npad=1\ngroups=16\nbatch_normalize=1\n"
        "activation=relu\n"
        "[convolutional]\nfilters=24\nbatch_normalize=1\nactivation=leaky\n"
        "[convolutional]\nfilters=3\nsize=3\npad=1\nactivation=linear\n[avgpool]\n[softmax]\n",
        (const uint32_t[3]){12, 12, 1}, CLASSES, 2);
    network_initialise(&n, 1);
    for (int i = 1; i < n.count; i++)
        fill_by_formula(&n, &n.layers[i]);
    for (size_t i = 0; i < ROWS * PIXELS; i++)
        x[i] = (float)sin(0.11 * (double)(i * i) + 3.0 * (double)i);
    for (uint32_t i = 0; i < ROWS; i++) {
        y[i] = (uint8_t)(i % CLASSES);
        rows[i] = i;
    }
    assert_int_equal(training_init(&t, &n, &e), 0);
    struct samples s = {ROWS, PIXELS, CLASSES, x, y, NULL, NULL};
    struct batch_source source = batch_from_samples(&s);
    struct training_step step = {.source = &source, .rows = rows, .count = ROWS, .rate = 0.05};
    for (int i = 0; i < STEPS; i++) {
        t.sums = (struct epoch_sums){0};
        if (training_run_step(&t, &n, &step, &e) != 0)
            fail_msg("%s", e.text);
        losses[i] = (float)(t.sums.loss / t.sums.mass);
    }
    network_predict(&n, x, ROWS, p);
    expect("maps", "losses", losses, STEPS, 2e-5);
    expect("maps", "mean", n.values + n.parameters + THIRD, CHANNELS, 2e-5);
    expect("maps", "variance", n.values + n.parameters + THIRD + CHANNELS, CHANNELS, 5e-5);
    expect("maps", "probabilities", p, ROWS * CLASSES, 5e-5);
    training_free(&t);
    network_free(&n);
}

static void schedules_give_the_recorded_rates(void **state)
{
    static const struct {
        const char *name;
        struct schedule schedule;
    } cases[] = {
        {"rate.onecycle", {.policy = SCHEDULE_ONECYCLE, .rate = 0.3, .warmup = 10, .total = 40}},
        {"rate.cosine", {.policy = SCHEDULE_COSINE, .rate = 0.3, .total = 40}},
        {"rate.steps",
         {.policy = SCHEDULE_STEPS,
          .rate = 0.3,
          .total = 40,
          .steps = {10, 25},
          .scales = {0.1, 0.1},
          .step_count = 2}},
    };
    double rates[NUMBERS_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = recorded(cases[i].name, rates);
        for (size_t k = 0; k < count; k++)
            assert_float_equal(schedule_rate(&cases[i].schedule, (long long)k), rates[k], 1e-8);
    }
}

static void warm_up_rises_linearly_to_the_rate(void **state)
{
    struct schedule s = {.policy = SCHEDULE_CONSTANT, .rate = 0.5, .warmup = 4, .total = 10};
    (void)state;
    for (int k = 0; k < 10; k++)
        assert_float_equal(schedule_rate(&s, k), k < 4 ? 0.5 * (k + 1) / 4 : 0.5, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sgd_with_momentum_decay_and_clipping),
        cmocka_unit_test(adam_with_decay_in_the_gradient),
        cmocka_unit_test(adamw_with_decoupled_decay),
        cmocka_unit_test(convolutions_of_every_kind),
        cmocka_unit_test(schedules_give_the_recorded_rates),
        cmocka_unit_test(warm_up_rises_linearly_to_the_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
