/* report.c - see report.h. */
#include "trainer/evaluate/report.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/term.h"
#include "runtime/host/text.h"
#include "trainer/evaluate/confusion.h"
#include "runtime/host/table.h"

/* A set of rows: whether the data set can tell, and what a row of it is to be called, -1 for a row
 * outside. */
struct subset_rule {
    const char *key, *title;
    bool (*known)(const struct dataset *d);
    int32_t (*label)(const struct dataset *d, uint32_t row);
};

static bool always_known(const struct dataset *d)
{
    (void)d;
    return true;
}

static int32_t any_row(const struct dataset *d, uint32_t row)
{
    return d->y[row];
}

static bool score_known(const struct dataset *d)
{
    return d->score != NULL;
}

static int32_t face_found(const struct dataset *d, uint32_t row)
{
    return d->score[row] >= DATASET_FACE_SCORE ? d->y[row] : -1;
}

static bool copies_known(const struct dataset *d)
{
    return d->copy != NULL;
}

static int32_t no_copy(const struct dataset *d, uint32_t row)
{
    return d->copy[row] == 0 ? d->y[row] : -1;
}

static bool votes_known(const struct dataset *d)
{
    return d->vote != NULL;
}

static const struct subset_rule rules[REPORT_SUBSETS_MAX] = {
    {"all", "all rows", always_known, any_row},
    {"face", "rows with a found face", score_known, face_found},
    {"no_copies", "rows without copies", copies_known, no_copy},
    {"votes", "majority of votes as label", votes_known, dataset_vote_majority},
};

/* Working space for the rows of one set. */
struct gathered {
    float *p;   /* [count, classes] */
    uint8_t *y; /* [count] */
};

static int measure(struct report *r, const struct subset_rule *rule, const uint32_t *rows,
                   uint32_t count, const float *p, struct gathered *g, uint64_t seed,
                   struct mien_error *e)
{
    const struct dataset *d = r->dataset;
    const size_t classes = d->classes;
    uint32_t kept = 0;
    for (uint32_t k = 0; k < count; k++) {
        const int32_t label = rule->label(d, rows[k]);
        if (label < 0)
            continue;
        memcpy(g->p + kept * classes, p + k * classes, classes * sizeof *p);
        g->y[kept++] = (uint8_t)label;
    }
    struct report_subset *s = &r->subsets[r->count];
    *s = (struct report_subset){.key = rule->key, .title = rule->title};
    if (metrics_measure(&s->metrics, g->p, g->y, kept, d->classes, seed, e) < 0)
        return -1;
    r->count++;
    return 0;
}

int report_make(struct report *r, const struct dataset *d, const uint32_t *rows, uint32_t count,
                const float *p, uint64_t seed, struct mien_error *e)
{
    *r = (struct report){.dataset = d};
    const size_t bytes = ((size_t)count * d->classes + 1) * sizeof(float);
    struct gathered g = {malloc(bytes), malloc((size_t)count + 1)};
    int result = g.p && g.y ? 0 : error_memory(e, "a report", bytes);
    for (int k = 0; result == 0 && k < REPORT_SUBSETS_MAX; k++)
        if (rules[k].known(d))
            result = measure(r, &rules[k], rows, count, p, &g, seed, e);
    free(g.p);
    free(g.y);
    if (result < 0)
        report_free(r);
    return result;
}

void report_free(struct report *r)
{
    for (int k = 0; k < r->count; k++)
        metrics_free(&r->subsets[k].metrics);
    *r = (struct report){0};
}

static bool add_interval(cJSON *object, const char *key, struct interval i)
{
    return cJSON_AddItemToObject(object, key,
                                 cJSON_CreateDoubleArray((double[]){i.low, i.high}, 2));
}

static bool add_classes(cJSON *object, const struct metrics *m, char *const *names)
{
    cJSON *list = cJSON_AddArrayToObject(object, "per_class");
    bool complete = list != NULL;
    for (uint32_t c = 0; complete && c < m->classes; c++) {
        const struct class_metrics *k = &m->per_class[c];
        cJSON *entry = cJSON_CreateObject();
        complete = cJSON_AddItemToArray(list, entry) &&
                   cJSON_AddStringToObject(entry, "class", names[c]) &&
                   cJSON_AddNumberToObject(entry, "support", k->support) &&
                   cJSON_AddNumberToObject(entry, "predicted", k->predicted) &&
                   cJSON_AddNumberToObject(entry, "precision", k->precision) &&
                   cJSON_AddNumberToObject(entry, "recall", k->recall) &&
                   cJSON_AddNumberToObject(entry, "f1", k->f1);
    }
    return complete;
}

static bool add_confusion(cJSON *object, const struct metrics *m)
{
    cJSON *matrix = cJSON_AddArrayToObject(object, "confusion");
    bool complete = matrix != NULL;
    for (uint32_t label = 0; complete && label < m->classes; label++) {
        cJSON *row = cJSON_CreateArray();
        complete = cJSON_AddItemToArray(matrix, row);
        for (uint32_t k = 0; complete && k < m->classes; k++)
            complete =
                cJSON_AddItemToArray(row, cJSON_CreateNumber(m->confusion[label * m->classes + k]));
    }
    return complete;
}

static bool add_subset(cJSON *list, const struct report_subset *s, char *const *names)
{
    const struct metrics *m = &s->metrics;
    cJSON *object = cJSON_CreateObject();
    return cJSON_AddItemToArray(list, object) && cJSON_AddStringToObject(object, "key", s->key) &&
           cJSON_AddStringToObject(object, "title", s->title) &&
           cJSON_AddNumberToObject(object, "rows", m->rows) &&
           cJSON_AddNumberToObject(object, "accuracy", m->accuracy) &&
           add_interval(object, "accuracy_interval", m->accuracy_interval) &&
           cJSON_AddNumberToObject(object, "balanced_accuracy", m->balanced_accuracy) &&
           cJSON_AddNumberToObject(object, "macro_f1", m->macro_f1) &&
           add_interval(object, "macro_f1_interval", m->macro_f1_interval) &&
           cJSON_AddNumberToObject(object, "log_loss", m->log_loss) &&
           cJSON_AddNumberToObject(object, "calibration_error", m->calibration_error) &&
           cJSON_AddNumberToObject(object, "top2", m->top2) && add_classes(object, m, names) &&
           add_confusion(object, m);
}

cJSON *report_json(const struct report *r)
{
    const struct dataset *d = r->dataset;
    cJSON *root = cJSON_CreateObject();
    cJSON *classes = cJSON_CreateStringArray((const char *const *)d->class_names, (int)d->classes);
    bool complete = cJSON_AddStringToObject(root, "format", "mien-report 1") &&
                    cJSON_AddStringToObject(root, "dataset", d->name) &&
                    cJSON_AddItemToObject(root, "classes", classes);
    cJSON *subsets = complete ? cJSON_AddArrayToObject(root, "subsets") : NULL;
    complete = subsets != NULL;
    for (int k = 0; complete && k < r->count; k++)
        complete = add_subset(subsets, &r->subsets[k], d->class_names);
    if (!complete) {
        cJSON_Delete(root);
        return NULL;
    }
    return root;
}

int report_write(const cJSON *report, const char *path, struct mien_error *e)
{
    struct file_atomic file = {0};
    char *text = cJSON_Print(report);
    if (!text)
        return error_memory(e, "a report", 0);
    int result = file_atomic_open(&file, path, e);
    if (result == 0) {
        fprintf(file.stream, "%s\n", text);
        result = file_atomic_commit(&file, e);
    }
    cJSON_free(text);
    return result;
}

/* "54.1 (52.5 to 55.7)" of shares, in percent. */
static void put_interval(struct table *t, double value, struct interval i)
{
    char text[64];
    snprintf(text, sizeof text, "%.1f (%.1f%s%.1f)", 100.0 * value, 100.0 * i.low,
             term_unicode() ? "–" : " to ", 100.0 * i.high);
    table_valued(t, text, value);
}

static int print_subsets(const struct report *r, FILE *stream, struct mien_error *e)
{
    static const struct table_column columns[] = {
        {"rows_of", "Rows", TABLE_LEFT},
        {"rows", "", TABLE_RIGHT},
        {"accuracy", "Accuracy % (95 %)", TABLE_RIGHT},
        {"balanced_accuracy", "Balanced %", TABLE_RIGHT},
        {"macro_f1", "Macro-F1 % (95 %)", TABLE_RIGHT},
        {"top2", "Top-2 %", TABLE_RIGHT},
        {"log_loss", "Log-loss", TABLE_RIGHT},
        {"calibration_error", "ECE %", TABLE_RIGHT},
    };
    struct table t;
    table_init(&t, columns, sizeof columns / sizeof *columns);
    for (int k = 0; k < r->count; k++) {
        const struct metrics *m = &r->subsets[k].metrics;
        table_text(&t, r->subsets[k].title);
        table_count(&t, m->rows);
        put_interval(&t, m->accuracy, m->accuracy_interval);
        table_number(&t, "%.1f", 100.0 * m->balanced_accuracy);
        put_interval(&t, m->macro_f1, m->macro_f1_interval);
        table_number(&t, "%.1f", 100.0 * m->top2);
        table_number(&t, "%.3f", m->log_loss);
        table_number(&t, "%.1f", 100.0 * m->calibration_error);
    }
    const int result = table_print(&t, stream, TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

static int print_classes(const struct report *r, FILE *stream, struct mien_error *e)
{
    static const struct table_column columns[] = {
        {"class", "Class", TABLE_LEFT},
        {"support", "Rows", TABLE_RIGHT},
        {"precision", "Precision", TABLE_RIGHT},
        {"recall", "Recall", TABLE_RIGHT},
        {"f1", "F1", TABLE_RIGHT},
    };
    const struct metrics *m = &r->subsets[0].metrics;
    struct table t;
    table_init(&t, columns, sizeof columns / sizeof *columns);
    for (uint32_t c = 0; c < m->classes; c++) {
        table_text(&t, r->dataset->class_names[c]);
        table_count(&t, m->per_class[c].support);
        table_number(&t, "%.3f", m->per_class[c].precision);
        table_number(&t, "%.3f", m->per_class[c].recall);
        table_number(&t, "%.3f", m->per_class[c].f1);
    }
    const int result = table_print(&t, stream, TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

/* What the figures were measured against, where there are two answers to that. */
static void print_labels(const struct report *r, FILE *stream)
{
    char rows[32];
    for (int k = 0; k < r->count; k++)
        if (strcmp(r->subsets[k].key, "votes") == 0)
            fprintf(
                stream,
                "\nAgainst the labels of %s; the last row against the annotators' votes, on the "
                "%s rows\nwhere more than half of them are for one of the classes.\n",
                r->dataset->name, text_count(rows, sizeof rows, r->subsets[k].metrics.rows));
}

int report_print(const struct report *r, FILE *stream, struct mien_error *e)
{
    if (print_subsets(r, stream, e) < 0)
        return -1;
    print_labels(r, stream);
    fputc('\n', stream);
    if (print_classes(r, stream, e) < 0)
        return -1;
    fputc('\n', stream);
    confusion_print(&r->subsets[0].metrics, (const char *const *)r->dataset->class_names, stream);
    return 0;
}
