/* test_record.c - recordings without a viewer around them: tables that other programs read, files
 * that are whole, names that are free. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "runtime/host/image/image.h"
#include "tests/live/made_moment.h"
#include "viewer/record/recorder.h"
#include "viewer/record/still.h"
#include "viewer/record/table.h"

static const char *const classes[] = {"happy", "so \"so\", la la"};

static char *in_folder(void **state, const char *name)
{
    char *path = NULL;
    assert_true(asprintf(&path, "%s/%s", (const char *)*state, name) > 0);
    return path;
}

static char *read_text(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    assert_true(getdelim(&text, &size, '\0', f) > 0);
    fclose(f);
    return text;
}

/* Two faces, of which the second was read. */
static struct moment *two_faces(struct frame_pool *pool)
{
    struct moment *m = made_moment(pool, 4, 2);
    struct live_face *f = &m->faces[1];
    f->scored = true;
    f->emotion = 1;
    f->scores[0] = 0.25f;
    f->scores[1] = 0.75f;
    f->face.landmarks[467][2] = -1.5f;
    return m;
}

static char *write_table(void **state, const char *name)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct moment *m = two_faces(pool);
    struct record_table t;
    struct mien_error e;
    char *path = in_folder(state, name);
    assert_int_equal(record_table_open(&t, path, classes, 2, &e), 0);
    assert_int_equal(record_table_add(&t, m, 1.25, &e), 0);
    m->count = 0; /* no face, no row */
    assert_int_equal(record_table_add(&t, m, 1.5, &e), 0);
    assert_int_equal(record_table_close(&t, &e), 0);
    moment_free(m);
    frame_pool_close(pool);
    char *text = read_text(path);
    free(path);
    return text;
}

/* Fields of a line of CSV (RFC 4180), quotes undone, in `out`; returns how many. */
static int split(char **line, char *out[], int most)
{
    int count = 0;
    char *at = *line, *to = *line;
    bool quoted = false;
    out[count++] = to;
    for (; *at && (quoted || *at != '\n'); at++) {
        if (*at == '"' && quoted && at[1] == '"')
            *to++ = *at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (*at == ',' && !quoted) {
            *to++ = '\0';
            assert_true(count < most);
            out[count++] = to;
        } else
            *to++ = *at;
    }
    *line = *at ? at + 1 : at;
    *to = '\0';
    return count;
}

static void rows_of_csv_have_the_heads_fields_and_scores_only_where_read(void **state)
{
    enum { FIELDS = 2 + 12 + 1 + 2 + 3 * MIEN_MESH_POINTS };
    static char *head[FIELDS], *first[FIELDS], *second[FIELDS];
    char *text = write_table(state, "t.csv"), *line = text;
    assert_int_equal(split(&line, head, FIELDS), FIELDS);
    assert_int_equal(split(&line, first, FIELDS), FIELDS);
    assert_int_equal(split(&line, second, FIELDS), FIELDS);
    assert_string_equal(line, "");
    assert_string_equal(head[14], "emotion");
    assert_string_equal(head[16], classes[1]);
    assert_string_equal(head[FIELDS - 1], "z467");
    assert_string_equal(first[0], "1.250");
    for (int i = 14; i < 17; i++)
        assert_string_equal(first[i], "");
    assert_string_equal(second[1], "2");
    assert_string_equal(second[14], classes[1]);
    assert_string_equal(second[15], "0.2500");
    assert_string_equal(second[FIELDS - 1], "-1.50");
    free(text);
}

static void lines_of_json_say_the_same(void **state)
{
    char *text = write_table(state, "t.jsonl"), *end = strchr(text, '\n');
    assert_non_null(end);
    *end = '\0';
    cJSON *first = cJSON_Parse(text), *second = cJSON_Parse(end + 1);
    assert_non_null(first);
    assert_non_null(second);
    assert_null(cJSON_GetObjectItem(first, "scores"));
    assert_null(cJSON_GetObjectItem(first, "emotion"));
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(first, "landmarks")), MIEN_MESH_POINTS);
    assert_string_equal(cJSON_GetObjectItem(second, "emotion")->valuestring, classes[1]);
    const cJSON *scores = cJSON_GetObjectItem(second, "scores");
    assert_true(cJSON_GetObjectItemCaseSensitive(scores, classes[1])->valuedouble == 0.75);
    cJSON_Delete(first);
    cJSON_Delete(second);
    free(text);
}

static void a_table_has_one_of_two_endings(void **state)
{
    struct record_table t;
    struct mien_error e;
    char *path = in_folder(state, "t.xml");
    assert_int_equal(record_table_open(&t, path, classes, 2, &e), -1);
    assert_true(e.usage);
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

static void names_are_the_next_that_are_free(void **state)
{
    struct mien_error e;
    char *one = recorder_path(*state, "shot", "png", &e);
    const uint8_t pixels[2 * 3 * 4] = {255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0};
    struct image back;
    assert_non_null(strstr(one, "/shot-001.png"));
    assert_int_equal(still_write(one, pixels, 3, 2, &e), 0);
    char *two = recorder_path(*state, "shot", "png", &e);
    assert_non_null(strstr(two, "/shot-002.png"));
    assert_int_equal(image_read(&back, one, 3, &e), 0);
    assert_int_equal(back.width, 3);
    assert_int_equal(back.height, 2);
    for (int i = 0; i < 9; i++)
        assert_int_equal(back.data[i], pixels[4 * (i / 3) + i % 3]);
    image_free(&back);
    free(one);
    free(two);
}

static void the_same_moment_is_recorded_once_and_odd_sizes_are_cut(void **state)
{
    char *path = in_folder(state, "r.webm");
    static const uint8_t pixels[4 * 65 * 49];
    const struct recorder_options o = {.path = path, .width = 65, .height = 49, .each = true};
    struct recorder *r;
    struct mien_error e;
    assert_int_equal(recorder_open(&r, &o, &e), 0);
    for (int i = 0; i < 6; i++)
        assert_int_equal(recorder_picture(r, pixels, 0.1 * (i / 2), &e), 0);
    assert_int_equal(recorder_news(r).pictures, 3);
    assert_int_equal(recorder_news(r).dropped, 0);
    assert_int_equal(recorder_close(r, &e), 0);
    FILE *f = fopen(path, "re");
    uint8_t start[4] = {0};
    assert_int_equal(fread(start, 1, 4, f), 4);
    fclose(f);
    assert_memory_equal(start, "\x1a\x45\xdf\xa3", 4); /* EBML, of which WebM is made */
    free(path);
}

static int set_up(void **state)
{
    char *folder = strdup("/tmp/mien-record-XXXXXX");
    *state = folder;
    return folder && mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"t.csv", "t.jsonl", "shot-001.png", "r.webm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = in_folder(state, names[i]);
        unlink(path);
        free(path);
    }
    const int result = rmdir(*state);
    free(*state);
    return result;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_csv_have_the_heads_fields_and_scores_only_where_read),
        cmocka_unit_test(lines_of_json_say_the_same),
        cmocka_unit_test(a_table_has_one_of_two_endings),
        cmocka_unit_test(names_are_the_next_that_are_free),
        cmocka_unit_test(the_same_moment_is_recorded_once_and_odd_sizes_are_cut),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
