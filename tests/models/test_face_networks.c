/* test_face_networks.c - the face networks in models/ answer as TensorFlow Lite's own kernels do,
 * by every path of this machine: on four pictures whose answers are here, and on those of the
 * folder MIEN_ORACLES where it is set. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "datasets/npy.h"
#include "runtime/host/cpu.h"
#include "runtime/host/model.h"
#include "tests/models/face_inputs.h"

enum { MESH_NUMBERS = 1404, ANCHORS = 896, BOX_NUMBERS = 16 };

struct network {
    const char *file;
    const char *names[2];
    size_t counts[2];
    uint32_t side;
    float low, high;
};

static const struct network mesh = {
    "models/face_mesh.safetensors", {"landmarks", "score"}, {MESH_NUMBERS, 1}, 192, 0.0f, 1.0f};
static const struct network detector = {"models/face_detector.safetensors",
                                        {"boxes", "scores"},
                                        {ANCHORS * BOX_NUMBERS, ANCHORS},
                                        128,
                                        -1.0f,
                                        1.0f};

/* A network at work. */
struct bench {
    const struct network *network;
    struct model model;
    float *x, *y[2], *arena;
};

static void bench_open(struct bench *b, const struct network *n, const struct mien_kernels *k)
{
    struct mien_error e = {.text = ""};
    *b = (struct bench){.network = n};
    if (model_open(&b->model, n->file, &e) != 0 || model_use(&b->model, k, 1, &e) != 0)
        fail_msg("%s", e.text);
    b->x = malloc(b->model.input_width * sizeof *b->x);
    b->arena = malloc(b->model.graph.arena_floats * sizeof *b->arena);
    for (int i = 0; i < 2; i++) {
        assert_string_equal(b->model.output_names[i], n->names[i]);
        assert_int_equal(b->model.graph.values[b->model.graph.outputs[i]].size, n->counts[i]);
        b->y[i] = malloc(n->counts[i] * sizeof *b->y[i]);
    }
}

static void bench_close(struct bench *b)
{
    model_free(&b->model);
    free(b->x);
    free(b->y[0]);
    free(b->y[1]);
    free(b->arena);
}

static void bench_run(struct bench *b)
{
    mien_graph_run_all(&b->model.graph, b->x, b->y, b->arena, NULL);
}

/* The largest difference of `count` numbers, a number's own size taken for the unit where
 * `relative` is set and it is above 1. */
static double difference(const float *y, const float *expected, size_t count, bool relative)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        const double d = fabs((double)y[i] - (double)expected[i]);
        const double unit = relative ? fmax(1.0, fabs((double)expected[i])) : 1.0;
        most = !(d / unit <= most) ? d / unit : most; /* NaN counts as well */
    }
    return most;
}

static void hold(double most, double limit, const char *what, int which,
                 const struct mien_kernels *k)
{
    if (!(most <= limit))
        fail_msg("%s of picture %d by %s: off by %g", what, which, k->name, most);
}

static void for_each_path(void (*check)(const struct mien_kernels *k))
{
    int count;
    const struct mien_kernels *const *kernels = cpu_kernels(&count);
    for (int i = 0; i < count; i++)
        check(kernels[i]);
}

/* ---- the answers that are here ---- */

static const float *recorded(struct npy *a, const char *path, size_t width)
{
    struct mien_error e = {.text = ""};
    if (npy_open(a, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(a->type, NPY_F32);
    assert_int_equal(a->count, FACE_INPUTS * width);
    return a->data;
}

static void portrait_open(struct image *m)
{
    struct mien_error e = {.text = ""};
    if (image_read(m, "tests/models/collins192.png", 3, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(m->width, FACE_PORTRAIT_SIDE);
    assert_int_equal(m->height, FACE_PORTRAIT_SIDE);
}

static void check_mesh(const struct mien_kernels *k)
{
    struct npy a;
    struct image portrait;
    struct bench b;
    const float *row = recorded(&a, "tests/models/face_mesh.npy", MESH_NUMBERS + 1);
    portrait_open(&portrait);
    bench_open(&b, &mesh, k);
    for (int i = 0; i < FACE_INPUTS; i++, row += MESH_NUMBERS + 1) {
        face_input(i, &portrait, mesh.side, mesh.low, mesh.high, b.x);
        bench_run(&b);
        hold(difference(b.y[0], row, MESH_NUMBERS, false), 0.02, "landmarks", i, k);
        hold(difference(b.y[1], row + MESH_NUMBERS, 1, true), 1e-3, "score", i, k);
    }
    bench_close(&b);
    image_free(&portrait);
    npy_close(&a);
}

static void the_mesh_answers_as_recorded_by_every_path(void **state)
{
    (void)state;
    for_each_path(check_mesh);
}

static void check_detector(const struct mien_kernels *k)
{
    const size_t kept = ANCHORS / FACE_BOXES_STEP, width = ANCHORS + kept * BOX_NUMBERS;
    struct npy a;
    struct image portrait;
    struct bench b;
    const float *row = recorded(&a, "tests/models/face_detector.npy", width);
    portrait_open(&portrait);
    bench_open(&b, &detector, k);
    for (int i = 0; i < FACE_INPUTS; i++, row += width) {
        face_input(i, &portrait, detector.side, detector.low, detector.high, b.x);
        bench_run(&b);
        hold(difference(b.y[1], row, ANCHORS, true), 1e-3, "scores", i, k);
        for (size_t n = 0; n < kept; n++)
            hold(difference(b.y[0] + n * FACE_BOXES_STEP * BOX_NUMBERS,
                            row + ANCHORS + n * BOX_NUMBERS, BOX_NUMBERS, true),
                 1e-3, "boxes", i, k);
    }
    bench_close(&b);
    image_free(&portrait);
    npy_close(&a);
}

static void the_detector_answers_as_recorded_by_every_path(void **state)
{
    (void)state;
    for_each_path(check_detector);
}

static void a_portrait_has_a_face_and_black_has_none(void **state)
{
    struct image portrait;
    struct bench b;
    (void)state;
    portrait_open(&portrait);
    bench_open(&b, &mesh, cpu_best_kernels());
    face_input(3, &portrait, mesh.side, mesh.low, mesh.high, b.x);
    bench_run(&b);
    assert_true(b.y[1][0] > 0.0f);
    face_input(0, &portrait, mesh.side, mesh.low, mesh.high, b.x);
    bench_run(&b);
    assert_true(b.y[1][0] < 0.0f);
    bench_close(&b);
    image_free(&portrait);
}

/* ---- the answers in MIEN_ORACLES ---- */

/* oracle/NAME.npy of numbers of `type`. */
static const void *oracle(struct npy *a, const char *name, enum npy_type type, size_t row)
{
    struct mien_error e = {.text = ""};
    char path[512];
    snprintf(path, sizeof path, "%s/oracle/%s.npy", getenv("MIEN_ORACLES"), name);
    if (npy_open(a, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(a->type, type);
    assert_int_equal(a->count, a->shape[0] * row);
    return a->data;
}

/* Prints the largest difference of each output over the pictures, and holds each picture to the
 * limits. */
static void check_oracle(const struct network *n, const char *name, const double limits[2],
                         bool relative, const struct mien_kernels *k)
{
    struct npy in, out[2];
    struct bench b;
    char file[64];
    double most[2] = {0, 0};
    bench_open(&b, n, k);
    const size_t width = b.model.input_width;
    snprintf(file, sizeof file, "%s.in", name);
    const uint8_t *pixels = oracle(&in, file, NPY_U8, width);
    const float *expected[2];
    for (int o = 0; o < 2; o++) {
        snprintf(file, sizeof file, "%s.out%d", name, o);
        expected[o] = oracle(&out[o], file, NPY_F32, n->counts[o]);
    }
    for (size_t i = 0; i < in.shape[0]; i++) {
        for (size_t p = 0; p < width; p++)
            b.x[p] = n->low + (n->high - n->low) * ((float)pixels[i * width + p] / 255.0f);
        bench_run(&b);
        for (int o = 0; o < 2; o++) {
            const double d = difference(b.y[o], expected[o] + i * n->counts[o], n->counts[o],
                                        relative || o == 1);
            most[o] = fmax(most[o], d);
            hold(d, limits[o], n->names[o], (int)i, k);
        }
    }
    print_message("%s by %s: %s within %.2g, %s within %.2g, %d pictures\n", name, k->name,
                  n->names[0], most[0], n->names[1], most[1], (int)in.shape[0]);
    npy_close(&in);
    npy_close(&out[0]);
    npy_close(&out[1]);
    bench_close(&b);
}

static void check_oracles(const struct mien_kernels *k)
{
    check_oracle(&mesh, "face_mesh", (const double[]){0.02, 1e-3}, false, k);
    check_oracle(&detector, "face_detection", (const double[]){1e-3, 1e-3}, true, k);
}

static void oracles_hold_by_every_path(void **state)
{
    (void)state;
    if (!getenv("MIEN_ORACLES"))
        skip();
    for_each_path(check_oracles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mesh_answers_as_recorded_by_every_path),
        cmocka_unit_test(the_detector_answers_as_recorded_by_every_path),
        cmocka_unit_test(a_portrait_has_a_face_and_black_has_none),
        cmocka_unit_test(oracles_hold_by_every_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
