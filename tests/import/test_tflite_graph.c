/* test_tflite_graph.c - networks become the operators they should and answer as TensorFlow Lite
 * does (recorded.txt); what has no like in mien is named with its place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/import/cases.h"
#include "trainer/import/tflite_graph.h"

/* Import the network; frees it. */
static int import(struct tiny *t, struct model *m, const char *const *names, int32_t count,
                  struct mien_error *e)
{
    struct tflite file;
    size_t size;
    uint8_t *bytes = tiny_write(t, &size);
    int result = tflite_parse(&file, "f.tflite", bytes, size, e);
    if (result == 0)
        result = tflite_graph(m, &file, names, count, e);
    tflite_close(&file);
    free(bytes);
    tiny_free(t);
    return result;
}

static void import_case(struct model *m, int index)
{
    struct mien_error e = {.text = ""};
    struct tiny t;
    import_cases[index].make(&t);
    if (import(&t, m, NULL, 0, &e) != 0)
        fail_msg("%s: %s", import_cases[index].name, e.text);
}

static void chains_become_one_operator(void **state)
{
    (void)state;
    for (int i = 0; i < import_case_count; i++) {
        struct model m;
        char operators[256] = "";
        import_case(&m, i);
        for (int32_t k = 0; k < m.graph.node_count; k++) {
            strcat(operators, k ? " " : "");
            strcat(operators, mien_operator_names[m.graph.nodes[k].op]);
        }
        assert_string_equal(operators, import_cases[i].operators);
        model_free(&m);
    }
}

/* The recorded answers of one output, for the caller to free. */
static float *recorded(const char *name, int output, size_t *count)
{
    FILE *f = fopen("tests/import/recorded.txt", "r");
    char word[64];
    int number;
    assert_non_null(f);
    while (fscanf(f, "%63s %d %zu", word, &number, count) == 3) {
        float *y = malloc(*count * sizeof *y);
        for (size_t k = 0; k < *count; k++)
            assert_int_equal(fscanf(f, "%f", &y[k]), 1);
        if (strcmp(word, name) == 0 && number == output) {
            fclose(f);
            return y;
        }
        free(y);
    }
    fail_msg("no answers of %s are recorded", name);
    return NULL;
}

static void hold(const char *name, int output, const float *y, size_t size)
{
    size_t count;
    float *expected = recorded(name, output, &count);
    assert_int_equal(size, count);
    for (size_t k = 0; k < count; k++)
        if (!(fabsf(y[k] - expected[k]) <= 1e-5f * fmaxf(1.0f, fabsf(expected[k]))))
            fail_msg("%s, output %d, number %zu is %g, not %g", name, output, k, (double)y[k],
                     (double)expected[k]);
    free(expected);
}

static void networks_answer_as_recorded(void **state)
{
    (void)state;
    for (int i = 0; i < import_case_count; i++) {
        struct model m;
        import_case(&m, i);
        float *x = malloc(m.input_width * sizeof *x), *y[MIEN_OUTPUTS_MAX] = {NULL};
        float *arena = malloc(m.graph.arena_floats * sizeof *arena);
        for (int32_t k = 0; k < m.graph.output_count; k++)
            y[k] = malloc(m.graph.values[m.graph.outputs[k]].size * sizeof **y);
        import_case_input(x, m.input_width);
        mien_graph_run_all(&m.graph, x, y, arena, NULL);
        for (int32_t k = 0; k < m.graph.output_count; k++) {
            hold(import_cases[i].name, k, y[k], m.graph.values[m.graph.outputs[k]].size);
            free(y[k]);
        }
        free(x);
        free(arena);
        model_free(&m);
    }
}

static void halves_stay_halves(void **state)
{
    (void)state;
    for (int i = 0; i < import_case_count; i++) {
        struct model m;
        import_case(&m, i);
        const bool half = strcmp(import_cases[i].name, "blocks-half") == 0 ||
                          strcmp(import_cases[i].name, "classifier") == 0;
        assert_int_equal(m.half, half);
        model_free(&m);
    }
}

static void outputs_are_named_by_their_tensors_or_as_asked(void **state)
{
    static const char *const names[] = {"a", "b"};
    struct mien_error e = {.text = ""};
    struct model m;
    struct tiny t;
    (void)state;
    for (int asked = 0; asked < 2; asked++) {
        tiny_start(&t, 1, 2, 2, 1);
        tiny_output(&t, tiny_simple(&t, t.input, TFLITE_RELU), "two words");
        tiny_output(&t, tiny_simple(&t, t.input, TFLITE_TANH), NULL);
        assert_int_equal(import(&t, &m, asked ? names : NULL, asked ? 2 : 0, &e), 0);
        assert_string_equal(m.output_names[0], asked ? "a" : "two_words");
        assert_string_equal(m.output_names[1], asked ? "b" : "output2");
        model_free(&m);
    }
}

/* ---- what is refused ---- */

/* Each makes a network whose last operator is wrong. */

static void an_unknown_operator(struct tiny *t)
{
    tiny_output(t, tiny_simple(t, tiny_simple(t, t->input, TFLITE_RELU), 67), "y");
}

static void a_custom_operator(struct tiny *t)
{
    tiny_output(t, tiny_simple(t, t->input, 32), "y");
    t->operators[0].custom = "Blur\n2D";
}

static void a_dilated_window(struct tiny *t)
{
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_NONE), "y");
    t->operators[0].options[4] = 2;
}

static void two_steps(struct tiny *t)
{
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 2, TINY_SAME, TINY_NONE), "y");
    t->operators[0].options[1] = 1;
}

static void no_step(struct tiny *t)
{
    tiny_output(t, tiny_pool(t, t->input, 2, 2, TINY_SAME, false, TINY_NONE), "y");
    t->operators[0].options[1] = t->operators[0].options[2] = 0;
}

static void relu6(struct tiny *t)
{
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_RELU6), "y");
}

static void groups(struct tiny *t)
{
    tiny_output(t, tiny_conv(t, t->input, 1, 1, 2, 1, TINY_SAME, TINY_NONE), "y");
    t->operators[0].inputs[1] = tiny_floats(t, 4, (const int32_t[]){2, 1, 1, 2});
}

static void a_depth_multiplier(struct tiny *t)
{
    const int32_t y = tiny_depthwise(t, t->input, 3, 1, TINY_SAME, TINY_NONE);
    t->tensors[y].shape[3] = 8;
    tiny_output(t, y, "y");
}

static void another_shape(struct tiny *t)
{
    const int32_t y = tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_NONE);
    t->tensors[y].shape[1] = 3;
    tiny_output(t, y, "y");
}

static void bytes_as_weights(struct tiny *t)
{
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_NONE), "y");
    t->tensors[t->operators[0].inputs[1]].type = TFLITE_INT8;
    t->tensors[t->operators[0].inputs[1]].bytes /= 4;
}

static void weights_cut(struct tiny *t)
{
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_NONE), "y");
    t->tensors[t->operators[0].inputs[1]].bytes -= 4;
}

static void weights_that_are_computed(struct tiny *t)
{
    const int32_t y = tiny_simple(t, t->input, TFLITE_RELU);
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_NONE), "y");
    t->operators[1].inputs[1] = y;
}

static void an_infinite_weight(struct tiny *t)
{
    const float infinite = INFINITY;
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_NONE), "y");
    memcpy(t->tensors[t->operators[0].inputs[1]].data, &infinite, sizeof infinite);
}

static void the_wrong_order(struct tiny *t)
{
    const int32_t a = tiny_simple(t, t->input, TFLITE_RELU);
    const int32_t b = tiny_simple(t, a, TFLITE_TANH);
    t->operators[0].inputs[0] = b;
    tiny_output(t, b, "y");
}

static void a_circle(struct tiny *t)
{
    const int32_t a = tiny_simple(t, t->input, TFLITE_RELU);
    t->operators[0].inputs[0] = a;
    tiny_output(t, a, "y");
}

static void two_makers(struct tiny *t)
{
    const int32_t a = tiny_simple(t, t->input, TFLITE_RELU);
    tiny_simple(t, t->input, TFLITE_TANH);
    t->operators[1].output = a;
    tiny_output(t, a, "y");
}

static void a_batch(struct tiny *t)
{
    t->tensors[t->input].shape[0] = 2;
    tiny_output(t, tiny_simple(t, t->input, TFLITE_RELU), "y");
}

static void a_negative_pad(struct tiny *t)
{
    static const int32_t padding[8] = {0, 0, 0, 0, -1, 0, 0, 0};
    tiny_output(t, tiny_pad(t, t->input, padding), "y");
}

static void many_inputs(struct tiny *t)
{
    const int32_t x[5] = {0};
    tiny_output(t, tiny_concat(t, x, 5, 3), "y");
}

static void a_far_axis(struct tiny *t)
{
    const int32_t x[2] = {0};
    tiny_output(t, tiny_concat(t, x, 2, 3), "y");
    t->operators[0].options[0] = INT32_MIN;
}

static void no_options(struct tiny *t)
{
    tiny_output(t, tiny_conv(t, t->input, 3, 3, 2, 1, TINY_SAME, TINY_NONE), "y");
    t->operators[0].options_type = 2;
}

static void a_tensor_that_is_not_there(struct tiny *t)
{
    tiny_output(t, tiny_simple(t, t->input, TFLITE_RELU), "y");
    t->operators[0].inputs[0] = 1000;
}

static void five_dimensions(struct tiny *t)
{
    tiny_output(t, tiny_simple(t, t->input, TFLITE_RELU), "y");
    t->tensors[t->input].dimensions = 5;
}

static void two_outputs_of_a_name(struct tiny *t)
{
    tiny_output(t, tiny_simple(t, t->input, TFLITE_RELU), "y");
    tiny_output(t, tiny_simple(t, t->input, TFLITE_TANH), "y");
}

static void the_input_as_output(struct tiny *t)
{
    tiny_simple(t, t->input, TFLITE_RELU);
    tiny_output(t, t->input, "y");
}

static void refusals_name_the_operator_and_its_place(void **state)
{
    static const struct {
        void (*make)(struct tiny *t);
        const char *message;
    } wrong[] = {
        {an_unknown_operator, "operator 1 is TRANSPOSE_CONV (code 67), which mien does not know"},
        {a_custom_operator, "operator 0 is CUSTOM Blur?2D (code 32), which mien does not know"},
        {a_dilated_window, "operator 0 (CONV_2D) has a dilated window"},
        {two_steps, "operator 0 (CONV_2D) has a window of 3 x 3 in steps of 2 and 1"},
        {no_step, "operator 0 (MAX_POOL_2D) has a window of 2 x 2 in steps of 0 and 0"},
        {relu6, "operator 0 (CONV_2D) ends with activation 3 (RELU6)"},
        {groups, "operator 0 (CONV_2D) has groups"},
        {a_depth_multiplier, "operator 0 (DEPTHWISE_CONV_2D) has a depth multiplier"},
        {another_shape, "operator 0 (CONV_2D) makes 3 x 4 of 4 x 4 pixels"},
        {bytes_as_weights, "operator 0 (CONV_2D) reads numbers of type int8"},
        {weights_cut, "tensor 1 has 72 numbers of type float32 but 284 bytes"},
        {weights_that_are_computed, "operator 1 (CONV_2D) has groups, or weights that do not fit"},
        {an_infinite_weight, "operator 0 (CONV_2D) does not fit mien's: operator 0 (conv): an "
                             "array holds a number that is not finite"},
        {the_wrong_order, "operator 0 (RELU) reads tensor 2, which nothing before it makes"},
        {a_circle, "operator 0 (RELU) reads tensor 1, which nothing before it makes"},
        {two_makers, "operator 1 (TANH) makes tensor 1, which is not its own"},
        {a_batch, "the input is no image of float32"},
        {a_negative_pad, "operator 0 (PAD) pads by what is no constant, or negative"},
        {many_inputs, "operator 0 (CONCATENATION) has 5 inputs"},
        {a_far_axis, "operator 0 (CONCATENATION) joins along axis -2147483648 of 4"},
        {no_options, "operator 0 (CONV_2D) has no options of its kind"},
        {a_tensor_that_is_not_there, "operator 0 names tensor 1000 of 2"},
        {five_dimensions, "tensor 0 has 5 dimensions"},
        {two_outputs_of_a_name, "two outputs are called 'y'"},
        {the_input_as_output, "output 0 is not made by an operator"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct mien_error e = {.text = ""};
        struct tiny t;
        struct model m;
        tiny_start(&t, 1, 4, 4, 4);
        wrong[i].make(&t);
        assert_int_equal(import(&t, &m, NULL, 0, &e), -1);
        if (strncmp(e.text, "f.tflite: ", 10) != 0 || !strstr(e.text, wrong[i].message))
            fail_msg("'%s' is not in '%s'", wrong[i].message, e.text);
    }
}

static void another_number_of_names_is_refused(void **state)
{
    static const char *const names[] = {"a", "b"};
    struct mien_error e = {.text = ""};
    struct model m;
    struct tiny t;
    (void)state;
    tiny_start(&t, 1, 4, 4, 4);
    tiny_output(&t, tiny_simple(&t, t.input, TFLITE_RELU), "y");
    assert_int_equal(import(&t, &m, names, 2, &e), -1);
    assert_string_equal(e.text, "f.tflite: 1 outputs, but names for 2; give each one");
}

/* Operators that all read one array cannot make much of a small file. */
static void a_shared_array_is_not_copied_without_end(void **state)
{
    struct mien_error e = {.text = ""};
    struct model m;
    struct tiny t;
    (void)state;
    tiny_start(&t, 1, 1, 1, 80);
    int32_t y = tiny_conv(&t, t.input, 1, 1, 80, 1, TINY_SAME, TINY_NONE);
    const int32_t weight = t.operators[0].inputs[1];
    for (int i = 0; i < 10; i++) {
        const int32_t x = y;
        y = tiny_tensor(&t, TFLITE_FLOAT32, 4, (const int32_t[]){1, 1, 1, 80});
        t.operators[t.operator_count] = t.operators[0];
        t.operators[t.operator_count].inputs[0] = x;
        t.operators[t.operator_count].inputs[1] = weight;
        t.operators[t.operator_count++].output = y;
    }
    tiny_output(&t, y, "y");
    assert_int_equal(import(&t, &m, NULL, 0, &e), -1);
    assert_non_null(strstr(e.text, "shares its arrays with too many others"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_become_one_operator),
        cmocka_unit_test(networks_answer_as_recorded),
        cmocka_unit_test(halves_stay_halves),
        cmocka_unit_test(outputs_are_named_by_their_tensors_or_as_asked),
        cmocka_unit_test(refusals_name_the_operator_and_its_place),
        cmocka_unit_test(another_number_of_names_is_refused),
        cmocka_unit_test(a_shared_array_is_not_copied_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
