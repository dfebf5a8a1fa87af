/* test_face_headers.c - the face networks as headers: as the interpreter on generated rows, and as
 * TensorFlow Lite recorded on the pictures in the folder MIEN_ORACLES where it is set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/npy.h"
#include "runtime/host/model_parts.h"
#include "trainer/export/answers.h"
#include "trainer/export/layout.h"
#include "trainer/export/verify.h"
#include "trainer/export/workshop.h"

static const char *const compilers[] = {"gcc", "clang"};

/* Rows, and what a network should answer to them. */
struct rows {
    float *x, *expected;
    uint32_t count;
};

static void generate(struct rows *r, const struct model *m, const char *oracle)
{
    struct mien_error e = {.text = ""};
    (void)oracle;
    r->count = 3;
    r->x = answers_rows(m, r->count, &e);
    r->expected = answers_make(m, r->x, r->count, &e);
    assert_non_null(r->x);
    assert_non_null(r->expected);
}

/* oracle/NAME.PART.npy of rows of `width` numbers. */
static void open_oracle(struct npy *a, const char *name, const char *part, size_t width)
{
    struct mien_error e = {.text = ""};
    char path[512];
    snprintf(path, sizeof path, "%s/oracle/%s.%s.npy", getenv("MIEN_ORACLES"), name, part);
    if (npy_open(a, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(a->count, a->shape[0] * width);
}

/* Pixels 0..255 are scaled to the input's range; the recorded outputs lie one behind another. */
static void read_oracle(struct rows *r, const struct model *m, const char *name)
{
    const struct model_range range = model_input_range(m);
    const size_t width = m->input_width, answer = answers_width(m);
    struct npy in, out;
    size_t start = 0;
    open_oracle(&in, name, "in", width);
    r->count = (uint32_t)in.shape[0];
    r->x = malloc(in.count * sizeof *r->x);
    r->expected = malloc(r->count * answer * sizeof *r->expected);
    assert_non_null(r->x);
    assert_non_null(r->expected);
    for (size_t i = 0; i < in.count; i++)
        r->x[i] = range.low + (range.high - range.low) * ((float)npy_get(&in, i) / 255.0f);
    npy_close(&in);
    for (int32_t o = 0; o < m->graph.output_count; o++) {
        const size_t size = layout_output(m, o);
        char part[16];
        snprintf(part, sizeof part, "out%d", (int)o);
        open_oracle(&out, name, part, size);
        assert_int_equal(out.shape[0], r->count);
        for (size_t i = 0; i < out.count; i++)
            r->expected[i / size * answer + start + i % size] = (float)npy_get(&out, i);
        npy_close(&out);
        start += size;
    }
}

/* Export the model, compile it with the first compiler found and hold it against the rows that
 * `take` gives, each number within `tolerance` of its output's largest. */
static void prove(const char *path, const char *oracle, float tolerance,
                  void (*take)(struct rows *, const struct model *, const char *))
{
    const struct export_options o = {
        .file = "net.h", .name = "net", .command = "mien export", .standalone = true};
    struct verify_options verify = {.limits = {tolerance, 0.0f}};
    struct proof proofs[VERIFY_PROOFS_MAX];
    struct mien_error e = {.text = ""};
    struct workshop shop;
    struct rows r;
    struct facts f;
    struct model m;
    size_t size = 0;
    int count = 0;
    if (model_open(&m, path, &e) != 0)
        fail_msg("%s", e.text);
    take(&r, &m, oracle);
    facts_collect(&f, &m);
    char *text = export_header(&m, &f, &o, &size, &e);
    assert_non_null(text);
    assert_int_equal(workshop_open(&shop, &e), 0);
    assert_int_equal(workshop_write(&shop, o.file, text, size, &e), 0);
    char *header = workshop_path(&shop, o.file);
    verify_find_compilers(compilers, 2, verify.compilers, &verify.compiler_count);
    verify.compiler_count = 1;
    if (verify_rows(&m, header, o.name, &verify, r.x, r.expected, r.count, proofs, &count, &e) != 0)
        fail_msg("%s", e.text);
    for (int i = 0; i < count; i++) {
        print_message("%s by %s %s: within %.1e on %u rows\n", path, proofs[i].version,
                      proofs[i].flags, proofs[i].largest, (unsigned)r.count);
        assert_true(proof_holds(&proofs[i]));
    }
    workshop_close(&shop);
    free(header);
    free(text);
    free(r.x);
    free(r.expected);
    facts_free(&f);
    model_free(&m);
}

static void both_answer_as_the_interpreter(void **state)
{
    (void)state;
    prove("models/face_mesh.safetensors", "", 1e-4f, generate);
    prove("models/face_detector.safetensors", "", 1e-4f, generate);
}

/* Of 192 pixels, 1e-4 is 0.02. */
static void both_answer_as_another_library_recorded(void **state)
{
    (void)state;
    if (!getenv("MIEN_ORACLES"))
        skip();
    prove("models/face_mesh.safetensors", "face_mesh", 1e-4f, read_oracle);
    prove("models/face_detector.safetensors", "face_detection", 1e-5f, read_oracle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_answer_as_the_interpreter),
        cmocka_unit_test(both_answer_as_another_library_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
