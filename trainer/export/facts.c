/* facts.c - see facts.h. */
#include "trainer/export/facts.h"

#include <stdlib.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/text.h"

static const char *text_of(const cJSON *o, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key));
}

static long long count_of(const cJSON *o, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, key);
    return cJSON_IsNumber(item) && item->valuedouble >= 0 ? (long long)item->valuedouble : -1;
}

static int read_report(struct facts *f, const char *folder, struct mien_error *e)
{
    char *path = file_join(folder, "report.json"), *text = NULL;
    int result = 0;
    if (!path) {
        result = error_memory(e, "report.json", 0);
    } else if (access(path, F_OK) == 0) {
        text = file_text(path, 64u << 20, e);
        f->report = text ? cJSON_Parse(text) : NULL;
        if (!text)
            result = -1;
        else if (!cJSON_IsObject(f->report))
            result = error_set(e, path, 0, "not a report (no JSON object); run 'mien eval' again");
    }
    free(text);
    free(path);
    return result;
}

int facts_collect(struct facts *f, const struct model *m, const char *folder, struct mien_error *e)
{
    const char *provenance = model_get(m, "provenance");
    const char *cfg = model_get(m, "cfg_sha256"), *data = model_get(m, "data_sha256");
    *f = (struct facts){.provenance = provenance ? cJSON_Parse(provenance) : NULL,
                        .cfg_checksum = cfg ? cfg : "",
                        .data_checksum = data ? data : ""};
    f->data = text_of(f->provenance, "data");
    f->licence = text_of(f->provenance, "licence");
    f->train_split = text_of(f->provenance, "train_split");
    f->valid_split = text_of(f->provenance, "valid_split");
    f->train_rows = count_of(f->provenance, "train_rows");
    f->valid_rows = count_of(f->provenance, "valid_rows");
    f->seed = count_of(f->provenance, "seed");
    if (!folder || read_report(f, folder, e) == 0)
        return 0;
    facts_free(f);
    return -1;
}

void facts_free(struct facts *f)
{
    cJSON_Delete(f->provenance);
    cJSON_Delete(f->report);
    *f = (struct facts){0};
}

void facts_write(const struct facts *f, struct emit *w)
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
