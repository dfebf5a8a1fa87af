/* write_maps.c - see write_maps.h. */
#include "trainer/export/write_maps.h"

#include "runtime/host/model.h"

static void put_map(FILE *out, const struct mien_map *m)
{
    fprintf(out, "{%d, %d, %d, %d}, ", (int)m->h, (int)m->w, (int)m->c, (int)m->stride);
}

static void put_window(FILE *out, const struct mien_window *w)
{
    fprintf(out, "{%d, %d, %d, %d, %d}, ", (int)w->h, (int)w->w, (int)w->step, (int)w->top,
            (int)w->left);
}

/* Open NAME_OPINDEX, `size` bytes; `close` ends it. */
static void open_struct(struct emit *w, const char *type, const char *op, int32_t index,
                        size_t size)
{
    fprintf(w->out, "static const struct mien_%s %s_%s%d = {\n    ", type, w->name, op, (int)index);
    w->constants += size;
}

static void close_struct(struct emit *w)
{
    fputs("};\n\n", w->out);
}

/* An array of an operator; `field` may be "weight", `what` its shape. */
static void floats(struct emit *w, const char *op, int32_t index, const char *field,
                   const float *values, size_t count, const char *what)
{
    char array[OPERATOR_ARRAY_MAX];
    emit_array(w, EMIT_F32, operator_array(array, op, index, field), values, count, what);
}

static void put_pointer(struct emit *w, const char *op, int32_t index, const char *field)
{
    fprintf(w->out, "%s_%s%d_%s, ", w->name, op, (int)index, field);
}

static void conv_arrays(struct emit *w, const struct mien_conv *v, const char *op, int32_t index)
{
    const size_t channels = (size_t)MIEN_STRIDE(v->out.c);
    char what[96];
    snprintf(what, sizeof what, "[%d blocks of outputs, %d, %d, %d inputs, %d]",
             (int)MIEN_BLOCKS(v->out.c), (int)v->window.h, (int)v->window.w, (int)v->in.c,
             MIEN_BLOCK);
    floats(w, op, index, "weight", v->weight, mien_conv_packed(v), what);
    snprintf(what, sizeof what, "[%d outputs], zeros behind", (int)v->out.c);
    floats(w, op, index, "bias", v->bias, channels, what);
    if (v->slope)
        floats(w, op, index, "slope", v->slope, channels, what);
}

static void conv_fields(struct emit *w, const struct mien_conv *v, const char *op, int32_t index)
{
    put_map(w->out, &v->in);
    put_map(w->out, &v->out);
    put_window(w->out, &v->window);
    fputs("\n    ", w->out);
    put_pointer(w, op, index, "weight");
    put_pointer(w, op, index, "bias");
    if (v->slope)
        put_pointer(w, op, index, "slope");
    else
        fputs("NULL, ", w->out);
    fprintf(w->out, "%s, {%d, %d, %d, %d}", operator_activations[v->activation], (int)v->residual.h,
            (int)v->residual.w, (int)v->residual.c, (int)v->residual.stride);
}

/* `fields` are the names of its weight and bias. */
static void depth_arrays(struct emit *w, const struct mien_depthwise *d, const char *op,
                         int32_t index, const char *const fields[2])
{
    char what[96];
    snprintf(what, sizeof what, "[%d blocks of channels, %d, %d, %d]", (int)MIEN_BLOCKS(d->in.c),
             (int)d->window.h, (int)d->window.w, MIEN_BLOCK);
    floats(w, op, index, fields[0], d->weight, mien_depthwise_packed(d), what);
    snprintf(what, sizeof what, "[%d channels], zeros behind", (int)d->in.c);
    floats(w, op, index, fields[1], d->bias, (size_t)MIEN_STRIDE(d->in.c), what);
}

static void depth_fields(struct emit *w, const struct mien_depthwise *d, const char *op,
                         int32_t index, const char *const fields[2])
{
    put_map(w->out, &d->in);
    put_map(w->out, &d->out);
    put_window(w->out, &d->window);
    fputs("\n    ", w->out);
    put_pointer(w, op, index, fields[0]);
    put_pointer(w, op, index, fields[1]);
    fputs(operator_activations[d->activation], w->out);
}

/* "    mien_OP_run(&NAME_OPINDEX, IN, ", with as many inputs as are asked for. */
static void open_call(struct emit *w, const char *op, int32_t index, const struct operands *o,
                      int inputs)
{
    fprintf(w->out, "    mien_%s_run(&%s_%s%d, ", op, w->name, op, (int)index);
    for (int i = 0; i < inputs; i++)
        fprintf(w->out, "%s, ", o->in[i] ? o->in[i] : "NULL");
}

/* "192x192x3 -> 96x96x16" */
static void describe_shapes(FILE *out, const char *what, const struct mien_map *from,
                            const struct mien_map *to)
{
    fprintf(out, "%s %dx%dx%d -> %dx%dx%d", what, (int)from->h, (int)from->w, (int)from->c,
            (int)to->h, (int)to->w, (int)to->c);
}

static void describe_window(FILE *out, const char *what, const struct mien_window *w,
                            const struct mien_map *from, const struct mien_map *to)
{
    char label[64];
    snprintf(label, sizeof label, w->step > 1 ? "%s %dx%d/%d" : "%s %dx%d", what, (int)w->h,
             (int)w->w, (int)w->step);
    describe_shapes(out, label, from, to);
}

static void describe_activation(FILE *out, enum mien_activation a, const float *slope)
{
    if (slope)
        fputs(" prelu", out);
    else if (a != MIEN_LINEAR)
        fprintf(out, " %s", mien_activation_names[a]);
}

static void conv_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    conv_arrays(w, &n->u.conv, "conv", index);
    open_struct(w, "conv", "conv", index, sizeof n->u.conv);
    conv_fields(w, &n->u.conv, "conv", index);
    close_struct(w);
}

static void conv_call(struct emit *w, const struct mien_node *n, int32_t index,
                      const struct operands *o)
{
    open_call(w, "conv", index, o, 2);
    fprintf(w->out, "%s, %s, 0, %d);\n", o->out, o->scratch, (int)n->u.conv.out.h);
}

static void conv_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_conv *v = &n->u.conv;
    describe_window(out, v->residual.c ? "residual conv" : "conv", &v->window, &v->in, &v->out);
    describe_activation(out, v->activation, v->slope);
}

const struct operator_writer operator_conv = {.header = "mien_conv.h",
                                              .constants = conv_constants,
                                              .call = conv_call,
                                              .describe = conv_describe};

static const char *const depthwise_names[] = {"weight", "bias"};

static void depthwise_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    depth_arrays(w, &n->u.depthwise, "depthwise", index, depthwise_names);
    open_struct(w, "depthwise", "depthwise", index, sizeof n->u.depthwise);
    depth_fields(w, &n->u.depthwise, "depthwise", index, depthwise_names);
    close_struct(w);
}

static void depthwise_call(struct emit *w, const struct mien_node *n, int32_t index,
                           const struct operands *o)
{
    open_call(w, "depthwise", index, o, 1);
    fprintf(w->out, "%s, %s, 0, %d);\n", o->out, o->scratch, (int)n->u.depthwise.out.h);
}

static void depthwise_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_depthwise *d = &n->u.depthwise;
    describe_window(out, "depthwise", &d->window, &d->in, &d->out);
    describe_activation(out, d->activation, NULL);
}

const struct operator_writer operator_depthwise = {.header = "mien_depthwise.h",
                                                   .constants = depthwise_constants,
                                                   .call = depthwise_call,
                                                   .describe = depthwise_describe};

static const char *const depth_names[] = {"depth_weight", "depth_bias"};

static void separable_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_separable *s = &n->u.separable;
    depth_arrays(w, &s->depth, "separable", index, depth_names);
    conv_arrays(w, &s->point, "separable", index);
    open_struct(w, "separable", "separable", index, sizeof *s);
    fputs("{", w->out);
    depth_fields(w, &s->depth, "separable", index, depth_names);
    fputs("},\n    {", w->out);
    conv_fields(w, &s->point, "separable", index);
    fputs("}", w->out);
    close_struct(w);
}

static void separable_call(struct emit *w, const struct mien_node *n, int32_t index,
                           const struct operands *o)
{
    open_call(w, "separable", index, o, 2);
    fprintf(w->out, "%s, %s, 0, %d);\n", o->out, o->scratch, (int)n->u.separable.point.out.h);
}

static void separable_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_separable *s = &n->u.separable;
    describe_window(out, s->point.residual.c ? "residual separable" : "separable", &s->depth.window,
                    &s->depth.in, &s->point.out);
    describe_activation(out, s->point.activation, s->point.slope);
}

const struct operator_writer operator_separable = {.header = "mien_separable.h",
                                                   .constants = separable_constants,
                                                   .call = separable_call,
                                                   .describe = separable_describe};

static void pool_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_pool *p = &n->u.pool;
    open_struct(w, "pool", "pool", index, sizeof *p);
    put_map(w->out, &p->in);
    put_map(w->out, &p->out);
    put_window(w->out, &p->window);
    fprintf(w->out, "%d", (int)p->average);
    close_struct(w);
}

static void pool_call(struct emit *w, const struct mien_node *n, int32_t index,
                      const struct operands *o)
{
    open_call(w, "pool", index, o, 1);
    fprintf(w->out, "%s, 0, %d);\n", o->out, (int)n->u.pool.out.h);
}

static void pool_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_pool *p = &n->u.pool;
    describe_window(out, p->average ? "average pool" : "max pool", &p->window, &p->in, &p->out);
}

const struct operator_writer operator_pool = {.header = "mien_map.h",
                                              .constants = pool_constants,
                                              .call = pool_call,
                                              .describe = pool_describe};

/* The convolution it runs is another operator's constant. */
static void pooled_call(struct emit *w, const struct mien_node *n, int32_t index,
                        const struct operands *o)
{
    fprintf(w->out, "    mien_pooled_run(&%s_conv%d, &%s_pool%d, %s, %s, %s, %s, 0, %d);\n",
            w->name, (int)n->source - 1, w->name, (int)index, o->in[0],
            o->in[1] ? o->in[1] : "NULL", o->out, o->scratch, (int)n->u.pool.out.h);
}

const struct operator_writer operator_pooled = {.header = "mien_pooled.h",
                                                .constants = pool_constants,
                                                .call = pooled_call,
                                                .describe = pool_describe};

static void add_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_sum *a = &n->u.add;
    open_struct(w, "sum", "add", index, sizeof *a);
    put_map(w->out, &a->a);
    put_map(w->out, &a->b);
    put_map(w->out, &a->out);
    fputs(operator_activations[a->activation], w->out);
    close_struct(w);
}

static void add_call(struct emit *w, const struct mien_node *n, int32_t index,
                     const struct operands *o)
{
    (void)n;
    open_call(w, "add", index, o, 2);
    fprintf(w->out, "%s);\n", o->out);
}

static void add_describe(FILE *out, const struct mien_node *n)
{
    fprintf(out, "add %dx%dx%d", (int)n->u.add.out.h, (int)n->u.add.out.w, (int)n->u.add.out.c);
    describe_activation(out, n->u.add.activation, NULL);
}

const struct operator_writer operator_add = {
    .header = "mien_map.h", .constants = add_constants, .call = add_call, .describe = add_describe};

static void scale_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_scale *s = &n->u.scale;
    open_struct(w, "scale", "scale", index, sizeof *s);
    put_map(w->out, &s->in);
    put_map(w->out, &s->out);
    fputs(operator_activations[s->activation], w->out);
    close_struct(w);
}

static void scale_call(struct emit *w, const struct mien_node *n, int32_t index,
                       const struct operands *o)
{
    (void)n;
    open_call(w, "scale", index, o, 2);
    fprintf(w->out, "%s);\n", o->out);
}

static void scale_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_scale *s = &n->u.scale;
    fprintf(out, "scale %dx%dx%d", (int)s->out.h, (int)s->out.w, (int)s->out.c);
    describe_activation(out, s->activation, NULL);
}

const struct operator_writer operator_scale = {.header = "mien_map.h",
                                               .constants = scale_constants,
                                               .call = scale_call,
                                               .describe = scale_describe};

static void activate_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_activate *a = &n->u.activate;
    if (a->slope)
        floats(w, "activate", index, "slope", a->slope, (size_t)MIEN_STRIDE(a->in.c),
               "[channels], zeros behind");
    open_struct(w, "activate", "activate", index, sizeof *a);
    put_map(w->out, &a->in);
    put_map(w->out, &a->out);
    if (a->slope)
        put_pointer(w, "activate", index, "slope");
    else
        fputs("NULL, ", w->out);
    fputs(operator_activations[a->activation], w->out);
    close_struct(w);
}

/* Of operators without a window: one input, no scratch, all rows. */
static void whole_call(struct emit *w, const char *op, int32_t index, const struct operands *o)
{
    open_call(w, op, index, o, 1);
    fprintf(w->out, "%s);\n", o->out);
}

static void activate_call(struct emit *w, const struct mien_node *n, int32_t index,
                          const struct operands *o)
{
    (void)n;
    whole_call(w, "activate", index, o);
}

static void activate_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_activate *a = &n->u.activate;
    fprintf(out, "activate %dx%dx%d", (int)a->out.h, (int)a->out.w, (int)a->out.c);
    describe_activation(out, a->activation, a->slope);
}

const struct operator_writer operator_activate = {.header = "mien_map.h",
                                                  .constants = activate_constants,
                                                  .call = activate_call,
                                                  .describe = activate_describe};

static void pad_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_pad *p = &n->u.pad;
    open_struct(w, "pad", "pad", index, sizeof *p);
    put_map(w->out, &p->in);
    put_map(w->out, &p->out);
    fprintf(w->out, "%d, %d, %d", (int)p->top, (int)p->left, (int)p->front);
    close_struct(w);
}

static void pad_call(struct emit *w, const struct mien_node *n, int32_t index,
                     const struct operands *o)
{
    (void)n;
    whole_call(w, "pad", index, o);
}

static void pad_describe(FILE *out, const struct mien_node *n)
{
    describe_shapes(out, "pad", &n->u.pad.in, &n->u.pad.out);
}

const struct operator_writer operator_pad = {
    .header = "mien_map.h", .constants = pad_constants, .call = pad_call, .describe = pad_describe};

static void concat_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_concat *c = &n->u.concat;
    open_struct(w, "concat", "concat", index, sizeof *c);
    fputs("{", w->out);
    for (int32_t i = 0; i < MIEN_CONCAT_MAX; i++)
        put_map(w->out, i < c->count ? &c->in[i] : &(const struct mien_map){0});
    fputs("},\n    ", w->out);
    put_map(w->out, &c->out);
    fprintf(w->out, "%d, %d", (int)c->count, (int)c->axis);
    close_struct(w);
}

static void concat_call(struct emit *w, const struct mien_node *n, int32_t index,
                        const struct operands *o)
{
    const int32_t count = n->u.concat.count;
    fprintf(w->out, "    const float *const concat%d[%d] = {", (int)index, (int)count);
    for (int32_t i = 0; i < count; i++)
        fprintf(w->out, i + 1 < count ? "%s, " : "%s};\n", o->in[i]);
    fprintf(w->out, "    mien_concat_run(&%s_concat%d, concat%d, %s);\n", w->name, (int)index,
            (int)index, o->out);
}

static void concat_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_concat *c = &n->u.concat;
    fprintf(out, "concat %d -> %dx%dx%d", (int)c->count, (int)c->out.h, (int)c->out.w,
            (int)c->out.c);
}

const struct operator_writer operator_concat = {.header = "mien_map.h",
                                                .constants = concat_constants,
                                                .call = concat_call,
                                                .describe = concat_describe};

static void reshape_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_reshape *r = &n->u.reshape;
    open_struct(w, "reshape", "reshape", index, sizeof *r);
    put_map(w->out, &r->in);
    fprintf(w->out, "{%d, %d, %d, %d}", (int)r->out.h, (int)r->out.w, (int)r->out.c,
            (int)r->out.stride);
    close_struct(w);
}

static void reshape_call(struct emit *w, const struct mien_node *n, int32_t index,
                         const struct operands *o)
{
    (void)n;
    whole_call(w, "reshape", index, o);
}

static void reshape_describe(FILE *out, const struct mien_node *n)
{
    describe_shapes(out, "reshape", &n->u.reshape.in, &n->u.reshape.out);
}

const struct operator_writer operator_reshape = {.header = "mien_map.h",
                                                 .constants = reshape_constants,
                                                 .call = reshape_call,
                                                 .describe = reshape_describe};

static void normalize_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_normalize *s = &n->u.normalize;
    open_struct(w, "normalize", "normalize", index, sizeof *s);
    put_map(w->out, &s->in);
    fprintf(w->out, "{%d, %d, %d, %d}", (int)s->out.h, (int)s->out.w, (int)s->out.c,
            (int)s->out.stride);
    close_struct(w);
}

static void normalize_call(struct emit *w, const struct mien_node *n, int32_t index,
                           const struct operands *o)
{
    (void)n;
    whole_call(w, "normalize", index, o);
}

static void normalize_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_normalize *s = &n->u.normalize;
    fprintf(out, "normalize %dx%dx%d", (int)s->out.h, (int)s->out.w, (int)s->out.c);
}

const struct operator_writer operator_normalize = {.header = "mien_map.h",
                                                   .constants = normalize_constants,
                                                   .call = normalize_call,
                                                   .describe = normalize_describe};

static void slice_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_slice *s = &n->u.slice;
    open_struct(w, "slice", "slice", index, sizeof *s);
    put_map(w->out, &s->in);
    put_map(w->out, &s->out);
    fprintf(w->out, "%d", (int)s->start);
    close_struct(w);
}

static void slice_call(struct emit *w, const struct mien_node *n, int32_t index,
                       const struct operands *o)
{
    (void)n;
    whole_call(w, "slice", index, o);
}

static void slice_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_map *m = &n->u.slice.out;
    fprintf(out, "slice from %d: %dx%dx%d", (int)n->u.slice.start, (int)m->h, (int)m->w, (int)m->c);
}

const struct operator_writer operator_slice = {.header = "mien_map.h",
                                               .constants = slice_constants,
                                               .call = slice_call,
                                               .describe = slice_describe};
