/* Graphs with branches: named inputs, several outputs, the arena's plan, arrays of halves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/half.h"
#include "runtime/host/model.h"
#include "runtime/host/rng.h"
#include "runtime/host/team.h"

static char path[] = "/tmp/mien-graph-XXXXXX";

static void start(struct model *m, uint32_t h, uint32_t w, uint32_t c)
{
    struct mien_error e = {0};
    assert_int_equal(model_init(m, "network", "image", (uint32_t[]){h, w, c}, NULL, 0, &e), 0);
}

static int32_t add_node(struct model *m, struct mien_node n)
{
    struct mien_error e = {0};
    const int32_t value = model_add_node(m, &n, &e);
    if (value < 0)
        print_message("%s\n", e.text);
    assert_true(value > 0);
    return value;
}

static int32_t add_sum(struct model *m, int32_t a, int32_t b)
{
    return add_node(m, (struct mien_node){.op = MIEN_ADD, .inputs = {a, b}, .input_count = 2});
}

static int32_t add_conv1(struct model *m, int32_t input, int32_t residual, int32_t outputs,
                         const float *weight, const float *bias)
{
    const struct mien_map *in = &m->values[input].map;
    return add_node(m, (struct mien_node){.op = MIEN_CONV,
                                          .inputs = {input, residual},
                                          .input_count = residual < 0 ? 1 : 2,
                                          .u.conv = {.out = {in->h, in->w, outputs, 0},
                                                     .window = {1, 1, 1, 0, 0},
                                                     .weight = weight,
                                                     .bias = bias}});
}

/* Input [2, 2, 3]; a doubles it, b swaps channels and adds the input; both are outputs. */
static void build_two_heads(struct model *m)
{
    static const float twice[9] = {2, 0, 0, 0, 2, 0, 0, 0, 2},
                       swap[9] = {0, 0, 1, 0, 1, 0, 1, 0, 0}, bias[3] = {0.5f, 0, -1};
    struct mien_error e = {0};
    start(m, 2, 2, 3);
    const int32_t a = add_conv1(m, 0, -1, 3, twice, bias), b = add_conv1(m, 0, 0, 3, swap, bias);
    const char *names[] = {"sum", "b"};
    const int32_t sum = add_sum(m, a, b);
    assert_int_equal(model_set_outputs(m, (int32_t[]){sum, b}, names, 2, &e), 0);
}

static void run_two_heads(const struct model *m)
{
    const float x[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    float sum[12], b[12], *arena = malloc(m->graph.arena_floats * sizeof *arena);
    mien_graph_run_all(&m->graph, x, (float *[]){sum, b}, arena, NULL);
    for (int p = 0; p < 4; p++) {
        const float *v = x + 3 * p;
        const float expected[3] = {v[2] + v[0] + 0.5f, 2 * v[1], v[0] + v[2] - 1};
        const float twice[3] = {2 * v[0] + 0.5f, 2 * v[1], 2 * v[2] - 1};
        for (int c = 0; c < 3; c++) {
            assert_float_equal(b[3 * p + c], expected[c], 1e-6);
            assert_float_equal(sum[3 * p + c], expected[c] + twice[c], 1e-6);
        }
    }
    free(arena);
}

static void branches_join_and_every_output_is_given(void **state)
{
    struct model m;
    struct mien_error e = {0};
    (void)state;
    build_two_heads(&m);
    assert_int_equal(model_finish(&m, &e), 0);
    run_two_heads(&m);
    model_free(&m);
}

static void a_graph_with_branches_is_read_back_as_written(void **state)
{
    struct model m;
    struct mien_error e = {0};
    (void)state;
    build_two_heads(&m);
    assert_int_equal(model_save(&m, path, &e), 0);
    run_two_heads(&m); /* saving leaves it as it was */
    model_free(&m);
    assert_int_equal(model_open(&m, path, &e), 0);
    assert_int_equal(m.graph.output_count, 2);
    assert_string_equal(m.output_names[0], "sum");
    assert_string_equal(m.output_names[1], "b");
    run_two_heads(&m);
    model_free(&m);
}

/* A row of 2 + 3 numbers whose parts change places on their way to the feature vector. */
static void build_parts(struct model *m)
{
    static const char *const classes[] = {"a", "b"};
    static const float weight[10] = {1, 0, 0, 1, 2, 0, 0, 2, 1, 1}, bias[2] = {0};
    struct mien_error e = {0};
    assert_int_equal(model_init(m, "network", "mixed", (uint32_t[]){5, 1, 1}, classes, 2, &e), 0);
    int32_t part[2];
    for (int32_t i = 0; i < 2; i++)
        part[i] =
            add_node(m, (struct mien_node){.op = MIEN_SLICE,
                                           .inputs = {0},
                                           .input_count = 1,
                                           .u.slice = {.out = {1, 1, 2 + i, 0}, .start = 2 * i}});
    add_node(m, (struct mien_node){.op = MIEN_CONCAT,
                                   .inputs = {part[1], part[0]},
                                   .input_count = 2,
                                   .u.concat = {.axis = 2}});
    assert_int_equal(model_end_features(m, &e), 0);
    const struct mien_dense d = {weight, bias, 5, 2, MIEN_LINEAR};
    assert_int_equal(model_add_dense(m, &d, &e), 0);
    assert_int_equal(model_add_softmax(m, &e), 0);
}

static void preprocessing_may_branch(void **state)
{
    static const float x[5] = {1, 2, 3, 4, 5}, turned[5] = {3, 4, 5, 1, 2};
    struct model m;
    struct mien_error e = {0};
    float f[5], p[2], q[2];
    (void)state;
    build_parts(&m);
    assert_int_equal(model_save(&m, path, &e), 0);
    assert_int_equal(model_predict(&m, x, 1, p, 1, &e), 0);
    model_free(&m);
    if (model_open(&m, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(m.graph.feature_nodes, 3);
    assert_int_equal(m.features, 5);
    assert_int_equal(model_features(&m, x, 1, f, 1, &e), 0);
    assert_memory_equal(f, turned, sizeof f);
    assert_int_equal(model_predict(&m, x, 1, q, 1, &e), 0);
    assert_memory_equal(p, q, sizeof p);
    model_free(&m);
}

static void a_separable_convolution_may_widen(void **state)
{
    static const float depth[2] = {2, 3}, point[10] = {1, 0, 1, 0, 1, 0, 1, 1, 0, -1},
                       bias[5] = {0};
    struct model m;
    struct mien_error e = {0};
    (void)state;
    start(&m, 1, 2, 2);
    const int32_t y = add_node(
        &m, (struct mien_node){
                .op = MIEN_SEPARABLE,
                .u.separable = {.depth = {.out = {1, 2, 0, 0},
                                          .window = {1, 1, 1, 0, 0},
                                          .weight = depth,
                                          .bias = bias},
                                .point = {.out = {0, 0, 5, 0}, .weight = point, .bias = bias}}});
    assert_int_equal(model_set_outputs(&m, &y, (const char *[]){"y"}, 1, &e), 0);
    assert_int_equal(model_finish(&m, &e), 0);
    const float x[4] = {1, 10, 100, 1000};
    const float expected[10] = {2, 30, 32, 0, -28, 200, 3000, 3200, 0, -2800};
    float p[10], *arena = malloc(m.graph.arena_floats * sizeof *arena);
    mien_graph_run_all(&m.graph, x, (float *[]){p}, arena, NULL);
    for (int i = 0; i < 10; i++)
        assert_float_equal(p[i], expected[i], 1e-4);
    free(arena);
    model_free(&m);
}

/* A random graph of sums, pools, concatenations and convolutions over [4, 4, c] maps. */
static void build_random(struct model *m, struct rng *r)
{
    float weight[64], bias[8];
    struct mien_error e = {0};
    start(m, 4, 4, 8);
    for (int i = 0; i < 64; i++)
        weight[i] = rng_float(r) - 0.5f;
    memcpy(bias, weight, sizeof bias);
    int32_t value = 0;
    for (int i = 0; i < 24; i++) {
        const int32_t a = (int32_t)rng_below(r, (uint32_t)value + 1);
        const int32_t b = (int32_t)rng_below(r, (uint32_t)value + 1);
        if (rng_below(r, 2))
            value = add_sum(m, a, b);
        else
            value = add_conv1(m, a, rng_below(r, 2) ? b : -1, 8, weight, bias);
    }
    const int32_t outputs[2] = {value, value / 2};
    const char *names[] = {"last", "middle"};
    assert_int_equal(model_set_outputs(m, outputs, names, 2, &e), 0);
    assert_int_equal(model_finish(m, &e), 0);
}

static void run_random(const struct mien_graph *g, const float *x, float y[2][128])
{
    float *arena = malloc(g->arena_floats * sizeof *arena);
    memset(arena, 0xff, g->arena_floats * sizeof *arena); /* NaN: what is read was written */
    mien_graph_run_all(g, x, (float *[]){y[0], y[1]}, arena, NULL);
    free(arena);
}

static void values_that_live_at_once_do_not_overlap(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct rng r = rng_seed(seed);
        struct model m;
        float x[128], planned[2][128], apart[2][128];
        for (int i = 0; i < 128; i++)
            x[i] = rng_float(&r);
        build_random(&m, &r);
        const size_t floats = m.graph.arena_floats;
        run_random(&m.graph, x, planned);
        size_t offset = 0;
        for (int32_t i = 0; i < m.graph.node_count; i++) {
            m.values[i + 1].offset = offset;
            offset += m.values[i + 1].size;
            m.nodes[i].scratch = offset;
            offset += m.nodes[i].scratch_size;
        }
        assert_true(floats < offset);
        m.graph.arena_floats = offset;
        run_random(&m.graph, x, apart);
        assert_memory_equal(planned, apart, sizeof planned);
        model_free(&m);
    }
}

static void run_job(void *context, void (*job)(void *data, int32_t worker), void *data)
{
    team_run(context, (void (*)(void *, int))job, data);
}

static void a_crew_gives_the_same_bits(void **state)
{
    static float x[64 * 64 * 3], one[64 * 64 * 12], three[64 * 64 * 12];
    float weight[5 * 5 * 3 * 12], bias[12] = {0};
    struct mien_error e = {0};
    struct model m;
    struct rng r = rng_seed(7);
    (void)state;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = rng_float(&r);
    for (size_t i = 0; i < sizeof weight / sizeof *weight; i++)
        weight[i] = rng_float(&r) - 0.5f;
    start(&m, 64, 64, 3);
    const int32_t y = add_node(&m, (struct mien_node){.op = MIEN_CONV,
                                                      .u.conv = {.out = {64, 64, 12, 0},
                                                                 .window = {5, 5, 1, 2, 2},
                                                                 .weight = weight,
                                                                 .bias = bias}});
    assert_int_equal(model_set_outputs(&m, &y, (const char *[]){"y"}, 1, &e), 0);
    assert_int_equal(model_finish(&m, &e), 0);
    struct team *team = team_open(3, &e);
    assert_non_null(team);
    for (int crew = 0; crew < 2; crew++) {
        const struct mien_crew threads = {team, 3, run_job};
        assert_int_equal(model_use(&m, m.graph.kernels, crew ? 3 : 1, &e), 0);
        float *arena = malloc(m.graph.arena_floats * sizeof *arena);
        mien_graph_run_all(&m.graph, x, (float *[]){crew ? three : one}, arena,
                           crew ? &threads : NULL);
        free(arena);
    }
    assert_memory_equal(one, three, sizeof one);
    team_close(team);
    model_free(&m);
}

static void halves_keep_their_value_both_ways(void **state)
{
    (void)state;
    for (uint32_t h = 0; h < 0x10000; h++) {
        const float value = half_to_float((uint16_t)h);
        if ((h & 0x7c00) == 0x7c00 && (h & 1023))
            assert_true(isnan(value) && isnan(half_to_float(half_from_float(value))));
        else
            assert_int_equal(half_from_float(value), h);
    }
    assert_float_equal(half_to_float(0x3555), 0.333251953125, 0); /* IEEE 754: nearest to 1/3 */
    assert_int_equal(half_from_float(1 / 3.0f), 0x3555);
    assert_int_equal(half_from_float(65519.0f), 0x7bff);
    assert_int_equal(half_from_float(65520.0f), 0x7c00);
    assert_int_equal(half_from_float(0x1p-25f), 0);   /* half way: to the even one */
    assert_int_equal(half_from_float(0x1.8p-24f), 2); /* half way: to the even one */
    assert_int_equal(half_from_float(1 + 0x1p-11f), 0x3c00);
    assert_int_equal(half_from_float(1 + 0x3p-11f), 0x3c02);
}

static void arrays_of_halves_are_stored_small_and_answer_alike(void **state)
{
    struct model m;
    struct mien_error e = {0};
    float weight[9], bias[3] = {0};
    (void)state;
    for (int i = 0; i < 9; i++)
        weight[i] = (float)i / 10; /* no halves: rounded where they enter */
    float before[12], after[12], x[12] = {1, 2, 3};
    start(&m, 2, 2, 3);
    m.half = true;
    const int32_t y = add_conv1(&m, 0, -1, 3, weight, bias);
    assert_int_equal(model_set_outputs(&m, &y, (const char *[]){"y"}, 1, &e), 0);
    assert_int_equal(model_save(&m, path, &e), 0);
    float arena[64];
    mien_graph_run_all(&m.graph, x, (float *[]){before}, arena, NULL);
    model_free(&m);
    assert_int_equal(model_open(&m, path, &e), 0);
    assert_int_equal(m.tensors[0].type, SAFETENSORS_F16);
    mien_graph_run_all(&m.graph, x, (float *[]){after}, arena, NULL);
    assert_memory_equal(before, after, sizeof before);
    assert_float_equal(
        after[0],
        half_to_float(half_from_float(0.3f)) * 2 + half_to_float(half_from_float(0.6f)) * 3, 1e-6);
    model_free(&m);
}

static void what_does_not_fit_is_refused(void **state)
{
    static const float zeros[14] = {0};
    static const struct {
        struct mien_node node;
        const char *message;
    } wrong[] = {
        {{.op = MIEN_ADD, .inputs = {0, 5}, .input_count = 2}, "values that are not there"},
        {{.op = MIEN_ADD, .inputs = {0, -1}, .input_count = 2}, "values that are not there"},
        {{.op = MIEN_ADD}, "values that are not there"},
        {{.op = MIEN_RESHAPE, .u.reshape = {.out = {3, 3, 3, 0}}}, "differ in size"},
        {{.op = MIEN_SLICE, .u.slice = {.out = {2, 2, 3, 0}, .start = 37}}, "leaves the input"},
        {{.op = MIEN_SLICE, .u.slice = {.out = {1, 1, 1, 0}, .start = 48}}, "start is 48"},
        {{.op = MIEN_PAD, .u.pad = {.out = {1, 4, 3, 0}}}, "height is 1"},
        {{.op = MIEN_PAD, .u.pad = {.out = {6, 4, 3, 0}, .top = 3}}, "top is 3"},
        {{.op = MIEN_POOL, .u.pool = {.out = {3, 2, 0, 0}, .window = {2, 2, 2, 0, 0}}},
         "leaves the input"},
        {{.op = MIEN_POOL, .u.pool = {.out = {2, 2, 0, 0}, .window = {2, 2, 2, 2, 0}}},
         "pad_top is 2"},
        {{.op = MIEN_CONCAT, .inputs = {0, 1}, .input_count = 2, .u.concat = {.axis = 2}},
         "do not fit together"},
        {{.op = MIEN_DENSE, .u.dense = {.inputs = 7, .outputs = 2, .weight = zeros, .bias = zeros}},
         "takes 7 numbers but is given 12"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct model m;
        struct mien_error e = {0};
        start(&m, 4, 4, 3);
        const int32_t pooled = add_node(
            &m, (struct mien_node){.op = MIEN_POOL,
                                   .u.pool = {.out = {2, 2, 0, 0}, .window = {2, 2, 2, 0, 0}}});
        assert_int_equal(pooled, 1);
        struct mien_node n = wrong[i].node;
        if (n.op != MIEN_DENSE && n.input_count == 0) {
            n.input_count = 1;
            n.inputs[0] = 0;
        }
        assert_int_equal(model_add_node(&m, &n, &e), -1);
        if (!strstr(e.text, wrong[i].message))
            print_message("%zu: %s\n", i, e.text);
        assert_non_null(strstr(e.text, wrong[i].message));
        model_free(&m);
    }
}

static int open_place(void **state)
{
    (void)state;
    const int f = mkstemp(path);
    return f < 0 ? -1 : close(f);
}

static int close_place(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(branches_join_and_every_output_is_given),
        cmocka_unit_test(a_graph_with_branches_is_read_back_as_written),
        cmocka_unit_test(preprocessing_may_branch),
        cmocka_unit_test(a_separable_convolution_may_widen),
        cmocka_unit_test(values_that_live_at_once_do_not_overlap),
        cmocka_unit_test(a_crew_gives_the_same_bits),
        cmocka_unit_test(halves_keep_their_value_both_ways),
        cmocka_unit_test(arrays_of_halves_are_stored_small_and_answer_alike),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, open_place, close_place);
}
