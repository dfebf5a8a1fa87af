/* verb_verify.c - `mien verify`: compiles a header and holds every row against the trained model.
 */
#include <omp.h>
#include <stdlib.h>

#include "runtime/host/text.h"
#include "trainer/cli/cli.h"
#include "trainer/evaluate/exam.h"
#include "trainer/export/reduce.h"
#include "trainer/evaluate/source.h"
#include "trainer/export/verify.h"

extern const struct cli_verb verb_verify;

/* A header's float arithmetic may round otherwise than the trainer's by so much and no more. */
static const float TOLERANCE = 1e-5f;

struct options {
    const char *split, *data;
    struct cli_list compilers;
    bool json;
};

static const struct cli_option options[] = {
    {"split", 's', CLI_STRING, offsetof(struct options, split), 0, 0, "NAME",
     "split whose rows are compared (the one the model was chosen on)"},
    {"data", 'd', CLI_STRING, offsetof(struct options, data), 0, 0, "SET",
     "data set to take them from (the one in the model's cfg)"},
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

static int print_json(const struct proof *proofs, int count, const char *header,
                      struct mien_error *e)
{
    cJSON *root = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(root, "proofs");
    bool holds = true;
    for (int i = 0; i < count; i++) {
        const struct proof *p = &proofs[i];
        cJSON *o = cJSON_CreateObject();
        cJSON_AddStringToObject(o, "compiler", p->version);
        cJSON_AddNumberToObject(o, "rows", p->rows);
        cJSON_AddNumberToObject(o, "argmax_differ", p->argmax_differ);
        cJSON_AddNumberToObject(o, "largest_difference", p->largest);
        cJSON_AddBoolToObject(o, "cplusplus", p->cplusplus);
        cJSON_AddBoolToObject(o, "holds", proof_holds(p));
        cJSON_AddItemToArray(list, o);
        holds = holds && proof_holds(p);
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

static void print_lines(const struct proof *proofs, int count)
{
    for (int i = 0; i < count; i++) {
        char rows[32], differ[32];
        printf("proof: %s rows, %s argmax differ, largest difference %.1e (%s, -O2 -std=c99%s)\n",
               text_count(rows, sizeof rows, proofs[i].rows),
               text_count(differ, sizeof differ, proofs[i].argmax_differ), proofs[i].largest,
               proofs[i].version, proofs[i].cplusplus ? "; C++17 too" : "");
    }
}

/* The first row that does not hold as the error; 0 where all do. */
static int judge(const struct proof *proofs, int count, const struct exam *x, const char *header,
                 struct mien_error *e)
{
    for (int i = 0; i < count; i++)
        if (!proof_holds(&proofs[i]))
            return error_set(
                e, header, 0,
                "the proof does not hold: row %u of the data set is the first to answer "
                "otherwise than the model (%u argmax differ, largest difference %.3g, "
                "%s); export the header again",
                x->row[proofs[i].first], proofs[i].argmax_differ, proofs[i].largest,
                proofs[i].version);
    return 0;
}

static int prove(const struct model *m, const struct record *r, const char *header,
                 const struct options *o, struct mien_error *e)
{
    struct verify_options v = {.tolerance = TOLERANCE};
    struct proof proofs[VERIFY_COMPILERS_MAX];
    struct exam x = {0};
    float *p;
    int result = -1;
    if (choose_compilers(&v, o, e) != 0 || exam_open(&x, m, o->data, o->split, e) != 0)
        return -1;
    if ((p = exam_answers(&x, m, omp_get_max_threads(), e)))
        result = verify_rows(m, header, r->name, &v, x.x, p, x.rows, proofs, e);
    if (result == 0 && o->json)
        result = print_json(proofs, v.compiler_count, header, e);
    else if (result == 0)
        print_lines(proofs, v.compiler_count);
    if (result == 0)
        result = judge(proofs, v.compiler_count, &x, header, e);
    free(p);
    exam_close(&x);
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
        "program, "
        "and as C++17; looks in the object for calls of anything but the math library; runs every "
        "row of the split from raw landmarks to probabilities and compares with the model's own "
        "answers. Fails where the likeliest class differs for any row or a probability by more "
        "than "
        "1e-5, where the header was made from another model, or where its code was changed.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 2,
    .most = 2,
    .run = run,
};
