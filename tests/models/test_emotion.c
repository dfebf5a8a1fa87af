/* test_emotion.c - the shipped models of emotions, of landmarks and of pictures, read the shipped
 * portrait: she smiles. Their accuracy is measured on sets that are not shipped
 * (experiments/README.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "runtime/face/mien_face.h"
#include "runtime/host/emotion.h"
#include "runtime/host/face_networks.h"
#include "runtime/host/image/image.h"

/* What the model in `file` says to the face. */
static void expect_happy(const char *file, const struct mien_picture *picture,
                         const struct mien_face *face)
{
    struct mien_error e = {0};
    struct model model;
    struct emotion emotion;
    float p[256];
    assert_int_equal(model_open(&model, file, &e), 0);
    assert_int_equal(emotion_open(&emotion, &model, file, &e), 0);
    emotion_read(&emotion, picture, face->landmarks[0], p);
    const int32_t top = mien_argmax(p, (int32_t)model.classes);
    assert_string_equal(model.class_names[top], "happy");
    assert_true(p[top] > 0.9f);
    emotion_close(&emotion);
    model_free(&model);
}

static void the_portrait_is_read_as_happy(void **state)
{
    static const char *const files[] = {"models/emotion.safetensors", "models/cnn_tiny.safetensors",
                                        "models/cnn_small.safetensors",
                                        "models/cnn_base.safetensors"};
    struct mien_error e = {0};
    struct face_networks networks;
    struct image image = {0};
    (void)state;
    assert_int_equal(face_networks_open(&networks, &e), 0);
    assert_int_equal(image_read(&image, "datasets/portraits/collins.jpg", 3, &e), 0);
    const struct mien_faces_options o =
        mien_faces_defaults(&networks.detector.graph, &networks.mesh.graph);
    void *memory = malloc(mien_faces_memory(&o));
    struct mien_faces *faces = mien_faces_init(&o, memory);
    const struct mien_picture picture = {image.data, (int32_t)image.width, (int32_t)image.height, 3,
                                         (ptrdiff_t)image.width * 3};
    assert_int_equal(mien_faces_find(faces, &picture), 1);
    for (size_t k = 0; k < sizeof files / sizeof *files; k++)
        expect_happy(files[k], &picture, mien_faces_get(faces, 0));
    free(memory);
    image_free(&image);
    face_networks_close(&networks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_portrait_is_read_as_happy)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
