/* test_headers.c - trained models as headers, through the real command: what `mien verify` proves.
 */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "workspace.h"

static int make_models(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    make_faces();
    done("mien train network.cfg -o network --set net.epochs=3 --set connected.0.output=32");
    done("mien train forest.cfg -o forest --set forest.trees=8 --set forest.depth=8");
    shell("sed '/^grid_/d' svm.cfg >plain.cfg");
    done("mien train plain.cfg -o svm");
    make_rendered_faces();
    done("mien train cnn.cfg -o cnn --set net.epochs=2");
    return 0;
}

static int count(const char *text, const char *what)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, what)); at++)
        n++;
    return n;
}

static void header_holds_with_gcc_and_clang(void **state)
{
    const char *kind = *state;
    done("mien export %s -o %s.h", kind, kind);
    const struct outcome o = done("mien verify %s %s.h --cc gcc --cc clang", kind, kind);
    assert_int_equal(count(o.out, "proof: 300 rows, 0 argmax differ"), 2);
    assert_int_equal(count(o.out, "(gcc "), 1);
    assert_int_equal(count(o.out, "(clang "), 1);
}

/* From drawn pictures to a header: trained, evaluated, exported and proven on every row. */
static void a_network_of_pictures_becomes_a_header_that_says_what_to_feed(void **state)
{
    (void)state;
    const struct outcome rows = done("mien eval cnn --json | grep -c '\"accuracy\"'");
    assert_int_not_equal(atoi(rows.out), 0);
    const struct outcome made = done("mien export cnn -S -o cnn.h --card cnn.md");
    assert_int_equal(count(made.out, "bytes of constants, RAM"), 1);
    shell("grep -q 'input  *\\[24\\]\\[24\\]\\[1\\] floats: a picture of 24 rows' cnn.h");
    shell("grep -q 'by cnn_features: each picture is brought to mean 0' cnn.h");
    shell("grep -q '^| RAM | [0-9,]* bytes of arena' cnn.md && "
          "grep -q '^| multiply-adds | ' cnn.md");
    const struct outcome o = done("mien verify cnn cnn.h --cc gcc --cc clang");
    assert_int_equal(count(o.out, " rows, 0 argmax differ"), 4);
    assert_int_equal(count(o.out, "-march=native"), 2);
}

/* Darknet's own kind of network: its weights go out to Darknet and come back as a model that
 * answers as the run does. */
static void weights_go_to_darknet_and_back(void **state)
{
    static const char cfg[] = "[net]\nbatch=32\nwidth=24\nheight=24\nchannels=1\nmax_batches=40\n"
                              "learning_rate=0.05\nmomentum=0.9\n"
                              "[convolutional]\nbatch_normalize=1\nfilters=8\nsize=3\nstride=1\n"
                              "pad=1\nactivation=leaky\n[maxpool]\nsize=2\nstride=2\n"
                              "[convolutional]\nfilters=7\nsize=1\nactivation=linear\n[avgpool]\n"
                              "[softmax]\n";
    (void)state;
    shell("printf '%s' >dark.cfg", cfg);
    shell("printf 'angry\\ndisgust\\nfear\\nhappy\\nsad\\nsurprise\\nneutral\\n' >names.txt");
    done("mien train dark.cfg -o dark --set data.path=pictures --set data.features=unit");
    done("mien export dark -o dark.weights");
    done("mien import dark.weights --cfg dark.cfg --names names.txt -o back.safetensors");
    done("mien eval dark --json >before.json");
    done("mien eval back.safetensors --data pictures --split valid --json >after.json");
    char *before = read_text("before.json"), *after = read_text("after.json");
    cJSON *a = cJSON_Parse(before), *b = cJSON_Parse(after);
    const cJSON *x = cJSON_GetArrayItem(cJSON_GetObjectItem(a, "subsets"), 0);
    const cJSON *y = cJSON_GetArrayItem(cJSON_GetObjectItem(b, "subsets"), 0);
    assert_true(cJSON_Compare(cJSON_GetObjectItem(x, "confusion"),
                              cJSON_GetObjectItem(y, "confusion"), true));
    assert_float_equal(cJSON_GetObjectItem(x, "log_loss")->valuedouble,
                       cJSON_GetObjectItem(y, "log_loss")->valuedouble, 1e-5);
    cJSON_Delete(a);
    cJSON_Delete(b);
    free(before);
    free(after);
}

/* What is said of a model file is what the file itself gives. */
static void a_model_file_stands_for_its_run(void **state)
{
    (void)state;
    done("mien export cnn -o cnn.safetensors && mien export cnn -o half.safetensors --half --card "
         "half.md");
    const struct outcome run = done("mien eval cnn --json"),
                         file = done("mien eval cnn.safetensors --json");
    assert_string_equal(strstr(run.out, "\"accuracy\""), strstr(file.out, "\"accuracy\""));
    shell("[ $(stat -c %%s half.safetensors) -lt $(stat -c %%s cnn.safetensors) ]");
    shell("grep -q 'A model file, `half.safetensors`' half.md && ! grep -q '^| flash' half.md");
    shell("accuracy=$(mien eval half.safetensors | awk '/^all rows/ {print $4}') && "
          "[ -n \"$accuracy\" ] && grep -q \"^| all rows | [0-9,]* | $accuracy \" half.md");
    done("mien export half.safetensors -o half.h && mien verify half.safetensors half.h");
}

static void options_of_another_product_are_refused(void **state)
{
    static const char *const lines[] = {"-o m.h --half", "-o m.safetensors --standalone",
                                        "-o m.weights --card m.md"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct outcome o = run("mien export network %s", lines[i]);
        assert_int_equal(o.status, 2);
        assert_non_null(strstr(o.err, "leave it out"));
    }
}

static void standalone_header_holds_and_has_a_card(void **state)
{
    const char *kind = *state;
    done("mien export %s --standalone --name my_%s -o alone.h --card card.md", kind, kind);
    done("mien verify %s alone.h --cc gcc --split train --json", kind);
    shell("grep -q my_%s_predict alone.h && test -s card.md", kind);
    shell("! grep -q '^#include \"' alone.h");
}

static void a_changed_digit_is_refused(void **state)
{
    const char *kind = *state;
    done("mien export %s -o changed.h", kind);
    /* the last digit 3 of the last line with numbers in an array becomes a 4 */
    shell("line=$(grep -nE '^ +-?[0-9].*3' changed.h | tail -n 1 | cut -d: -f1) && "
          "sed -i \"${line}s/3/4/\" changed.h");
    const struct outcome o = run("mien verify %s changed.h --cc gcc", kind);
    assert_int_equal(o.status, 1);
    if (!strstr(o.err, "mien: changed.h: ") || count(o.err, "\n") != 1)
        fail_msg("said: %s", o.err);
}

static void exporting_twice_gives_the_same_bytes(void **state)
{
    const char *kind = *state;
    done("mkdir -p one two && (cd one && mien export ../%s -o m.h --data ../faces) && "
         "(cd two && mien export ../%s -o m.h --data ../faces)",
         kind, kind);
    assert_true(same_bytes("one/m.h", "two/m.h"));
}

#define OF_KIND(kind, behaviour)                                                                   \
    {                                                                                              \
#kind "_" #behaviour, behaviour, NULL, NULL, (void *)#kind                                 \
    }
#define OF_EACH_KIND(behaviour)                                                                    \
    OF_KIND(network, behaviour), OF_KIND(forest, behaviour), OF_KIND(svm, behaviour)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_of_pictures_becomes_a_header_that_says_what_to_feed),
        cmocka_unit_test(weights_go_to_darknet_and_back),
        cmocka_unit_test(a_model_file_stands_for_its_run),
        cmocka_unit_test(options_of_another_product_are_refused),
        OF_EACH_KIND(header_holds_with_gcc_and_clang),
        OF_EACH_KIND(standalone_header_holds_and_has_a_card),
        OF_EACH_KIND(a_changed_digit_is_refused),
        OF_EACH_KIND(exporting_twice_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, make_models, workspace_remove);
}
