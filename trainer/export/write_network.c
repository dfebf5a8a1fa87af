/* write_network.c - see write_network.h. */
#include "trainer/export/write_network.h"

#include "runtime/host/model.h"

static void dense_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_dense *d = &n->u.dense;
    char array[OPERATOR_ARRAY_MAX], what[48];
    snprintf(what, sizeof what, "[%d inputs, %d outputs]", (int)d->inputs, (int)d->outputs);
    emit_array(w, EMIT_F32, operator_array(array, "dense", index, "weight"), d->weight,
               (size_t)d->inputs * (size_t)d->outputs, what);
    emit_array(w, EMIT_F32, operator_array(array, "dense", index, "bias"), d->bias,
               (size_t)d->outputs, "[outputs]");
}

static void dense_call(struct emit *w, const struct mien_node *n, int32_t index,
                       const struct operands *o)
{
    const struct mien_dense *d = &n->u.dense;
    fprintf(w->out, "    mien_dense(%s, %s_dense%d_weight, %s_dense%d_bias, %d, %d, %s, %s);\n",
            o->in[0], w->name, (int)index, w->name, (int)index, (int)d->inputs, (int)d->outputs,
            operator_activations[d->activation], o->out);
}

static void dense_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_dense *d = &n->u.dense;
    fprintf(out, "dense %d -> %d", (int)d->inputs, (int)d->outputs);
    if (d->activation != MIEN_LINEAR)
        fprintf(out, " %s", mien_activation_names[d->activation]);
}

const struct operator_writer operator_dense = {.header = "mien_dense.h",
                                               .constants = dense_constants,
                                               .call = dense_call,
                                               .describe = dense_describe};

static void softmax_call(struct emit *w, const struct mien_node *n, int32_t index,
                         const struct operands *o)
{
    (void)index;
    fprintf(w->out, "    mien_softmax(%s, %d, %s);\n", o->in[0], (int)n->u.softmax.size, o->out);
}

static void softmax_describe(FILE *out, const struct mien_node *n)
{
    fprintf(out, "softmax %d", (int)n->u.softmax.size);
}

const struct operator_writer operator_softmax = {
    .header = "mien_dense.h", .call = softmax_call, .describe = softmax_describe};
