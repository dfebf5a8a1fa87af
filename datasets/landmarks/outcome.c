/* outcome.c - see outcome.h. */
#include "datasets/landmarks/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/landmarks/work.h"

static char **copy_names(const char *const *names, uint32_t count)
{
    char **copy = calloc((size_t)count + 1, sizeof *copy);
    for (uint32_t i = 0; copy && i < count; i++)
        copy[i] = strdup(names[i]);
    return copy;
}

static void free_names(char **names, uint32_t count)
{
    for (uint32_t i = 0; names && i < count; i++)
        free(names[i]);
    free(names);
}

void landmark_outcome_free(struct landmark_outcome *o)
{
    free_names(o->class_names, o->classes);
    free_names(o->split_names, o->splits);
    for (uint32_t i = 0; o->damages && i < o->damage_count; i++) {
        free(o->damages[i].name);
        free(o->damages[i].reason);
    }
    free(o->damages);
    free(o->counts);
    *o = (struct landmark_outcome){0};
}

static void count_row(struct landmark_outcome *o, const struct dataset_sample *s,
                      const struct journal_record *r)
{
    struct landmark_count *c = &o->counts[s->split * o->classes + s->y];
    c->pictures++;
    c->at_once += r->at_once;
    if (r->score < DATASET_FACE_SCORE)
        return;
    c->found++;
    o->found_by[r->kept]++;
}

static int list_damages(struct landmark_outcome *o, const struct landmark_work *w)
{
    char name[4096];
    for (uint32_t row = 0; row < w->source->count; row++)
        o->damage_count += w->damage[row] != NULL;
    o->damages = calloc((size_t)o->damage_count + 1, sizeof *o->damages);
    struct landmark_damage *d = o->damages;
    for (uint32_t row = 0; d && row < w->source->count; row++) {
        if (!w->damage[row])
            continue;
        d->name = strdup(landmark_source_name(w->source, row, name, sizeof name));
        d->reason = strdup(w->damage[row]);
        if (!d->name || !d->reason)
            return -1;
        d++;
    }
    return d ? 0 : -1;
}

int landmark_outcome_fill(struct landmark_outcome *o, const struct landmark_work *w,
                          const struct journal_record *records, struct mien_error *e)
{
    struct dataset_plan plan = {0};
    landmark_source_plan(w->source, &plan);
    o->classes = plan.classes;
    o->splits = plan.splits;
    o->class_names = copy_names(plan.class_names, plan.classes);
    o->split_names = copy_names(plan.split_names, plan.splits);
    o->counts = calloc((size_t)plan.classes * plan.splits, sizeof *o->counts);
    if (!o->class_names || !o->split_names || !o->counts || list_damages(o, w) != 0)
        return error_memory(e, "counts of pictures", w->source->count);
    for (uint32_t row = 0; row < w->source->count; row++)
        if (w->record[row] != WORK_NONE) {
            const struct dataset_sample s = landmark_source_sample(w->source, row);
            count_row(o, &s, &records[row]);
        }
    return 0;
}

/* ---- the report ---- */

/* A field in quotes, its own doubled (RFC 4180). */
static void print_quoted(FILE *f, const char *text)
{
    putc('"', f);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', f);
        putc(*text, f);
    }
    putc('"', f);
}

static void report_row(FILE *f, const struct landmark_work *w, const struct dataset_plan *plan,
                       uint32_t source_row, uint32_t row, const struct journal_record *r)
{
    char name[4096];
    const struct dataset_sample s = landmark_source_sample(w->source, source_row);
    const char *damage = w->damage[source_row];
    if (!damage)
        fprintf(f, "%u", row);
    putc(',', f);
    print_quoted(f, landmark_source_name(w->source, source_row, name, sizeof name));
    fprintf(f, ",%s,", plan->split_names[s.split]);
    print_quoted(f, plan->class_names[s.y]);
    if (damage)
        fprintf(f, ",,,");
    else
        fprintf(f, ",%.4f,%u,", (double)r->score, r->tries);
    print_quoted(f, damage        ? damage
                    : r->detected ? "a face was detected, but its landmarks are unsure"
                                  : "no face was detected in any try");
    putc('\n', f);
}

int landmark_outcome_report(const struct landmark_work *w, const struct journal_record *records,
                            const char *path, struct mien_error *e)
{
    struct file_atomic f;
    struct dataset_plan plan = {0};
    landmark_source_plan(w->source, &plan);
    if (file_atomic_open(&f, path, e) != 0)
        return -1;
    fprintf(f.stream, "row,path,split,class,score,tries,reason\n");
    for (uint32_t i = 0, row = 0; i < w->source->count; i++) {
        if (w->damage[i] || records[i].score < DATASET_FACE_SCORE)
            report_row(f.stream, w, &plan, i, row, &records[i]);
        row += !w->damage[i];
    }
    return file_atomic_commit(&f, e);
}
