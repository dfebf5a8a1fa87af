/* test_plot_command.c - `mien plot` as a user runs it, on metrics files as they are found. */
#include <stdlib.h>
#include <string.h>

#include "tests/end-to-end/workspace.h"

static void write_run(const char *name, const char *lines)
{
    shell("mkdir -p '%s'", name);
    char path[128];
    snprintf(path, sizeof path, "%s/metrics.jsonl", name);
    FILE *out = fopen(path, "w");
    if (!out || fputs(lines, out) < 0 || fclose(out) != 0)
        fail_msg("cannot write %s", path);
}

static int make_runs(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    shell("mkdir -p cnn long empty");
    shell(
        "for i in $(seq 12); do echo '{\"kind\":\"epoch\",\"step\":'$i',\"epoch\":'$i',\"wall\":'$i"
        "',\"loss\":'$((13 - i))',\"learning_rate\":0.001,\"valid_accuracy\":0.'$((40 + i))',"
        "\"valid_loss\":'$((14 - i))',\"train_accuracy\":0.'$((50 + i))'}'; done "
        ">cnn/metrics.jsonl");
    shell("awk 'BEGIN { for (i = 1; i <= 60000; i++) printf \"{\\\"kind\\\":\\\"epoch\\\","
          "\\\"epoch\\\":%%d,\\\"loss\\\":%%f}\\n\", i, i == 777 ? 9.5 : (i * 7919) %% 1000 / 1000 "
          "}' >long/metrics.jsonl");
    write_run("gaps", "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":2}\n"
                      "{\"kind\":\"epoch\",\"epoch\":2,\"loss\":null}\n"
                      "{\"kind\":\"epoch\",\"epoch\":3,\"loss\":1}\n{\"kind\":\"ep");
    write_run("log", "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":10}\n"
                     "{\"kind\":\"epoch\",\"epoch\":2,\"loss\":0}\n"
                     "{\"kind\":\"epoch\",\"epoch\":3,\"loss\":0.0001}\n");
    write_run("one", "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":2,\"valid_accuracy\":0.5}\n");
    write_run("forest", "{\"kind\":\"tree\",\"tree\":20,\"wall\":1.5,\"oob_accuracy\":0.54}\n"
                        "{\"kind\":\"tree\",\"tree\":40,\"wall\":2.5,\"oob_accuracy\":0.57}\n");
    write_run("svm", "{\"kind\":\"pair\",\"pair\":1,\"wall\":4,\"support_vectors\":3025}\n"
                     "{\"kind\":\"pair\",\"pair\":2,\"wall\":8,\"support_vectors\":5025}\n");
    write_run("a<b&\"c\"", "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":2}\n");
    write_run("broken", "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":2}\nrubbish\n"
                        "{\"kind\":\"epoch\",\"epoch\":2,\"loss\":1}\n");
    return 0;
}

/* ---- XML, as far as a figure needs it ---- */

/* The name of the element that begins at `at`, which is behind "<" or "</". */
static size_t name_length(const char *at)
{
    return strcspn(at, " >/\n");
}

/* Fails unless tags nest, attributes are quoted, and every & begins an entity. */
static void assert_well_formed(const char *xml)
{
    const char *open[16];
    int depth = 0;
    for (const char *at = xml; (at = strpbrk(at, "<&"));) {
        if (*at == '&') {
            assert_true(strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0 ||
                        strncmp(at, "&gt;", 4) == 0);
            at++;
            continue;
        }
        const char *end = strchr(at, '>');
        assert_non_null(end);
        int quotes = 0;
        for (const char *q = at; q < end; q++) {
            quotes += *q == '"';
            assert_true(q == at || *q != '<');
        }
        assert_int_equal(quotes % 2, 0);
        if (at[1] == '/') {
            assert_true(depth > 0);
            const char *opened = open[--depth];
            assert_int_equal(name_length(opened), name_length(at + 2));
            assert_memory_equal(opened, at + 2, name_length(opened));
        } else if (end[-1] != '/') {
            assert_in_range(depth, 0, 15);
            open[depth++] = at + 1;
        }
        at = end + 1;
    }
    assert_int_equal(depth, 0);
}

static char *figure(const char *path)
{
    char *text = read_text(path);
    assert_int_equal(strncmp(text, "<svg xmlns=\"http://www.w3.org/2000/svg\"", 39), 0);
    assert_well_formed(text);
    return text;
}

static int count_of(const char *text, const char *word)
{
    int count = 0;
    for (; (text = strstr(text, word)); text++)
        count++;
    return count;
}

static void assert_has(const char *text, const char *word)
{
    if (!strstr(text, word))
        fail_msg("no '%s'", word);
}

/* ---- figures ---- */

static void a_run_is_drawn_with_its_best_values_in_words(void **state)
{
    (void)state;
    done("mien plot cnn -o curves.svg");
    char *text = figure("curves.svg");
    assert_has(text, ">Loss</text>");
    assert_has(text, ">Accuracy, %</text>");
    assert_has(text, ">epoch</text>");
    assert_has(text, "<title>cnn, valid_accuracy: best 52.0 % at 12 (epoch), last 52.0 % at 12");
    assert_has(text, ">2 at 12</text>");                     /* the least validation loss */
    assert_int_equal(count_of(text, "stroke-dasharray"), 3); /* two training lines, and the key's */
    free(text);
}

static void an_svg_follows_its_reader_unless_it_is_told(void **state)
{
    (void)state;
    done("mien plot cnn -o auto.svg && mien plot cnn -o dark.svg --theme dark");
    char *both = figure("auto.svg"), *dark = figure("dark.svg");
    assert_has(both, "prefers-color-scheme: dark");
    assert_has(both, ".f0{fill:#ffffff}");
    assert_null(strstr(dark, "prefers-color-scheme"));
    assert_null(strstr(dark, "#ffffff}.l0"));
    free(both);
    free(dark);
}

static void a_png_is_drawn_by_the_same_calls(void **state)
{
    (void)state;
    done("mien plot cnn gaps -o curves.png && mien plot cnn gaps -o again.png");
    shell("test \"$(head -c 4 curves.png | tail -c 3)\" = PNG");
    assert_true(same_bytes("curves.png", "again.png"));
}

static void gaps_are_drawn_as_gaps_and_half_a_line_is_left_out(void **state)
{
    (void)state;
    done("mien plot gaps -o gaps.svg");
    char *text = figure("gaps.svg");
    assert_has(text, "cross: not a number");
    assert_has(text, "h0"); /* points without a neighbour are dots */
    assert_has(text, "best 1 at 3 (epoch)");
    free(text);
}

static void runs_of_all_kinds_and_lengths_share_a_figure_over_time(void **state)
{
    (void)state;
    const struct outcome o = done("mien plot cnn forest svm empty -o all.svg");
    assert_non_null(strstr(o.err, "skipped empty: there are no metrics"));
    char *text = figure("all.svg");
    assert_has(text, ">seconds of fitting</text>");
    assert_has(text, ">out of bag</text>");
    assert_has(text, ">Support vectors</text>");
    free(text);
    done("mien plot forest -o forest.svg && mien plot one gaps cnn -o lengths.svg");
    text = figure("forest.svg");
    assert_has(text, ">tree</text>");
    free(text);
    text = figure("lengths.svg");
    assert_has(text, ">50.0 % at 1</text>");
    free(text);
}

static void named_metrics_and_another_axis_are_drawn(void **state)
{
    (void)state;
    done("mien plot cnn -o m.svg --metric learning_rate,valid_loss --x wall --title 'A & B'");
    char *text = figure("m.svg");
    assert_has(text, ">Learning rate</text>");
    assert_has(text, ">Valid loss</text>");
    assert_has(text, ">A &amp; B</text>");
    assert_null(strstr(text, "train_accuracy"));
    free(text);
}

static void logarithmic_scales_have_decades_and_name_what_they_cannot_draw(void **state)
{
    (void)state;
    done("mien plot cnn log -o log.svg --log --metric loss,accuracy");
    char *text = figure("log.svg");
    assert_has(text, ">Loss, logarithmic</text>");
    assert_has(text, ">Accuracy, %</text>"); /* percent stay as they are */
    static const char *const decades[] = {">0.0001<", ">0.01<", ">1<"};
    for (size_t k = 0; k < sizeof decades / sizeof *decades; k++)
        assert_has(text, decades[k]);
    assert_has(text, "without a logarithm");
    free(text);
}

static void names_from_outside_are_escaped(void **state)
{
    (void)state;
    done("mien plot 'a<b&\"c\"' -o odd.svg --title \"$(printf 'x\\001\\377y')\"");
    char *text = figure("odd.svg");
    assert_has(text, "a&lt;b&amp;\"c\"");
    assert_has(text, ">x\xef\xbf\xbd\xef\xbf\xbdy</text>");
    free(text);
}

static void a_very_long_run_stays_small_and_keeps_its_spike(void **state)
{
    (void)state;
    done("mien plot long -o long.svg");
    char *text = figure("long.svg");
    assert_true(strlen(text) < 40000);
    assert_has(text, ">8</text>"); /* the axis reaches up to it */
    free(text);
}

/* ---- refusals ---- */

static void refuse(const char *arguments, int status, const char *words)
{
    const struct outcome o = run("mien plot %s", arguments);
    assert_int_equal(o.status, status);
    assert_int_equal(count_of(o.err, "mien: "), 1);
    if (!strstr(o.err, words))
        fail_msg("mien plot %s: %s", arguments, o.err);
}

static void what_cannot_be_drawn_is_told_and_leaves_nothing(void **state)
{
    (void)state;
    shell("mkdir -p out && ln -sf /dev/full full.svg");
    refuse("cnn", 2, "give -o curves.svg");
    refuse("cnn -o out/x.gif", 2, "an .svg or a .png");
    refuse("nothing -o out/x.svg", 1, "nothing: cannot find the run");
    refuse("empty -o out/x.svg", 1, "no metrics.jsonl");
    refuse("broken -o out/x.svg", 1, "broken/metrics.jsonl:2: not a line of metrics");
    refuse("cnn -o out/x.svg --metric acc", 2, "train_accuracy");
    refuse("cnn -o out/x.svg --x foo", 1, "no 'foo'");
    refuse("cnn -o out/x.svg --theme drak", 2, "did you mean 'dark'?");
    refuse("cnn -o nowhere/x.svg", 1, "nowhere/x.svg: cannot write");
    refuse("cnn -o full.svg", 1, "No space left");
    shell("test -z \"$(ls -A out)\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_drawn_with_its_best_values_in_words),
        cmocka_unit_test(an_svg_follows_its_reader_unless_it_is_told),
        cmocka_unit_test(a_png_is_drawn_by_the_same_calls),
        cmocka_unit_test(gaps_are_drawn_as_gaps_and_half_a_line_is_left_out),
        cmocka_unit_test(runs_of_all_kinds_and_lengths_share_a_figure_over_time),
        cmocka_unit_test(named_metrics_and_another_axis_are_drawn),
        cmocka_unit_test(logarithmic_scales_have_decades_and_name_what_they_cannot_draw),
        cmocka_unit_test(names_from_outside_are_escaped),
        cmocka_unit_test(a_very_long_run_stays_small_and_keeps_its_spike),
        cmocka_unit_test(what_cannot_be_drawn_is_told_and_leaves_nothing),
    };
    return cmocka_run_group_tests_name("plot_command", tests, make_runs, workspace_remove);
}
