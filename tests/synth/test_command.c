/* test_command.c - `mien data synth` through the real command. */
#include <stdlib.h>
#include <string.h>

#include "tests/end-to-end/workspace.h"

static void says(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("'%s' is not in: %s", what, text);
}

static void a_set_is_made_and_summed_up(void **state)
{
    (void)state;
    struct outcome o = done("mien data synth -o faces --rows 140 --points both --sheet sheet.png");
    says(o.out, "faces: 140 rows, train 112, valid 14, test 14; classes angry disgust");
    says(o.out, "140 faces in");
    shell("test \"$(od -An -tu1 -j16 -N8 sheet.png)\" = '   0   0   4 232   0   0   2 176'");
    says(done("mien data info faces-468").out, "468 x 3");
    says(done("mien data info faces").out, "MediaPipe");
}

static void threads_change_no_byte(void **state)
{
    (void)state;
    done("mien data synth -o one --rows 70 --jobs 1 --seed 5");
    done("mien data synth -o two --rows 70 -j3 --seed 5 --points 468 --name other");
    shell("for f in x y split group id; do cmp one/$f.npy two/$f.npy; done");
    shell("test ! -e two-68 && grep -q '\"other-468\"' two-468/dataset.json");
}

static void mistakes_are_told_apart(void **state)
{
    static const struct {
        const char *arguments, *says;
        int status;
    } cases[] = {
        {"", "no place to write to; give -o", 2},
        {"-o no --rows 0", "--rows", 2},
        {"-o no --size 48", "--size: not WIDTHxHEIGHT of 16 to 512 pixels each ('48')", 2},
        {"-o no --size 48x9", "('48x9')", 2},
        {"-o no --size 48x48x3", "('48x48x3')", 2},
        {"-o no --size -48x48", "('-48x48')", 2},
        {"-o no --points 5", "--points: not 68, 468, both or none ('5')", 2},
        {"-o there", "there", 1},
        {"-o /proc/no/faces", "/proc/no: cannot make the folder", 1},
    };
    (void)state;
    done("mien data synth -o there --rows 7 --points none --size 16x16");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct outcome o = run("mien data synth %s", cases[i].arguments);
        says(o.err, cases[i].says);
        assert_int_equal(o.status, cases[i].status);
    }
    shell("test ! -e no && test ! -e there-68");
    done("mien data synth -o there --rows 7 --replace");
}

static void help_begins_with_an_example_that_works(void **state)
{
    (void)state;
    says(done("mien data synth --help").out, "mien data synth -o faces --sheet faces.png");
    says(done("mien completion bash").out, "'mien data synth'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_is_made_and_summed_up),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(mistakes_are_told_apart),
        cmocka_unit_test(help_begins_with_an_example_that_works),
    };
    return cmocka_run_group_tests(tests, workspace_make, workspace_remove);
}
