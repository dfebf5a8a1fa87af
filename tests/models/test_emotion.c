/* test_emotion.c - the shipped model of emotions reads the shipped portrait: she smiles. Its
 * accuracy is measured on a set that is too large to ship (experiments/README.md). */
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

static void the_portrait_is_read_as_happy(void **state)
{
    struct mien_error e = {0};
    struct face_networks networks;
    struct model model;
    struct emotion emotion;
    struct image image = {0};
    float p[256];
    (void)state;
    assert_int_equal(face_networks_open(&networks, &e), 0);
    assert_int_equal(model_open(&model, "models/emotion.safetensors", &e), 0);
    assert_int_equal(emotion_open(&emotion, &model, "models/emotion.safetensors", &e), 0);
    assert_int_equal(image_read(&image, "datasets/portraits/collins.jpg", 3, &e), 0);
    const struct mien_faces_options o =
        mien_faces_defaults(&networks.detector.graph, &networks.mesh.graph);
    void *memory = malloc(mien_faces_memory(&o));
    struct mien_faces *faces = mien_faces_init(&o, memory);
    const struct mien_picture picture = {image.data, (int32_t)image.width, (int32_t)image.height, 3,
                                         (ptrdiff_t)image.width * 3};
    assert_int_equal(mien_faces_find(faces, &picture), 1);
    emotion_read(&emotion, &picture, mien_faces_get(faces, 0)->landmarks[0], p);
    const int32_t top = mien_argmax(p, (int32_t)model.classes);
    assert_string_equal(model.class_names[top], "happy");
    assert_true(p[top] > 0.9f);
    free(memory);
    image_free(&image);
    emotion_close(&emotion);
    model_free(&model);
    face_networks_close(&networks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_portrait_is_read_as_happy)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
