/* record.c - writes recorded.txt: what TensorFlow Lite's own kernels answer for the networks of
 * cases.c. Not part of the build; with the TensorFlow Lite C library 2.9 (npm package
 * tfjs-tflite-node 0.0.2, folder package/cc_deps) in $TFLITE:
 *
 *     cc -D_GNU_SOURCE -I. -I$TFLITE/include tests/import/{record,cases,tiny}.c runtime/host/rng.c
 * \ $TFLITE/linux_amd64/libtensorflowlite_c.so -lm -o /tmp/record
 *     LD_LIBRARY_PATH=$TFLITE/linux_amd64 /tmp/record >tests/import/recorded.txt
 *
 * A line: the case, the output's number, how many numbers, the numbers. With a folder as argument
 * the networks themselves are written into it, as CASE.tflite. */
#include <stdio.h>
#include <stdlib.h>

#include "tensorflow/lite/c/c_api.h"
#include "tests/import/cases.h"

static int write_file(const char *folder, const char *name, const uint8_t *file, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.tflite", folder, name);
    FILE *f = fopen(path, "wb");
    return f && fwrite(file, 1, size, f) == size && fclose(f) == 0 ? 0 : 1;
}

static int record(const char *name, const uint8_t *file, size_t size)
{
    TfLiteInterpreter *it = TfLiteInterpreterCreate(TfLiteModelCreate(file, size), NULL);
    if (!it || TfLiteInterpreterAllocateTensors(it) != kTfLiteOk)
        return 1;
    TfLiteTensor *in = TfLiteInterpreterGetInputTensor(it, 0);
    import_case_input(TfLiteTensorData(in), TfLiteTensorByteSize(in) / sizeof(float));
    if (TfLiteInterpreterInvoke(it) != kTfLiteOk)
        return 1;
    for (int i = 0; i < TfLiteInterpreterGetOutputTensorCount(it); i++) {
        const TfLiteTensor *out = TfLiteInterpreterGetOutputTensor(it, i);
        const float *y = TfLiteTensorData(out);
        const size_t count = TfLiteTensorByteSize(out) / sizeof *y;
        printf("%s %d %zu", name, i, count);
        for (size_t k = 0; k < count; k++)
            printf(" %.7g", y[k]);
        printf("\n");
    }
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 0; i < import_case_count; i++) {
        struct tiny t;
        size_t size;
        import_cases[i].make(&t);
        uint8_t *file = tiny_write(&t, &size);
        if (argc > 1 ? write_file(argv[1], import_cases[i].name, file, size)
                     : record(import_cases[i].name, file, size)) {
            fprintf(stderr, "%s failed\n", import_cases[i].name);
            return 1;
        }
        tiny_free(&t);
    }
    return 0;
}
