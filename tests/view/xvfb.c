/* xvfb.c - see xvfb.h. The server finds the number itself and tells it when it is ready. */
#include "tests/view/xvfb.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int told)
{
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDERR_FILENO);
    dup2(told, STDOUT_FILENO);
    execlp("Xvfb", "Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp",
           "-noreset", (char *)NULL);
    _exit(127);
}

bool xvfb_open(struct xvfb *x)
{
    int ends[2], number;
    if (system("which Xvfb xdotool >/dev/null 2>&1") != 0 || pipe2(ends, O_CLOEXEC) != 0)
        return false;
    x->server = fork();
    if (x->server == 0)
        serve(ends[1]);
    close(ends[1]);
    FILE *told = fdopen(ends[0], "r");
    const bool ready = told && fscanf(told, "%d", &number) == 1;
    char display[32];
    if (told)
        fclose(told);
    if (!ready) {
        xvfb_close(x);
        return false;
    }
    snprintf(display, sizeof display, ":%d", number);
    setenv("DISPLAY", display, 1);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    return true;
}

void xvfb_close(struct xvfb *x)
{
    kill(x->server, SIGTERM);
    waitpid(x->server, NULL, 0);
    unsetenv("DISPLAY");
}
