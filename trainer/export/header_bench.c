/* header_bench.c - see header_bench.h. */
#include "trainer/export/header_bench.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "trainer/export/answers.h"
#include "trainer/export/export.h"

static const char NAME[] = "timed";

/* The program's main file: the number of runs is its argument, the row its input, milliseconds its
 * output. */
static void main_source(FILE *out, const struct model *m, const char *name)
{
    fputs("#define _POSIX_C_SOURCE 199309L\n"
          "#include <stdio.h>\n"
          "#include <stdlib.h>\n"
          "#include <time.h>\n"
          "#include \"header.h\"\n",
          out);
    answers_memory(out, m, name);
    fputs("static double now(void)\n"
          "{\n"
          "    struct timespec t;\n"
          "    clock_gettime(CLOCK_MONOTONIC, &t);\n"
          "    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;\n"
          "}\n"
          "int main(int argc, char **argv)\n"
          "{\n"
          "    const int runs = argc > 1 ? atoi(argv[1]) : 0;\n"
          "    if (fread(row, sizeof row, 1, stdin) != 1)\n"
          "        return 1;\n"
          "    for (int i = -3; i < runs; i++) {\n"
          "        const double start = now();\n"
          "        answer(row, y, arena);\n"
          "        const double ms = now() - start;\n"
          "        if (i >= 0 && fwrite(&ms, sizeof ms, 1, stdout) != 1)\n"
          "            return 1;\n"
          "    }\n"
          "    return fflush(stdout) != 0;\n"
          "}\n",
          out);
}

static int write_header(struct header_bench *b, const struct model *m, struct mien_error *e)
{
    const struct export_options o = {
        .file = "header.h", .name = NAME, .command = "mien bench", .standalone = true};
    struct export_cost cost;
    struct facts f;
    if (export_cost(m, &o, &cost, e) != 0)
        return -1;
    b->arena = cost.arena;
    facts_collect(&f, m);
    char *text = export_header(m, &f, &o, &b->bytes, e);
    int result = text ? workshop_write(&b->shop, o.file, text, b->bytes, e) : -1;
    facts_free(&f);
    free(text);
    return result;
}

/* The last row that is generated: noise. */
static int write_row(const struct workshop *w, const struct model *m, struct mien_error *e)
{
    enum { ROWS = 3 };
    const size_t width = m->input_width;
    float *rows = answers_rows(m, ROWS, e);
    int result =
        rows ? workshop_write(w, "row.bin", rows + (ROWS - 1) * width, width * sizeof *rows, e)
             : -1;
    free(rows);
    return result;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Run a program of the workshop to its end; its standard output goes to `out`. */
static int run(const struct workshop *w, const char *const argv[], const char *in, const char *out,
               struct mien_error *e)
{
    const pid_t process = workshop_start(w, argv, in, out, "log", e);
    const int status = process < 0 ? -1 : workshop_wait(process);
    if (status <= 0)
        return status;
    char *path = workshop_path(w, "log"), *log = path ? file_text(path, 1u << 20, NULL) : NULL;
    const char *what = log ? log : "";
    error_set(e, argv[0], 0, "failed on the exported header (exit status %d: %.*s)", status,
              (int)strcspn(what, "\n"), what);
    free(log);
    free(path);
    return -1;
}

int header_bench_open(struct header_bench *b, const struct model *m, const char *compiler,
                      struct mien_error *e)
{
    const char *const compile[] = {compiler, "-std=c99", "-O3",  "-march=native", "answer.c",
                                   "main.c", "-o",       "time", "-lm",           NULL};
    *b = (struct header_bench){.compiler = compiler};
    if (workshop_open(&b->shop, e) != 0)
        return -1;
    int result = -1;
    if (write_header(b, m, e) == 0 && write_row(&b->shop, m, e) == 0 &&
        answers_file(&b->shop, "answer.c", answers_source, m, NAME, e) == 0 &&
        answers_file(&b->shop, "main.c", main_source, m, NAME, e) == 0) {
        const double start = seconds();
        result = run(&b->shop, compile, NULL, "compile.log", e);
        b->compile_s = seconds() - start;
    }
    if (result != 0)
        header_bench_close(b);
    return result;
}

void header_bench_close(struct header_bench *b)
{
    workshop_close(&b->shop);
    *b = (struct header_bench){0};
}

int header_bench_run(const struct header_bench *b, int runs, double *ms, struct mien_error *e)
{
    char number[16];
    snprintf(number, sizeof number, "%d", runs);
    const char *const time[] = {"./time", number, NULL};
    const size_t size = (size_t)runs * sizeof *ms;
    struct file_map map = {0};
    if (run(&b->shop, time, "row.bin", "times.bin", e) != 0)
        return -1;
    char *path = workshop_path(&b->shop, "times.bin");
    int result = path ? file_map(&map, path, e) : error_memory(e, "times", size);
    if (result == 0 && map.size != size)
        result = error_set(e, path, 0, "holds %zu bytes of times instead of %zu", map.size, size);
    if (result == 0)
        memcpy(ms, map.data, size);
    file_unmap(&map);
    free(path);
    return result;
}
