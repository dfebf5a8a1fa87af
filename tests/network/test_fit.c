/* test_fit.c - the training loop: same bits however it is run, stopped or shared out; what stops
 * it. */
#include <stdio.h>
#include <unistd.h>

#include "tests/network/network_case.h"

enum { ROWS = 150, VALID = 60, WIDTH = 6, CLASSES = 3 };

static const char LAYERS[] = "[connected]\noutput = 20\nbatch_normalize = 1\nactivation = relu\n"
                             "[dropout]\nprobability = 0.3\n"
                             "[connected]\noutput = 12\nactivation = swish\n"
                             "[connected]\noutput = 3\n[softmax]\nlabel_smoothing = 0.05\n";

struct data {
    struct rows_case train, valid;
};

static int setup(void **state)
{
    struct data *d = malloc(sizeof *d);
    d->train = rows_case(ROWS, WIDTH, CLASSES, 1);
    d->valid = rows_case(VALID, WIDTH, CLASSES, 2);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct data *d = *state;
    rows_case_free(&d->train);
    rows_case_free(&d->valid);
    free(d);
    return 0;
}

/* What a monitor saw, and when it asks for a stop. */
struct watch {
    int epochs, reports, stop_after_reports;
    double valid_accuracy[64], valid_loss[64];
};

static double metric(const struct fit_report *r, const char *name)
{
    for (int i = 0; i < r->metric_count; i++)
        if (strcmp(r->metrics[i].name, name) == 0)
            return r->metrics[i].value;
    fail_msg("no metric '%s'", name);
    return 0.0;
}

/* The validation rows by label and prediction: as many as there are, the right ones on the diagonal.
 */
static void check_confusion(const struct fit_report *r)
{
    uint32_t rows = 0, right = 0;
    assert_int_equal(r->classes, CLASSES);
    for (uint32_t k = 0; k < CLASSES * CLASSES; k++) {
        rows += r->confusion[k];
        right += k % (CLASSES + 1) == 0 ? r->confusion[k] : 0;
    }
    assert_int_equal(rows, VALID);
    assert_float_equal((double)right / VALID, metric(r, "valid_accuracy"), 1e-12);
}

static bool look(void *context, const struct fit_report *r)
{
    struct watch *w = context;
    assert_string_equal(r->unit, "epoch");
    assert_true(r->finished_step == (r->confusion != NULL));
    if (r->finished_step) {
        check_confusion(r);
        assert_float_equal(r->done, w->epochs + 1, 0.0);
        w->valid_accuracy[w->epochs] = metric(r, "valid_accuracy");
        w->valid_loss[w->epochs++] = metric(r, "valid_loss");
        assert_true(metric(r, "loss") > 0.0 && metric(r, "gradient_norm") > 0.0);
    }
    return ++w->reports != w->stop_after_reports;
}

struct outcome {
    enum fit_result result;
    struct network_fit_summary summary;
    size_t count;
    float *values;
    struct mien_error error;
};

static struct outcome fit(const struct data *d, const char *net, const char *layers, int threads,
                          const struct fit_context *context)
{
    char text[1024];
    snprintf(text, sizeof text, "[net]\nbatch = 16\n%s\n%s", net, layers);
    struct network n = network_case(text, WIDTH, CLASSES, threads);
    struct batch_source source = batch_from_samples(&d->train.samples);
    struct outcome o = {0};
    o.result = network_fit(&n, &source, &d->valid.samples, context, &o.summary, &o.error);
    o.count = n.parameters + n.statistics;
    o.values = malloc(o.count * sizeof *o.values);
    memcpy(o.values, n.values, o.count * sizeof *o.values);
    network_free(&n);
    return o;
}

static void assert_same(const struct outcome *a, const struct outcome *b)
{
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->values, b->values, a->count * sizeof *a->values);
    assert_int_equal(a->summary.best_epoch, b->summary.best_epoch);
    assert_memory_equal(&a->summary.valid, &b->summary.valid, sizeof a->summary.valid);
}

static void same_seed_same_bits_for_any_number_of_threads(void **state)
{
    const char net[] = "epochs = 4\nema = 0.9\nclip = 1\nclass_weight = balanced";
    struct fit_context c = {.seed = 3, .threads = 1};
    struct outcome first = fit(*state, net, LAYERS, 1, &c);
    assert_int_equal(first.result, FIT_DONE);
    for (int threads = 1; threads <= 4; threads++) {
        c.threads = threads;
        struct outcome again = fit(*state, net, LAYERS, threads, &c);
        assert_same(&first, &again);
        free(again.values);
    }
    c.seed = 4;
    struct outcome other = fit(*state, net, LAYERS, 1, &c);
    assert_memory_not_equal(first.values, other.values, first.count * sizeof *first.values);
    free(other.values);
    free(first.values);
}

/* A name for a checkpoint that nothing has written yet. */
static void checkpoint_name(char path[64])
{
    snprintf(path, 64, "/tmp/mien-test-%ld.safetensors", (long)getpid());
    unlink(path);
}

/* Stops at every report: after each epoch at the latest. Each continuation is a new network. */
static void stopped_and_resumed_gives_the_same_bits(void **state)
{
    const char net[] = "epochs = 5\nema = 0.9\nbest = loss";
    char path[64];
    struct fit_context plain = {.seed = 3, .threads = 1};
    struct outcome whole = fit(*state, net, LAYERS, 1, &plain), part = {0};
    checkpoint_name(path);
    int stops = 0;
    struct watch w = {0};
    do {
        free(part.values);
        w.stop_after_reports = w.reports + 1;
        struct fit_context c = {.seed = 3,
                                .threads = 1 + stops % 2,
                                .monitor = {&w, look},
                                .checkpoint = path,
                                .fingerprint = "a"};
        part = fit(*state, net, LAYERS, 1 + stops % 2, &c);
        assert_int_not_equal(part.result, FIT_FAILED);
        stops++;
    } while (part.result == FIT_STOPPED);
    assert_true(stops >= 5);
    assert_same(&whole, &part);
    free(part.values);
    part =
        fit(*state, net, LAYERS, 1, /* once more: all is in the checkpoint */
            &(struct fit_context){.seed = 3, .threads = 1, .checkpoint = path, .fingerprint = "a"});
    assert_same(&whole, &part);
    free(part.values);
    free(whole.values);
    unlink(path);
}

static struct outcome continue_from(const struct data *d, const char *layers, const char *path,
                                    const char *fingerprint)
{
    struct fit_context c = {
        .seed = 3, .threads = 1, .checkpoint = path, .fingerprint = fingerprint};
    return fit(d, "epochs = 2", layers, 1, &c);
}

static void checkpoints_of_other_trainings_are_refused(void **state)
{
    char path[64];
    checkpoint_name(path);
    struct outcome o = continue_from(*state, LAYERS, path, "a");
    assert_int_equal(o.result, FIT_DONE);
    free(o.values);
    o = continue_from(*state, LAYERS, path, "b");
    assert_int_equal(o.result, FIT_FAILED);
    assert_non_null(strstr(o.error.text, "another cfg or data"));
    free(o.values);
    o = continue_from(*state, "[connected]\noutput = 3\n[softmax]\n", path, "a");
    assert_int_equal(o.result, FIT_FAILED);
    assert_non_null(strstr(o.error.text, "does not fit the network"));
    assert_non_null(strstr(o.error.text, path));
    free(o.values);
    assert_int_equal(truncate(path, 900), 0);
    o = continue_from(*state, LAYERS, path, "a");
    assert_int_equal(o.result, FIT_FAILED);
    free(o.values);
    assert_int_equal(file_write(path, "", 0, NULL), 0);
    o = continue_from(*state, LAYERS, path, "a");
    assert_int_equal(o.result, FIT_FAILED);
    free(o.values);
    unlink(path);
}

static void unwritable_checkpoints_are_an_error(void **state)
{
    struct outcome o = continue_from(*state, LAYERS, "/nonexistent/x.safetensors", "a");
    assert_int_equal(o.result, FIT_FAILED);
    assert_non_null(strstr(o.error.text, "/nonexistent/"));
    free(o.values);
}

static void the_best_epoch_is_restored_and_patience_ends(void **state)
{
    struct watch w = {0};
    struct fit_context c = {.seed = 3, .threads = 1, .monitor = {&w, look}};
    struct outcome o = fit(*state,
                           "epochs = 60\npatience = 4\nbest = loss\noptimizer = adam\n"
                           "learning_rate = 0.03\npolicy = constant",
                           "[connected]\noutput = 40\nactivation = relu\n[connected]\noutput = "
                           "3\n[softmax]\n",
                           1, &c);
    assert_int_equal(o.result, FIT_DONE);
    int best = 0;
    for (int i = 1; i < w.epochs; i++)
        best = w.valid_loss[i] < w.valid_loss[best] ? i : best;
    assert_true(w.epochs < 60);
    assert_int_equal(o.summary.epochs, w.epochs);
    assert_int_equal(o.summary.best_epoch, best + 1);
    assert_int_equal(w.epochs, best + 1 + 4);
    assert_float_equal(o.summary.valid.loss, w.valid_loss[best], 0.0);
    free(o.values);
}

static void training_learns_what_there_is_to_learn(void **state)
{
    struct watch w = {0};
    struct fit_context c = {.seed = 3, .threads = 1, .monitor = {&w, look}};
    struct outcome o = fit(*state, "epochs = 20\nlearning_rate = 0.01", LAYERS, 1, &c);
    assert_true(o.summary.valid.accuracy > 0.6);
    free(o.values);
}

static void a_loss_that_is_not_finite_names_step_and_layer(void **state)
{
    struct data *d = *state;
    struct fit_context c = {.seed = 3, .threads = 2};
    const char net[] = "epochs = 50\noptimizer = sgd\nlearning_rate = 1000\npolicy = constant";
    struct outcome o = fit(d, net,
                           "[connected]\noutput = 9\n[connected]\noutput = 9\n"
                           "[connected]\noutput = 3\n[softmax]\n",
                           2, &c);
    assert_int_equal(o.result, FIT_FAILED);
    assert_non_null(strstr(o.error.text, "case.cfg:"));
    assert_non_null(strstr(o.error.text, "step "));
    assert_non_null(strstr(o.error.text, "[connected] is not finite"));
    free(o.values);
    float kept = d->train.x[ROWS * WIDTH / 2];
    d->train.x[ROWS * WIDTH / 2] = NAN;
    o = fit(d, "epochs = 1", LAYERS, 2, &c);
    d->train.x[ROWS * WIDTH / 2] = kept;
    assert_int_equal(o.result, FIT_FAILED);
    assert_non_null(strstr(o.error.text, "the features are not finite"));
    free(o.values);
}

static void balancing_wants_a_row_of_each_class(void **state)
{
    struct data *d = *state;
    struct fit_context c = {.seed = 3, .threads = 1};
    uint8_t kept[ROWS];
    memcpy(kept, d->train.y, ROWS);
    for (int i = 0; i < ROWS; i++)
        d->train.y[i] = d->train.y[i] == 1 ? 2 : d->train.y[i];
    struct outcome o = fit(d, "epochs = 1\nclass_weight = balanced", LAYERS, 1, &c);
    memcpy(d->train.y, kept, ROWS);
    assert_int_equal(o.result, FIT_FAILED);
    assert_non_null(strstr(o.error.text, "class 1 has no training row"));
    free(o.values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_same_bits_for_any_number_of_threads),
        cmocka_unit_test(stopped_and_resumed_gives_the_same_bits),
        cmocka_unit_test(checkpoints_of_other_trainings_are_refused),
        cmocka_unit_test(unwritable_checkpoints_are_an_error),
        cmocka_unit_test(the_best_epoch_is_restored_and_patience_ends),
        cmocka_unit_test(training_learns_what_there_is_to_learn),
        cmocka_unit_test(a_loss_that_is_not_finite_names_step_and_layer),
        cmocka_unit_test(balancing_wants_a_row_of_each_class),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
