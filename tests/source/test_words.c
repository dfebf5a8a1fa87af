/* Words that name sources, and what is said of those that name none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <stdlib.h>

#include "tests/source/stage.h"

static void each_word_names_a_kind(void **state)
{
    static const struct {
        const char *word;
        enum source_kind kind;
    } words[] = {
        {"puppet", SOURCE_PUPPET},
        {"puppet:hand", SOURCE_PUPPET},
        {"pattern", SOURCE_PATTERN},
        {"camera", SOURCE_CAMERA},
        {"camera:2", SOURCE_CAMERA},
        {"camera:", SOURCE_CAMERA},
        {"/dev/video0", SOURCE_CAMERA},
        {"/dev/video17", SOURCE_CAMERA},
        {"/dev/null", SOURCE_CAMERA}, /* a device, if of another kind */
        {"rtsp://10.0.0.1/live", SOURCE_STREAM},
        {"https://example.org/a.png", SOURCE_STREAM},
        {"srt://127.0.0.1:7000", SOURCE_STREAM},
        {"x-y+z.1://", SOURCE_STREAM},
        {"/tmp", SOURCE_FOLDER},
        {".", SOURCE_FOLDER},
        {"a.png", SOURCE_PICTURE},
        {"puppet.JPEG", SOURCE_PICTURE},
        {"clip.webm", SOURCE_VIDEO},
        {"puppets", SOURCE_VIDEO},
        {"Camera", SOURCE_VIDEO},
        {"cameras", SOURCE_VIDEO},
        {"./puppet", SOURCE_VIDEO},
        {"", SOURCE_VIDEO},
        {"://", SOURCE_VIDEO},
        {"1http://x", SOURCE_VIDEO},
        {"ht tp://x", SOURCE_VIDEO},
        {"http:/x", SOURCE_VIDEO},
        {"\xff\xfe\x01", SOURCE_VIDEO},
    };
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (source_kind_of(words[i].word) != words[i].kind)
            fail_msg("\"%s\" is a %s", words[i].word,
                     source_kind_names[source_kind_of(words[i].word)]);
}

static void assert_refused(const char *word, const char *because)
{
    const struct source_options o = {0};
    struct mien_error e = {0};
    struct source *s;
    assert_int_equal(source_open(&s, word, &o, &e), -1);
    assert_null(s);
    if (strncmp(e.text, word, strlen(word)) != 0 || !strstr(e.text, because))
        fail_msg("\"%s\" is refused by: %s", word, e.text);
}

static void what_can_never_be_there_is_refused(void **state)
{
    char long_word[5000];
    memset(long_word, 'x', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    assert_refused("/nowhere/clip.webm", "no such file, folder or other source");
    assert_refused("pupet", "did you mean 'puppet'");
    assert_refused("puppet:foot", "puppet:hand");
    assert_refused("", "no such file");
    assert_refused("/nowhere/face.png", "No such file");
    assert_refused("camera:x", "counted from 1");
    assert_refused("camera:0", "counted from 1");
    assert_refused("camera:99999999999999999999", "counted from 1");
    assert_refused("gopher://example.org/", "gstreamer1.0-plugins-bad");
    assert_refused(*state, "without pictures");
    struct source *s;
    struct mien_error e = {0};
    assert_int_equal(source_open(&s, long_word, &(struct source_options){0}, &e), -1);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    source_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_word_names_a_kind),
        cmocka_unit_test(what_can_never_be_there_is_refused),
        cmocka_unit_test(closing_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, stage_set_up, stage_tear_down);
}
