/* verify.c - see verify.h. */
#include "trainer/export/verify.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/sha256.h"
#include "trainer/export/answers.h"
#include "trainer/export/fold.h"
#include "trainer/export/workshop.h"

/* What every compiler is given. -O2 lets it inline as a user's build does; an object as firmware
 * has it, where nothing is moved about when the program is loaded, keeps constants constant. */
#define PORTABLE "-std=c99", "-O2", "-fno-pie"
#define NATIVE "-std=c99", "-O3", "-fno-pie", "-march=native"
#define CPP_FLAGS "-x", "c++", "-std=c++17", "-fsyntax-only"
#define STRICT "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-I."

/* One compiler at work. */
struct trial {
    struct workshop shop;
    const struct model *model;
    const struct verify_options *options;
    const char *path, *compiler; /* the header's path and the compiler's name, for messages */
    const float *expected;
    struct proof *proof;
    struct mien_error *error;
};

/* The asking side: the second translation unit that includes the header. The answering side is the
 * object whose symbols are looked at. */
static void main_source(FILE *out, const struct model *m, const char *name)
{
    const struct emit names = emit_to(NULL, name);
    fputs("#include <stdio.h>\n#include \"header.h\"\n#include \"header.h\"\n", out);
    answers_memory(out, m, name);
    fprintf(out, "int main(void)\n{\n"
                 "    while (fread(row, sizeof row, 1, stdin) == 1) {\n"
                 "        answer(row, y, arena);\n"
                 "        if (fwrite(y, sizeof y, 1, stdout) != 1)\n"
                 "            return 1;\n");
    if (m->classes > 0)
        fprintf(out, "        if (%s_argmax(y) >= %s_CLASSES)\n            return 1;\n", name,
                names.upper);
    fprintf(out, "    }\n    return ferror(stdin) || fflush(stdout) != 0;\n}\n");
}

static int write_sources(struct trial *t, const char *header, size_t size, const char *name)
{
    return workshop_write(&t->shop, "header.h", header, size, t->error) != 0 ||
                   fold_unpack(t->shop.folder, t->error) != 0 ||
                   answers_file(&t->shop, "answer.c", answers_source, t->model, name, t->error) !=
                       0 ||
                   answers_file(&t->shop, "main.c", main_source, t->model, name, t->error) != 0 ||
                   workshop_write(&t->shop, "empty.c", "\n", 1, t->error) != 0
               ? -1
               : 0;
}

static char *read_log(struct trial *t, const char *name)
{
    char *path = workshop_path(&t->shop, name);
    char *text = path ? file_text(path, 16u << 20, NULL) : NULL;
    free(path);
    return text;
}

/* Turn a compiler's log into the error: its first complaint, at the header's line where it has one.
 */
static int complain(struct trial *t, const char *log, const char *language)
{
    char *text = read_log(t, log);
    const char *at = text ? strstr(text, "error:") : NULL;
    const char *what = at ? at + strlen("error:") : text ? text : "";
    what += strspn(what, " \n");
    long line = 0;
    while (at && at > text && at[-1] != '\n')
        at--;
    if (at && strncmp(at, "header.h:", 9) == 0)
        line = strtol(at + 9, NULL, 10);
    error_set(t->error, t->path, line, "%s does not take the header as %s (%.*s); export it again",
              t->proof->version, language, (int)strcspn(what, "\n"), what);
    free(text);
    return -1;
}

/* Start a program whose messages go to `log` and wait for it. */
static int run(struct trial *t, const char *const argv[], const char *log)
{
    const pid_t process = workshop_start(&t->shop, argv, NULL, log, NULL, t->error);
    return process < 0 ? -1 : workshop_wait(process);
}

/* The name and the last word of the first line of --version that starts with a digit. */
static int find_version(struct trial *t)
{
    const char *const argv[] = {t->compiler, "--version", NULL};
    struct proof *p = t->proof;
    if (run(t, argv, "version.log") != 0)
        return error_set(t->error, t->compiler, 0,
                         "cannot be run as a C compiler; name another with --cc");
    char *text = read_log(t, "version.log"), *rest = NULL;
    snprintf(p->version, sizeof p->version, "%.40s", file_name(t->compiler));
    if (text)
        text[strcspn(text, "\n")] = '\0';
    for (char *word = text ? strtok_r(text, " ", &rest) : NULL; word;
         word = strtok_r(NULL, " ", &rest))
        if (*word >= '0' && *word <= '9')
            snprintf(p->version, sizeof p->version, "%.40s %.20s", file_name(t->compiler), word);
    free(text);
    return 0;
}

/* Both translation units and the C++ check, at the same time. */
static int compile(struct trial *t)
{
    const char *const probe[] = {t->compiler, CPP_FLAGS, "empty.c", NULL};
    const char *const answer[] = {t->compiler, PORTABLE, STRICT, "-c", "answer.c", NULL};
    const char *const asking[] = {t->compiler, PORTABLE, STRICT, "-c", "main.c", NULL};
    const char *const cpp[] = {t->compiler, CPP_FLAGS, STRICT, "answer.c", NULL};
    static const char *const logs[] = {"answer.log", "main.log", "cpp.log"};
    static const char *const languages[] = {"C99", "C99", "C++17"};
    const char *const *const jobs[] = {answer, asking, cpp};
    t->proof->cplusplus = run(t, probe, "probe.log") == 0;
    const int count = t->proof->cplusplus ? 3 : 2;
    pid_t processes[3];
    int result = 0, started = 0;
    for (; started < count && result == 0; started++) {
        processes[started] =
            workshop_start(&t->shop, jobs[started], NULL, logs[started], NULL, t->error);
        if (processes[started] < 0)
            result = -1;
    }
    for (int i = 0; i < started; i++)
        if (processes[i] >= 0 && workshop_wait(processes[i]) != 0 && result == 0)
            result = complain(t, logs[i], languages[i]);
    return result;
}

/* Symbols that an embedded program has: memory blocks, the math library, the compiler's own. */
static bool may_be_called(const char *symbol)
{
    static const char *const allowed[] = {"memcpy",
                                          "memmove",
                                          "memset",
                                          "memcmp",
                                          "expf",
                                          "exp",
                                          "logf",
                                          "log",
                                          "log1pf",
                                          "log1p",
                                          "tanhf",
                                          "tanh",
                                          "sqrtf",
                                          "sqrt",
                                          "fabsf",
                                          "fabs",
                                          "atan2f",
                                          "atan2",
                                          "sinf",
                                          "cosf",
                                          "fminf",
                                          "fmaxf",
                                          "__stack_chk_fail",
                                          "_GLOBAL_OFFSET_TABLE_"};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strcmp(symbol, allowed[i]) == 0)
            return true;
    return false;
}

/* One line of `nm -P`: symbol, type, ... */
static int check_symbol(struct trial *t, const char *symbol, char type)
{
    if (type == 'U' && !may_be_called(symbol))
        return error_set(
            t->error, t->path, 0,
            "the compiled header calls %s (%s); it may call nothing but the math library "
            "and memcpy's kin: export it again",
            symbol, t->proof->version);
    if (strchr("bBcCdDgGsS", type))
        return error_set(t->error, t->path, 0,
                         "the compiled header holds writable data (%s, %s); export it again",
                         symbol, t->proof->version);
    return 0;
}

static int check_symbols(struct trial *t)
{
    static const char *const argv[] = {"nm", "-P", "answer.o", NULL};
    if (run(t, argv, "nm.log") != 0)
        return error_set(t->error, "nm", 0, "cannot read the object file; install binutils");
    char *text = read_log(t, "nm.log");
    int result = text ? 0 : error_memory(t->error, "the object's symbols", 0);
    char *lines = NULL;
    for (char *line = text ? strtok_r(text, "\n", &lines) : NULL; line && result == 0;
         line = strtok_r(NULL, "\n", &lines)) {
        char symbol[256], type;
        if (sscanf(line, "%255s %c", symbol, &type) == 2)
            result = check_symbol(t, symbol, type);
    }
    free(text);
    return result;
}

static int link_and_run(struct trial *t)
{
    const char *const link[] = {t->compiler, "-no-pie", "answer.o", "main.o",
                                "-o",        "program", "-lm",      NULL};
    static const char *const program[] = {"./program", NULL};
    if (run(t, link, "link.log") != 0)
        return complain(t, "link.log", "a program of two files");
    const pid_t process =
        workshop_start(&t->shop, program, "rows.bin", "answers.bin", "program.log", t->error);
    const int status = process < 0 ? -1 : workshop_wait(process);
    return status == 0 ? 0
           : status < 0
               ? -1
               : error_set(t->error, t->path, 0,
                           "the compiled program failed (exit status %d, %s); export it again",
                           status, t->proof->version);
}

static int compare_answers(struct trial *t)
{
    const size_t size = (size_t)t->proof->rows * answers_width(t->model) * sizeof(float);
    char *path = workshop_path(&t->shop, "answers.bin");
    struct file_map map = {0};
    int result = path ? file_map(&map, path, t->error) : error_memory(t->error, "answers", size);
    if (result == 0 && map.size != size)
        result = error_set(
            t->error, t->path, 0,
            "the compiled program gave %zu bytes of answers for %zu (%s); export it again",
            map.size, size, t->proof->version);
    if (result == 0)
        proof_compare(t->proof, t->model, &t->options->limits,
                      (const float *)(const void *)map.data, t->expected);
    file_unmap(&map);
    free(path);
    return result;
}

static int judge_object(struct trial *t)
{
    return check_symbols(t) || link_and_run(t) || compare_answers(t) ? -1 : 0;
}

/* The answering side once more, for this machine; *made is false where the compiler has no such
 * flag. */
static int prove_native(struct trial *t, bool *made)
{
    const char *const probe[] = {t->compiler, NATIVE, "-c", "empty.c", NULL};
    const char *const answer[] = {t->compiler, NATIVE, STRICT, "-c", "answer.c", NULL};
    *made = run(t, probe, "probe.log") == 0;
    if (!*made)
        return 0;
    if (run(t, answer, "answer.log") != 0)
        return complain(t, "answer.log", "C99");
    return judge_object(t);
}

/* The proofs of one compiler, *count of them. */
static int prove(struct trial *t, const char *compiler, uint32_t rows, struct proof *proofs,
                 int *count)
{
    bool made = false;
    t->compiler = compiler;
    t->proof = &proofs[0];
    proofs[0] = (struct proof){.compiler = compiler, .flags = "-O2 -std=c99", .rows = rows};
    if (find_version(t) != 0 || compile(t) != 0 || judge_object(t) != 0)
        return -1;
    if (proof_has_convolutions(t->model)) {
        t->proof = &proofs[1];
        proofs[1] = (struct proof){
            .compiler = compiler, .flags = "-O3 -march=native -std=c99", .rows = rows};
        strcpy(proofs[1].version, proofs[0].version);
        if (prove_native(t, &made) != 0)
            return -1;
    }
    *count = 1 + made;
    return 0;
}

int verify_rows(const struct model *m, const char *path, const char *name,
                const struct verify_options *o, const float *x, const float *expected,
                uint32_t rows, struct proof proofs[VERIFY_PROOFS_MAX], int *count,
                struct mien_error *e)
{
    struct trial t = {.model = m, .options = o, .path = path, .expected = expected, .error = e};
    struct file_map header;
    int result = -1;
    *count = 0;
    if (file_map(&header, path, e) != 0)
        return -1;
    if (workshop_open(&t.shop, e) == 0 &&
        write_sources(&t, (const char *)header.data, header.size, name) == 0 &&
        workshop_write(&t.shop, "rows.bin", x, (size_t)rows * m->input_width * sizeof *x, e) == 0)
        result = 0;
    for (int i = 0; i < o->compiler_count && result == 0; i++) {
        int made = 0;
        result = prove(&t, o->compilers[i], rows, &proofs[*count], &made);
        *count += made;
    }
    workshop_close(&t.shop);
    file_unmap(&header);
    return result;
}

int verify_model(const struct record *r, const struct model *m, const char *path,
                 struct mien_error *e)
{
    if (strcmp(r->weights, m->weights_checksum) == 0)
        return 0;
    return error_set(e, path, 0,
                     "the header was made from another model (weights %.12s, the run's are %.12s); "
                     "name the run it was made from, or export it again",
                     r->weights, m->weights_checksum);
}

int verify_code(const struct record *r, const char *path, const char *text, struct mien_error *e)
{
    char code[65];
    const char *start = record_code(text);
    sha256_hex(start, strlen(start), code);
    if (strcmp(code, r->code) == 0)
        return 0;
    return error_set(e, path, 0,
                     "the code was changed since it was exported (checksum %.12s, stated %.12s); "
                     "export it again",
                     code, r->code);
}

void verify_find_compilers(const char *const *names, int name_count,
                           const char *found[VERIFY_COMPILERS_MAX], int *count)
{
    *count = 0;
    for (int i = 0; i < name_count && *count < VERIFY_COMPILERS_MAX; i++) {
        const char *path = getenv("PATH");
        bool there = false;
        for (const char *p = path ? path : ""; *p && !there; p += strcspn(p, ":"), p += *p == ':') {
            char file[4096];
            const int n = snprintf(file, sizeof file, "%.*s/%s", (int)strcspn(p, ":"), p, names[i]);
            there = n > 0 && (size_t)n < sizeof file && access(file, X_OK) == 0;
        }
        if (there)
            found[(*count)++] = names[i];
    }
}
