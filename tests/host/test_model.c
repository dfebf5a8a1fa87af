/* test_model.c - model files: what is written is what is read, and nothing else is taken. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/model.h"
#include "runtime/host/rng.h"

enum { INPUTS = 2 * MIEN_LANDMARKS68, HIDDEN = 5, CLASSES = 3 };

static const char *const classes[CLASSES] = {"angry", "happy", "neutral"};
static const uint32_t shape[3] = {MIEN_LANDMARKS68, 2, 1};
static char path[] = "/tmp/mien-test-model-XXXXXX";

static void fill(float *v, size_t n, uint64_t seed)
{
    struct rng r = rng_seed(seed);
    for (size_t i = 0; i < n; i++)
        v[i] = rng_normal(&r);
}

static int add_dense(struct model *m, int32_t inputs, int32_t outputs, enum mien_activation a,
                     struct mien_error *e)
{
    float *weight = calloc((size_t)inputs * (size_t)outputs, sizeof *weight);
    float *bias = calloc((size_t)outputs, sizeof *bias);
    fill(weight, (size_t)inputs * (size_t)outputs, (uint64_t)inputs);
    fill(bias, (size_t)outputs, (uint64_t)outputs);
    const struct mien_dense d = {weight, bias, inputs, outputs, a};
    const int result = model_add_dense(m, &d, e);
    free(weight);
    free(bias);
    return result;
}

/* landmarks -> aligned features | dense relu -> dense -> softmax. */
static void build(struct model *m)
{
    const struct mien_features f = {MIEN_ALIGNED, MIEN_LANDMARKS68, 2, 2, 0};
    struct mien_error e = {0};
    assert_int_equal(model_init(m, "network", "landmarks", shape, classes, CLASSES, &e), 0);
    assert_int_equal(model_add_features(m, &f, &e), 0);
    assert_int_equal(model_end_features(m, &e), 0);
    assert_int_equal(add_dense(m, INPUTS, HIDDEN, MIEN_RELU, &e), 0);
    assert_int_equal(add_dense(m, HIDDEN, CLASSES, MIEN_LINEAR, &e), 0);
    assert_int_equal(model_add_softmax(m, &e), 0);
    assert_int_equal(model_set(m, "cfg", "[net]\n", &e), 0);
}

static void an_opened_model_answers_as_the_one_that_was_saved(void **state)
{
    struct model built, opened;
    struct mien_error e = {0};
    float x[2 * INPUTS], a[2 * CLASSES], b[2 * CLASSES];
    (void)state;
    build(&built);
    assert_int_equal(model_save(&built, path, &e), 0);
    assert_int_equal(model_open(&opened, path, &e), 0);
    fill(x, 2 * INPUTS, 1);
    assert_int_equal(model_predict(&built, x, 2, a, 1, &e), 0);
    assert_int_equal(model_predict(&opened, x, 2, b, 2, &e), 0);
    assert_memory_equal(a, b, sizeof a);
    assert_float_equal(a[0] + a[1] + a[2], 1, 1e-6);
    assert_int_equal(opened.features, INPUTS);
    assert_int_equal(opened.graph.feature_nodes, 1);
    assert_string_equal(opened.kind, "network");
    assert_string_equal(opened.input_kind, "landmarks");
    assert_string_equal(opened.class_names[1], "happy");
    assert_string_equal(model_get(&opened, "cfg"), "[net]\n");
    assert_string_equal(opened.weights_checksum, built.weights_checksum);
    model_free(&opened);
    model_free(&built);
}

/* Eleven bits of each weight are left: answers move by about 2^-11, and no further. */
static void a_halved_model_answers_nearly_alike_from_fewer_bytes(void **state)
{
    struct model built, whole, half;
    struct mien_error e = {0};
    float x[INPUTS], a[CLASSES], b[CLASSES];
    (void)state;
    build(&built);
    assert_int_equal(model_save(&built, path, &e), 0);
    assert_int_equal(model_open(&whole, path, &e), 0);
    assert_int_equal(model_halve(&built, &e), 0);
    assert_int_equal(model_save(&built, path, &e), 0);
    assert_int_equal(model_open(&half, path, &e), 0);
    assert_true(half.file.map.size * 3 < whole.file.map.size * 2); /* the rest is metadata */
    assert_int_equal(model_cost(&half).parameters, model_cost(&built).parameters);
    fill(x, INPUTS, 1);
    assert_int_equal(model_predict(&built, x, 1, a, 1, &e), 0);
    assert_int_equal(model_predict(&half, x, 1, b, 1, &e), 0);
    for (int i = 0; i < CLASSES; i++)
        assert_float_equal(a[i], b[i], 4e-3);
    model_free(&half);
    model_free(&whole);
    model_free(&built);
}

static void a_number_that_a_half_cannot_reach_is_named(void **state)
{
    struct model m;
    struct mien_error e = {0};
    const float weight[2] = {1, 70000}, bias[2] = {0};
    (void)state;
    assert_int_equal(model_init(&m, "network", "vector", (uint32_t[]){1, 1, 1}, classes, 2, &e), 0);
    assert_int_equal(model_add_dense(&m, &(struct mien_dense){weight, bias, 1, 2, MIEN_LINEAR}, &e),
                     0);
    assert_int_equal(model_add_softmax(&m, &e), 0);
    assert_int_equal(model_finish(&m, &e), 0);
    assert_int_equal(model_halve(&m, &e), -1);
    assert_non_null(strstr(e.text, "70000"));
    model_free(&m);
}

static void features_then_classify_is_run(void **state)
{
    struct model m;
    struct mien_error e = {0};
    float x[INPUTS], f[INPUTS], a[CLASSES], b[CLASSES];
    (void)state;
    build(&m);
    assert_int_equal(model_finish(&m, &e), 0);
    float *arena = malloc(m.graph.arena_floats * sizeof *arena);
    fill(x, INPUTS, 2);
    mien_graph_run(&m.graph, x, a, arena);
    mien_graph_features(&m.graph, x, f, arena);
    mien_graph_classify(&m.graph, f, b, arena);
    assert_memory_equal(a, b, sizeof a);
    free(arena);
    model_free(&m);
}

static void the_arena_holds_only_what_lives_at_once(void **state)
{
    struct model m;
    struct mien_error e = {0};
    (void)state;
    assert_int_equal(
        model_init(&m, "network", "vector", (uint32_t[]){1, 1, 64}, classes, CLASSES, &e), 0);
    for (int i = 0; i < 6; i++)
        assert_int_equal(add_dense(&m, 64, 64, MIEN_TANH, &e), 0);
    assert_int_equal(add_dense(&m, 64, CLASSES, MIEN_LINEAR, &e), 0);
    assert_int_equal(model_finish(&m, &e), 0);
    assert_int_equal(m.graph.arena_floats, 2 * 64); /* a layer's input and output, never more */
    model_free(&m);
}

static void sizes_that_do_not_chain_are_refused(void **state)
{
    struct model m;
    struct mien_error e = {0};
    (void)state;
    assert_int_equal(
        model_init(&m, "network", "vector", (uint32_t[]){1, 1, 4}, classes, CLASSES, &e), 0);
    assert_int_equal(add_dense(&m, 5, 3, MIEN_LINEAR, &e), -1);
    assert_non_null(strstr(e.text, "takes 5 numbers but is given 4"));
    model_free(&m);
    assert_int_equal(
        model_init(&m, "network", "vector", (uint32_t[]){1, 1, 4}, classes, CLASSES, &e), 0);
    assert_int_equal(add_dense(&m, 4, 2, MIEN_LINEAR, &e), 0);
    assert_int_equal(model_save(&m, path, &e), -1);
    assert_non_null(strstr(e.text, "gives 2 numbers for 3 classes"));
    model_free(&m);
}

/* A stump on feature 0 whose arrays a test may spoil. */
struct stump {
    int32_t root[1], feature[3], right[3];
    float threshold[3], leaf[2 * CLASSES];
};

static int add_stump(struct stump *s, struct mien_error *e)
{
    const struct mien_forest f = {.root = s->root,
                                  .feature = s->feature,
                                  .threshold = s->threshold,
                                  .right = s->right,
                                  .leaf = s->leaf,
                                  .trees = 1,
                                  .nodes = 3,
                                  .leaves = 2,
                                  .features = 4,
                                  .classes = CLASSES};
    struct model m;
    int result = model_init(&m, "forest", "vector", (uint32_t[]){1, 1, 4}, classes, CLASSES, e);
    if (result == 0)
        result = model_add_forest(&m, &f, e);
    model_free(&m);
    return result;
}

static void a_forest_that_could_leave_its_arrays_is_refused(void **state)
{
    const struct stump good = {{0}, {0, -1, -2}, {2, 0, 0}, {0.5f, 0, 0}, {1, 0, 0, 0, 1, 0}};
    struct stump s = good;
    struct mien_error e = {0};
    (void)state;
    assert_int_equal(add_stump(&s, &e), 0);
    s = good, s.root[0] = 3;
    assert_int_equal(add_stump(&s, &e), -1);
    s = good, s.feature[0] = 4;
    assert_int_equal(add_stump(&s, &e), -1);
    s = good, s.feature[2] = -3;
    assert_int_equal(add_stump(&s, &e), -1);
    s = good, s.right[0] = 0; /* would walk in a circle */
    assert_int_equal(add_stump(&s, &e), -1);
    s = good, s.right[0] = 3;
    assert_int_equal(add_stump(&s, &e), -1);
    s = good, s.feature[2] = 1; /* no node behind the last */
    assert_int_equal(add_stump(&s, &e), -1);
    s = good, s.leaf[0] = NAN;
    assert_int_equal(add_stump(&s, &e), -1);
    assert_non_null(strstr(e.text, "not finite"));
}

/* Save a good model with `from` replaced by `to` (same length) in its bytes. */
static void save_with(const char *from, const char *to)
{
    struct model m;
    struct mien_error e = {0};
    struct file_map map;
    build(&m);
    assert_int_equal(model_save(&m, path, &e), 0);
    model_free(&m);
    assert_int_equal(file_map(&map, path, &e), 0);
    char *copy = malloc(map.size);
    memcpy(copy, map.data, map.size);
    char *at = memmem(copy, map.size, from, strlen(from));
    assert_non_null(at);
    memcpy(at, to, strlen(to));
    assert_int_equal(file_write(path, copy, map.size, &e), 0);
    file_unmap(&map);
    free(copy);
}

static void opens_with(const char *from, const char *to, const char *message)
{
    struct model m;
    struct mien_error e = {0};
    save_with(from, to);
    assert_int_equal(model_open(&m, path, &e), -1);
    assert_memory_equal(e.text, path, strlen(path));
    if (!strstr(e.text, message))
        fail_msg("'%s' does not say '%s'", e.text, message);
}

static void a_model_file_that_lies_is_refused_with_its_name(void **state)
{
    (void)state;
    opens_with("mien-model 1", "mien-model 7", "not a model of mien");
    opens_with("\\\"op\\\":\\\"softmax\\\"", "\\\"op\\\":\\\"sofTmax\\\"", "unknown (sofTmax)");
    opens_with("\\\"inputs\\\":136", "\\\"inputs\\\":137", "another type or shape");
    opens_with("\\\"activation\\\":\\\"relu\\\"", "\\\"activation\\\":\\\"rulu\\\"",
               "unknown name (rulu)");
    opens_with("\\\"points\\\":68", "\\\"points\\\":69", "68 or 468");
    opens_with("[\\\"angry\\\",\\\"happy\\\",", "[\\\"angryA,A\\\"happy\\\",", "valid 'classes'");
    opens_with("\\\"weight\\\":\\\"1.dense.weight\\\"", "\\\"weight\\\":\\\"2.dense.weight\\\"",
               "another type or shape");
    opens_with("\"weights_sha256\":\"", "\"weights_sha256\":\"zz", "changed or damaged");
    opens_with("\\\"shape\\\":[68,2,1]", "\\\"shape\\\":[68,3,1]",
               "takes 136 numbers but is given 204");
}

static void features_that_do_not_say_whether_there_is_depth_have_none(void **state)
{
    static const char said[] = ",\\\"dimensions\\\":2";
    struct model built, opened;
    struct mien_error e = {0};
    float x[INPUTS], a[CLASSES], b[CLASSES];
    char blanks[sizeof said];
    (void)state;
    memset(blanks, ' ', sizeof said - 1);
    blanks[sizeof said - 1] = '\0';
    save_with(said, blanks);
    assert_int_equal(model_open(&opened, path, &e), 0);
    build(&built);
    fill(x, INPUTS, 1);
    assert_int_equal(model_finish(&built, &e), 0);
    assert_int_equal(model_predict(&built, x, 1, a, 1, &e), 0);
    assert_int_equal(model_predict(&opened, x, 1, b, 1, &e), 0);
    assert_memory_equal(a, b, sizeof a);
    model_free(&opened);
    model_free(&built);
}

static int make_path(void **state)
{
    (void)state;
    const int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opened_model_answers_as_the_one_that_was_saved),
        cmocka_unit_test(a_halved_model_answers_nearly_alike_from_fewer_bytes),
        cmocka_unit_test(a_number_that_a_half_cannot_reach_is_named),
        cmocka_unit_test(features_then_classify_is_run),
        cmocka_unit_test(the_arena_holds_only_what_lives_at_once),
        cmocka_unit_test(sizes_that_do_not_chain_are_refused),
        cmocka_unit_test(a_forest_that_could_leave_its_arrays_is_refused),
        cmocka_unit_test(a_model_file_that_lies_is_refused_with_its_name),
        cmocka_unit_test(features_that_do_not_say_whether_there_is_depth_have_none),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
