/* facts.c - see facts.h. */
#include "trainer/export/facts.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"

/* What an experiment writes where its data set says nothing (trainer/experiment/experiment.c). */
#define LICENCE_NOT_STATED "not stated"

static const char *text_of(const cJSON *o, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key));
}

static long long count_of(const cJSON *o, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, key);
    return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 1e15
               ? (long long)item->valuedouble
               : -1;
}

static const char *checksum_of(const struct model *m, const char *key)
{
    const char *text = model_get(m, key);
    return text && strlen(text) == 64 ? text : "";
}

/* The licence that the metadata name. */
static const char *licence_of(const cJSON *provenance)
{
    const char *text = text_of(provenance, "licence");
    return text && strcmp(text, LICENCE_NOT_STATED) != 0 ? text : NULL;
}

static int set_licence(struct model *m, const char *licence, struct mien_error *e)
{
    cJSON *o = cJSON_Parse(model_get(m, "provenance"));
    char *text = NULL;
    cJSON_DeleteItemFromObjectCaseSensitive(o, "licence");
    if (cJSON_AddStringToObject(o, "licence", licence))
        text = cJSON_PrintUnformatted(o);
    const int result =
        text ? model_set(m, "provenance", text, e) : error_memory(e, "the model's metadata", 0);
    cJSON_free(text);
    cJSON_Delete(o);
    return result;
}

int facts_complete(struct model *m, const struct dataset *d, struct mien_error *e)
{
    struct facts f;
    char checksum[65];
    facts_collect(&f, m);
    int result = 0;
    if (f.provenance && !f.source && !f.licence && d->licence) {
        result = dataset_checksum(d, checksum, e);
        if (result == 0 && strcmp(checksum, f.data_checksum) == 0)
            result = set_licence(m, d->licence, e);
    }
    facts_free(&f);
    return result;
}

void facts_collect(struct facts *f, const struct model *m)
{
    const char *provenance = model_get(m, "provenance");
    *f = (struct facts){.provenance = provenance ? cJSON_Parse(provenance) : NULL,
                        .weights_checksum = m->weights_checksum,
                        .cfg_checksum = checksum_of(m, "cfg_sha256"),
                        .data_checksum = checksum_of(m, "data_sha256")};
    f->data = text_of(f->provenance, "data");
    f->licence = licence_of(f->provenance);
    f->train_split = text_of(f->provenance, "train_split");
    f->source = text_of(f->provenance, "source");
    f->source_checksum = text_of(f->provenance, "source_sha256");
    f->origin = text_of(f->provenance, "origin");
    f->train_rows = count_of(f->provenance, "train_rows");
    f->seed = count_of(f->provenance, "seed");
}

void facts_free(struct facts *f)
{
    cJSON_Delete(f->provenance);
    report_free(&f->report);
    metrics_free(&f->full);
    *f = (struct facts){0};
}

/* The intervals of the run's own report are drawn from its seed too. */
static uint64_t interval_seed(const struct facts *f)
{
    return f->seed >= 0 ? (uint64_t)f->seed : 1;
}

static int measure(struct report *r, const struct facts *f, const struct model *m,
                   const struct exam *x, int threads, struct mien_error *e)
{
    float *p = exam_answers(x, m, threads, e);
    int result = p ? report_make(r, &x->data, x->row, x->rows, p, interval_seed(f), e) : -1;
    free(p);
    return result;
}

int facts_measure(struct facts *f, const struct model *m, const struct model *full,
                  const struct exam *x, int threads, struct mien_error *e)
{
    struct report before = {0};
    if (measure(&f->report, f, m, x, threads, e) != 0 ||
        (full && measure(&before, f, full, x, threads, e) != 0))
        return -1;
    f->split = x->split;
    f->full = before.subsets[0].metrics; /* moved: the report keeps none of it */
    before.subsets[0].metrics = (struct metrics){0};
    report_free(&before);
    return 0;
}

const struct metrics *facts_metrics(const struct facts *f, const char *key)
{
    for (int k = 0; k < f->report.count; k++)
        if (strcmp(f->report.subsets[k].key, key) == 0 && f->report.subsets[k].metrics.rows)
            return &f->report.subsets[k].metrics;
    return NULL;
}

static void write_accuracy(const struct facts *f, struct emit *w)
{
    const struct metrics *all = facts_metrics(f, "all"), *fresh = facts_metrics(f, "no_copies");
    char rows[32];
    if (!all) {
        emit_note(w, "accuracy", "not measured: the data set was not at hand.");
        return;
    }
    emit_note(
        w, "accuracy",
        "%.1f %% on the %s rows of split '%s' (95 %% interval %.1f to %.1f), macro-F1 %.1f %%.",
        100 * all->accuracy, text_count(rows, sizeof rows, all->rows), f->split,
        100 * all->accuracy_interval.low, 100 * all->accuracy_interval.high, 100 * all->macro_f1);
    if (fresh && fresh->rows < all->rows)
        emit_note(
            w, "",
            "%.1f %% on the %s of them whose picture is no copy of a training row's, macro-F1 "
            "%.1f %%.",
            100 * fresh->accuracy, text_count(rows, sizeof rows, fresh->rows),
            100 * fresh->macro_f1);
    if (f->full.rows)
        emit_note(w, "reduced",
                  "this forest was cut down to fit the header; before, it had %.1f %% and macro-F1 "
                  "%.1f %% on the same rows.",
                  100 * f->full.accuracy, 100 * f->full.macro_f1);
}

static void write_training(const struct facts *f, struct emit *w)
{
    char rows[32];
    if (f->data && f->train_rows >= 0)
        emit_note(w, "trained on", "%s, %s rows of split '%s', seed %lld.", f->data,
                  text_count(rows, sizeof rows, f->train_rows),
                  f->train_split ? f->train_split : "?", f->seed);
    else
        emit_note(w, "trained on", "%s.", f->data ? f->data : "not recorded");
    emit_note(w, "data licence", "%s", f->licence ? f->licence : "not recorded.");
}

static void write_source(const struct facts *f, struct emit *w)
{
    emit_note(w, "converted from", "%s (%s), SHA-256 %s.", f->source,
              f->origin ? f->origin : "origin not recorded",
              f->source_checksum ? f->source_checksum : "not recorded");
    emit_note(w, "licence", "%s", f->licence ? f->licence : "not recorded.");
}

void facts_write(const struct facts *f, const struct model *m, struct emit *w)
{
    if (f->source)
        write_source(f, w);
    else
        write_training(f, w);
    if (m->classes > 0)
        write_accuracy(f, w);
}
