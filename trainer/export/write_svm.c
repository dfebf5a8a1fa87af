/* write_svm.c - see write_svm.h. */
#include "trainer/export/write_svm.h"

static size_t pairs(const struct mien_svm *s)
{
    return (size_t)s->classes * (size_t)(s->classes - 1) / 2;
}

static void vectors(struct emit *w, const struct mien_svm *s, int32_t index)
{
    char array[OPERATOR_ARRAY_MAX], what[64];
    snprintf(what, sizeof what, "[%d support vectors, %d features]", (int)s->vectors,
             (int)s->features);
    emit_array(w, EMIT_F32, operator_array(array, "svm", index, "vector"), s->vector,
               (size_t)s->vectors * (size_t)s->features, what);
    snprintf(what, sizeof what, "[%d, %d support vectors]", (int)s->classes - 1, (int)s->vectors);
    emit_array(w, EMIT_F32, operator_array(array, "svm", index, "coefficient"), s->coefficient,
               (size_t)(s->classes - 1) * (size_t)s->vectors, what);
    emit_array(w, EMIT_I32, operator_array(array, "svm", index, "start"), s->start,
               (size_t)s->classes + 1, "first support vector of each class, and the end");
}

static void svm_constants(struct emit *w, const struct mien_node *n, int32_t index)
{
    const struct mien_svm *s = &n->u.svm;
    char array[OPERATOR_ARRAY_MAX], what[64];
    if (s->kernel == MIEN_KERNEL_LINEAR) {
        snprintf(what, sizeof what, "[%zu pairs of classes, %d features]", pairs(s),
                 (int)s->features);
        emit_array(w, EMIT_F32, operator_array(array, "svm", index, "weight"), s->weight,
                   pairs(s) * (size_t)s->features, what);
    } else {
        vectors(w, s, index);
    }
    emit_array(w, EMIT_F32, operator_array(array, "svm", index, "rho"), s->rho, pairs(s),
               "[pairs], subtracted from each decision");
    emit_array(w, EMIT_F32, operator_array(array, "svm", index, "sigmoid"), s->sigmoid,
               2 * pairs(s), "[pairs, 2], from decisions to probabilities");
}

/* "    svm.FIELD = NAME_svmINDEX_FIELD;", or NULL where the kernel has no such array. */
static void pointer(struct emit *w, int32_t index, const char *field, bool present)
{
    if (present)
        fprintf(w->out, "    svm.%s = %s_svm%d_%s;\n", field, w->name, (int)index, field);
    else
        fprintf(w->out, "    svm.%s = NULL;\n", field);
}

/* Field by field, so that the header does not depend on the order of the struct's members. */
static void svm_call(struct emit *w, const struct mien_node *n, int32_t index,
                     const struct operands *o)
{
    const struct mien_svm *s = &n->u.svm;
    const bool linear = s->kernel == MIEN_KERNEL_LINEAR;
    char gamma[EMIT_NUMBER_MAX];
    fprintf(w->out,
            "    struct mien_svm svm;\n"
            "    svm.kernel = %s;\n"
            "    svm.features = %d;\n"
            "    svm.classes = %d;\n"
            "    svm.vectors = %d;\n"
            "    svm.gamma = %s;\n",
            linear ? "MIEN_KERNEL_LINEAR" : "MIEN_KERNEL_RBF", (int)s->features, (int)s->classes,
            (int)s->vectors, emit_float(gamma, linear ? 0.0f : s->gamma));
    pointer(w, index, "vector", !linear);
    pointer(w, index, "coefficient", !linear);
    pointer(w, index, "start", !linear);
    pointer(w, index, "weight", linear);
    pointer(w, index, "rho", true);
    pointer(w, index, "sigmoid", true);
    fprintf(w->out, "    mien_svm_predict(&svm, %s, %s, %s);\n", o->in[0], o->out, o->scratch);
}

static void svm_describe(FILE *out, const struct mien_node *n)
{
    const struct mien_svm *s = &n->u.svm;
    if (s->kernel == MIEN_KERNEL_LINEAR)
        fprintf(out, "linear svm, %d features, %zu pairs of classes", (int)s->features, pairs(s));
    else
        fprintf(out, "rbf svm, %d support vectors of %d features, gamma %.4g", (int)s->vectors,
                (int)s->features, (double)s->gamma);
}

const struct operator_writer operator_svm = {
    .header = "mien_svm.h", .constants = svm_constants, .call = svm_call, .describe = svm_describe};
