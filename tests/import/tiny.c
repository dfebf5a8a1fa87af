/* tiny.c - see tiny.h. Flatbuffers are written front to back here: parents before children, whose
 * offsets are filled in when they are known. */
#include "tests/import/tiny.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/half.h"
#include "trainer/import/tflite.h"

/* ---- networks ---- */

void tiny_start(struct tiny *t, uint64_t seed, int32_t h, int32_t w, int32_t c)
{
    *t = (struct tiny){.rng = rng_seed(seed)};
    t->input = tiny_tensor(t, TFLITE_FLOAT32, 4, (const int32_t[]){1, h, w, c});
    t->tensors[t->input].name = "input";
}

void tiny_free(struct tiny *t)
{
    for (int32_t i = 0; i < t->tensor_count; i++)
        free(t->tensors[i].data);
    *t = (struct tiny){0};
}

int32_t tiny_tensor(struct tiny *t, int32_t type, int32_t dimensions, const int32_t *shape)
{
    struct tiny_tensor *n = &t->tensors[t->tensor_count];
    *n = (struct tiny_tensor){.type = type, .dimensions = dimensions};
    memcpy(n->shape, shape, (size_t)dimensions * sizeof *shape);
    return t->tensor_count++;
}

static int32_t constant(struct tiny *t, int32_t type, int32_t dimensions, const int32_t *shape,
                        uint32_t bytes)
{
    const int32_t tensor = tiny_tensor(t, type, dimensions, shape);
    struct tiny_tensor *n = &t->tensors[tensor];
    n->bytes = bytes;
    for (int32_t i = 0; i < dimensions; i++)
        n->bytes *= (uint32_t)shape[i];
    n->data = calloc(1, n->bytes);
    return tensor;
}

/* `pairs` > 0: shape [pairs, 2] instead of [count]. */
int32_t tiny_integers(struct tiny *t, int32_t count, const int32_t *values, int32_t pairs)
{
    const int32_t shape[] = {pairs ? pairs : count, 2};
    const int32_t tensor = constant(t, TFLITE_INT32, pairs ? 2 : 1, shape, 4);
    memcpy(t->tensors[tensor].data, values, t->tensors[tensor].bytes);
    return tensor;
}

int32_t tiny_floats(struct tiny *t, int32_t dimensions, const int32_t *shape)
{
    const uint32_t bytes = t->half ? 2 : 4;
    const int32_t stored =
        constant(t, t->half ? TFLITE_FLOAT16 : TFLITE_FLOAT32, dimensions, shape, bytes);
    uint8_t *data = t->tensors[stored].data;
    for (uint32_t i = 0; i < t->tensors[stored].bytes / bytes; i++) {
        const float value = rng_float(&t->rng) - 0.5f;
        const uint16_t half = half_from_float(value);
        memcpy(data + i * bytes, t->half ? (const void *)&half : (const void *)&value, bytes);
    }
    if (!t->half)
        return stored;
    const int32_t opened = tiny_tensor(t, TFLITE_FLOAT32, dimensions, shape);
    tiny_operator(t, TFLITE_DEQUANTIZE, stored, opened)->version = 2;
    return opened;
}

struct tiny_operator *tiny_operator(struct tiny *t, int32_t code, int32_t input, int32_t output)
{
    struct tiny_operator *o = &t->operators[t->operator_count++];
    *o = (struct tiny_operator){
        .code = code, .version = 1, .inputs = {input}, .input_count = 1, .output = output};
    return o;
}

static void options(struct tiny_operator *o, int32_t type, int32_t count, const int32_t *values)
{
    o->options_type = type;
    o->option_count = count;
    memcpy(o->options, values, (size_t)count * sizeof *values);
}

/* A tensor [1, h, w, c]. */
static int32_t image(struct tiny *t, int32_t h, int32_t w, int32_t c)
{
    return tiny_tensor(t, TFLITE_FLOAT32, 4, (const int32_t[]){1, h, w, c});
}

static int32_t steps(int32_t in, int32_t size, int32_t step, int32_t padding)
{
    return padding == TINY_SAME ? (in + step - 1) / step : (in - size) / step + 1;
}

/* Operators are appended when all their inputs have been. */
static void weighted(struct tiny_operator *o, int32_t weight, int32_t bias)
{
    o->inputs[1] = weight;
    o->inputs[2] = bias;
    o->input_count = 3;
}

int32_t tiny_conv(struct tiny *t, int32_t x, int32_t h, int32_t w, int32_t channels, int32_t step,
                  int32_t padding, int32_t activation)
{
    const int32_t *in = t->tensors[x].shape;
    const int32_t weight = tiny_floats(t, 4, (const int32_t[]){channels, h, w, in[3]});
    const int32_t bias = tiny_floats(t, 1, &channels);
    const int32_t y =
        image(t, steps(in[1], h, step, padding), steps(in[2], w, step, padding), channels);
    struct tiny_operator *o = tiny_operator(t, TFLITE_CONV_2D, x, y);
    weighted(o, weight, bias);
    options(o, 1, 6, (const int32_t[]){padding, step, step, activation, 1, 1});
    return y;
}

int32_t tiny_depthwise(struct tiny *t, int32_t x, int32_t size, int32_t step, int32_t padding,
                       int32_t activation)
{
    const int32_t *in = t->tensors[x].shape;
    const int32_t weight = tiny_floats(t, 4, (const int32_t[]){1, size, size, in[3]});
    const int32_t bias = tiny_floats(t, 1, &in[3]);
    const int32_t y =
        image(t, steps(in[1], size, step, padding), steps(in[2], size, step, padding), in[3]);
    struct tiny_operator *o = tiny_operator(t, TFLITE_DEPTHWISE_CONV_2D, x, y);
    weighted(o, weight, bias);
    options(o, 2, 7, (const int32_t[]){padding, step, step, 1, activation, 1, 1});
    return y;
}

int32_t tiny_pool(struct tiny *t, int32_t x, int32_t size, int32_t step, int32_t padding,
                  bool average, int32_t activation)
{
    const int32_t *in = t->tensors[x].shape;
    const int32_t y =
        image(t, steps(in[1], size, step, padding), steps(in[2], size, step, padding), in[3]);
    options(tiny_operator(t, average ? TFLITE_AVERAGE_POOL_2D : TFLITE_MAX_POOL_2D, x, y), 5, 6,
            (const int32_t[]){padding, step, step, size, size, activation});
    return y;
}

static int32_t alike(struct tiny *t, int32_t x)
{
    return tiny_tensor(t, TFLITE_FLOAT32, t->tensors[x].dimensions, t->tensors[x].shape);
}

int32_t tiny_add(struct tiny *t, int32_t a, int32_t b, int32_t activation)
{
    const int32_t y = alike(t, a);
    struct tiny_operator *o = tiny_operator(t, TFLITE_ADD, a, y);
    o->inputs[1] = b;
    o->input_count = 2;
    options(o, 11, 1, &activation);
    return y;
}

int32_t tiny_simple(struct tiny *t, int32_t x, int32_t code)
{
    const int32_t y = alike(t, x);
    tiny_operator(t, code, x, y);
    return y;
}

int32_t tiny_prelu(struct tiny *t, int32_t x)
{
    const int32_t slope = tiny_floats(t, 3, (const int32_t[]){1, 1, t->tensors[x].shape[3]});
    const int32_t y = alike(t, x);
    struct tiny_operator *o = tiny_operator(t, TFLITE_PRELU, x, y);
    o->inputs[1] = slope;
    o->input_count = 2;
    return y;
}

int32_t tiny_pad(struct tiny *t, int32_t x, const int32_t padding[8])
{
    const int32_t *in = t->tensors[x].shape;
    const int32_t list = tiny_integers(t, 8, padding, 4);
    const int32_t y = image(t, in[1] + padding[2] + padding[3], in[2] + padding[4] + padding[5],
                            in[3] + padding[6] + padding[7]);
    struct tiny_operator *o = tiny_operator(t, TFLITE_PAD, x, y);
    o->inputs[1] = list;
    o->input_count = 2;
    o->options_type = 22;
    return y;
}

int32_t tiny_reshape(struct tiny *t, int32_t x, int32_t dimensions, const int32_t *shape)
{
    const int32_t list = tiny_integers(t, dimensions, shape, 0);
    const int32_t y = tiny_tensor(t, TFLITE_FLOAT32, dimensions, shape);
    struct tiny_operator *o = tiny_operator(t, TFLITE_RESHAPE, x, y);
    o->inputs[1] = list;
    o->input_count = 2;
    o->options_type = 17;
    return y;
}

int32_t tiny_concat(struct tiny *t, const int32_t *x, int32_t count, int32_t axis)
{
    const int32_t y = alike(t, x[0]);
    const int32_t side = axis < 0 ? axis + t->tensors[y].dimensions : axis;
    struct tiny_operator *o = tiny_operator(t, TFLITE_CONCATENATION, x[0], y);
    for (int32_t i = 1; i < count; i++) {
        o->inputs[i] = x[i];
        t->tensors[y].shape[side] += t->tensors[x[i]].shape[side];
    }
    o->input_count = count;
    options(o, 10, 2, (const int32_t[]){axis, TINY_NONE});
    return y;
}

int32_t tiny_dense(struct tiny *t, int32_t x, int32_t outputs, int32_t activation)
{
    int32_t inputs = 1;
    for (int32_t i = 0; i < t->tensors[x].dimensions; i++)
        inputs *= t->tensors[x].shape[i];
    const int32_t weight = tiny_floats(t, 2, (const int32_t[]){outputs, inputs});
    const int32_t bias = tiny_floats(t, 1, &outputs);
    const int32_t y = tiny_tensor(t, TFLITE_FLOAT32, 2, (const int32_t[]){1, outputs});
    struct tiny_operator *o = tiny_operator(t, TFLITE_FULLY_CONNECTED, x, y);
    weighted(o, weight, bias);
    options(o, 8, 2, (const int32_t[]){activation, 0});
    return y;
}

int32_t tiny_softmax(struct tiny *t, int32_t x)
{
    const float beta = 1.0f;
    int32_t bits;
    memcpy(&bits, &beta, sizeof bits);
    const int32_t y = alike(t, x);
    options(tiny_operator(t, TFLITE_SOFTMAX, x, y), 9, 1, &bits);
    return y;
}

void tiny_output(struct tiny *t, int32_t x, const char *name)
{
    t->tensors[x].name = name;
    t->outputs[t->output_count++] = x;
}

/* ---- flatbuffers ---- */

enum { FILE_BYTES = 1 << 18 };

struct writer {
    uint8_t *bytes; /* [FILE_BYTES], zeros behind `size` */
    size_t size;
};

static void align(struct writer *w, size_t to)
{
    w->size = (w->size + to - 1) / to * to;
}

static void set(struct writer *w, size_t at, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        w->bytes[at + (size_t)i] = (uint8_t)(value >> 8 * i);
}

static void link(struct writer *w, size_t at, size_t target)
{
    set(w, at, (uint32_t)(target - at), 4);
}

/* A table of `fields` fields, each with four bytes of room; the list of them stands in front. */
static size_t table(struct writer *w, uint32_t fields)
{
    align(w, 4);
    w->size += fields % 2 * 2; /* so that the table behind the list starts at a multiple of 4 */
    const size_t list = w->size, at = list + 4 + 2 * fields;
    set(w, list, 4 + 2 * fields, 2);
    set(w, list + 2, 4 + 4 * fields, 2);
    for (uint32_t i = 0; i < fields; i++)
        set(w, list + 4 + 2 * i, 4 + 4 * i, 2);
    set(w, at, (uint32_t)(at - list), 4);
    w->size = at + 4 + 4 * fields;
    return at;
}

/* Where field i of a table lies. */
static size_t field(size_t at, uint32_t i)
{
    return at + 4 + 4 * i;
}

/* A vector whose elements start at a multiple of 16; field i of the table leads to it. Returns
 * where the elements start. */
static size_t vector(struct writer *w, size_t owner, uint32_t i, uint32_t count, uint32_t bytes,
                     const void *data)
{
    w->size += 4;
    align(w, 16);
    const size_t at = w->size;
    link(w, field(owner, i), at - 4);
    set(w, at - 4, count, 4);
    if (data && count)
        memcpy(w->bytes + at, data, (size_t)count * bytes);
    w->size = at + (size_t)count * bytes;
    return at;
}

static void text(struct writer *w, size_t owner, uint32_t i, const char *s)
{
    vector(w, owner, i, (uint32_t)strlen(s), 1, s);
    w->size++; /* flatbuffers end their strings with a zero */
}

static void write_codes(struct writer *w, const struct tiny *t, size_t model)
{
    const size_t list = vector(w, model, 1, (uint32_t)t->operator_count, 4, NULL);
    for (int32_t i = 0; i < t->operator_count; i++) {
        const struct tiny_operator *o = &t->operators[i];
        const size_t at = table(w, 4);
        link(w, list + 4 * (size_t)i, at);
        set(w, field(at, 0), o->code < 127 ? (uint32_t)o->code : 127, 1);
        text(w, at, 1, o->custom ? o->custom : "");
        set(w, field(at, 2), (uint32_t)o->version, 4);
        set(w, field(at, 3), (uint32_t)o->code, 4);
    }
}

static void write_operators(struct writer *w, const struct tiny *t, size_t graph)
{
    const size_t list = vector(w, graph, 3, (uint32_t)t->operator_count, 4, NULL);
    for (int32_t i = 0; i < t->operator_count; i++) {
        const struct tiny_operator *o = &t->operators[i];
        const size_t at = table(w, o->options_type ? 5 : 3);
        link(w, list + 4 * (size_t)i, at);
        set(w, field(at, 0), (uint32_t)i, 4);
        vector(w, at, 1, (uint32_t)o->input_count, 4, o->inputs);
        vector(w, at, 2, 1, 4, &o->output);
        if (!o->options_type)
            continue;
        const size_t options_at = table(w, (uint32_t)o->option_count);
        set(w, field(at, 3), (uint32_t)o->options_type, 1);
        link(w, field(at, 4), options_at);
        for (int32_t k = 0; k < o->option_count; k++)
            set(w, field(options_at, (uint32_t)k), (uint32_t)o->options[k], 4);
    }
}

/* Each tensor has a buffer of its own number. */
static void write_tensors(struct writer *w, const struct tiny *t, size_t graph, size_t model)
{
    const size_t tensors = vector(w, graph, 0, (uint32_t)t->tensor_count, 4, NULL);
    const size_t buffers = vector(w, model, 4, (uint32_t)t->tensor_count + 1, 4, NULL);
    link(w, buffers, table(w, 0));
    for (int32_t i = 0; i < t->tensor_count; i++) {
        const struct tiny_tensor *n = &t->tensors[i];
        const size_t at = table(w, 4), buffer = table(w, n->data ? 1 : 0);
        link(w, tensors + 4 * (size_t)i, at);
        link(w, buffers + 4 * (size_t)(i + 1), buffer);
        vector(w, at, 0, (uint32_t)n->dimensions, 4, n->shape);
        set(w, field(at, 1), (uint32_t)n->type, 1);
        set(w, field(at, 2), (uint32_t)i + 1, 4);
        text(w, at, 3, n->name ? n->name : "");
        if (n->data)
            vector(w, buffer, 0, n->bytes, 1, n->data);
    }
}

uint8_t *tiny_write(const struct tiny *t, size_t *size)
{
    struct writer w = {calloc(1, FILE_BYTES), 8};
    memcpy(w.bytes + 4, "TFL3", 4);
    const size_t model = table(&w, 5);
    link(&w, 0, model);
    set(&w, field(model, 0), 3, 4);
    write_codes(&w, t, model);
    text(&w, model, 3, "made by hand");
    const size_t graphs = vector(&w, model, 2, 1, 4, NULL), graph = table(&w, 4);
    link(&w, graphs, graph);
    write_tensors(&w, t, graph, model);
    vector(&w, graph, 1, 1, 4, &t->input);
    vector(&w, graph, 2, (uint32_t)t->output_count, 4, t->outputs);
    write_operators(&w, t, graph);
    *size = w.size;
    uint8_t *file = malloc(w.size); /* of exactly this size, for sanitizers to guard */
    memcpy(file, w.bytes, w.size);
    free(w.bytes);
    return file;
}
