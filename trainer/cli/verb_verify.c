/* verb_verify.c - `mien verify`: compiles a header and holds every row against the trained model.
 */
#include <stdlib.h>

#include "runtime/host/text.h"
#include "runtime/host/cli/cli.h"
#include "trainer/evaluate/exam.h"
#include "trainer/export/answers.h"
#include "trainer/export/reduce.h"
#include "trainer/evaluate/source.h"
#include "trainer/export/verify.h"

extern const struct cli_verb verb_verify;

/* Generated rows where none are asked for: black, white, and noise enough to reach every path. */
enum { ROWS = 16 };

struct options {
    const char *split, *data;
    long long rows;
    struct cli_list compilers;
    bool json;
};

static const struct cli_option options[] = {
    {"split", 's', CLI_STRING, offsetof(struct options, split), 0, 0, "NAME",
     "split whose rows are compared (the one the model was chosen on)"},
    {"data", 'd', CLI_STRING, offsetof(struct options, data), 0, 0, "SET",
     "data set to take them from (the one in the model's cfg)"},
    {"rows", 'r', CLI_INTEGER, offsetof(struct options, rows), 1, 1e6, "N",
     "compare N generated rows instead (16, for a model without classes)"},
    {"cc", 0, CLI_LIST, offsetof(struct options, compilers), 0, 0, "COMPILER",
     "C compiler to prove it with; may be repeated (gcc and clang, where found)"},
    {"json", 0, CLI_FLAG, offsetof(struct options, json), 0, 0, NULL, "print the proofs as JSON"},
};

static int choose_compilers(struct verify_options *v, const struct options *o, struct mien_error *e)
{
    static const char *const known[] = {"gcc", "clang"}, *const fallback[] = {"cc"};
    if (o->compilers.count > VERIFY_COMPILERS_MAX)
        return error_usage(e, "at most %d compilers at a time (--cc was given %d times)",
                           VERIFY_COMPILERS_MAX, o->compilers.count);
    for (int i = 0; i < o->compilers.count; i++)
        v->compilers[v->compiler_count++] = o->compilers.items[i];
    if (v->compiler_count == 0)
        verify_find_compilers(known, 2, v->compilers, &v->compiler_count);
    if (v->compiler_count == 0)
        verify_find_compilers(fallback, 1, v->compilers, &v->compiler_count);
    if (v->compiler_count == 0)
        return error_set(e, NULL, 0,
                         "no C compiler is on the PATH (gcc, clang, cc); install gcc or "
                         "name one with --cc");
    return 0;
}

/* The rows that a header is held against: a data set's, or generated ones. */
struct rows {
    struct exam exam;
    float *generated;
    const float *x;
    uint32_t count;
};

static int rows_open(struct rows *r, const struct model *m, const struct options *o,
                     struct mien_error *e)
{
    *r = (struct rows){.count = o->rows ? (uint32_t)o->rows : ROWS};
    if (o->rows > 0 || m->classes == 0) {
        if (o->data || o->split)
            return error_usage(e,
                               "generated rows are of no data set; leave --data and --split "
                               "out%s",
                               o->rows ? ", or --rows" : " (the model has no classes)");
        r->x = r->generated = answers_rows(m, r->count, e);
        return r->x ? 0 : -1;
    }
    if (exam_open(&r->exam, m, o->data, o->split, e) != 0)
        return -1;
    r->x = r->exam.x;
    r->count = r->exam.rows;
    return 0;
}

static void rows_close(struct rows *r)
{
    free(r->generated);
    exam_close(&r->exam);
}

/* What was proven of a header. */
struct proofs {
    struct proof list[VERIFY_PROOFS_MAX];
    int count;
};

static int print_json(const struct proofs *p, const char *header, struct mien_error *e)
{
    cJSON *root = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(root, "proofs");
    bool holds = true;
    for (int i = 0; i < p->count; i++) {
        const struct proof *proof = &p->list[i];
        cJSON *o = cJSON_CreateObject();
        cJSON_AddStringToObject(o, "compiler", proof->version);
        cJSON_AddStringToObject(o, "flags", proof->flags);
        cJSON_AddNumberToObject(o, "rows", proof->rows);
        cJSON_AddNumberToObject(o, "argmax_differ", proof->argmax_differ);
        cJSON_AddNumberToObject(o, "largest_difference", proof->largest);
        cJSON_AddBoolToObject(o, "cplusplus", proof->cplusplus);
        cJSON_AddBoolToObject(o, "holds", proof_holds(proof));
        cJSON_AddItemToArray(list, o);
        holds = holds && proof_holds(proof);
    }
    cJSON_AddStringToObject(root, "header", header);
    cJSON_AddBoolToObject(root, "holds", holds);
    char *text = cJSON_Print(root);
    if (text)
        puts(text);
    cJSON_free(text);
    cJSON_Delete(root);
    return text ? 0 : error_memory(e, "the proofs", 0);
}

static void print_lines(const struct proofs *p, const struct model *m)
{
    for (int i = 0; i < p->count; i++) {
        const struct proof *proof = &p->list[i];
        char number[32];
        printf("proof: %s rows, ", text_count(number, sizeof number, proof->rows));
        if (m->classes > 0)
            printf("%s argmax differ, ", text_count(number, sizeof number, proof->argmax_differ));
        printf("largest difference %.1e%s (%s, %s%s)\n", proof->largest,
               m->classes > 0 ? "" : " of an output's largest number", proof->version, proof->flags,
               proof->cplusplus ? "; C++17 too" : "");
    }
}

/* The first row that does not hold as the error; 0 where all do. */
static int judge(const struct proofs *p, const struct rows *r, const char *header,
                 struct mien_error *e)
{
    for (int i = 0; i < p->count; i++) {
        const struct proof *proof = &p->list[i];
        if (!proof_holds(proof))
            return error_set(e, header, 0,
                             "the proof does not hold: row %u of %s is the first to answer "
                             "otherwise than the model (%u argmax differ, largest difference %.3g, "
                             "%s, %s); export the header again",
                             r->generated ? proof->first : r->exam.row[proof->first],
                             r->generated ? "those generated" : "the data set",
                             proof->argmax_differ, proof->largest, proof->version, proof->flags);
    }
    return 0;
}

static int prove(const struct model *m, const struct record *record, const char *header,
                 const struct options *o, struct mien_error *e)
{
    struct verify_options v = {.limits = proof_limits_of(m)};
    struct proofs proofs = {.count = 0};
    struct rows rows = {.count = 0};
    float *expected = NULL;
    int result = -1;
    if (choose_compilers(&v, o, e) == 0 && rows_open(&rows, m, o, e) == 0 &&
        (expected = answers_make(m, rows.x, rows.count, e)))
        result = verify_rows(m, header, record->name, &v, rows.x, expected, rows.count, proofs.list,
                             &proofs.count, e);
    if (result == 0 && o->json)
        result = print_json(&proofs, header, e);
    else if (result == 0)
        print_lines(&proofs, m);
    if (result == 0)
        result = judge(&proofs, &rows, header, e);
    free(expected);
    rows_close(&rows);
    return result;
}

static int verify(const char *run, const char *header, const struct options *o,
                  struct mien_error *e)
{
    struct model full = {0}, reduced = {0};
    struct record r;
    char *text = file_text(header, (size_t)1 << 30, e);
    int result = -1;
    if (text && record_read(&r, header, text, e) == 0 && source_open(&full, run, e) == 0 &&
        verify_model(&r, &full, header, e) == 0 &&
        (r.forest_bytes == 0 || reduce_model(&reduced, &full, r.forest_bytes, e) == 0) &&
        prove(r.forest_bytes ? &reduced : &full, &r, header, o, e) == 0 &&
        verify_code(&r, header, text, e) == 0)
        result = 0;
    model_free(&reduced);
    model_free(&full);
    free(text);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct options o = {0};
    int count;
    int result = cli_parse(&verb_verify, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    return verify(argv[0], argv[1], &o, e);
}

const struct cli_verb verb_verify = {
    .name = "verify",
    .summary = "Prove that an exported header answers as its model does.",
    .example = "mien verify runs/mlp68-001 emotion.h",
    .usage = "mien verify RUN FILE.h [options]",
    .details =
        "Compiles the header as C99 with warnings as errors, included from two files of one "
        "program, and as C++17; looks in the object for calls of anything but the math library; "
        "runs every row of the split from raw landmarks to probabilities and compares with the "
        "model's own answers. Fails where the likeliest class differs for any row or a probability "
        "by more than 1e-5, where the header was made from another model, or where its code was "
        "changed. A header with convolutions is compiled once more with -O3 -march=native, and as "
        "their sums round otherwise on every instruction set, a probability may then differ by "
        "1e-4, and the likeliest class where two are that close. A model without classes is held "
        "on black, white and noise: each number of an output may differ by 1e-4 of the output's "
        "largest.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 2,
    .most = 2,
    .run = run,
};
