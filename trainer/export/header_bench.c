/* header_bench.c - see header_bench.h. */
#include "trainer/export/header_bench.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "trainer/evaluate/median.h"
#include "trainer/export/answers.h"
#include "trainer/export/export.h"
#include "trainer/export/workshop.h"

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

static int write_header(const struct workshop *w, const struct model *m, struct header_timing *t,
                        struct mien_error *e)
{
    const struct export_options o = {
        .file = "header.h", .name = NAME, .command = "mien bench", .standalone = true};
    struct facts f;
    facts_collect(&f, m);
    char *text = export_header(m, &f, &o, &t->bytes, e);
    int result = text ? workshop_write(w, o.file, text, t->bytes, e) : -1;
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

static int read_times(const struct workshop *w, int runs, struct header_timing *t,
                      struct mien_error *e)
{
    char *path = workshop_path(w, "times.bin");
    const size_t size = (size_t)runs * sizeof(double);
    double *ms = malloc(size);
    struct file_map map = {0};
    int result = path && ms ? file_map(&map, path, e) : error_memory(e, "times", size);
    if (result == 0 && map.size != size)
        result = error_set(e, path, 0, "holds %zu bytes of times instead of %zu", map.size, size);
    if (result == 0) {
        memcpy(ms, map.data, size);
        t->median_ms = median(ms, runs);
        t->p95_ms = ms[(size_t)(runs - 1) * 95 / 100];
    }
    file_unmap(&map);
    free(ms);
    free(path);
    return result;
}

int header_time(const struct model *m, const char *compiler, int runs, struct header_timing *t,
                struct mien_error *e)
{
    struct workshop w;
    char number[16];
    snprintf(number, sizeof number, "%d", runs);
    const char *const compile[] = {compiler, "-std=c99", "-O3",  "-march=native", "answer.c",
                                   "main.c", "-o",       "time", "-lm",           NULL};
    const char *const time[] = {"./time", number, NULL};
    int result = -1;
    *t = (struct header_timing){0};
    if (workshop_open(&w, e) != 0)
        return -1;
    if (write_header(&w, m, t, e) == 0 && write_row(&w, m, e) == 0 &&
        answers_file(&w, "answer.c", answers_source, m, NAME, e) == 0 &&
        answers_file(&w, "main.c", main_source, m, NAME, e) == 0) {
        const double start = seconds();
        result = run(&w, compile, NULL, "compile.log", e);
        t->compile_s = seconds() - start;
    }
    if (result == 0)
        result = run(&w, time, "row.bin", "times.bin", e);
    if (result == 0)
        result = read_times(&w, runs, t, e);
    workshop_close(&w);
    return result;
}
