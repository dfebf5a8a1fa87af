/* answers.c - see answers.h. */
#include "trainer/export/answers.h"

#include <stdlib.h>

#include "runtime/host/model_parts.h"
#include "runtime/host/rng.h"
#include "trainer/export/layout.h"

static const uint64_t SEED = 468; /* any */

size_t answers_width(const struct model *m)
{
    size_t width = 0;
    for (int32_t i = 0; i < m->graph.output_count; i++)
        width += layout_output(m, i);
    return width;
}

static void answer(const struct model *m, const float *row, float *answer, float *arena)
{
    float *y[MIEN_OUTPUTS_MAX];
    for (int32_t i = 0; i < m->graph.output_count; i++) {
        y[i] = answer;
        answer += layout_output(m, i);
    }
    mien_graph_run_all(&m->graph, row, y, arena, NULL);
}

/* Each thread has an arena and does a share of the rows. */
static bool answer_all(const struct model *m, const float *x, uint32_t rows, float *answers)
{
    const size_t width = answers_width(m);
    bool failed = false;
#pragma omp parallel reduction(|| : failed)
    {
        float *arena = malloc(m->graph.arena_floats * sizeof *arena);
        failed = !arena;
#pragma omp for schedule(static)
        for (uint32_t r = 0; r < rows; r++)
            if (arena)
                answer(m, x + (size_t)r * m->input_width, answers + r * width, arena);
        free(arena);
    }
    return !failed;
}

float *answers_make(const struct model *m, const float *x, uint32_t rows, struct mien_error *e)
{
    const size_t bytes = (size_t)rows * answers_width(m) * sizeof(float);
    float *answers = malloc(bytes + 1);
    if (answers && answer_all(m, x, rows, answers))
        return answers;
    free(answers);
    error_memory(e, "the model's answers", bytes);
    return NULL;
}

static const char prototype[] = "void answer(const float *row, float *y, float *arena);\n";

/* The feature vector lies behind the header's own arena. */
void answers_source(FILE *out, const struct model *m, const char *name)
{
    const struct emit names = emit_to(NULL, name);
    fprintf(out,
            "#include \"header.h\"\n%s"
            "void answer(const float *row, float *y, float *arena)\n{\n",
            prototype);
    if (m->classes > 0) {
        fprintf(out,
                "    %s_features(row, arena + %s_ARENA_FLOATS, arena);\n"
                "    %s_predict(arena + %s_ARENA_FLOATS, y, arena);\n",
                name, names.upper, name, names.upper);
    } else {
        size_t start = 0;
        fprintf(out, "    %s_run(row, ", name);
        for (int32_t i = 0; i < m->graph.output_count; i++) {
            fprintf(out, "y + %zu, ", start);
            start += layout_output(m, i);
        }
        fputs("arena);\n", out);
    }
    fputs("}\n", out);
}

int answers_file(const struct workshop *w, const char *file,
                 void (*source)(FILE *out, const struct model *m, const char *name),
                 const struct model *m, const char *name, struct mien_error *e)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out)
        source(out, m, name);
    int result = out && fclose(out) == 0 ? workshop_write(w, file, text, size, e)
                                         : error_memory(e, file, size);
    free(text);
    return result;
}

void answers_memory(FILE *out, const struct model *m, const char *name)
{
    const struct emit names = emit_to(NULL, name);
    fprintf(out,
            "%sstatic float row[%s_INPUTS], y[%zu];\n"
            "static float arena[%s_ARENA_FLOATS + %u];\n",
            prototype, names.upper, answers_width(m), names.upper,
            m->classes > 0 ? m->features : 0);
}

float *answers_rows(const struct model *m, uint32_t rows, struct mien_error *e)
{
    const struct model_range range = model_input_range(m);
    const size_t width = m->input_width;
    float *x = malloc((size_t)rows * width * sizeof *x);
    if (!x) {
        error_memory(e, "generated rows", (size_t)rows * width * sizeof *x);
        return NULL;
    }
    for (uint32_t r = 0; r < rows; r++) {
        struct rng random = rng_stream(SEED, r);
        for (size_t i = 0; i < width; i++) {
            const float share = r == 0 ? 0.0f : r == 1 ? 1.0f : rng_float(&random);
            x[r * width + i] = range.low + share * (range.high - range.low);
        }
    }
    return x;
}
