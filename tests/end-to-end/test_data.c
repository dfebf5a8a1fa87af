/* test_data.c - `mien data` through the real command: what goes in comes out again. */
#include <string.h>

#include "workspace.h"

static int make(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    make_faces();
    return 0;
}

static void assert_says(struct outcome o, const char *what)
{
    if (!strstr(o.out, what))
        fail_msg("'%s' is not in: %s", what, o.out);
}

static void csv_comes_back_as_it_was(void **state)
{
    (void)state;
    done("mien data export faces -o out.csv");
    done("mien data import out.csv -o back");
    done("mien data export back -o again.csv");
    /* rows of a split stay in order; import sorts by nothing else */
    assert_true(same_bytes("out.csv", "again.csv"));
    assert_true(same_bytes("faces/x.npy", "back/x.npy"));
    assert_true(same_bytes("faces/y.npy", "back/y.npy"));
}

static void libsvm_text_comes_back_as_it_was(void **state)
{
    (void)state;
    done("mien data export faces --split train -o out.svm");
    shell("test $(wc -l <out.svm) = 900");
    done("mien data import out.svm --classes angry,disgust,fear,happy -o sparse");
    done("mien data export sparse -o again.svm");
    assert_true(same_bytes("out.svm", "again.svm"));
}

static void info_counts_classes_and_splits(void **state)
{
    (void)state;
    const struct outcome o = done("mien data info faces");
    assert_says(o, "1,200 rows of kind landmarks, 68 x 2 = 136 numbers");
    assert_says(o, "angry      350    117  467  38.9 %");
    assert_says(done("mien data info faces --json"), "\"landmarks\"");
    assert_says(done("mien data info faces --row 7"), "angry");
}

static void selected_classes_have_their_new_names_and_order(void **state)
{
    (void)state;
    done("mien data select faces --classes joy=happy,rest=angry+fear -o two");
    const struct outcome o = done("mien data info two");
    assert_says(o, "1,144 rows");
    assert_true(strstr(o.out, "\njoy ") < strstr(o.out, "\nrest "));
}

static void merged_classes_come_before_those_that_stay(void **state)
{
    (void)state;
    done("mien data merge faces --classes bad=angry+disgust+fear -o mood");
    const struct outcome o = done("mien data info mood");
    assert_says(o, "1,200 rows");
    assert_true(strstr(o.out, "\nbad ") < strstr(o.out, "\nhappy "));
}

static void folds_share_rows_and_classes_evenly(void **state)
{
    (void)state;
    done("mien data split faces --folds 4 --seed 3 -o folds");
    assert_says(done("mien data info folds"), "fold4");
    done("mien data split faces --folds 4 --seed 3 -o same");
    assert_true(same_bytes("folds/split.npy", "same/split.npy"));
    done("mien data split faces --folds 4 --seed 4 -o other");
    assert_int_equal(run("cmp -s folds/split.npy other/split.npy").status, 1);
}

static void a_replaced_set_is_the_new_one(void **state)
{
    (void)state;
    done("mien data select faces --classes happy,fear -o twice");
    done("mien data select faces --classes angry,fear -o twice --replace");
    assert_says(done("mien data info twice"), "963 rows");
    shell("test \"$(ls -A .. | tr '\\n' ' ')\" = 'err out work '");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_comes_back_as_it_was),
        cmocka_unit_test(libsvm_text_comes_back_as_it_was),
        cmocka_unit_test(info_counts_classes_and_splits),
        cmocka_unit_test(selected_classes_have_their_new_names_and_order),
        cmocka_unit_test(merged_classes_come_before_those_that_stay),
        cmocka_unit_test(folds_share_rows_and_classes_evenly),
        cmocka_unit_test(a_replaced_set_is_the_new_one),
    };
    return cmocka_run_group_tests(tests, make, workspace_remove);
}
