/* compare.c - see compare.h. */
#include "trainer/experiment/compare.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/text.h"
#include "trainer/evaluate/report.h"
#include "trainer/experiment/bench.h"
#include "trainer/evaluate/exam.h"
#include "trainer/evaluate/source.h"

enum { INTERVALS_SEED = 1, PASSES = 3 };

/* The preprocessing in a few words: pictures brought to one contrast, the landmarks' alignment, how
 * many they are and their dimensions, what is added, what is kept. */
static void name_features(const struct model *m, char *out, size_t size)
{
    static const char *const alignments[] = {"box", "aligned"};
    out[0] = '\0';
    for (int32_t i = 0; i < m->graph.feature_nodes; i++) {
        const struct mien_node *n = &m->nodes[i];
        const size_t used = strlen(out);
        const char *comma = used ? ", " : "";
        if (n->op == MIEN_NORMALIZE)
            snprintf(out + used, size - used, "%spixels", comma);
        else if (n->op == MIEN_FEATURES)
            snprintf(out + used, size - used, "%s%s %dx%d%s", comma,
                     alignments[n->u.features.alignment], (int)n->u.features.points,
                     (int)n->u.features.dimensions, n->u.features.measures ? "+measures" : "");
        else if (n->op == MIEN_DENSE)
            snprintf(out + used, size - used, "%s, %d pc", used ? "" : "raw",
                     (int)n->u.dense.outputs);
    }
    if (out[0] == '\0')
        snprintf(out, size, "raw");
}

static double read_fit_seconds(const char *run)
{
    double seconds = NAN;
    char *path = file_join(run, "report.json"),
         *text = path ? file_text(path, 1 << 24, NULL) : NULL;
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, "fit_seconds");
    if (cJSON_IsNumber(item))
        seconds = item->valuedouble;
    cJSON_Delete(json);
    free(text);
    free(path);
    return seconds;
}

static double accuracy_of(const struct report *r, const char *key)
{
    for (int i = 0; i < r->count; i++)
        if (strcmp(r->subsets[i].key, key) == 0)
            return r->subsets[i].metrics.accuracy;
    return NAN;
}

/* F1 of the class of that name. */
static int measure_class(struct contender *c, const struct exam *x, const struct metrics *all,
                         const char *name, struct mien_error *e)
{
    char hint[80];
    const char *const *names = (const char *const *)x->data.class_names;
    for (uint32_t k = 0; k < x->data.classes; k++)
        if (strcmp(names[k], name) == 0) {
            c->class_f1 = all->per_class[k].f1;
            return 0;
        }
    return error_usage(
        e, "--class: %s has no class '%.60s'%s", x->data.name, name,
        text_did_you_mean(hint, sizeof hint, name, names, x->data.classes, sizeof *names));
}

static int measure_mirrored(struct contender *c, const struct exam *x, struct mien_error *e)
{
    struct report r = {0};
    float *p = exam_answers_mirrored(x, &c->model, omp_get_num_procs(), e);
    int result = p ? report_make(&r, &x->data, x->row, x->rows, p, INTERVALS_SEED, e) : -1;
    if (result == 0)
        c->accuracy_mirrored = accuracy_of(&r, "all");
    report_free(&r);
    free(p);
    return result;
}

static int measure(struct contender *c, const struct exam *x, const struct comparison_wish *wish,
                   struct mien_error *e)
{
    struct report r = {0};
    if (!(c->p = exam_answers(x, &c->model, omp_get_num_procs(), e)) ||
        report_make(&r, &x->data, x->row, x->rows, c->p, INTERVALS_SEED, e) != 0)
        return -1;
    const struct metrics *all = &r.subsets[0].metrics;
    c->accuracy = all->accuracy;
    c->macro_f1 = all->macro_f1;
    c->calibration_error = all->calibration_error;
    c->accuracy_interval = all->accuracy_interval;
    c->accuracy_no_copies = accuracy_of(&r, "no_copies");
    c->accuracy_votes = accuracy_of(&r, "votes");
    int result = wish->class_name ? measure_class(c, x, all, wish->class_name, e) : 0;
    report_free(&r);
    if (result != 0 || (wish->mirrored && measure_mirrored(c, x, e) != 0))
        return -1;
    name_features(&c->model, c->features, sizeof c->features);
    c->cost = model_cost(&c->model);
    c->fit_seconds = read_fit_seconds(c->name);
    return bench_predict(&c->model, x->x, x->rows, PASSES, &c->us_per_row, e);
}

/* The contender's own exam must be the first one's: same data, same rows. */
static int same_exam(struct comparison *c, const struct exam *x, const char *name,
                     struct mien_error *e)
{
    if (!c->data) {
        c->data = strdup(x->data.name);
        c->split = strdup(x->split);
        c->rows = x->rows;
        return c->data && c->split ? 0 : error_memory(e, "a comparison", 64);
    }
    if (strcmp(c->data, x->data.name) == 0 && strcmp(c->split, x->split) == 0 && c->rows == x->rows)
        return 0;
    return error_set(e, name, 0,
                     "was chosen on split '%s' of %s, the first model on '%s' of %s; name one with "
                     "--data and --split",
                     x->split, x->data.name, c->split, c->data);
}

/* Remember why a run is left out. */
static int skip(struct comparison *c, const struct mien_error *why, struct mien_error *e)
{
    char **more = realloc(c->skipped, (size_t)(c->skipped_count + 1) * sizeof *more);
    char *text = more ? strdup(why->text) : NULL;
    if (more)
        c->skipped = more;
    if (!text)
        return error_memory(e, "a comparison", sizeof why->text);
    c->skipped[c->skipped_count++] = text;
    return 0;
}

static int add(struct comparison *c, const char *run, const struct comparison_wish *wish,
               uint8_t **y, struct mien_error *e)
{
    struct contender *k = &c->contenders[c->count];
    struct exam x = {0};
    struct mien_error why;
    k->name = run;
    k->accuracy_mirrored = k->class_f1 = NAN;
    if (source_open(&k->model, run, &why) != 0)
        return skip(c, &why, e);
    c->order[c->count++] = k;
    int result = -1;
    if (exam_open(&x, &k->model, wish->data, wish->split, e) == 0 && same_exam(c, &x, run, e) == 0)
        result = measure(k, &x, wish, e);
    if (result == 0 && !*y && (*y = malloc(x.rows)))
        for (uint32_t i = 0; i < x.rows; i++)
            (*y)[i] = x.data.y[x.row[i]];
    if (result == 0 && !*y)
        result = error_memory(e, "labels", x.rows);
    exam_close(&x);
    if (result == 0 && (!c->best || k->accuracy > c->best->accuracy))
        c->best = k;
    return result;
}

int comparison_make(struct comparison *c, const char *const *runs, int count,
                    const struct comparison_wish *wish, struct mien_error *e)
{
    uint8_t *y = NULL;
    *c = (struct comparison){.contenders = calloc((size_t)count, sizeof *c->contenders),
                             .order = calloc((size_t)count, sizeof(struct contender *))};
    int result = c->contenders && c->order ? 0 : error_memory(e, "a comparison", 0);
    for (int i = 0; result == 0 && i < count; i++)
        result = add(c, runs[i], wish, &y, e);
    if (result == 0 && c->count == 0)
        result = error_set(e, NULL, 0, "%s", c->skipped[0]);
    for (int i = 0; result == 0 && i < c->count; i++) {
        struct contender *k = &c->contenders[i];
        k->mcnemar_p = mcnemar_test(k->p, c->best->p, y, c->rows, k->model.classes).p;
    }
    free(y);
    if (result != 0)
        comparison_free(c);
    return result;
}

void comparison_free(struct comparison *c)
{
    for (int i = 0; i < c->count; i++) {
        model_free(&c->contenders[i].model);
        free(c->contenders[i].p);
    }
    for (int i = 0; i < c->skipped_count; i++)
        free(c->skipped[i]);
    free(c->skipped);
    free(c->contenders);
    free(c->order);
    free(c->data);
    free(c->split);
    *c = (struct comparison){0};
}

/* What to sort by: smaller values come first; NaN comes last. */
static double by_accuracy(const struct contender *c)
{
    return -c->accuracy;
}

static double by_macro_f1(const struct contender *c)
{
    return -c->macro_f1;
}

static double by_calibration(const struct contender *c)
{
    return c->calibration_error;
}

static double by_parameters(const struct contender *c)
{
    return (double)c->cost.parameters;
}

static double by_bytes(const struct contender *c)
{
    return (double)c->cost.bytes;
}

static double by_time(const struct contender *c)
{
    return c->us_per_row;
}

static double by_fit(const struct contender *c)
{
    return c->fit_seconds;
}

static const struct {
    const char *name;
    double (*value)(const struct contender *); /* NULL: by the text */
} keys[] = {{"accuracy", by_accuracy},
            {"macro_f1", by_macro_f1},
            {"calibration_error", by_calibration},
            {"parameters", by_parameters},
            {"bytes", by_bytes},
            {"us_per_row", by_time},
            {"fit_s", by_fit},
            {"run", NULL}};
enum { KEYS = sizeof keys / sizeof *keys };

int comparison_sort_key(const char *key, struct mien_error *e)
{
    char hint[80];
    for (int i = 0; i < KEYS; i++)
        if (strcmp(key, keys[i].name) == 0)
            return i;
    return error_usage(
        e, "cannot sort by '%s'%s", key,
        text_did_you_mean(hint, sizeof hint, key, &keys[0].name, KEYS, sizeof *keys));
}

static bool before(const struct contender *a, const struct contender *b, int key)
{
    if (!keys[key].value)
        return strcmp(a->name, b->name) < 0;
    const double x = keys[key].value(a), y = keys[key].value(b);
    return x < y || (isnan(y) && !isnan(x));
}

/* Insertion sort: stable, and the lists are short. */
void comparison_sort(struct comparison *c, int key)
{
    for (int i = 1; i < c->count; i++)
        for (int j = i; j > 0 && before(c->order[j], c->order[j - 1], key); j--) {
            struct contender *t = c->order[j];
            c->order[j] = c->order[j - 1];
            c->order[j - 1] = t;
        }
}
