/* test_cfg.c - the cfg reader: what it accepts, what --set does to it, and every message it can
 * give. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "runtime/host/config/cfg.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char network[] = "# a network\n"
                              "[data]\n"
                              "path = set ; where\n"
                              "  features=aligned\n"
                              "\n"
                              "[net]\r\n"
                              "batch = 128\r\n"
                              "decay = 1e-4 # small\n"
                              "note = run#3;x\n"
                              "steps = 10, 20,30.5\n"
                              "[connected]\n"
                              "output = 256\n"
                              "batch_normalize = 1\n"
                              "[connected]\n"
                              "output = 7";

static struct cfg parsed(const char *text)
{
    struct cfg c;
    struct mien_error e;
    if (cfg_parse(&c, "a.cfg", text, &e) != 0)
        fail_msg("%s", e.text);
    return c;
}

static const char *value_of(struct cfg *c, size_t section, const char *key)
{
    const char *value;
    struct mien_error e;
    if (cfg_string(&c->sections[section], key, &value, NULL, &e) != 0)
        fail_msg("%s", e.text);
    return value;
}

static void sections_and_keys_keep_their_order_and_lines(void **state)
{
    (void)state;
    struct cfg c = parsed(network);
    assert_int_equal(c.count, 4);
    assert_string_equal(c.sections[0].name, "data");
    assert_string_equal(c.sections[1].name, "net");
    assert_string_equal(c.sections[3].name, "connected");
    assert_int_equal(c.sections[3].line, 14);
    assert_int_equal(cfg_line(&c.sections[1], "decay"), 8);
    assert_int_equal(cfg_line(&c.sections[1], "absent"), 6);
    assert_ptr_equal(cfg_find(&c, "connected"), &c.sections[2]);
    assert_null(cfg_find(&c, "forest"));
    cfg_close(&c);
}

static void a_comment_starts_at_a_line_or_behind_a_blank(void **state)
{
    (void)state;
    struct cfg c = parsed(network);
    assert_string_equal(value_of(&c, 0, "path"), "set");
    assert_string_equal(value_of(&c, 1, "decay"), "1e-4");
    assert_string_equal(value_of(&c, 1, "note"), "run#3;x");
    cfg_close(&c);
}

static void a_byte_order_mark_is_skipped(void **state)
{
    (void)state;
    struct cfg c = parsed("\xef\xbb\xbf[net]\nseed = 1\n");
    assert_string_equal(c.sections[0].name, "net");
    cfg_close(&c);
}

static void values_are_read_by_type(void **state)
{
    (void)state;
    struct cfg c = parsed(network);
    struct cfg_section *net = cfg_find(&c, "net"), *connected = cfg_find(&c, "connected");
    struct mien_error e;
    long long batch, epochs;
    double decay, steps[4];
    size_t count;
    bool normalize;
    int features;
    assert_int_equal(cfg_integer(net, "batch", &batch, 1, 1, 1024, &e), 0);
    assert_int_equal(batch, 128);
    assert_int_equal(cfg_integer(net, "epochs", &epochs, 40, 1, LLONG_MAX, &e), 0);
    assert_int_equal(epochs, 40);
    assert_int_equal(cfg_number(net, "decay", &decay, 0, 0, INFINITY, &e), 0);
    assert_true(decay == 1e-4);
    assert_int_equal(cfg_numbers(net, "steps", steps, 4, &count, &e), 0);
    assert_int_equal(count, 3);
    assert_true(steps[0] == 10 && steps[1] == 20 && steps[2] == 30.5);
    assert_int_equal(cfg_numbers(net, "scales", steps, 4, &count, &e), 0);
    assert_int_equal(count, 0);
    assert_int_equal(cfg_flag(connected, "batch_normalize", &normalize, false, &e), 0);
    assert_true(normalize);
    const char *const names[] = {"box", "aligned"};
    assert_int_equal(cfg_choice(&c.sections[0], "features", &features, names, 2, 0, &e), 0);
    assert_int_equal(features, 1);
    assert_int_equal(cfg_choice(&c.sections[0], "split", &features, names, 2, -1, &e), 0);
    assert_int_equal(features, -1);
    cfg_close(&c);
}

static void the_text_of_a_cfg_parses_to_the_same_cfg(void **state)
{
    (void)state;
    struct cfg c = parsed(network);
    struct mien_error e;
    assert_int_equal(cfg_set(&c, "net.seed=7", &e), 0);
    char *text = cfg_text(&c);
    assert_non_null(text);
    struct cfg again = parsed(text);
    assert_int_equal(again.count, c.count);
    for (size_t i = 0; i < c.count; i++) {
        assert_string_equal(again.sections[i].name, c.sections[i].name);
        assert_int_equal(again.sections[i].count, c.sections[i].count);
        for (size_t k = 0; k < c.sections[i].count; k++) {
            assert_string_equal(again.sections[i].entries[k].key, c.sections[i].entries[k].key);
            assert_string_equal(again.sections[i].entries[k].value, c.sections[i].entries[k].value);
        }
    }
    char *twice = cfg_text(&again);
    assert_string_equal(twice, text);
    free(twice);
    free(text);
    cfg_close(&again);
    cfg_close(&c);
}

static void set_changes_adds_and_numbers(void **state)
{
    (void)state;
    struct cfg c = parsed(network);
    struct mien_error e;
    assert_int_equal(cfg_set(&c, "batch=64", &e), 0);
    assert_string_equal(value_of(&c, 1, "batch"), "64");
    assert_int_equal(cfg_set(&c, "net.epochs = 3", &e), 0);
    assert_string_equal(value_of(&c, 1, "epochs"), "3");
    assert_int_equal(cfg_set(&c, "connected.1.output=64", &e), 0);
    assert_string_equal(value_of(&c, 2, "output"), "256");
    assert_string_equal(value_of(&c, 3, "output"), "64");
    assert_int_equal(cfg_set(&c, "data.path=a=b.c", &e), 0);
    assert_string_equal(value_of(&c, 0, "path"), "a=b.c");
    cfg_close(&c);
}

static void a_bad_text_is_one_message_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "a.cfg: no section in this file; start with [data] or [net]"},
        {"# nothing\n\n", "a.cfg: no section in this file; start with [data] or [net]"},
        {"batch = 1\n[net]\n",
         "a.cfg:1: 'batch' stands before the first section; put it below a [section]"},
        {"\n[net\nbatch = 1\n", "a.cfg:2: a section name is not closed ([net); end it with ']'"},
        {"[", "a.cfg:1: a section name is not closed ([); end it with ']'"},
        {"[]", "a.cfg:1: not a section name ([]); use letters, digits, '_' and '-'"},
        {"[n t]", "a.cfg:1: not a section name ([n t]); use letters, digits, '_' and '-'"},
        {"[net]\nbatch\n",
         "a.cfg:2: neither a section nor a key (batch); write [section] or key = value"},
        {"[net]\n= 3\n", "a.cfg:2: a value without a key (= 3); write key = value"},
        {"[net]\nbatch =\n",
         "a.cfg:2: 'batch' has no value; write batch = VALUE or remove the line"},
        {"[net]\nbatch = # 3\n",
         "a.cfg:2: 'batch' has no value; write batch = VALUE or remove the line"},
        {"[net]\nbatch =#3\n",
         "a.cfg:2: 'batch' has no value; write batch = VALUE or remove the line"},
        {"[net]\nba.tch = 3\n", "a.cfg:2: not a key (ba.tch); use letters, digits, '_' and '-'"},
        {"[net]\nbatch = 1\n\nbatch = 2\n",
         "a.cfg:4: 'batch' is given twice in [net] (first in line 2); keep one"},
        {"[net]\nname = a\x01z\n",
         "a.cfg:2: a control character (0x01) in column 9; this is not a cfg text"},
        {"[net]\nname = a\rz\n",
         "a.cfg:2: a control character (0x0d) in column 9; this is not a cfg text"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct cfg c;
        struct mien_error e;
        assert_int_equal(cfg_parse(&c, "a.cfg", cases[i].text, &e), -1);
        assert_string_equal(e.text, cases[i].message);
        assert_false(e.usage);
        assert_null(c.sections);
        assert_null(c.path);
    }
}

static void a_bad_value_is_one_message_with_its_line(void **state)
{
    (void)state;
    struct cfg c = parsed("[net]\nbatch = many\ndecay = -1\nbest = perhaps\npolicy = cosin\n"
                          "steps = 1,,2\nscales = 1,2,3\nepochs = 9999999999999999999\n"
                          "momentum = nan\nseed = 1.5\n");
    struct cfg_section *net = &c.sections[0];
    struct mien_error e;
    long long n = 42;
    double x = 42, list[2];
    bool flag = true;
    int index = 42;
    size_t count;
    const char *string = "same";
    const char *const names[] = {"constant", "cosine"};

    assert_int_equal(cfg_integer(net, "batch", &n, 1, 1, 1024, &e), -1);
    assert_string_equal(
        e.text, "a.cfg:2: 'batch' is out of place (many); give a whole number from 1 to 1024");
    assert_int_equal(cfg_integer(net, "epochs", &n, 1, 1, LLONG_MAX, &e), -1);
    assert_string_equal(e.text, "a.cfg:8: 'epochs' is out of place (9999999999999999999); give a "
                                "whole number of at least 1");
    assert_int_equal(cfg_integer(net, "seed", &n, 1, LLONG_MIN, LLONG_MAX, &e), -1);
    assert_string_equal(e.text, "a.cfg:10: 'seed' is out of place (1.5); give a whole number");
    assert_int_equal(cfg_number(net, "decay", &x, 0, 0, INFINITY, &e), -1);
    assert_string_equal(e.text,
                        "a.cfg:3: 'decay' is out of place (-1); give a number of at least 0");
    assert_int_equal(cfg_number(net, "momentum", &x, 0, -INFINITY, 1, &e), -1);
    assert_string_equal(e.text,
                        "a.cfg:9: 'momentum' is out of place (nan); give a number of at most 1");
    assert_int_equal(cfg_flag(net, "best", &flag, false, &e), -1);
    assert_string_equal(e.text, "a.cfg:4: 'best' is neither on nor off (perhaps); give 1 or 0");
    assert_int_equal(cfg_choice(net, "policy", &index, names, 2, 0, &e), -1);
    assert_string_equal(e.text,
                        "a.cfg:5: unknown policy (cosin); it is one of constant, cosine; did "
                        "you mean 'cosine'?");
    assert_int_equal(cfg_numbers(net, "steps", list, 2, &count, &e), -1);
    assert_string_equal(e.text, "a.cfg:6: number 2 of 'steps' is none (); separate with commas");
    assert_int_equal(cfg_numbers(net, "scales", list, 2, &count, &e), -1);
    assert_string_equal(e.text, "a.cfg:7: 'scales' has too many numbers; give at most 2");
    assert_int_equal(cfg_string(net, "name", &string, NULL, &e), -1);
    assert_string_equal(e.text, "a.cfg:1: [net] has no 'name'; add a line name = VALUE");

    assert_int_equal(n, 42);
    assert_true(x == 42 && flag && index == 42);
    assert_string_equal(string, "same");
    cfg_close(&c);
}

static void an_unused_key_is_an_error_with_a_hint(void **state)
{
    (void)state;
    struct cfg c = parsed("[net]\nbatch = 1\nlearnig_rate = 0.1\n[extra]\nzebra = 1\n");
    struct mien_error e;
    long long batch;
    double rate;
    assert_int_equal(cfg_integer(&c.sections[0], "batch", &batch, 1, 1, 9, &e), 0);
    assert_int_equal(cfg_number(&c.sections[0], "learning_rate", &rate, 1, 0, 9, &e), 0);
    assert_int_equal(cfg_check_used(&c, &e), -1);
    assert_string_equal(e.text, "a.cfg:3: unknown key in [net] ('learnig_rate'); did you mean "
                                "'learning_rate'?");
    assert_int_equal(cfg_number(&c.sections[0], "learnig_rate", &rate, 1, 0, 9, &e), 0);
    assert_int_equal(cfg_check_used(&c, &e), -1);
    assert_string_equal(e.text, "a.cfg:5: unknown key in [extra] ('zebra'); remove it");
    assert_int_equal(cfg_integer(&c.sections[1], "output", &batch, 1, 1, 9, &e), 0);
    assert_int_equal(cfg_check_used(&c, &e), -1);
    assert_string_equal(e.text, "a.cfg:5: unknown key in [extra] ('zebra'); [extra] knows output");
    assert_int_equal(cfg_integer(&c.sections[1], "zebra", &batch, 1, 1, 9, &e), 0);
    assert_int_equal(cfg_check_used(&c, &e), 0);
    cfg_close(&c);
}

static void an_unknown_section_is_an_error_with_a_hint(void **state)
{
    (void)state;
    struct cfg c = parsed("[net]\n[conected]\n");
    struct mien_error e;
    const char *const names[] = {"net", "connected"}, *const other[] = {"net", "forest"};
    assert_int_equal(cfg_check_sections(&c, names, 2, &e), -1);
    assert_string_equal(e.text, "a.cfg:2: unknown section ([conected]); did you mean 'connected'?");
    assert_int_equal(cfg_check_sections(&c, other, 2, &e), -1);
    assert_string_equal(e.text,
                        "a.cfg:2: unknown section ([conected]); the sections are net, forest");
    cfg_close(&c);
}

static void a_bad_set_is_one_message_of_usage_and_changes_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *assignment, *message;
    } cases[] = {
        {"batch", "--set: no '=' in 'batch'; write section.key=value"},
        {"=3", "--set: not a key (''); write section.key=value"},
        {"net.=3", "--set: not a key (''); write section.key=value"},
        {"batch=", "--set: 'batch' cannot be ''; give one line without a comment"},
        {"batch=a\nb", "--set: 'batch' cannot be 'a\nb'; give one line without a comment"},
        {"batch=1 #2", "--set: 'batch' cannot be '1 #2'; give one line without a comment"},
        {"nte.batch=3", "--set: no section [nte] in a.cfg; did you mean 'net'?"},
        {"zebra=3", "--set: no section of a.cfg holds 'zebra'; name one: section.zebra=3"},
        {"output=3", "--set: 'output' is a key of [connected] and of [connected]; write "
                     "section.output=3"},
        {"connected.output=3", "--set: a.cfg has 2 sections [connected]; number the one you mean: "
                               "connected.0.output=3"},
        {"connected.2.output=3",
         "--set: no [connected] number 2 in a.cfg; there are 2, counted from 0"},
        {"connected.x.output=3", "--set: not the number of a section ('x'); count from 0"},
        {"connected.-1.output=3", "--set: not the number of a section ('-1'); count from 0"},
    };
    struct cfg c = parsed(network);
    char *before = cfg_text(&c);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct mien_error e;
        assert_int_equal(cfg_set(&c, cases[i].assignment, &e), -1);
        assert_string_equal(e.text, cases[i].message);
        assert_true(e.usage);
    }
    char *after = cfg_text(&c);
    assert_string_equal(after, before);
    free(after);
    free(before);
    cfg_close(&c);
}

static void a_bad_value_from_the_command_line_says_so(void **state)
{
    (void)state;
    struct cfg c = parsed(network);
    struct mien_error e;
    long long batch;
    assert_int_equal(cfg_set(&c, "batch=lots", &e), 0);
    assert_int_equal(cfg_integer(cfg_find(&c, "net"), "batch", &batch, 1, 1, 9, &e), -1);
    assert_string_equal(e.text,
                        "--set: 'batch' is out of place (lots); give a whole number from 1 to 9");
    assert_true(e.usage);
    assert_int_equal(cfg_set(&c, "net.bacth=3", &e), 0);
    cfg_close(&c);
}

static void files_are_bounded_and_must_be_texts(void **state)
{
    (void)state;
    char folder[] = "/tmp/mien-cfg-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/a.cfg", folder);
    struct cfg c;
    struct mien_error e;
    assert_int_equal(cfg_open(&c, path, &e), -1);
    assert_non_null(strstr(e.text, "cannot open (No such file or directory)"));
    assert_int_equal(cfg_open(&c, folder, &e), -1);
    assert_non_null(strstr(e.text, "not a file (a folder)"));
    assert_int_equal(file_write(path, "[net]\n\0", 7, &e), 0);
    assert_int_equal(cfg_open(&c, path, &e), -1);
    assert_non_null(strstr(e.text, "not a text file"));
    char *large = malloc(CFG_BYTES_MAX + 1);
    memset(large, '\n', CFG_BYTES_MAX + 1);
    assert_int_equal(file_write(path, large, CFG_BYTES_MAX + 1, &e), 0);
    free(large);
    assert_int_equal(cfg_open(&c, path, &e), -1);
    assert_non_null(strstr(e.text, "too large"));
    assert_int_equal(file_write(path, "[net]\nseed = 1\n", 15, &e), 0);
    assert_int_equal(cfg_open(&c, path, &e), 0);
    cfg_close(&c);
    unlink(path);
    rmdir(folder);
}

static void too_many_sections_or_keys_are_refused(void **state)
{
    (void)state;
    char *text = malloc(CFG_BYTES_MAX), *p = text;
    for (int i = 0; i <= CFG_SECTIONS_MAX; i++)
        p += sprintf(p, "[a]\n");
    struct cfg c;
    struct mien_error e;
    assert_int_equal(cfg_parse(&c, "a.cfg", text, &e), -1);
    assert_string_equal(e.text, "a.cfg:4097: too many sections; at most 4096 are read");
    p = text + sprintf(text, "[a]\n");
    for (int i = 0; i <= CFG_KEYS_MAX; i++)
        p += sprintf(p, "k%d = 1\n", i);
    assert_int_equal(cfg_parse(&c, "a.cfg", text, &e), -1);
    assert_string_equal(e.text, "a.cfg:258: too many keys in [a]; at most 256 are read");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_and_keys_keep_their_order_and_lines),
        cmocka_unit_test(a_comment_starts_at_a_line_or_behind_a_blank),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(values_are_read_by_type),
        cmocka_unit_test(the_text_of_a_cfg_parses_to_the_same_cfg),
        cmocka_unit_test(set_changes_adds_and_numbers),
        cmocka_unit_test(a_bad_text_is_one_message_with_its_line),
        cmocka_unit_test(a_bad_value_is_one_message_with_its_line),
        cmocka_unit_test(an_unused_key_is_an_error_with_a_hint),
        cmocka_unit_test(an_unknown_section_is_an_error_with_a_hint),
        cmocka_unit_test(a_bad_set_is_one_message_of_usage_and_changes_nothing),
        cmocka_unit_test(a_bad_value_from_the_command_line_says_so),
        cmocka_unit_test(files_are_bounded_and_must_be_texts),
        cmocka_unit_test(too_many_sections_or_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
