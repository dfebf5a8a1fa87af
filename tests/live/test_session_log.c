/* What a session writes for the console: and what it never writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "runtime/host/file.h"
#include "tests/live/made_moment.h"
#include "viewer/live/session_log.h"

static const char *const classes[] = {"happy", "so \"so\""};

struct place {
    char folder[64], file[96];
    struct frame_pool *pool;
};

static int begin(void **state)
{
    static struct place p;
    strcpy(p.folder, "/tmp/mien-session-XXXXXX");
    assert_non_null(mkdtemp(p.folder));
    snprintf(p.file, sizeof p.file, "%s/metrics.jsonl", p.folder);
    p.pool = frame_pool_open(4);
    *state = &p;
    return 0;
}

static int end(void **state)
{
    struct place *p = *state;
    unlink(p->file);
    rmdir(p->folder);
    frame_pool_close(p->pool);
    return 0;
}

/* Write `frames` moments with `faces` each, far enough apart to be written all. */
static char *write_session(struct place *p, int frames, int faces, bool scored)
{
    struct session_log s;
    struct mien_error e;
    assert_int_equal(session_log_open(&s, p->folder, "a-model", "puppet", classes, 2, &e), 0);
    for (int i = 0; i < frames; i++) {
        struct moment *m = made_moment(p->pool, i, faces);
        m->faces[0].scored = scored;
        m->faces[0].scores[0] = 0.75f;
        m->faces[0].scores[1] = 0.25f;
        assert_int_equal(session_log_moment(&s, m, 12.5, 3, &e), 0);
        moment_free(m);
        usleep(110000);
    }
    assert_int_equal(session_log_close(&s, METRICS_FINISHED, &e), 0);
    char *text = file_text(p->file, 1 << 20, &e);
    assert_non_null(text);
    return text;
}

static void a_session_begins_goes_on_and_ends(void **state)
{
    char *text = write_session(*state, 2, 1, true);
    assert_non_null(strstr(text, "{\"kind\":\"session\",\"step\":0,"));
    assert_non_null(strstr(text, "\"model\":\"a-model\",\"source\":\"puppet\""));
    assert_non_null(strstr(text, "\"stages\":[\"capture\",\"faces\",\"emotion\",\"draw\"]"));
    assert_non_null(strstr(text, "\"kind\":\"frame\",\"step\":1,\"frame\":1,"));
    assert_non_null(strstr(text, "\"kind\":\"frame\",\"step\":2,\"frame\":2,"));
    assert_non_null(strstr(text, "\"latency\":12.5,\"dropped\":3,\"faces\":1"));
    assert_non_null(strstr(text, "\"emotion_happy\":0.75,\"emotion_so__so_\":0.25"));
    assert_non_null(strstr(text, "\"text\":\"face found\""));
    assert_non_null(strstr(text, "\"kind\":\"end\",\"step\":2,"));
    free(text);
}

static void scores_that_nobody_agreed_to_are_not_written(void **state)
{
    char *text = write_session(*state, 1, 1, false);
    assert_non_null(strstr(text, "\"faces\":1"));
    assert_null(strstr(text, "emotion_"));
    free(text);
}

static void lines_come_ten_a_second_at_most(void **state)
{
    struct place *p = *state;
    struct session_log s;
    struct mien_error e;
    int lines = 0;
    assert_int_equal(session_log_open(&s, p->folder, "m", "puppet", classes, 2, &e), 0);
    for (int i = 0; i < 200; i++) {
        struct moment *m = made_moment(p->pool, i, 0);
        assert_int_equal(session_log_moment(&s, m, 1, 0, &e), 0);
        moment_free(m);
        usleep(1000);
    }
    const double took = metrics_log_wall(&s.log);
    assert_int_equal(session_log_close(&s, METRICS_FINISHED, &e), 0);
    char *text = file_text(p->file, 1 << 20, &e);
    for (const char *at = text; (at = strstr(at, "\"kind\":\"frame\"")); at++)
        lines++;
    assert_true(lines >= 1 && lines <= 10 * took + 2);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_session_begins_goes_on_and_ends, begin, end),
        cmocka_unit_test_setup_teardown(scores_that_nobody_agreed_to_are_not_written, begin, end),
        cmocka_unit_test_setup_teardown(lines_come_ten_a_second_at_most, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
