/* tflite_builder.c - see tflite_builder.h. */
#include "trainer/import/tflite_builder.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/half.h"

int builder_refuse(const struct builder *b, int32_t i, const char *what)
{
    return tflite_refuse(b->file, i, b->error, "%s; mien has no operator for that", what);
}

/* ---- tensors and constants ---- */

bool builder_map(const struct tflite_tensor *t, struct mien_map *map)
{
    int32_t sides[3] = {1, 1, 1};
    for (int32_t i = 0; i < t->dimensions; i++) {
        const int32_t axis = i + 3 - t->dimensions;
        if (axis >= 0)
            sides[axis] = t->shape[i];
        else if (t->shape[i] != 1)
            return false;
    }
    *map = (struct mien_map){sides[0], sides[1], sides[2], sides[2]};
    return true;
}

int builder_ends(const struct builder *b, int32_t i, struct mien_map *in, struct mien_map *out)
{
    const struct tflite_operator *o = &b->file->operators[i];
    *in = *out = (struct mien_map){0};
    if (!builder_map(&b->file->tensors[o->inputs[0]], in) ||
        !builder_map(&b->file->tensors[o->output], out))
        return builder_refuse(b, i, "works on a batch of more than one");
    return 0;
}

/* Zeros that are freed with the node; NULL when out of memory. */
static float *hold(struct builder *b, size_t count)
{
    float *floats = calloc(count, sizeof *floats);
    if (floats)
        b->held[b->held_count++] = floats;
    else
        error_memory(b->error, "a network's arrays", count * sizeof *floats);
    return floats;
}

void builder_release(struct builder *b)
{
    while (b->held_count > 0)
        free(b->held[--b->held_count]);
}

static float number_at(const struct tflite_tensor *t, size_t i)
{
    uint16_t half;
    float value;
    if (t->type == TFLITE_FLOAT32) {
        memcpy(&value, t->data + i * sizeof value, sizeof value);
        return value;
    }
    memcpy(&half, t->data + i * sizeof half, sizeof half);
    return half_to_float(half);
}

/* Where operators share an array each has a copy of its own; a file cannot have them grow to more
 * numbers than it has bytes. */
float *builder_take(struct builder *b, int32_t i, uint32_t k, size_t outer, size_t inner)
{
    const struct tflite_tensor *t = tflite_constant(b->plan, b->file->operators[i].inputs[k]);
    if (!t) {
        tflite_refuse(b->file, i, b->error,
                      "computes its weights (input %u); mien needs a constant", k);
        return NULL;
    }
    if (t->count != outer * inner) {
        tflite_refuse(b->file, i, b->error, "has %zu numbers as input %u where it needs %zu",
                      t->count, k, outer * inner);
        return NULL;
    }
    b->taken += t->count;
    if (b->taken > b->file->size) {
        tflite_refuse(b->file, i, b->error,
                      "shares its arrays with too many others (they would grow to %zu numbers)",
                      b->taken);
        return NULL;
    }
    float *floats = hold(b, t->count);
    for (size_t o = 0; floats && o < outer; o++)
        for (size_t n = 0; n < inner; n++)
            floats[n * outer + o] = number_at(t, o * inner + n);
    return floats;
}

float *builder_bias(struct builder *b, int32_t i, int32_t count)
{
    const struct tflite_operator *o = &b->file->operators[i];
    if (o->input_count < 3 || o->inputs[2] < 0)
        return hold(b, (size_t)count);
    return builder_take(b, i, 2, 1, (size_t)count);
}

/* PReLU's slopes, one a channel, or one for all. */
static float *take_slope(struct builder *b, int32_t i, int32_t channels)
{
    const struct tflite_tensor *t = tflite_constant(b->plan, b->file->operators[i].inputs[1]);
    if (!t || t->count != 1)
        return builder_take(b, i, 1, 1, (size_t)channels);
    float *slope = hold(b, (size_t)channels);
    for (int32_t c = 0; slope && c < channels; c++)
        slope[c] = number_at(t, 0);
    return slope;
}

/* ---- nodes ---- */

int builder_value(const struct builder *b, int32_t i, int32_t tensor, int32_t *value)
{
    *value = b->value[tensor];
    if (*value < 0)
        return tflite_refuse(b->file, i, b->error,
                             "works on a constant (tensor %d); convert the network with constants "
                             "folded",
                             (int)tensor);
    return 0;
}

int32_t builder_add(struct builder *b, int32_t i, const struct mien_node *n)
{
    struct mien_error inner = {.text = ""};
    const int32_t value = model_add_node(b->model, n, &inner);
    if (value < 0)
        tflite_refuse(b->file, i, b->error, "does not fit mien's: %s", inner.text);
    return value;
}

int builder_make(struct builder *b, int32_t i, int32_t value)
{
    const int32_t tensor = b->file->operators[i].output;
    struct mien_map stated;
    if (value < 0)
        return -1;
    const struct mien_map *made = &b->model->values[value].map;
    if (!builder_map(&b->file->tensors[tensor], &stated) || made->h != stated.h ||
        made->w != stated.w || made->c != stated.c)
        return tflite_refuse(b->file, i, b->error,
                             "makes %d x %d x %d numbers, which is not what the file states",
                             (int)made->h, (int)made->w, (int)made->c);
    b->value[tensor] = value;
    return 0;
}

/* TensorFlow Lite's kernels leave a fused TANH undone, so no network means it. */
int builder_fused(const struct builder *b, int32_t i, enum mien_activation *a)
{
    static const char *const names[] = {"none",  "RELU", "RELU_N1_TO_1",
                                        "RELU6", "TANH", "SIGN_BIT"};
    const int32_t code = tflite_fused(&b->file->operators[i]);
    const bool named = code >= 0 && code < (int32_t)(sizeof names / sizeof *names);
    *a = code == 1 ? MIEN_RELU : MIEN_LINEAR;
    if (code != 0 && code != 1)
        return tflite_refuse(b->file, i, b->error,
                             "ends with activation %d (%s), which mien does not know", (int)code,
                             named ? names[code] : "of a later schema");
    return 0;
}

int builder_activation(struct builder *b, const struct tflite_chain *c, int32_t channels,
                       enum mien_activation *a, const float **slope)
{
    static const struct {
        int32_t code;
        enum mien_activation activation;
    } operators[] = {{TFLITE_RELU, MIEN_RELU},
                     {TFLITE_LOGISTIC, MIEN_LOGISTIC},
                     {TFLITE_TANH, MIEN_TANH},
                     {TFLITE_HARD_SWISH, MIEN_HARD_SWISH}};
    *slope = NULL;
    if (c->activation < 0)
        return builder_fused(b, c->add >= 0 ? c->add : c->main, a);
    const int32_t code = b->file->operators[c->activation].code;
    *a = MIEN_LINEAR;
    for (size_t k = 0; k < sizeof operators / sizeof *operators; k++)
        if (operators[k].code == code)
            *a = operators[k].activation;
    if (code == TFLITE_PRELU && !(*slope = take_slope(b, c->activation, channels)))
        return -1;
    return 0;
}

/* What a window needs in front of the input along one axis, -1 where the output has another size
 * than the padding gives it. */
static int32_t padding_before(int32_t padding, int32_t in, int32_t out, int32_t size, int32_t step)
{
    enum { SAME, VALID };
    const int64_t covered = (int64_t)(out - 1) * step + size;
    if (padding == SAME && out == (in - 1) / step + 1)
        return covered > in ? (int32_t)((covered - in) / 2) : 0;
    return padding == VALID && in >= size && out == (in - size) / step + 1 ? 0 : -1;
}

int builder_window(const struct builder *b, int32_t i, int32_t h, int32_t w,
                   struct mien_window *window)
{
    const int32_t *options = b->file->operators[i].options;
    const int32_t step = options[WINDOW_STRIDE_H], padding = options[WINDOW_PADDING];
    struct mien_map in, out;
    if (builder_ends(b, i, &in, &out) != 0)
        return -1;
    if (options[WINDOW_STRIDE_W] != step || step < 1 || h < 1 || w < 1)
        return tflite_refuse(b->file, i, b->error,
                             "has a window of %d x %d in steps of %d and %d; mien knows one step "
                             "for both sides",
                             (int)h, (int)w, (int)step, (int)options[WINDOW_STRIDE_W]);
    *window = (struct mien_window){h, w, step, padding_before(padding, in.h, out.h, h, step),
                                   padding_before(padding, in.w, out.w, w, step)};
    if (window->top < 0 || window->left < 0)
        return tflite_refuse(b->file, i, b->error,
                             "makes %d x %d of %d x %d pixels, which its window does not",
                             (int)out.h, (int)out.w, (int)in.h, (int)in.w);
    return 0;
}
