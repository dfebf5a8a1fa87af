/* test_gl.c - wrong calls of OpenGL are noticed. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "viewer/render/gl.h"
#include "viewer/render/offscreen.h"

enum { NONE_HERE = 2, UNNOTICED };

/* What a program does that calls OpenGL wrongly once: its exit status. */
static int call_wrongly(void)
{
    struct offscreen *o;
    struct mien_error e;
    if (offscreen_open(&o, &e) != 0)
        return NONE_HERE;
    if (gl_complaint())
        return UNNOTICED;
    glEnable(GL_TEXTURE_WIDTH);
    const char *complaint = gl_complaint();
    const bool told = complaint && strcmp(complaint, "invalid enum") == 0 && !gl_complaint();
    offscreen_close(o);
    return told ? 0 : UNNOTICED;
}

static void a_wrong_call_is_told_once_or_ends_the_program(void **state)
{
    (void)state;
    int status;
    fflush(NULL);
    const pid_t p = fork();
    assert_int_not_equal(p, -1);
    if (p == 0)
        _exit(call_wrongly());
    assert_int_equal(waitpid(p, &status, 0), p);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NONE_HERE)
        skip();
    if (WIFSIGNALED(status))
        assert_int_equal(WTERMSIG(status), SIGABRT);
    else
        assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_call_is_told_once_or_ends_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
