/* test_mixed.c - pictures and landmarks in one network, through the real command: joined, trained,
 * exported, proven; and what is refused on the way. */
#include <string.h>

#include "workspace.h"

static const char cfg[] = "[data]\npath = both\naugment = mirror, shift:0.05, jitter:0.01\n"
                          "[net]\nbatch = 32\nepochs = 2\n"
                          "[input]\npart = image\n"
                          "[convolutional]\nfilters = 4\nsize = 3\nstride = 2\npad = 1\n"
                          "batch_normalize = 1\nactivation = relu\n[avgpool]\n"
                          "[input]\npart = landmarks\n"
                          "[connected]\noutput = 16\nbatch_normalize = 1\nactivation = relu\n"
                          "[route]\nlayers = -1, -3\n[connected]\noutput = 7\n[softmax]\n";

static int make_both(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    shell("printf '%s' >mixed.cfg", cfg);
    done("mien data synth -o faces --rows 280 --size 24x24");
    done("mien data join faces faces-68 -o both");
    return 0;
}

static void a_network_on_both_is_trained_evaluated_and_proven(void **state)
{
    (void)state;
    done("mien train mixed.cfg -o run");
    done("mien eval run --brief");
    done("mien export run --standalone -o face.h --card card.md");
    const struct outcome o = done("mien verify run face.h --cc gcc");
    assert_non_null(strstr(o.out, "0 argmax differ"));
    shell("grep -q 'define FACE_LANDMARKS_AT 576 ' face.h");
    shell("grep -q 'image .*floats 0 to 575, .24..24..1. floats: grey levels' face.h");
    shell("grep -q 'landmarks .*floats 576 to 711, .68..2. floats: x and y' face.h");
    const struct outcome compared = done("mien compare run");
    assert_non_null(strstr(compared.out, "pixels, aligned 68x2"));
}

static void the_picture_of_a_row_is_what_is_drawn(void **state)
{
    (void)state;
    done("mien train mixed.cfg -o drawn --set net.epochs=1");
    done("mien eval drawn --brief --gallery gallery.png --filters filters.png");
    shell("for f in gallery filters; do test \"$(head -c 4 $f.png | tail -c 3)\" = PNG || exit 1; "
          "done");
    for (int k = 0; k < 2; k++) {
        const struct outcome o = run("mien eval drawn --%s x.png", k ? "cam" : "occlusion");
        assert_int_equal(o.status, 1);
        assert_non_null(strstr(o.err, "rows are no pictures alone"));
        shell("! test -e x.png");
    }
}

static void any_number_of_threads_trains_the_same_model(void **state)
{
    (void)state;
    done("mien train mixed.cfg -o one -j 1");
    done("mien train mixed.cfg -o three -j 3");
    assert_true(same_bytes("one/model.safetensors", "three/model.safetensors"));
}

static void a_forest_takes_the_whole_feature_vector(void **state)
{
    (void)state;
    shell("printf '[data]\\npath = both\\n[forest]\\ntrees = 4\\ndepth = 5\\n' >forest.cfg");
    done("mien train forest.cfg -o forest");
    done("mien export forest -o forest.h");
    done("mien verify forest forest.h --cc gcc");
}

static void a_model_of_one_kind_of_rows_is_shown_that_part_of_both(void **state)
{
    static const char *const sets[] = {"faces", "faces-68"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        shell("printf '[data]\\npath = %s\\n[forest]\\ntrees = 4\\ndepth = 5\\n' >one.cfg",
              sets[i]);
        done("mien train one.cfg -o on-%s", sets[i]);
        const struct outcome own = done("mien eval on-%s --brief --mirror", sets[i]),
                             both = done("mien eval on-%s --brief --mirror -d both", sets[i]);
        assert_string_equal(own.out, both.out);
    }
    done("mien train mixed.cfg -o fused --set net.epochs=1");
    const struct outcome o = done("mien compare fused on-faces on-faces-68 -d both -s valid");
    assert_non_null(strstr(o.out, "pixels, aligned 68x2"));
    assert_non_null(strstr(o.out, "of both"));
    const struct outcome wrong = run("mien eval on-faces -d faces-68");
    assert_int_equal(wrong.status, 1);
    assert_non_null(strstr(wrong.err, "the model takes rows of 576 numbers (these have 136)"));
}

static void mixed_sets_are_described_and_split(void **state)
{
    (void)state;
    struct outcome o = done("mien data info both --row 3");
    assert_non_null(
        strstr(o.out, "rows of kind mixed: image 24 x 24 x 1, landmarks 68 x 2 = 712 numbers"));
    o = done("mien data info both --json");
    assert_non_null(strstr(o.out, "\"parts\""));
    done("mien data split both --holdout 0.2 -o again");
    o = done("mien data info again");
    assert_non_null(strstr(o.out, "image 24 x 24 x 1, landmarks 68 x 2"));
}

static void what_does_not_fit_is_one_error(void **state)
{
    static const struct {
        const char *line, *says;
    } wrong[] = {
        {"mien data join faces both -o x", "both: rows are of several parts already"},
        {"mien data join faces faces -o x", "both sets hold rows of kind 'image'"},
        {"mien train bare.cfg -o x", "bare.cfg:6: [connected] cannot read rows of several parts "
                                     "(image, landmarks); begin with [input]"},
        {"mien train mixed.cfg -o x --set input.0.part=ears", "image, landmarks"},
        {"mien train mixed.cfg -o x --set data.path=faces", "mixed.cfg:"},
    };
    (void)state;
    shell("printf '[data]\\npath = both\\n\\n[net]\\n\\n[connected]\\noutput = 7\\n[softmax]\\n' "
          ">bare.cfg");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct outcome o = run("%s", wrong[i].line);
        if (o.status < 1 || !strstr(o.err, wrong[i].says))
            fail_msg("%s: status %d, said: %s", wrong[i].line, o.status, o.err);
        shell("! test -e x");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_on_both_is_trained_evaluated_and_proven),
        cmocka_unit_test(the_picture_of_a_row_is_what_is_drawn),
        cmocka_unit_test(any_number_of_threads_trains_the_same_model),
        cmocka_unit_test(a_forest_takes_the_whole_feature_vector),
        cmocka_unit_test(a_model_of_one_kind_of_rows_is_shown_that_part_of_both),
        cmocka_unit_test(mixed_sets_are_described_and_split),
        cmocka_unit_test(what_does_not_fit_is_one_error),
    };
    return cmocka_run_group_tests(tests, make_both, workspace_remove);
}
