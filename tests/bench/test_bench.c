/* Benches: what a peer says is read, every stage and layer is timed. What the times are is no
 * matter of tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/bench/face_bench.h"
#include "trainer/bench/inference.h"
#include "trainer/bench/peer.h"
#include "trainer/bench/untrained.h"

static const char portrait[] = "datasets/portraits/collins.jpg";

static void median_and_95th_percentile_are_those_of_the_sorted_times(void **state)
{
    (void)state;
    double ms[100];
    for (int i = 0; i < 100; i++)
        ms[i] = (i * 37) % 100; /* 0..99 in another order */
    const struct timing t = timing_of(ms, 100);
    assert_float_equal(t.median_ms, 50, 0);
    assert_float_equal(t.p95_ms, 95, 0);
    assert_float_equal(t.least_ms, 0, 0);
    assert_true(isnan(timing_of(ms, 0).median_ms));
}

static void a_peers_objects_are_read_from_among_its_other_lines(void **state)
{
    (void)state;
    struct mien_error e;
    cJSON *objects = peer_run("echo warming up; echo '{\"model\": \"a\", \"median_ms\": 2}'; "
                              "echo '[1]'; echo '{\"model\": \"b\"}'",
                              &e);
    assert_non_null(objects);
    assert_int_equal(cJSON_GetArraySize(objects), 2);
    const cJSON *first = cJSON_GetArrayItem(objects, 0);
    assert_float_equal(cJSON_GetObjectItem(first, "median_ms")->valuedouble, 2, 0);
    cJSON_Delete(objects);
}

static void a_peer_that_fails_or_says_nothing_is_an_error(void **state)
{
    (void)state;
    struct mien_error e;
    assert_null(peer_run("echo '{}'; exit 3", &e));
    assert_non_null(strstr(e.text, "exit status 3"));
    assert_null(peer_run("echo nothing", &e));
    assert_non_null(strstr(e.text, "no JSON object"));
}

static void every_stage_of_a_face_is_timed(void **state)
{
    (void)state;
    struct face_bench b;
    struct mien_error e = {0};
    struct timing stages[FACE_STAGE_COUNT];
    assert_int_equal(face_bench_open(&b, portrait, NULL, &mien_kernels_portable, &e), 0);
    assert_int_equal(b.frame.width, 640);
    assert_int_equal(b.frame.height, 480);
    assert_int_equal(face_bench_run(&b, 2, stages, &e), 0);
    for (int i = 0; i < FACE_STAGE_COUNT; i++)
        if (i == FACE_FEATURES || i == FACE_CLASSIFY)
            assert_true(isnan(stages[i].median_ms)); /* no model of emotions */
        else
            assert_true(stages[i].median_ms > 0 && stages[i].p95_ms >= stages[i].median_ms);
    face_bench_close(&b);
}

static void every_layer_is_timed(void **state)
{
    (void)state;
    struct face_bench b;
    struct mien_error e = {0};
    assert_int_equal(face_bench_open(&b, portrait, NULL, NULL, &e), 0);
    const int32_t count = b.networks.mesh.graph.node_count;
    struct timing *layers = calloc((size_t)count, sizeof *layers);
    struct timing_stand s;
    assert_int_equal(timing_stand_open(&s, &b.networks.mesh, &e), 0);
    assert_true(timing_run(&s) > 0);
    assert_int_equal(timing_layers(&s, 3, layers, &e), 0);
    timing_stand_close(&s);
    for (int32_t i = 0; i < count; i++)
        assert_true(layers[i].median_ms > 0);
    free(layers);
    face_bench_close(&b);
}

static void a_picture_without_a_face_is_an_error(void **state)
{
    (void)state;
    struct face_bench b;
    struct mien_error e = {0};
    struct timing stages[FACE_STAGE_COUNT];
    assert_int_equal(face_bench_open(&b, "tests/fuzz/corpus/image/grey.png", NULL, NULL, &e), 0);
    assert_int_equal(face_bench_run(&b, 1, stages, &e), -1);
    assert_non_null(strstr(e.text, "no face in the picture"));
    face_bench_close(&b);
    assert_int_equal(face_bench_open(&b, "no-such.jpg", NULL, NULL, &e), -1);
    assert_non_null(strstr(e.text, "no-such.jpg"));
}

static void a_cfg_alone_is_timed_beside_a_peer_that_names_it(void **state)
{
    (void)state;
    static const uint32_t shape[3] = {48, 48, 1};
    const struct inference_options o = {.rounds = 2,
                                        .runs = 3,
                                        .peer =
                                            "echo '{\"peer\": \"Other small\", \"median_ms\": 2}'; "
                                            "echo '{\"peer\": \"Other big\", \"median_ms\": 5}'"};
    const char *const name = "cnn-small.cfg";
    struct mien_error e = {0};
    struct inference b;
    struct model m;
    const struct model *const models[] = {&m};
    assert_int_equal(untrained_model(&m, "experiments/bench/cnn-small.cfg", shape, &e), 0);
    assert_int_equal(m.graph.nodes[0].op, MIEN_NORMALIZE);
    assert_int_equal(inference_open(&b, models, &name, 1, &o, &e), 0);
    assert_int_equal(inference_run(&b, &o, &e), 0);
    assert_true(b.contestants[0].timing.median_ms > 0);
    assert_float_equal(inference_peer_ms(&b, name), 2, 0);
    assert_true(isnan(inference_peer_ms(&b, "another")));
    inference_close(&b);
    model_free(&m);
    assert_int_equal(untrained_model(&m, "no-such.cfg", shape, &e), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(median_and_95th_percentile_are_those_of_the_sorted_times),
        cmocka_unit_test(a_peers_objects_are_read_from_among_its_other_lines),
        cmocka_unit_test(a_peer_that_fails_or_says_nothing_is_an_error),
        cmocka_unit_test(every_stage_of_a_face_is_timed),
        cmocka_unit_test(every_layer_is_timed),
        cmocka_unit_test(a_cfg_alone_is_timed_beside_a_peer_that_names_it),
        cmocka_unit_test(a_picture_without_a_face_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
