/* record_faces.c - writes face_detector.npy and face_mesh.npy: what TensorFlow Lite's own kernels
 * answer for the pictures of face_inputs.h. Not part of the build; with the TensorFlow Lite C
 * library 2.9 (npm package tfjs-tflite-node 0.0.2, folder package/cc_deps) in $TFLITE, mien built
 * in build/, and the two networks as models/README.md tells:
 *
 *     cc -D_GNU_SOURCE -I. -I$TFLITE/include tests/models/record_faces.c \
 *         build/datasets/libmien_datasets.a build/runtime/host/libmien_host.a \
 *         $TFLITE/linux_amd64/libtensorflowlite_c.so -lcjson -lnettle -fopenmp -lm -o /tmp/record
 *     LD_LIBRARY_PATH=$TFLITE/linux_amd64 /tmp/record
 *
 * A row a picture: the mesh's 1404 landmarks and score; the detector's 896 scores and every 7th of
 * its boxes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/npy.h"
#include "tensorflow/lite/c/c_api.h"
#include "tests/models/face_inputs.h"

struct network {
    const char *file, *out;
    size_t size;
    float low, high;
    /* Which output stands first in a row, and of how many numbers each step of the other takes one
     * group of how many. */
    int first, second;
    size_t group, step;
};

static const struct network networks[] = {
    {"face_landmark.tflite", "tests/models/face_mesh.npy", 192, 0.0f, 1.0f, 0, 1, 1, 1},
    {"face_detection_short_range.tflite", "tests/models/face_detector.npy", 128, -1.0f, 1.0f, 1, 0,
     16, FACE_BOXES_STEP}};

static size_t copy_row(float *row, const TfLiteInterpreter *it, int output, size_t group,
                       size_t step)
{
    const TfLiteTensor *t = TfLiteInterpreterGetOutputTensor(it, output);
    const float *y = TfLiteTensorData(t);
    const size_t count = TfLiteTensorByteSize(t) / sizeof *y;
    size_t used = 0;
    for (size_t at = 0; at < count; at += group * step, used += group)
        memcpy(row + used, y + at, group * sizeof *y);
    return used;
}

static int record(const struct network *n, const struct image *portrait)
{
    TfLiteInterpreter *it = TfLiteInterpreterCreate(TfLiteModelCreateFromFile(n->file), NULL);
    float *rows = calloc(FACE_INPUTS * 8192, sizeof *rows);
    size_t width = 0;
    if (!it || !rows || TfLiteInterpreterAllocateTensors(it) != kTfLiteOk)
        return -1;
    for (int i = 0; i < FACE_INPUTS; i++) {
        float *x = TfLiteTensorData(TfLiteInterpreterGetInputTensor(it, 0));
        face_input(i, portrait, n->size, n->low, n->high, x);
        if (TfLiteInterpreterInvoke(it) != kTfLiteOk)
            return -1;
        float *row = rows + (size_t)i * width; /* the first row tells the width */
        width = copy_row(row, it, n->first, 1, 1);
        width += copy_row(row + width, it, n->second, n->group, n->step);
    }
    const uint64_t shape[] = {FACE_INPUTS, width};
    return npy_write(n->out, NPY_F32, 2, shape, rows, NULL);
}

int main(void)
{
    struct image portrait;
    if (image_read(&portrait, "tests/models/collins192.png", 3, NULL) != 0)
        return 1;
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        if (record(&networks[i], &portrait) != 0) {
            fprintf(stderr, "%s: failed\n", networks[i].file);
            return 1;
        }
    return 0;
}
