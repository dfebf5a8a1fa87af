/* card.c - a model card in Markdown, beside the header it describes.
 *
 * Form: M. Mitchell et al., "Model cards for model reporting", FAT* 2019. */
#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"
#include "trainer/export/export.h"
#include "trainer/export/preamble.h"

/* `text` in a table's cell or a paragraph: what Markdown would take for its own is escaped. */
static void put(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|' || *text == '*' || *text == '_' || *text == '`' || *text == '<' ||
            *text == '\\')
            fputc('\\', out);
        fputc(*text == '\n' ? ' ' : *text, out);
    }
}

/* What it was converted from or trained on, and under which licence that is. */
static void model_origin(FILE *out, const struct facts *f)
{
    char number[32];
    fprintf(out, f->source ? "| converted from | " : "| trained on | ");
    put(out, f->source ? f->source : f->data ? f->data : "not recorded");
    if (f->source && f->origin) {
        fprintf(out, ", ");
        put(out, f->origin);
    }
    if (!f->source && f->train_rows >= 0)
        fprintf(out, ", %s rows of split '%s'", text_count(number, sizeof number, f->train_rows),
                f->train_split ? f->train_split : "?");
    fprintf(out, f->source ? " |\n| licence | " : " |\n| licence of the data | ");
    put(out, f->licence ? f->licence : "not recorded");
}

static void model_memory(FILE *out, const struct export_cost *memory)
{
    char number[32];
    fprintf(out, "| flash | %s bytes of constants, and the code |\n",
            text_count(number, sizeof number, (long long)memory->constants));
    fprintf(out, "| RAM | %s bytes of arena",
            text_count(number, sizeof number, (long long)memory->arena));
    fprintf(out, ", %s for features and answers |\n",
            text_count(number, sizeof number, (long long)memory->kept));
}

/* `memory` is NULL for a model file. */
static void model_table(FILE *out, const struct model *m, const struct facts *f,
                        const struct export_options *o, const struct export_cost *memory)
{
    const struct model_cost cost = model_cost(m);
    char *operators = preamble_operators(m, o), *answers = preamble_answers(m), number[32];
    fprintf(out, "| | |\n| --- | --- |\n| kind | %s: ", m->kind);
    put(out, operators ? operators : "?");
    fprintf(out, " |\n| %s | ", m->classes > 0 ? "classes" : "outputs");
    put(out, answers ? answers : "?");
    fprintf(out, " |\n| input | %s, %u numbers |\n", m->input_kind, m->input_width);
    fprintf(out, "| numbers in its tables | %s |\n",
            text_count(number, sizeof number, (long long)cost.parameters));
    if (memory)
        model_memory(out, memory);
    fprintf(out, "| %s | %s a row |\n",
            strcmp(m->kind, "forest") == 0 ? "comparisons, at most" : "multiply-adds",
            text_count(number, sizeof number, (long long)cost.operations));
    model_origin(out, f);
    fprintf(out, " |\n| made by | `%s` |\n| weights, SHA-256 | `%s` |\n", o->command,
            f->weights_checksum);
    if (*f->data_checksum)
        fprintf(out, "| data, SHA-256 | `%s` |\n", f->data_checksum);
    free(operators);
    free(answers);
}

static void metrics_row(FILE *out, const char *rows, const struct metrics *m)
{
    char number[32];
    fprintf(out, "| %s | %s | %.1f (%.1f-%.1f) | %.1f | %.1f (%.1f-%.1f) | %.1f | %.3f |\n", rows,
            text_count(number, sizeof number, m->rows), 100 * m->accuracy,
            100 * m->accuracy_interval.low, 100 * m->accuracy_interval.high,
            100 * m->balanced_accuracy, 100 * m->macro_f1, 100 * m->macro_f1_interval.low,
            100 * m->macro_f1_interval.high, 100 * m->top2, m->calibration_error);
}

static void classes_table(FILE *out, const struct model *m, const struct metrics *all)
{
    fprintf(out,
            "\n| class | n | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: |\n");
    for (uint32_t c = 0; c < m->classes; c++) {
        const struct class_metrics *k = &all->per_class[c];
        fprintf(out, "| ");
        put(out, m->class_names[c]);
        fprintf(out, " | %u | %.1f | %.1f | %.1f |\n", k->support, 100 * k->precision,
                100 * k->recall, 100 * k->f1);
    }
}

static void confusion(FILE *out, const struct model *m, const struct metrics *all)
{
    fprintf(out, "\nRows are what a face is labelled, columns what the model says:\n\n| |");
    for (uint32_t c = 0; c < m->classes; c++) {
        fputc(' ', out);
        put(out, m->class_names[c]);
        fprintf(out, " |");
    }
    fprintf(out, "\n| --- |");
    for (uint32_t c = 0; c < m->classes; c++)
        fprintf(out, " ---: |");
    for (uint32_t r = 0; r < m->classes; r++) {
        fprintf(out, "\n| ");
        put(out, m->class_names[r]);
        fprintf(out, " |");
        for (uint32_t c = 0; c < m->classes; c++)
            fprintf(out, " %u |", all->confusion[r * m->classes + c]);
    }
    fputc('\n', out);
}

static void results(FILE *out, const struct model *m, const struct facts *f)
{
    const struct metrics *all = facts_metrics(f, "all");
    fprintf(out, "\n## Results\n\n");
    if (!all) {
        fprintf(out, "Not measured: the data set was not at hand.\n");
        return;
    }
    fprintf(
        out,
        "Split '%s', measured with this model's own arithmetic; percent, in parentheses the 95 %% "
        "bootstrap interval.\n\n"
        "| rows | n | accuracy | balanced | macro-F1 | top-2 | calibration error |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        f->split);
    for (int k = 0; k < f->report.count; k++)
        metrics_row(out, f->report.subsets[k].title, &f->report.subsets[k].metrics);
    if (f->full.rows)
        metrics_row(out, "all rows, the forest before it was reduced", &f->full);
    classes_table(out, m, all);
    confusion(out, m, all);
}

static void limits(FILE *out, const struct model *m)
{
    fprintf(out, "\n## Limits\n\n");
    if (m->classes > 0)
        fprintf(
            out,
            "Labels are other people's reading of still pictures, not what the pictured felt. "
            "Figures hold for data like the split above; other cameras, ages, poses, cultures and "
            "landmark detectors were not measured. How accuracy differs with sex, age or skin is "
            "not "
            "known: the data do not say who is pictured. Classes with few rows are recognised "
            "worst; see the table.\n");
    else
        fprintf(out, "What it was not trained on was not measured: other cameras, light, ages, "
                     "poses.\n");
    fprintf(out, "\n## Not to be used for\n\n%s\n", preamble_not_for(m));
}

static void write_card(FILE *out, const struct model *m, const struct facts *f,
                       const struct export_options *o, const struct export_cost *memory)
{
    char *answers = preamble_answers(m);
    fprintf(out, "# %s\n\nA %s, `%s`: it %s ", o->name, memory ? "C header" : "model file", o->file,
            m->classes > 0 ? "tells" : "gives");
    put(out, answers ? answers : "?");
    free(answers);
    fprintf(out, " from %s.\n\n", preamble_input(m));
    model_table(out, m, f, o, memory);
    if (m->classes > 0)
        results(out, m, f);
    limits(out, m);
}

char *export_card(const struct model *m, const struct facts *f, const struct export_options *o,
                  size_t *size, struct mien_error *e)
{
    const bool header = !export_is_model_file(o->file);
    struct export_cost memory;
    char *text = NULL;
    if (header && export_cost(m, o, &memory, e) != 0)
        return NULL;
    FILE *out = open_memstream(&text, size);
    if (out) {
        write_card(out, m, f, o, header ? &memory : NULL);
        if (fclose(out) == 0)
            return text;
    }
    free(text);
    error_memory(e, "the model card", 0);
    return NULL;
}
