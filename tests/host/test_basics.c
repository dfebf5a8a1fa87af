/* test_basics.c - what every hosted program stands on: messages, files, numbers from text,
 * randomness, checksums. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/error.h"
#include "runtime/host/file.h"
#include "runtime/host/rng.h"
#include "runtime/host/sha256.h"
#include "runtime/host/text.h"
#include "tests/run/scratch.h"

/* ---- errors ---- */

static void an_error_names_file_and_line(void **state)
{
    struct mien_error e;
    (void)state;
    assert_int_equal(error_set(&e, "a.cfg", 7, "no '%s'", "batch"), -1);
    assert_string_equal(e.text, "a.cfg:7: no 'batch'");
    error_set(&e, "a.cfg", 0, "empty");
    assert_string_equal(e.text, "a.cfg: empty");
    error_set(&e, NULL, 0, "plain");
    assert_string_equal(e.text, "plain");
    assert_false(e.usage);
    error_usage(&e, "unknown option '%s'", "--x");
    assert_true(e.usage);
    assert_int_equal(error_set(NULL, "a", 1, "nobody listens"), -1);
}

static void a_long_error_is_cut_not_overrun(void **state)
{
    struct mien_error e;
    char name[3000];
    (void)state;
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    error_set(&e, name, 3, "tail");
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
    error_set(&e, "f", 3, "%s", name);
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
}

/* ---- files ---- */

static void a_file_is_written_whole_or_not_at_all(void **state)
{
    struct mien_error e;
    struct file_atomic f;
    char *path = file_join(*state, "a.txt"), *text;
    assert_int_equal(file_write(path, "old", 3, &e), 0);
    assert_int_equal(file_atomic_open(&f, path, &e), 0);
    fputs("half", f.stream);
    file_atomic_abandon(&f);
    assert_string_equal(text = file_text(path, 100, &e), "old");
    free(text);
    assert_int_equal(file_write(path, "new!", 4, &e), 0);
    assert_string_equal(text = file_text(path, 100, &e), "new!");
    free(text);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(*state), 0); /* no temporary file was left */
    assert_int_equal(file_make_folder(*state, &e), 0);
    free(path);
}

static void a_full_disk_is_reported_when_the_file_is_finished(void **state)
{
    struct mien_error e;
    struct file_atomic f;
    char *path = file_join(*state, "full");
    assert_int_equal(file_atomic_open(&f, path, &e), 0);
    FILE *full = freopen("/dev/full", "wb", f.stream);
    assert_non_null(full);
    fputs("lost", f.stream);
    assert_int_equal(file_atomic_commit(&f, &e), -1);
    assert_non_null(strstr(e.text, "No space left"));
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

static void what_cannot_be_read_is_named(void **state)
{
    struct mien_error e;
    struct file_map map;
    char *path = file_join(*state, "nul"), *missing = file_join(*state, "missing");
    assert_int_equal(file_map(&map, missing, &e), -1);
    assert_non_null(strstr(e.text, missing));
    assert_int_equal(file_map(&map, *state, &e), -1);
    assert_non_null(strstr(e.text, "a folder"));
    file_write(path, "a\0b", 3, &e);
    assert_null(file_text(path, 100, &e));
    assert_non_null(strstr(e.text, "NUL"));
    assert_null(file_text(path, 2, &e));
    assert_non_null(strstr(e.text, "too large"));
    assert_int_equal(file_make_folder(path, &e), -1);
    assert_int_equal(file_write("/nowhere/at/all", "x", 1, &e), -1);
    file_write(path, "", 0, &e);
    assert_int_equal(file_map(&map, path, &e), 0);
    assert_null(map.data);
    free(path);
    free(missing);
}

static void folders_are_made_with_those_above(void **state)
{
    struct mien_error e;
    char *path = file_join(*state, "a/b/c/");
    assert_int_equal(file_make_folder(path, &e), 0);
    assert_int_equal(file_make_folder(path, &e), 0);
    assert_int_equal(access(path, W_OK), 0);
    free(path);
    path = file_join("folder//", "name");
    assert_string_equal(path, "folder/name");
    assert_string_equal(file_name(path), "name");
    free(path);
}

/* ---- text ---- */

static void numbers_are_read_strictly(void **state)
{
    static const char *const bad[] = {"",      " 1",  "1 ",     "1x",  "nan", "inf",
                                      "1e999", "--1", "0x1p3 ", "one", "1,5"};
    double v;
    long long i;
    (void)state;
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_false(text_number(bad[k], &v));
    assert_true(text_number("-2.5e-1", &v) && v == -0.25);
    assert_true(text_integer("-12", &i) && i == -12);
    assert_false(text_integer("1.5", &i));
    assert_false(text_integer("99999999999999999999", &i));
}

static void a_slip_finds_the_name_that_was_meant(void **state)
{
    static const char *const names[] = {"learning_rate", "batch", "epochs", "decay"};
    char out[80];
    (void)state;
    assert_string_equal(text_nearest("learnin_rate", names, 4, sizeof *names), "learning_rate");
    assert_string_equal(text_nearest("bacth", names, 4, sizeof *names), "batch");
    assert_null(text_nearest("momentum", names, 4, sizeof *names));
    assert_string_equal(text_did_you_mean(out, sizeof out, "epoch", names, 4, sizeof *names),
                        "; did you mean 'epochs'?");
    assert_string_equal(text_did_you_mean(out, sizeof out, "zzz", names, 4, sizeof *names), "");
}

static void counts_and_durations_are_legible(void **state)
{
    char out[40];
    (void)state;
    assert_string_equal(text_count(out, sizeof out, 1234567), "1,234,567");
    assert_string_equal(text_count(out, sizeof out, -1000), "-1,000");
    assert_string_equal(text_count(out, sizeof out, 999), "999");
    assert_string_equal(text_duration(out, sizeof out, 3725), "1:02:05");
    assert_string_equal(text_duration(out, sizeof out, 59.6), "1:00");
    assert_string_equal(text_duration(out, sizeof out, NAN), "0:00");
}

/* ---- randomness ---- */

/* The authors' own xoshiro256plusplus.c, started from the state {1, 2, 3, 4}. */
static void the_generator_is_xoshiro256plusplus(void **state)
{
    static const uint64_t expected[] = {41943041u, 58720359u, 3588806011781223u, 3591011842654386u,
                                        9228616714210784205u};
    struct rng r = {{1, 2, 3, 4}};
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_true(rng_next(&r) == expected[i]);
}

/* splitmix64 from 0 gives 0xe220a8397b1dcdaf first (Vigna's splitmix64.c). */
static void a_seed_is_spread_by_splitmix64(void **state)
{
    (void)state;
    assert_true(rng_seed(0).s[0] == 0xe220a8397b1dcdafu);
    assert_true(rng_seed(0).s[1] == 0x6e789e6aa1b965f4u);
}

static void streams_differ_and_repeat(void **state)
{
    struct rng a = rng_stream(1, 1), b = rng_stream(1, 2), c = rng_stream(1, 1),
               d = rng_stream(2, 1);
    (void)state;
    uint64_t first = rng_next(&a);
    assert_true(first == rng_next(&c));
    assert_true(first != rng_next(&b));
    assert_true(first != rng_next(&d));
}

static void draws_are_in_range_and_balanced(void **state)
{
    enum { DRAWS = 60000, SIDES = 6 };
    struct rng r = rng_seed(3);
    int seen[SIDES] = {0};
    double sum = 0, squares = 0;
    (void)state;
    for (int i = 0; i < DRAWS; i++) {
        seen[rng_below(&r, SIDES)]++;
        float u = rng_float(&r), n = rng_normal(&r);
        assert_true(u >= 0 && u < 1 && isfinite(n));
        sum += n;
        squares += (double)n * n;
    }
    double chi = 0;
    for (int k = 0; k < SIDES; k++)
        chi += (seen[k] - DRAWS / SIDES) * (double)(seen[k] - DRAWS / SIDES) / (DRAWS / SIDES);
    assert_true(chi < 20.5); /* the 0.999 quantile with 5 degrees of freedom */
    assert_true(fabs(sum / DRAWS) < 0.02 && fabs(squares / DRAWS - 1) < 0.03);
    assert_int_equal(rng_below(&r, 1), 0);
}

static void a_shuffle_loses_nothing(void **state)
{
    struct rng r = rng_seed(5);
    uint32_t items[100], moved = 0, sum = 0;
    (void)state;
    for (uint32_t i = 0; i < 100; i++)
        items[i] = i;
    rng_shuffle(&r, items, 100);
    for (uint32_t i = 0; i < 100; i++) {
        moved += items[i] != i;
        sum += items[i];
    }
    assert_true(moved > 80);
    assert_int_equal(sum, 4950);
    rng_shuffle(&r, items, 0);
}

/* ---- checksums ---- */

/* FIPS 180-4's examples. */
static void sha256_agrees_with_the_standard(void **state)
{
    struct sha256 h;
    char hex[65];
    (void)state;
    sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_start(&h);
    sha256_add(&h, "abcdbcdecdefdefgefghfghighij", 28);
    sha256_add(&h, "hijkijkljklmklmnlmnomnopnopq", 28);
    sha256_finish(&h, hex);
    assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

#define SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_names_file_and_line),
        cmocka_unit_test(a_long_error_is_cut_not_overrun),
        SCRATCH(a_file_is_written_whole_or_not_at_all),
        SCRATCH(a_full_disk_is_reported_when_the_file_is_finished),
        SCRATCH(what_cannot_be_read_is_named),
        SCRATCH(folders_are_made_with_those_above),
        cmocka_unit_test(numbers_are_read_strictly),
        cmocka_unit_test(a_slip_finds_the_name_that_was_meant),
        cmocka_unit_test(counts_and_durations_are_legible),
        cmocka_unit_test(the_generator_is_xoshiro256plusplus),
        cmocka_unit_test(a_seed_is_spread_by_splitmix64),
        cmocka_unit_test(streams_differ_and_repeat),
        cmocka_unit_test(draws_are_in_range_and_balanced),
        cmocka_unit_test(a_shuffle_loses_nothing),
        cmocka_unit_test(sha256_agrees_with_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
