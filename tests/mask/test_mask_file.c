/* test_mask_file.c - masks come back from files as they were saved; files that are none are refused
 * in words. */
#include "mask_case.h"

#include <stdio.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "viewer/mask/mask.h"
#include "viewer/mask/png_text.h"

static char path[] = "/tmp/mien-mask-XXXXXX.png";

static int make_path(void **state)
{
    (void)state;
    const int file = mkstemps(path, 4);
    return file < 0 ? -1 : close(file);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static void make_mask(struct mask *m, const char *name)
{
    struct mien_error e;
    assert_int_equal(mask_init(m, name, &e), 0);
    for (int i = 0; i < MASK_SIDE * MASK_SIDE; i++)
        memcpy(m->texels + 4 * (size_t)i,
               (uint8_t[4]){(uint8_t)(i >> 4), (uint8_t)(i >> 12), 77, (uint8_t)(i >> 8)}, 4);
}

static void a_mask_comes_back_as_it_was_saved(void **state)
{
    (void)state;
    struct mask m, back;
    struct mien_error e;
    make_mask(&m, "Jos\xC3\xA9 \xE7\x8C\xAB");
    m.look = (struct mask_look){0.25f, 0.125f, 0.5f, true, false};
    for (int person = 0; person < 2; person++) {
        m.person = person;
        assert_int_equal(mask_save(&m, path, &e), 0);
        assert_true(mask_is_file(path));
        assert_int_equal(mask_open(&back, path, &e), 0);
        assert_string_equal(back.name, m.name);
        assert_memory_equal(back.texels, m.texels, (size_t)MASK_SIDE * MASK_SIDE * 4);
        assert_true(back.look.tone == 0.25f && back.look.feather == 0.125f);
        assert_true(back.look.opacity == 0.5f && back.look.eyes && !back.look.mouth);
        assert_int_equal(back.person, person);
        mask_free(&back);
    }
    mask_free(&m);
}

/* The file without its text chunks, which lie behind the header. */
static void strip_texts(void)
{
    struct file_map map;
    struct mien_error e;
    assert_int_equal(file_map(&map, path, &e), 0);
    const uint8_t *data = memmem(map.data, map.size, "IDAT", 4);
    assert_non_null(data);
    const size_t from = (size_t)(data - 4 - map.data);
    uint8_t *bytes = malloc(map.size);
    memcpy(bytes, map.data, PNG_TEXT_PLACE);
    memcpy(bytes + PNG_TEXT_PLACE, map.data + from, map.size - from);
    const size_t size = map.size - from + PNG_TEXT_PLACE;
    file_unmap(&map);
    assert_int_equal(file_write(path, bytes, size, &e), 0);
    free(bytes);
}

static void a_file_that_lost_its_values_is_taken_for_a_person(void **state)
{
    (void)state;
    struct mask m;
    struct mien_error e;
    make_mask(&m, "x");
    m.person = false;
    assert_int_equal(mask_save(&m, path, &e), 0);
    mask_free(&m);
    strip_texts();
    assert_true(mask_is_file(path)); /* it has cover */
    assert_int_equal(mask_open(&m, path, &e), 0);
    assert_true(m.person);
    assert_true(m.look.opacity == 1.0f);
    assert_non_null(strstr(path, m.name));
    mask_free(&m);
}

static void texts_of_other_programs_are_read_past(void **state)
{
    (void)state;
    struct mask m;
    struct mien_error e;
    make_mask(&m, "x");
    assert_int_equal(mask_save(&m, path, &e), 0);
    mask_free(&m);
    const struct png_text texts[] = {{"Software", "another"}, {"mien:tone", "0.5"}};
    struct file_map map;
    assert_int_equal(file_map(&map, path, &e), 0);
    const size_t more = png_text_size(texts, 2), size = map.size + more;
    uint8_t *bytes = malloc(size);
    memcpy(bytes, map.data, PNG_TEXT_PLACE);
    png_text_write(texts, 2, bytes + PNG_TEXT_PLACE);
    memcpy(bytes + PNG_TEXT_PLACE + more, map.data + PNG_TEXT_PLACE, map.size - PNG_TEXT_PLACE);
    file_unmap(&map);
    assert_int_equal(mask_decode(&m, path, bytes, size, &e), 0);
    assert_true(m.look.tone == 1.0f); /* the last that says so */
    mask_free(&m);
    bytes[PNG_TEXT_PLACE + more - 1] ^= 1; /* a checksum */
    struct png_text text;
    size_t at = 0;
    assert_true(png_text_next(bytes, size, &at, &text));
    assert_string_equal(text.text, "another");
    assert_true(png_text_next(bytes, size, &at, &text));
    assert_string_equal(text.keyword, "mien:tone");
    assert_string_equal(text.text, "1"); /* not the damaged one */
    free(bytes);
}

static void refused(const void *data, size_t size, const char *word)
{
    struct mask m;
    struct mien_error e;
    assert_int_equal(mask_decode(&m, "m.png", data, size, &e), -1);
    assert_null(m.texels);
    assert_non_null(strstr(e.text, "m.png: "));
    if (!strstr(e.text, word))
        fail_msg("'%s' is not in: %s", word, e.text);
}

static void what_is_no_mask_is_refused_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *keyword, *text;
    } bad[] = {{"mien:tone", "warm"},   {"mien:tone", "2"},       {"mien:opacity", "-1"},
               {"mien:feather", "0.3"}, {"mien:eyes", "0.5"},     {"mien:person", "yes"},
               {"mien:tone", "nan"},    {"mien:opacity", "0.5x"}, {"mien:tone", ""}};
    struct mask m;
    struct mien_error e;
    struct file_map map;
    make_mask(&m, "x");
    assert_int_equal(mask_save(&m, path, &e), 0);
    mask_free(&m);
    assert_int_equal(file_map(&map, path, &e), 0);
    refused("GIF89a", 6, "PNG");
    refused(map.data, 20, "PNG");
    refused(map.data, map.size - 200, "cut short");
    uint8_t *bytes = malloc(map.size + 100);
    memcpy(bytes, map.data, map.size);
    bytes[19] = 7; /* width */
    refused(bytes, map.size, "1024 x 1024");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct png_text text;
        strcpy(text.keyword, bad[i].keyword);
        strcpy(text.text, bad[i].text);
        const size_t more = png_text_size(&text, 1);
        memcpy(bytes, map.data, PNG_TEXT_PLACE);
        png_text_write(&text, 1, bytes + PNG_TEXT_PLACE);
        memcpy(bytes + PNG_TEXT_PLACE + more, map.data + PNG_TEXT_PLACE, map.size - PNG_TEXT_PLACE);
        refused(bytes, map.size + more, bad[i].keyword);
    }
    free(bytes);
    file_unmap(&map);
    assert_int_equal(mask_open(&m, "/tmp/no-such-mask.png", &e), -1);
    assert_false(mask_is_file("/tmp/no-such-mask.png"));
    assert_false(mask_is_file(COLLINS));
}

static void long_names_end_with_a_whole_character(void **state)
{
    (void)state;
    struct mask m = {0};
    char name[80] = "";
    for (int i = 0; i < 26; i++)
        strcat(name, "\xE7\x8C\xAB");
    mask_rename(&m, name);
    assert_int_equal(strlen(m.name), 63);
    strcpy(name, "a\xFFz");
    mask_rename(&m, name);
    assert_string_equal(m.name, "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mask_comes_back_as_it_was_saved),
        cmocka_unit_test(a_file_that_lost_its_values_is_taken_for_a_person),
        cmocka_unit_test(texts_of_other_programs_are_read_past),
        cmocka_unit_test(what_is_no_mask_is_refused_in_words),
        cmocka_unit_test(long_names_end_with_a_whole_character),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
