/* test_faces.c - where the project's own models are looked for, and what a model of emotions is
 * given to read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/emotion.h"
#include "runtime/host/face_networks.h"
#include "runtime/host/file.h"
#include "runtime/host/home.h"
#include "tests/run/scratch.h"

static void home_is_the_named_folder_or_else_the_current_one(void **state)
{
    const char *folder = *state;
    char models[256], file[280], path[256];
    struct mien_error e;
    snprintf(models, sizeof models, "%s/models", folder);
    snprintf(file, sizeof file, "%s/a", models);
    assert_int_equal(file_make_folder(models, &e), 0);
    assert_int_equal(file_write(file, "x", 1, &e), 0);
    setenv("MIEN_HOME", folder, 1);
    assert_int_equal(home_path(path, sizeof path, "models/a", &e), 0);
    assert_string_equal(path, file);
    assert_false(home_has(path, sizeof path, "models/b"));
    assert_false(home_has(path, strlen(file), "models/a")); /* no room for its NUL */
    unsetenv("MIEN_HOME");
    assert_false(home_has(path, sizeof path, "models/a"));
    assert_true(home_has(path, sizeof path, "models/README.md"));
    setenv("MIEN_HOME", "", 1);
    assert_true(home_has(path, sizeof path, "models/README.md"));
}

static void what_is_not_at_home_is_named_with_what_to_do(void **state)
{
    char path[256];
    struct mien_error e;
    struct face_networks n;
    (void)state;
    setenv("MIEN_HOME", "/nowhere", 1);
    assert_int_equal(home_path(path, sizeof path, "models/a", &e), -1);
    assert_memory_equal(e.text, "/nowhere/models/a: not found", 28);
    assert_non_null(strstr(e.text, "MIEN_HOME"));
    assert_int_equal(face_networks_open(&n, &e), -1);
    assert_memory_equal(e.text, "/nowhere/" FACE_DETECTOR_FILE ": ", 43);
    assert_null(n.detector.nodes);
    unsetenv("MIEN_HOME");
}

/* A model whose probabilities tell numbers of its input apart: softmax over input[which[k]]. */
static void make_model(struct model *m, const char *kind, uint32_t points, uint32_t stride,
                       const uint32_t which[3])
{
    static const char *const names[] = {"a", "b", "c"};
    const uint32_t shape[3] = {points, stride, 1};
    struct mien_error e;
    float *weight = calloc((size_t)points * stride * 3, sizeof *weight);
    const float bias[3] = {0};
    for (int k = 0; k < 3; k++)
        weight[which[k] * 3 + (uint32_t)k] = 1.0f;
    assert_int_equal(model_init(m, "network", kind, shape, names, 3, &e), 0);
    assert_int_equal(model_end_features(m, &e), 0);
    const struct mien_dense dense = {weight, bias, (int32_t)(points * stride), 3, MIEN_LINEAR};
    assert_int_equal(model_add_dense(m, &dense, &e), 0);
    assert_int_equal(model_add_softmax(m, &e), 0);
    assert_int_equal(model_finish(m, &e), 0);
    free(weight);
}

/* Landmark i is at (i / 100, -i / 100), z 1000: of the three inputs the largest must win. */
static uint32_t answer(uint32_t points, uint32_t stride, const uint32_t which[3])
{
    float landmarks[MIEN_MESH_POINTS][3], p[3];
    struct model m;
    struct emotion r;
    struct mien_error e;
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        landmarks[i][0] = (float)i / 100.0f;
        landmarks[i][1] = -landmarks[i][0];
        landmarks[i][2] = 1000.0f;
    }
    make_model(&m, "landmarks", points, stride, which);
    assert_int_equal(emotion_open(&r, &m, "model", &e), 0);
    emotion_read(&r, NULL, landmarks[0], p);
    emotion_close(&r);
    model_free(&m);
    return p[0] > p[1] && p[0] > p[2] ? 0 : p[1] > p[2] ? 1 : 2;
}

/* Of the 68, the eighth (149 of the mesh) and the sixteenth (454). */
static void a_model_is_given_the_landmarks_it_takes(void **state)
{
    (void)state;
    assert_int_equal(answer(68, 2, (const uint32_t[]){2 * 6, 2 * 15, 2 * 15 + 1}), 1);
    assert_int_equal(answer(68, 2, (const uint32_t[]){2 * 1, 2 * 8, 2 * 15 + 1}), 0);
    assert_int_equal(answer(68, 3, (const uint32_t[]){3 * 6, 3 * 15, 3 * 15 + 2}), 2);
    assert_int_equal(answer(468, 2, (const uint32_t[]){2 * 100, 2 * 467, 2 * 467 + 1}), 1);
    assert_int_equal(answer(468, 3, (const uint32_t[]){3 * 100, 3 * 467 + 2, 3 * 467}), 1);
}

static void other_models_are_refused(void **state)
{
    static const struct {
        const char *kind;
        uint32_t points, stride;
    } cases[] = {{"vector", 68, 2},
                 {"landmarks", 67, 2},
                 {"landmarks", 68, 1},
                 {"image", 48, 32},
                 {"image", 257, 257}};
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct model m;
        struct emotion r;
        struct mien_error e;
        make_model(&m, cases[k].kind, cases[k].points, cases[k].stride,
                   (const uint32_t[]){0, 1, 2});
        assert_int_equal(emotion_open(&r, &m, "m.safetensors", &e), -1);
        assert_memory_equal(e.text, "m.safetensors: not a model of 68 or 468 landmarks", 49);
        emotion_close(&r);
        model_free(&m);
    }
}

#define SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH(home_is_the_named_folder_or_else_the_current_one),
        cmocka_unit_test(what_is_not_at_home_is_named_with_what_to_do),
        cmocka_unit_test(a_model_is_given_the_landmarks_it_takes),
        cmocka_unit_test(other_models_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
