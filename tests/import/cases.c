/* cases.c - see cases.h. */
#include "tests/import/cases.h"

#include "trainer/import/tflite.h"

static void make_conv_same(struct tiny *t)
{
    tiny_start(t, 1, 7, 6, 3);
    const int32_t y = tiny_conv(t, t->input, 3, 3, 10, 2, TINY_SAME, TINY_RELU);
    tiny_output(t, tiny_conv(t, y, 2, 4, 3, 1, TINY_SAME, TINY_NONE), "y");
}

static void make_conv_valid(struct tiny *t)
{
    tiny_start(t, 2, 9, 11, 2);
    tiny_output(t, tiny_conv(t, t->input, 5, 3, 9, 3, TINY_VALID, TINY_NONE), "y");
}

static void make_depthwise(struct tiny *t)
{
    tiny_start(t, 3, 6, 5, 9);
    const int32_t y = tiny_depthwise(t, t->input, 3, 2, TINY_SAME, TINY_NONE);
    const int32_t z = tiny_depthwise(t, tiny_prelu(t, y), 2, 1, TINY_VALID, TINY_NONE);
    tiny_output(t, tiny_simple(t, z, TFLITE_RELU), "y");
}

/* The two kinds of blocks of MediaPipe's face networks, the residual padded in front of the
 * convolution or pooled behind it. */
static void make_blocks(struct tiny *t)
{
    static const int32_t padding[8] = {0, 0, 0, 0, 0, 0, 0, 5};
    const int32_t a =
        tiny_simple(t, tiny_conv(t, t->input, 3, 3, 7, 1, TINY_SAME, TINY_NONE), TFLITE_RELU);
    const int32_t padded = tiny_pad(t, a, padding);
    const int32_t b = tiny_depthwise(t, a, 3, 1, TINY_SAME, TINY_NONE);
    const int32_t c = tiny_conv(t, b, 1, 1, 12, 1, TINY_SAME, TINY_NONE);
    const int32_t d = tiny_prelu(t, tiny_add(t, padded, c, TINY_NONE));
    const int32_t e = tiny_depthwise(t, d, 3, 2, TINY_SAME, TINY_NONE);
    const int32_t f = tiny_conv(t, e, 1, 1, 12, 1, TINY_SAME, TINY_NONE);
    const int32_t g = tiny_pool(t, d, 2, 2, TINY_SAME, false, TINY_NONE);
    tiny_output(t, tiny_add(t, f, g, TINY_RELU), "block");
    tiny_output(t, tiny_conv(t, d, 1, 1, 2, 1, TINY_VALID, TINY_NONE), "score");
}

static void make_blocks_whole(struct tiny *t)
{
    tiny_start(t, 4, 8, 8, 3);
    make_blocks(t);
}

static void make_blocks_half(struct tiny *t)
{
    tiny_start(t, 5, 8, 8, 3);
    t->half = true;
    make_blocks(t);
}

/* What is read twice, or is an output, stays an operator of its own. */
static void make_kept(struct tiny *t)
{
    tiny_start(t, 6, 4, 4, 5);
    const int32_t a = tiny_conv(t, t->input, 1, 1, 5, 1, TINY_SAME, TINY_NONE);
    const int32_t b = tiny_add(t, a, t->input, TINY_NONE);
    tiny_output(t, tiny_simple(t, b, TFLITE_RELU), "sum");
    tiny_output(t, a, "conv");
    const int32_t c = tiny_depthwise(t, b, 3, 1, TINY_SAME, TINY_RELU);
    tiny_output(t, tiny_conv(t, c, 1, 1, 3, 1, TINY_SAME, TINY_NONE), "late");
}

static void make_pads_and_pools(struct tiny *t)
{
    static const int32_t padding[8] = {0, 0, 1, 2, 0, 1, 2, 1};
    tiny_start(t, 7, 6, 7, 5);
    const int32_t y = tiny_pad(t, t->input, padding);
    const int32_t z = tiny_pool(t, y, 3, 2, TINY_SAME, true, TINY_RELU);
    tiny_output(t, z, "average");
    tiny_output(t, tiny_pool(t, z, 3, 1, TINY_VALID, false, TINY_NONE), "largest");
}

/* A detector's heads: two scales, reshaped and joined. */
static void make_heads(struct tiny *t)
{
    tiny_start(t, 8, 4, 4, 5);
    const int32_t small = tiny_pool(t, t->input, 2, 2, TINY_SAME, false, TINY_NONE);
    const int32_t a = tiny_conv(t, t->input, 1, 1, 6, 1, TINY_SAME, TINY_NONE);
    const int32_t b = tiny_conv(t, small, 3, 3, 9, 1, TINY_SAME, TINY_NONE);
    const int32_t rows[2] = {tiny_reshape(t, a, 3, (const int32_t[]){1, 32, 3}),
                             tiny_reshape(t, b, 3, (const int32_t[]){1, 12, 3})};
    tiny_output(t, tiny_concat(t, rows, 2, 1), "boxes");
    const int32_t pixels[2] = {t->input, a};
    tiny_output(t, tiny_simple(t, tiny_concat(t, pixels, 2, -1), TFLITE_LOGISTIC), "pixels");
}

static void make_classifier(struct tiny *t)
{
    tiny_start(t, 9, 3, 3, 5);
    t->half = true;
    const int32_t y = tiny_dense(t, t->input, 7, TINY_RELU);
    const int32_t z = tiny_simple(t, tiny_dense(t, y, 11, TINY_NONE), TFLITE_TANH);
    tiny_output(t, tiny_softmax(t, tiny_dense(t, z, 4, TINY_NONE)), "classes");
}

static void make_activations(struct tiny *t)
{
    tiny_start(t, 10, 4, 6, 5);
    const int32_t a = tiny_pool(t, t->input, 2, 2, TINY_VALID, false, TINY_NONE);
    const int32_t b = tiny_pool(t, t->input, 2, 2, TINY_VALID, true, TINY_NONE);
    const int32_t sum = tiny_add(t, a, b, TINY_RELU);
    tiny_output(t, tiny_simple(t, sum, TFLITE_HARD_SWISH), "swish");
    tiny_output(t, tiny_prelu(t, a), "prelu");
    tiny_output(t, tiny_simple(t, tiny_add(t, b, sum, TINY_NONE), TFLITE_TANH), "tanh");
    tiny_output(t, tiny_simple(t, tiny_simple(t, b, TFLITE_LOGISTIC), TFLITE_RELU), "logistic");
}

const struct import_case import_cases[] = {
    {"conv-same", make_conv_same, "conv conv"},
    {"conv-valid", make_conv_valid, "conv"},
    {"depthwise", make_depthwise, "depthwise activate depthwise"},
    {"blocks", make_blocks_whole, "conv separable pool separable conv"},
    {"blocks-half", make_blocks_half, "conv separable pool separable conv"},
    {"kept", make_kept, "conv add activate depthwise conv"},
    {"pads-and-pools", make_pads_and_pools, "pad pool activate pool"},
    {"heads", make_heads, "pool conv conv reshape reshape concat concat activate"},
    {"classifier", make_classifier, "reshape dense dense dense softmax"},
    {"activations", make_activations, "pool pool add activate activate add activate activate"},
};
const int import_case_count = sizeof import_cases / sizeof *import_cases;

void import_case_input(float *x, size_t size)
{
    struct rng r = rng_seed(1234);
    for (size_t i = 0; i < size; i++)
        x[i] = 2.0f * rng_float(&r) - 1.0f;
}
