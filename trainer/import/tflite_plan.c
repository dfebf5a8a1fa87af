/* tflite_plan.c - see tflite_plan.h. */
#include "trainer/import/tflite_plan.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What operators take: inputs, and where among the options a fused activation is (-1: none). */
static const struct kind {
    int32_t code;
    uint32_t least, most;
    int32_t fused;
} kinds[] = {
    {TFLITE_ADD, 2, 2, 0},
    {TFLITE_AVERAGE_POOL_2D, 1, 1, 5},
    {TFLITE_CONCATENATION, 1, MIEN_CONCAT_MAX, 1},
    {TFLITE_CONV_2D, 2, 3, 3},
    {TFLITE_DEPTHWISE_CONV_2D, 2, 3, 4},
    {TFLITE_DEQUANTIZE, 1, 1, -1},
    {TFLITE_FULLY_CONNECTED, 2, 3, 0},
    {TFLITE_LOGISTIC, 1, 1, -1},
    {TFLITE_MAX_POOL_2D, 1, 1, 5},
    {TFLITE_RELU, 1, 1, -1},
    {TFLITE_RESHAPE, 1, 2, -1},
    {TFLITE_SOFTMAX, 1, 1, -1},
    {TFLITE_TANH, 1, 1, -1},
    {TFLITE_PAD, 2, 2, -1},
    {TFLITE_PRELU, 2, 2, -1},
    {TFLITE_HARD_SWISH, 1, 1, -1},
};

static const struct kind *kind_of(int32_t code)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].code == code)
            return &kinds[i];
    return NULL;
}

int32_t tflite_fused(const struct tflite_operator *o)
{
    const int32_t option = kind_of(o->code)->fused;
    return option < 0 ? 0 : o->options[option];
}

int tflite_refuse(const struct tflite *t, int32_t operator_index, struct mien_error *e,
                  const char *format, ...)
{
    char what[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return error_set(e, t->path, 0, "operator %d (%s) %s", (int)operator_index,
                     tflite_operator_name(t->operators[operator_index].code), what);
}

static int unknown(const struct tflite *t, int32_t i, struct mien_error *e)
{
    const struct tflite_operator *o = &t->operators[i];
    char custom[64] = "";
    for (int k = 0; k < o->custom.size && k < (int)sizeof custom - 1; k++)
        custom[k] = o->custom.at[k] > ' ' && o->custom.at[k] < 127 ? o->custom.at[k] : '?';
    return error_set(e, t->path, 0,
                     "operator %d is %s%s%s (code %d), which mien does not know; convert the "
                     "network without it",
                     (int)i, tflite_operator_name(o->code), custom[0] ? " " : "", custom,
                     (int)o->code);
}

/* ---- who makes and reads what ---- */

static bool is_float(const struct tflite_tensor *t)
{
    return t->type == TFLITE_FLOAT32 || (t->type == TFLITE_FLOAT16 && t->data);
}

const struct tflite_tensor *tflite_constant(const struct tflite_plan *p, int32_t tensor)
{
    const struct tflite *t = p->file;
    if (tensor >= 0 && p->maker[tensor] >= 0 &&
        t->operators[p->maker[tensor]].code == TFLITE_DEQUANTIZE)
        tensor = t->operators[p->maker[tensor]].inputs[0];
    return tensor >= 0 && t->tensors[tensor].data ? &t->tensors[tensor] : NULL;
}

/* Input k of operator i must be there when it runs, and of numbers that mien reads. */
static int check_input(const struct tflite_plan *p, int32_t i, uint32_t k, struct mien_error *e)
{
    const struct tflite *t = p->file;
    const struct tflite_operator *o = &t->operators[i];
    const int32_t tensor = o->inputs[k];
    if (tensor < 0)
        return k < 2 ? tflite_refuse(t, i, e, "lacks input %u; convert the network again", k) : 0;
    const bool integers = k == 1 && (o->code == TFLITE_PAD || o->code == TFLITE_RESHAPE);
    if (!integers && !is_float(&t->tensors[tensor]))
        return tflite_refuse(t, i, e,
                             "reads numbers of type %s; convert the network to float32, or to "
                             "float16 weights, without quantization",
                             tflite_type_name(t->tensors[tensor].type));
    if (p->maker[tensor] < 0 && !t->tensors[tensor].data && tensor != t->input)
        return tflite_refuse(t, i, e, "reads tensor %d, which nothing before it makes",
                             (int)tensor);
    return 0;
}

static int check_operator(const struct tflite_plan *p, int32_t i, struct mien_error *e)
{
    const struct tflite *t = p->file;
    const struct tflite_operator *o = &t->operators[i];
    const struct kind *kind = kind_of(o->code);
    if (!kind)
        return unknown(t, i, e);
    if (o->input_count < kind->least || o->input_count > kind->most || o->output_count != 1)
        return tflite_refuse(t, i, e,
                             "has %u inputs and %u outputs; mien knows it with %u to %u "
                             "inputs and one output",
                             o->input_count, o->output_count, kind->least, kind->most);
    for (uint32_t k = 0; k < o->input_count; k++)
        if (check_input(p, i, k, e) != 0)
            return -1;
    if (o->code == TFLITE_DEQUANTIZE && !t->tensors[o->inputs[0]].data)
        return tflite_refuse(t, i, e,
                             "opens what is computed, not a constant; convert the network "
                             "without quantization");
    if (p->maker[o->output] >= 0 || t->tensors[o->output].data || o->output == t->input ||
        t->tensors[o->output].type != TFLITE_FLOAT32)
        return tflite_refuse(t, i, e, "makes tensor %d, which is not its own or not of float32",
                             (int)o->output);
    return 0;
}

/* Whether constants of floats are all of 16 bits. */
static void note_constants(struct tflite_plan *p, const struct tflite_operator *o, bool *whole)
{
    for (uint32_t k = 0; k < o->input_count; k++) {
        const struct tflite_tensor *t = tflite_constant(p, o->inputs[k]);
        if (t && t->type == TFLITE_FLOAT16)
            p->half = true;
        else if (t && t->type == TFLITE_FLOAT32)
            *whole = true;
    }
}

static int link_operators(struct tflite_plan *p, struct mien_error *e)
{
    const struct tflite *t = p->file;
    bool whole = false;
    for (int32_t i = 0; i < t->operator_count; i++) {
        const struct tflite_operator *o = &t->operators[i];
        if (check_operator(p, i, e) != 0)
            return -1;
        for (uint32_t k = 0; k < o->input_count; k++)
            if (o->inputs[k] >= 0) {
                p->reader[o->inputs[k]] = i;
                p->readers[o->inputs[k]]++;
            }
        note_constants(p, o, &whole);
        p->maker[o->output] = i;
    }
    for (int32_t i = 0; i < t->output_count; i++)
        p->readers[t->outputs[i]]++;
    p->half = p->half && !whole;
    return 0;
}

/* ---- what joins what ---- */

static bool same_shape(const struct tflite_tensor *a, const struct tflite_tensor *b)
{
    return a->dimensions == b->dimensions &&
           memcmp(a->shape, b->shape, (size_t)a->dimensions * sizeof *a->shape) == 0;
}

static bool is_activation(int32_t code)
{
    return code == TFLITE_RELU || code == TFLITE_PRELU || code == TFLITE_LOGISTIC ||
           code == TFLITE_TANH || code == TFLITE_HARD_SWISH;
}

/* mien's convolutions alone have slopes. */
static bool takes_activation(const struct tflite_plan *p, const struct tflite_chain *c,
                             const struct tflite_operator *activation)
{
    const int32_t code = p->file->operators[c->main].code;
    if (activation->code == TFLITE_PRELU)
        return code == TFLITE_CONV_2D && tflite_constant(p, activation->inputs[1]);
    return code == TFLITE_CONV_2D || code == TFLITE_DEPTHWISE_CONV_2D || code == TFLITE_ADD ||
           code == TFLITE_FULLY_CONNECTED;
}

static bool takes_residual(const struct tflite_plan *p, const struct tflite_operator *conv,
                           const struct tflite_operator *add)
{
    const struct tflite_tensor *tensors = p->file->tensors;
    const int32_t other = add->inputs[add->inputs[0] == conv->output];
    return same_shape(&tensors[conv->output], &tensors[add->output]) &&
           same_shape(&tensors[other], &tensors[add->output]) && !tflite_constant(p, other);
}

static bool is_pointwise(const struct tflite_plan *p, const struct tflite_operator *conv)
{
    const struct tflite_tensor *w = tflite_constant(p, conv->inputs[1]);
    return w && w->dimensions == 4 && w->shape[1] == 1 && w->shape[2] == 1 &&
           conv->options[WINDOW_STRIDE_W] == 1 && conv->options[WINDOW_STRIDE_H] == 1;
}

/* Operator j alone reads what i, the end of its chain so far, makes. */
static void join(struct tflite_plan *p, int32_t i, int32_t j)
{
    const struct tflite_operator *a = &p->file->operators[i], *b = &p->file->operators[j];
    const struct tflite_chain c = p->chains[i];
    if (tflite_fused(a) != 0 || c.activation >= 0)
        return;
    if (is_activation(b->code) && b->inputs[0] == a->output && takes_activation(p, &c, b)) {
        p->chains[j] = c;
        p->chains[j].activation = j;
    } else if (a->code == TFLITE_CONV_2D && b->code == TFLITE_ADD && p->chains[j].add < 0 &&
               takes_residual(p, a, b)) {
        p->chains[j] = c;
        p->chains[j].add = j;
    } else if (a->code == TFLITE_DEPTHWISE_CONV_2D && b->code == TFLITE_CONV_2D &&
               b->inputs[0] == a->output && is_pointwise(p, b)) {
        p->chains[j].depthwise = i;
    } else {
        return;
    }
    p->joins[i] = j;
}

int32_t tflite_padding(const struct tflite_plan *p, int32_t operator_index, size_t i)
{
    const struct tflite_tensor *t =
        tflite_constant(p, p->file->operators[operator_index].inputs[1]);
    if (!t || i >= t->count || (t->type != TFLITE_INT32 && t->type != TFLITE_INT64))
        return INT32_MIN;
    int64_t wide;
    int32_t narrow;
    if (t->type == TFLITE_INT32) {
        memcpy(&narrow, t->data + i * sizeof narrow, sizeof narrow);
        return narrow;
    }
    memcpy(&wide, t->data + i * sizeof wide, sizeof wide);
    return wide < -TFLITE_SIDE_MAX || wide > TFLITE_SIDE_MAX ? INT32_MIN : (int32_t)wide;
}

/* Whether a PAD adds nothing but channels, behind. */
static bool pads_channels(const struct tflite_plan *p, int32_t pad)
{
    const size_t count = 2 * (size_t)p->file->tensors[p->file->operators[pad].inputs[0]].dimensions;
    for (size_t i = 0; i + 1 < count; i++)
        if (tflite_padding(p, pad, i) != 0)
            return false;
    return count > 0 && tflite_padding(p, pad, count - 1) > 0;
}

/* The operator that alone reads what i makes, -1 where there is none. */
static int32_t only_reader(const struct tflite_plan *p, int32_t i)
{
    const int32_t tensor = p->file->operators[i].output;
    return p->readers[tensor] == 1 ? p->reader[tensor] : -1;
}

static void join_operators(struct tflite_plan *p)
{
    const struct tflite_operator *operators = p->file->operators;
    for (int32_t i = 0; i < p->file->operator_count; i++) {
        p->chains[i] = (struct tflite_chain){-1, i, -1, -1};
        p->joins[i] = -1;
    }
    for (int32_t i = 0; i < p->file->operator_count; i++)
        if (only_reader(p, i) >= 0)
            join(p, i, only_reader(p, i));
    for (int32_t i = 0; i < p->file->operator_count; i++) {
        const int32_t j = only_reader(p, i);
        if (operators[i].code == TFLITE_PAD && j >= 0 && p->chains[j].add == j &&
            pads_channels(p, i))
            p->joins[i] = j;
    }
}

static int32_t *numbers(int32_t count, int32_t value)
{
    int32_t *list = malloc((size_t)count * sizeof *list);
    for (int32_t i = 0; list && i < count; i++)
        list[i] = value;
    return list;
}

int tflite_plan_make(struct tflite_plan *p, const struct tflite *t, struct mien_error *e)
{
    const size_t count = (size_t)t->operator_count;
    *p = (struct tflite_plan){.file = t,
                              .maker = numbers(t->tensor_count, -1),
                              .reader = numbers(t->tensor_count, -1),
                              .readers = numbers(t->tensor_count, 0),
                              .chains = malloc(count * sizeof *p->chains),
                              .joins = numbers(t->operator_count, -1)};
    int result = -1;
    if (!p->maker || !p->reader || !p->readers || !p->chains || !p->joins)
        error_memory(e, "a network's plan", count * sizeof *p->chains);
    else
        result = link_operators(p, e);
    if (result == 0)
        join_operators(p);
    else
        tflite_plan_free(p);
    return result;
}

void tflite_plan_free(struct tflite_plan *p)
{
    free(p->maker);
    free(p->reader);
    free(p->readers);
    free(p->chains);
    free(p->joins);
    *p = (struct tflite_plan){0};
}
