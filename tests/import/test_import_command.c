/* test_import_command.c - `mien import` as it is typed: what it prints, writes and refuses. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "tests/end-to-end/workspace.h"

/* A network of cases.c, as recorded for the fuzzer. */
#define SEED "\"$MIEN_HOME\"/tests/fuzz/corpus/tflite/blocks-half.tflite"

static void it_prints_the_graph_and_writes_the_model(void **state)
{
    (void)state;
    const struct outcome o = done("mien import " SEED " -o a.safetensors --output block --output "
                                  "score --input-range -1:1 --origin here --licence MIT");
    assert_non_null(strstr(o.out, "separable"));
    assert_non_null(strstr(o.out, "outputs: 'block' is 4, 'score' is 5"));
    assert_non_null(strstr(o.err, "a.safetensors: written, read back, and it answers"));
    done("mien import " SEED " -o b.safetensors --output block --output score "
         "--input-range=-1:1 --origin here --licence MIT");
    assert_true(same_bytes("a.safetensors", "b.safetensors"));
}

static void without_a_file_to_write_it_only_prints(void **state)
{
    (void)state;
    shell("mkdir -p empty");
    const struct outcome o = done("cd empty && mien import " SEED);
    assert_non_null(strstr(o.out, "total"));
    assert_string_equal(o.err, "");
    char *files = listing("empty");
    assert_null(strstr(files, "safetensors"));
    free(files);
}

static void json_has_the_same_rows_and_sums(void **state)
{
    (void)state;
    const struct outcome o = done("mien import " SEED " --json");
    cJSON *root = cJSON_Parse(o.out);
    double parameters = 0;
    const cJSON *row;
    assert_non_null(root);
    cJSON_ArrayForEach(row, cJSON_GetObjectItem(root, "operators"))
    {
        parameters += cJSON_GetObjectItem(row, "parameters")->valuedouble;
    }
    assert_true(parameters > 0);
    assert_true(cJSON_GetObjectItem(root, "parameters")->valuedouble == parameters);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "operators")), 5);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "outputs")), 2);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(root, "float16")));
    cJSON_Delete(root);
}

/* The network that fuzz_darknet.c has in memory. */
#define WEIGHTS "\"$MIEN_HOME\"/tests/fuzz/corpus/darknet/small.weights"
#define CFG                                                                                        \
    "printf "                                                                                      \
    "'[net]\\nheight=4\\nwidth=4\\nchannels=1\\n[convolutional]\\nfilters=2\\nsize=3\\npad=1"      \
    "\\nbatch_normalize=1\\nactivation=leaky\\n[convolutional]\\nfilters=2\\nactivation=linear\\n" \
    "[connected]\\noutput=2\\n[softmax]\\n' >small.cfg; "

static void weights_of_darknet_become_a_model_by_their_cfg(void **state)
{
    (void)state;
    const struct outcome o =
        done(CFG "mien import " WEIGHTS " --cfg small.cfg --classes no,yes -o d.safetensors");
    assert_non_null(strstr(o.out, "depthwise"));
    assert_non_null(strstr(o.err, "d.safetensors: written, read back, and it answers"));
    done("mien export d.safetensors -o d.h && grep -q yes d.h");
}

static void what_is_wrong_is_told_and_nothing_left(void **state)
{
    static const struct {
        const char *command;
        int status;
        const char *says;
    } wrong[] = {
        {"mien import", 2, "import"},
        {"mien import nothing.tflite -o c.safetensors", 1, "nothing.tflite"},
        {"head -c 900 " SEED " >cut.tflite; mien import cut.tflite -o c.safetensors", 1,
         "cut.tflite: damaged"},
        {"echo no >text.tflite; mien import text.tflite -o c.safetensors", 1,
         "text.tflite: not a TensorFlow Lite file"},
        {"mien import " SEED " -o c.safetensors --output one", 1, "2 outputs, but names for 1"},
        {"mien import " SEED " -o c.safetensors --input-range 1:0", 2,
         "--input-range takes two rising numbers such as 0:1 (it was '1:0')"},
        {"mien import " SEED " -o c.safetensors --input-range 255", 2, "--input-range takes"},
        {"mien import " WEIGHTS " -o c.safetensors", 2, "name its network with --cfg FILE.cfg"},
        {"mien import " SEED " --classes a,b -o c.safetensors", 2, "go with --cfg"},
        {CFG "mien import " WEIGHTS " --cfg small.cfg --classes a -o c.safetensors", 1,
         "small.cfg: the network has 2 outputs (1 classes are named)"},
        {CFG "echo no >no.weights; mien import no.weights --cfg small.cfg -o c.safetensors", 1,
         "no.weights: 0 numbers for a network of 98"},
        {"mien import " SEED " -o nowhere/c.safetensors", 1, "nowhere/c.safetensors"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct outcome o = run("%s", wrong[i].command);
        if (o.status != wrong[i].status || !strstr(o.err, wrong[i].says) || o.out[0])
            fail_msg("%s: status %d, said: %s%s", wrong[i].command, o.status, o.err, o.out);
    }
    char *files = listing(".");
    assert_null(strstr(files, "c.safetensors"));
    free(files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_prints_the_graph_and_writes_the_model),
        cmocka_unit_test(without_a_file_to_write_it_only_prints),
        cmocka_unit_test(json_has_the_same_rows_and_sums),
        cmocka_unit_test(weights_of_darknet_become_a_model_by_their_cfg),
        cmocka_unit_test(what_is_wrong_is_told_and_nothing_left),
    };
    return cmocka_run_group_tests(tests, workspace_make, workspace_remove);
}
