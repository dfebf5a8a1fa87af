/* svm_options.c - see svm_options.h. */
#include "trainer/svm/svm_options.h"

#include <string.h>

#include "runtime/host/text.h"

static const char *const solvers[SVM_SOLVER_COUNT] = {
#define X(symbol, name) name,
    SVM_SOLVERS(X)
#undef X
};
static const char *const kernels[] = {[MIEN_KERNEL_LINEAR] = "linear", [MIEN_KERNEL_RBF] = "rbf"};
static const char *const class_weights[] = {"none", "balanced"};

static int read_gamma(struct cfg_section *s, struct svm_options *o, struct mien_error *e)
{
    const char *text;
    if (cfg_string(s, "gamma", &text, "scale", e) < 0)
        return -1;
    if (strcmp(text, "scale") == 0)
        o->gamma_rule = SVM_GAMMA_SCALE;
    else if (strcmp(text, "auto") == 0)
        o->gamma_rule = SVM_GAMMA_AUTO;
    else if (text_number(text, &o->gamma) && o->gamma > 0.0)
        o->gamma_rule = SVM_GAMMA_NUMBER;
    else
        return error_set(e, s->file, cfg_line(s, "gamma"),
                         "gamma is neither a positive number nor a rule (found '%s'); write scale, "
                         "auto or a number",
                         text);
    return 0;
}

static int read_probability(struct cfg_section *s, struct svm_options *o, struct mien_error *e)
{
    const char *text;
    long long folds = SVM_HOLDOUT_FOLDS;
    if (cfg_string(s, "probability", &text, "5", e) < 0)
        return -1;
    o->holdout = strcmp(text, "holdout") == 0;
    if (!o->holdout && (!text_integer(text, &folds) || folds < 2 || folds > SVM_FOLDS_MAX))
        return error_set(e, s->file, cfg_line(s, "probability"),
                         "probability is not a number of folds (found '%s'); write holdout or a "
                         "number from 2 to %d",
                         text, SVM_FOLDS_MAX);
    o->probability_folds = (uint32_t)folds;
    return 0;
}

static int read_list(struct cfg_section *s, const char *key, double *values, size_t *count,
                     struct mien_error *e)
{
    if (cfg_numbers(s, key, values, SVM_GRID_MAX, count, e) < 0)
        return -1;
    for (size_t i = 0; i < *count; i++)
        if (values[i] <= 0.0)
            return error_set(e, s->file, cfg_line(s, key),
                             "%s holds a number that is not positive (found %g); leave it out", key,
                             values[i]);
    return 0;
}

static int read_grid(struct cfg_section *s, struct svm_options *o, struct mien_error *e)
{
    long long folds, rows;
    if (read_list(s, "grid_C", o->grid_C, &o->grid_C_count, e) < 0 ||
        read_list(s, "grid_gamma", o->grid_gamma, &o->grid_gamma_count, e) < 0 ||
        cfg_integer(s, "folds", &folds, 5, 2, SVM_FOLDS_MAX, e) < 0 ||
        cfg_integer(s, "grid_rows", &rows, 0, 0, UINT32_MAX, e) < 0)
        return -1;
    o->grid_folds = (uint32_t)folds;
    o->grid_rows = (uint32_t)rows;
    if (o->kernel == MIEN_KERNEL_LINEAR && o->grid_gamma_count > 0)
        return error_set(e, s->file, cfg_line(s, "grid_gamma"),
                         "a linear kernel has no gamma to search; leave grid_gamma out");
    return 0;
}

int svm_options_read(struct cfg_section *s, struct svm_options *o, struct mien_error *e)
{
    int solver, kernel, weight;
    long long rows;
    memset(o, 0, sizeof *o);
    if (cfg_choice(s, "solver", &solver, solvers, SVM_SOLVER_COUNT, SVM_DENSE, e) < 0 ||
        cfg_choice(s, "kernel", &kernel, kernels, 2, MIEN_KERNEL_RBF, e) < 0 ||
        cfg_number(s, "C", &o->C, 1.0, 1e-6, 1e6, e) < 0 || read_gamma(s, o, e) < 0 ||
        cfg_choice(s, "class_weight", &weight, class_weights, 2, 0, e) < 0 ||
        cfg_number(s, "tolerance", &o->tolerance, 1e-3, 1e-6, 1.0, e) < 0 ||
        cfg_number(s, "cache", &o->cache, 200.0, 1.0, 1e6, e) < 0 ||
        cfg_integer(s, "rows", &rows, 0, 0, UINT32_MAX, e) < 0 || read_probability(s, o, e) < 0)
        return -1;
    o->solver = (enum svm_solver)solver;
    o->kernel = (enum mien_kernel)kernel;
    o->balanced = weight == 1;
    o->rows = (uint32_t)rows;
    return read_grid(s, o, e);
}

size_t svm_options_points(const struct svm_options *o)
{
    if (o->grid_C_count + o->grid_gamma_count == 0)
        return 0;
    return (o->grid_C_count ? o->grid_C_count : 1) *
           (o->grid_gamma_count ? o->grid_gamma_count : 1);
}
