/* test_models.c - each committed header, included and run on PublicTest, is as good as it says.
 *
 * The accuracy that a header states in its opening comment is compared with what its functions give
 * on every row of the shipped set's valid split: from raw landmarks to the likeliest class. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "models/emotion_forest.h"
#include "models/emotion_mlp.h"
#include "models/emotion_svm.h"

static struct dataset data;
static uint32_t *rows, count;

static int open_rows(void **state)
{
    uint32_t split;
    (void)state;
    return dataset_open(&data, "datasets/fer2013-landmarks", NULL) != 0 ||
                   dataset_find_split(&data, "valid", &split, NULL) != 0 ||
                   !(rows = dataset_split_rows(&data, split, &count, NULL))
               ? -1
               : 0;
}

static int close_rows(void **state)
{
    (void)state;
    free(rows);
    dataset_close(&data);
    return 0;
}

/* The percent behind "accuracy" in the header's opening comment. */
static double stated_accuracy(const char *path)
{
    char line[256];
    double percent = -1;
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    while (percent < 0 && fgets(line, sizeof line, in))
        if (sscanf(line, " * accuracy %lf", &percent) != 1)
            percent = -1;
    fclose(in);
    return percent;
}

static void holds(const char *path, uint32_t right)
{
    assert_int_equal(count, 3589);
    const double percent = 100.0 * right / count, stated = stated_accuracy(path);
    assert_true(stated > 50); /* seven classes; the likeliest alone gives 25 */
    assert_float_equal(percent, stated, 0.051);
}

/* The same walk over the rows for a header of any name. */
#define RIGHT_ANSWERS(name, NAME, right)                                                           \
    do {                                                                                           \
        float x[NAME##_INPUTS], f[NAME##_FEATURES], p[NAME##_CLASSES];                             \
        float *arena = malloc(NAME##_ARENA_FLOATS * sizeof *arena);                                \
        assert_non_null(arena);                                                                    \
        for (uint32_t i = 0; i < count; i++) {                                                     \
            dataset_row(&data, rows[i], x);                                                        \
            name##_features(x, f, arena);                                                          \
            name##_predict(f, p, arena);                                                           \
            (right) += name##_argmax(p) == data.y[rows[i]];                                        \
        }                                                                                          \
        free(arena);                                                                               \
    } while (0)

static void the_network_is_as_good_as_its_header_says(void **state)
{
    uint32_t right = 0;
    (void)state;
    RIGHT_ANSWERS(emotion_mlp, EMOTION_MLP, right);
    holds("models/emotion_mlp.h", right);
}

static void the_forest_is_as_good_as_its_header_says(void **state)
{
    uint32_t right = 0;
    (void)state;
    RIGHT_ANSWERS(emotion_forest, EMOTION_FOREST, right);
    holds("models/emotion_forest.h", right);
}

static void the_svm_is_as_good_as_its_header_says(void **state)
{
    uint32_t right = 0;
    (void)state;
    RIGHT_ANSWERS(emotion_svm, EMOTION_SVM, right);
    holds("models/emotion_svm.h", right);
}

static void classes_are_the_data_sets(void **state)
{
    (void)state;
    assert_int_equal(data.classes, EMOTION_MLP_CLASSES);
    for (uint32_t c = 0; c < data.classes; c++) {
        assert_string_equal(emotion_mlp_class_names[c], data.class_names[c]);
        assert_string_equal(emotion_forest_class_names[c], data.class_names[c]);
        assert_string_equal(emotion_svm_class_names[c], data.class_names[c]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_network_is_as_good_as_its_header_says),
        cmocka_unit_test(the_forest_is_as_good_as_its_header_says),
        cmocka_unit_test(the_svm_is_as_good_as_its_header_says),
        cmocka_unit_test(classes_are_the_data_sets),
    };
    return cmocka_run_group_tests(tests, open_rows, close_rows);
}
