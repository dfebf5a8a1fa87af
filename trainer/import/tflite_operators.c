/* tflite_operators.c - how each of TensorFlow Lite's operators becomes one of mien's. */
#include "trainer/import/tflite_builder.h"

static int check_dilation(const struct builder *b, int32_t i, int32_t first)
{
    const int32_t *d = b->file->operators[i].options + first;
    return d[0] == 1 && d[1] == 1 ? 0 : builder_refuse(b, i, "has a dilated window");
}

static int fill_conv(struct builder *b, const struct tflite_chain *c, struct mien_conv *v)
{
    const struct tflite_tensor *w = tflite_constant(b->plan, b->file->operators[c->main].inputs[1]);
    if (builder_ends(b, c->main, &v->in, &v->out) != 0 ||
        check_dilation(b, c->main, CONV_DILATION_W) != 0)
        return -1;
    if (!w || w->dimensions != 4 || w->shape[0] != v->out.c || w->shape[3] != v->in.c)
        return builder_refuse(b, c->main, "has groups, or weights that do not fit its maps");
    if (builder_window(b, c->main, w->shape[1], w->shape[2], &v->window) != 0)
        return -1;
    v->weight = builder_take(b, c->main, 1, (size_t)v->out.c, w->count / (size_t)v->out.c);
    v->bias = builder_bias(b, c->main, v->out.c);
    return v->weight && v->bias ? builder_activation(b, c, v->out.c, &v->activation, &v->slope)
                                : -1;
}

static int fill_depthwise(struct builder *b, int32_t i, struct mien_depthwise *d)
{
    const struct tflite_tensor *w = tflite_constant(b->plan, b->file->operators[i].inputs[1]);
    if (builder_ends(b, i, &d->in, &d->out) != 0 || check_dilation(b, i, DEPTHWISE_DILATION_W) != 0)
        return -1;
    if (!w || w->dimensions != 4 || w->shape[0] != 1 || w->shape[3] != d->in.c ||
        d->out.c != d->in.c)
        return builder_refuse(b, i, "has a depth multiplier, or weights that do not fit its maps");
    if (builder_window(b, i, w->shape[1], w->shape[2], &d->window) != 0)
        return -1;
    d->weight = builder_take(b, i, 1, 1, w->count);
    d->bias = builder_bias(b, i, d->in.c);
    return d->weight && d->bias ? 0 : -1;
}

/* The other summand of the chain's ADD: where that is a PAD which has joined it, what it pads. */
static int32_t residual_of(const struct builder *b, const struct tflite_chain *c)
{
    const struct tflite_operator *operators = b->file->operators, *add = &operators[c->add];
    const int32_t other = add->inputs[add->inputs[0] == operators[c->main].output];
    const int32_t maker = b->plan->maker[other];
    return maker >= 0 && b->plan->joins[maker] == c->add && operators[maker].code == TFLITE_PAD
               ? operators[maker].inputs[0]
               : other;
}

static int map_conv(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const int32_t first = c->depthwise >= 0 ? c->depthwise : c->main;
    struct mien_node n = {.op = MIEN_CONV, .input_count = c->add >= 0 ? 2 : 1};
    if (c->depthwise >= 0) {
        n.op = MIEN_SEPARABLE;
        if (fill_depthwise(b, c->depthwise, &n.u.separable.depth) != 0)
            return -1;
    }
    if (fill_conv(b, c, c->depthwise >= 0 ? &n.u.separable.point : &n.u.conv) != 0 ||
        builder_value(b, first, b->file->operators[first].inputs[0], &n.inputs[0]) != 0 ||
        (c->add >= 0 && builder_value(b, c->add, residual_of(b, c), &n.inputs[1]) != 0))
        return -1;
    return builder_make(b, last, builder_add(b, last, &n));
}

static int map_depthwise(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    struct mien_node n = {.op = MIEN_DEPTHWISE, .input_count = 1};
    const float *slope;
    if (fill_depthwise(b, c->main, &n.u.depthwise) != 0 ||
        builder_activation(b, c, n.u.depthwise.out.c, &n.u.depthwise.activation, &slope) != 0 ||
        builder_value(b, c->main, b->file->operators[c->main].inputs[0], &n.inputs[0]) != 0)
        return -1;
    return builder_make(b, last, builder_add(b, last, &n));
}

/* For operators without an activation of their own. */
static int32_t add_activation(struct builder *b, int32_t i, int32_t value)
{
    struct mien_node n = {.op = MIEN_ACTIVATE, .inputs = {value}, .input_count = 1};
    if (value < 0 || builder_fused(b, i, &n.u.activate.activation) != 0)
        return -1;
    return n.u.activate.activation == MIEN_LINEAR ? value : builder_add(b, i, &n);
}

static int map_pool(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const struct tflite_operator *o = &b->file->operators[last];
    struct mien_node n = {.op = MIEN_POOL, .input_count = 1};
    struct mien_pool *p = &n.u.pool;
    (void)c;
    p->average = o->code == TFLITE_AVERAGE_POOL_2D;
    if (builder_ends(b, last, &p->in, &p->out) != 0 ||
        builder_window(b, last, o->options[POOL_HEIGHT], o->options[POOL_WIDTH], &p->window) != 0 ||
        builder_value(b, last, o->inputs[0], &n.inputs[0]) != 0)
        return -1;
    return builder_make(b, last, add_activation(b, last, builder_add(b, last, &n)));
}

static int map_add(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const struct tflite_operator *o = &b->file->operators[c->main];
    struct mien_node n = {.op = MIEN_ADD, .input_count = 2};
    const float *slope;
    if (builder_value(b, c->main, o->inputs[0], &n.inputs[0]) != 0 ||
        builder_value(b, c->main, o->inputs[1], &n.inputs[1]) != 0 ||
        builder_activation(b, c, 0, &n.u.add.activation, &slope) != 0)
        return -1;
    return builder_make(b, last, builder_add(b, last, &n));
}

static int map_activate(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const struct tflite_operator *o = &b->file->operators[last];
    const struct tflite_chain alone = {.main = -1, .add = -1, .activation = last};
    struct mien_node n = {.op = MIEN_ACTIVATE, .input_count = 1};
    struct mien_map in, out;
    (void)c;
    if (builder_ends(b, last, &in, &out) != 0 ||
        builder_activation(b, &alone, in.c, &n.u.activate.activation, &n.u.activate.slope) != 0 ||
        builder_value(b, last, o->inputs[0], &n.inputs[0]) != 0)
        return -1;
    return builder_make(b, last, builder_add(b, last, &n));
}

static int map_pad(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const struct tflite_operator *o = &b->file->operators[last];
    const int32_t dimensions = b->file->tensors[o->inputs[0]].dimensions;
    struct mien_node n = {.op = MIEN_PAD, .input_count = 1};
    int32_t before[3] = {0};
    (void)c;
    for (int32_t i = 0; i < dimensions; i++) {
        const int32_t axis = i + 3 - dimensions;
        const int32_t front = tflite_padding(b->plan, last, 2 * (size_t)i);
        const int32_t behind = tflite_padding(b->plan, last, 2 * (size_t)i + 1);
        if (front < 0 || behind < 0 || (axis < 0 && (front || behind)))
            return builder_refuse(b, last,
                                  "pads by what is no constant, or negative, or the batch");
        if (axis >= 0)
            before[axis] = front;
    }
    struct mien_pad *p = &n.u.pad;
    if (builder_ends(b, last, &p->in, &p->out) != 0 ||
        builder_value(b, last, o->inputs[0], &n.inputs[0]) != 0)
        return -1;
    p->top = before[0];
    p->left = before[1];
    p->front = before[2];
    return builder_make(b, last, builder_add(b, last, &n));
}

static int map_concatenation(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const struct tflite_operator *o = &b->file->operators[last];
    const int32_t dimensions = b->file->tensors[o->output].dimensions;
    const int32_t stated = o->options[CONCATENATION_AXIS];
    struct mien_node n = {.op = MIEN_CONCAT, .input_count = (int32_t)o->input_count};
    (void)c;
    n.u.concat.axis = (stated < 0 ? stated + dimensions : stated) + 3 - dimensions;
    if (stated >= dimensions || stated < -dimensions || n.u.concat.axis < 0)
        return tflite_refuse(b->file, last, b->error, "joins along axis %d of %d", (int)stated,
                             (int)dimensions);
    for (uint32_t k = 0; k < o->input_count; k++)
        if (o->inputs[k] < 0 || b->file->tensors[o->inputs[k]].dimensions != dimensions)
            return builder_refuse(b, last, "joins tensors of different dimensions");
        else if (builder_value(b, last, o->inputs[k], &n.inputs[k]) != 0)
            return -1;
    return builder_make(b, last, add_activation(b, last, builder_add(b, last, &n)));
}

static int32_t add_reshape(struct builder *b, int32_t i, int32_t value, struct mien_map to)
{
    struct mien_node n = {.op = MIEN_RESHAPE, .inputs = {value}, .input_count = 1};
    n.u.reshape.out = to;
    return builder_add(b, i, &n);
}

static int map_reshape(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    struct mien_map in, out;
    int32_t value;
    (void)c;
    if (builder_ends(b, last, &in, &out) != 0 ||
        builder_value(b, last, b->file->operators[last].inputs[0], &value) != 0)
        return -1;
    return builder_make(b, last, add_reshape(b, last, value, out));
}

static int map_dense(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const struct tflite_operator *o = &b->file->operators[c->main];
    const struct tflite_tensor *w = tflite_constant(b->plan, o->inputs[1]);
    struct mien_node n = {.op = MIEN_DENSE, .input_count = 1};
    struct mien_dense *d = &n.u.dense;
    struct mien_map in, out;
    const float *slope;
    if (builder_ends(b, c->main, &in, &out) != 0 ||
        builder_value(b, c->main, o->inputs[0], &n.inputs[0]) != 0)
        return -1;
    const size_t inputs = b->file->tensors[o->inputs[0]].count;
    if (!w || w->dimensions != 2 || (size_t)w->shape[1] != inputs || w->shape[0] != out.c ||
        o->options[DENSE_FORMAT] != 0)
        return builder_refuse(b, c->main, "has weights that do not fit one row of its input");
    d->inputs = w->shape[1];
    d->outputs = w->shape[0];
    d->weight = builder_take(b, c->main, 1, (size_t)d->outputs, (size_t)d->inputs);
    d->bias = builder_bias(b, c->main, d->outputs);
    if (!d->weight || !d->bias || builder_activation(b, c, d->outputs, &d->activation, &slope) != 0)
        return -1;
    if (in.h * in.w != 1) /* a vector has no gaps between its pixels */
        n.inputs[0] = add_reshape(b, c->main, n.inputs[0], (struct mien_map){1, 1, d->inputs, 0});
    return n.inputs[0] < 0 ? -1 : builder_make(b, last, builder_add(b, last, &n));
}

static int map_softmax(struct builder *b, const struct tflite_chain *c, int32_t last)
{
    const struct tflite_operator *o = &b->file->operators[last];
    const int32_t one = 0x3f800000; /* 1.0f */
    struct mien_node n = {.op = MIEN_SOFTMAX, .input_count = 1};
    struct mien_map in, out;
    (void)c;
    if (builder_ends(b, last, &in, &out) != 0 ||
        builder_value(b, last, o->inputs[0], &n.inputs[0]) != 0)
        return -1;
    if (in.h * in.w != 1 || o->options[SOFTMAX_BETA] != one)
        return builder_refuse(b, last, "is of more than one row, or of a beta other than 1");
    n.u.softmax.size = in.c;
    return builder_make(b, last, builder_add(b, last, &n));
}

builder_mapper *builder_find(int32_t code)
{
    static const struct {
        int32_t code;
        builder_mapper *map;
    } mappers[] = {{TFLITE_ADD, map_add},
                   {TFLITE_AVERAGE_POOL_2D, map_pool},
                   {TFLITE_CONCATENATION, map_concatenation},
                   {TFLITE_CONV_2D, map_conv},
                   {TFLITE_DEPTHWISE_CONV_2D, map_depthwise},
                   {TFLITE_FULLY_CONNECTED, map_dense},
                   {TFLITE_LOGISTIC, map_activate},
                   {TFLITE_MAX_POOL_2D, map_pool},
                   {TFLITE_RELU, map_activate},
                   {TFLITE_RESHAPE, map_reshape},
                   {TFLITE_SOFTMAX, map_softmax},
                   {TFLITE_TANH, map_activate},
                   {TFLITE_PAD, map_pad},
                   {TFLITE_PRELU, map_activate},
                   {TFLITE_HARD_SWISH, map_activate}};
    for (size_t i = 0; i < sizeof mappers / sizeof *mappers; i++)
        if (mappers[i].code == code)
            return mappers[i].map;
    return NULL;
}
